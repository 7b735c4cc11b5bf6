#ifndef ANALYSE_CLEAN_H
#define ANALYSE_CLEAN_H

#include <stddef.h>

#include "base/arena.h"

/*
 * Replaces single points that stand out of both neighbours by more than 8 times the usual (1.4826 × upper quartile of the distance to the median
 * of three): parse glitches. Needs 8 points. Returns how many.
 */
size_t clean_spikes(double *y, size_t count, struct arena *scratch);

/* Part of the movement that a daily cycle, or work, must explain to be taken out, and spoken of. */
#define CLEAN_TELLING 0.30

/*
 * Takes a daily cycle out of y when it explains at least CLEAN_TELLING of what is left around the centred 24 h mean; needs two days, and days that
 * look like each other. With less than six points a day (but 2.5) a plain wave beside a straight line instead, when it explains half. x in seconds. Returns the strength, 0 when there is none to be seen.
 */
double clean_daily_cycle(const double *x, double *y, size_t count, struct arena *scratch);

/*
 * Takes out of y what rises and falls with the pace of work (requests, CPU time): the part of its movements from point to point that a
 * straight line over the movements of that pace explains, when that is at least CLEAN_TELLING. Growth that stays is left alone. work is
 * cumulative, x in seconds. Returns that part, 0 when the work tells nothing.
 */
double clean_load(const double *x, const double *work, double *y, size_t count,
    struct arena *scratch);

#endif
