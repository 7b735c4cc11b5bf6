#ifndef ACCURACY_NAIVE_H
#define ACCURACY_NAIVE_H

#include <stddef.h>

/* What simple detectors say about the same series, for comparison. */
enum naive {
	NAIVE_TABLE, /* last value more than 5 % above the first: a start/end table */
	NAIVE_OLS_HALF,       /* straight line with positive slope and R2 above .5 */
	NAIVE_OLS,            /* the same, above .8 */
	NAIVE_KENDALL,        /* Mann-Kendall, p < .05 */
	NAIVE_KENDALL_STRICT, /* p < .001 */
	NAIVE_COUNT
};

extern const char *const naive_names[NAIVE_COUNT];

/* A bit for each detector that would call a leak. */
unsigned naive_calls(const double *value, size_t count);

#endif
