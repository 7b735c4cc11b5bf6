#ifndef RENDER_AXIS_H
#define RENDER_AXIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Ticks at round values: 1, 2 or 5 times a power of ten of the unit, or round times of the clock (15 min, 6 h, 1 day). */
#define AXIS_TICKS 12
#define AXIS_LABEL_SIZE 32

struct axis {
	double low, high; /* what the axis spans */
	size_t count;
	double at[AXIS_TICKS];
	double step;
	bool bytes;
	double unit; /* values are written in it: 1, 1024, 1024² … */
};

/* low <= high; the axis begins and ends at a tick. */
struct axis axis_of_values(double low, double high, bool bytes);
/* The number at a tick, with as many decimals as the step needs; the unit stands at the highest tick only. */
void axis_value_label(const struct axis *a, size_t tick, char buf[AXIS_LABEL_SIZE]);

/* Ticks at round moments of the clock between 0 and end_s; start_ms WHEN_UNKNOWN: at round numbers of samples. */
struct axis axis_of_time(int64_t start_ms, double end_s);
/* 08:40, 08:40:30, 22 Nov (where a day begins), Nov 2026, or the number of the sample. */
void axis_time_label(
    const struct axis *a, int64_t start_ms, double at_s, char buf[AXIS_LABEL_SIZE]);
/* Whether a day begins at this tick while others stand within days. */
bool axis_day_begins(const struct axis *a, int64_t start_ms, double at_s);
/* What the labels are in: UTC, with the day where no label tells it; or samples. */
void axis_time_unit(const struct axis *a, int64_t start_ms, char buf[AXIS_LABEL_SIZE]);

#endif
