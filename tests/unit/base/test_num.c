#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "base/num.h"

/* What a reader gives for a text that it must refuse: its output stays at this. */
#define UNTOUCHED 4242

static int64_t
i64(struct str s)
{
	int64_t value = UNTOUCHED;
	bool taken = num_i64(s, &value);
	assert_int_equal(taken, value != UNTOUCHED);
	return value;
}

static int64_t
wrapped(struct str s)
{
	int64_t value = UNTOUCHED;
	bool taken = num_wrapped(s, &value);
	assert_int_equal(taken, value != UNTOUCHED);
	return value;
}

static double
decimal(struct str s)
{
	double value = UNTOUCHED;
	bool taken = num_decimal(s, &value);
	assert_int_equal(taken, !(value >= UNTOUCHED && value <= UNTOUCHED));
	return value;
}

struct sized {
	bool taken;
	int64_t value, step;
};

static struct sized
size(struct str s, int64_t unit)
{
	struct sized z = { false, UNTOUCHED, UNTOUCHED };
	z.taken = num_size(s, unit, &z.value, &z.step);
	if (!z.taken)
		assert_true(z.value == UNTOUCHED && z.step == UNTOUCHED);
	return z;
}

static struct sized
count(struct str s)
{
	struct sized z = { false, UNTOUCHED, UNTOUCHED };
	z.taken = num_count(s, &z.value, &z.step);
	return z;
}

static void
assert_sized(struct sized z, int64_t value, int64_t step)
{
	assert_true(z.taken);
	assert_true(z.value == value);
	assert_true(z.step == step);
}

static void
whole_numbers_are_read_up_to_the_edges(void **state)
{
	(void)state;
	assert_true(i64(STR("0")) == 0);
	assert_true(i64(STR("-0")) == 0);
	assert_true(i64(STR("007")) == 7);
	assert_true(i64(STR("9223372036854775807")) == INT64_MAX);
	assert_true(i64(STR("-9223372036854775808")) == INT64_MIN);
	uint64_t u;
	assert_true(num_u64(STR("18446744073709551615"), &u));
	assert_true(u == UINT64_MAX);
}

static void
whole_numbers_beyond_the_edges_are_refused(void **state)
{
	(void)state;
	uint64_t u = UNTOUCHED;
	assert_true(i64(STR("9223372036854775808")) == UNTOUCHED);
	assert_true(i64(STR("-9223372036854775809")) == UNTOUCHED);
	assert_true(i64(STR("99999999999999999999999")) == UNTOUCHED);
	assert_false(num_u64(STR("18446744073709551616"), &u));
	assert_false(num_u64(STR("-1"), &u));
	assert_true(u == UNTOUCHED);
}

static void
what_is_not_all_digits_is_no_number(void **state)
{
	(void)state;
	assert_true(i64((struct str){ NULL, 0 }) == UNTOUCHED);
	assert_true(i64(STR("-")) == UNTOUCHED);
	assert_true(i64(STR("--1")) == UNTOUCHED);
	assert_true(i64(STR("+1")) == UNTOUCHED);
	assert_true(i64(STR(" 1")) == UNTOUCHED);
	assert_true(i64(STR("1 ")) == UNTOUCHED);
	assert_true(i64(STR("1\0")) == UNTOUCHED);
	assert_true(i64(STR("1e3")) == UNTOUCHED);
	assert_true(i64(STR("0x1")) == UNTOUCHED);
}

static void
negative_numbers_printed_as_unsigned_are_understood(void **state)
{
	(void)state;
	assert_true(wrapped(STR("9223372036854775807")) == INT64_MAX);
	assert_true(wrapped(STR("9223372036854775808")) == INT64_MIN);
	assert_true(wrapped(STR("18446744073709551615")) == -1);
	assert_true(wrapped(STR("-5")) == -5);
	assert_true(wrapped(STR("18446744073709551616")) == UNTOUCHED);
}

static void
decimals_have_a_point_or_a_comma(void **state)
{
	(void)state;
	assert_true(fabs(decimal(STR("12.5")) - 12.5) < 1e-15);
	assert_true(fabs(decimal(STR("2776,8")) - 2776.8) < 1e-12);
	assert_true(fabs(decimal(STR("-0.25")) + 0.25) < 1e-15);
	assert_true(fabs(decimal(STR(".5")) - 0.5) < 1e-15);
	assert_true(fabs(decimal(STR("0.1234567890123456789012345")) -
			 0.12345678901234568) < 1e-16);
}

static void
two_points_or_no_digit_are_no_decimal(void **state)
{
	(void)state;
	assert_true(decimal(STR("1.2.3")) >= UNTOUCHED);
	assert_true(decimal(STR("1,234.5")) >= UNTOUCHED);
	assert_true(decimal(STR(".")) >= UNTOUCHED);
	assert_true(decimal(STR("-")) >= UNTOUCHED);
	assert_true(decimal(STR("")) >= UNTOUCHED);
	assert_true(decimal(STR("nan")) >= UNTOUCHED);
	assert_true(decimal(STR("inf")) >= UNTOUCHED);
	assert_true(decimal(STR("1e5")) >= UNTOUCHED);
	assert_true(decimal(STR("999999999999999999999")) >= UNTOUCHED);
}

static void
a_number_that_ends_in_its_point_is_no_decimal(void **state)
{
	(void)state;
	assert_true(decimal(STR("12,")) >= UNTOUCHED);
	assert_true(decimal(STR("12.")) >= UNTOUCHED);
}

static void
sizes_without_suffix_count_the_unit(void **state)
{
	(void)state;
	assert_sized(size(STR("12"), 1024), 12288, 1024);
	assert_sized(size(STR("-3"), 1024), -3072, 1024);
	assert_sized(size(STR("0"), 4096), 0, 4096);
}

static void
suffixes_are_powers_of_1024_in_either_case(void **state)
{
	(void)state;
	assert_sized(size(STR("5K"), 1), 5120, 1024);
	assert_sized(size(STR("5k"), 1), 5120, 1024);
	assert_sized(size(STR("5KB"), 1), 5120, 1024);
	assert_sized(size(STR("5Ki"), 1), 5120, 1024);
	assert_sized(size(STR("5KiB"), 1), 5120, 1024);
	assert_sized(size(STR("3B"), 4096), 3, 1);
	assert_sized(size(STR("7E"), 1), INT64_C(7) << 60, INT64_C(1) << 60);
}

static void
the_last_digit_says_how_precise_a_size_is(void **state)
{
	(void)state;
	assert_sized(size(STR("1.5M"), 1), 1572864, 104858);
	assert_sized(size(STR("2,25G"), 1), INT64_C(2415919104), 10737418);
	/* Never finer than a byte. */
	assert_sized(size(STR("1.2345K"), 1), 1264, 1);
}

static void
sizes_that_do_not_fit_are_refused(void **state)
{
	(void)state;
	assert_false(size(STR("8E"), 1).taken);
	assert_false(size(STR("8.0E"), 1).taken);
	assert_false(size(STR("-8.5E"), 1).taken);
	assert_false(size(STR("9223372036854775807"), 1024).taken);
	assert_sized(size(STR("9223372036854775807"), 1), INT64_MAX, 1);
}

static void
letters_alone_or_out_of_place_are_no_size(void **state)
{
	(void)state;
	assert_false(size(STR(""), 1).taken);
	assert_false(size(STR("K"), 1).taken);
	assert_false(size(STR("KiB"), 1).taken);
	assert_false(size(STR("i"), 1).taken);
	assert_false(size(STR("5X"), 1).taken);
	assert_false(size(STR("5KK"), 1).taken);
	assert_false(size(STR("K5"), 1).taken);
	assert_false(size(STR("5 K"), 1).taken);
	assert_false(size(STR("5i"), 1).taken);
	assert_false(size(STR("5iB"), 1).taken);
	assert_false(size(STR("5Bi"), 1).taken);
}

static void
counts_have_powers_of_1000(void **state)
{
	(void)state;
	assert_sized(count(STR("12")), 12, 1);
	assert_sized(count(STR("12k")), 12000, 1000);
	assert_sized(count(STR("1.5M")), 1500000, 100000);
	assert_false(count(STR("")).taken);
	assert_false(count(STR("k")).taken);
	assert_false(count(STR("99999999999999999k")).taken);
}

static void
sums_stop_at_the_edges(void **state)
{
	(void)state;
	assert_true(num_add(INT64_MAX, 1) == INT64_MAX);
	assert_true(num_add(INT64_MIN, -1) == INT64_MIN);
	assert_true(num_add(INT64_MAX, INT64_MIN) == -1);
	assert_true(num_add(INT64_MIN, INT64_MIN) == INT64_MIN);
	assert_true(num_add(-2, 3) == 1);
}

static void
products_stop_at_the_edges(void **state)
{
	(void)state;
	assert_true(num_mul(INT64_MAX, 2) == INT64_MAX);
	assert_true(num_mul(INT64_MAX, -2) == INT64_MIN);
	assert_true(num_mul(INT64_MIN, -1) == INT64_MAX);
	assert_true(num_mul(INT64_MIN, 2) == INT64_MIN);
	assert_true(num_mul(0, INT64_MIN) == 0);
	assert_true(num_mul(-4, 5) == -20);
}

/* Whatever stands behind them, and however near the end of the text is. */
static void
digits_are_counted_wherever_they_end(void **state)
{
	(void)state;
	static const char behind[] = { ' ', ':', '/', '\0', '\x7f', '\x80', '\xb9',
		'\xff' };
	char text[40];
	for (size_t len = 0; len <= NUM_DIGITS_MAX + 2; len++) {
		for (size_t i = 0; i < sizeof(behind) * 12; i++) {
			int64_t expected = 0, value = -1;
			size_t room = i / sizeof(behind);
			memset(text, behind[i % sizeof(behind)], sizeof(text));
			for (size_t d = 0; d < len; d++) {
				text[d] = (char)('0' + (7 * d + i) % 10);
				expected = expected * 10 + (text[d] - '0');
			}
			bool fits = len <= NUM_DIGITS_MAX;
			struct str s = { text, len + room };
			assert_int_equal(num_digits(s, &value), fits ? len : 0);
			assert_true(value == (fits ? expected : 0));
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_numbers_are_read_up_to_the_edges),
		cmocka_unit_test(whole_numbers_beyond_the_edges_are_refused),
		cmocka_unit_test(what_is_not_all_digits_is_no_number),
		cmocka_unit_test(negative_numbers_printed_as_unsigned_are_understood),
		cmocka_unit_test(decimals_have_a_point_or_a_comma),
		cmocka_unit_test(two_points_or_no_digit_are_no_decimal),
		cmocka_unit_test(a_number_that_ends_in_its_point_is_no_decimal),
		cmocka_unit_test(sizes_without_suffix_count_the_unit),
		cmocka_unit_test(suffixes_are_powers_of_1024_in_either_case),
		cmocka_unit_test(the_last_digit_says_how_precise_a_size_is),
		cmocka_unit_test(sizes_that_do_not_fit_are_refused),
		cmocka_unit_test(letters_alone_or_out_of_place_are_no_size),
		cmocka_unit_test(counts_have_powers_of_1000),
		cmocka_unit_test(digits_are_counted_wherever_they_end),
		cmocka_unit_test(sums_stop_at_the_edges),
		cmocka_unit_test(products_stop_at_the_edges),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
