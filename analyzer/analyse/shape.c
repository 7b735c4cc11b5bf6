#include "analyse/shape.h"

#include <math.h>

#include "base/banned.h"

#define MAX_FLOORS 96

/* Sum of squares around the mean. */
static double
centred_square(const double *v, size_t n, double *mean)
{
	double sum = 0, square = 0;
	for (size_t i = 0; i < n; i++)
		sum += v[i];
	*mean = sum / (double)n;
	for (size_t i = 0; i < n; i++)
		square += (v[i] - *mean) * (v[i] - *mean);
	return square;
}

/* SSE of y on (1, g); slope of g. */
static double
fit_one(const double *g, const double *y, size_t n, double *slope)
{
	double mean_g, mean_y, cross = 0;
	double gg = centred_square(g, n, &mean_g);
	double yy = centred_square(y, n, &mean_y);
	for (size_t i = 0; i < n; i++)
		cross += (g[i] - mean_g) * (y[i] - mean_y);
	*slope = gg > 0 ? cross / gg : 0;
	double sse = 0;
	for (size_t i = 0; i < n; i++) {
		double r = (y[i] - mean_y) - *slope * (g[i] - mean_g);
		sse += r * r;
	}
	return gg > 0 ? sse : yy;
}

/* SSE of y on (1, g, h); both slopes. */
static double
fit_two(const double *g, const double *h, const double *y, size_t n, double slopes[2])
{
	double mg, mh, my, gh = 0, gy = 0, hy = 0;
	double gg = centred_square(g, n, &mg), hh = centred_square(h, n, &mh);
	(void)centred_square(y, n, &my);
	for (size_t i = 0; i < n; i++) {
		gh += (g[i] - mg) * (h[i] - mh);
		gy += (g[i] - mg) * (y[i] - my);
		hy += (h[i] - mh) * (y[i] - my);
	}
	double determinant = gg * hh - gh * gh;
	if (!(determinant > 1e-12 * gg * hh))
		return INFINITY;
	slopes[0] = (gy * hh - hy * gh) / determinant;
	slopes[1] = (hy * gg - gy * gh) / determinant;
	double sse = 0;
	for (size_t i = 0; i < n; i++) {
		double r =
		    (y[i] - my) - slopes[0] * (g[i] - mg) - slopes[1] * (h[i] - mh);
		sse += r * r;
	}
	return sse;
}

static double
bic(double sse, size_t n, double quantum, int parameters)
{
	double b = (double)n;
	return b * log((sse + b * quantum * quantum / 12) / b) + parameters * log(b);
}

static double
best_step(const double *y, size_t n)
{
	double g[MAX_FLOORS], slope, best = INFINITY;
	for (size_t s = 1; s < n; s++) {
		for (size_t i = 0; i < n; i++)
			g[i] = i >= s;
		best = fmin(best, fit_one(g, y, n, &slope));
	}
	return best;
}

static void
saturating(double *g, size_t n, double tau)
{
	for (size_t i = 0; i < n; i++)
		g[i] = 1 - exp(-((double)i + 0.5) / tau);
}

static double
best_saturating(const double *y, size_t n, double *best_tau)
{
	double g[MAX_FLOORS], slope, best = INFINITY;
	for (double tau = 0.03 * (double)n; tau < 2 * (double)n; tau *= 1.06) {
		saturating(g, n, tau);
		double sse = fit_one(g, y, n, &slope);
		if (slope > 0 && sse < best) {
			best = sse;
			*best_tau = tau;
		}
	}
	return best;
}

static double
best_ramp(const double *y, size_t n)
{
	double g[MAX_FLOORS], slope, best = INFINITY;
	for (size_t s = 0; s + 3 <= n; s++) {
		for (size_t e = s + 2; e <= s + 8 && e + 3 <= n; e++) {
			for (size_t i = 0; i < n; i++)
				g[i] = fmax(0,
				    fmin(1, ((double)i - (double)s) / (double)(e - s)));
			double sse = fit_one(g, y, n, &slope);
			if (slope > 0)
				best = fmin(best, sse);
		}
	}
	return best;
}

static double
best_line(const double *y, size_t n)
{
	double g[MAX_FLOORS], slope;
	for (size_t i = 0; i < n; i++)
		g[i] = (double)i;
	double sse = fit_one(g, y, n, &slope);
	return slope > 0 ? sse : INFINITY;
}

static double
best_hinge(const double *y, size_t n, size_t *knot)
{
	double g[MAX_FLOORS], slope, best = INFINITY;
	for (size_t s = 1; s + 6 <= n; s++) {
		for (size_t i = 0; i < n; i++)
			g[i] = i > s ? (double)(i - s) : 0;
		double sse = fit_one(g, y, n, &slope);
		if (slope > 0 && sse < best) {
			best = sse;
			*knot = s;
		}
	}
	return best;
}

static double
best_warmup(const double *y, size_t n)
{
	double g[MAX_FLOORS], line[MAX_FLOORS], slopes[2], best = INFINITY;
	for (size_t i = 0; i < n; i++)
		line[i] = (double)i;
	for (double tau = 0.03 * (double)n; tau < 0.2 * (double)n; tau *= 1.06) {
		saturating(g, n, tau);
		double sse = fit_two(g, line, y, n, slopes);
		if (isfinite(sse) && slopes[0] > 0 && slopes[1] > 0)
			best = fmin(best, sse);
	}
	return best;
}

int
shape_is_bounded(enum shape s)
{
	return s <= SHAPE_RAMP;
}

static void
choose(struct shapes *s)
{
	double bounded = INFINITY, growing = INFINITY;
	s->best = SHAPE_FLAT;
	for (int i = 0; i < SHAPE_COUNT; i++) {
		double *class_best =
		    shape_is_bounded((enum shape)i) ? &bounded : &growing;
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
shapes_fit(const double *floors, size_t count, double quantum)
{
	static const int parameters[SHAPE_COUNT] = { [SHAPE_FLAT] = 1,
		[SHAPE_STEP] = 3,
		[SHAPE_SATURATING] = 3,
		[SHAPE_RAMP] = 4,
		[SHAPE_LINE] = 2,
		[SHAPE_HINGE] = 3,
		[SHAPE_WARMUP] = 4 };
	double y[MAX_FLOORS] = { 0 }, mean;
	size_t n = count < MAX_FLOORS ? count : MAX_FLOORS;
	for (size_t i = 0; i < n; i++)
		y[i] = floors[i] - floors[0];
	struct shapes s = { .tau = NAN };
	double sse[SHAPE_COUNT] = {
		[SHAPE_FLAT] = centred_square(y, n, &mean),
		[SHAPE_STEP] = best_step(y, n),
		[SHAPE_SATURATING] = best_saturating(y, n, &s.tau),
		[SHAPE_RAMP] = best_ramp(y, n),
		[SHAPE_LINE] = best_line(y, n),
		[SHAPE_HINGE] = best_hinge(y, n, &s.hinge_knot),
		[SHAPE_WARMUP] = best_warmup(y, n),
	};
	for (int i = 0; i < SHAPE_COUNT; i++)
		s.bic[i] = isfinite(sse[i]) ? bic(sse[i], n, quantum, parameters[i])
					    : INFINITY;
	choose(&s);
	return s;
}
