#include "capture_bench.h"

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
frames_far_apart_are_known_again(void **state)
{
	struct bench *b = *state;
	static const char frames[] =
	    "#seep> 3 " T1 " ps\na\n\n#seep< 3 0\n"
	    "#seep> 514 " T1 " ps\nb\n\n#seep< 514 0\n"
	    "#seep> 4294967294 " T2 " ps\nc\n\n#seep< 4294967294 0\n";
	put_text(b, "samples/ps.0001.log", frames);
	put_text(b, "samples/ps.log", frames);
	assert_string_equal(read_all(b), "ps/3:a|\nps/514:b|\nps/4294967294:c|\n");
	assert_int_equal(b->diag.count[DIAG_FRAME_DOUBLE], 3);
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
		TEST(frames_far_apart_are_known_again),
		TEST(a_failing_command_is_told_and_its_output_kept),
		TEST(nul_bytes_at_the_end_are_cut_off),
		TEST(a_log_cut_anywhere_gives_what_stood_before),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
