#ifndef ANALYSE_CLASSICAL_H
#define ANALYSE_CLASSICAL_H

#include <stddef.h>

#include "base/arena.h"

/*
 * The statistics that analysts know; they are shown and decide nothing. Conventions as scipy 1.10: theilslopes, and Mann–Kendall with
 * tie correction and continuity.
 */
struct classical {
	double theil_sen, theil_sen_low, theil_sen_high; /* median of pairwise slopes, 95 % interval */
	double kendall_s, kendall_z, kendall_p;          /* p two-sided */
	double ols, ols_se, r_squared;
	double newey_west_se;
};

#define CLASSICAL_POINTS 1000 /* more are first brought down to 500 block medians: all pairs are looked at */

struct classical classical_statistics(
    const double *x, const double *y, size_t count, struct arena *scratch);

/* Benjamini–Hochberg: q[i] of p[i], over count tests. */
void classical_q_values(const double *p, double *q, size_t count, struct arena *scratch);

#endif
