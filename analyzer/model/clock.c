#include <stdlib.h>

#include "base/when.h"
#include "model/store_parts.h"

#include "base/banned.h"

/*
 * Captures of other people tell the time in ways that may be false: files that were copied all bear the same time of change, one date at the top of a log is not
 * the time of all that follows. Where outputs of one command are said to be of the same moment again and again, the order is all that is known.
 */
struct outputs { /* of one run: those that have no SEQ */
	uint32_t samples;
	uint32_t repeated; /* streams with more than one sample */
	uint32_t moments_of_repeated;
	uint32_t texts_of_repeated; /* of streams in more than one text */
	uint32_t moments_of_texts;
	bool dated, undated, written, unknown;
};

static int
compare_times(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
	return a < b ? -1 : a > b;
}

static uint32_t
count_moments(int64_t *times, uint32_t count)
{
	uint32_t moments = 0;
	if (count > 0)
		qsort(times, count, sizeof(*times), compare_times);
	for (uint32_t i = 0; i < count; i++)
		moments += i == 0 || times[i] != times[i - 1];
	return moments;
}

/* Adds up one stream's part in a run. */
static void
count_stream(struct outputs *out, const struct store *st, const struct stream_store *s,
    uint32_t run)
{
	uint32_t samples = 0, texts = 0, last_text = UINT32_MAX;
	struct arena scratch;
	arena_init(&scratch);
	int64_t *times = arena_array(&scratch, s->public.frame_count, sizeof(*times));
	for (uint32_t o = 0; o < s->public.frame_count; o++) {
		const struct tick *t = tick_at(&st->ticks, ramps_at(&s->tick, o));
		if (t->seq > 0 || t->run != run)
			continue;
		times[samples++] = t->at_ms;
		uint32_t text = ramps_at(&s->text, o);
		texts += text != last_text;
		last_text = text;
		bool unknown = t->at_ms == WHEN_UNKNOWN;
		out->unknown |= unknown;
		out->undated |= tick_is_undated(t);
		out->dated |= !unknown && !tick_is_undated(t);
		out->written |= t->written && !tick_is_undated(t);
	}
	uint32_t moments = count_moments(times, samples);
	arena_close(&scratch);
	out->samples += samples;
	if (samples > 1) {
		out->repeated++;
		out->moments_of_repeated += moments;
	}
	if (texts > 1) {
		out->texts_of_repeated += texts;
		out->moments_of_texts += moments;
	}
}

static bool
is_false(const struct outputs *out)
{
	if (!out->dated && out->undated && out->unknown)
		return true; /* a clock for some outputs only orders nothing */
	if (out->repeated > 0 && out->moments_of_repeated == out->repeated)
		return true; /* whatever repeats does so at one moment */
	return out->written && 2 * out->moments_of_texts < out->texts_of_repeated;
}

/* The outputs of a run become the first, second … of their streams. */
static void
forget_times(struct store *st, uint32_t run)
{
	for (size_t i = 0; i < st->stream_count; i++) {
		struct stream_store *s = &st->streams[i];
		struct ramps ticks = { 0 };
		if (s->text.length == 0)
			continue;
		for (uint32_t o = 0; o < s->public.frame_count; o++) {
			uint32_t tick = ramps_at(&s->tick, o);
			const struct tick *old = tick_at(&st->ticks, tick);
			bool whole = old->whole;
			if (old->seq == 0 && old->run == run) {
				tick = ticks_add(
				    &st->ticks, run, 0, WHEN_UNKNOWN, o, false);
				tick_at(&st->ticks, tick)->whole |= whole;
			}
			ramps_add(&ticks, tick, st->perm);
		}
		s->tick = ticks;
	}
}

static void
replace_ticks(struct store *st, const uint32_t *by)
{
	for (size_t i = 0; i < st->stream_count; i++) {
		struct stream_store *s = &st->streams[i];
		struct ramps ticks = { 0 };
		for (uint32_t o = 0; o < s->public.frame_count; o++)
			ramps_add(&ticks, by[ramps_at(&s->tick, o)], st->perm);
		s->tick = ticks;
	}
}

/* Times that became known at the end of a text may be those of other texts. */
static void
join_ticks(struct store *st, struct arena *scratch)
{
	struct map moments;
	map_init(&moments, scratch);
	uint32_t *first = arena_array(scratch, st->ticks.count, sizeof(*first));
	uint32_t *joined = arena_array(scratch, st->ticks.count, sizeof(*joined));
	for (uint32_t i = 0; i < st->ticks.count; i++) {
		const struct tick *t = tick_at(&st->ticks, i);
		struct {
			int64_t at;
			uint64_t run;
		} key = { t->at_ms, t->run };
		bool is_new = false;
		joined[i] = i;
		if (t->seq > 0 || t->at_ms == WHEN_UNKNOWN)
			continue;
		uint32_t at = map_add(
		    &moments, (struct str){ (const char *)&key, sizeof(key) }, &is_new);
		if (is_new)
			first[at] = i;
		joined[i] = first[at];
		tick_at(&st->ticks, first[at])->whole |= t->whole;
	}
	replace_ticks(st, joined);
}

static void
drop_unused_ticks(struct store *st, struct arena *scratch)
{
	bool *used = arena_array(scratch, st->ticks.count, sizeof(*used));
	uint32_t *moved = arena_array(scratch, st->ticks.count, sizeof(*moved));
	for (size_t i = 0; i < st->stream_count; i++) {
		const struct stream_store *s = &st->streams[i];
		for (uint32_t o = 0; o < s->public.frame_count; o++)
			used[ramps_at(&s->tick, o)] = true;
	}
	ticks_compact(&st->ticks, used, moved);
	replace_ticks(st, moved);
}

void
clock_settle(struct store *st)
{
	uint32_t runs = 0;
	for (size_t i = 0; i < st->ticks.count; i++)
		if (tick_at(&st->ticks, i)->seq == 0 &&
		    tick_at(&st->ticks, i)->run >= runs)
			runs = tick_at(&st->ticks, i)->run + 1;
	if (runs == 0)
		return;
	struct arena scratch;
	arena_init(&scratch);
	bool *has_outputs = arena_array(&scratch, runs, sizeof(*has_outputs));
	for (size_t i = 0; i < st->ticks.count; i++)
		if (tick_at(&st->ticks, i)->seq == 0)
			has_outputs[tick_at(&st->ticks, i)->run] = true;
	for (uint32_t run = 0; run < runs; run++) {
		struct outputs out = { 0 };
		if (!has_outputs[run])
			continue;
		for (size_t i = 0; i < st->stream_count; i++)
			if (st->streams[i].text.length > 0)
				count_stream(&out, st, &st->streams[i], run);
		bool none = out.samples > 0 && !out.dated && !out.undated;
		if (is_false(&out)) {
			forget_times(st, run);
			none = true;
		}
		if (none)
			diag_add(
			    st->diag, DIAG_CLOCK_NONE, STR("capture"), 0, "order only");
		else if (out.undated)
			diag_add(st->diag, DIAG_CLOCK_UNDATED, STR("capture"), 0,
			    "top's clock");
		else if (out.written)
			diag_add(st->diag, DIAG_CLOCK_FILE, STR("capture"), 0,
			    "time of files");
	}
	join_ticks(st, &scratch);
	drop_unused_ticks(st, &scratch);
	arena_close(&scratch);
}
