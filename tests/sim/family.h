#ifndef SIM_FAMILY_H
#define SIM_FAMILY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "random.h"

/*
 * The 47 families of single series that the accuracy of seep is measured on: 1–24, 42–44 have no leak, the others have. Levels
 * start between 1000 and 5000, noise has a standard deviation of 20, T is the whole run. docs/accuracy.md has a sentence for each.
 */
#define FAMILY_COUNT 47
#define FAMILY_NOISE 20.0

struct family {
	const char *name;
	bool leak;
	bool
	    undecidable; /* by design: not even a human could say at the end of the run */
	bool one_rate;   /* a leak that has one rate, which an interval can cover */
	bool daily;      /* its cycles are days: the run has a length of its own */
};

struct family_series {
	double *value; /* levels */
	size_t count;
	double *load; /* 0 … 1 at each level, NULL: not driven by load */
	double days;  /* length of the run, which has as many cycles; 0: any */
	double
	    growth; /* true growth per run of the leak while it leaks; 0 without leak */
	double onset; /* where in the run the leak starts, 0 … 1 */
	double end;   /* level at the end of the run without its noise */
};

const struct family *family_find(int number); /* NULL: no such family */
struct family_series
family_draw(
    int number, size_t count, double days, struct random *r, struct arena *arena);

/* A clean family drawn as often as it is met among the series of an ordinary host. */
int family_of_host(struct random *r);

#endif
