#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "analyse/bounds.h"
#include "test_arena.h"

static struct bounds bounds;

static int
start(void **state)
{
	(void)state;
	bounds_init(&bounds, &arena);
	bounds_add(&bounds, STR("kern.maxvnodes"), 1000);
	bounds_add(&bounds, STR("vm.kmem_size"), 4096);
	bounds_add(&bounds, STR("kern.nothing"), 0);
	return 0;
}

/* The bound of an entity whose row says this and whose LIMIT column that. */
static struct bound
bound(const char *column, double limit)
{
	struct lore_row row = { .bound = str_from(column) };
	return bound_of(&row, &bounds, limit);
}

static void
assert_known(struct bound b, double value)
{
	assert_int_equal(b.state, BOUND_KNOWN);
	assert_true(b.value >= value && b.value <= value);
}

static void
the_last_value_of_a_name_counts(void **state)
{
	(void)state;
	bounds_add(&bounds, STR("kern.maxvnodes"), 2000);
	assert_true(fabs(bounds_value(&bounds, STR("kern.maxvnodes")) - 2000) < 1e-9);
	assert_true(isnan(bounds_value(&bounds, STR("kern.unheard"))));
}

static void
no_bound_is_told_from_one_that_the_capture_does_not_tell(void **state)
{
	(void)state;
	assert_int_equal(bound("", (double)NAN).state, BOUND_NONE);
	assert_int_equal(bound("none", (double)NAN).state, BOUND_NONE);
	assert_int_equal(bound("free:kern.maxvnodes", (double)NAN).state, BOUND_NONE);
	assert_int_equal(bound("LIMIT", (double)NAN).state, BOUND_NONE);
	struct bound untold = bound("none;kern.unheard", (double)NAN);
	assert_int_equal(untold.state, BOUND_UNTOLD);
	assert_true(str_is(untold.name, "kern.unheard"));
	assert_true(isnan(untold.value));
}

static void
the_smallest_bound_that_is_known_counts(void **state)
{
	(void)state;
	assert_known(bound("LIMIT", 512), 512);
	assert_known(bound("LIMIT;kern.maxvnodes", 512), 512);
	assert_known(bound("LIMIT; kern.maxvnodes", 5120), 1000);
	assert_known(bound("kern.unheard;kern.maxvnodes", (double)NAN), 1000);
}

static void
factors_and_bytes_are_understood(void **state)
{
	(void)state;
	assert_known(bound("2.5*kern.maxvnodes", (double)NAN), 2500);
	struct bound b = bound("bytes:vm.kmem_size", (double)NAN);
	assert_known(b, 4096);
	assert_true(b.bytes);
	b = bound("0.5*bytes:vm.kmem_size", (double)NAN);
	assert_known(b, 2048);
	assert_true(b.bytes);
	assert_true(str_is(b.name, "vm.kmem_size"));
}

static void
a_bound_of_0_is_not_told(void **state)
{
	(void)state;
	assert_int_equal(bound("kern.nothing", (double)NAN).state, BOUND_UNTOLD);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(the_last_value_of_a_name_counts, start),
		cmocka_unit_test_setup(
		    no_bound_is_told_from_one_that_the_capture_does_not_tell, start),
		cmocka_unit_test_setup(the_smallest_bound_that_is_known_counts, start),
		cmocka_unit_test_setup(factors_and_bytes_are_understood, start),
		cmocka_unit_test_setup(a_bound_of_0_is_not_told, start),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
