#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "analyse/order.h"
#include "analyse/theil_sen.h"

#define MOST 400

static struct arena arena;
static double x[MOST], y[MOST], all[MOST * (MOST - 1) / 2];
static uint64_t seed;

static uint64_t
below(uint64_t bound)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (seed >> 33) % bound;
}

/* Whole numbers with steps, ties and large offsets; times apart by chance. */
static void
fill(size_t n, uint64_t spread, double quantum, double slope)
{
	double at = 0;
	for (size_t i = 0; i < n; i++) {
		at += 1 + (double)below(5000) / 1000;
		x[i] = at;
		y[i] = 1e12 +
		       quantum * floor((slope * at + (double)below(spread)) / quantum);
	}
}

/* Each rank is what sorting all slopes gives. */
static void
check_ranks(size_t n)
{
	size_t count = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			all[count++] = (y[j] - y[i]) / (x[j] - x[i]);
	order_sort(all, count);
	struct slopes *s = slopes_open(x, y, n, &arena);
	assert_non_null(s);
	assert_true(slopes_count(s) == (double)count);
	size_t ranks[] = { 0, 1, count / 40, count / 2, count - count / 40 - 1,
		count - 1, (size_t)below(count) };
	for (size_t i = 0; i < sizeof(ranks) / sizeof(ranks[0]); i++) {
		double expected = all[ranks[i]],
		       got = slopes_select(s, (double)ranks[i]);
		if (!(fabs(expected - got) <= 1e-9 * fmax(1, fabs(expected))))
			fail_msg("rank %zu of %zu: %.17g, not %.17g", ranks[i], count,
			    got, expected);
	}
}

static int
start(void **state)
{
	(void)state;
	arena_init(&arena);
	seed = 11;
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	arena_close(&arena);
	return 0;
}

static void
ranks_are_those_of_all_pairs(void **state)
{
	(void)state;
	for (size_t n = 2; n < MOST; n += 1 + n / 6) {
		fill(n, 1000000, 1, 40);
		check_ranks(n);
	}
}

static void
ties_by_the_thousand_are_counted_right(void **state)
{
	(void)state;
	static const uint64_t spreads[] = { 1, 2, 5000, 20000 };
	for (size_t i = 0; i < 4; i++) {
		fill(MOST, spreads[i], 4096, i == 2 ? 1500 : 0);
		check_ranks(MOST);
	}
}

static void
kendalls_s_counts_rises_minus_falls(void **state)
{
	(void)state;
	fill(300, 30000, 4096, 5);
	double expected = 0;
	for (size_t i = 0; i < 300; i++)
		for (size_t j = i + 1; j < 300; j++)
			expected += (y[j] > y[i]) - (y[j] < y[i]);
	assert_true(slopes_kendall(slopes_open(x, y, 300, &arena)) == expected);
}

static void
what_is_not_whole_or_not_ascending_is_refused(void **state)
{
	(void)state;
	fill(20, 1000, 1, 0);
	y[7] += 0.5;
	assert_non_null(slopes_open(x, y, 20, &arena));
	y[7] += 0.25;
	assert_null(slopes_open(x, y, 20, &arena));
	fill(20, 1000, 1, 0);
	x[9] = x[8];
	assert_null(slopes_open(x, y, 20, &arena));
	fill(20, 1000, 1, 0);
	y[19] = y[0] + 4e15;
	assert_null(slopes_open(x, y, 20, &arena));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ranks_are_those_of_all_pairs),
		TEST(ties_by_the_thousand_are_counted_right),
		TEST(kendalls_s_counts_rises_minus_falls),
		TEST(what_is_not_whole_or_not_ascending_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
