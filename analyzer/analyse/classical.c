#include "analyse/classical.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/dist.h"
#include "analyse/order.h"
#include "analyse/theil_sen.h"
#include "analyse/trend.h"

#include "base/banned.h"

#define PAIRS_POINTS 256 /* so many points have few enough pairs to look at each */

/* Sum over groups of equal values of t(t-1)(2t+5). */
static double
tie_term(const double *y, size_t n, struct arena *scratch)
{
	double *sorted = arena_array(scratch, n, sizeof(*sorted));
	memcpy(sorted, y, n * sizeof(*sorted));
	order_sort(sorted, n);
	double sum = 0;
	for (size_t i = 0, j; i < n; i = j) {
		for (j = i; j < n && !(sorted[j] > sorted[i]); j++)
			;
		double t = (double)(j - i);
		sum += t * (t - 1) * (2 * t + 5);
	}
	return sum;
}

static double
round_half_even(double v)
{
	double below = floor(v);
	double part = v - below;
	if (part < 0.5 || (!(part > 0.5) && fmod(below, 2) == 0))
		return below;
	return below + 1;
}

/* Ranks of the ends of the interval among so many slopes; conventions as scipy's theilslopes. */
struct ranks {
	double low, high;
};

static struct ranks
interval_ranks(double count, double variance)
{
	double half = normal_quantile(0.975) * sqrt(variance);
	return (struct ranks){ fmax(round_half_even((count - half) / 2) - 1, 0),
		fmin(round_half_even((count + half) / 2), count - 1) };
}

/* All pairs, one by one. */
static void
pairwise(struct classical *c, const double *x, const double *y, size_t n,
    double variance, struct arena *scratch)
{
	double *slope = arena_array(scratch, n * (n - 1) / 2 + 1, sizeof(*slope));
	size_t count = 0;
	for (size_t i = 0; i < n; i++) {
		for (size_t j = i + 1; j < n; j++) {
			c->kendall_s += (y[j] > y[i]) - (y[j] < y[i]);
			if (x[j] > x[i])
				slope[count++] = (y[j] - y[i]) / (x[j] - x[i]);
		}
	}
	if (count == 0)
		return;
	struct ranks ends = interval_ranks((double)count, variance);
	c->theil_sen = order_median(slope, count);
	c->theil_sen_low = order_select(slope, count, (size_t)ends.low);
	c->theil_sen_high = order_select(slope, count, (size_t)ends.high);
}

/* The same numbers without looking at all pairs. */
static void
by_counting(struct classical *c, struct slopes *s, double variance)
{
	double count = slopes_count(s);
	struct ranks ends = interval_ranks(count, variance);
	double middle = floor((count - 1) / 2);
	c->theil_sen = slopes_select(s, middle);
	if (fmod(count, 2) == 0)
		c->theil_sen = (c->theil_sen + slopes_select(s, middle + 1)) / 2;
	c->theil_sen_low = slopes_select(s, ends.low);
	c->theil_sen_high = slopes_select(s, ends.high);
	c->kendall_s = slopes_kendall(s);
}

static void
kendall_test(struct classical *c, double variance)
{
	double s = c->kendall_s;
	c->kendall_z =
	    s == 0 || !(variance > 0) ? 0 : (s - (s > 0 ? 1 : -1)) / sqrt(variance);
	c->kendall_p = fmin(1, 2 * normal_tail(fabs(c->kendall_z)));
}

static void
least_squares(struct classical *c, const double *x, const double *y, size_t n,
    struct arena *scratch)
{
	/* Distances to the first point: with epoch seconds and terabytes the digits would be lost. */
	double mx = 0, my = 0, sxx = 0, sxy = 0, syy = 0, sse = 0;
	for (size_t i = 0; i < n; i++) {
		mx += (x[i] - x[0]) / (double)n;
		my += (y[i] - y[0]) / (double)n;
	}
	double *u = arena_array(scratch, 2 * n, sizeof(*u)), *dx = u + n;
	for (size_t i = 0; i < n; i++) {
		double dy = y[i] - y[0] - my;
		dx[i] = x[i] - x[0] - mx;
		sxx += dx[i] * dx[i];
		sxy += dx[i] * dy;
		syy += dy * dy;
	}
	c->ols = sxy / sxx;
	for (size_t i = 0; i < n; i++) {
		double r = y[i] - y[0] - my - c->ols * dx[i];
		sse += r * r;
		u[i] = dx[i] * r;
	}
	c->ols_se = n > 2 ? sqrt(sse / (double)(n - 2) / sxx) : NAN;
	c->r_squared = syy > 0 ? 1 - sse / syy : NAN;

	size_t lags = (size_t)floor(4 * pow((double)n / 100, 2.0 / 9));
	double sum = 0;
	for (size_t k = 0; k <= lags && k < n; k++) {
		double g = 0;
		for (size_t i = k; i < n; i++)
			g += u[i] * u[i - k];
		sum += (k == 0 ? 1 : 2) * (1 - (double)k / (double)(lags + 1)) * g;
	}
	c->newey_west_se = sqrt(fmax(0, sum)) / sxx;
}

static double
variance_of_s(const double *y, size_t n, struct arena *scratch)
{
	double m = (double)n;
	return (m * (m - 1) * (2 * m + 5) - tie_term(y, n, scratch)) / 18;
}

/* More than `most` points become CLASSICAL_BLOCKS block medians. */
static size_t
brought_down(
    const double **x, const double **y, size_t n, size_t most, struct arena *scratch)
{
	if (n <= most)
		return n;
	double *bx = arena_array(scratch, 2 * CLASSICAL_BLOCKS, sizeof(*bx));
	double *by = bx + CLASSICAL_BLOCKS;
	trend_blocks(*x, *y, n, CLASSICAL_BLOCKS, BLOCK_MEDIAN, bx, by, scratch);
	*x = bx;
	*y = by;
	return CLASSICAL_BLOCKS;
}

static void
slopes_and_kendall(struct classical *c, const double *x, const double *y, size_t n,
    struct arena *scratch)
{
	double variance = variance_of_s(y, n, scratch);
	struct slopes *slopes = n > PAIRS_POINTS ? slopes_open(x, y, n, scratch) : NULL;
	if (slopes != NULL)
		by_counting(c, slopes, variance);
	else
		pairwise(c, x, y, n, variance, scratch);
	kendall_test(c, variance);
}

struct ranked {
	double value;
	size_t at;
};

static int
compare_ranked(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;
	if (a->value < b->value || a->value > b->value)
		return a->value < b->value ? -1 : 1;
	return a->at < b->at ? -1 : 1;
}

/* Mean ranks; values nearer than that are ties. */
static void
rank_with_ties(
    const double *v, size_t n, double near, double *rank, struct arena *scratch)
{
	struct ranked *sorted = arena_array(scratch, n, sizeof(*sorted));
	for (size_t i = 0; i < n; i++)
		sorted[i] = (struct ranked){ v[i], i };
	qsort(sorted, n, sizeof(*sorted), compare_ranked);
	for (size_t i = 0, j; i < n; i = j) {
		for (j = i + 1; j < n && sorted[j].value - sorted[j - 1].value <= near;
		     j++)
			;
		for (size_t k = i; k < j; k++)
			rank[sorted[k].at] = (double)(i + j + 1) / 2;
	}
}

/* What the autocorrelation of the ranks does to the variance of S. */
static double
hamed_rao_factor(const double *rank, size_t n)
{
	double m = (double)n, mean = (m + 1) / 2, c0 = 0, sum = 0;
	double telling = normal_quantile(0.975) / sqrt(m);
	for (size_t i = 0; i < n; i++)
		c0 += (rank[i] - mean) * (rank[i] - mean);
	for (size_t k = 1; k < n; k++) {
		double c = 0, apart = (double)(n - k);
		for (size_t i = k; i < n; i++)
			c += (rank[i] - mean) * (rank[i - k] - mean);
		if (fabs(c / c0) > telling)
			sum += apart * (apart - 1) * (apart - 2) * c / c0;
	}
	return 1 + 2 / (m * (m - 1) * (m - 2)) * sum;
}

/* c has the slope and S of these points. */
static struct hamed_rao
hamed_rao_test(struct classical c, const double *x, const double *y, size_t n,
    struct arena *scratch)
{
	struct hamed_rao h = { NAN, NAN, NAN, NAN, NAN, NAN };
	if (n < 3 || isnan(c.theil_sen))
		return h;
	double *residual = arena_array(scratch, 2 * n, sizeof(*residual)),
	       *rank = residual + n;
	double largest = 0, reach = 0;
	for (size_t i = 0; i < n; i++) {
		residual[i] = (y[i] - y[0]) - c.theil_sen * (x[i] - x[0]);
		largest = fmax(largest, fabs(residual[i]));
		reach = fmax(reach, fabs(y[i] - y[0]));
	}
	double near = 1e-9 * fmax(1, largest);
	if (largest <= fmax(near, 1e-12 * reach))
		return h;
	rank_with_ties(residual, n, near, rank, scratch);
	h.factor = hamed_rao_factor(rank, n);
	h.clamped_factor = fmax(1, h.factor);
	double variance = variance_of_s(y, n, scratch);
	if (h.factor * variance > 0) {
		kendall_test(&c, h.factor * variance);
		h.z = c.kendall_z;
		h.p = c.kendall_p;
	}
	kendall_test(&c, h.clamped_factor * variance);
	h.clamped_z = c.kendall_z;
	h.clamped_p = c.kendall_p;
	return h;
}

struct classical
classical_statistics(const double *x, const double *y, size_t n, struct arena *scratch)
{
	struct classical c = {
		.theil_sen = NAN, .theil_sen_low = NAN, .theil_sen_high = NAN
	};
	n = brought_down(&x, &y, n, CLASSICAL_POINTS, scratch);
	slopes_and_kendall(&c, x, y, n, scratch);
	least_squares(&c, x, y, n, scratch);
	struct classical few = c;
	size_t few_count = brought_down(&x, &y, n, CLASSICAL_BLOCKS, scratch);
	if (few_count < n) {
		few = (struct classical){ .theil_sen = NAN };
		slopes_and_kendall(&few, x, y, few_count, scratch);
	}
	c.hamed_rao = hamed_rao_test(few, x, y, few_count, scratch);
	return c;
}

void
classical_q_values(const double *p, double *q, size_t count, struct arena *scratch)
{
	struct ranked *order = arena_array(scratch, count, sizeof(*order));
	for (size_t i = 0; i < count; i++)
		order[i] = (struct ranked){ p[i], i };
	if (count > 0)
		qsort(order, count, sizeof(*order), compare_ranked);
	double least = 1;
	for (size_t i = count; i-- > 0;) {
		least = fmin(least, order[i].value * (double)count / (double)(i + 1));
		q[order[i].at] = least;
	}
}
