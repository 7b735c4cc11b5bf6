#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analyse/clean.h"
#include "analyse/judge.h"
#include "analyse/onset.h"
#include "analyse/shape.h"
#include "analyse/trend.h"

/* Every stage of a judgement beside what fixtures/golden/recompute, a second implementation, says of the same series. */

#define MOST 64
#define SERIES 14

struct stages {
	char name[32];
	size_t count, floor_count;
	double x[MOST], y[MOST], despiked[MOST], strength, level[MOST];
	double floors[FLOOR_COUNT], bic[SHAPE_COUNT + 2], features[7];
	double score[3], rivals[3], onset[4], rate[3];
};

struct bench {
	struct arena scratch;
	struct stages series[SERIES];
	size_t count;
};

static void
read_numbers(FILE *f, double *values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		assert_int_equal(fscanf(f, "%lf", &values[i]), 1);
}

static void
read_stage(FILE *f, const char *key, struct stages *s)
{
	if (strcmp(key, "x") == 0) {
		read_numbers(f, s->x, s->count);
	} else if (strcmp(key, "y") == 0) {
		read_numbers(f, s->y, s->count);
	} else if (strcmp(key, "despiked") == 0) {
		read_numbers(f, s->despiked, s->count);
	} else if (strcmp(key, "daily") == 0) {
		read_numbers(f, &s->strength, 1);
		read_numbers(f, s->level, s->count);
	} else if (strcmp(key, "floors") == 0) {
		assert_int_equal(fscanf(f, "%zu", &s->floor_count), 1);
		assert_true(s->floor_count <= FLOOR_COUNT);
		read_numbers(f, s->floors, s->floor_count);
	} else if (strcmp(key, "shapes") == 0) {
		read_numbers(f, s->bic, SHAPE_COUNT + 2);
	} else if (strcmp(key, "features") == 0) {
		read_numbers(f, s->features, 7);
	} else if (strcmp(key, "score") == 0) {
		read_numbers(f, s->score, 3);
	} else if (strcmp(key, "rivals") == 0) {
		read_numbers(f, s->rivals, 3);
	} else if (strcmp(key, "onset") == 0) {
		read_numbers(f, s->onset, 4);
	} else if (strcmp(key, "rate") == 0) {
		read_numbers(f, s->rate, 3);
	} else {
		fail_msg("%s: unknown", key);
	}
}

static int
start(void **state)
{
	static struct bench b;
	char key[32];
	arena_init(&b.scratch);
	FILE *f = fopen(SEEP_FIXTURES "/golden/stages.txt", "r");
	assert_non_null(f);
	while (fscanf(f, "%31s", key) == 1) {
		if (strcmp(key, "series") == 0) {
			struct stages *s = &b.series[b.count++];
			assert_true(b.count <= SERIES);
			assert_int_equal(fscanf(f, "%31s %zu", s->name, &s->count), 2);
			assert_true(s->count <= MOST);
		} else if (strcmp(key, "end") != 0) {
			assert_true(b.count > 0);
			read_stage(f, key, &b.series[b.count - 1]);
		}
	}
	fclose(f);
	assert_int_equal(b.count, SERIES);
	*state = &b;
	return 0;
}

static int
stop(void **state)
{
	struct bench *b = *state;
	arena_close(&b->scratch);
	return 0;
}

static void
assert_close(const char *name, const char *what, double expected, double got)
{
	if (isinf(expected) && expected == got)
		return;
	if (!(fabs(expected - got) <= 1e-9 * fmax(1, fabs(expected))))
		fail_msg(
		    "%s, %s: expected %.17g, got %.17g", name, what, expected, got);
}

static void
assert_all_close(const char *name, const char *what, const double *expected,
    const double *got, size_t count)
{
	for (size_t i = 0; i < count; i++)
		assert_close(name, what, expected[i], got[i]);
}

static void
spikes_are_levelled_alike(void **state)
{
	struct bench *b = *state;
	size_t levelled = 0;
	for (size_t i = 0; i < b->count; i++) {
		struct stages *s = &b->series[i];
		double y[MOST];
		memcpy(y, s->y, sizeof(y));
		levelled += clean_spikes(y, s->count, &b->scratch);
		assert_all_close(s->name, "despiked", s->despiked, y, s->count);
	}
	assert_true(levelled >= 3);
}

static void
daily_cycles_are_taken_out_alike(void **state)
{
	struct bench *b = *state;
	for (size_t i = 0; i < b->count; i++) {
		struct stages *s = &b->series[i];
		double y[MOST];
		memcpy(y, s->despiked, sizeof(y));
		double strength = clean_daily_cycle(s->x, y, s->count, &b->scratch);
		assert_close(s->name, "strength", s->strength, strength);
		assert_all_close(s->name, "level", s->level, y, s->count);
	}
}

static void
floors_and_shapes_are_alike(void **state)
{
	struct bench *b = *state;
	for (size_t i = 0; i < b->count; i++) {
		struct stages *s = &b->series[i];
		double x[FLOOR_COUNT], y[FLOOR_COUNT];
		trend_blocks(s->x, s->level, s->count, s->floor_count, BLOCK_FLOOR, x,
		    y, &b->scratch);
		assert_all_close(s->name, "floor", s->floors, y, s->floor_count);
		struct shapes fit = shapes_fit(
		    shape_grid_make(s->floor_count, &b->scratch), s->floors, 1);
		assert_all_close(s->name, "BIC", s->bic, fit.bic, SHAPE_COUNT);
		assert_close(
		    s->name, "knot", s->bic[SHAPE_COUNT], (double)fit.hinge_knot);
		assert_close(s->name, "shape", s->bic[SHAPE_COUNT + 1], fit.best);
	}
}

static struct judgement
judge(struct bench *b, const struct stages *s)
{
	struct judgement j = { .metric = METRIC_VALUE };
	struct series_view view = { s->x, s->y, s->count, 1, NULL, NULL };
	struct judge judge = { .scratch = &b->scratch, .perm = &b->scratch };
	judge_series(&j, &view, &judge);
	judge_in_full(&j, &view, &judge);
	return j;
}

static void
features_are_alike(void **state)
{
	struct bench *b = *state;
	for (size_t i = 0; i < b->count; i++) {
		const struct stages *s = &b->series[i];
		struct judgement j = judge(b, s);
		const double got[] = { j.retained, j.drop, j.never_falls,
			j.still_growing, j.jump_share, j.active_sextiles,
			j.floors_rose };
		assert_all_close(s->name, "feature", s->features, got, 7);
	}
}

static void
scores_are_alike(void **state)
{
	struct bench *b = *state;
	for (size_t i = 0; i < b->count; i++) {
		const struct stages *s = &b->series[i];
		struct judgement j = judge(b, s);
		const double got[] = { j.p, j.bic_margin, j.score };
		assert_all_close(s->name, "score", s->score, got, 3);
	}
}

static void
harmless_stories_are_weighed_alike(void **state)
{
	struct bench *b = *state;
	for (size_t i = 0; i < b->count; i++) {
		const struct stages *s = &b->series[i];
		struct judgement j = judge(b, s);
		const double got[] = { j.rivals.stairs, j.rivals.thinning,
			j.rivals.day };
		assert_all_close(s->name, "rival", s->rivals, got, 3);
	}
}

static void
onsets_and_their_intervals_are_alike(void **state)
{
	struct bench *b = *state;
	for (size_t i = 0; i < b->count; i++) {
		const struct stages *s = &b->series[i];
		struct onset o = onset_find(s->x, s->level, s->count, &b->scratch);
		const double got[] = { o.at_s, o.low_s, o.high_s, o.from_start };
		if (o.found)
			assert_all_close(s->name, "onset", s->onset, got, 4);
		assert_true(o.found || strcmp(s->name, "shrinking") == 0);
	}
}

static void
rates_and_their_intervals_are_alike(void **state)
{
	struct bench *b = *state;
	for (size_t i = 0; i < b->count; i++) {
		const struct stages *s = &b->series[i];
		struct judgement j = judge(b, s);
		const double got[] = { j.rate.value, j.rate.low, j.rate.high };
		assert_all_close(s->name, "rate", s->rate, got, 3);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spikes_are_levelled_alike),
		cmocka_unit_test(daily_cycles_are_taken_out_alike),
		cmocka_unit_test(floors_and_shapes_are_alike),
		cmocka_unit_test(features_are_alike),
		cmocka_unit_test(scores_are_alike),
		cmocka_unit_test(harmless_stories_are_weighed_alike),
		cmocka_unit_test(onsets_and_their_intervals_are_alike),
		cmocka_unit_test(rates_and_their_intervals_are_alike),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
