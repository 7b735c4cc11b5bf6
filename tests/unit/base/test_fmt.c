#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <float.h>
#include <math.h>
#include <stdio.h>

#include "base/fmt.h"

typedef const char *formatter(char *buf, double value);

/* Each row of a table: what is given, what is printed. */
struct row {
	double value;
	const char *text;
};

#define DASH "\xe2\x80\x93"

static void
check(formatter *format, const struct row *rows, size_t count)
{
	char buf[FMT_SIZE];
	for (size_t i = 0; i < count; i++)
		assert_string_equal(format(buf, rows[i].value), rows[i].text);
}

#define CHECK(format, ...)                                           \
	do {                                                         \
		static const struct row rows[] = { __VA_ARGS__ };    \
		check(format, rows, sizeof(rows) / sizeof(rows[0])); \
	} while (0)

static void
bytes_have_three_digits_and_a_unit(void **state)
{
	(void)state;
	CHECK(fmt_bytes, { 0, "0 B" }, { 1, "1 B" }, { 0.4, "0 B" }, { -0.4, "0 B" },
	    { 1023, "1023 B" }, { 1024, "1 KB" }, { 1536, "1.50 KB" },
	    { 12700, "12.4 KB" }, { 1048064, "1.00 MB" }, { 1e9, "954 MB" },
	    { -1536, "-1.50 KB" }, { 1023.4 * 1024, "1023 KB" },
	    { 9.2233720368547758e18, "8 EB" });
}

static void
bytes_beyond_all_memory_still_have_a_unit(void **state)
{
	(void)state;
	CHECK(fmt_bytes, { 1e24, ">1000 EB" }, { -1e24, "<-1000 EB" },
	    { DBL_MAX, ">1000 EB" });
}

static void
what_is_not_known_is_a_dash(void **state)
{
	(void)state;
	formatter *const all[] = { fmt_bytes, fmt_bytes_rate, fmt_count, fmt_count_rate,
		fmt_duration, fmt_percent, fmt_p };
	char buf[FMT_SIZE];
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		assert_string_equal(all[i](buf, (double)NAN), DASH);
		assert_string_equal(all[i](buf, (double)INFINITY), DASH);
	}
}

static void
rates_take_the_time_that_reads_best(void **state)
{
	(void)state;
	CHECK(fmt_bytes_rate, { 0, "0 B/s" }, { 20480, "20 KB/s" },
	    { 1000, "58.6 KB/min" }, { 10, "35.2 KB/h" }, { 0.001, "86 B/day" },
	    { -10, "-35.2 KB/h" });
	CHECK(fmt_count_rate, { 0, "0/day" }, { 2, "2/s" }, { 0.5, "30/min" },
	    { 1.0 / 86400, "1/day" }, { -2, "-2/s" });
}

static void
counts_have_their_thousands_set_off(void **state)
{
	(void)state;
	CHECK(fmt_count, { 0, "0" }, { 999, "999" }, { 1000, "1,000" },
	    { 12345, "12,345" }, { -1234567, "-1,234,567" }, { 2.5, "2.5" },
	    { 99.96, "100.0" }, { 999.6, "1,000" }, { -0.01, "0" }, { -0.0, "0" },
	    { 1e30, "1,000,000,000,000,000,000" });
}

static void
durations_have_two_units_at_most(void **state)
{
	(void)state;
	CHECK(fmt_duration, { 0, "0 s" }, { 0.25, "0.25 s" }, { 9.996, "10 s" },
	    { 42, "42 s" }, { 60, "1 min" }, { 90, "1 min 30 s" }, { 3600, "1 h" },
	    { 7260, "2 h 1 min" }, { 273600, "3 d 4 h" }, { 31557600, "1 y" },
	    { -90, "-1 min 30 s" }, { 1e300, ">1000 y" }, { -1e300, "<-1000 y" });
}

static void
durations_are_rounded_up_into_the_next_unit(void **state)
{
	(void)state;
	CHECK(fmt_duration, { 59.7, "1 min" }, { 3599.9, "1 h" }, { 86399.9, "1 d" },
	    { 31557599, "1 y" });
}

static void
percents_have_a_decimal_where_they_are_small(void **state)
{
	(void)state;
	CHECK(fmt_percent, { 0, "0 %" }, { 0.932, "93 %" }, { 0.05, "5.0 %" },
	    { 0.0949, "9.5 %" }, { 1, "100 %" }, { 12.5, "1250 %" });
}

static void
small_probabilities_have_a_floor(void **state)
{
	(void)state;
	CHECK(fmt_p, { 0.03, "0.03" }, { 0.5, "0.5" }, { 1, "1" }, { 0.0005, "5e-04" },
	    { 1e-12, "1e-12" }, { 9e-13, "<1e-12" }, { 0, "<1e-12" });
}

static void
a_double_reads_back_as_it_was(void **state)
{
	(void)state;
	static const double values[] = { 0, 0.1, 1.0 / 3, 1e300, DBL_MAX, DBL_MIN,
		DBL_TRUE_MIN, 9007199254740993.0, -123456.789, 2.5e-17 };
	char buf[FMT_SIZE];
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		double back = -1;
		assert_int_equal(sscanf(fmt_double(buf, values[i]), "%lf", &back), 1);
		assert_memory_equal(&back, &values[i], sizeof(back));
	}
}

static void
a_double_is_as_short_as_it_can_be(void **state)
{
	(void)state;
	CHECK(fmt_double, { 0.1, "0.1" }, { 100, "100" }, { 1e9, "1e+09" },
	    { 123456789, "123456789" });
}

/* Any bits, the same on every machine. */
static uint64_t
draw(void)
{
	static uint64_t seed = 7;
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return seed ^ seed >> 29;
}

static void
fixed_decimals_are_as_printf_has_them(void **state)
{
	(void)state;
	char buf[FMT_SIZE], expected[400];
	static const double sizes[] = { 0.01, 1, 100, 1e6, 1e12, 1e17 };
	for (int i = 0; i < 60000; i++) {
		double size = sizes[draw() % 6];
		double value =
		    ((double)(draw() >> 11) / 9007199254740992.0 - 0.5) * size;
		if (i % 3 == 0) /* on the middle, or beside it */
			value = floor(value) + (double)(draw() % 400) / 400;
		for (int decimals = 0; decimals <= 2; decimals++) {
			snprintf(expected, sizeof(expected), "%.*f", decimals, value);
			assert_string_equal(fmt_fixed(buf, value, decimals), expected);
		}
	}
	assert_string_equal(fmt_fixed(buf, -0.0, 1), "-0.0");
	assert_string_equal(fmt_fixed(buf, 0.25, 1), "0.2");
	assert_string_equal(fmt_fixed(buf, 0.05, 1), "0.1");
}

/* One digit less does not read back. */
static void
no_digit_too_many(void **state)
{
	(void)state;
	char buf[FMT_SIZE], shorter[FMT_SIZE];
	for (int i = 0; i < 20000; i++) {
		double value =
		    (double)(draw() >> (draw() % 60)) / (double)(1 + draw() % 1000);
		fmt_double(buf, value);
		int digits = 6;
		double back;
		do {
			snprintf(shorter, sizeof(shorter), "%.*g", digits++, value);
			assert_int_equal(sscanf(shorter, "%lf", &back), 1);
		} while (back < value || back > value);
		assert_string_equal(buf, shorter);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_have_three_digits_and_a_unit),
		cmocka_unit_test(bytes_beyond_all_memory_still_have_a_unit),
		cmocka_unit_test(what_is_not_known_is_a_dash),
		cmocka_unit_test(rates_take_the_time_that_reads_best),
		cmocka_unit_test(counts_have_their_thousands_set_off),
		cmocka_unit_test(durations_have_two_units_at_most),
		cmocka_unit_test(durations_are_rounded_up_into_the_next_unit),
		cmocka_unit_test(percents_have_a_decimal_where_they_are_small),
		cmocka_unit_test(small_probabilities_have_a_floor),
		cmocka_unit_test(a_double_reads_back_as_it_was),
		cmocka_unit_test(a_double_is_as_short_as_it_can_be),
		cmocka_unit_test(no_digit_too_many),
		cmocka_unit_test(fixed_decimals_are_as_printf_has_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
