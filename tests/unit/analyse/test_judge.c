#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "analyse/judge.h"

#define MOST 1000

static struct arena arena;
static struct judge judge;
static double at[MOST], value[MOST];
static uint64_t seed;

/* Uniform in 0 … 1, the same on every machine. */
static double
uniform(void)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (double)(seed >> 11) / 9007199254740992.0;
}

static double
gauss(void)
{
	double sum = 0;
	for (int i = 0; i < 12; i++)
		sum += uniform();
	return sum - 6;
}

static struct judgement
judged(size_t n, double quantum)
{
	static struct judgement j;
	struct series_view view = { at, value, n, quantum, NULL, NULL };
	judge_series(&j, &view, &judge);
	judge_in_full(&j, &view, &judge);
	return j;
}

static void
fill(size_t n, double base, double slope, double noise)
{
	for (size_t i = 0; i < n; i++) {
		at[i] = 10.0 * (double)i;
		value[i] = base + slope * at[i] + noise * gauss();
	}
}

static int
start(void **state)
{
	(void)state;
	arena_init(&arena);
	judge = (struct judge){ .scratch = &arena, .perm = &arena };
	seed = 7;
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
steady_growth_is_a_leak_with_its_rate(void **state)
{
	(void)state;
	fill(300, 1e6, 50, 400);
	struct judgement j = judged(300, 1);
	assert_int_equal(j.by_score, VERDICT_LEAK);
	assert_true(j.rate.low < 50 && 50 < j.rate.high);
	assert_true(fabs(j.rate.value / 50 - 1) < 0.02);
	assert_true(j.onset_before);
}

static void
noise_around_a_level_is_stable(void **state)
{
	(void)state;
	fill(300, 1e6, 0, 400);
	assert_int_equal(judged(300, 1).by_score, VERDICT_STABLE);
}

static void
a_constant_is_stable(void **state)
{
	(void)state;
	fill(300, 1e6, 0, 0);
	struct judgement j = judged(300, 1);
	assert_true(j.constant);
	assert_int_equal(j.by_score, VERDICT_STABLE);
}

static void
nine_points_are_too_few(void **state)
{
	(void)state;
	fill(9, 1e6, 50, 10);
	assert_int_equal(judged(9, 1).by_score, VERDICT_INSUFFICIENT);
}

static void
a_cache_that_fills_is_bounded(void **state)
{
	(void)state;
	fill(300, 1e6, 0, 100);
	for (size_t i = 0; i < 300; i++)
		value[i] += 1e5 * (1 - exp(-(double)i / 30));
	assert_int_equal(judged(300, 1).by_score, VERDICT_BOUNDED);
}

static void
one_step_is_a_step(void **state)
{
	(void)state;
	fill(300, 1e6, 0, 100);
	for (size_t i = 140; i < 300; i++)
		value[i] += 1e5;
	assert_int_equal(judged(300, 1).by_score, VERDICT_STEP);
}

static void
a_sawtooth_without_rising_floor_is_cyclic(void **state)
{
	(void)state;
	fill(300, 1e6, 0, 100);
	for (size_t i = 0; i < 300; i++)
		value[i] += 1000 * (double)(i % 40);
	enum verdict v = judged(300, 1).by_score;
	assert_true(v == VERDICT_CYCLIC || v == VERDICT_STABLE);
}

static void
a_leak_under_a_sawtooth_is_still_a_leak(void **state)
{
	(void)state;
	fill(300, 1e6, 20, 100);
	for (size_t i = 0; i < 300; i++)
		value[i] += 1000 * (double)(i % 40);
	assert_int_equal(judged(300, 1).by_score, VERDICT_LEAK);
}

static void
the_onset_is_found(void **state)
{
	(void)state;
	fill(600, 1e6, 0, 100);
	for (size_t i = 240; i < 600; i++)
		value[i] += 50 * (double)(i - 240);
	struct judgement j = judged(600, 1);
	assert_int_equal(j.by_score, VERDICT_LEAK);
	assert_false(j.onset_before);
	assert_true(fabs(j.onset_s - 2400) < 0.02 * 6000);
	assert_true(j.onset_low_s <= 2400 && 2400 <= j.onset_high_s);
}

static void
a_single_wild_point_changes_nothing(void **state)
{
	(void)state;
	fill(300, 1e6, 0, 400);
	value[150] = 1e12;
	assert_int_equal(judged(300, 1).by_score, VERDICT_STABLE);
}

/* What sensitivity promises must hold: a leak of that size in fresh noise is called in four of five runs. */
static void
a_leak_of_the_smallest_visible_size_is_seen(void **state)
{
	(void)state;
	int seen = 0;
	for (int run = 0; run < 50; run++) {
		fill(300, 1e6, 0, 400);
		struct judgement quiet = judged(300, 1);
		double slope = judge_sensitivity(&quiet, &judge);
		fill(300, 1e6, slope, 400);
		seen += judged(300, 1).score >= 50;
	}
	print_message("seen in %d of 50\n", seen);
	assert_true(seen >= 40);
}

/* On or off for a while, three times the size of the leak; more often on as the run goes on. */
static struct judgement
judged_under_load(size_t n, double slope, double more_often)
{
	static struct judgement j;
	static double work[MOST];
	double done = 0, on = 0;
	for (size_t i = 0; i < n; i++) {
		if (uniform() < 20 / (double)n)
			on = uniform() < 0.3 + more_often * (double)i / (double)n;
		done += 10 + 1000 * on;
		at[i] = 10.0 * (double)i;
		work[i] = done;
		value[i] = 3000 + slope * at[i] + 300 * on + 20 * gauss();
	}
	struct series_view view = { at, value, n, 1, work, NULL };
	judge_series(&j, &view, &judge);
	judge_in_full(&j, &view, &judge);
	return j;
}

static void
a_leak_under_load_three_times_its_size_is_seen(void **state)
{
	(void)state;
	struct judgement j = judged_under_load(300, 100.0 / 3000, 0);
	assert_true(j.load_strength > 0.5);
	assert_int_equal(j.by_score, VERDICT_LEAK);
	assert_true(j.rate.low < 100.0 / 3000 && 100.0 / 3000 < j.rate.high);
}

static void
a_level_that_follows_a_rising_load_is_no_leak(void **state)
{
	(void)state;
	int called = 0;
	for (int run = 0; run < 20; run++)
		called += judged_under_load(300, 0, 0.5).score >= 50;
	assert_int_equal(called, 0);
}

/* Fifteen processes that are started by and by and never end. */
static void
few_moves_that_only_go_up_are_at_least_suspected(void **state)
{
	(void)state;
	fill(400, 1, 0, 0);
	for (size_t k = 0; k < 15; k++) {
		size_t when = (size_t)(400 * ((double)k + uniform()) / 15);
		for (size_t i = when; i < 400; i++)
			value[i]++;
	}
	assert_true(judged(400, 1).score >= 50);
}

/* Two days and a bit: each hour is there once or twice, and a step would pass for a daily cycle. */
static void
a_step_in_a_short_run_is_no_daily_cycle(void **state)
{
	(void)state;
	fill(600, 6e8, 0, 1e5);
	for (size_t i = 0; i < 600; i++) {
		at[i] = 320.0 * (double)i;
		value[i] += i >= 330 ? 3e7 : 0;
	}
	struct judgement j = judged(600, 4096);
	assert_true(j.daily_strength < 0.3);
	assert_int_equal(j.by_score, VERDICT_STEP);
}

/* Fourteen hours, from the night's low to the afternoon's high. */
static void
a_morning_is_no_leak(void **state)
{
	(void)state;
	int called = 0;
	for (int run = 0; run < 20; run++) {
		fill(300, 3e6, 0, 2e4);
		for (size_t i = 0; i < 300; i++) {
			at[i] = 168.0 * (double)i;
			value[i] += 1e5 * sin(2 * 3.14159265 * (at[i] / 86400 - 0.25));
		}
		called += judged(300, 1).score >= 50;
	}
	assert_true(called <= 2);
}

/* The highest of all connections there ever were: a zone that never gives back. */
static void
records_are_no_leak(void **state)
{
	(void)state;
	int called = 0;
	for (int run = 0; run < 20; run++) {
		double most = 0;
		fill(300, 3000, 0, 20);
		for (size_t i = 0; i < 300; i++)
			value[i] = most = fmax(most, value[i]);
		called += judged(300, 1).score >= 80;
	}
	assert_true(called <= 2);
}

static void
a_leak_is_seen_under_a_daily_cycle_of_few_points(void **state)
{
	(void)state;
	int called = 0;
	for (int run = 0; run < 20; run++) {
		fill(24, 3e6, 0, 2e4);
		for (size_t i = 0; i < 24; i++) {
			at[i] = 21600.0 * (double)i;
			value[i] +=
			    1e5 * sin(2 * 3.14159265 * at[i] / 86400) + 7e3 * (double)i;
		}
		called += judged(24, 1).score >= 80;
	}
	assert_true(called >= 16);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

/* One value for all, or all of them: the same judgement. */
static void
what_stands_still_is_judged_by_one_value(void **state)
{
	(void)state;
	static const size_t counts[] = { 5, 300 };
	for (size_t i = 0; i < 2; i++) {
		struct judgement still = { .metric = METRIC_RSS }, all = still;
		fill(counts[i], 4096, 0, 0);
		struct series_view view = { at, value, counts[i], 8, NULL, NULL };
		judge_steady(&still, &view);
		judge_series(&all, &view, &judge);
		assert_memory_equal(&still, &all, sizeof(all));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(steady_growth_is_a_leak_with_its_rate),
		TEST(noise_around_a_level_is_stable),
		TEST(a_constant_is_stable),
		TEST(nine_points_are_too_few),
		TEST(a_cache_that_fills_is_bounded),
		TEST(one_step_is_a_step),
		TEST(a_sawtooth_without_rising_floor_is_cyclic),
		TEST(a_leak_under_a_sawtooth_is_still_a_leak),
		TEST(the_onset_is_found),
		TEST(a_single_wild_point_changes_nothing),
		TEST(a_leak_of_the_smallest_visible_size_is_seen),
		TEST(what_stands_still_is_judged_by_one_value),
		TEST(few_moves_that_only_go_up_are_at_least_suspected),
		TEST(a_step_in_a_short_run_is_no_daily_cycle),
		TEST(a_leak_under_load_three_times_its_size_is_seen),
		TEST(a_level_that_follows_a_rising_load_is_no_leak),
		TEST(a_morning_is_no_leak),
		TEST(records_are_no_leak),
		TEST(a_leak_is_seen_under_a_daily_cycle_of_few_points),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
