#include <setjmp.h>
#include <stdarg.h>
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

/* What is read back is what was written, over many chunks, with extreme values among them. */
static void
random_changes_come_back_as_they_were(void **state)
{
	enum { COUNT = 5000 };
	struct chunk_pool *p = *state;
	struct series *s = series_open(p);
	static int64_t value[COUNT];
	static char set[COUNT];
	uint64_t seed = 42;
	int64_t now = 0;
	int has = 0;
	for (uint32_t i = 0; i < COUNT; i++) {
		uint64_t what = next_random(&seed) % 10;
		if (what < 3) {
			now = what == 0
				  ? (int64_t)(next_random(&seed) << 31) * -1
				  : now + (int64_t)(next_random(&seed) % 1000) - 500;
			assert_true(series_set(p, s, i, now));
			has = 1;
		} else if (what == 3) {
			assert_true(series_unset(p, s, i));
			has = 0;
		}
		set[i] = (char)has;
		value[i] = now;
	}
	struct series_cursor c;
	struct run run;
	uint32_t at = 0;
	series_start(&c, s, COUNT);
	while (series_next(&c, &run)) {
		for (; at < run.first; at++)
			assert_false(set[at]);
		for (; at < run.first + run.count; at++) {
			assert_true(set[at]);
			assert_int_equal(value[at], run.value);
		}
	}
	for (; at < COUNT; at++)
		assert_false(set[at]);
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
		    random_changes_come_back_as_they_were, open_pool, close_pool),
		cmocka_unit_test_setup_teardown(
		    a_closed_series_gives_its_memory_to_the_next, open_pool,
		    close_pool),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
