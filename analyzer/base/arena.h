#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

/*
 * Memory by lifetime. What is allocated from an arena lives until the arena is rewound past it or closed; nothing
 * is freed alone. Allocation never fails: when the system has no memory the program ends (see die.h). Rewound and
 * not yet given bytes are poisoned under AddressSanitizer.
 */
struct arena_block;

struct arena {
	struct arena_block *last; /* newest block, links to older ones */
	size_t bytes;             /* given out and not rewound */
};

struct arena_mark {
	struct arena_block *block;
	size_t used;
	size_t bytes;
};

void arena_init(struct arena *a);
void arena_close(struct arena *a); /* gives everything back; a may be used again */

/* Zeroed memory, aligned for any type. bytes may be 0. */
void *arena_alloc(struct arena *a, size_t bytes);
/* count items of item_bytes each, zeroed; the product is checked. */
void *arena_array(struct arena *a, size_t count, size_t item_bytes);
/* The same, not zeroed: what is not written to costs nothing. */
void *arena_room(struct arena *a, size_t bytes);
/* A copy of so many items; count may be 0, and items NULL then. */
void *arena_copy(struct arena *a, const void *items, size_t count, size_t item_bytes);
void *arena_enlarge( /* arena_grow, once it must */
    struct arena *a, void *items, size_t *capacity, size_t needed, size_t item_bytes);

/*
 * Makes room for `needed` items in an array that grows: returns items itself while *capacity suffices, else a
 * larger copy (at least doubled, new part zeroed) and sets *capacity. items may be NULL with *capacity 0.
 */
static inline void *
arena_grow(struct arena *a, void *items, size_t *capacity, size_t needed, size_t item_bytes)
{
	if (needed <= *capacity)
		return items;
	return arena_enlarge(a, items, capacity, needed, item_bytes);
}

struct arena_mark arena_mark(const struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark mark);

#endif
