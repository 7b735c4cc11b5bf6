#include "analyse/judge.h"

#include <math.h>
#include <string.h>

#include "analyse/classical.h"
#include "analyse/clean.h"
#include "analyse/dist.h"
#include "analyse/gap.h"
#include "analyse/local_level.h"
#include "analyse/onset.h"
#include "analyse/order.h"
#include "analyse/score.h"
#include "analyse/trend.h"

#include "base/banned.h"

#define LEAST_FLOORS 8
#define BIC_CLEARLY_BETTER 6

const struct shape_grid *
judge_shapes(struct judge *judge, size_t floor_count)
{
	const struct shape_grid **grid = &judge->shapes[floor_count];
	if (*grid == NULL)
		*grid = shape_grid_make(floor_count, judge->perm);
	return *grid;
}

static const struct rival_grid *
rival_curves(struct judge *judge, size_t floor_count)
{
	const struct rival_grid **grid = &judge->rivals[floor_count];
	if (*grid == NULL)
		*grid = rival_grid_make(floor_count, judge->perm);
	return *grid;
}

/* ---- features of the floors ---- */

/* Retained growth, largest fall below an earlier peak, and their ratio. */
static void
measure_retention(struct judgement *j)
{
	const double *f = j->floors;
	size_t n = j->floor_count;
	double never_below[FLOOR_COUNT] = { 0 };
	double least = f[n - 1];
	for (size_t i = n; i-- > 0;) {
		least = order_lesser(least, f[i]);
		never_below[i] = least;
	}
	j->retained = never_below[n - 1] - never_below[0];
	double peak = f[0];
	j->drop = 0;
	j->floors_rose = 0;
	for (size_t i = 1; i < n; i++) {
		peak = order_larger(peak, f[i]);
		j->drop = order_larger(j->drop, peak - f[i]);
		j->floors_rose += f[i] > f[i - 1];
	}
	double both = j->retained + j->drop;
	j->never_falls = both > 0 ? j->retained / both : 0;
	j->active_sextiles = 0;
	for (size_t part = 0; part < 6; part++) {
		double grew = never_below[(n - 1) * (part + 1) / 6] -
			      never_below[(n - 1) * part / 6];
		j->active_sextiles += j->retained > 0 && grew >= j->retained / 12;
	}
}

static double
median_slope(const double *y, size_t n)
{
	double slope[FLOOR_COUNT * (FLOOR_COUNT - 1) / 2];
	size_t count = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n; k++)
			slope[count++] = (y[k] - y[i]) / (double)(k - i);
	return order_median(slope, count);
}

/* Growth of the second half against growth of the whole. */
static double
still_growing(const double *f, size_t n)
{
	double whole = median_slope(f, n);
	double late = median_slope(f + (n - n / 2), n / 2);
	if (whole <= 0)
		return late > 0 ? 1 : 0;
	return fmax(0, fmin(1, late / whole));
}

static double
median_of_three(const double *v)
{
	return order_middle(v[0], v[1], v[2]);
}

/* The largest single jump as a share of all growth. */
static double
jump_share(const double *f, size_t n)
{
	double growth = median_of_three(f + n - 3) - median_of_three(f);
	if (growth <= 0)
		return 1;
	double largest = 0;
	for (size_t i = 3; i + 3 <= n; i++)
		largest = order_larger(
		    largest, median_of_three(f + i) - median_of_three(f + i - 3));
	return fmax(0.2, fmin(1, largest / growth));
}

/* ---- test and shapes on the floors ---- */

/*
 * A level that wanders falls as often as it rises. One that moves seldom, never downwards, and all over the run is told by its moves
 * alone: processes that pile up one by one, a descriptor lost now and then.
 */
static void
heed_moves(struct judgement *j)
{
	if (!j->wandering || j->drop > 0 || j->active_sextiles < 5)
		return;
	double by_moves = exp2(1 - j->floors_rose);
	if (by_moves < j->p) {
		j->p = by_moves;
		j->t = normal_quantile(1 - by_moves);
	}
}

/* Trend and shapes. level has room for the floors as they would stand without gaps, in which shapes and jumps are looked for. */
static void
test_trend(struct judgement *j, double *level, struct judge *judge)
{
	const double *f = j->floors, *x = j->floor_at_s;
	size_t n = j->floor_count;
	gaps_bridge(x, f, n, level);
	struct trend whole = trend_test(x, f, n, judge->scratch);
	struct shapes shapes = shapes_fit(judge_shapes(judge, n), level, j->quantum);
	j->p = whole.p;
	j->t = whole.t;
	j->rho = whole.rho;
	j->wandering = whole.wandering;
	j->shape = shapes.best;
	j->runner_up = shapes.runner_up;
	memcpy(j->bic, shapes.bic, sizeof(j->bic));
	j->bic_margin = shapes.margin;
	size_t knot = shapes.hinge_knot;
	if (j->bic[SHAPE_LINE] - j->bic[SHAPE_HINGE] > BIC_CLEARLY_BETTER &&
	    n - knot >= 6) {
		struct trend after =
		    trend_test(x + knot, f + knot, n - knot, judge->scratch);
		if (5 * after.p < j->p) {
			j->p = 5 * after.p;
			j->t = after.t;
			j->wandering = after.wandering;
		}
	}
	measure_retention(j);
	j->jump_share = jump_share(level, n);
	heed_moves(j);
}

static void
weigh_rivals(struct judgement *j, const double *level, struct judge *judge)
{
	j->rivals = rivals_weigh(rival_curves(judge, j->floor_count), j->floor_at_s,
	    level, j->quantum, j->bic);
}

/* ---- rises and falls ---- */

static void
count_reversals(struct judgement *j, const double *x, const double *y, size_t n,
    struct arena *scratch)
{
	size_t blocks = n < 96 ? n : 96;
	double *m = arena_array(scratch, 3 * blocks, sizeof(*m));
	double *sorted = m + blocks, *change = m + 2 * blocks;
	trend_blocks(x, y, n, blocks, BLOCK_MEDIAN, NULL, m, scratch);
	memcpy(sorted, m, blocks * sizeof(*m));
	size_t r95 = (size_t)(0.95 * (double)(blocks - 1)),
	       r05 = (size_t)(0.05 * (double)(blocks - 1));
	double range = order_select(sorted, blocks, r95);
	range -= order_select(sorted, r95 + 1, r05);
	for (size_t i = 1; i < blocks; i++)
		change[i - 1] = fabs(m[i] - m[i - 1]);
	double usual = order_median(change, blocks - 1) / 0.954;
	j->reversals = 0;
	if (!(range > 5 * (usual + 0.3 * j->quantum)))
		return;
	double low = m[0], high = m[0];
	int direction = 0;
	for (size_t i = 1; i < blocks; i++) {
		low = order_lesser(low, m[i]);
		high = order_larger(high, m[i]);
		if (direction >= 0 && high - m[i] > range / 2) {
			j->reversals += direction > 0;
			direction = -1;
			low = m[i];
		} else if (direction <= 0 && m[i] - low > range / 2) {
			j->reversals += direction < 0;
			direction = 1;
			high = m[i];
		}
	}
}

static enum verdict
verdict_of(const struct judgement *j)
{
	if (j->score >= SCORE_LEAK)
		return VERDICT_LEAK;
	if (j->score >= SCORE_SUSPECTED)
		return VERDICT_SUSPECTED;
	if (j->daily_strength >= 0.40 || j->reversals >= 5)
		return VERDICT_CYCLIC;
	bool grew = j->bic[SHAPE_FLAT] - j->bic[j->shape] > BIC_CLEARLY_BETTER &&
		    j->never_falls > 0.5 && j->retained > 3 * j->quantum;
	if (!grew)
		return VERDICT_STABLE;
	return j->shape == SHAPE_STEP ? VERDICT_STEP : VERDICT_BOUNDED;
}

/* ---- growth per unit of work ---- */

/*
 * The same floors against cumulative work instead of time. Used where work did not come at a steady pace, so that growth under load is told
 * from growth by the clock.
 */
static void
test_against_work(
    struct judgement *j, const struct series_view *s, struct arena *scratch)
{
	size_t n = j->floor_count, kept = 0;
	double work[FLOOR_COUNT], floors[FLOOR_COUNT], at[FLOOR_COUNT];
	trend_blocks(s->at_s, s->work, s->count, n, BLOCK_MEAN, NULL, work, scratch);
	for (size_t i = 0; i < n; i++) {
		if (kept > 0 && !(work[i] > work[kept - 1]))
			continue;
		work[kept] = work[i];
		at[kept] = j->floor_at_s[i];
		floors[kept++] = j->floors[i];
	}
	if (kept < LEAST_FLOORS)
		return;
	double mean = (work[kept - 1] - work[0]) / (double)(kept - 1), variance = 0;
	for (size_t i = 1; i < kept; i++)
		variance += pow(work[i] - work[i - 1] - mean, 2) / (double)(kept - 1);
	struct trend by_work = trend_test(work, floors, kept, scratch);
	struct trend by_time = trend_test(at, floors, kept, scratch);
	j->work_p = by_work.p;
	j->per_1000_work = 1000 * by_work.slope;
	j->follows_work = by_work.gls_sse < 0.8 * by_time.gls_sse;
	if (sqrt(variance) > 0.5 * mean)
		j->p = fmin(j->p, fmin(1, 2 * fmin(j->p, by_work.p)));
}

/* ---- entry ---- */

static void
clear(struct judgement *j)
{
	enum metric metric = j->metric;
	*j = (struct judgement){ .metric = metric,
		.verdict = VERDICT_INSUFFICIENT,
		.by_score = VERDICT_INSUFFICIENT,
		.p = NAN,
		.t = NAN,
		.rho = NAN,
		.q = NAN,
		.rate = { NAN, NAN, NAN, false },
		.theil_sen = NAN,
		.theil_sen_low = NAN,
		.theil_sen_high = NAN,
		.kendall_s = NAN,
		.kendall_z = NAN,
		.kendall_p = NAN,
		.hamed_rao_p = NAN,
		.ols = NAN,
		.ols_se = NAN,
		.r_squared = NAN,
		.newey_west_se = NAN,
		.onset_s = NAN,
		.onset_low_s = NAN,
		.onset_high_s = NAN,
		.per_1000_work = NAN,
		.work_p = NAN,
		.smallest_visible = NAN,
		.stable_thirds = NAN,
		.bic_margin = NAN,
		.never_falls = NAN,
		.still_growing = NAN,
		.jump_share = NAN };
}

static void
measure_span(struct judgement *j, const struct series_view *s)
{
	j->count = s->count;
	j->quantum = s->quantum > 0 ? s->quantum : 1;
	if (s->count > 0)
		j->span_s = s->at_s[s->count - 1] - s->at_s[0];
}

static void
measure_range(struct judgement *j, const struct series_view *s)
{
	if (s->count == 0)
		return;
	j->start = s->value[0];
	j->end = s->value[s->count - 1];
	j->least = j->most = s->value[0];
	for (size_t i = 1; i < s->count; i++) {
		j->least = order_lesser(j->least, s->value[i]);
		j->most = order_larger(j->most, s->value[i]);
	}
	j->constant = !(j->most > j->least);
	j->growth = j->end - j->start;
}

/* Are there points enough for a verdict? What is constant has one. */
static bool
is_open(struct judgement *j)
{
	if (j->count < LEAST_POINTS || !(j->span_s > 0))
		return false;
	if (!j->constant)
		return true;
	j->verdict = j->by_score = VERDICT_STABLE;
	j->rate = (struct rate){ 0, 0, 0, false };
	return false;
}

/* The values as they are judged: without what follows the load, without spikes and daily cycle. */
static const double *
cleaned(struct judgement *j, const struct series_view *s, struct arena *scratch)
{
	double *y = arena_array(scratch, s->count, sizeof(*y));
	memcpy(y, s->value, s->count * sizeof(*y));
	/* A spike that the load explains is none: load goes first. */
	j->load_strength =
	    s->work != NULL ? clean_load(s->at_s, s->work, y, s->count, scratch) : 0;
	clean_spikes(y, s->count, scratch);
	j->daily_strength = clean_daily_cycle(s->at_s, y, s->count, scratch);
	return y;
}

/* Is the noise around the level as likely below as above, with tails like a normal one? */
static bool
noise_is_symmetric(const double *x, const double *y, size_t n, struct arena *scratch)
{
	size_t blocks = n / 5 < 24 ? n / 5 : 24;
	if (n < 48)
		return false;
	double *level = arena_array(scratch, blocks + n, sizeof(*level));
	double *off = level + blocks;
	trend_blocks(x, y, n, blocks, BLOCK_MEDIAN, NULL, level, scratch);
	for (size_t b = 0; b < blocks; b++)
		for (size_t i = n * b / blocks; i < n * (b + 1) / blocks; i++)
			off[i] = y[i] - level[b];
	/* Each selection leaves what is less to its left, what is more to its right. */
	size_t r05 = n * 5 / 100, r25 = n / 4, r75 = n * 3 / 4, r95 = n * 95 / 100;
	double q95 = order_select(off, n, r95), q05 = order_select(off, r95, r05);
	if (!(-q05 > 0.75 * q95 && q95 > 0.75 * -q05))
		return false;
	double q75 = order_select(off + r05, r95 - r05, r75 - r05),
	       q25 = order_select(off + r05, r75 - r05, r25 - r05);
	double tails = (q95 - q05) / (q75 - q25);
	return q75 > q25 && tails > 2.0 && tails < 3.2;
}

void
judge_series(struct judgement *j, struct series_view *s, struct judge *judge)
{
	struct arena *scratch = judge->scratch;
	double level[FLOOR_COUNT];
	clear(j);
	measure_span(j, s);
	measure_range(j, s);
	if (!is_open(j))
		return;
	const double *y = s->clean = cleaned(j, s, scratch);
	j->floor_count = s->count < FLOOR_COUNT ? s->count : FLOOR_COUNT;
	trend_blocks(s->at_s, y, s->count, j->floor_count,
	    noise_is_symmetric(s->at_s, y, s->count, scratch) ? BLOCK_MEAN
							      : BLOCK_FLOOR,
	    j->floor_at_s, j->floors, scratch);
	test_trend(j, level, judge);
	weigh_rivals(j, level, judge);
	j->still_growing = still_growing(level, j->floor_count);
	if (s->work != NULL)
		test_against_work(j, s, scratch);
	score_series(j);
	count_reversals(j, s->at_s, s->value, s->count, scratch);
	j->verdict = j->by_score = verdict_of(j);
}

void
judge_steady(struct judgement *j, const struct series_view *s)
{
	clear(j);
	measure_span(j, s);
	j->start = j->end = j->least = j->most = s->value[0];
	j->constant = true;
	(void)is_open(j);
}

/* ---- what only reported series need ---- */

#define RATE_BLOCKS 96
#define LEAST_WINDOW 16

static void
measure_onset(struct judgement *j, const double *x, const double *y, size_t n,
    struct arena *scratch)
{
	struct onset onset = onset_find(x, y, n, scratch);
	bool bends = j->bic[SHAPE_LINE] - j->bic[SHAPE_HINGE] > BIC_CLEARLY_BETTER;
	j->onset_before = !bends || !onset.found || onset.from_start;
	if (j->onset_before)
		return;
	j->onset_s = onset.at_s;
	j->onset_low_s = onset.low_s;
	j->onset_high_s = onset.high_s;
}

/* Where the growth is to be measured: after a warm-up, after the onset, or all of the run. */
static size_t
rate_window(const struct judgement *j, const double *x, size_t n)
{
	size_t from = 0;
	if (j->shape == SHAPE_WARMUP)
		from = n / 4;
	else if (!isnan(j->onset_s))
		while (from < n && x[from] < j->onset_s)
			from++;
	if (n - from < LEAST_WINDOW)
		from = n > LEAST_WINDOW ? n - LEAST_WINDOW : 0;
	return from;
}

static void
measure_rate(struct judgement *j, const double *x, const double *y, size_t n,
    struct arena *scratch)
{
	size_t from = rate_window(j, x, n);
	size_t count = n - from;
	size_t m = count < RATE_BLOCKS ? count : RATE_BLOCKS;
	double *bx = arena_array(scratch, 2 * m, sizeof(*bx)), *by = bx + m;
	trend_blocks(x + from, y + from, count, m, BLOCK_MEDIAN, bx, by, scratch);
	struct trend t = trend_test(bx, by, m, scratch);
	double half = t.exact ? 0 : student_quantile(0.975, t.df) * t.se;
	struct rate *r = &j->rate;
	*r = (struct rate){ t.slope, t.slope - half, t.slope + half, t.wandering };
	if (t.exact)
		return;
	struct local_level level = local_level_fit(bx, by, m, scratch);
	if (!level.better)
		return;
	half = fmax(half, student_quantile(0.975, level.df) * level.se);
	*r = (struct rate){ level.slope, level.slope - half, level.slope + half, true };
}

/* The log odds of the score that the same floors would get if they had this slope instead of their own. */
static double
odds_with_slope(
    const struct judgement *j, double own, double slope, struct judge *judge)
{
	struct judgement copy = *j;
	double level[FLOOR_COUNT];
	for (size_t i = 0; i < copy.floor_count; i++)
		copy.floors[i] +=
		    (slope - own) * (copy.floor_at_s[i] - copy.floor_at_s[0]);
	test_trend(&copy, level, judge);
	weigh_rivals(&copy, level, judge);
	/* Dear, and seldom what decides. */
	copy.still_growing = 0;
	double least = score_odds(&copy);
	copy.still_growing = 1;
	double most = score_odds(&copy);
	if (least < 0 && most >= 0) {
		copy.still_growing = still_growing(level, copy.floor_count);
		return score_odds(&copy);
	}
	return (least + most) / 2;
}

/* Where sensitivity is looked for: so many steps to a doubling, from half the least that can be seen. */
#define STEPS_TO_DOUBLE 16
#define FARTHEST (61 * STEPS_TO_DOUBLE)
#define USUAL 40
#define USUAL_RISE 0.12 /* of the log odds, a step */
#define PATIENCE 8      /* tries, before the middle must do */

static double
slope_at(double least, int step)
{
	double part = (double)(step % STEPS_TO_DOUBLE) / STEPS_TO_DOUBLE;
	return ldexp(least / 2 * (1 + part), step / STEPS_TO_DOUBLE);
}

/* A step that would not be suspected, and one that would; their log odds, NAN where it was not tried. */
struct search {
	int below, above;
	double odds_below, odds_above;
};

/* Where the odds should be even, on a straight line; beyond what was tried, as they usually rise, and twice as far each time. */
static int
next_step(const struct search *s, int tries)
{
	double at;
	if (tries > PATIENCE)
		at = (s->below + s->above) / 2;
	else if (isnan(s->odds_above))
		at = s->below + fmax(1 << tries, -s->odds_below / USUAL_RISE);
	else if (isnan(s->odds_below))
		at = s->above - fmax(1 << tries, s->odds_above / USUAL_RISE);
	else
		at = s->below + (s->above - s->below) * -s->odds_below /
				    (s->odds_above - s->odds_below);
	return (int)fmax(s->below + 1, fmin(s->above - 1, round(at)));
}

#define SENSITIVITY_MARGIN \
	3 /* standard errors: a leak of that size is found in at least four of five runs */

double
judge_sensitivity(const struct judgement *j, struct judge *judge)
{
	if (j->constant || j->floor_count == 0)
		return NAN;
	struct trend t =
	    trend_test(j->floor_at_s, j->floors, j->floor_count, judge->scratch);
	/* Nothing smaller than its own standard error is ever found. */
	double least = fmax(4 * j->quantum / j->span_s, t.se);
	struct search s = { 0, FARTHEST, NAN, NAN };
	int at = USUAL;
	for (int tries = 1; s.above - s.below > 1; tries++) {
		double odds = odds_with_slope(j, t.slope, slope_at(least, at), judge);
		if (odds < 0) {
			s.below = at;
			s.odds_below = odds;
		} else {
			s.above = at;
			s.odds_above = odds;
		}
		at = next_step(&s, tries);
	}
	return slope_at(least, s.above) + SENSITIVITY_MARGIN * t.se;
}

void
judge_rate(struct judgement *j, const struct series_view *s, struct judge *judge)
{
	if (!j->constant && j->floor_count > 0)
		measure_rate(j, s->at_s, s->clean, s->count, judge->scratch);
}

void
judge_in_full(struct judgement *j, const struct series_view *s, struct judge *judge)
{
	if (j->constant || j->floor_count == 0)
		return;
	measure_onset(j, s->at_s, s->clean, s->count, judge->scratch);
	measure_rate(j, s->at_s, s->clean, s->count, judge->scratch);
}

void
judge_classical(struct judgement *j, const struct series_view *s, struct arena *scratch)
{
	if (j->constant || j->floor_count == 0)
		return;
	struct classical c = classical_statistics(s->at_s, s->value, s->count, scratch);
	j->hamed_rao_p = c.hamed_rao.clamped_p;
	j->theil_sen = c.theil_sen;
	j->theil_sen_low = c.theil_sen_low;
	j->theil_sen_high = c.theil_sen_high;
	j->kendall_s = c.kendall_s;
	j->kendall_z = c.kendall_z;
	j->kendall_p = c.kendall_p;
	j->ols = c.ols;
	j->ols_se = c.ols_se;
	j->r_squared = c.r_squared;
	j->newey_west_se = c.newey_west_se;
}
