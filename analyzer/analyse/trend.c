#include "analyse/trend.h"

#include <math.h>
#include <string.h>

#include "analyse/dist.h"
#include "analyse/order.h"

#include "base/banned.h"

struct sums {
	double s11, s12, s22; /* cross products of the two regressors */
};

/* Least squares of y on (a, b): coefficients, residuals and cross products. */
static struct sums
regress(const double *a, const double *b, const double *y, size_t n, double *level,
    double *slope, double *residual)
{
	struct sums s = { 0, 0, 0 };
	double y1 = 0, y2 = 0;
	for (size_t i = 0; i < n; i++) {
		s.s11 += a[i] * a[i];
		s.s12 += a[i] * b[i];
		s.s22 += b[i] * b[i];
		y1 += a[i] * y[i];
		y2 += b[i] * y[i];
	}
	double determinant = s.s11 * s.s22 - s.s12 * s.s12;
	*level = (y1 * s.s22 - y2 * s.s12) / determinant;
	*slope = (y2 * s.s11 - y1 * s.s12) / determinant;
	for (size_t i = 0; i < n; i++)
		residual[i] = y[i] - *level * a[i] - *slope * b[i];
	return s;
}

/* AR(1) root of the residuals, corrected for its bias in short series, and 1 when it is near 1. */
static double
ar_root(const double *u, size_t n)
{
	double cross = 0, square = 0;
	for (size_t j = 1; j < n; j++) {
		cross += u[j] * u[j - 1];
		square += u[j - 1] * u[j - 1];
	}
	double a = square > 0 ? cross / square : 0;
	a += (2 + 4 * a) / (double)n;
	if (a > 1 - 1.5 / sqrt((double)n))
		return 1;
	return a < 0 ? 0 : a;
}

/* Long-run variance of the weighted residuals, Bartlett weights, bandwidth after Andrews (1991). */
static double
long_run_variance(const double *e, size_t n)
{
	double c0 = 0, c1 = 0;
	for (size_t j = 0; j < n; j++) {
		c0 += e[j] * e[j];
		if (j > 0)
			c1 += e[j] * e[j - 1];
	}
	double r = c0 > 0 ? fmax(-0.97, fmin(0.97, c1 / c0)) : 0;
	double andrews =
	    4 * r * r / ((1 - r) * (1 - r) * (1 + r) * (1 + r)) * (double)n;
	size_t lags = (size_t)floor(fmin(1.1447 * cbrt(andrews), floor((double)n / 4)));
	double h = c0;
	for (size_t k = 1; k <= lags; k++) {
		double c = 0;
		for (size_t j = k; j < n; j++)
			c += e[j] * e[j - k];
		h += 2 * (1 - (double)k / (double)(lags + 1)) * c;
	}
	return fmax(h, c0) / (double)(n - 2);
}

/* Prais–Winsten weighting with root a < 1. */
static void
stationary_slope(
    struct trend *r, const double *t, const double *f, size_t n, double *work)
{
	double *one = work, *time = work + n, *y = work + 2 * n, *e = work + 3 * n;
	double a = r->rho, level;
	double w = sqrt(1 - a * a);
	one[0] = w;
	time[0] = w * t[0];
	y[0] = w * f[0];
	for (size_t j = 1; j < n; j++) {
		one[j] = 1 - a;
		time[j] = t[j] - a * t[j - 1];
		y[j] = f[j] - a * f[j - 1];
	}
	struct sums s = regress(one, time, y, n, &level, &r->slope, e);
	double h = long_run_variance(e, n);
	r->se = sqrt(h * s.s11 / (s.s11 * s.s22 - s.s12 * s.s12));
	r->df = fmax(3, (double)n * (1 - a) / (1 + a) - 2);
	for (size_t j = 0; j < n; j++)
		r->gls_sse += e[j] * e[j];
}

/* A wandering level: increments between up to 24 positions. */
static void
wandering_slope(struct trend *r, const double *t, const double *f, size_t n)
{
	size_t k = n - 1 < 23 ? n - 1 : 23;
	r->slope = (f[n - 1] - f[0]) / (t[n - 1] - t[0]);
	double sum = 0;
	for (size_t i = 0; i < k; i++) {
		size_t from = (n - 1) * i / k, to = (n - 1) * (i + 1) / k;
		double apart = t[to] - t[from];
		double e = f[to] - f[from] - r->slope * apart;
		sum += e * e / apart;
	}
	r->se = sqrt(sum / ((double)(k - 1) * (t[n - 1] - t[0])));
	r->df = (double)(k - 1);
	r->gls_sse = sum;
}

struct trend
trend_test(const double *x, const double *y, size_t n, struct arena *scratch)
{
	struct trend r = { 0 };
	double *t = arena_array(scratch, 7 * n, sizeof(*t));
	double *f = t + n, *one = t + 2 * n, *work = t + 3 * n;
	double scale = (double)(n - 1) / (x[n - 1] - x[0]);
	double level, total = 0, sse = 0;
	for (size_t j = 0; j < n; j++) {
		t[j] = 1 + (x[j] - x[0]) * scale;
		f[j] = y[j] - y[0];
		one[j] = 1;
		total += f[j] * f[j];
	}
	regress(one, t, f, n, &level, &r.slope, work);
	for (size_t j = 0; j < n; j++)
		sse += work[j] * work[j];
	if (sse <= 1e-20 * total) {
		r.exact = true;
		r.slope = (f[n - 1] - f[0]) * scale / (double)(n - 1);
		r.df = (double)(n - 2);
		r.p = r.slope > 0 ? 1e-12 : r.slope < 0 ? 1 : 0.5;
		r.t = r.slope > 0 ? INFINITY : r.slope < 0 ? -INFINITY : 0;
		return r;
	}
	r.rho = ar_root(work, n);
	r.wandering = r.rho >= 1;
	if (r.wandering)
		wandering_slope(&r, t, f, n);
	else
		stationary_slope(&r, t, f, n, work);
	r.t = r.se > 0 ? r.slope / r.se : r.slope > 0 ? INFINITY : 0;
	r.p = student_tail(r.t, r.df);
	r.slope *= scale;
	r.se *= scale;
	return r;
}

/* Taken as distances to `from`, so that no digits are lost. */
static double
mean_of(const double *values, size_t count, double from)
{
	double sum = 0;
	for (size_t i = 0; i < count; i++)
		sum += values[i] - from;
	return from + sum / (double)count;
}

static double
block_floor(const double *values, size_t count, double *copy)
{
	size_t rank = (size_t)floor(0.05 * (double)(count - 1));
	if (rank < ORDER_LOW)
		return order_low(values, count, rank);
	memcpy(copy, values, count * sizeof(*copy));
	return order_select(copy, count, rank);
}

static double
block_value_of(const double *values, size_t count, enum block_value value, double *copy)
{
	switch (value) {
	case BLOCK_FLOOR:
		return block_floor(values, count, copy);
	case BLOCK_MEDIAN:
		memcpy(copy, values, count * sizeof(*copy));
		return order_median(copy, count);
	case BLOCK_MEAN:
		break;
	}
	return mean_of(values, count, values[0]);
}

void
trend_blocks(const double *x, const double *y, size_t count, size_t blocks,
    enum block_value value, double *block_x, double *block_y, struct arena *scratch)
{
	double *copy = arena_array(scratch, count / blocks + 1, sizeof(*copy));
	for (size_t j = 0; j < blocks; j++) {
		size_t from = count * j / blocks, to = count * (j + 1) / blocks;
		if (block_x != NULL)
			block_x[j] = mean_of(x + from, to - from, x[0]);
		block_y[j] = block_value_of(y + from, to - from, value, copy);
	}
}

#define ROOT_SURE 2 /* standard errors of the root */
#define ROOT_MOST 0.95

double
trend_doubt(const struct trend *t, size_t count)
{
	if (t->wandering || t->exact)
		return 1;
	double r = t->rho;
	double most =
	    fmin(ROOT_MOST, r + ROOT_SURE * sqrt((1 - r * r) / (double)count));
	return most > r ? sqrt((1 + most) / (1 - most) * (1 - r) / (1 + r)) : 1;
}
