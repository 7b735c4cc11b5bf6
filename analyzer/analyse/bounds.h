#ifndef ANALYSE_BOUNDS_H
#define ANALYSE_BOUNDS_H

#include <stdbool.h>

#include "analyse/lore.h"
#include "base/arena.h"
#include "base/map.h"
#include "model/store.h"

/* What the capture tells of the system's bounds: kern.maxvnodes, fs.file-max … with the last value seen of each. */
struct bounds {
	struct map names;
	double *value;
	size_t capacity;
};

void bounds_init(struct bounds *b, struct arena *perm);
void bounds_add(struct bounds *b, struct str name, double value);
void bounds_read(struct bounds *b, const struct store *st, struct arena *scratch);
/* NAN: the capture does not tell. */
double bounds_value(const struct bounds *b, struct str name);

/* The bound that a lore row names, for one entity. */
struct bound {
	enum { BOUND_NONE, BOUND_KNOWN, BOUND_UNTOLD } state;
	double value; /* items, or bytes; NAN when untold */
	bool bytes;
	struct str name;
};

/*
 * The smallest of the row's bounds that the capture tells (limit is the entity's LIMIT column, NAN none); else the first that it does
 * not tell; none when there is nothing but "none". What bounds only cached free items is no bound.
 */
struct bound bound_of(const struct lore_row *row, const struct bounds *b, double limit);

#endif
