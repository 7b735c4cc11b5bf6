#ifndef ANALYSE_GAP_H
#define ANALYSE_GAP_H

#include <stddef.h>

/*
 * Floors as they would stand without gaps in the recording: what was gained in a gap at the pace that goes on after it is no jump. Only shapes
 * and jumps are looked for in them; tests and rates know the true times. x in seconds, count <= 96; level has room for count.
 */
void gaps_bridge(const double *x, const double *floors, size_t count, double *level);

#endif
