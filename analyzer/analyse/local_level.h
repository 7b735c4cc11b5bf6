#ifndef ANALYSE_LOCAL_LEVEL_H
#define ANALYSE_LOCAL_LEVEL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/*
 * The slope of a level that wanders while noise lies on top of it (a staircase of leaked blocks, seen through bursts): local level
 * model with drift, its ratio of step to noise variance by restricted likelihood. The AR(1) noise of trend_test takes the noise for the
 * whole and makes the interval too narrow there.
 */
struct local_level {
	double slope, se; /* per unit of x */
	double df;
	bool better; /* more likely than a line with AR(1) noise of any root */
};

/* x ascending, count >= 3, the points not on one line. */
struct local_level
local_level_fit(const double *x, const double *y, size_t count, struct arena *scratch);

#endif
