#include "analyse/local_level.h"

#include <math.h>

#include "analyse/least_squares.h"

#include "base/banned.h"

/* Ratios of step to noise variance that are tried, none and then ever larger ones, and AR roots. */
#define LEAST_RATIO 1e-4
#define NEXT_RATIO 3.16227766016837933
#define RATIOS 16
#define LEAST 1e-300 /* of what has a logarithm */
#define NEXT_ROOT 0.03
#define ROOTS 33

struct fit {
	double likelihood; /* logarithm, restricted, less what all models share */
	double slope, se;
	double ratio;
};

static double
likelihood(double log_variances, double information, double residual, size_t n)
{
	double df = (double)(n - 2);
	double variance = fmax(residual / df, LEAST);
	return -(log_variances + log(fmax(information, LEAST)) + df * log(variance)) /
	       2;
}

/* ---- a level that wanders ---- */

#define LANES 4 /* ratios side by side: none of them waits for another */

/* Kalman filter of the level; the first point says all that is known of it before. y and t go through the same gains. */
struct filter {
	double ratio[LANES];
	double known[LANES], level_y[LANES], level_t[LANES];
	double yy[LANES], ty[LANES], tt[LANES];
	double variances[LANES], log_variances[LANES];
};

static void
filter_start(struct filter *f, double t, double y)
{
	for (int k = 0; k < LANES; k++) {
		f->known[k] = f->variances[k] = 1;
		f->level_y[k] = y;
		f->level_t[k] = t;
		f->yy[k] = f->ty[k] = f->tt[k] = f->log_variances[k] = 0;
	}
}

static void
filter_take(struct filter *f, double apart, double t, double y)
{
	for (int k = 0; k < LANES; k++) {
		double known = f->known[k] + f->ratio[k] * apart;
		double variance = known + 1, gain = known / variance;
		double new_y = y - f->level_y[k], new_t = t - f->level_t[k];
		f->yy[k] += new_y * new_y / variance;
		f->ty[k] += new_t * new_y / variance;
		f->tt[k] += new_t * new_t / variance;
		f->variances[k] *= variance;
		f->level_y[k] += gain * new_y;
		f->level_t[k] += gain * new_t;
		f->known[k] = known * (1 - gain);
	}
	/* All are above 1; logarithms are dear. */
	for (int k = 0; k < LANES; k++) {
		if (f->variances[k] > 1e200) {
			f->log_variances[k] += log(f->variances[k]);
			f->variances[k] = 1;
		}
	}
}

static struct fit
filter_fit(const struct filter *f, int k, size_t n)
{
	double slope = f->ty[k] / f->tt[k];
	double residual = fmax(0, f->yy[k] - slope * f->ty[k]);
	double logs = f->log_variances[k] + log(f->variances[k]);
	return (struct fit){ likelihood(logs, f->tt[k], residual, n), slope,
		sqrt(residual / (double)(n - 2) / f->tt[k]), f->ratio[k] };
}

static struct fit
best_wandering(const double *t, const double *y, size_t n)
{
	struct fit best = { -INFINITY, NAN, NAN, 0 };
	double next = LEAST_RATIO;
	for (int tried = 0; tried < RATIOS; tried += LANES) {
		struct filter f;
		for (int k = 0; k < LANES; k++) {
			f.ratio[k] = tried + k == 0 ? 0 : next;
			next *= tried + k == 0 ? 1 : NEXT_RATIO;
		}
		filter_start(&f, t[0], y[0]);
		for (size_t i = 1; i < n; i++)
			filter_take(&f, t[i] - t[i - 1], t[i], y[i]);
		for (int k = 0; k < LANES; k++) {
			struct fit here = filter_fit(&f, k, n);
			if (here.likelihood > best.likelihood || tried + k == 0)
				best = here;
		}
	}
	return best;
}

/* ---- a line with AR(1) noise, after Prais and Winsten ---- */

/* The sum of products of two series once both are weighted with a root: a square in the root. */
struct product {
	double now, next, before;
};

static struct product
product_of(const double *a, const double *b, size_t n)
{
	struct product p = { a[0] * b[0], 0, -a[0] * b[0] };
	for (size_t i = 1; i < n; i++) {
		p.now += a[i] * b[i];
		p.next += a[i] * b[i - 1] + a[i - 1] * b[i];
		p.before += a[i - 1] * b[i - 1];
	}
	return p;
}

static double
with_root(const struct product *p, double root)
{
	return p->now - root * p->next + root * root * p->before;
}

/* Is a line with noise of some root as likely? */
static bool
some_root_is_as_likely(
    double as, const double *one, const double *t, const double *y, size_t n)
{
	const struct product of_one = product_of(one, one, n),
			     of_both = product_of(one, t, n),
			     of_t = product_of(t, t, n), y_one = product_of(y, one, n),
			     y_t = product_of(y, t, n), of_y = product_of(y, y, n);
	bool found = false;
	for (int i = 0; i <= ROOTS && !found; i++) {
		double root = NEXT_ROOT * (double)i;
		double s11 = with_root(&of_one, root), s12 = with_root(&of_both, root),
		       s22 = with_root(&of_t, root);
		double y1 = with_root(&y_one, root), y2 = with_root(&y_t, root);
		double determinant = s11 * s22 - s12 * s12;
		double level = (y1 * s22 - y2 * s12) / determinant;
		double slope = (y2 * s11 - y1 * s12) / determinant;
		double left = with_root(&of_y, root) - level * y1 - slope * y2;
		found = likelihood(
			    -log(1 - root * root), determinant, fmax(0, left), n) >= as;
	}
	return found;
}

/* Taken around the line of least squares, so that the products are of what is left: the likelihood is the same. */
static void
take_out_line(const double *t, double *y, size_t n)
{
	double mean_t, mean_y, cross = 0;
	double tt = least_squares_centred(t, n, &mean_t);
	(void)least_squares_centred(y, n, &mean_y);
	for (size_t i = 0; i < n; i++)
		cross += (t[i] - mean_t) * (y[i] - mean_y);
	for (size_t i = 0; i < n; i++)
		y[i] = (y[i] - mean_y) - cross / tt * (t[i] - mean_t);
}

struct local_level
local_level_fit(const double *x, const double *y, size_t n, struct arena *scratch)
{
	double *t = arena_array(scratch, 3 * n, sizeof(*t)), *above = t + n,
	       *one = t + 2 * n;
	double scale = (double)(n - 1) / (x[n - 1] - x[0]);
	for (size_t i = 0; i < n; i++) {
		t[i] = (x[i] - x[0]) * scale;
		above[i] = y[i] - y[0];
		one[i] = 1;
	}
	struct fit best = best_wandering(t, above, n);
	take_out_line(t, above, n);
	/* One that does not wander is a line with noise of root 0. */
	bool better = best.ratio > 0 &&
		      !some_root_is_as_likely(best.likelihood, one, t, above, n);
	return (struct local_level){ best.slope * scale, best.se * scale,
		(double)(n - 2), better };
}
