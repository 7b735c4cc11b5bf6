#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdbool.h>

#include "analyse/clean.h"
#include "noise.h"
#include "test_arena.h"

#define COUNT 720 /* five days, a point every ten minutes */
#define STEP_S 600.0
#define PI 3.141592653589793

static double x[COUNT], y[COUNT], before[COUNT], work[COUNT];

static void
keep(void)
{
	for (int i = 0; i < COUNT; i++)
		before[i] = y[i];
}

static bool
is_untouched(void)
{
	for (int i = 0; i < COUNT; i++)
		if (y[i] < before[i] || y[i] > before[i])
			return false;
	return true;
}

static void
fill(double slope, double daily, double noise)
{
	for (int i = 0; i < COUNT; i++) {
		x[i] = STEP_S * i;
		y[i] = 1e6 + slope * x[i] + daily * sin(2 * PI * x[i] / 86400) +
		       noise * noise_gauss();
	}
	keep();
}

/* Standard deviation around the straight line between the ends. */
static double
wandering(double slope)
{
	double sum = 0, square = 0;
	for (int i = 0; i < COUNT; i++) {
		double r = y[i] - slope * x[i];
		sum += r - 1e6;
		square += (r - 1e6) * (r - 1e6);
	}
	return sqrt(square / COUNT - sum / COUNT * sum / COUNT);
}

static void
single_spikes_become_the_median_of_their_neighbours(void **state)
{
	(void)state;
	fill(0, 0, 10);
	y[100] = 1e9;
	y[200] = 0;
	assert_int_equal(clean_spikes(y, COUNT, &arena), 2);
	assert_true(y[100] >= fmin(y[99], y[101]) && y[100] <= fmax(y[99], y[101]));
	assert_true(y[200] >= fmin(y[199], y[201]) && y[200] <= fmax(y[199], y[201]));
}

static void
steps_and_two_odd_points_together_are_no_spikes(void **state)
{
	(void)state;
	fill(0, 0, 10);
	for (int i = 300; i < COUNT; i++)
		y[i] += 1e6;
	y[100] += 1e6;
	y[101] += 1e6;
	keep();
	assert_int_equal(clean_spikes(y, COUNT, &arena), 0);
	assert_true(is_untouched());
}

static void
the_ends_and_short_series_are_left_alone(void **state)
{
	(void)state;
	fill(0, 0, 10);
	y[0] = y[COUNT - 1] = 1e9;
	keep();
	assert_int_equal(clean_spikes(y, COUNT, &arena), 0);
	assert_true(is_untouched());
	y[3] = 1e9;
	assert_int_equal(clean_spikes(y, 7, &arena), 0);
}

static void
a_daily_cycle_is_taken_out_and_the_leak_stays(void **state)
{
	(void)state;
	fill(0.2, 30000, 300);
	double strength = clean_daily_cycle(x, y, COUNT, &arena);
	assert_true(strength > 0.9);
	assert_true(wandering(0.2) < 30000 / sqrt(2) / 3);
	double grew = (y[COUNT - 1] - y[0]) / (x[COUNT - 1] - x[0]);
	assert_true(fabs(grew - 0.2) < 0.05);
}

static void
noise_steps_and_growth_have_no_daily_cycle(void **state)
{
	(void)state;
	fill(0, 0, 1000);
	assert_true(clean_daily_cycle(x, y, COUNT, &arena) < 0.3);
	assert_true(is_untouched());
	fill(0.2, 0, 100);
	(void)clean_daily_cycle(x, y, COUNT, &arena);
	assert_true(is_untouched());
	fill(0, 0, 100);
	for (int i = 350; i < COUNT; i++)
		y[i] += 1e5;
	keep();
	(void)clean_daily_cycle(x, y, COUNT, &arena);
	assert_true(is_untouched());
}

static void
less_than_two_days_show_no_cycle(void **state)
{
	(void)state;
	fill(0, 30000, 100);
	assert_true(clean_daily_cycle(x, y, 280, &arena) <= 0);
	assert_true(clean_daily_cycle(x, y, 1, &arena) <= 0);
	assert_true(is_untouched());
}

/* Work whose pace changes every hour. */
static void
fill_work(void)
{
	double pace = 1, done = 0;
	for (int i = 0; i < COUNT; i++) {
		if (i % 6 == 0)
			pace = 10 * noise_uniform();
		work[i] = done += pace * STEP_S;
	}
}

static void
what_rises_with_the_pace_of_work_is_taken_out(void **state)
{
	(void)state;
	fill(0.2, 0, 100);
	fill_work();
	for (int i = 1; i < COUNT; i++)
		y[i] += 5000 * (work[i] - work[i - 1]) / STEP_S;
	y[0] += 5000 * (work[1] - work[0]) / STEP_S;
	double spread = wandering(0.2);
	assert_true(clean_load(x, work, y, COUNT, &arena) > 0.9);
	assert_true(wandering(0.2) < spread / 20);
}

/* Work never rests: what is left is the level at its least pace, not one that was never seen. */
static void
the_level_at_the_least_pace_is_kept(void **state)
{
	(void)state;
	double least = INFINITY;
	fill(0, 0, 100);
	fill_work();
	for (int i = 0; i < COUNT; i++)
		work[i] += 20 * STEP_S * i;
	for (int i = 0; i < COUNT; i++) {
		double pace =
		    (work[i == 0 ? 1 : i] - work[i == 0 ? 0 : i - 1]) / STEP_S;
		y[i] += 5000 * pace;
		least = fmin(least, y[i]);
	}
	assert_true(clean_load(x, work, y, COUNT, &arena) > 0.9);
	for (int i = 0; i < COUNT; i++)
		assert_true(fabs(y[i] - least) < 0.05 * least);
}

static void
what_falls_with_the_pace_of_work_is_chance(void **state)
{
	(void)state;
	fill(0, 0, 100);
	fill_work();
	for (int i = 1; i < COUNT; i++)
		y[i] -= 5000 * (work[i] - work[i - 1]) / STEP_S;
	keep();
	assert_true(clean_load(x, work, y, COUNT, &arena) <= 0);
	assert_true(is_untouched());
}

static void
work_that_tells_nothing_changes_nothing(void **state)
{
	(void)state;
	fill(0.2, 0, 100);
	fill_work();
	assert_true(clean_load(x, work, y, COUNT, &arena) < 0.3);
	assert_true(is_untouched());
	for (int i = 0; i < COUNT; i++)
		work[i] = 0;
	assert_true(clean_load(x, work, y, COUNT, &arena) <= 0);
	assert_true(clean_load(x, work, y, 7, &arena) <= 0);
	assert_true(is_untouched());
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(single_spikes_become_the_median_of_their_neighbours),
		cmocka_unit_test(steps_and_two_odd_points_together_are_no_spikes),
		cmocka_unit_test(the_ends_and_short_series_are_left_alone),
		cmocka_unit_test(a_daily_cycle_is_taken_out_and_the_leak_stays),
		cmocka_unit_test(noise_steps_and_growth_have_no_daily_cycle),
		cmocka_unit_test(less_than_two_days_show_no_cycle),
		cmocka_unit_test(what_rises_with_the_pace_of_work_is_taken_out),
		cmocka_unit_test(the_level_at_the_least_pace_is_kept),
		cmocka_unit_test(what_falls_with_the_pace_of_work_is_chance),
		cmocka_unit_test(work_that_tells_nothing_changes_nothing),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
