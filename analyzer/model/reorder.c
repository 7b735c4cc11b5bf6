#include <stdlib.h>

#include "model/store_parts.h"

#include "base/banned.h"

/*
 * Archives and lists of files have no order: the outputs of a command may arrive later ones first. Once all times are known, such a stream is
 * written anew, as if it had arrived in order, so that nothing behind it need care.
 */
struct arrival {
	uint32_t rank; /* of its tick */
	uint32_t ordinal;
};

static int
compare_arrivals(const void *left, const void *right)
{
	const struct arrival *a = left, *b = right;
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return a->ordinal < b->ordinal ? -1 : a->ordinal > b->ordinal;
}

static bool
arrived_in_order(const struct store *st, const struct stream_store *s)
{
	for (uint32_t o = 1; o < s->public.frame_count; o++)
		if (rank_of_frame(st, s, o) < rank_of_frame(st, s, o - 1))
			return false;
	return true;
}

/* The numbers that frames have in order of time, by those they have now; ticks follow at once. */
static uint32_t *
renumber(struct store *st, struct stream_store *s, struct arena *scratch)
{
	uint32_t count = s->public.frame_count;
	struct arrival *order = arena_array(scratch, count, sizeof(*order));
	uint32_t *number = arena_array(scratch, count, sizeof(*number));
	struct ramps tick = { 0 };
	for (uint32_t o = 0; o < count; o++)
		order[o] = (struct arrival){ rank_of_frame(st, s, o), o };
	qsort(order, count, sizeof(*order), compare_arrivals);
	for (uint32_t i = 0; i < count; i++) {
		number[order[i].ordinal] = i;
		ramps_add(&tick, ramps_at(&s->tick, order[i].ordinal), st->perm);
	}
	s->tick = tick;
	return number;
}

/* What frames say of one quantity, while it is being written anew. */
struct page {
	int64_t *value;
	bool *known;
	uint32_t count;
};

static void
spread(struct page *p, const struct series *s, uint32_t end, const uint32_t *number)
{
	struct series_cursor cursor;
	struct run run;
	for (uint32_t i = 0; i < p->count; i++)
		p->known[i] = false;
	series_start(&cursor, s, end);
	while (series_next(&cursor, &run)) {
		for (uint32_t o = run.first; o < run.first + run.count; o++) {
			p->value[number[o]] = run.value;
			p->known[number[o]] = true;
		}
	}
}

static struct series *
gather(struct chunk_pool *pool, const struct page *p, uint32_t *first, uint32_t *last)
{
	struct series *s = series_open(pool);
	bool known = false;
	for (uint32_t i = 0; i < p->count; i++) {
		if (p->known[i]) {
			(void)series_set(pool, s, i, p->value[i]);
			*first = i < *first ? i : *first;
			*last = i > *last ? i : *last;
		} else if (known) {
			(void)series_unset(pool, s, i);
		}
		known = p->known[i];
	}
	return s;
}

static void
rewrite(struct store *st, struct stored *e, struct page *p, const uint32_t *number)
{
	uint32_t a = number[e->public.first], b = number[e->public.last];
	uint32_t first = a < b ? a : b, last = a < b ? b : a;
	for (int m = 0; m < METRIC_COUNT; m++) {
		if (e->series[m] == NULL)
			continue;
		spread(p, e->series[m], e->public.last + 1, number);
		series_close(st->pool, e->series[m]);
		e->series[m] = gather(st->pool, p, &first, &last);
	}
	e->public.first = first;
	e->public.last = last;
	/* As it would have been buried in its time. */
	if (e->public.kind == KIND_PROCESS && e->public.frame_count < BRIEF_FRAMES &&
	    last + 1 < p->count) {
		for (int m = 0; m < METRIC_COUNT; m++)
			if (e->series[m] != NULL)
				series_close(st->pool, e->series[m]);
		*e = (struct stored){ .public = { .marks = ENTITY_BRIEF } };
	}
}

void
reorder_streams(struct store *st)
{
	for (size_t i = 0; i < st->stream_count; i++) {
		struct stream_store *s = &st->streams[i];
		if (arrived_in_order(st, s))
			continue;
		struct arena scratch;
		arena_init(&scratch);
		struct page page = { .count = s->public.frame_count };
		page.value = arena_array(&scratch, page.count, sizeof(*page.value));
		page.known = arena_array(&scratch, page.count, sizeof(*page.known));
		const uint32_t *number = renumber(st, s, &scratch);
		for (size_t j = 0; j < st->entity_count; j++) {
			struct stored *e = st->entities[j];
			if (e->public.stream == i && !(e->public.marks & ENTITY_BRIEF))
				rewrite(st, e, &page, number);
		}
		arena_close(&scratch);
	}
}
