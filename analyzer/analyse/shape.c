#include "analyse/shape.h"

#include <math.h>
#include <stdbool.h>

#include "analyse/least_squares.h"
#include "base/die.h"

#include "base/banned.h"

#define MAX_FLOORS 96

/*
 * Each shape has a grid of candidates. Sums over the floors up to each place make a candidate cheap (one or two of them tell its
 * cross product with y and its own square); only the best of each shape is then fitted with care, for a difference of large
 * squares has no digits left where a fit is nearly exact.
 */
struct sums {
	size_t n;
	double y[MAX_FLOORS]; /* around their mean */
	/* Sums of y, i y, 1, i and i i over the places below the index. */
	double before[MAX_FLOORS + 1], before_i[MAX_FLOORS + 1];
	double one[MAX_FLOORS + 1], i[MAX_FLOORS + 1], ii[MAX_FLOORS + 1];
};

static void
sum_up(struct sums *s, const double *y, size_t n)
{
	double mean;
	(void)least_squares_centred(y, n, &mean);
	s->n = n;
	s->before[0] = s->before_i[0] = s->one[0] = s->i[0] = s->ii[0] = 0;
	for (size_t k = 0; k < n; k++) {
		double place = (double)k;
		s->y[k] = y[k] - mean;
		s->before[k + 1] = s->before[k] + s->y[k];
		s->before_i[k + 1] = s->before_i[k] + place * s->y[k];
		s->one[k + 1] = s->one[k] + 1;
		s->i[k + 1] = s->i[k] + place;
		s->ii[k + 1] = s->ii[k] + place * place;
	}
}

/* What a candidate takes off the sum of squares, given its cross product with y, sum and square; 0 where its slope would be negative. */
static double
explained(const struct sums *s, double cross, double sum, double square, bool rising)
{
	double gg = square - sum * sum / (double)s->n;
	if (!(gg > 0) || (rising && !(cross > 0)))
		return 0;
	return cross * cross / gg;
}

/* A ramp from 0 at place from to 1 at place to, 1 from there on. */
static double
explained_by_ramp(const struct sums *s, size_t from, size_t to)
{
	double length = (double)(to - from), start = (double)from,
	       n_after = s->one[s->n] - s->one[to];
	double ones = s->one[to] - s->one[from], i = s->i[to] - s->i[from],
	       ii = s->ii[to] - s->ii[from];
	double cross = (s->before_i[to] - s->before_i[from] -
			   start * (s->before[to] - s->before[from])) /
			   length +
		       s->before[s->n] - s->before[to];
	double sum = (i - start * ones) / length + n_after;
	double square =
	    (ii - 2 * start * i + start * start * ones) / (length * length) + n_after;
	return explained(s, cross, sum, square, true);
}

static void
step_at(double *g, size_t n, size_t at)
{
	for (size_t i = 0; i < n; i++)
		g[i] = i >= at;
}

static double
best_step(const struct sums *s, const double *y)
{
	size_t best = 1;
	double most = -1;
	for (size_t at = 1; at < s->n; at++) {
		double count = s->one[s->n] - s->one[at];
		double here =
		    explained(s, s->before[s->n] - s->before[at], count, count, false);
		if (here > most) {
			most = here;
			best = at;
		}
	}
	double g[MAX_FLOORS], slope;
	step_at(g, s->n, best);
	return least_squares_one(g, y, s->n, &slope);
}

/* 1 - exp(-(i + 1/2) / tau) */
static void
saturating(double *g, size_t n, double tau)
{
	double ratio = exp(-1 / tau), left = exp(-0.5 / tau);
	for (size_t i = 0; i < n; i++, left *= ratio)
		g[i] = 1 - left;
}

#define TAU_LEAST 0.03 /* of the run */
#define TAU_STEP 1.06
#define TAU_WARM 0.2 /* a warm-up is over long before the end */
#define TAUS 73      /* up to twice the run */

/* One of the curves, and its sums: of g, g g and i g. */
struct curve {
	double tau;
	double sum, square, rise;
	const double *g;
};

struct shape_grid {
	size_t n, count;
	struct curve curves[TAUS];
};

const struct shape_grid *
shape_grid_make(size_t count, struct arena *arena)
{
	struct shape_grid *grid = arena_alloc(arena, sizeof(*grid));
	grid->n = count < MAX_FLOORS ? count : MAX_FLOORS;
	double n = (double)grid->n;
	double *g = arena_array(arena, TAUS * grid->n, sizeof(*g));
	double tau = TAU_LEAST * n;
	for (; grid->count < TAUS; tau *= TAU_STEP) {
		struct curve *c = &grid->curves[grid->count++];
		c->tau = tau;
		c->g = g;
		saturating(g, grid->n, tau);
		for (size_t i = 0; i < grid->n; i++, g++) {
			c->sum += *g;
			c->square += *g * *g;
			c->rise += *g * (double)i;
		}
	}
	return grid;
}

/* Two sums side by side: neither waits for the other. */
static double
cross_product(const double *g, const double *y, size_t n)
{
	double even = 0, odd = 0;
	for (size_t i = 0; i + 1 < n; i += 2) {
		even += g[i] * y[i];
		odd += g[i + 1] * y[i + 1];
	}
	return even + odd + (n % 2 == 1 ? g[n - 1] * y[n - 1] : 0);
}

/* What the curve and a straight line explain together, both rising; 0 where one would fall. */
static double
explained_by_warmup(const struct sums *s, const struct curve *c, double gy)
{
	double n = (double)s->n, i = s->i[s->n];
	double gg = c->square - c->sum * c->sum / n, hh = s->ii[s->n] - i * i / n,
	       gh = c->rise - c->sum * i / n, hy = s->before_i[s->n];
	double determinant = gg * hh - gh * gh;
	if (!(determinant > 1e-12 * gg * hh))
		return 0;
	double curve = (gy * hh - hy * gh) / determinant,
	       line = (hy * gg - gy * gh) / determinant;
	return curve > 0 && line > 0 ? curve * gy + line * hy : 0;
}

/* Sums of squares that the best curve leaves, by itself and with a line beside it. */
struct curves {
	double saturating, warmup;
};

static struct curves
best_curves(const struct shape_grid *grid, const struct sums *s, const double *y,
    double *best_tau)
{
	double most = 0, most_warm = 0;
	const struct curve *single = NULL, *warm = NULL;
	for (size_t k = 0; k < grid->count; k++) {
		const struct curve *c = &grid->curves[k];
		double gy = cross_product(c->g, s->y, s->n);
		double here = explained(s, gy, c->sum, c->square, true);
		if (here > most) {
			most = here;
			single = c;
		}
		here = c->tau < TAU_WARM * (double)s->n ? explained_by_warmup(s, c, gy)
							: 0;
		if (here > most_warm) {
			most_warm = here;
			warm = c;
		}
	}
	struct curves best = { INFINITY, INFINITY };
	double line[MAX_FLOORS], slopes[2];
	if (single != NULL) {
		*best_tau = single->tau;
		best.saturating = least_squares_one(single->g, y, s->n, slopes);
	}
	if (warm != NULL) {
		for (size_t i = 0; i < s->n; i++)
			line[i] = (double)i;
		best.warmup = least_squares_two(warm->g, line, y, s->n, slopes);
	}
	return best;
}

static double
best_ramp(const struct sums *s, const double *y)
{
	size_t n = s->n, best_from = 0, best_to = 0;
	double most = 0;
	for (size_t from = 0; from + 3 <= n; from++)
		for (size_t to = from + 2; to <= from + 8 && to + 3 <= n; to++) {
			double here = explained_by_ramp(s, from, to);
			if (here > most) {
				most = here;
				best_from = from;
				best_to = to;
			}
		}
	if (!(most > 0))
		return INFINITY;
	double g[MAX_FLOORS], slope;
	for (size_t i = 0; i < n; i++)
		g[i] = fmax(0, fmin(1, ((double)i - (double)best_from) /
					   (double)(best_to - best_from)));
	return least_squares_one(g, y, n, &slope);
}

static double
best_line(const double *y, size_t n)
{
	double g[MAX_FLOORS], slope;
	for (size_t i = 0; i < n; i++)
		g[i] = (double)i;
	double sse = least_squares_one(g, y, n, &slope);
	return slope > 0 ? sse : INFINITY;
}

static double
best_hinge(const struct sums *s, const double *y, size_t *knot)
{
	size_t n = s->n;
	double most = 0;
	for (size_t at = 1; at + 6 <= n; at++) {
		double start = (double)at, ones = s->one[n] - s->one[at],
		       i = s->i[n] - s->i[at], ii = s->ii[n] - s->ii[at];
		double cross = s->before_i[n] - s->before_i[at] -
			       start * (s->before[n] - s->before[at]);
		double here = explained(s, cross, i - start * ones,
		    ii - 2 * start * i + start * start * ones, true);
		if (here > most) {
			most = here;
			*knot = at;
		}
	}
	if (!(most > 0))
		return INFINITY;
	double g[MAX_FLOORS], slope;
	for (size_t i = 0; i < n; i++)
		g[i] = i > *knot ? (double)(i - *knot) : 0;
	return least_squares_one(g, y, n, &slope);
}

static bool
is_bounded(enum shape s)
{
	return s <= SHAPE_RAMP;
}

static void
choose(struct shapes *s)
{
	double bounded = INFINITY, growing = INFINITY;
	s->best = SHAPE_FLAT;
	for (int i = 0; i < SHAPE_COUNT; i++) {
		double *class_best = is_bounded((enum shape)i) ? &bounded : &growing;
		*class_best = fmin(*class_best, s->bic[i]);
		if (s->bic[i] < s->bic[s->best])
			s->best = (enum shape)i;
	}
	s->runner_up = s->best == SHAPE_FLAT ? SHAPE_STEP : SHAPE_FLAT;
	for (int i = 0; i < SHAPE_COUNT; i++)
		if (i != (int)s->best && s->bic[i] < s->bic[s->runner_up])
			s->runner_up = (enum shape)i;
	s->margin = isfinite(growing) ? bounded - growing : -INFINITY;
}

struct shapes
shapes_fit(const struct shape_grid *grid, const double *floors, double quantum)
{
	static const int parameters[SHAPE_COUNT] = { [SHAPE_FLAT] = 1,
		[SHAPE_STEP] = 3,
		[SHAPE_SATURATING] = 3,
		[SHAPE_RAMP] = 4,
		[SHAPE_LINE] = 2,
		[SHAPE_HINGE] = 3,
		[SHAPE_WARMUP] = 4 };
	double y[MAX_FLOORS] = { 0 }, mean;
	size_t n = grid->n;
	assert(n > 0);
	for (size_t i = 0; i < n; i++)
		y[i] = floors[i] - floors[0];
	struct shapes s = { .tau = NAN };
	struct sums sums;
	sum_up(&sums, y, n);
	struct curves curves = best_curves(grid, &sums, y, &s.tau);
	double sse[SHAPE_COUNT] = {
		[SHAPE_FLAT] = least_squares_centred(y, n, &mean),
		[SHAPE_STEP] = best_step(&sums, y),
		[SHAPE_SATURATING] = curves.saturating,
		[SHAPE_RAMP] = best_ramp(&sums, y),
		[SHAPE_LINE] = best_line(y, n),
		[SHAPE_HINGE] = best_hinge(&sums, y, &s.hinge_knot),
		[SHAPE_WARMUP] = curves.warmup,
	};
	for (int i = 0; i < SHAPE_COUNT; i++)
		s.bic[i] = isfinite(sse[i])
			       ? least_squares_bic(sse[i], n, quantum, parameters[i])
			       : INFINITY;
	choose(&s);
	return s;
}
