#include "analyse/local_level.h"

#include <math.h>

#include "base/banned.h"

/* Ratios of step to noise variance that are tried, besides none, and AR roots. */
#define LEAST_RATIO 1e-4
#define NEXT_RATIO 3.16227766016837933
#define RATIOS 15
#define LEAST 1e-300 /* of what has a logarithm */
#define NEXT_ROOT 0.03
#define ROOTS 33

struct fit {
	double likelihood; /* logarithm, restricted, less what all models share */
	double slope, se;
};

static double
likelihood(double log_variances, double information, double residual, size_t n)
{
	double df = (double)(n - 2);
	double variance = fmax(residual / df, LEAST);
	return -(log_variances + log(fmax(information, LEAST)) + df * log(variance)) /
	       2;
}

/* Kalman filter of the level; the first point says all that is known of it before. y and t go through the same gains. */
static struct fit
fit_wandering(const double *t, const double *y, size_t n, double ratio)
{
	double level_y = y[0], level_t = t[0], known = 1;
	double yy = 0, ty = 0, tt = 0, log_variances = 0, variances = 1;
	for (size_t i = 1; i < n; i++) {
		known += ratio * (t[i] - t[i - 1]);
		double variance = known + 1, gain = known / variance;
		double new_y = y[i] - level_y, new_t = t[i] - level_t;
		yy += new_y * new_y / variance;
		ty += new_t * new_y / variance;
		tt += new_t * new_t / variance;
		/* All are above 1; logarithms are dear. */
		variances *= variance;
		if (variances > 1e200) {
			log_variances += log(variances);
			variances = 1;
		}
		level_y += gain * new_y;
		level_t += gain * new_t;
		known *= 1 - gain;
	}
	log_variances += log(variances);
	double slope = ty / tt, residual = fmax(0, yy - slope * ty);
	return (struct fit){ likelihood(log_variances, tt, residual, n), slope,
		sqrt(residual / (double)(n - 2) / tt) };
}

/* The line with AR(1) noise of this root, after Prais and Winsten. */
static double
likelihood_of_root(const double *t, const double *y, size_t n, double root)
{
	double w = sqrt(1 - root * root);
	double s11 = 0, s12 = 0, s22 = 0, y1 = 0, y2 = 0, yy = 0;
	for (size_t i = 0; i < n; i++) {
		double one = i > 0 ? 1 - root : w;
		double time = i > 0 ? t[i] - root * t[i - 1] : w * t[0];
		double value = i > 0 ? y[i] - root * y[i - 1] : w * y[0];
		s11 += one * one;
		s12 += one * time;
		s22 += time * time;
		y1 += one * value;
		y2 += time * value;
		yy += value * value;
	}
	double determinant = s11 * s22 - s12 * s12;
	double level = (y1 * s22 - y2 * s12) / determinant;
	double slope = (y2 * s11 - y1 * s12) / determinant;
	return likelihood(-log(1 - root * root), determinant,
	    fmax(0, yy - level * y1 - slope * y2), n);
}

struct local_level
local_level_fit(const double *x, const double *y, size_t n, struct arena *scratch)
{
	double *t = arena_array(scratch, 2 * n, sizeof(*t)), *above = t + n;
	double scale = (double)(n - 1) / (x[n - 1] - x[0]);
	for (size_t i = 0; i < n; i++) {
		t[i] = (x[i] - x[0]) * scale;
		above[i] = y[i] - y[0];
	}
	struct fit best = fit_wandering(t, above, n, 0);
	double ratio = LEAST_RATIO;
	for (int i = 0; i < RATIOS; i++, ratio *= NEXT_RATIO) {
		struct fit here = fit_wandering(t, above, n, ratio);
		if (here.likelihood > best.likelihood)
			best = here;
	}
	double rooted = -INFINITY;
	for (int i = 0; i <= ROOTS; i++)
		rooted = fmax(
		    rooted, likelihood_of_root(t, above, n, NEXT_ROOT * (double)i));
	return (struct local_level){ best.slope * scale, best.se * scale,
		(double)(n - 2), best.likelihood > rooted };
}
