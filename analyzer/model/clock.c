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
	struct arena_mark mark = arena_mark(st->perm);
	int64_t *times = arena_array(st->perm, s->public.frame_count, sizeof(*times));
	for (uint32_t o = 0; o < s->public.frame_count; o++) {
		const struct tick *t = &st->ticks.at[s->tick[o]];
		if (t->seq > 0 || t->run != run)
			continue;
		times[samples++] = t->at_ms;
		texts += s->text[o] != last_text;
		last_text = s->text[o];
		bool unknown = t->at_ms == WHEN_UNKNOWN;
		out->unknown |= unknown;
		out->undated |= tick_is_undated(t);
		out->dated |= !unknown && !tick_is_undated(t);
		out->written |= t->written && !tick_is_undated(t);
	}
	uint32_t moments = count_moments(times, samples);
	arena_rewind(st->perm, mark);
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
		for (uint32_t o = 0; s->text != NULL && o < s->public.frame_count;
		     o++) {
			uint32_t old = s->tick[o];
			if (st->ticks.at[old].seq > 0 || st->ticks.at[old].run != run)
				continue;
			uint32_t tick =
			    ticks_add(&st->ticks, run, 0, WHEN_UNKNOWN, o, false);
			st->whole = arena_grow(st->perm, st->whole, &st->whole_capacity,
			    (size_t)tick + 1, sizeof(*st->whole));
			st->whole[tick] |= st->whole[old];
			s->tick[o] = tick;
		}
	}
}

/* Times that became known at the end of a text may be those of other texts. */
static void
join_ticks(struct store *st)
{
	struct map moments;
	map_init(&moments, st->perm);
	uint32_t *first = arena_array(st->perm, st->ticks.count, sizeof(*first));
	uint32_t *joined = arena_array(st->perm, st->ticks.count, sizeof(*joined));
	for (uint32_t i = 0; i < st->ticks.count; i++) {
		const struct tick *t = &st->ticks.at[i];
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
		st->whole[first[at]] |= st->whole[i];
	}
	for (size_t i = 0; i < st->stream_count; i++)
		for (uint32_t o = 0; o < st->streams[i].public.frame_count; o++)
			st->streams[i].tick[o] = joined[st->streams[i].tick[o]];
}

static void
drop_unused_ticks(struct store *st)
{
	bool *used = arena_array(st->perm, st->ticks.count, sizeof(*used));
	uint32_t *moved = arena_array(st->perm, st->ticks.count, sizeof(*moved));
	size_t count = st->ticks.count;
	for (size_t i = 0; i < st->stream_count; i++)
		for (uint32_t o = 0; o < st->streams[i].public.frame_count; o++)
			used[st->streams[i].tick[o]] = true;
	ticks_compact(&st->ticks, used, moved);
	for (size_t i = 0; i < count; i++)
		if (used[i])
			st->whole[moved[i]] = st->whole[i];
	for (size_t i = 0; i < st->stream_count; i++)
		for (uint32_t o = 0; o < st->streams[i].public.frame_count; o++)
			st->streams[i].tick[o] = moved[st->streams[i].tick[o]];
}

void
clock_settle(struct store *st)
{
	uint32_t runs = 0;
	for (size_t i = 0; i < st->ticks.count; i++)
		if (st->ticks.at[i].seq == 0 && st->ticks.at[i].run >= runs)
			runs = st->ticks.at[i].run + 1;
	if (runs == 0)
		return;
	bool *has_outputs = arena_array(st->perm, runs, sizeof(*has_outputs));
	for (size_t i = 0; i < st->ticks.count; i++)
		if (st->ticks.at[i].seq == 0)
			has_outputs[st->ticks.at[i].run] = true;
	for (uint32_t run = 0; run < runs; run++) {
		struct outputs out = { 0 };
		if (!has_outputs[run])
			continue;
		for (size_t i = 0; i < st->stream_count; i++)
			if (st->streams[i].text != NULL)
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
	join_ticks(st);
	drop_unused_ticks(st);
}
