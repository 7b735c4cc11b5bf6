#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "analyse/dist.h"

/* The values of tables and of other programs stand in fixtures/golden; here are the laws and the edges. */

static void
assert_near(double got, double expected, double relative)
{
	if (!(fabs(got - expected) <= relative * fabs(expected)))
		fail_msg("%.17g, not %.17g", got, expected);
}

static void
the_tails_of_both_sides_make_one(void **state)
{
	(void)state;
	for (double z = 0; z < 6; z += 0.37) {
		assert_near(normal_tail(z) + normal_tail(-z), 1, 1e-14);
		for (double df = 1; df < 300; df *= 2.7)
			assert_near(
			    student_tail(z, df) + student_tail(-z, df), 1, 1e-12);
	}
}

static void
half_lies_above_the_middle(void **state)
{
	(void)state;
	assert_near(normal_tail(0), 0.5, 1e-15);
	assert_near(student_tail(0, 1), 0.5, 1e-12);
	assert_near(student_tail(0, 1e6), 0.5, 1e-12);
	assert_true(fabs(normal_quantile(0.5)) < 1e-15);
}

static void
no_tail_is_less_than_the_least(void **state)
{
	(void)state;
	assert_near(normal_tail(1e6), 1e-300, 1e-12);
	assert_near(normal_tail((double)INFINITY), 1e-300, 1e-12);
	assert_near(normal_tail(-(double)INFINITY), 1, 1e-15);
	assert_near(student_tail((double)INFINITY, 5), 1e-300, 1e-12);
	assert_near(student_tail(-(double)INFINITY, 5), 1, 1e-15);
	assert_true(student_tail(1e200, 5) >= 1e-300);
}

/* With one degree of freedom it is Cauchy's law, with two there is a formula too. */
static void
student_with_one_and_two_degrees_is_exact(void **state)
{
	(void)state;
	for (double t = 0.1; t < 1e5; t *= 3) {
		assert_near(student_tail(t, 1), atan2(1, t) / acos(-1), 1e-12);
		double root = sqrt(2 + t * t);
		assert_near(student_tail(t, 2), 1 / (root * (root + t)), 1e-11);
	}
}

static void
student_with_many_degrees_is_normal(void **state)
{
	(void)state;
	for (double t = 0.5; t < 4; t += 0.5)
		assert_near(student_tail(t, 1e8), normal_tail(t), 1e-6);
}

static void
quantiles_lead_back_to_their_probability(void **state)
{
	(void)state;
	for (double p = 1e-12; p < 0.5; p *= 4) {
		assert_near(normal_tail(-normal_quantile(p)), p, 1e-11);
		assert_near(normal_tail(normal_quantile(1 - p)), 1 - (1 - p), 1e-9);
	}
	for (double df = 1; df < 1000; df *= 5)
		for (double p = 0.6; p < 0.9999; p += 0.05)
			assert_near(
			    student_tail(student_quantile(p, df), df), 1 - p, 1e-10);
	assert_true(fabs(student_quantile(0.5, 7)) < 1e-12);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_tails_of_both_sides_make_one),
		cmocka_unit_test(half_lies_above_the_middle),
		cmocka_unit_test(no_tail_is_less_than_the_least),
		cmocka_unit_test(student_with_one_and_two_degrees_is_exact),
		cmocka_unit_test(student_with_many_degrees_is_normal),
		cmocka_unit_test(quantiles_lead_back_to_their_probability),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
