#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/limits.h"
#include "base/num.h"
#include "base/when.h"
#include "model/store_parts.h"

#include "base/banned.h"

/* ---- entities: numbered, derived metrics, what is known better elsewhere ---- */

/* clang-format off */
static const struct { const char *tool; int rank; } tool_ranks[] = {
	{ "memory", 0 }, { "ps", 0 }, { "vmstat-z", 0 }, { "vmstat-m", 0 }, { "files", 0 },
	{ "swap", 0 }, { "boot", 0 }, { "load", 0 }, { "limits", 0 }, { "self", 0 },
	{ "vmstat-s", 1 }, { "vmstat", 2 }, { "top", 3 },
};
/* clang-format on */

/* Order of tools by how well they know a thing; smaller is better. */
static int
tool_rank(const char *tool)
{
	for (size_t i = 0; i < sizeof(tool_ranks) / sizeof(tool_ranks[0]); i++)
		if (strcmp(tool_ranks[i].tool, tool) == 0)
			return tool_ranks[i].rank;
	return 1;
}

static void
drop_vacant(struct store *st)
{
	size_t kept = 0;
	for (size_t i = 0; i < st->entity_count; i++) {
		struct stored *e = st->entities[i];
		if (e->public.marks & ENTITY_BRIEF)
			continue;
		e->public.index = (uint32_t)i; /* where it was, for the links to it */
		st->entities[kept++] = e;
	}
	/* Commands are referred to by index: follow them to their new places. */
	uint32_t *moved = arena_array(st->perm, st->entity_count, sizeof(*moved));
	for (size_t i = 0; i < kept; i++)
		moved[st->entities[i]->public.index] = (uint32_t)i;
	for (size_t i = 0; i < kept; i++) {
		struct entity *e = &st->entities[i]->public;
		e->index = (uint32_t)i;
		if (e->command != NO_ENTITY)
			e->command = moved[e->command];
	}
	st->entity_count = kept;
}

static void
derive_metrics(struct store *st)
{
	for (size_t i = 0; i < st->entity_count; i++) {
		struct entity *e = &st->entities[i]->public;
		bool sized = e->item_size > 0 && e->have & METRIC_BIT(METRIC_USED);
		if (sized)
			e->have |= METRIC_BIT(METRIC_USED_BYTES);
		if (e->have & METRIC_BIT(METRIC_HELD) ||
		    (sized && e->have & METRIC_BIT(METRIC_FREE)))
			e->have |= METRIC_BIT(METRIC_HELD_BYTES);
		for (int m = 0; m < METRIC_COUNT; m++)
			if (st->entities[i]->series[m] != NULL &&
			    series_change_count(st->entities[i]->series[m]) == 0)
				e->have &= ~METRIC_BIT(m);
	}
}

/* The stream that knows processes best: of the best tool, and of several outputs of that one the longest. */
static uint32_t
best_process_stream(const struct store *st, int rank)
{
	uint32_t best = NO_ENTITY, frames = 0;
	for (size_t i = 0; i < st->stream_count; i++) {
		const struct stream_store *s = &st->streams[i];
		if (s->by_pid == NULL || tool_rank(s->public.tool) != rank ||
		    s->public.frame_count <= frames)
			continue;
		best = (uint32_t)i;
		frames = s->public.frame_count;
	}
	return best;
}

/* Where an entity stands in the order of time: the ranks of the ticks of its first and last frame. */
struct stay {
	uint32_t first, last;
};

static struct stay
stay_of(const struct store *st, const struct entity *e)
{
	const struct stream_store *s = &st->streams[e->stream];
	uint32_t a = rank_of_frame(st, s, e->first), b = rank_of_frame(st, s, e->last);
	return a < b ? (struct stay){ a, b } : (struct stay){ b, a };
}

static struct str
process_key(const struct entity *e, char *key, size_t size)
{
	int len = snprintf(key, size, "%d %lld %.*s", (int)e->kind, (long long)e->pid,
	    (int)(e->name.len < 400 ? e->name.len : 400), e->name.ptr);
	return (struct str){ key, (size_t)len };
}

/* A box where ps was run twice a sample, with other options: a process that both know counts once. */
static void
mark_second_listings(struct store *st, int rank)
{
	uint32_t best = best_process_stream(st, rank);
	struct map known;
	char key[512];
	map_init(&known, st->perm);
	struct stay *stays = arena_array(st->perm, st->entity_count, sizeof(*stays));
	for (size_t i = 0; i < st->entity_count; i++) {
		const struct entity *e = &st->entities[i]->public;
		if (e->stream != best ||
		    (e->kind != KIND_PROCESS && e->kind != KIND_COMMAND))
			continue;
		bool is_new;
		struct stay stay = stay_of(st, e);
		uint32_t at =
		    map_add(&known, process_key(e, key, sizeof(key)), &is_new);
		if (is_new || stay.first < stays[at].first)
			stays[at].first = stay.first;
		if (is_new || stay.last > stays[at].last)
			stays[at].last = stay.last;
	}
	for (size_t i = 0; i < st->entity_count; i++) {
		struct entity *e = &st->entities[i]->public;
		uint32_t at;
		if (e->stream == best ||
		    (e->kind != KIND_PROCESS && e->kind != KIND_COMMAND) ||
		    !map_find(&known, process_key(e, key, sizeof(key)), &at))
			continue;
		struct stay stay = stay_of(st, e);
		if (stay.first <= stays[at].last && stay.last >= stays[at].first)
			e->marks |= ENTITY_SUBORDINATE;
	}
}

/* The rank of the best tool that prints processes. */
static int
best_process_rank(const struct store *st)
{
	int best = 99;
	for (size_t i = 0; i < st->stream_count; i++)
		if (st->streams[i].by_pid != NULL &&
		    tool_rank(st->streams[i].public.tool) < best)
			best = tool_rank(st->streams[i].public.tool);
	return best;
}

static void
mark_subordinates(struct store *st)
{
	int process_rank = best_process_rank(st);
	mark_second_listings(st, process_rank);
	struct map seen; /* kind, size, ordinal and name → best entity */
	map_init(&seen, st->perm);
	uint32_t *best = arena_array(st->perm, st->entity_count, sizeof(*best));
	for (size_t i = 0; i < st->entity_count; i++) {
		struct entity *e = &st->entities[i]->public;
		int rank = tool_rank(st->streams[e->stream].public.tool);
		if (e->kind == KIND_PROCESS || e->kind == KIND_COMMAND) {
			if (rank > process_rank)
				e->marks |= ENTITY_SUBORDINATE;
			continue;
		}
		struct str key = str_print(st->perm, "%d %lld %u %.*s", (int)e->kind,
		    (long long)e->item_size, e->ordinal,
		    (int)(e->name.len < 500 ? e->name.len : 500), e->name.ptr);
		bool is_new;
		uint32_t at = map_add(&seen, key, &is_new);
		if (is_new) {
			best[at] = (uint32_t)i;
			continue;
		}
		struct entity *other = &st->entities[best[at]]->public;
		int other_rank = tool_rank(st->streams[other->stream].public.tool);
		bool better =
		    rank < other_rank ||
		    (rank == other_rank && e->frame_count > other->frame_count);
		(better ? other : e)->marks |= ENTITY_SUBORDINATE;
		if (better)
			best[at] = (uint32_t)i;
	}
}

/* The collector's descendants; its own shell is known from capture.txt. */
static void
mark_collector(struct store *st)
{
	if (st->host.collector_pid <= 0)
		return;
	for (size_t i = 0; i < st->entity_count; i++) {
		struct entity *e = &st->entities[i]->public;
		if (e->kind == KIND_PROCESS && (e->pid == st->host.collector_pid ||
						   e->ppid == st->host.collector_pid))
			e->marks |= ENTITY_COLLECTOR;
	}
}

/* Commands that came and went: a machine that gives each of its jobs a name of its own has a great many. */
static void
mark_brief_commands(struct store *st)
{
	for (size_t i = 0; i < st->entity_count; i++) {
		struct entity *e = &st->entities[i]->public;
		uint32_t frames = st->streams[e->stream].public.frame_count;
		if (e->kind == KIND_COMMAND && e->frame_count < BRIEF_FRAMES &&
		    e->last + BRIEF_FRAMES < frames)
			e->marks |= ENTITY_BRIEF;
	}
}

/* ---- time ---- */

static int
compare_i64(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
	return a < b ? -1 : a > b;
}

/* The value that more than half of them have, if there is one (Boyer and Moore's vote); it is the median then. */
static bool
majority_of(const int64_t *values, size_t count, int64_t *value)
{
	size_t votes = 0, times = 0;
	for (size_t i = 0; i < count; i++) {
		if (votes == 0)
			*value = values[i];
		if (values[i] == *value)
			votes++;
		else
			votes--;
	}
	for (size_t i = 0; i < count; i++)
		times += values[i] == *value;
	return times > count / 2;
}

static int64_t
median_of(int64_t *values, size_t count)
{
	int64_t value = 0;
	if (count == 0 || majority_of(values, count, &value))
		return value;
	qsort(values, count, sizeof(*values), compare_i64);
	return values[count / 2];
}

static int64_t
median_interval(const struct store *st)
{
	struct arena scratch;
	arena_init(&scratch);
	int64_t *distance = arena_array(&scratch, st->ticks.count, sizeof(*distance));
	size_t count = 0;
	for (size_t i = 1; i < st->ticks.count; i++) {
		int64_t before = tick_at(&st->ticks, i - 1)->at_ms,
			now = tick_at(&st->ticks, i)->at_ms;
		if (now > before)
			distance[count++] = now - before;
	}
	int64_t median = median_of(distance, count);
	arena_close(&scratch);
	return median;
}

/* For each tick a KIND_HOST value, or WHEN_UNKNOWN; NULL when the capture has none. */
static int64_t *
host_values(
    const struct store *st, const char *name, int64_t *step, struct arena *scratch)
{
	for (size_t i = 0; i < st->entity_count; i++) {
		const struct stored *s = st->entities[i];
		const struct entity *e = &s->public;
		if (e->kind != KIND_HOST || !str_is(e->name, name) ||
		    s->series[METRIC_VALUE] == NULL || e->marks & ENTITY_SUBORDINATE)
			continue;
		int64_t *value = arena_array(scratch, st->ticks.count, sizeof(*value));
		for (size_t t = 0; t < st->ticks.count; t++)
			value[t] = WHEN_UNKNOWN;
		*step = e->step[METRIC_VALUE];
		struct series_cursor cursor;
		struct run run;
		series_start(&cursor, s->series[METRIC_VALUE], e->last + 1);
		while (series_next(&cursor, &run))
			for (uint32_t o = run.first; o < run.first + run.count; o++)
				value[rank_of_frame(st, &st->streams[e->stream], o)] =
				    run.value;
		return value;
	}
	return NULL;
}

#define CLOCK_SLACK_MS \
	5000 /* uptime is printed in whole seconds or worse, and reading takes time */

/*
 * Two neighbouring ticks that both know how the machine counts its age: was there a reboot between them, or was the clock set, and by
 * how much?
 */
struct passage {
	bool reboot;
	int64_t clock_set_ms;
};

static struct passage
passage_between(int64_t before_ms, int64_t after_ms, int64_t boot_before,
    int64_t boot_after, int64_t usual, int64_t slack)
{
	int64_t moved = boot_after - boot_before;
	if (moved <= slack && moved >= -slack)
		return (struct passage){ false, 0 };
	/* The machine's own age: it falls at a reboot, and goes on by an interval when only the clock was set. */
	int64_t aged = (after_ms - boot_after) - (before_ms - boot_before);
	bool went_on = aged >= -slack && aged <= 3 * usual + slack;
	return went_on ? (struct passage){ false, moved } : (struct passage){ true, 0 };
}

/* Boot times per tick, from either way in which systems tell them; *slack: how far two of the same boot may be apart. */
static int64_t *
boot_times(const struct store *st, int64_t *slack, struct arena *scratch)
{
	int64_t step = 0;
	int64_t *boot = host_values(st, "boot-time", &step, scratch);
	bool is_age = boot == NULL;
	if (is_age)
		boot = host_values(st, "uptime", &step, scratch);
	*slack = is_age ? num_add(CLOCK_SLACK_MS, step) : CLOCK_SLACK_MS;
	for (size_t i = 0; boot != NULL && i < st->ticks.count; i++) {
		int64_t now = tick_at(&st->ticks, i)->at_ms;
		if (is_age && now == WHEN_UNKNOWN)
			boot[i] = WHEN_UNKNOWN;
		else if (is_age && boot[i] >= 0)
			boot[i] = now - boot[i];
		if (!when_is_moment(boot[i]))
			boot[i] = WHEN_UNKNOWN;
	}
	return boot;
}

/* What has no time and stands before all that has: the first time there is. False: there is none. */
static bool
fill_first_times(struct store *st)
{
	size_t known = 0;
	while (known < st->ticks.count &&
	       tick_at(&st->ticks, known)->at_ms == WHEN_UNKNOWN)
		known++;
	if (known == st->ticks.count)
		return false;
	for (size_t i = 0; i < known; i++)
		tick_at(&st->ticks, i)->at_ms = tick_at(&st->ticks, known)->at_ms;
	return true;
}

/* A clock that was set back again and again adds up. */
static int64_t
limited(int64_t at_ms)
{
	return at_ms < WHEN_LAST ? at_ms : WHEN_LAST;
}

static void
repair_time(struct store *st)
{
	if (st->ticks.count == 0)
		return;
	st->epoch_count = 1;
	if (!fill_first_times(st))
		return;
	struct arena scratch;
	arena_init(&scratch);
	int64_t slack;
	const int64_t *boot = boot_times(st, &slack, &scratch);
	int64_t usual = median_interval(st);
	int64_t shift = 0, raw_before = tick_at(&st->ticks, 0)->at_ms, known = 0;
	bool has_known = boot != NULL && boot[0] != WHEN_UNKNOWN;
	if (has_known)
		known = boot[0];
	for (size_t i = 1; i < st->ticks.count; i++) {
		struct tick *now = tick_at(&st->ticks, i);
		int64_t before_ms = tick_at(&st->ticks, i - 1)->at_ms;
		int64_t raw = now->at_ms == WHEN_UNKNOWN ? limited(raw_before + usual)
							 : now->at_ms;
		struct passage passage = { false, 0 };
		if (boot != NULL && boot[i] != WHEN_UNKNOWN) {
			if (has_known)
				passage = passage_between(
				    raw_before, raw, known, boot[i], usual, slack);
			known = boot[i];
			has_known = true;
		}
		bool backwards = raw + shift < before_ms;
		if ((passage.clock_set_ms != 0 && !passage.reboot) ||
		    (backwards && !passage.reboot)) {
			shift = before_ms + usual - raw;
			now->stepped = true;
			diag_add(st->diag, DIAG_CLOCK_STEP, STR("capture"), 0,
			    "before sample %u", now->seq);
		}
		now->at_ms = limited(raw + shift);
		if (now->at_ms < before_ms)
			now->at_ms = before_ms;
		now->epoch = (uint16_t)(st->epoch_count - 1);
		if (passage.reboot && st->epoch_count < UINT16_MAX)
			now->epoch = (uint16_t)st->epoch_count++;
		raw_before = raw;
	}
	arena_close(&scratch);
}

#define RESTARTED_COUNTERS 3

/* Adds, for each tick, how many counters of requests fell to less than half there, and how many rose. */
static void
count_falls(
    const struct store *st, const struct stored *s, uint32_t *fell, uint32_t *rose)
{
	const struct stream_store *stream = &st->streams[s->public.stream];
	struct series_cursor cursor;
	struct run run;
	int64_t before = 0;
	series_start(&cursor, s->series[METRIC_REQUESTS], s->public.last + 1);
	for (bool first = true; series_next(&cursor, &run); first = false) {
		uint32_t at = rank_of_frame(st, stream, run.first);
		bool wrapped = before > INT32_MAX && before <= UINT32_MAX;
		fell[at] += !first && run.value < before / 2 && !wrapped;
		rose[at] += !first && run.value > before;
		before = run.value;
	}
}

/* Nothing tells the boot time: counters that start again together do. */
static void
find_restarted_counters(struct store *st)
{
	size_t ticks = st->ticks.count;
	struct arena scratch;
	arena_init(&scratch);
	uint32_t *fell = arena_array(&scratch, 2 * ticks, sizeof(*fell));
	uint32_t *rose = fell + ticks;
	for (size_t i = 0; i < st->entity_count; i++) {
		const struct stored *s = st->entities[i];
		if (s->series[METRIC_REQUESTS] != NULL &&
		    (s->public.kind == KIND_ZONE || s->public.kind == KIND_MALLOC))
			count_falls(st, s, fell, rose);
	}
	for (size_t i = 1; i < ticks; i++) {
		if (fell[i] >= RESTARTED_COUNTERS && fell[i] > rose[i] &&
		    st->epoch_count < UINT16_MAX)
			st->epoch_count++;
		tick_at(&st->ticks, i)->epoch = (uint16_t)(st->epoch_count - 1);
	}
	arena_close(&scratch);
}

static bool
tells_boots(const struct store *st)
{
	for (size_t i = 0; i < st->entity_count; i++) {
		const struct entity *e = &st->entities[i]->public;
		if (e->kind == KIND_HOST &&
		    (str_is(e->name, "boot-time") || str_is(e->name, "uptime")))
			return true;
	}
	return false;
}

static void
measure_streams(struct store *st)
{
	for (size_t i = 0; i < st->stream_count; i++) {
		struct stream_store *s = &st->streams[i];
		struct arena scratch;
		arena_init(&scratch);
		int64_t *distance =
		    arena_array(&scratch, s->public.frame_count, sizeof(*distance));
		size_t count = 0;
		for (uint32_t o = 1; o < s->public.frame_count; o++) {
			uint32_t a = rank_of_frame(st, s, o - 1),
				 b = rank_of_frame(st, s, o);
			int64_t from = tick_at(&st->ticks, a)->at_ms;
			if (b > a && from != WHEN_UNKNOWN)
				distance[count++] =
				    tick_at(&st->ticks, b)->at_ms - from;
		}
		s->public.interval_s =
		    count > 0 ? (double)median_of(distance, count) / 1000 : NAN;
		arena_close(&scratch);
	}
}

/* ---- the host, where capture.txt says nothing ---- */

static int64_t
last_host_value(const struct store *st, const char *name)
{
	int64_t value;
	for (size_t i = 0; i < st->entity_count; i++) {
		const struct stored *s = st->entities[i];
		if (s->public.kind == KIND_HOST && str_is(s->public.name, name) &&
		    s->series[METRIC_VALUE] != NULL &&
		    series_last(s->series[METRIC_VALUE], &value))
			return value;
	}
	return -1;
}

static void
complete_host(struct store *st)
{
	struct host *h = &st->host;
	if (h->page_bytes <= 0)
		h->page_bytes = last_host_value(st, "page-bytes");
	if (h->page_bytes <= 0)
		h->page_bytes = page_size_of_slabs(st);
	if (h->memory_bytes <= 0)
		h->memory_bytes = last_host_value(st, "memory-bytes");
	if (h->boot_ms == WHEN_UNKNOWN) {
		int64_t boot = last_host_value(st, "boot-time");
		if (boot > 0 && when_is_moment(boot))
			h->boot_ms = boot;
	}
	if (st->ticks.count == 0 || tick_at(&st->ticks, 0)->at_ms == WHEN_UNKNOWN)
		return;
	if (h->started_ms == WHEN_UNKNOWN)
		h->started_ms = tick_at(&st->ticks, 0)->at_ms;
	if (h->ended_ms == WHEN_UNKNOWN)
		h->ended_ms = tick_at(&st->ticks, st->ticks.count - 1)->at_ms;
	int64_t usual = median_interval(st);
	if (isnan(h->interval_s) && usual > 0)
		h->interval_s = (double)usual / 1000;
}

static struct str
thing_key(enum kind kind, struct str name, char *key)
{
	size_t len = name.len < LIMIT_NAME_BYTES ? name.len : LIMIT_NAME_BYTES;
	key[0] = (char)kind;
	if (len > 0)
		memcpy(key + 1, name.ptr, len);
	return (struct str){ key, len + 1 };
}

static bool
is_process(enum kind kind)
{
	return kind == KIND_PROCESS || kind == KIND_COMMAND;
}

/* Single numbers are asked for by name again and again; processes are many, and are not. */
static void
list_things(struct store *st)
{
	char key[LIMIT_NAME_BYTES + 1];
	map_init(&st->things, st->perm);
	st->first_thing =
	    arena_array(st->perm, st->entity_count, sizeof(*st->first_thing));
	for (size_t i = 0; i < st->entity_count; i++) {
		const struct entity *e = &st->entities[i]->public;
		bool is_new;
		if (is_process(e->kind) || e->marks & ENTITY_SUBORDINATE)
			continue;
		uint32_t at =
		    map_add(&st->things, thing_key(e->kind, e->name, key), &is_new);
		if (is_new)
			st->first_thing[at] = (uint32_t)i;
	}
}

void
store_freeze(struct store *st)
{
	assert(!st->frozen);
	seats_freeze(st);
	thin_end(st);
	clock_settle(st);
	ticks_freeze(&st->ticks);
	reorder_streams(st);
	drop_vacant(st);
	mark_subordinates(st);
	mark_collector(st);
	mark_brief_commands(st);
	repair_time(st);
	if (st->ticks.count > 0 && !tells_boots(st))
		find_restarted_counters(st);
	measure_streams(st);
	complete_host(st);
	derive_metrics(st);
	list_things(st);
	st->frozen = true;
}

/* ---- reading ---- */

size_t
store_tick_count(const struct store *st)
{
	return st->ticks.count;
}

const struct tick *
store_tick(const struct store *st, size_t index)
{
	assert(index < st->ticks.count);
	return tick_at(&st->ticks, index);
}

size_t
store_epoch_count(const struct store *st)
{
	return st->epoch_count;
}

size_t
store_stream_count(const struct store *st)
{
	return st->stream_count;
}

const struct stream *
store_stream(const struct store *st, size_t index)
{
	assert(index < st->stream_count);
	return &st->streams[index].public;
}

size_t
store_entity_count(const struct store *st)
{
	return st->entity_count;
}

const struct entity *
store_entity(const struct store *st, size_t index)
{
	assert(index < st->entity_count);
	return &st->entities[index]->public;
}

const struct entity *
store_find(const struct store *st, enum kind kind, const char *name)
{
	char key[LIMIT_NAME_BYTES + 1];
	uint32_t at;
	if (!is_process(kind))
		return map_find(&st->things, thing_key(kind, str_from(name), key), &at)
			   ? &st->entities[st->first_thing[at]]->public
			   : NULL;
	for (size_t i = 0; i < st->entity_count; i++) {
		const struct entity *e = &st->entities[i]->public;
		if (e->kind == kind && str_is(e->name, name) &&
		    !(e->marks & ENTITY_SUBORDINATE))
			return e;
	}
	return NULL;
}

uint32_t
store_sample_count(const struct store *st)
{
	uint32_t count = 0, most = 0;
	for (size_t i = 0; i < st->ticks.count; i++)
		count +=
		    tick_at(&st->ticks, i)->seq > 0 && tick_at(&st->ticks, i)->whole;
	/* Without SEQs nothing says what was taken together: the command with most outputs counts. */
	for (size_t i = 0; i < st->stream_count; i++) {
		const struct stream_store *s = &st->streams[i];
		uint32_t whole = 0, last = UINT32_MAX;
		uint32_t frames = s->text.length > 0 ? s->public.frame_count : 0;
		for (uint32_t o = 0; o < frames; o++) {
			uint32_t rank = rank_of_frame(st, s, o);
			whole += tick_at(&st->ticks, rank)->seq == 0 && rank != last;
			last = rank;
		}
		whole -= s->public.torn_count < whole ? s->public.torn_count : whole;
		most = whole > most ? whole : most;
	}
	return count + most;
}
