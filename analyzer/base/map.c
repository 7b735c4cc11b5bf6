#include "base/map.h"

#include "base/die.h"

#include "base/banned.h"

void
map_init(struct map *m, struct arena *a)
{
	*m = (struct map){ .arena = a };
}

/* The slot that holds key, or the free one where it belongs. */
static uint32_t
find_slot(const struct map *m, struct str key)
{
	uint32_t mask = m->slot_count - 1;
	uint32_t slot = (uint32_t)str_hash(key) & mask;
	while (m->slots[slot] != 0 && !str_eq(m->keys[m->slots[slot] - 1], key))
		slot = (slot + 1) & mask;
	return slot;
}

static void
grow_slots(struct map *m)
{
	if (m->slot_count > UINT32_MAX / 4)
		die_no_memory();
	m->slot_count = m->slot_count == 0 ? 16 : m->slot_count * 2;
	m->slots = arena_array(m->arena, m->slot_count, sizeof(*m->slots));
	for (uint32_t i = 0; i < m->count; i++)
		m->slots[find_slot(m, m->keys[i])] = i + 1;
}

uint32_t
map_add(struct map *m, struct str key, bool *is_new)
{
	/* At most half full: chains stay short. */
	if (m->count >= m->slot_count / 2)
		grow_slots(m);
	uint32_t slot = find_slot(m, key);
	if (is_new != NULL)
		*is_new = m->slots[slot] == 0;
	if (m->slots[slot] == 0) {
		m->keys = arena_grow(m->arena, m->keys, &m->capacity,
		    (size_t)m->count + 1, sizeof(*m->keys));
		m->keys[m->count] = str_copy(m->arena, key);
		m->slots[slot] = ++m->count;
	}
	return m->slots[slot] - 1;
}

bool
map_find(const struct map *m, struct str key, uint32_t *index)
{
	if (m->count == 0)
		return false;
	uint32_t slot = find_slot(m, key);
	if (m->slots[slot] == 0)
		return false;
	*index = m->slots[slot] - 1;
	return true;
}

struct str
map_key(const struct map *m, uint32_t index)
{
	assert(index < m->count);
	return m->keys[index];
}
