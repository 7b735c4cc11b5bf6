#include "analyse/classical.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/dist.h"
#include "analyse/order.h"
#include "analyse/trend.h"

#include "base/banned.h"

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
	double half = normal_quantile(0.975) * sqrt(variance);
	double low = fmax(round_half_even(((double)count - half) / 2) - 1, 0);
	double high =
	    fmin(round_half_even(((double)count + half) / 2), (double)count - 1);
	c->theil_sen = order_median(slope, count);
	c->theil_sen_low = order_select(slope, count, (size_t)low);
	c->theil_sen_high = order_select(slope, count, (size_t)high);
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

struct classical
classical_statistics(const double *x, const double *y, size_t n, struct arena *scratch)
{
	struct classical c = {
		.theil_sen = NAN, .theil_sen_low = NAN, .theil_sen_high = NAN
	};
	if (n > CLASSICAL_POINTS) {
		size_t blocks = CLASSICAL_POINTS / 2;
		double *bx = arena_array(scratch, 2 * blocks, sizeof(*bx)),
		       *by = bx + blocks;
		trend_blocks(x, y, n, blocks, BLOCK_MEDIAN, bx, by, scratch);
		x = bx;
		y = by;
		n = blocks;
	}
	double m = (double)n;
	double variance = (m * (m - 1) * (2 * m + 5) - tie_term(y, n, scratch)) / 18;
	pairwise(&c, x, y, n, variance, scratch);
	kendall_test(&c, variance);
	least_squares(&c, x, y, n, scratch);
	return c;
}

struct ranked_p {
	double p;
	size_t at;
};

static int
compare_p(const void *left, const void *right)
{
	const struct ranked_p *a = left, *b = right;
	if (a->p < b->p || a->p > b->p)
		return a->p < b->p ? -1 : 1;
	return a->at < b->at ? -1 : 1;
}

void
classical_q_values(const double *p, double *q, size_t count, struct arena *scratch)
{
	struct ranked_p *order = arena_array(scratch, count, sizeof(*order));
	for (size_t i = 0; i < count; i++)
		order[i] = (struct ranked_p){ p[i], i };
	if (count > 0)
		qsort(order, count, sizeof(*order), compare_p);
	double least = 1;
	for (size_t i = count; i-- > 0;) {
		least = fmin(least, order[i].p * (double)count / (double)(i + 1));
		q[order[i].at] = least;
	}
}
