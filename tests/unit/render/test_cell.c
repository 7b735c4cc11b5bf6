#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "render/cell.h"
#include "sample_report.h"
#include "test_arena.h"

#include "base/banned.h"

static const char *
shown(struct cell c)
{
	struct out *o = out_memory(&arena);
	struct markup m;
	markup_init(&m, o);
	cell_markup(&m, &c);
	return str_copy(&arena, out_written(o)).ptr;
}

static double
sort_key(struct cell c)
{
	double key = 0;
	assert_true(cell_sort_key(&c, &key));
	return key;
}

static struct cell
text_cell(enum cell_kind kind, struct str text)
{
	struct cell c = sample_cell(kind, 0);
	c.text = text;
	return c;
}

static void
numbers_are_written_as_their_kind_wants(void **state)
{
	(void)state;
	assert_string_equal(shown(sample_cell(CELL_BYTES, 1300000)), "1.24 MB");
	assert_string_equal(shown(sample_cell(CELL_COUNT, 12345)), "12,345");
	assert_string_equal(shown(sample_cell(CELL_CHANGE, 2048)), "+2 KB");
	assert_string_equal(shown(sample_cell(CELL_CHANGE, -2048)), "−2 KB");
	assert_string_equal(shown(sample_cell(CELL_COUNT_CHANGE, 0)), "0");
	assert_string_equal(shown(sample_cell(CELL_PERCENT, 0.932)), "93 %");
	assert_string_equal(shown(sample_cell(CELL_SCORE, 99.9)), "99");
	assert_string_equal(shown(sample_cell(CELL_DURATION, 7560)), "2 h 6 min");
	assert_string_equal(shown(sample_cell(CELL_EMPTY, 7)), "");
}

static void
a_moment_is_for_people_and_for_machines(void **state)
{
	(void)state;
	struct cell c = sample_cell(CELL_TIME, 0);
	c.at_ms = SAMPLE_START;
	assert_string_equal(shown(c),
	    "<time datetime=\"2026-11-22T08:41:15Z\">2026-11-22 08:41:15 UTC</time>");
}

static void
an_interval_that_reads_the_same_at_both_ends_is_left_out(void **state)
{
	(void)state;
	struct cell c = sample_cell(CELL_BYTES_RATE, 106496);
	c.low = 106490;
	c.high = 106500;
	assert_string_equal(shown(c), "104 KB/s");
}

static void
ends_of_different_units_keep_both(void **state)
{
	(void)state;
	struct cell c = sample_cell(CELL_BYTES, 900 * 1024);
	c.low = 800 * 1024;
	c.high = 2 * 1024 * 1024;
	assert_string_equal(
	    shown(c), "900 KB<span class=\"interval\">800 KB to 2 MB</span>");
}

static void
a_link_leads_into_the_page(void **state)
{
	(void)state;
	struct cell c = text_cell(CELL_NAME, STR("<sh>"));
	c.link = STR("suspect-1\"x");
	assert_string_equal(
	    shown(c), "<a href=\"#suspect-1&quot;x\"><code>&lt;sh&gt;</code></a>");
}

static void
verdicts_are_sorted_by_what_they_ask_of_the_reader(void **state)
{
	(void)state;
	double leak = sort_key(text_cell(CELL_VERDICT, STR("leak")));
	double suspected = sort_key(text_cell(CELL_VERDICT, STR("suspected")));
	double stable = sort_key(text_cell(CELL_VERDICT, STR("stable")));
	assert_true(leak > suspected && suspected > stable);
}

static void
text_and_unknown_numbers_have_no_sort_key(void **state)
{
	(void)state;
	double key;
	struct cell text = text_cell(CELL_TEXT, STR("x")),
		    unknown = sample_cell(CELL_BYTES, NAN);
	assert_false(cell_sort_key(&text, &key));
	assert_false(cell_sort_key(&unknown, &key));
}

static void
a_course_with_gaps_is_drawn_around_them(void **state)
{
	(void)state;
	const double values[] = { 1, NAN, 2, 3 };
	struct cell c = sample_cell(CELL_SPARK, 2);
	c.values = values;
	c.value_count = 4;
	assert_non_null(strstr(shown(c), " d=\"M3.0 15.0M63.0 9.0L93.0 3.0\""));
	c.value_count = 1;
	assert_string_equal(shown(c), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_written_as_their_kind_wants),
		cmocka_unit_test(a_moment_is_for_people_and_for_machines),
		cmocka_unit_test(
		    an_interval_that_reads_the_same_at_both_ends_is_left_out),
		cmocka_unit_test(ends_of_different_units_keep_both),
		cmocka_unit_test(a_link_leads_into_the_page),
		cmocka_unit_test(verdicts_are_sorted_by_what_they_ask_of_the_reader),
		cmocka_unit_test(text_and_unknown_numbers_have_no_sort_key),
		cmocka_unit_test(a_course_with_gaps_is_drawn_around_them),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
