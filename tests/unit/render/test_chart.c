#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "render/axis.h"
#include "render/chart.h"
#include "sample_report.h"
#include "test_arena.h"

#include "base/banned.h"

/* The labels of an axis, each behind a bar. */
static const char *
value_labels(double low, double high, bool bytes)
{
	struct out *o = out_memory(&arena);
	struct axis a = axis_of_values(low, high, bytes);
	for (size_t i = 0; i < a.count; i++) {
		char label[AXIS_LABEL_SIZE];
		axis_value_label(&a, i, label);
		out_print(o, "|%s", label);
	}
	return str_copy(&arena, out_written(o)).ptr;
}

static const char *
time_labels(int64_t start_ms, double end_s)
{
	struct out *o = out_memory(&arena);
	struct axis a = axis_of_time(start_ms, end_s);
	char label[AXIS_LABEL_SIZE];
	for (size_t i = 0; i < a.count; i++) {
		axis_time_label(&a, start_ms, a.at[i], label);
		out_print(o, "|%s", label);
	}
	axis_time_unit(&a, start_ms, label);
	out_print(o, "|%s", label);
	return str_copy(&arena, out_written(o)).ptr;
}

static const char *
drawn(const struct chart *c)
{
	struct out *o = out_memory(&arena);
	struct markup m;
	markup_init(&m, o);
	chart_markup(&m, c);
	return str_copy(&arena, out_written(o)).ptr;
}

static void
values_have_round_ticks_in_one_unit(void **state)
{
	(void)state;
	assert_string_equal(
	    value_labels(0, 1.4 * 1024 * 1024 * 1024, true), "|0.0|0.5|1.0|1.5 GB");
	assert_string_equal(
	    value_labels(0, 35.0 * 1024 * 1024, true), "|0|10|20|30|40 MB");
	assert_string_equal(value_labels(843.11 * 1048576, 843.42 * 1048576, true),
	    "|843.1|843.2|843.3|843.4|843.5 MB");
	assert_string_equal(
	    value_labels(11900, 12600, false), "|11,800|12,000|12,200|12,400|12,600");
	assert_string_equal(value_labels(7, 7, false), "|7|8");
	assert_string_equal(value_labels(-3, 2, false), "|-4|-2|0|2");
}

static void
time_has_round_ticks_of_the_clock(void **state)
{
	(void)state;
	/* From 08:41:15. */
	assert_string_equal(time_labels(SAMPLE_START, 20),
	    "|08:41:15|08:41:20|08:41:25|08:41:30|08:41:35|22 Nov, UTC");
	assert_string_equal(time_labels(SAMPLE_START, 3600),
	    "|08:50|09:00|09:10|09:20|09:30|09:40|22 Nov, UTC");
	assert_string_equal(
	    time_labels(SAMPLE_START, 86400), "|12:00|18:00|23 Nov|06:00|UTC");
	assert_string_equal(time_labels(SAMPLE_START, 5 * 86400),
	    "|23 Nov|24 Nov|25 Nov|26 Nov|27 Nov|UTC");
	/* From 2 March 2026, noon. */
	assert_string_equal(time_labels(INT64_C(1772452800000), 7200),
	    "|12:00|12:30|13:00|13:30|14:00|2 Mar, UTC");
	assert_string_equal(time_labels(WHEN_UNKNOWN, 99), "|20|40|60|80|100|sample");
	assert_string_equal(time_labels(WHEN_UNKNOWN, 3), "|1|2|3|4|sample");
}

static void
an_absent_value_breaks_the_line(void **state)
{
	(void)state;
	struct sample s;
	sample_report(&s, STR("rss"));
	struct chart c = s.blocks[BLOCK_CHART].chart;
	c.line_count = 1;
	assert_int_equal(s.lines[0].style, LINE_DATA);
	s.value[1] = NAN;
	const char *path =
	    strstr(drawn(&c), "<path class=\"data s0\" data-name=\"rss\" d=\"");
	assert_non_null(path);
	path = strstr(path, " d=\"") + 4;
	assert_int_equal(path[0], 'M');
	assert_null(memchr(path, 'L', (size_t)(strchr(path, '"') - path)));
}

static void
nothing_that_is_not_a_number_is_drawn(void **state)
{
	(void)state;
	static const double odd[] = { NAN, INFINITY, -INFINITY, 1e300, -1e300, 0 };
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		struct sample s;
		sample_report(&s, STR("rss"));
		s.value[2] = s.low[2] = s.value[0] = odd[i];
		const char *picture = drawn(&s.blocks[BLOCK_CHART].chart);
		assert_null(strstr(picture, "nan"));
		assert_null(strstr(picture, "inf"));
	}
}

static void
a_chart_without_points_is_still_a_chart(void **state)
{
	(void)state;
	struct chart c = {
		.unit = CELL_COUNT, .start_ms = WHEN_UNKNOWN, .summary = STR("empty")
	};
	const char *picture = drawn(&c);
	assert_non_null(strstr(picture, "<title>empty</title>"));
	assert_null(strstr(picture, "nan"));
}

static void
each_of_several_lines_is_named_at_its_end(void **state)
{
	(void)state;
	struct sample s;
	sample_report(&s, STR("rss"));
	struct chart c = s.blocks[BLOCK_CHART].chart;
	double shifted[] = { 4e6, 5e6, 6e6 };
	s.lines[1] = (struct line){ STR("vsz"), LINE_DATA, 3, s.at_s, shifted, NULL };
	c.line_count = 2;
	const char *picture = drawn(&c);
	const char *upper = strstr(picture, "text-anchor=\"start\">vsz</text>");
	const char *lower = strstr(picture, "text-anchor=\"start\">rss</text>");
	assert_true(upper != NULL && lower != NULL && upper < lower);
}

static void
names_of_marks_near_each_other_stand_below_each_other(void **state)
{
	(void)state;
	struct sample s;
	sample_report(&s, STR("rss"));
	const char *picture = drawn(&s.blocks[BLOCK_CHART].chart);
	assert_non_null(
	    strstr(picture, "y=\"26.0\" text-anchor=\"start\">onset</text>"));
	assert_non_null(
	    strstr(picture, "y=\"39.0\" text-anchor=\"start\">boot</text>"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_have_round_ticks_in_one_unit),
		cmocka_unit_test(time_has_round_ticks_of_the_clock),
		cmocka_unit_test(an_absent_value_breaks_the_line),
		cmocka_unit_test(nothing_that_is_not_a_number_is_drawn),
		cmocka_unit_test(a_chart_without_points_is_still_a_chart),
		cmocka_unit_test(each_of_several_lines_is_named_at_its_end),
		cmocka_unit_test(names_of_marks_near_each_other_stand_below_each_other),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
