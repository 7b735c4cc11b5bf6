#ifndef RENDER_AXIS_H
#define RENDER_AXIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Ticks at round values: 1, 2 or 5 times a power of ten, of the unit (KB, MB …) or of the clock (15 min, 6 h, 1 day). */
#define AXIS_TICKS 12

struct axis {
	double low, high; /* what the axis spans */
	size_t count;
	double at[AXIS_TICKS];
	double step;
};

/* low <= high; the axis begins and ends at a tick. */
struct axis axis_of_values(double low, double high, bool bytes);
/* Ticks at round moments of the clock between 0 and end_s; start_ms WHEN_UNKNOWN: at round numbers of samples. */
struct axis axis_of_time(int64_t start_ms, double end_s);
/* The words under a tick: 08:40, 08:40:30, 22 Nov, or the number of the sample. */
void axis_time_label(const struct axis *a, int64_t start_ms, double at_s, char buf[32]);

#endif
