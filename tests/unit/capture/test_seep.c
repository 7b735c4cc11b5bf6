#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture/capture.h"

/* Captures are written into a folder of their own and read back as one string of what came out. */
struct bench {
	struct arena arena;
	struct diag diag;
	char folder[64];
	char out[8192];
};

static int
open_bench(void **state)
{
	static struct bench b;
	memset(&b, 0, sizeof(b));
	arena_init(&b.arena);
	diag_init(&b.diag, &b.arena);
	snprintf(b.folder, sizeof(b.folder), "/tmp/seep-test-XXXXXX");
	assert_non_null(mkdtemp(b.folder));
	*state = &b;
	return 0;
}

static void
path_in(struct bench *b, const char *name, char *path, size_t size)
{
	snprintf(path, size, "%s/%s", b->folder, name);
}

static void
put(struct bench *b, const char *name, const char *text, size_t len)
{
	char path[200];
	path_in(b, name, path, sizeof(path));
	for (char *slash = path + strlen(b->folder) + 1;
	     (slash = strchr(slash, '/')) != NULL; slash++) {
		*slash = '\0';
		mkdir(path, 0700);
		*slash = '/';
	}
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, len, f), len);
	fclose(f);
}

static void
put_text(struct bench *b, const char *name, const char *text)
{
	put(b, name, text, strlen(text));
}

static int
close_bench(void **state)
{
	struct bench *b = *state;
	arena_close(&b->arena);
	char *const argv[] = { (char[]){ "rm" }, (char[]){ "-rf" }, b->folder, NULL };
	pid_t pid = fork();
	if (pid == 0) {
		execvp("rm", argv);
		_exit(127);
	}
	return 0;
}

/* Every frame as "name/seq/end: line|line|\n". */
static const char *
read_all(struct bench *b)
{
	const char *paths[] = { b->folder };
	const char *error;
	struct capture *c = capture_open(&b->arena, paths, 1, &b->diag, &error);
	assert_non_null(c);
	struct frame f;
	struct str line;
	size_t at = 0;
	b->out[0] = '\0';
	while (capture_next(c, &f)) {
		at += (size_t)snprintf(b->out + at, sizeof(b->out) - at,
		    "%.*s/%u:", (int)f.name.len, f.name.ptr, f.seq);
		while (frame_next_line(&f, &line))
			at += (size_t)snprintf(b->out + at, sizeof(b->out) - at,
			    "%.*s|", (int)line.len, line.len > 0 ? line.ptr : "");
		at += (size_t)snprintf(b->out + at, sizeof(b->out) - at, "%s\n",
		    f.end == FRAME_WHOLE ? "" : "torn");
		assert_true(at < sizeof(b->out));
	}
	capture_close(c);
	return b->out;
}

#define T1 "2026-11-22T08:41:00Z"
#define T2 "2026-11-22T08:41:10Z"

static void
one_newline_before_the_closing_marker_is_taken_off(void **state)
{
	struct bench *b = *state;
	put_text(b, "samples/ps.log",
	    "#seep> 1 " T1 " ps\na\n\n#seep< 1 0\n#seep> 2 " T2 " ps\nb\n#seep< 2 0\n");
	assert_string_equal(read_all(b), "ps/1:a|\nps/2:b|\n");
}

static void
empty_lines_of_the_output_stay(void **state)
{
	struct bench *b = *state;
	put_text(b, "samples/ps.log", "#seep> 1 " T1 " ps\n\na\n\n\n\n#seep< 1 0\n");
	assert_string_equal(read_all(b), "ps/1:|a|||\n");
}

static void
a_torn_frame_gives_its_whole_lines(void **state)
{
	struct bench *b = *state;
	put_text(b, "samples/ps.log", "#seep> 1 " T1 " ps\na\nhalf a li");
	assert_string_equal(read_all(b), "ps/1:a|torn\n");
	assert_int_equal(b->diag.count[DIAG_FRAME_TORN], 1);
}

static void
an_opening_marker_tears_the_frame_before(void **state)
{
	struct bench *b = *state;
	put_text(b, "samples/ps.log",
	    "#seep> 1 " T1 " ps\na\n#seep> 3 " T2 " ps\nb\n\n#seep< 3 0\n");
	assert_string_equal(read_all(b), "ps/1:a|torn\nps/3:b|\n");
}

static void
a_marker_that_does_not_fit_is_data(void **state)
{
	struct bench *b = *state;
	put_text(b, "samples/ps.log",
	    "#seep> 2 " T1 " ps\n#seep< 1 0\n#seep> 3 " T1 " top\n#seep> 1 " T1
	    " ps\n\n#seep< 2 0\n");
	assert_string_equal(
	    read_all(b), "ps/2:#seep< 1 0|#seep> 3 " T1 " top|#seep> 1 " T1 " ps|\n");
	assert_int_equal(b->diag.count[DIAG_MARKER_ODD], 3);
}

static void
a_frame_in_piece_and_log_counts_once(void **state)
{
	struct bench *b = *state;
	put_text(b, "samples/ps.0001.log",
	    "#seep> 1 " T1 " ps\na\n\n#seep< 1 0\n#seep> 2 " T2
	    " ps\nb\n\n#seep< 2 0\n");
	put_text(b, "samples/ps.log",
	    "#seep> 2 " T2 " ps\nb\n\n#seep< 2 0\n#seep> 3 " T2
	    " ps\nc\n\n#seep< 3 0\n");
	assert_string_equal(read_all(b), "ps/1:a|\nps/2:b|\nps/3:c|\n");
	assert_int_equal(b->diag.count[DIAG_FRAME_DOUBLE], 1);
}

static void
a_failing_command_is_told_and_its_output_kept(void **state)
{
	struct bench *b = *state;
	put_text(b, "samples/top.log", "#seep> 1 " T1 " top\na\n\n#seep< 1 timeout\n");
	assert_string_equal(read_all(b), "top/1:a|\n");
	assert_int_equal(b->diag.count[DIAG_COMMAND_TIMEOUT], 1);
}

static void
nul_bytes_at_the_end_are_cut_off(void **state)
{
	struct bench *b = *state;
	static const char text[] = "#seep> 1 " T1 " ps\na\n\n#seep< 1 0\n\0\0\0\0";
	put(b, "samples/ps.log", text, sizeof(text) - 1);
	assert_string_equal(read_all(b), "ps/1:a|\n");
	assert_int_equal(b->diag.count[DIAG_NUL_TAIL], 1);
}

static void
lines_between_times_are_frames(void **state)
{
	struct bench *b = *state;
	put_text(b, "cron.out",
	    "Sun Nov 22 08:47:12 UTC 2026\nx\ny\nzzz ***Sun Nov 22 08:48:12 UTC "
	    "2026\nz\n");
	assert_string_equal(read_all(b), "/0:x|y|\n/0:z|\n");
}

/* A log cut off at any byte: all frames closed before the cut are there, and nothing that was not written. */
static void
a_log_cut_anywhere_gives_what_stood_before(void **state)
{
	struct bench *b = *state;
	static const char text[] = "#seep> 1 " T1 " ps\naa\n\n#seep< 1 0\n#seep> 2 " T2
				   " ps\nbb\n\n#seep< 2 0\n";
	static const char *const whole[] = { "ps/1:aa|\n", "ps/2:bb|\n" };
	size_t first_end = (size_t)(strstr(text, "#seep> 2") - text);
	for (size_t len = 0; len < sizeof(text); len++) {
		put(b, "samples/ps.log", text, len);
		const char *got = read_all(b);
		assert_true((len + 1 >= first_end) == (strstr(got, whole[0]) != NULL));
		if (len + 1 >= sizeof(text) - 1)
			assert_non_null(strstr(got, whole[1]));
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(one_newline_before_the_closing_marker_is_taken_off),
		TEST(empty_lines_of_the_output_stay),
		TEST(a_torn_frame_gives_its_whole_lines),
		TEST(an_opening_marker_tears_the_frame_before),
		TEST(a_marker_that_does_not_fit_is_data),
		TEST(a_frame_in_piece_and_log_counts_once),
		TEST(a_failing_command_is_told_and_its_output_kept),
		TEST(nul_bytes_at_the_end_are_cut_off),
		TEST(lines_between_times_are_frames),
		TEST(a_log_cut_anywhere_gives_what_stood_before),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
