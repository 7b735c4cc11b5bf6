#include "capture/source.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/die.h"
#include "base/limits.h"
#include "base/when.h"
#include "capture/reader.h"
#include "capture/utf16.h"

#include "base/banned.h"

/*
 * The stack: level 0 is the directory or file that was named, each level above it an archive or compressed file found in the entry
 * below. An entry's first bytes decide whether it is a member or the next level.
 */
struct level {
	struct source *source;
	struct reader *reader;
	struct arena_mark mark; /* before the reader was opened */
	char *path;             /* of its current entry, from the input down */
	size_t path_len, path_capacity;
	char *head;      /* SOURCE_HEAD_BYTES, used when the first block is shorter */
	struct str rest; /* first bytes that were looked at but not yet given out */
	struct str tail; /* what of the last block did not go into head */
	bool ended;      /* the reader has no more blocks of this entry */
};

struct source {
	struct arena arena; /* of the levels, last in first out */
	struct diag *diag;
	struct str name; /* in front of packed members' paths; empty: not wanted */
	bool is_folder;
	bool alone; /* no threads */
	struct level levels[LIMIT_NESTING + 1];
	size_t depth;
	uint64_t bytes;
	uint64_t packed_bytes, unpacked_bytes; /* read on level 0, and on those above */
	uint32_t member_count;
	struct arena *perm; /* of what outlasts the levels */
	struct utf16 wide;  /* of the member */
	struct utf16 wide_head;
};

static struct level *
top_level(struct source *s)
{
	return &s->levels[s->depth - 1];
}

static struct str
level_path(const struct level *level)
{
	return (struct str){ level->path, level->path_len };
}

/* ---- what an entry is ---- */

struct magic {
	size_t offset;
	const char *bytes;
	size_t len;
};

#define MAGIC(offset, bytes)                     \
	{                                        \
		offset, bytes, sizeof(bytes) - 1 \
	}
#define GZIP_MAGIC "\x1f\x8b\x08"

/* clang-format off */
static const struct magic magics[] = {
	MAGIC(0, GZIP_MAGIC),
	MAGIC(0, "BZh91AY&SY"),
	MAGIC(0, "\xfd" "7zXZ\0"),
	MAGIC(0, "\x28\xb5\x2f\xfd"),       /* zstd */
	MAGIC(0, "\x04\x22\x4d\x18"),       /* lz4 */
	MAGIC(0, "LZIP\x01"),
	MAGIC(0, "\x5d\x00\x00"),           /* lzma */
	MAGIC(0, "\x1f\x9d"),               /* compress */
	MAGIC(0, "PK\x03\x04"),
	MAGIC(0, "PK\x05\x06"),             /* a zip without members */
	MAGIC(0, "7z\xbc\xaf\x27\x1c"),
	MAGIC(0, "Rar!\x1a\x07"),
	MAGIC(0, "MSCF\0\0\0\0"),
	MAGIC(0, "xar!\0"),
	MAGIC(0, "!<arch>\n"),
	MAGIC(0, "070701"),                 /* cpio */
	MAGIC(0, "070702"),
	MAGIC(0, "070707"),
	MAGIC(257, "ustar"),
	MAGIC(32769, "CD001"),
};
/* clang-format on */

static bool
magic_fits(const struct magic *m, struct str head)
{
	return head.len >= m->offset + m->len &&
	       memcmp(head.ptr + m->offset, m->bytes, m->len) == 0;
}

/* The oldest tar has no magic number, only the sum of its header's bytes, written as octal digits. */
static bool
is_old_tar(struct str head)
{
	enum { HEADER = 512, SUM_AT = 148, SUM_LEN = 8 };
	unsigned sum = 0, printed = 0;
	int i = SUM_AT;

	if (head.len < HEADER)
		return false;
	while (i < SUM_AT + SUM_LEN && head.ptr[i] == ' ')
		i++;
	for (; i < SUM_AT + SUM_LEN && head.ptr[i] >= '0' && head.ptr[i] <= '7'; i++)
		printed = 8 * printed + (unsigned)(head.ptr[i] - '0');
	for (i = 0; i < HEADER; i++) {
		bool blank = i >= SUM_AT && i < SUM_AT + SUM_LEN;
		sum += blank ? ' ' : (unsigned char)head.ptr[i];
	}
	return sum == printed;
}

static bool
is_packed(struct str head)
{
	for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++)
		if (magic_fits(&magics[i], head))
			return true;
	return is_old_tar(head);
}

/* ---- the bytes of a level's entry ---- */

static bool
over_limit(struct source *s)
{
	bool bomb = s->unpacked_bytes > LIMIT_BOMB_BYTES &&
		    s->unpacked_bytes / LIMIT_BOMB_RATIO > s->packed_bytes;
	return s->bytes > LIMIT_INPUT_BYTES || s->member_count > LIMIT_MEMBERS || bomb;
}

/* False: it is too much. */
static bool
count_bytes(struct level *level, uint64_t bytes)
{
	struct source *s = level->source;

	*(level == s->levels ? &s->packed_bytes : &s->unpacked_bytes) += bytes;
	return !over_limit(s);
}

static bool
reader_block(struct level *level, struct str *block)
{
	level->ended = level->ended || over_limit(level->source) ||
		       !level->reader->block(level->reader, block);
	if (!level->ended)
		count_bytes(level, block->len);
	return !level->ended;
}

/* What was looked at and not yet given out. */
static bool
level_rest(struct level *level, struct str *block)
{
	struct str *left = level->rest.len > 0 ? &level->rest : &level->tail;

	*block = *left;
	*left = STR("");
	return block->len > 0;
}

static bool
level_block(struct level *level, struct str *block)
{
	return level_rest(level, block) || reader_block(level, block);
}

/* For the level above, and perhaps in its thread: touches nothing but the level, and counts nothing. */
static bool
level_bytes(void *from, struct str *block)
{
	struct level *level = from;

	if (level_rest(level, block))
		return true;
	level->ended = level->ended || !level->reader->block(level->reader, block);
	return !level->ended;
}

static bool
level_took(void *from, uint64_t bytes)
{
	return count_bytes(from, bytes);
}

static int64_t
level_seek(void *from, int64_t offset, int whence)
{
	struct level *level = from;

	level->rest = level->tail = STR("");
	level->ended = false;
	return level->reader->seek(level->reader, offset, whence);
}

/* Makes rest the entry's first SOURCE_HEAD_BYTES or more, or all it has; copies only when blocks are short. */
static void
fill_head(struct source *s, struct level *level)
{
	struct str block;
	size_t len = 0;

	level->ended = false;
	level->rest = level->tail = STR("");
	if (!reader_block(level, &block))
		return;
	level->rest = block;
	if (block.len >= SOURCE_HEAD_BYTES)
		return;
	if (level->head == NULL)
		level->head = arena_alloc(&s->arena, SOURCE_HEAD_BYTES);
	do {
		size_t take = block.len;
		if (take > SOURCE_HEAD_BYTES - len)
			take = SOURCE_HEAD_BYTES - len;
		memcpy(level->head + len, block.ptr, take);
		len += take;
		level->tail = str_skip(block, take);
	} while (len < SOURCE_HEAD_BYTES && reader_block(level, &block));
	level->rest = (struct str){ level->head, len };
}

/* ---- up and down the stack ---- */

static void
push_level(struct source *s, struct reader *reader, struct arena_mark mark)
{
	assert(s->depth <= LIMIT_NESTING);
	s->levels[s->depth++] =
	    (struct level){ .source = s, .reader = reader, .mark = mark };
}

static void
pop_level(struct source *s)
{
	struct level *level = top_level(s);

	level->reader->close(level->reader);
	arena_rewind(&s->arena, level->mark);
	s->depth--;
}

static void
append_path(struct source *s, struct level *level, struct str part)
{
	part = str_from_to(part, 0, LIMIT_PATH_BYTES - level->path_len);
	level->path = arena_grow(&s->arena, level->path, &level->path_capacity,
	    level->path_len + part.len + 1, 1);
	if (part.len > 0)
		memcpy(level->path + level->path_len, part.ptr, part.len);
	level->path_len += part.len;
}

/* What stands in front of the entries of the top level. */
static struct str
path_prefix(const struct source *s)
{
	/* The only thing there is need not be named in front of all that is in it. */
	if (s->depth == 1)
		return s->is_folder ? s->name : STR("");
	if (s->depth == 2 && !s->is_folder)
		return s->name;
	return level_path(&s->levels[s->depth - 2]);
}

static void
set_path(struct source *s, struct level *level, struct str inside)
{
	struct str prefix = path_prefix(s);

	while (str_starts(inside, "./"))
		inside = str_skip(inside, 2);
	level->path_len = 0;
	append_path(s, level, prefix);
	if (prefix.len > 0 && inside.len > 0)
		append_path(s, level, STR("/"));
	append_path(s, level, inside);
	if (level->path_len == 0) /* the content of the only, compressed file */
		append_path(s, level, level_path(&s->levels[0]));
}

static void
note_damage(struct source *s, enum damage damage, struct str path, uint32_t line,
    struct str why)
{
	static const enum diag_code codes[] = { [DAMAGE_CUT] = DIAG_MEMBER_CUT,
		[DAMAGE_BROKEN] = DIAG_MEMBER_BROKEN,
		[DAMAGE_LIMIT] = DIAG_MEMBER_LIMIT };

	if (damage != DAMAGE_NONE)
		diag_add(
		    s->diag, codes[damage], path, line, "%.*s", (int)why.len, why.ptr);
}

/* The path of what a level reads: the entry below it. */
static struct str
container_path(const struct source *s)
{
	if (s->depth >= 2)
		return level_path(&s->levels[s->depth - 2]);
	return s->name;
}

/* The top level has no more entries. False: nothing is left at all. */
static bool
leave_level(struct source *s)
{
	struct reader *reader = top_level(s)->reader;

	note_damage(s, reader->damage, container_path(s), 0, reader->why);
	if (s->depth == 1)
		return false;
	pop_level(s);
	return true;
}

static void
enter_entry(struct source *s)
{
	struct level *level = top_level(s);
	bool gzip = str_starts(level->rest, GZIP_MAGIC);

	if (s->depth > LIMIT_NESTING) {
		note_damage(
		    s, DAMAGE_LIMIT, level_path(level), 0, STR("packed too deep"));
		return;
	}
	/* Who takes the first bytes, which were looked at, counts them again. */
	*(s->depth == 1 ? &s->packed_bytes : &s->unpacked_bytes) -=
	    level->rest.len + level->tail.len;
	struct arena_mark mark = arena_mark(&s->arena);
	struct block_source bytes = { .next = level_bytes,
		.took = level_took,
		.seek = level->reader->seek != NULL ? level_seek : NULL,
		.from = level };
	struct reader *reader = source_archive_open(&s->arena, bytes, gzip, !s->alone);
	push_level(s, source_sorted_open(&s->arena, reader), mark);
}

/* A plain file, or what a compressed one holds. */
static bool
is_alone(const struct source *s, const struct entry *e)
{
	return !s->is_folder && (s->depth == 1 || (s->depth == 2 && e->path.len == 0));
}

bool
source_next(struct source *s, struct member *m)
{
	for (;;) {
		struct level *level = top_level(s);
		struct entry entry;
		if (over_limit(s)) {
			note_damage(s, DAMAGE_LIMIT, level_path(level), 0,
			    STR("too much input"));
			return false;
		}
		if (!level->reader->next(level->reader, &entry)) {
			if (!leave_level(s))
				return false;
			continue;
		}
		set_path(s, level, entry.path);
		if (!entry.regular)
			continue;
		s->member_count++;
		fill_head(s, level);
		if (is_packed(level->rest)) {
			enter_entry(s);
			continue;
		}
		utf16_begin(&s->wide, level->rest);
		s->wide_head.order = s->wide.order;
		s->wide_head.half = false;
		struct str head = utf16_block(&s->wide_head, s->perm, level->rest);
		*m = (struct member){ level_path(level), entry.mtime_ms, head,
			.alone = is_alone(s, &entry),
			.live = s->is_folder && s->depth == 1 };
		return true;
	}
}

bool
source_block(struct source *s, struct str *block)
{
	if (!level_block(top_level(s), block))
		return false;
	s->bytes += block->len;
	*block = utf16_block(&s->wide, s->perm, *block);
	return true;
}

bool
source_member_ended(struct source *s, struct str path, uint32_t line)
{
	struct reader *reader = top_level(s)->reader;

	note_damage(s, reader->damage, path, line, reader->why);
	bool whole = reader->damage == DAMAGE_NONE && !over_limit(s);
	reader->damage = DAMAGE_NONE;
	return whole;
}

void
source_stay_alone(struct source *s)
{
	s->alone = true;
}

uint64_t
source_bytes(const struct source *s)
{
	return s->bytes;
}

struct source *
source_open(struct arena *perm, const char *path, bool named, struct diag *diag,
    const char **error)
{
	struct source *s = arena_alloc(perm, sizeof *s);
	struct stat st;

	arena_init(&s->arena);
	s->perm = perm;
	s->diag = diag;
	s->is_folder = stat(path, &st) == 0 && S_ISDIR(st.st_mode);
	if (named)
		s->name = str_copy(perm, str_from(path));
	struct arena_mark mark = arena_mark(&s->arena);
	struct reader *reader = s->is_folder ? source_dir_open(&s->arena, path)
					     : source_file_open(&s->arena, path);
	if (reader == NULL) {
		*error = str_print(perm, "%s: %s", path, strerror(errno)).ptr;
		arena_close(&s->arena);
		return NULL;
	}
	push_level(s, reader, mark);
	return s;
}

void
source_close(struct source *s)
{
	while (s->depth > 0) {
		top_level(s)->reader->close(top_level(s)->reader);
		s->depth--;
	}
	arena_close(&s->arena);
}
