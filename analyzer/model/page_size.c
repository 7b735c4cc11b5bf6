#include "model/store_parts.h"

#include "base/num.h"

#include "base/banned.h"

/*
 * /proc/slabinfo counts pages and does not say how large they are. But some cache always fills its slabs to the last byte (kmalloc-N, N a power of
 * two), and none holds more than its pages do: the densest cache tells the size. Where that is no power of two nothing is concluded.
 */
#define PAGE_BYTES_MIN 4096
#define PAGE_BYTES_MAX 65536

static int64_t
last_of(const struct stored *s, enum metric m)
{
	int64_t value;
	return s->series[m] != NULL && series_last(s->series[m], &value) ? value : 0;
}

/* Bytes of objects in each page that the cache holds; 0: it does not say. */
static int64_t
density(const struct stored *s)
{
	if (s->public.kind != KIND_SLAB || s->public.unit != UNIT_PAGES)
		return 0;
	int64_t pages = last_of(s, METRIC_HELD);
	int64_t objects = last_of(s, METRIC_USED) + last_of(s, METRIC_FREE);
	return pages > 0 && objects > 0 ? num_mul(objects, s->public.item_size) / pages
					: 0;
}

int64_t
page_size_of_slabs(const struct store *st)
{
	int64_t densest = 0;
	for (size_t i = 0; i < st->entity_count; i++) {
		if (st->entities[i] == NULL)
			continue;
		int64_t bytes = density(st->entities[i]);
		if (bytes > densest)
			densest = bytes;
	}
	for (int64_t size = PAGE_BYTES_MIN; size <= PAGE_BYTES_MAX; size *= 2)
		if (densest == size)
			return size;
	return -1;
}
