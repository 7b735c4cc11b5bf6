#include "model/ticks.h"

#include <stdlib.h>
#include <string.h>

#include "base/when.h"

#include "base/banned.h"

void
ticks_init(struct ticks *t, struct arena *perm)
{
	*t = (struct ticks){ .arena = perm };
	map_init(&t->keys, perm);
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

uint32_t
ticks_add(struct ticks *t, uint32_t run, uint32_t seq, int64_t at_ms, uint32_t ordinal,
    bool written)
{
	bool has_clock = seq > 0 || at_ms != WHEN_UNKNOWN;
	if (has_clock && t->last + 1 < t->count &&
	    is_tick(&t->at[t->last + 1], run, seq, at_ms))
		return ++t->last;

	bool of_text = seq == 0 && (is_undated(at_ms) || (!has_clock && written));
	struct {
		uint32_t run, seq;
		int64_t at;
		uint64_t text;
	} key = { run, seq,
		seq > 0     ? 0
		: has_clock ? at_ms
			    : (int64_t)ordinal,
		of_text ? t->text + UINT64_C(1) : 0 };
	bool is_new;
	t->last =
	    map_add(&t->keys, (struct str){ (const char *)&key, sizeof(key) }, &is_new);
	if (is_new) {
		t->at = arena_grow(
		    t->arena, t->at, &t->capacity, t->count + 1, sizeof(*t->at));
		t->at[t->count++] = (struct tick){
			.at_ms = at_ms, .seq = seq, .run = run, .written = written
		};
	}
	return t->last;
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
		if (!tick_is_undated(&t->at[i]))
			continue;
		int64_t at = t->at[i].at_ms;
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
		struct tick *tick = &t->at[i];
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
			t->at[kept++] = t->at[i];
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
		if (t->at[i].run >= runs)
			runs = t->at[i].run + 1;
	int64_t *start = arena_array(scratch, runs, sizeof(*start));
	uint32_t *lowest = arena_array(scratch, runs, sizeof(*lowest));
	for (size_t i = 0; i < t->count; i++) {
		const struct tick *tick = &t->at[i];
		if (tick->seq > 0 &&
		    (lowest[tick->run] == 0 || tick->seq < lowest[tick->run])) {
			lowest[tick->run] = tick->seq;
			start[tick->run] = tick->at_ms;
		}
	}
	return start;
}

void
ticks_freeze(struct ticks *t)
{
	struct arena scratch;
	arena_init(&scratch);
	const int64_t *start = run_starts(t, &scratch);
	struct ranked *order = arena_array(&scratch, t->count, sizeof(*order));
	for (size_t i = 0; i < t->count; i++) {
		const struct tick *tick = &t->at[i];
		order[i] =
		    (struct ranked){ tick->seq > 0 ? start[tick->run] : tick->at_ms,
			    tick->run, tick->seq, (uint32_t)i };
	}
	if (t->count > 0)
		qsort(order, t->count, sizeof(*order), compare_ranked);

	struct tick *ranked = arena_array(&scratch, t->count, sizeof(*ranked));
	t->rank = arena_array(t->arena, t->count, sizeof(*t->rank));
	for (size_t i = 0; i < t->count; i++) {
		ranked[i] = t->at[order[i].arrival];
		t->rank[order[i].arrival] = (uint32_t)i;
	}
	if (t->count > 0)
		memcpy(t->at, ranked, t->count * sizeof(*ranked));
	arena_close(&scratch);
}
