#include "analyse/least_squares.h"

#include <math.h>

#include "base/banned.h"

double
least_squares_centred(const double *v, size_t n, double *mean)
{
	double sum = 0, square = 0;
	for (size_t i = 0; i < n; i++)
		sum += v[i];
	*mean = sum / (double)n;
	for (size_t i = 0; i < n; i++)
		square += (v[i] - *mean) * (v[i] - *mean);
	return square;
}

double
least_squares_of_centred(
    const double *g, double gg, const double *y, size_t n, double *slope)
{
	double cross = 0, sse = 0;
	for (size_t i = 0; i < n; i++)
		cross += g[i] * y[i];
	*slope = gg > 0 ? cross / gg : 0;
	for (size_t i = 0; i < n; i++) {
		double r = y[i] - *slope * g[i];
		sse += r * r;
	}
	return sse;
}

double
least_squares_one(const double *g, const double *y, size_t n, double *slope)
{
	double mean_g, mean_y, cross = 0;
	double gg = least_squares_centred(g, n, &mean_g);
	double yy = least_squares_centred(y, n, &mean_y);
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

double
least_squares_two(
    const double *g, const double *h, const double *y, size_t n, double slopes[2])
{
	double mg, mh, my, gh = 0, gy = 0, hy = 0;
	double gg = least_squares_centred(g, n, &mg),
	       hh = least_squares_centred(h, n, &mh);
	(void)least_squares_centred(y, n, &my);
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

double
least_squares_bic(double sse, size_t n, double quantum, int parameters)
{
	double b = (double)n;
	return b * log((sse + b * quantum * quantum / 12) / b) + parameters * log(b);
}
