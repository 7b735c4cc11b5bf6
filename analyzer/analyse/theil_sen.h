#ifndef ANALYSE_THEIL_SEN_H
#define ANALYSE_THEIL_SEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/*
 * Order statistics of all n (n - 1) / 2 pairwise slopes without making them: expected O(n log n). A slope is less than p/q when the keys
 * q y - p x of its two points stand in falling order, so counting slopes is counting inversions; random slopes close in on
 * the one that is looked for (after Matoušek, Information Processing Letters 39, 1991). Exact: x is taken in milliseconds, keys are 128-bit integers.
 */
struct slopes;

/* NULL: x is not strictly ascending in milliseconds, or values are not whole or half numbers, or they are 2^51 apart. */
struct slopes *
slopes_open(const double *x, const double *y, size_t count, struct arena *scratch);
double slopes_count(const struct slopes *s);
/* The slope of that rank, 0 is the least; per unit of x. */
double slopes_select(struct slopes *s, double rank);
/* Kendall's S: pairs that rise minus pairs that fall. */
double slopes_kendall(struct slopes *s);

#endif
