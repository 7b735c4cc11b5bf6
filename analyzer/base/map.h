#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * Bytes → index. Keys are copied into the arena and numbered 0, 1, 2, … in order of insertion, so that whatever is
 * printed from a map depends on the input and never on hashing.
 */
struct map {
	struct arena *arena;
	struct str *keys;
	uint32_t count;
	size_t capacity;
	uint32_t *slots; /* open addressing, index + 1, 0 is free */
	uint32_t slot_count;
};

void map_init(struct map *m, struct arena *a);
uint32_t map_add(struct map *m, struct str key, bool *is_new); /* is_new may be NULL */
bool map_find(const struct map *m, struct str key, uint32_t *index);
struct str map_key(const struct map *m, uint32_t index);

#endif
