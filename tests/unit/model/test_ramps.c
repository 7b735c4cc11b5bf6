#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/ramps.h"

static int
open_arena(void **state)
{
	static struct arena arena;
	arena_init(&arena);
	*state = &arena;
	return 0;
}

static int
close_arena(void **state)
{
	arena_close(*state);
	return 0;
}

static void
what_rises_by_one_is_stored_once(void **state)
{
	struct ramps r = { 0 };
	for (uint32_t i = 0; i < 100000; i++)
		ramps_add(&r, 5 + i, *state);
	assert_int_equal(r.count, 1);
	assert_int_equal(r.length, 100000);
	assert_int_equal(ramps_at(&r, 0), 5);
	assert_int_equal(ramps_at(&r, 99999), 100004);
}

static void
what_stays_is_stored_once(void **state)
{
	struct ramps r = { 0 };
	for (uint32_t i = 0; i < 1000; i++)
		ramps_add(&r, 7, *state);
	assert_int_equal(r.count, 1);
	assert_int_equal(ramps_at(&r, 999), 7);
}

/* Of any numbers: rising, staying, falling, leaping, from end to end. */
static void
any_list_comes_back(void **state)
{
	enum { COUNT = 20000 };
	static uint32_t told[COUNT];
	struct ramps r = { 0 };
	uint64_t seed = 3;
	uint32_t number = UINT32_MAX - 20;
	for (uint32_t i = 0; i < COUNT; i++) {
		seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
		uint32_t what = (uint32_t)(seed >> 40) % 20;
		if (what < 10)
			number++;
		else if (what < 12)
			number--;
		else if (what == 12)
			number = (uint32_t)(seed >> 32);
		told[i] = number;
		ramps_add(&r, number, *state);
	}
	for (uint32_t i = 0; i < COUNT; i++)
		assert_int_equal(ramps_at(&r, i), told[i]);
	assert_true(r.count < COUNT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    what_rises_by_one_is_stored_once, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(
		    what_stays_is_stored_once, open_arena, close_arena),
		cmocka_unit_test_setup_teardown(
		    any_list_comes_back, open_arena, close_arena),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
