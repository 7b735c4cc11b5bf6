#ifndef MODEL_TICKS_H
#define MODEL_TICKS_H

#include "base/arena.h"
#include "base/map.h"
#include "model/ramps.h"
#include "model/store.h"

/*
 * The moments of a capture. While it is read, ticks are numbered in order of arrival, one for each (run, SEQ), or (run, time) where
 * there is no SEQ. ticks_freeze ranks them: within a run by SEQ, never by the clock; runs, and what has no SEQ, by time.
 */
struct ticks {
	struct arena *arena;
	struct map seqs;    /* run and stretch of SEQs → which */
	struct seqs **seq;  /* the ticks of each such stretch */
	size_t seq_capacity;
	struct map moments; /* run and time of what has no SEQ → which */
	uint32_t *moment;   /* its tick */
	size_t moment_capacity;
	struct tick **pages; /* by arrival; after ticks_freeze by rank */
	size_t page_capacity;
	size_t count;
	struct ramps rank; /* arrival → rank, after ticks_freeze */
	uint32_t text;   /* number of the text (frame without SEQ) being read */
	size_t text_first; /* its first tick */
	uint32_t last;   /* most likely answer of ticks_find is the one after it */
};

#define TICKS_PER_PAGE 512 /* a few pages to a block of the arena */

static inline struct tick *
tick_at(const struct ticks *t, size_t index)
{
	return &t->pages[index / TICKS_PER_PAGE][index % TICKS_PER_PAGE];
}

void ticks_init(struct ticks *t, struct arena *perm);
/*
 * The tick of (run, seq, time), made if new. A sample without SEQ and clock is the ordinal-th of its stream. A clock without a date tells apart only
 * the outputs of one text; so does having no clock where the text's end is known (written).
 */
uint32_t ticks_add(struct ticks *t, uint32_t run, uint32_t seq, int64_t at_ms,
    uint32_t ordinal, bool written);
/* The text is over. ended_ms, if known, is the time of its last output: that gives undated clocks their date. */
void ticks_end_text(struct ticks *t, int64_t ended_ms);
bool tick_is_undated(const struct tick *t);
/* Leaves only the ticks of which used is true; moved: old index → new one. */
void ticks_compact(struct ticks *t, const bool *used, uint32_t *moved);
void ticks_freeze(struct ticks *t);

#endif
