#ifndef SUPPORT_STANDING_H
#define SUPPORT_STANDING_H

#include "base/arena.h"
#include "parse/sample.h"

/* All rows of a sample, with those that stand as they were: what each stream said last, slot by slot. */
#define STANDING_STREAMS 64

struct standing_stream {
	struct row *rows;
	bool *taken;
	size_t count, capacity, taken_capacity;
};

struct standing {
	struct arena *arena;
	struct standing_stream streams[STANDING_STREAMS];
};

static inline void
standing_put(struct standing *st, struct standing_stream *s, const struct row *row)
{
	size_t count = s->count > row->slot ? s->count : (size_t)row->slot + 1;
	s->rows = arena_grow(st->arena, s->rows, &s->capacity, count, sizeof(*s->rows));
	s->taken = arena_grow(
	    st->arena, s->taken, &s->taken_capacity, count, sizeof(*s->taken));
	for (size_t i = s->count; i < count; i++)
		s->taken[i] = false;
	s->count = count;
	s->rows[row->slot] = *row;
	s->rows[row->slot].name = str_copy(st->arena, row->name);
	s->taken[row->slot] = true;
}

/* Makes *sample one that does not continue, its rows in the arena. */
static inline void
standing_complete(struct standing *st, struct sample *sample)
{
	struct standing_stream *s = &st->streams[sample->stream.index % STANDING_STREAMS];
	for (size_t i = 0; i < s->count && !sample->continues; i++)
		s->taken[i] = false;
	for (size_t i = 0; i < sample->gone_count; i++)
		s->taken[sample->gone[i]] = false;
	for (size_t i = 0; i < sample->change_count; i++) {
		const struct change *c = &sample->changes[i];
		s->rows[c->slot].value[c->metric] = c->value;
	}
	for (size_t i = 0; i < sample->row_count; i++)
		standing_put(st, s, &sample->rows[i]);
	if (!sample->continues)
		return;
	struct row *rows = arena_array(st->arena, s->count + 1, sizeof(*rows));
	size_t count = 0;
	for (size_t i = 0; i < s->count; i++)
		if (s->taken[i])
			rows[count++] = s->rows[i];
	sample->rows = rows;
	sample->row_count = count;
	sample->continues = false;
	sample->change_count = sample->gone_count = 0;
}

#endif
