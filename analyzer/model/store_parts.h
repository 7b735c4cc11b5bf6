#ifndef MODEL_STORE_PARTS_H
#define MODEL_STORE_PARTS_H

#include "base/map.h"
#include "model/ramps.h"
#include "model/store.h"
#include "model/ticks.h"

/* What store.c (taking in), freeze.c and points.c (giving out) share; nobody else includes this. */

#define NO_ENTITY UINT32_MAX
#define BRIEF_FRAMES 10     /* a process life seen in fewer frames has no trend of its own */
#define LIVES_LOOKED_AT 1000 /* of one bucket, newest first: beyond it a row begins a new life */

struct stored {
	struct entity public; /* what store_entity gives out; index is set by store_freeze */
	struct series *series[METRIC_COUNT];
	uint32_t next; /* of the same name, in order of appearance; of the same bucket, newest first */
	uint32_t previous; /* of the same bucket */
	uint32_t life; /* how often it was given back: who remembers another means something else */
	uint32_t seat; /* its slot + 1 while it stands, 0 while it does not; see seats.c */
	bool missed;   /* among its stream's missed */
	bool listed;   /* a command among its stream's commands */
	bool touched;  /* a command whose sums have changed in this frame */
	uint8_t thinning; /* of its series: of 2^thinning frames one is told */
	bool standing; /* a command that had a process in the last frame; as with a seat, public.last and frame_count lag behind */
	uint64_t sum[METRIC_COUNT]; /* a command's, over the processes that stand */
};

/* What stood in a slot of the parser's memo. */
struct slot {
	uint32_t entity; /* + 1; 0: nothing yet */
	uint32_t life;
};

struct entity_list {
	uint32_t *items;
	size_t count, capacity;
};

/* Entities of one kind, size and name. */
struct chain {
	uint32_t first;
	uint32_t given; /* the last one that a row of frame `ordinal` was given */
	uint32_t ordinal;
};

struct stream_store {
	struct stream public;
	struct ramps tick; /* ordinal → tick by arrival */
	struct ramps text; /* ordinal → number of the text it stood in; none unless outputs without SEQ were among them */
	struct slot *slot;
	size_t slot_count, slot_capacity;
	struct map items; /* kind, size and name → chain */
	struct chain *chains;
	size_t chain_capacity;
	uint32_t *by_pid; /* bucket_count chains of processes; NULL until there is one */
	size_t bucket_count, process_count;
	struct entity_list unseated; /* in the frame being read */
	struct entity_list missed;   /* processes that stood and do not: ended, if a whole frame says so */
	struct entity_list commands; /* all that ever had a process */
	struct entity_list touched;  /* commands */
	bool sums_unset; /* the last frame could not tell them */
	bool scrambled;  /* frames came later ones first: see thin.c */
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
	struct map things; /* kind and name of what is no process → first_thing; after store_freeze */
	uint32_t *first_thing;
	struct stream_store *streams;
	size_t stream_count, stream_capacity;
	struct stored **entities; /* NULL: given back */
	size_t entity_count, entity_capacity;
	uint32_t *vacant; /* indices of entities given back */
	size_t vacant_count, vacant_capacity;
	struct text_view *texts;
	size_t text_count, text_capacity;
	size_t text_bytes;
	uint32_t epoch_count;
	bool frozen;
};

/* Which tick an output of a stream is of, in order of time. */
static inline uint32_t
rank_of_frame(const struct store *st, const struct stream_store *s, uint32_t ordinal)
{
	return ramps_at(&st->ticks.rank, ramps_at(&s->tick, ordinal));
}

/* From store.c, for seats.c. */
void store_set(struct store *st, struct stored *e, enum metric m, uint32_t ordinal, int64_t value);
void store_give_back(struct store *st, struct stream_store *s, uint32_t index);

/* seats.c */
void seats_leave(struct store *st, struct stream_store *s, const struct sample *sample, uint32_t ordinal);
void seats_change(struct store *st, struct stream_store *s, const struct sample *sample, uint32_t ordinal);
void seats_give_up(struct store *st, struct stream_store *s, uint32_t index);
void seats_take(struct store *st, struct stream_store *s, uint32_t index, uint32_t slot, uint32_t ordinal);
void seats_close(struct store *st, struct stream_store *s, uint32_t ordinal, bool complete, bool back);
void seats_freeze(struct store *st);

/* thin.c: after each frame, and after the last of all. */
void thin_stream(struct store *st, struct stream_store *s, bool back);
void thin_end(struct store *st);

/* Before ticks are ranked: throws away times that cannot be true (clock.c). */
void clock_settle(struct store *st);

/* After ticks are ranked: streams whose frames arrived in another order than that of time (reorder.c). */
void reorder_streams(struct store *st);

/* page_size.c: what the caches of /proc/slabinfo say it is; -1: they do not. */
int64_t page_size_of_slabs(const struct store *st);

#endif
