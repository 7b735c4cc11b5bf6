#ifndef ANALYSE_TREND_H
#define ANALYSE_TREND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/*
 * The floor-trend test: does the level that is never fallen below rise by more than its own wandering explains? Valid for stationary
 * noise and for a random walk: the slope of a regression with AR(1) errors whose root is taken for 1 when it is
 * near 1 (after Perron and Yabu, Journal of Econometrics 151, 2009), and at 1 the t-test of the increments.
 */
struct trend {
	double slope;   /* per unit of x */
	double se;
	double t;       /* slope / se; +-INFINITY for an exact line */
	double df;
	double p;       /* one-sided: grows */
	double rho;     /* AR root, 0 … 1 */
	bool wandering; /* root taken for 1 */
	bool exact;     /* no residuals at all */
	double gls_sse; /* residual sum of squares after weighting */
};

/* x ascending, count >= 3 (the test is meant for 8 to 96 points). */
struct trend trend_test(
    const double *x, const double *y, size_t count, struct arena *scratch);

/*
 * So few points do not tell how much neighbours resemble each other: by how much the interval of the slope grows when the root is taken at
 * the upper end of what it may be. Where intervals are promised for memory as a whole, which follows the load.
 */
double trend_doubt(const struct trend *t, size_t count);

/*
 * Cuts a series into blocks of equal numbers of points. Each block gives the mean of its x and its floor (the 5 % low quantile; the
 * minimum of at most 20 points), its median, or its mean. count >= blocks. block_x may be NULL.
 */
enum block_value { BLOCK_FLOOR, BLOCK_MEDIAN, BLOCK_MEAN };
void trend_blocks(const double *x, const double *y, size_t count, size_t blocks,
    enum block_value value, double *block_x, double *block_y, struct arena *scratch);

#endif
