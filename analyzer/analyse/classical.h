#ifndef ANALYSE_CLASSICAL_H
#define ANALYSE_CLASSICAL_H

#include <stddef.h>

#include "base/arena.h"

/*
 * Mann–Kendall allowing for autocorrelation, after Hamed and Rao (Journal of Hydrology 204, 1998): the variance of S is multiplied by a
 * factor from the autocorrelation of the ranks of the detrended series. As published the factor may be below 1; clamped it is not.
 * Not defined for a constant or an exact line: all NAN. More than 2000 points are first brought down to as many block medians.
 */
struct hamed_rao {
	double factor, z, p;
	double clamped_factor, clamped_z, clamped_p;
};

/*
 * The statistics that analysts know; they are shown and decide nothing. Conventions as scipy 1.10: theilslopes, and Mann–Kendall with
 * tie correction and continuity.
 */
struct classical {
	double theil_sen, theil_sen_low,
	    theil_sen_high; /* median of pairwise slopes, 95 % interval */
	double kendall_s, kendall_z, kendall_p; /* p two-sided */
	struct hamed_rao hamed_rao;
	double ols, ols_se, r_squared;
	double newey_west_se;
};

#define CLASSICAL_POINTS 5000 /* more are first brought down to block medians */
#define CLASSICAL_BLOCKS 2000

struct classical classical_statistics(
    const double *x, const double *y, size_t count, struct arena *scratch);

/* Benjamini–Hochberg: q[i] of p[i], over count tests. */
void
classical_q_values(const double *p, double *q, size_t count, struct arena *scratch);

#endif
