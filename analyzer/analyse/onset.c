#include "analyse/onset.h"

#include <math.h>

#include "analyse/trend.h"

#include "base/banned.h"

#define BLOCKS_MOST 128 /* the smallest step in time is 0.8 % of the run */
#define BLOCKS_LEAST 16
#define AFTER_LEAST 8 /* blocks that must show the growth */
#define NEAR_START 2  /* an interval that reaches so far had no flat part before it */

/* Flat up to block k, then straight: y = a + b max(0, i - k), i counting blocks. */
struct bend {
	double slope, sse;
};

/* The bends at the first `knots` blocks, the last one first: sums over the blocks behind a knot grow by one block each time. y is centred. */
static void
fit_bends(const double *y, size_t m, size_t knots, struct bend *bends)
{
	double sg = 0, sgg = 0, sgy = 0, sy = 0, syy = 0;
	for (size_t i = 0; i < m; i++)
		syy += y[i] * y[i];
	for (size_t k = m - 1; k-- > 0;) {
		double reach = (double)(m - 1 - k); /* of the last block */
		sg += reach;
		sgg += reach * reach;
		sy += y[k + 1];
		sgy += sy;
		if (k >= knots)
			continue;
		double slope = sgy / (sgg - sg * sg / (double)m);
		bends[k] = (struct bend){ slope,
			slope > 0 ? fmax(0, syy - slope * sgy) : INFINITY };
	}
}

/* How many independent values m neighbouring ones are worth, told from what the bend at k leaves. */
static double
effective_count(const double *y, size_t m, size_t k, double slope)
{
	double mean = 0, before = 0, c0 = 0, c1 = 0;
	for (size_t i = k + 1; i < m; i++)
		mean += (double)(i - k) / (double)m;
	for (size_t i = 0; i < m; i++) {
		double g = i > k ? (double)(i - k) : 0;
		double rest = y[i] - slope * (g - mean);
		c0 += rest * rest;
		c1 += i > 0 ? rest * before : 0;
		before = rest;
	}
	double r = c0 > 0 ? fmax(0, fmin(0.95, c1 / c0)) : 0;
	return (double)m * (1 - r) / (1 + r);
}

static void
centre(double *y, size_t m)
{
	double first = y[0], mean = 0;
	for (size_t i = 0; i < m; i++)
		mean += (y[i] - first) / (double)m;
	mean += first;
	for (size_t i = 0; i < m; i++)
		y[i] -= mean;
}

struct onset
onset_find(const double *x, const double *y, size_t count, struct arena *scratch)
{
	struct onset onset = { .at_s = NAN, .low_s = NAN, .high_s = NAN };
	size_t m = count < BLOCKS_MOST ? count : BLOCKS_MOST;
	if (m < BLOCKS_LEAST)
		return onset;
	double *at = arena_array(scratch, 2 * m, sizeof(*at)), *level = at + m;
	struct bend *bends = arena_array(scratch, m, sizeof(*bends));
	trend_blocks(x, y, count, m, BLOCK_MEDIAN, at, level, scratch);
	centre(level, m);

	size_t best = 0, knots = m - AFTER_LEAST;
	struct bend bend = { 0, INFINITY };
	fit_bends(level, m, knots, bends);
	for (size_t k = 0; k < knots; k++) {
		if (bends[k].sse < bend.sse) {
			bend = bends[k];
			best = k;
		}
	}
	if (!isfinite(bend.sse))
		return onset;
	double n = effective_count(level, m, best, bend.slope);
	double as_good = bend.sse * (1 + 4 / fmax(3, n - 3));
	size_t low = best, high = best;
	for (size_t k = 0; k < knots; k++) {
		if (bends[k].sse > as_good)
			continue;
		low = k < low ? k : low;
		high = k > high ? k : high;
	}
	/* One block more to either side: between two blocks it could be anywhere. */
	low = low > 0 ? low - 1 : 0;
	high = high + 1 < m ? high + 1 : high;
	return (struct onset){ true, low <= NEAR_START, at[best], at[low], at[high] };
}
