#ifndef ANALYSE_RIVAL_H
#define ANALYSE_RIVAL_H

#include <stddef.h>

#include "analyse/analysis.h"
#include "base/arena.h"

/* How growth that thins out runs over so many floors. To be made once for many series. */
struct rival_grid;
const struct rival_grid *rival_grid_make(size_t count, struct arena *arena);

/* Weighs the harmless stories (struct rivals) against growth. x in seconds, bic of the shapes fitted to the floors. -INFINITY: no line rises at all. Of more than 3 floors. */
struct rivals rivals_weigh(const struct rival_grid *grid, const double *x,
    const double *floors, double quantum, const double bic[SHAPE_COUNT]);

#endif
