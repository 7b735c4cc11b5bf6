#include "capture_bench.h"

/* How other people's captures are cut into frames. */

static void
lines_between_times_are_frames(void **state)
{
	struct bench *b = *state;
	put_text(b, "cron.out",
	    "Sun Nov 22 08:47:12 UTC 2026\nx\ny\nSun Nov 22 08:48:12 UTC 2026\nz\n");
	assert_string_equal(
	    read_all(b), "/2026-11-22T08:47:12Z:x|y|\n/2026-11-22T08:48:12Z:z|\n");
	assert_string_equal(b->layout, "log");
}

static void
osw_markers_are_times(void **state)
{
	struct bench *b = *state;
	put_text(b, "oswvmstat/fw1_vmstat_26.11.22.0800.dat",
	    "Linux OSWbb v8.3 fw1\nSNAP_INTERVAL 30\n"
	    "zzz ***Sun Nov 22 08:47:12 UTC 2026 Sample interval: 30 Seconds\nx\n");
	assert_string_equal(read_all(b),
	    "/2026-11-22T08:47:12Z:Linux OSWbb v8.3 fw1|SNAP_INTERVAL 30|\n"
	    "/2026-11-22T08:47:12Z:x|\n");
	assert_string_equal(b->layout, "log");
}

static void
bare_numbers_are_times_where_they_rise(void **state)
{
	struct bench *b = *state;
	put_text(b, "a", "1795336032\nx\n1795336037\ny\n");
	assert_string_equal(
	    read_all(b), "/2026-11-22T08:27:12Z:x|\n/2026-11-22T08:27:17Z:y|\n");
}

static void
a_number_that_stays_is_no_time(void **state)
{
	struct bench *b = *state;
	put_text(b, "a", "x\n2147483648\ny\n2147483648\n");
	assert_non_null(strstr(read_all(b), ":x|2147483648|y|2147483648|\n"));
	assert_string_equal(b->layout, "files");
}

static void
text_before_the_first_time_takes_it(void **state)
{
	struct bench *b = *state;
	put_text(b, "a", "x\n2026-11-22 08:47:12\ny\n2026-11-22 08:48:12\n");
	assert_string_equal(
	    read_all(b), "/2026-11-22T08:47:12Z:x|\n/2026-11-22T08:47:12Z:y|\n");
}

static void
a_log_that_ends_in_mid_line_lost_that_line(void **state)
{
	struct bench *b = *state;
	put_text(
	    b, "a", "2026-11-22 08:47:12\nx\n2026-11-22 08:48:12\ny\nMemFree:  1234");
	assert_string_equal(
	    read_all(b), "/2026-11-22T08:47:12Z:x|\n/2026-11-22T08:48:12Z:y|torn\n");
	assert_int_equal(b->diag.count[DIAG_ROW_CUT], 1);
}

static void
a_single_output_need_not_end_in_a_newline(void **state)
{
	struct bench *b = *state;
	put_text(b, "vmstat.1795336032.txt", "x\ny");
	assert_string_equal(read_all(b), "/2026-11-22T08:27:12Z:x|y|\n");
	assert_int_equal(b->diag.count[DIAG_ROW_CUT], 0);
}

/* ---- times in names ---- */

static void
times_in_names(void **state)
{
	struct bench *b = *state;
	static const struct {
		const char *name, *at;
	} rows[] = {
		{ "ps.0001.1795342309.txt", "2026-11-22T10:11:49Z" },
		{ "ps.1795342309123", "2026-11-22T10:11:49Z" },
		{ "vmstat-z-20261122-0847.txt", "2026-11-22T08:47:00Z" },
		{ "vmstat-z_20261122T084712Z", "2026-11-22T08:47:12Z" },
		{ "20261122_084712.vmstat", "2026-11-22T08:47:12Z" },
		{ "20261122084712-vmstat", "2026-11-22T08:47:12Z" },
		{ "top.20261122.0847", "2026-11-22T08:47:00Z" },
		{ "top-2026-11-22_08-47-12.log", "2026-11-22T08:47:12Z" },
		{ "top-2026-11-22T08:47:12.log", "2026-11-22T08:47:12Z" },
		{ "fw1_ps_26.11.22.0800.dat", "2026-11-22T08:00:00Z" },
		{ "ps-2026112208", "2026-11-22T08:00:00Z" },
		{ "20261122-0847/ps.txt", "2026-11-22T08:47:00Z" },
		{ "1795342309/vmstat-z", "2026-11-22T10:11:49Z" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char expected[64], folder[80];
		snprintf(folder, sizeof(folder), "%zu/%s", i, rows[i].name);
		put_text(b, folder, "x\n");
		snprintf(folder, sizeof(folder), "%s/%zu", b->folder, i);
		snprintf(expected, sizeof(expected), "/%s:x|\n", rows[i].at);
		assert_string_equal(read_path(b, folder), expected);
		assert_string_equal(b->layout, "files");
	}
}

/* What looks like a time and is none: the file's own time of change stands for it. */
static void
names_without_times(void **state)
{
	struct bench *b = *state;
	static const char *const names[] = { "ps.0001.txt", "vmstat-20261122.txt",
		"top-1-5", "run-2026-11-22-10.log", "ps.99999999999",
		"20261122-0847/ps.1", "vmstat-20261322-0847" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char path[120];
		snprintf(path, sizeof(path), "%zu/%s", i, names[i]);
		put_text(b, path, "x\n");
		snprintf(path, sizeof(path), "%s/%zu", b->folder, i);
		const char *paths[] = { path };
		const char *error;
		struct frame f;
		struct capture *c = capture_open(&b->arena, paths, 1, &b->diag, &error);
		assert_true(capture_next(c, &f));
		if (!f.written)
			fail_msg("%s has a time", names[i]);
		capture_close(c);
	}
}

static void
a_name_outranks_the_time_inside(void **state)
{
	struct bench *b = *state;
	put_text(b, "ps.1795342309.txt", "Sun Nov 22 08:00:00 CET 2026\nx\n");
	assert_string_equal(read_all(b), "/2026-11-22T10:11:49Z:x|\n");
	assert_string_equal(b->layout, "files");
}

static void
a_time_inside_outranks_that_of_the_file(void **state)
{
	struct bench *b = *state;
	put_text(b, "one.txt", "date: 2026-11-22 08:00:00\nx\n");
	put_text(b, "two.txt", "x\ny\n");
	assert_non_null(strstr(read_all(b), "/2026-11-22T08:00:00Z:x|\n"));
	assert_string_equal(b->layout, "files");
}

/* A log whose name tells UTC: its lines, without a zone, are an hour off. */
static void
the_name_tells_the_zone_of_a_log(void **state)
{
	struct bench *b = *state;
	put_text(b, "log.1795336032", /* 08:27:12 */
	    "2026-11-22 09:27:30\nx\n2026-11-22 09:28:30\ny\n");
	assert_string_equal(
	    read_all(b), "/2026-11-22T08:27:30Z:x|\n/2026-11-22T08:28:30Z:y|\n");
}

/* ---- transcripts ---- */

static void
prompts_end_outputs(void **state)
{
	struct bench *b = *state;
	put_text(b, "paste.txt",
	    "[admin]# date\r\nSun Nov 22 08:47:12 UTC 2026\r\n[admin]# vmstat -z\r\n"
	    "x\r\ny\r\n[admin]# ps -ax\r\nz\r\n[admin]# exit\r\n");
	assert_string_equal(
	    read_all(b), "/2026-11-22T08:47:12Z:x|y|\n/2026-11-22T08:47:12Z:z|\n");
	assert_string_equal(b->layout, "transcript");
}

static void
a_row_of_ps_is_no_prompt(void **state)
{
	struct bench *b = *state;
	static const char text[] =
	    "  PID TT  STAT    TIME COMMAND\n"
	    "   12  -  S     0:00.01 sh -c echo # vmstat -z\n"
	    "   13  -  S     0:00.01 /bin/sh -c while :; do ps ax > ps; done\n";
	put_text(b, "a.1795342309", text);
	read_all(b);
	assert_string_equal(b->layout, "files");
}

static void
what_terminals_add_is_taken_off(void **state)
{
	struct bench *b = *state;
	put_text(b, "typescript",
	    "\x1b]0;root@fw1\a\x1b[01;32mroot@fw1\x1b[0m:~ # vmstat -z\r\n"
	    "\x1b[1mITEM\x1b(B\x1b[m   SIZE\r\n"
	    "10%\r50%\rdone\r\nvmsX\btat\r\na\x1b[3Cb\r\n");
	assert_string_equal(read_all(b), "/unknown:ITEM   SIZE|done|vmstat|a   b|\n");
	assert_string_equal(b->layout, "transcript");
}

static void
html_is_unescaped(void **state)
{
	struct bench *b = *state;
	put_text(b, "page.html",
	    "<pre>\n1 &lt;defunct&gt; a&amp;b &#39;c&#39;&nbsp;d\n2 <b>x</b> &lt;y\n"
	    "</pre>\n");
	assert_string_equal(read_all(b), "/unknown:1 <defunct> a&b 'c' d|2 x <y||\n");
	assert_string_equal(b->layout, "transcript");
}

static void
plain_text_with_an_entity_stays(void **state)
{
	struct bench *b = *state;
	put_text(b, "a.1795342309", "1 fetch http://x/?a&amp;b < /dev/null\n2 y\n");
	assert_string_equal(read_all(b),
	    "/2026-11-22T10:11:49Z:1 fetch http://x/?a&amp;b < /dev/null|2 y|\n");
}

static void
quoting_is_taken_off(void **state)
{
	struct bench *b = *state;
	put_text(b, "mail.txt", "> ITEM\n> a:\n>\n> b:\n");
	put_text(b, "code.1795342309", "    ITEM\n    a:\n\n      b:\n");
	const char *got = read_all(b);
	assert_non_null(strstr(got, "ITEM|a:||  b:|\n"));
	assert_non_null(strstr(got, "ITEM|a:||b:|\n"));
}

static void
lines_are_counted_as_in_the_file(void **state)
{
	struct bench *b = *state;
	put_text(b, "a", "\n\n2026-11-22 08:47:12\n\nx\n2026-11-22 08:48:12\ny\n");
	const char *paths[] = { b->folder };
	const char *error;
	struct frame f;
	struct capture *c = capture_open(&b->arena, paths, 1, &b->diag, &error);
	assert_true(capture_next(c, &f));
	assert_int_equal(f.origin.line, 5);
	assert_true(capture_next(c, &f));
	assert_int_equal(f.origin.line, 7);
	capture_close(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(lines_between_times_are_frames),
		TEST(osw_markers_are_times),
		TEST(bare_numbers_are_times_where_they_rise),
		TEST(a_number_that_stays_is_no_time),
		TEST(text_before_the_first_time_takes_it),
		TEST(a_log_that_ends_in_mid_line_lost_that_line),
		TEST(a_single_output_need_not_end_in_a_newline),
		TEST(times_in_names),
		TEST(names_without_times),
		TEST(a_name_outranks_the_time_inside),
		TEST(a_time_inside_outranks_that_of_the_file),
		TEST(the_name_tells_the_zone_of_a_log),
		TEST(prompts_end_outputs),
		TEST(a_row_of_ps_is_no_prompt),
		TEST(what_terminals_add_is_taken_off),
		TEST(html_is_unescaped),
		TEST(plain_text_with_an_entity_stays),
		TEST(quoting_is_taken_off),
		TEST(lines_are_counted_as_in_the_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
