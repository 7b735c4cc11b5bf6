#include "capture_bench.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>

#include "base/limits.h"

/* What files, directories and archives have suffered: one entry in the ledger each, and nothing else lost. */

/* ---- lines ---- */

/* A log with one line of so many bytes between two others. */
static void
put_long_line(struct bench *b, size_t len)
{
	size_t at = 0;
	char *text = malloc(len + 10);
	assert_non_null(text);
	text[at++] = 'a';
	text[at++] = '\n';
	memset(text + at, 'x', len);
	at += len;
	memcpy(text + at, "\nb\n", 3);
	put(b, "f.1795342309", text, at + 3);
	free(text);
}

static size_t
longest_line(struct bench *b, size_t *lines)
{
	const char *paths[] = { b->folder };
	const char *error;
	struct frame f;
	struct str line;
	size_t most = 0;
	struct capture *c = capture_open(&b->arena, paths, 1, &b->diag, &error);
	*lines = 0;
	while (capture_next(c, &f)) {
		while (frame_next_line(&f, &line)) {
			most = line.len > most ? line.len : most;
			++*lines;
		}
	}
	capture_close(c);
	return most;
}

static void
a_line_at_the_limit_is_whole(void **state)
{
	struct bench *b = *state;
	size_t lines;
	put_long_line(b, LIMIT_LINE_BYTES);
	assert_int_equal(longest_line(b, &lines), LIMIT_LINE_BYTES);
	assert_int_equal(lines, 3);
	assert_int_equal(b->diag.count[DIAG_LINE_LONG], 0);
}

static void
a_line_above_the_limit_loses_its_end(void **state)
{
	struct bench *b = *state;
	size_t lines;
	put_long_line(b, LIMIT_LINE_BYTES + 1);
	assert_int_equal(longest_line(b, &lines), LIMIT_LINE_BYTES);
	assert_int_equal(lines, 3);
	assert_int_equal(b->diag.count[DIAG_LINE_LONG], 1);
	assert_int_equal(b->diag.place[DIAG_LINE_LONG][0].line, 2);
}

/* After a crash the collector goes on in the same file, behind what the crash left. */
static void
nuls_in_the_middle_cost_the_line_before_them(void **state)
{
	struct bench *b = *state;
	static char text[3 << 20];
	static const char before[] = "#seep> 1 2026-11-22T08:41:00Z ps\na\nMemFree: 12";
	static const char after[] =
	    "#seep> 2 2026-11-22T08:51:00Z ps\nb\n\n#seep< 2 0\n";
	memset(text, 0, sizeof(text));
	memcpy(text, before, sizeof(before) - 1);
	memcpy(text + sizeof(text) - sizeof(after) + 1, after, sizeof(after) - 1);
	put(b, "samples/ps.log", text, sizeof(text));
	assert_string_equal(read_all(b), "ps/1:a|torn\nps/2:b|\n");
	assert_int_equal(b->diag.count[DIAG_NUL_TAIL], 1);
	assert_int_equal(b->diag.count[DIAG_FRAME_TORN], 1);
	assert_int_equal(b->diag.count[DIAG_LINE_LONG], 0);
}

static void
nuls_at_the_end_cost_the_line_before_them(void **state)
{
	struct bench *b = *state;
	static const char text[] = "x\nMemFree: 12\0\0\0\0";
	put(b, "f.1795342309", text, sizeof(text) - 1);
	assert_string_equal(read_all(b), "/2026-11-22T10:11:49Z:x|torn\n");
	assert_int_equal(b->diag.count[DIAG_NUL_TAIL], 1);
}

static void
nothing_but_nuls_is_no_output(void **state)
{
	struct bench *b = *state;
	static const char text[100000];
	put(b, "f.1795342309", text, sizeof(text));
	assert_string_equal(read_all(b), "");
	assert_int_equal(b->diag.count[DIAG_NUL_TAIL], 1);
}

static void
two_bytes_a_character_are_text(void **state)
{
	struct bench *b = *state;
	static const char little[] = "\xff\xfe"
				     "x\0\r\0\n\0"
				     "M\0\xe4\0\n\0";
	static const char big[] = "\xfe\xff"
				  "\0x\0\n"
				  "\0M\0\xe4\0\n";
	put(b, "f.1795342309", little, sizeof(little) - 1);
	put(b, "g.1795342309", big, sizeof(big) - 1);
	assert_string_equal(read_all(b),
	    "/2026-11-22T10:11:49Z:x|M\xc3\xa4|\n/2026-11-22T10:11:49Z:x|M\xc3\xa4|\n");
	assert_int_equal(b->diag.count[DIAG_NUL_TAIL], 0);
}

static void
what_is_no_text_is_told_once_and_left(void **state)
{
	struct bench *b = *state;
	static const char picture[] =
	    "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\1\2\3\4\5\6\x0e\x0f\x10\x11\nx\n";
	static const char page[] =
	    "<!DOCTYPE html>\n<meta name=\"generator\" content=\"seep\">\nx\n";
	put(b, "a.1795342309", picture, sizeof(picture) - 1);
	put(b, "b.1795342309", page, sizeof(page) - 1);
	assert_string_equal(read_all(b), "");
	assert_int_equal(b->diag.count[DIAG_MEMBER_BINARY], 1);
	assert_int_equal(b->diag.count[DIAG_MEMBER_REPORT], 1);
	assert_int_equal(b->diag.count[DIAG_NUL_TAIL], 0);
}

/* ---- clocks of logs ---- */

static void
a_clock_that_is_set_back_goes_on(void **state)
{
	struct bench *b = *state;
	put_text(b, "log",
	    "2026-11-22 08:40:00\na\n2026-11-22 08:50:00\nb\n"
	    "2026-11-22 08:30:00\nc\n2026-11-22 08:40:03\nd\n");
	assert_string_equal(read_all(b),
	    "/2026-11-22T08:40:00Z:a|\n/2026-11-22T08:50:00Z:b|\n"
	    "/2026-11-22T09:00:00Z:c|\n/2026-11-22T09:10:03Z:d|\n");
	assert_int_equal(b->diag.count[DIAG_CLOCK_STEP], 1);
	assert_int_equal(b->diag.place[DIAG_CLOCK_STEP][0].line, 5);
}

static void
summer_time_ends(void **state)
{
	struct bench *b = *state;
	put_text(b, "log",
	    "Sun Oct 25 01:55:00 CEST 2026\nz\nSun Oct 25 02:00:00 CEST 2026\na\n"
	    "Sun Oct 25 02:55:00 CEST 2026\nb\nSun Oct 25 03:00:00 CEST 2026\nc\n"
	    "Sun Oct 25 02:05:00 CET 2026\nd\n");
	assert_non_null(strstr(read_all(b), "/2026-10-25T03:05:00Z:d|\n"));
	assert_int_equal(b->diag.count[DIAG_CLOCK_STEP], 1);
}

static void
a_text_that_stands_twice_stays_where_it_is(void **state)
{
	struct bench *b = *state;
	put_text(b, "log",
	    "2026-11-22 08:40:00\na\n2026-11-22 08:41:00\nb\n"
	    "2026-11-22 08:40:00\na\n2026-11-22 08:41:00\nb\n");
	assert_string_equal(read_all(b),
	    "/2026-11-22T08:40:00Z:a|\n/2026-11-22T08:41:00Z:b|\n"
	    "/2026-11-22T08:40:00Z:a|\n/2026-11-22T08:41:00Z:b|\n");
	assert_int_equal(b->diag.count[DIAG_CLOCK_STEP], 0);
}

static void
days_in_no_order_stay_where_they_are(void **state)
{
	struct bench *b = *state;
	put_text(b, "log", "2026-11-24 08:40:00\na\n2026-11-22 08:41:00\nb\n");
	assert_string_equal(
	    read_all(b), "/2026-11-24T08:40:00Z:a|\n/2026-11-22T08:41:00Z:b|\n");
}

/* ---- directories ---- */

static void
what_is_no_file_is_not_waited_for(void **state)
{
	struct bench *b = *state;
	char path[200], target[200];
	put_text(b, "f.1795342309", "x\n");
	path_in(b, "pipe", path, sizeof(path));
	assert_int_equal(mkfifo(path, 0600), 0);
	path_in(b, "loop", path, sizeof(path));
	assert_int_equal(symlink(b->folder, path), 0);
	path_in(b, "self", path, sizeof(path));
	assert_int_equal(symlink("self", path), 0);
	path_in(b, "twice.1795342310", path, sizeof(path));
	path_in(b, "f.1795342309", target, sizeof(target));
	assert_int_equal(symlink(target, path), 0);
	path_in(b, "zero", path, sizeof(path));
	assert_int_equal(symlink("/dev/zero", path), 0);
	assert_string_equal(read_all(b), "/2026-11-22T10:11:49Z:x|\n");
}

static void
put_at_depth(struct bench *b, int depth)
{
	char path[LIMIT_FOLDERS * 2 + 40] = "";
	for (int i = 0; i < depth; i++)
		strcat(path, "d/");
	strcat(path, "f.1795342309");
	put_text(b, path, "x\n");
}

static void
folders_to_the_limit(void **state)
{
	struct bench *b = *state;
	put_at_depth(b, LIMIT_FOLDERS - 1); /* and the one that was named */
	assert_string_equal(read_all(b), "/2026-11-22T10:11:49Z:x|\n");
	assert_int_equal(b->diag.count[DIAG_MEMBER_LIMIT], 0);
}

static void
folders_beyond_the_limit(void **state)
{
	struct bench *b = *state;
	put_at_depth(b, LIMIT_FOLDERS);
	put_text(b, "f.1795342310", "y\n");
	assert_string_equal(read_all(b), "/2026-11-22T10:11:50Z:y|\n");
	assert_int_equal(b->diag.count[DIAG_MEMBER_LIMIT], 1);
}

/* ---- archives ---- */

/* Packs the bytes as an only member, compressed; returns the archive's size. */
static size_t
pack(const char *name, const void *bytes, size_t len, char *out, size_t size)
{
	size_t used = 0;
	struct archive *a = archive_write_new();
	struct archive_entry *e = archive_entry_new();
	archive_write_add_filter_gzip(a);
	archive_write_set_format_ustar(a);
	assert_int_equal(archive_write_open_memory(a, out, size, &used), ARCHIVE_OK);
	archive_entry_set_pathname(e, name);
	archive_entry_set_size(e, (la_int64_t)len);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_perm(e, 0600);
	assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
	assert_int_equal(archive_write_data(a, bytes, len), (la_ssize_t)len);
	archive_entry_free(e);
	assert_int_equal(archive_write_close(a), ARCHIVE_OK);
	archive_write_free(a);
	return used;
}

static void
put_nested(struct bench *b, int levels)
{
	static char inner[1 << 16], outer[1 << 16];
	size_t len = pack("f.1795342309", "x\n", 2, inner, sizeof(inner));
	for (int i = 1; i < levels; i++) {
		len = pack("a.tgz", inner, len, outer, sizeof(outer));
		memcpy(inner, outer, len);
	}
	put(b, "a.tgz", inner, len);
}

static void
archives_in_archives_to_the_limit(void **state)
{
	struct bench *b = *state;
	put_nested(b, LIMIT_NESTING);
	assert_string_equal(read_all(b), "/2026-11-22T10:11:49Z:x|\n");
	assert_int_equal(b->diag.count[DIAG_MEMBER_LIMIT], 0);
}

static void
archives_in_archives_beyond_the_limit(void **state)
{
	struct bench *b = *state;
	put_nested(b, LIMIT_NESTING + 1);
	assert_string_equal(read_all(b), "");
	assert_int_equal(b->diag.count[DIAG_MEMBER_LIMIT], 1);
}

/* 80 MB of blanks in 80 KB. */
static void
a_bomb_is_left(void **state)
{
	struct bench *b = *state;
	enum { BYTES = 80 << 20 };
	size_t size = 1 << 20;
	char *text = malloc(BYTES), *packed = malloc(size);
	assert_non_null(text);
	assert_non_null(packed);
	memset(text, ' ', BYTES);
	for (size_t i = 100; i < BYTES; i += 100)
		text[i] = '\n';
	size_t len = pack("bomb.txt", text, BYTES, packed, size);
	put(b, "bomb.tgz", packed, len);
	free(text);
	free(packed);
	size_t lines;
	bool is_bomb = BYTES / len > LIMIT_BOMB_RATIO;
	longest_line(b, &lines);
	/* What this zlib makes of it decides; both are what the limit says. */
	assert_int_equal(b->diag.count[DIAG_MEMBER_LIMIT], is_bomb ? 1 : 0);
}

/* An archive cut at every byte: whatever is whole is there, and the cut is told once. */
static void
an_archive_cut_anywhere(void **state)
{
	struct bench *b = *state;
	static char packed[1 << 16];
	static const char text[] =
	    "#seep> 1 2026-11-22T08:41:00Z ps\naa\n\n#seep< 1 0\n"
	    "#seep> 2 2026-11-22T08:41:10Z ps\nbb\n\n#seep< 2 0\n";
	size_t len =
	    pack("samples/ps.log", text, sizeof(text) - 1, packed, sizeof(packed));
	const char *got = "";
	bool complete = false;
	for (size_t cut = 0; cut <= len; cut++) {
		diag_init(&b->diag, &b->arena);
		put(b, "run.tgz", packed, cut);
		got = read_file(b, "run.tgz");
		bool second = strstr(got, "ps/2:bb|\n") != NULL;
		assert_true(!complete || second); /* more bytes never give less */
		complete = second;
		/* Fewer bytes than gzip's magic are a file that nobody knows. */
		if (cut > 20 && cut + 8 < len)
			assert_true(b->diag.count[DIAG_MEMBER_CUT] +
					b->diag.count[DIAG_FRAME_TORN] >
				    0);
		assert_int_equal(b->diag.count[DIAG_MEMBER_BROKEN], 0);
	}
	assert_string_equal(got, "ps/1:aa|\nps/2:bb|\n");
	assert_int_equal(b->diag.count[DIAG_MEMBER_CUT], 0);
}

/* tar takes files as the directory has them; here the worst way round. */
static void
members_are_read_in_order_of_name(void **state)
{
	struct bench *b = *state;
	static char packed[1 << 16];
	size_t used = 0;
	struct archive *a = archive_write_new();
	archive_write_set_format_ustar(a);
	archive_write_open_memory(a, packed, sizeof(packed), &used);
	for (int i = 12; i > 0; i--) {
		char name[40];
		struct archive_entry *e = archive_entry_new();
		snprintf(name, sizeof(name), "raw/ps.%d.%d", i, 1795342300 + i);
		archive_entry_set_pathname(e, name);
		archive_entry_set_size(e, 2);
		archive_entry_set_filetype(e, AE_IFREG);
		archive_entry_set_perm(e, 0600);
		archive_write_header(a, e);
		archive_write_data(a, (char[]){ (char)('a' + i), '\n' }, 2);
		archive_entry_free(e);
	}
	archive_write_close(a);
	archive_write_free(a);
	put(b, "raw.tar", packed, used);
	const char *got = read_file(b, "raw.tar");
	for (char c = 'b'; c <= 'm'; c++) {
		char line[] = { ':', c, '|', '\0' };
		const char *at = strstr(got, line);
		assert_non_null(at);
		got = at;
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_line_at_the_limit_is_whole),
		TEST(a_line_above_the_limit_loses_its_end),
		TEST(nuls_in_the_middle_cost_the_line_before_them),
		TEST(nuls_at_the_end_cost_the_line_before_them),
		TEST(nothing_but_nuls_is_no_output),
		TEST(two_bytes_a_character_are_text),
		TEST(what_is_no_text_is_told_once_and_left),
		TEST(a_clock_that_is_set_back_goes_on),
		TEST(summer_time_ends),
		TEST(a_text_that_stands_twice_stays_where_it_is),
		TEST(days_in_no_order_stay_where_they_are),
		TEST(what_is_no_file_is_not_waited_for),
		TEST(folders_to_the_limit),
		TEST(folders_beyond_the_limit),
		TEST(archives_in_archives_to_the_limit),
		TEST(archives_in_archives_beyond_the_limit),
		TEST(a_bomb_is_left),
		TEST(an_archive_cut_anywhere),
		TEST(members_are_read_in_order_of_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
