#ifndef ANALYSE_SHAPE_H
#define ANALYSE_SHAPE_H

#include <stddef.h>

#include "analyse/analysis.h"

/*
 * Which of seven simple shapes fits the floors best, by the Bayesian information criterion
 * BIC = B ln((SSE + B q^2/12)/B) + k ln B, where q is the quantum (it keeps the logarithm finite) and k the number of
 * parameters. Four shapes are bounded (flat, step, saturating, ramp), three go on growing (line, hinge, warm-up and line).
 */
struct shapes {
	double bic[SHAPE_COUNT]; /* INFINITY: the shape's sign constraint fails, or too few floors */
	size_t hinge_knot;       /* index of the floor where the hinge bends */
	double tau;              /* of the saturating fit, in blocks */
	enum shape best, runner_up;
	double margin;           /* best bounded minus best growing BIC: above 0 speaks for growing */
};

/* The curves that so many floors are held against: at least one, and of more than 96 the first. To be made once for many fits. */
struct shape_grid;
const struct shape_grid *shape_grid_make(size_t count, struct arena *arena);

struct shapes shapes_fit(const struct shape_grid *grid, const double *floors, double quantum);

#endif
