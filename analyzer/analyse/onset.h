#ifndef ANALYSE_ONSET_H
#define ANALYSE_ONSET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* Where a series that lay flat began to grow, with its 95 % interval; docs/method.md. */
struct onset {
	bool found;       /* there are points enough, and it grows after all */
	bool from_start;  /* the interval reaches the start of the run */
	double at_s, low_s, high_s;
};

struct onset onset_find(
    const double *x, const double *y, size_t count, struct arena *scratch);

#endif
