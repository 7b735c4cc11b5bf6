#ifndef MODEL_STORE_PARTS_H
#define MODEL_STORE_PARTS_H

#include "base/map.h"
#include "model/store.h"
#include "model/ticks.h"

/* What store.c (taking in), freeze.c and points.c (giving out) share; nobody else includes this. */

#define NO_ENTITY UINT32_MAX
#define BRIEF_FRAMES 10     /* a process life seen in fewer frames has no trend of its own */
#define PID_BUCKETS 1024

struct stored {
	struct entity public; /* what store_entity gives out; index is set by store_freeze */
	struct series *series[METRIC_COUNT];
	uint32_t next; /* of the same name or pid, in order of appearance */
	bool alive;    /* a process in the last whole frame */
	bool counted;  /* a command touched in the frame being read */
	int64_t sum[METRIC_COUNT]; /* a command's sums in the frame being read */
};

struct stream_store {
	struct stream public;
	uint32_t *tick;  /* ordinal → tick by arrival */
	size_t tick_capacity;
	uint32_t *text;  /* ordinal → number of the text it stood in; only where there are no SEQs */
	size_t text_capacity;
	uint32_t *slot;  /* slot → entity + 1 */
	size_t slot_capacity;
	struct map items; /* kind, size and name → first entity of a chain */
	uint32_t *first;  /* of the chain, by index of items */
	size_t first_capacity;
	uint32_t *by_pid; /* PID_BUCKETS chains of processes; NULL until there is one */
	uint32_t *alive;  /* processes seen in the last whole frame */
	size_t alive_count, alive_capacity;
	uint32_t *commands;
	size_t command_count, command_capacity;
	uint32_t last_run, last_seq; /* of the last sample */
	int64_t last_ms;
};

struct store {
	struct arena *perm;
	struct diag *diag;
	struct host host;
	struct chunk_pool *pool;
	struct ticks ticks;
	struct map names; /* interned */
	struct stream_store *streams;
	size_t stream_count, stream_capacity;
	struct stored **entities; /* NULL: given back */
	size_t entity_count, entity_capacity;
	uint32_t *vacant; /* indices of entities given back */
	size_t vacant_count, vacant_capacity;
	struct text_view *texts;
	size_t text_count, text_capacity;
	uint8_t *whole;   /* tick by arrival: at least one whole frame */
	size_t whole_capacity;
	uint32_t epoch_count;
	bool frozen;
};

/* Before ticks are ranked: throws away times that cannot be true (clock.c). */
void clock_settle(struct store *st);

/* After ticks are ranked: streams whose frames arrived in another order than that of time (reorder.c). */
void reorder_streams(struct store *st);

/* Order of tools by how well they know a thing; smaller is better. */
int tool_rank(const char *tool);

#endif
