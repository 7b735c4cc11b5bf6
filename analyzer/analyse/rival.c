#include "analyse/rival.h"

#include <math.h>

#include "analyse/least_squares.h"
#include "base/die.h"
#include "base/when.h"

#include "base/banned.h"

#define MAX_FLOORS 96
#define PI 3.14159265358979323846
#define STEPS 3
/* A warm-up and a line follow whatever bends: only a fit as much better as this speaks for one. */
#define FAR_BETTER 25

/* How early it bends, in floors: from one that has seen most before the first ends, to nearly straight. */
static const double bends[] = { 0.05, 0.1, 0.2, 0.5, 1, 2 };
#define BENDS (sizeof(bends) / sizeof(bends[0]))

struct rival_grid {
	size_t n;
	/* Logarithms, around their means. */
	struct {
		double at[MAX_FLOORS], square;
	} bend[BENDS];
};

const struct rival_grid *
rival_grid_make(size_t count, struct arena *arena)
{
	struct rival_grid *grid = arena_alloc(arena, sizeof(*grid));
	grid->n = count < MAX_FLOORS ? count : MAX_FLOORS;
	for (size_t b = 0; b < BENDS; b++) {
		double *g = grid->bend[b].at, mean;
		for (size_t i = 0; i < grid->n; i++)
			g[i] = log1p((double)i / bends[b]);
		grid->bend[b].square = least_squares_centred(g, grid->n, &mean);
		for (size_t i = 0; i < grid->n; i++)
			g[i] -= mean;
	}
	return grid;
}

/* Four levels, wherever the three steps between them fit best: least sums of squares of ever more levels over ever more floors. */
static double
best_stairs(const double *y, size_t n)
{
	double sum[MAX_FLOORS + 1] = { 0 }, square[MAX_FLOORS + 1] = { 0 };
	double least[MAX_FLOORS + 1] = { 0 };
	for (size_t i = 0; i < n; i++) {
		sum[i + 1] = sum[i] + y[i];
		square[i + 1] = square[i] + y[i] * y[i];
	}
	for (size_t to = 1; to <= n; to++)
		least[to] = square[to] - sum[to] * sum[to] / (double)to;
	for (size_t levels = 2; levels <= STEPS + 1; levels++) {
		size_t first = levels <= STEPS ? levels : n; /* in the end all floors */
		for (size_t to = n; to >= first; to--) {
			double best = INFINITY;
			for (size_t from = levels - 1; from < to; from++) {
				double part = sum[to] - sum[from];
				double rest = square[to] - square[from] -
					      part * part / (double)(to - from);
				if (least[from] + rest < best)
					best = least[from] + rest;
			}
			least[to] = best;
		}
	}
	return fmax(0, least[n]);
}

static double
best_logarithm(const struct rival_grid *grid, const double *y)
{
	double best = INFINITY, mean, off[MAX_FLOORS];
	(void)least_squares_centred(y, grid->n, &mean);
	for (size_t i = 0; i < grid->n; i++)
		off[i] = y[i] - mean;
	for (size_t b = 0; b < BENDS; b++) {
		double slope;
		double sse = least_squares_of_centred(
		    grid->bend[b].at, grid->bend[b].square, off, grid->n, &slope);
		if (slope > 0)
			best = fmin(best, sse);
	}
	return best;
}

/* A wave of 24 hours, at whatever hour it turns. */
static double
day_wave(const double *x, const double *y, size_t n)
{
	double wave[MAX_FLOORS], quarter_on[MAX_FLOORS], slopes[2];
	for (size_t i = 0; i < n; i++) {
		double angle = 2 * PI * (x[i] - x[0]) / (double)DAY_S;
		wave[i] = sin(angle);
		quarter_on[i] = cos(angle);
	}
	return least_squares_two(wave, quarter_on, y, n, slopes);
}

struct rivals
rivals_weigh(const struct rival_grid *grid, const double *x, const double *floors,
    double quantum, const double bic[SHAPE_COUNT])
{
	size_t n = grid->n;
	assert(n > STEPS);
	double line = fmin(bic[SHAPE_LINE], bic[SHAPE_HINGE]);
	if (!isfinite(line))
		return (struct rivals){ -INFINITY, -INFINITY, INFINITY };
	struct rivals r = { .thinning = INFINITY, .day = INFINITY };
	double y[MAX_FLOORS], mean, span = x[n - 1] - x[0];
	(void)least_squares_centred(floors, n, &mean);
	for (size_t i = 0; i < n; i++)
		y[i] = floors[i] - mean;
	r.stairs =
	    least_squares_bic(best_stairs(y, n), n, quantum, 1 + 2 * STEPS) - line;
	double thinning = best_logarithm(grid, y);
	if (isfinite(thinning))
		r.thinning = least_squares_bic(thinning, n, quantum, 3) -
			     fmin(line, bic[SHAPE_WARMUP] + FAR_BETTER);
	/* Of less than a third of a day a wave is any bent line; of two days the second shows whether it is like the first. */
	if (span > DAY_S / 3.0 && span < DAY_S) {
		double wave = day_wave(x, y, n);
		if (isfinite(wave))
			r.day = least_squares_bic(wave, n, quantum, 3) -
				fmin(line, bic[SHAPE_WARMUP]);
	}
	return r;
}
