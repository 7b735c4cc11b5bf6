#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdbool.h>

#include "analyse/order.h"

/* Small whole numbers, so that there are ties. */
static void
fill(double *values, size_t count, unsigned seed, unsigned different)
{
	for (size_t i = 0; i < count; i++) {
		seed = seed * 1664525u + 1013904223u;
		values[i] = (double)((seed >> 8) % different);
	}
}

static bool
same(double a, double b)
{
	return a >= b && a <= b;
}

static void
each_rank_is_what_sorting_gives(void **state)
{
	(void)state;
	double values[60], sorted[60], copy[60];
	for (size_t count = 1; count <= 60; count++) {
		fill(values, count, (unsigned)count, count % 2 == 0 ? 7 : 100000);
		for (size_t i = 0; i < count; i++)
			sorted[i] = values[i];
		order_sort(sorted, count);
		for (size_t rank = 0; rank < count; rank++) {
			for (size_t i = 0; i < count; i++)
				copy[i] = values[i];
			if (rank < ORDER_LOW)
				assert_true(
				    same(order_low(copy, count, rank), sorted[rank]));
			assert_true(
			    same(order_select(copy, count, rank), sorted[rank]));
		}
	}
}

static void
sorted_reversed_and_equal_values_are_no_trap(void **state)
{
	(void)state;
	enum { COUNT = 20000 };
	static double v[COUNT];
	for (size_t i = 0; i < COUNT; i++)
		v[i] = (double)i;
	assert_true(same(order_select(v, COUNT, 1234), 1234));
	for (size_t i = 0; i < COUNT; i++)
		v[i] = (double)(COUNT - i);
	assert_true(same(order_select(v, COUNT, 0), 1));
	for (size_t i = 0; i < COUNT; i++)
		v[i] = 5;
	assert_true(same(order_median(v, COUNT), 5));
}

static void
the_median_of_an_even_number_lies_between_the_middle_two(void **state)
{
	(void)state;
	double even[] = { 9, 1, 4, 2 }, odd[] = { 9, 1, 4 }, one[] = { 3 };
	assert_true(same(order_median(even, 4), 3));
	assert_true(same(order_median(odd, 3), 4));
	assert_true(same(order_median(one, 1), 3));
}

static void
infinities_are_ordered_as_well(void **state)
{
	(void)state;
	double v[] = { (double)INFINITY, 1, -(double)INFINITY };
	order_sort(v, 3);
	assert_true(v[0] < 0 && isinf(v[0]) && same(v[1], 1) && isinf(v[2]));
	order_sort(v, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_rank_is_what_sorting_gives),
		cmocka_unit_test(sorted_reversed_and_equal_values_are_no_trap),
		cmocka_unit_test(
		    the_median_of_an_even_number_lies_between_the_middle_two),
		cmocka_unit_test(infinities_are_ordered_as_well),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
