#include "model/ramps.h"

#include <stdbool.h>

#include "base/die.h"

#include "base/banned.h"

static uint32_t
number_at(const struct ramp *ramp, uint32_t place)
{
	return ramp->number + (place - ramp->first) * ramp->rise;
}

/* The second number of a ramp says how it goes on. */
static bool
goes_on(struct ramp *ramp, uint32_t place, uint32_t number)
{
	if (place - ramp->first == 1 && number - ramp->number <= 1)
		ramp->rise = number - ramp->number;
	return number == number_at(ramp, place);
}

void
ramps_add(struct ramps *r, uint32_t number, struct arena *arena)
{
	uint32_t place = r->length++;
	if (r->count > 0 && goes_on(&r->items[r->count - 1], place, number))
		return;
	r->items =
	    arena_grow(arena, r->items, &r->capacity, r->count + 1, sizeof(*r->items));
	r->items[r->count++] = (struct ramp){ place, number, 1 };
}

uint32_t
ramps_at(const struct ramps *r, uint32_t place)
{
	assert(place < r->length);
	size_t low = 0, high = r->count;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (r->items[middle].first <= place)
			low = middle;
		else
			high = middle;
	}
	return number_at(&r->items[low], place);
}
