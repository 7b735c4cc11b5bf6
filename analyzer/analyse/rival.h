#ifndef ANALYSE_RIVAL_H
#define ANALYSE_RIVAL_H

#include <stddef.h>

#include "analyse/analysis.h"

/* Weighs the harmless stories (struct rivals) against growth. x in seconds, bic of the shapes fitted to the floors. -INFINITY: no line rises at all. count > 3. */
struct rivals rivals_weigh(const double *x, const double *floors, size_t count,
    double quantum, const double bic[SHAPE_COUNT]);

#endif
