#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analyse/classical.h"
#include "analyse/dist.h"
#include "analyse/theil_sen.h"
#include "analyse/trend.h"

#define MOST 200

static void
assert_close(const char *what, double expected, double got)
{
	if (isnan(expected))
		return; /* undefined for this series */
	double allowed = 1e-9 * fmax(1, fabs(expected));
	if (!(fabs(expected - got) <= allowed))
		fail_msg("%s: expected %.17g, got %.17g", what, expected, got);
}

struct golden {
	char name[64];
	size_t n, floor_count;
	double x[MOST], y[MOST], floors[MOST], floor_x[MOST];
};

static void
read_numbers(FILE *f, double *values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		assert_int_equal(fscanf(f, "%lf", &values[i]), 1);
}

/* The same median without looking at all pairs, where the series is one of whole numbers. */
static void
check_by_counting(double median, const struct golden *g, struct arena *a)
{
	struct slopes *s = slopes_open(g->x, g->y, g->n, a);
	if (s == NULL)
		return;
	double middle = floor((slopes_count(s) - 1) / 2),
	       low = slopes_select(s, middle);
	double high =
	    fmod(slopes_count(s), 2) == 0 ? slopes_select(s, middle + 1) : low;
	assert_close(g->name, median, (low + high) / 2);
}

static void
check_classical(const char *key, FILE *f, const struct golden *g, struct arena *a)
{
	struct classical c = classical_statistics(g->x, g->y, g->n, a);
	double v[6];
	if (strcmp(key, "theil_sen") == 0) {
		read_numbers(f, v, 3);
		check_by_counting(v[0], g, a);
		assert_close(g->name, v[0], c.theil_sen);
		assert_close(g->name, v[1], c.theil_sen_low);
		assert_close(g->name, v[2], c.theil_sen_high);
	} else if (strcmp(key, "mann_kendall") == 0) {
		read_numbers(f, v, 3);
		assert_close(g->name, v[0], c.kendall_s);
		assert_close(g->name, v[1], c.kendall_z);
		assert_close(g->name, v[2], c.kendall_p);
	} else if (strcmp(key, "hamed_rao") == 0) {
		struct hamed_rao h = c.hamed_rao;
		read_numbers(f, v, 6);
		assert_close(g->name, v[0], h.factor);
		assert_close(g->name, v[1], h.z);
		assert_close(g->name, v[2], h.p);
		assert_close(g->name, v[3], h.clamped_factor);
		assert_close(g->name, v[4], h.clamped_z);
		assert_close(g->name, v[5], h.clamped_p);
		assert_true(isnan(v[0]) == isnan(h.factor));
	} else if (strcmp(key, "ols") == 0) {
		read_numbers(f, v, 3);
		assert_close(g->name, v[0], c.ols);
		assert_close(g->name, v[1], c.ols_se);
		assert_close(g->name, v[2], c.r_squared);
	} else {
		read_numbers(f, v, 1);
		assert_close(g->name, v[0], c.newey_west_se);
	}
}

static void
check_floors(FILE *f, struct golden *g, struct arena *a)
{
	char key[32];
	double x[MOST], y[MOST];
	assert_int_equal(fscanf(f, "%zu %31s", &g->floor_count, key), 2);
	read_numbers(f, g->floors, g->floor_count);
	assert_int_equal(fscanf(f, "%31s", key), 1);
	read_numbers(f, g->floor_x, g->floor_count);
	trend_blocks(g->x, g->y, g->n, g->floor_count, BLOCK_FLOOR, x, y, a);
	for (size_t i = 0; i < g->floor_count; i++) {
		assert_close(g->name, g->floors[i], y[i]);
		assert_close(g->name, g->floor_x[i], x[i]);
	}
}

static void
check_trend(FILE *f, const struct golden *g, struct arena *a)
{
	double v[6];
	read_numbers(f, v, 6);
	struct trend t = trend_test(g->floor_x, g->floors, g->floor_count, a);
	assert_close(g->name, v[0], t.slope);
	assert_close(g->name, v[1], t.se);
	assert_close(g->name, v[2], t.df);
	assert_close(g->name, v[3], t.t);
	assert_close(g->name, v[4], t.p);
	assert_close(g->name, v[5], t.rho);
}

static void
all_golden_series_agree(void **state)
{
	(void)state;
	static struct golden g;
	FILE *f = fopen(SEEP_FIXTURES "/golden/series.txt", "r");
	assert_non_null(f);
	struct arena a;
	arena_init(&a);
	char key[32];
	int series = 0, trends = 0;
	while (fscanf(f, "%31s", key) == 1) {
		if (strcmp(key, "series") == 0) {
			assert_int_equal(fscanf(f, "%63s %zu", g.name, &g.n), 2);
			assert_true(g.n <= MOST);
			series++;
		} else if (strcmp(key, "x") == 0) {
			read_numbers(f, g.x, g.n);
		} else if (strcmp(key, "y") == 0) {
			read_numbers(f, g.y, g.n);
		} else if (strcmp(key, "floors") == 0) {
			check_floors(f, &g, &a);
		} else if (strcmp(key, "floor_trend") == 0) {
			check_trend(f, &g, &a);
			trends++;
		} else if (strcmp(key, "end") != 0) {
			check_classical(key, f, &g, &a);
		}
	}
	fclose(f);
	arena_close(&a);
	assert_int_equal(series, 23);
	assert_true(trends >= 15);
}

static void
special_functions_agree(void **state)
{
	(void)state;
	FILE *f = fopen(SEEP_FIXTURES "/golden/special.txt", "r");
	assert_non_null(f);
	struct arena a;
	arena_init(&a);
	char key[32];
	double v[MOST], expected[MOST], q[MOST];
	while (fscanf(f, "%31s", key) == 1) {
		if (strcmp(key, "norm_sf") == 0) {
			read_numbers(f, v, 2);
			assert_true(fabs(normal_tail(v[0]) / v[1] - 1) < 1e-9);
		} else if (strcmp(key, "norm_ppf") == 0) {
			read_numbers(f, v, 2);
			assert_close(key, v[1], normal_quantile(v[0]));
		} else if (strcmp(key, "t_sf") == 0) {
			read_numbers(f, v, 3);
			assert_true(fabs(student_tail(v[0], v[1]) / v[2] - 1) < 1e-9);
		} else if (strcmp(key, "t_ppf") == 0) {
			read_numbers(f, v, 3);
			assert_close(key, v[2], student_quantile(v[0], v[1]));
		} else {
			size_t n;
			assert_int_equal(fscanf(f, "%zu", &n), 1);
			read_numbers(f, v, n);
			read_numbers(f, expected, n);
			classical_q_values(v, q, n, &a);
			for (size_t i = 0; i < n; i++)
				assert_close(key, expected[i], q[i]);
		}
	}
	fclose(f);
	arena_close(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_golden_series_agree),
		cmocka_unit_test(special_functions_agree),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
