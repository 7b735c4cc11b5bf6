#include "model/ticks.h"

#include <stdlib.h>
#include <string.h>

#include "base/when.h"

#include "base/banned.h"

void
ticks_init(struct ticks *t, struct arena *perm)
{
	*t = (struct ticks){ .arena = perm };
	map_init(&t->seqs, perm);
	map_init(&t->moments, perm);
}

static bool
is_tick(const struct tick *t, uint32_t run, uint32_t seq, int64_t at_ms)
{
	return t->run == run && t->seq == seq && (seq > 0 || t->at_ms == at_ms);
}

/* No capture is older than this; a time of day without a date is counted from 1970 on. */
#define UNDATED_END_MS INT64_C(315532800000)

static bool
is_undated(int64_t at_ms)
{
	return at_ms != WHEN_UNKNOWN && at_ms < UNDATED_END_MS;
}

bool
tick_is_undated(const struct tick *t)
{
	return t->seq == 0 && is_undated(t->at_ms);
}

/* SEQs that follow each other, and the ticks they are, + 1. */
#define SEQS 64

struct seqs {
	uint32_t tick[SEQS];
};

/* Where the number of its tick stands, + 1; 0 while it has none. */
static uint32_t *
place_of_seq(struct ticks *t, uint32_t run, uint32_t seq)
{
	const uint32_t key[] = { run, seq / SEQS };
	bool is_new;
	uint32_t at =
	    map_add(&t->seqs, (struct str){ (const char *)key, sizeof(key) }, &is_new);
	t->seq = arena_grow(
	    t->arena, t->seq, &t->seq_capacity, (size_t)at + 1, sizeof(struct seqs *));
	if (is_new)
		t->seq[at] = arena_alloc(t->arena, sizeof(struct seqs));
	return &t->seq[at]->tick[seq % SEQS];
}

/* The same of what has no SEQ. */
static uint32_t *
place_of_moment(
    struct ticks *t, uint32_t run, int64_t at_ms, uint32_t ordinal, bool written)
{
	bool has_clock = at_ms != WHEN_UNKNOWN;
	bool of_text = is_undated(at_ms) || (!has_clock && written);
	const struct {
		int64_t at;
		uint64_t run, text;
	} key = { has_clock ? at_ms : (int64_t)ordinal, run,
		of_text ? t->text + UINT64_C(1) : 0 };
	uint32_t at =
	    map_add(&t->moments, (struct str){ (const char *)&key, sizeof(key) }, NULL);
	t->moment = arena_grow(t->arena, t->moment, &t->moment_capacity, (size_t)at + 1,
	    sizeof(*t->moment));
	return &t->moment[at];
}

static void
append(struct ticks *t, const struct tick *tick)
{
	size_t page = t->count / TICKS_PER_PAGE;
	if (t->count % TICKS_PER_PAGE == 0) {
		t->pages = arena_grow(t->arena, t->pages, &t->page_capacity, page + 1,
		    sizeof(struct tick *));
		t->pages[page] =
		    arena_array(t->arena, TICKS_PER_PAGE, sizeof(struct tick));
	}
	*tick_at(t, t->count++) = *tick;
}

uint32_t
ticks_add(struct ticks *t, uint32_t run, uint32_t seq, int64_t at_ms, uint32_t ordinal,
    bool written)
{
	bool has_clock = seq > 0 || at_ms != WHEN_UNKNOWN;
	if (has_clock && t->last + 1 < t->count &&
	    is_tick(tick_at(t, t->last + 1), run, seq, at_ms))
		return ++t->last;
	uint32_t *place = seq > 0 ? place_of_seq(t, run, seq)
				  : place_of_moment(t, run, at_ms, ordinal, written);
	if (*place == 0) {
		append(t,
		    &(struct tick){
			.at_ms = at_ms, .seq = seq, .run = run, .written = written });
		*place = (uint32_t)t->count;
	}
	return t->last = *place - 1;
}

/* The first two moments of the text's own clock, and its last. */
struct clock_of_text {
	int64_t first, second, last;
};

static struct clock_of_text
clock_of_text(const struct ticks *t)
{
	struct clock_of_text c = { WHEN_UNKNOWN, WHEN_UNKNOWN, WHEN_UNKNOWN };
	for (size_t i = t->text_first; i < t->count; i++) {
		if (!tick_is_undated(tick_at(t, i)))
			continue;
		int64_t at = tick_at(t, i)->at_ms;
		if (c.first == WHEN_UNKNOWN)
			c.first = at;
		else if (c.second == WHEN_UNKNOWN && at > c.first)
			c.second = at;
		if (at > c.last)
			c.last = at;
	}
	return c;
}

void
ticks_end_text(struct ticks *t, int64_t ended_ms)
{
	struct clock_of_text c = clock_of_text(t);
	bool clock = c.first != WHEN_UNKNOWN, dated = ended_ms != WHEN_UNKNOWN;
	/* Outputs before the first that had a clock belong to the sample before it. */
	int64_t before =
	    c.second != WHEN_UNKNOWN ? c.first - (c.second - c.first) : c.first;
	for (size_t i = t->text_first; i < t->count && (clock || dated); i++) {
		struct tick *tick = tick_at(t, i);
		if (tick->seq > 0)
			continue;
		if (tick->at_ms == WHEN_UNKNOWN)
			tick->at_ms = !clock  ? ended_ms
				      : dated ? before + ended_ms - c.last
					      : before;
		else if (dated && tick_is_undated(tick))
			tick->at_ms += ended_ms - c.last;
	}
	t->text++;
	t->text_first = t->count;
}

void
ticks_compact(struct ticks *t, const bool *used, uint32_t *moved)
{
	size_t kept = 0;
	for (size_t i = 0; i < t->count; i++) {
		moved[i] = (uint32_t)kept;
		if (used[i])
			*tick_at(t, kept++) = *tick_at(t, i);
	}
	t->count = kept;
}

struct ranked {
	int64_t
	    anchor; /* start of the run, or the tick's own time where there is no SEQ */
	uint32_t run, seq, arrival;
};

static int
compare_ranked(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;
	if (a->anchor != b->anchor)
		return a->anchor < b->anchor ? -1 : 1;
	if (a->seq > 0 && b->seq > 0 && a->run != b->run)
		return a->run < b->run ? -1 : 1;
	if (a->seq != b->seq)
		return a->seq < b->seq ? -1 : 1;
	return a->arrival < b->arrival ? -1 : a->arrival > b->arrival;
}

/* For each run the time of its lowest SEQ. */
static int64_t *
run_starts(const struct ticks *t, struct arena *scratch)
{
	uint32_t runs = 0;
	for (size_t i = 0; i < t->count; i++)
		if (tick_at(t, i)->run >= runs)
			runs = tick_at(t, i)->run + 1;
	int64_t *start = arena_array(scratch, runs, sizeof(*start));
	uint32_t *lowest = arena_array(scratch, runs, sizeof(*lowest));
	for (size_t i = 0; i < t->count; i++) {
		const struct tick *tick = tick_at(t, i);
		if (tick->seq > 0 &&
		    (lowest[tick->run] == 0 || tick->seq < lowest[tick->run])) {
			lowest[tick->run] = tick->seq;
			start[tick->run] = tick->at_ms;
		}
	}
	return start;
}

static struct ranked
ranked_tick(const struct ticks *t, const int64_t *start, uint32_t arrival)
{
	const struct tick *tick = tick_at(t, arrival);
	return (struct ranked){ tick->seq > 0 ? start[tick->run] : tick->at_ms,
		tick->run, tick->seq, arrival };
}

static bool
arrived_in_order(const struct ticks *t, const int64_t *start)
{
	for (uint32_t i = 1; i < t->count; i++) {
		struct ranked before = ranked_tick(t, start, i - 1),
			      now = ranked_tick(t, start, i);
		if (compare_ranked(&before, &now) > 0)
			return false;
	}
	return true;
}

static void
put_in_order(struct ticks *t, const int64_t *start, struct arena *scratch)
{
	struct ranked *order = arena_array(scratch, t->count, sizeof(*order));
	struct tick *ranked = arena_array(scratch, t->count, sizeof(*ranked));
	uint32_t *rank = arena_array(scratch, t->count, sizeof(*rank));
	for (uint32_t i = 0; i < t->count; i++)
		order[i] = ranked_tick(t, start, i);
	qsort(order, t->count, sizeof(*order), compare_ranked);
	for (uint32_t i = 0; i < t->count; i++) {
		ranked[i] = *tick_at(t, order[i].arrival);
		rank[order[i].arrival] = i;
	}
	for (uint32_t i = 0; i < t->count; i++) {
		*tick_at(t, i) = ranked[i];
		ramps_add(&t->rank, rank[i], t->arena);
	}
}

void
ticks_freeze(struct ticks *t)
{
	struct arena scratch;
	arena_init(&scratch);
	const int64_t *start = run_starts(t, &scratch);
	if (!arrived_in_order(t, start))
		put_in_order(t, start, &scratch);
	for (uint32_t i = t->rank.length; i < t->count; i++)
		ramps_add(&t->rank, i, t->arena);
	arena_close(&scratch);
}
