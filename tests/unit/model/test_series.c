#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/series.h"

static int
open_pool(void **state)
{
	*state = chunk_pool_open();
	return 0;
}

static int
close_pool(void **state)
{
	chunk_pool_close(*state);
	return 0;
}

static void
equal_values_are_one_run(void **state)
{
	struct chunk_pool *p = *state;
	struct series *s = series_open(p);
	struct series_cursor c;
	struct run run;
	assert_true(series_set(p, s, 3, 7));
	assert_true(series_set(p, s, 4, 7));
	series_start(&c, s, 10);
	assert_true(series_next(&c, &run));
	assert_int_equal(run.first, 3);
	assert_int_equal(run.count, 7);
	assert_int_equal(run.value, 7);
	assert_false(series_next(&c, &run));
	assert_true(series_is_constant(s));
	assert_int_equal(series_change_count(s), 1);
}

static void
an_unset_stretch_has_no_value(void **state)
{
	struct chunk_pool *p = *state;
	struct series *s = series_open(p);
	struct series_cursor c;
	struct run run;
	int64_t last;
	series_set(p, s, 0, 1);
	series_unset(p, s, 2);
	assert_false(series_last(s, &last));
	series_set(p, s, 5, 1);
	series_start(&c, s, 6);
	assert_true(series_next(&c, &run));
	assert_int_equal(run.count, 2);
	assert_true(series_next(&c, &run));
	assert_int_equal(run.first, 5);
	assert_int_equal(run.count, 1);
	assert_false(series_next(&c, &run));
	assert_true(series_is_constant(s));
}

static void
an_ordinal_that_goes_backwards_is_refused(void **state)
{
	struct chunk_pool *p = *state;
	struct series *s = series_open(p);
	assert_true(series_set(p, s, 5, 1));
	assert_false(series_set(p, s, 4, 2));
}

static uint64_t
next_random(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return *seed >> 33;
}

/* What kind of quantity: how often it changes, where it ends, and by what. */
struct quantity {
	unsigned held, unset; /* of 100 frames */
	uint64_t unit;
	uint64_t steps;   /* so many different ones */
	int64_t rises;    /* by so many units each time */
	unsigned jumps;   /* of 100 changes: to anywhere at all */
	unsigned odd;     /* of 100 changes: no multiple of the unit */
	uint32_t strides; /* so many frames at most between two that are told */
};

enum { FRAMES = 20000 };
static int64_t told[FRAMES];
static bool is_told[FRAMES];

/* Modulo 2^64, as counters go. */
static int64_t
moved(int64_t value, uint64_t by)
{
	uint64_t sum = (uint64_t)value + by;
	return sum <= INT64_MAX ? (int64_t)sum : -(int64_t)(UINT64_MAX - sum) - 1;
}

static int64_t
next_value(int64_t value, const struct quantity *q, uint64_t *seed)
{
	if (next_random(seed) % 100 < q->jumps)
		return moved(0, next_random(seed) << 40 ^ next_random(seed) << 20 ^
				    next_random(seed));
	if (next_random(seed) % 100 < q->odd)
		return moved(value, 1);
	uint64_t step = next_random(seed) % q->steps - q->steps / 2;
	return moved(value, (step + (uint64_t)q->rises) * q->unit);
}

static void
write_quantity(
    struct chunk_pool *p, struct series *s, const struct quantity *q, uint64_t seed)
{
	int64_t now = (int64_t)(next_random(&seed) % 1000000 * q->unit);
	bool has = false;
	for (uint32_t i = 0; i < FRAMES;) {
		if (next_random(&seed) % 100 < q->unset) {
			assert_true(series_unset(p, s, i));
			has = false;
		} else if (next_random(&seed) % 100 >= q->held) {
			now = next_value(now, q, &seed);
			assert_true(series_set(p, s, i, now));
			has = true;
		}
		uint32_t stride = 1 + (uint32_t)(next_random(&seed) % q->strides);
		for (; stride > 0 && i < FRAMES; stride--, i++) {
			is_told[i] = has;
			told[i] = now;
		}
	}
}

static void
assert_runs_are_what_was_told(const struct series *s)
{
	struct series_cursor c;
	struct run run;
	uint32_t at = 0;
	series_start(&c, s, FRAMES);
	while (series_next(&c, &run)) {
		for (; at < run.first; at++)
			assert_false(is_told[at]);
		for (; at < run.first + run.count; at++) {
			assert_true(is_told[at]);
			assert_int_equal(told[at], run.value);
		}
	}
	for (; at < FRAMES; at++)
		assert_false(is_told[at]);
}

static void
assert_values_are_what_was_told(const struct series *s)
{
	static uint32_t ordinal[FRAMES];
	static double value[FRAMES];
	uint32_t count = 0;
	for (uint32_t i = 0; i < FRAMES; i += i % 5 + 1)
		ordinal[count++] = i;
	series_values(s, ordinal, count, value);
	for (uint32_t i = 0; i < count; i++) {
		assert_int_equal(isnan(value[i]) != 0, !is_told[ordinal[i]]);
		if (is_told[ordinal[i]])
			assert_true(value[i] == (double)told[ordinal[i]]);
	}
}

/* clang-format off */
static const struct quantity quantities[] = {
	{ .unit = 1, .steps = 2, .strides = 1 },
	{ .unit = 1, .steps = 7, .strides = 1, .held = 30, .unset = 1 },
	{ .unit = 4096, .steps = 300, .strides = 1, .held = 50, .unset = 5 },
	{ .unit = 10, .steps = 40, .strides = 3, .rises = 60 },
	{ .unit = 1024, .steps = 3, .strides = 200, .rises = 1 },
	{ .unit = 1, .steps = 1000, .strides = 1, .rises = 1000000 },
	{ .unit = 4096, .steps = 50, .strides = 1, .odd = 2 },
	{ .unit = 1, .steps = 100, .strides = 2, .jumps = 3, .unset = 3 },
	{ .unit = 1, .steps = 5, .strides = 1, .jumps = 100 },
	{ .unit = UINT64_C(1) << 40, .steps = 1 << 20, .strides = 4, .odd = 1, .jumps = 1 },
};
/* clang-format on */

static void
what_goes_in_comes_out(void **state)
{
	struct chunk_pool *p = *state;
	for (size_t i = 0; i < sizeof(quantities) / sizeof(quantities[0]); i++) {
		for (uint64_t seed = 0; seed < 5; seed++) {
			struct series *s = series_open(p);
			write_quantity(p, s, &quantities[i], seed);
			assert_runs_are_what_was_told(s);
			assert_values_are_what_was_told(s);
			series_close(p, s);
		}
	}
}

static void
the_ends_of_numbers_follow_each_other(void **state)
{
	const int64_t ends[] = { 0, INT64_MAX, INT64_MIN, -1, INT64_MIN, INT64_MAX, 1,
		INT64_MAX, 0, INT64_MIN };
	const size_t count = sizeof(ends) / sizeof(ends[0]);
	struct chunk_pool *p = *state;
	struct series *s = series_open(p);
	for (uint32_t i = 0; i < 100 * count; i++)
		assert_true(series_set(p, s, i, ends[i % count]));
	struct series_cursor c;
	struct run run;
	series_start(&c, s, UINT32_MAX);
	for (uint32_t i = 0; i < 100 * count; i++) {
		assert_true(series_next(&c, &run));
		assert_int_equal(run.first, i);
		assert_int_equal(run.value, ends[i % count]);
	}
	assert_false(series_next(&c, &run));
}

static void
of_two_values_at_one_ordinal_the_later_one_counts(void **state)
{
	struct chunk_pool *p = *state;
	struct series *s = series_open(p);
	struct series_cursor c;
	struct run run;
	series_set(p, s, 0, 5);
	series_set(p, s, 7, 6);
	series_set(p, s, 7, 9);
	series_set(p, s, UINT32_MAX - 1, 6);
	series_start(&c, s, UINT32_MAX);
	assert_true(series_next(&c, &run));
	assert_int_equal(run.count, 7);
	assert_true(series_next(&c, &run));
	assert_int_equal(run.value, 9);
	assert_int_equal(run.count, UINT32_MAX - 8);
	assert_true(series_next(&c, &run));
	assert_int_equal(run.value, 6);
	assert_false(series_next(&c, &run));
}

static void
a_value_that_comes_back_again_and_again_is_constant_until_it_is_another(void **state)
{
	struct chunk_pool *p = *state;
	struct series *s = series_open(p);
	for (uint32_t i = 0; i < 40; i += 2) {
		series_set(p, s, i, 70);
		series_unset(p, s, i + 1);
	}
	assert_true(series_is_constant(s));
	series_set(p, s, 50, 30);
	series_set(p, s, 51, 37);
	assert_false(series_is_constant(s));
	int64_t last;
	assert_true(series_last(s, &last));
	assert_int_equal(last, 37);

	struct series_cursor c;
	struct run run;
	series_start(&c, s, 52);
	for (uint32_t i = 0; i < 40; i += 2) {
		assert_true(series_next(&c, &run));
		assert_int_equal(run.value, 70);
	}
	assert_true(series_next(&c, &run));
	assert_int_equal(run.value, 30);
	assert_true(series_next(&c, &run));
	assert_int_equal(run.value, 37);
}

/* Pages that come and go, as a process' memory does, and a counter that rises by about a thousand. */
static void
what_is_to_be_expected_takes_little_room(void **state)
{
	const struct quantity pages = { .unit = 4096, .steps = 5, .strides = 1 };
	const struct quantity counter = {
		.unit = 1, .steps = 16, .rises = 1000, .strides = 1
	};
	struct chunk_pool *p = *state;
	for (uint64_t seed = 0; seed < 40; seed++) {
		write_quantity(p, series_open(p), &pages, seed);
		write_quantity(p, series_open(p), &counter, seed);
	}
	double changes = 2.0 * 40 * FRAMES;
	assert_true((double)chunk_pool_bytes(p) < changes * 0.8);
}

/* ---- thinning ---- */

static uint32_t
last_told_change(void)
{
	uint32_t last = FRAMES - 1;
	while (last > 0 && is_told[last] == is_told[last - 1] &&
	       told[last] == told[last - 1])
		last--;
	return last;
}

/* Of each group of frames the one that is told stands for all, from the first that ever was told on, and up to the last change. */
static void
assert_told_frames_stand_for_all(const struct series *s, unsigned thinning)
{
	static uint32_t ordinal[FRAMES];
	static double value[FRAMES];
	uint32_t first = 0, group = UINT32_C(1) << thinning;
	while (!is_told[first])
		first++;
	for (uint32_t i = 0; i < FRAMES; i++)
		ordinal[i] = i;
	series_values(s, ordinal, FRAMES, value);
	for (uint32_t i = 0; i < first; i++)
		assert_true(isnan(value[i]));
	for (uint32_t i = first; i < last_told_change() / group * group; i++) {
		uint32_t stands = series_told_frame(i, thinning);
		assert_int_equal(stands / group, i / group);
		if (stands < first)
			continue;
		assert_int_equal(isnan(value[i]) != 0, !is_told[stands]);
		if (is_told[stands])
			assert_true(value[i] == (double)told[stands]);
	}
}

static void
assert_last_is_what_was_told(const struct series *s)
{
	int64_t last;
	assert_int_equal(series_last(s, &last), is_told[FRAMES - 1]);
	if (is_told[FRAMES - 1])
		assert_int_equal(last, told[FRAMES - 1]);
}

static void
a_thinned_series_is_true_where_it_is_told(void **state)
{
	struct chunk_pool *p = *state;
	for (size_t i = 0; i < sizeof(quantities) / sizeof(quantities[0]); i++) {
		for (unsigned thinning = 1; thinning < 9; thinning++) {
			/* From the start, and afterwards. */
			struct series *before = series_open(p), *after = series_open(p);
			series_thin(p, before, thinning);
			write_quantity(p, before, &quantities[i], 7);
			write_quantity(p, after, &quantities[i], 7);
			series_thin(p, after, thinning);
			assert_last_is_what_was_told(before);
			assert_last_is_what_was_told(after);
			series_thin(p, before, 0);
			series_thin(p, after, 0);
			assert_last_is_what_was_told(before);
			assert_told_frames_stand_for_all(before, thinning);
			assert_told_frames_stand_for_all(after, thinning);
			assert_true(
			    series_change_count(before) == series_change_count(after));
			assert_true(series_change_count(after) <=
				    2 + ((uint32_t)FRAMES >> thinning));
			series_close(p, before);
			series_close(p, after);
		}
	}
}

/* Whatever two series of one thing have in common is so at each frame that is told, and therefore at each frame. */
static void
two_thinned_series_go_together(void **state)
{
	enum { THINNING = 3 };
	struct chunk_pool *p = *state;
	struct series *used = series_open(p), *unused = series_open(p);
	uint64_t seed = 11;
	series_thin(p, used, THINNING);
	for (uint32_t i = 0; i < FRAMES; i++) {
		int64_t now = (int64_t)(next_random(&seed) % 1000);
		series_set(p, used, i, now);
		series_set(p, unused, i, 1000 - now);
		if (i == FRAMES / 2)
			series_thin(p, unused, THINNING);
	}
	series_thin(p, used, 0);
	series_thin(p, unused, 0);
	static uint32_t ordinal[FRAMES];
	static double a[FRAMES], b[FRAMES];
	for (uint32_t i = 0; i < FRAMES; i++)
		ordinal[i] = i;
	series_values(used, ordinal, FRAMES, a);
	series_values(unused, ordinal, FRAMES, b);
	for (uint32_t i = 0; i < FRAMES; i++)
		assert_true(a[i] + b[i] == 1000);
}

static void
what_comes_and_goes_is_not_met_at_one_phase_only(void **state)
{
	struct chunk_pool *p = *state;
	for (unsigned thinning = 1; thinning < 6; thinning++) {
		struct series *s = series_open(p);
		series_thin(p, s, thinning);
		for (uint32_t i = 0; i < FRAMES; i++)
			series_set(p, s, i, i % 2);
		assert_false(series_is_constant(s));
		assert_true(
		    series_change_count(s) > ((uint32_t)FRAMES >> (thinning + 2)));
		series_close(p, s);
	}
}

static void
a_thinned_series_refuses_what_goes_backwards(void **state)
{
	struct chunk_pool *p = *state;
	struct series *s = series_open(p);
	series_thin(p, s, 4);
	assert_true(series_set(p, s, 40, 1));
	assert_true(series_set(p, s, 45, 2));
	assert_false(series_set(p, s, 44, 3));
	assert_false(series_unset(p, s, 39));
}

static void
a_closed_series_gives_its_memory_to_the_next(void **state)
{
	struct chunk_pool *p = *state;
	size_t before = 0;
	for (int life = 0; life < 10000; life++) {
		struct series *s = series_open(p);
		for (uint32_t i = 0; i < 100; i++)
			series_set(p, s, i, (int64_t)i * 1000);
		series_close(p, s);
		if (life == 0)
			before = chunk_pool_bytes(p);
	}
	assert_int_equal(chunk_pool_bytes(p), before);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    equal_values_are_one_run, open_pool, close_pool),
		cmocka_unit_test_setup_teardown(
		    an_unset_stretch_has_no_value, open_pool, close_pool),
		cmocka_unit_test_setup_teardown(
		    an_ordinal_that_goes_backwards_is_refused, open_pool, close_pool),
		cmocka_unit_test_setup_teardown(
		    what_goes_in_comes_out, open_pool, close_pool),
		cmocka_unit_test_setup_teardown(
		    the_ends_of_numbers_follow_each_other, open_pool, close_pool),
		cmocka_unit_test_setup_teardown(
		    of_two_values_at_one_ordinal_the_later_one_counts, open_pool,
		    close_pool),
		cmocka_unit_test_setup_teardown(
		    a_value_that_comes_back_again_and_again_is_constant_until_it_is_another,
		    open_pool, close_pool),
		cmocka_unit_test_setup_teardown(
		    what_is_to_be_expected_takes_little_room, open_pool, close_pool),
		cmocka_unit_test_setup_teardown(
		    a_thinned_series_is_true_where_it_is_told, open_pool, close_pool),
		cmocka_unit_test_setup_teardown(
		    two_thinned_series_go_together, open_pool, close_pool),
		cmocka_unit_test_setup_teardown(
		    what_comes_and_goes_is_not_met_at_one_phase_only, open_pool,
		    close_pool),
		cmocka_unit_test_setup_teardown(
		    a_thinned_series_refuses_what_goes_backwards, open_pool,
		    close_pool),
		cmocka_unit_test_setup_teardown(
		    a_closed_series_gives_its_memory_to_the_next, open_pool,
		    close_pool),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
