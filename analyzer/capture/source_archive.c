#include "capture/reader.h"

#include <archive.h>
#include <archive_entry.h>

#include "base/die.h"
#include "base/limits.h"
#include "base/when.h"
#include "capture/ahead.h"
#include "base/banned.h"

/* Members of an archive, or the content of one compressed file, read as they come. */
struct archive_reader {
	struct reader reader;
	struct archive *archive;
	struct block_source bytes;
	struct ahead *gzip; /* NULL: the bytes are not gzip's */
	uint64_t taken;     /* of bytes, and told to them */
	bool bytes_ended;
	bool too_long;  /* more than seep reads */
	bool ended;     /* nothing comes any more */
	int64_t offset; /* in the entry, of what comes next */
	struct str after_hole;
};

static struct archive_reader *
archive_reader(struct reader *r)
{
	return (struct archive_reader *)r;
}

#define WORTH_A_THREAD \
	(UINT64_C(24)  \
	    << 20) /* less is read sooner without: the two would wait for each other */

static la_ssize_t
read_bytes(struct archive *archive, void *from, const void **buffer)
{
	struct archive_reader *ar = from;
	struct str block;

	/* What is skipped costs time too: a few bytes may be unpacked to any length. */
	ar->too_long = archive_filter_bytes(archive, 0) > LIMIT_INPUT_BYTES;
	if (ar->too_long)
		return 0;
	ar->bytes_ended = ar->gzip != NULL ? !ahead_next(ar->gzip, &block)
					   : !ar->bytes.next(ar->bytes.from, &block);
	if (ar->bytes_ended)
		return 0;
	uint64_t taken =
	    ar->gzip != NULL ? ahead_taken(ar->gzip) : ar->taken + block.len;
	ar->bytes_ended = !ar->bytes.took(ar->bytes.from, taken - ar->taken);
	ar->taken = taken;
	if (ar->bytes_ended)
		return 0;
	*buffer = block.ptr;
	return (la_ssize_t)block.len;
}

static la_int64_t
seek_bytes(struct archive *archive, void *from, la_int64_t offset, int whence)
{
	struct archive_reader *ar = from;
	int64_t at = ar->bytes.seek(ar->bytes.from, offset, whence);

	(void)archive;
	return at < 0 ? ARCHIVE_FATAL : at;
}

/* A complaint at the very end of the bytes is a cut, anywhere else a fault in them. */
static enum damage
damage_here(const struct archive_reader *ar)
{
	if (ar->too_long)
		return DAMAGE_LIMIT;
	if (ar->gzip != NULL && ahead_damage(ar->gzip) != DAMAGE_NONE)
		return ahead_damage(ar->gzip);
	return ar->bytes_ended ? DAMAGE_CUT : DAMAGE_BROKEN;
}

static bool
damaged(struct archive_reader *ar, enum damage damage)
{
	const char *why = archive_error_string(ar->archive);

	ar->reader.damage = damage;
	ar->reader.why = damage == DAMAGE_NONE ? STR("") : str_from(why);
	return false;
}

/* Raw bytes that no filter has touched: the magic number promised more than there is. */
static bool
is_not_packed(const struct archive_reader *ar)
{
	return archive_format(ar->archive) == ARCHIVE_FORMAT_RAW &&
	       archive_filter_count(ar->archive) == 1 && ar->gzip == NULL;
}

static struct str
entry_path(const struct archive_reader *ar, struct archive_entry *entry)
{
	if (archive_format(ar->archive) == ARCHIVE_FORMAT_RAW)
		return STR("");
	/* The plain call gives NULL for a name that does not fit the locale, which we never set. */
	const char *path = archive_entry_pathname(entry);
	if (path == NULL)
		path = archive_entry_pathname_utf8(entry);
	return path == NULL ? STR("?") : str_from(path);
}

static bool
archive_next(struct reader *r, struct entry *e)
{
	struct archive_reader *ar = archive_reader(r);
	struct archive_entry *entry;

	damaged(ar, DAMAGE_NONE);
	if (ar->ended)
		return false;
	do {
		int status = archive_read_next_header(ar->archive, &entry);
		if (status != ARCHIVE_OK && status != ARCHIVE_WARN) {
			ar->ended = true;
			if (status != ARCHIVE_EOF)
				return damaged(ar, damage_here(ar));
			return damaged(ar,
			    ar->gzip == NULL ? DAMAGE_NONE : ahead_damage(ar->gzip));
		}
	} while (archive_entry_filetype(entry) == AE_IFDIR);
	if (is_not_packed(ar)) {
		ar->ended = true;
		return damaged(ar, damage_here(ar));
	}
	*e = (struct entry){
		.path = entry_path(ar, entry),
		.mtime_ms = WHEN_UNKNOWN,
		.regular = archive_entry_filetype(entry) == AE_IFREG &&
			   archive_entry_hardlink(entry) == NULL,
	};
	if (archive_entry_mtime_is_set(entry))
		e->mtime_ms = entry_mtime_ms(archive_entry_mtime(entry));
	ar->offset = 0;
	ar->after_hole = STR("");
	return true;
}

/* A hole in a sparse file is NUL bytes: enough of them to be noticed, however large it is. */
static const char hole[64];

static bool
archive_block(struct reader *r, struct str *block)
{
	struct archive_reader *ar = archive_reader(r);
	const void *bytes;
	size_t len;
	la_int64_t offset;

	if (ar->after_hole.len > 0) {
		*block = ar->after_hole;
		ar->after_hole = STR("");
		return true;
	}
	if (ar->ended)
		return false;
	do {
		int status =
		    archive_read_data_block(ar->archive, &bytes, &len, &offset);
		if (status == ARCHIVE_EOF) {
			if (archive_format(ar->archive) != ARCHIVE_FORMAT_RAW ||
			    ar->gzip == NULL)
				return false;
			ar->ended = true;
			return damaged(ar, ahead_damage(ar->gzip));
		}
		if (status != ARCHIVE_OK && status != ARCHIVE_WARN) {
			ar->ended = status == ARCHIVE_FATAL;
			return damaged(ar, damage_here(ar));
		}
	} while (len == 0);
	*block = (struct str){ bytes, len };
	if (offset > ar->offset) {
		ar->after_hole = *block;
		*block = (struct str){ hole, sizeof hole };
	}
	ar->offset = offset + (int64_t)len;
	return true;
}

static void
archive_close(struct reader *r)
{
	struct archive_reader *ar = archive_reader(r);

	archive_read_free(ar->archive);
	if (ar->gzip != NULL)
		ahead_close(ar->gzip);
}

/*
 * What libarchive can read by itself. Left out are the filters that start programs (grzip, lrzip, lzop), and mtree, a format whose entries name files on
 * this machine's disk.
 */
static void
allow_formats(struct archive *a)
{
	archive_read_support_filter_bzip2(a);
	archive_read_support_filter_compress(a);
	archive_read_support_filter_lz4(a);
	archive_read_support_filter_lzip(a);
	archive_read_support_filter_lzma(a);
	archive_read_support_filter_xz(a);
	archive_read_support_filter_zstd(a);
	archive_read_support_format_7zip(a);
	archive_read_support_format_ar(a);
	archive_read_support_format_cab(a);
	archive_read_support_format_cpio(a);
	archive_read_support_format_empty(a);
	archive_read_support_format_iso9660(a);
	archive_read_support_format_rar(a);
	archive_read_support_format_rar5(a);
	archive_read_support_format_raw(a);
	archive_read_support_format_tar(a);
	archive_read_support_format_xar(a);
	archive_read_support_format_zip(a);
}

struct reader *
source_archive_open(
    struct arena *a, struct block_source bytes, bool gzip, bool may_thread)
{
	struct archive_reader *ar = arena_alloc(a, sizeof *ar);

	*ar = (struct archive_reader){
		.reader = { .next = archive_next,
		    .block = archive_block,
		    .close = archive_close },
		.archive = archive_read_new(),
		.bytes = bytes,
		.gzip = gzip ? ahead_open(
				   a, bytes, may_thread ? WORTH_A_THREAD : UINT64_MAX)
			     : NULL,
	};
	if (ar->archive == NULL)
		die_no_memory();
	allow_formats(ar->archive);
	archive_read_set_read_callback(ar->archive, read_bytes);
	if (bytes.seek != NULL && !gzip)
		archive_read_set_seek_callback(ar->archive, seek_bytes);
	archive_read_set_callback_data(ar->archive, ar);
	/* When this fails, so does the first archive_read_next_header, and tells. */
	archive_read_open1(ar->archive);
	return &ar->reader;
}
