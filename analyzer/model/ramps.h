#ifndef MODEL_RAMPS_H
#define MODEL_RAMPS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/*
 * A list of numbers of which nearly each is one more than the one before, or the same: which frame of a command is of which sample. Only
 * where it goes on otherwise is anything stored.
 */
struct ramp {
	uint32_t first; /* place in the list */
	uint32_t number; /* that stands there */
	uint32_t rise;   /* from each to the next: 0 or 1 */
};

struct ramps {
	struct ramp *items;
	size_t count, capacity;
	uint32_t length; /* of the list */
};

void ramps_add(struct ramps *r, uint32_t number, struct arena *arena);
uint32_t ramps_at(const struct ramps *r, uint32_t place);

#endif
