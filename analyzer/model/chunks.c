#include "model/chunks.h"

#include <stdalign.h>
#include <stdlib.h>

#include "base/die.h"

#include "base/banned.h"

#define CHUNKS_PER_SLAB 1023 /* with the slab's own line a multiple of the page */
#define SERIES_PER_SLAB 512

struct slab {
	alignas(CACHE_LINE) struct slab *older;
	alignas(CACHE_LINE) struct chunk chunks[CHUNKS_PER_SLAB];
};

struct series_slab {
	alignas(CACHE_LINE) struct series_slab *older;
	struct series series[SERIES_PER_SLAB];
};

struct chunk_pool {
	struct slab *slabs;
	struct series_slab *series_slabs;
	struct chunk *free_chunks;
	struct series *free_series;
	size_t bytes;
};

static void *
take(struct chunk_pool *p, size_t bytes)
{
	void *memory = aligned_alloc(CACHE_LINE, bytes);
	if (memory == NULL)
		die_no_memory();
	p->bytes += bytes;
	return memory;
}

struct chunk_pool *
chunk_pool_open(void)
{
	struct chunk_pool *p = calloc(1, sizeof(*p));
	if (p == NULL)
		die_no_memory();
	return p;
}

void
chunk_pool_close(struct chunk_pool *p)
{
	while (p->slabs != NULL) {
		struct slab *older = p->slabs->older;
		free(p->slabs);
		p->slabs = older;
	}
	while (p->series_slabs != NULL) {
		struct series_slab *older = p->series_slabs->older;
		free(p->series_slabs);
		p->series_slabs = older;
	}
	free(p);
}

size_t
chunk_pool_bytes(const struct chunk_pool *p)
{
	return p->bytes;
}

struct chunk *
chunk_take(struct chunk_pool *p)
{
	if (p->free_chunks == NULL) {
		struct slab *slab = take(p, sizeof(*slab));
		slab->older = p->slabs;
		p->slabs = slab;
		for (size_t i = CHUNKS_PER_SLAB; i-- > 0;) {
			slab->chunks[i].next = p->free_chunks;
			p->free_chunks = &slab->chunks[i];
		}
	}
	struct chunk *c = p->free_chunks;
	p->free_chunks = c->next;
	c->next = NULL;
	return c;
}

void
chunks_give_back(struct chunk_pool *p, struct chunk *first, struct chunk *last)
{
	last->next = p->free_chunks;
	p->free_chunks = first;
}

struct series *
series_take(struct chunk_pool *p)
{
	if (p->free_series == NULL) {
		struct series_slab *slab = take(p, sizeof(*slab));
		slab->older = p->series_slabs;
		p->series_slabs = slab;
		for (size_t i = SERIES_PER_SLAB; i-- > 0;) {
			slab->series[i].next_free = p->free_series;
			p->free_series = &slab->series[i];
		}
	}
	struct series *s = p->free_series;
	p->free_series = s->next_free;
	return s;
}

void
series_give_back(struct chunk_pool *p, struct series *s)
{
	s->next_free = p->free_series;
	p->free_series = s;
}
