#include "model/store.h"

#include <math.h>
#include <string.h>

#include "base/die.h"
#include "base/limits.h"
#include "base/num.h"
#include "base/when.h"
#include "model/store_parts.h"

#include "base/banned.h"

struct store *
store_open(struct arena *perm, struct diag *diag)
{
	struct store *st = arena_alloc(perm, sizeof(*st));
	st->perm = perm;
	st->diag = diag;
	st->pool = chunk_pool_open();
	host_init(&st->host);
	ticks_init(&st->ticks, perm);
	map_init(&st->names, perm);
	return st;
}

void
store_close(struct store *st)
{
	chunk_pool_close(st->pool);
}

struct host *
store_host(struct store *st)
{
	return &st->host;
}

static struct stream_store *
stream_of(struct store *st, const struct stream_id *id)
{
	if (id->index >= st->stream_count) {
		st->streams = arena_grow(st->perm, st->streams, &st->stream_capacity,
		    (size_t)id->index + 1, sizeof(*st->streams));
		while (st->stream_count <= id->index) {
			struct stream_store *s = &st->streams[st->stream_count++];
			*s = (struct stream_store){ .last_ms = WHEN_UNKNOWN };
			map_init(&s->items, st->perm);
		}
	}
	struct stream_store *s = &st->streams[id->index];
	s->public.tool = id->tool;
	s->public.format = id->format;
	return s;
}

/* ---- entities ---- */

static struct str
intern(struct store *st, struct str name)
{
	return map_key(&st->names, map_add(&st->names, name, NULL));
}

static uint32_t
new_entity(struct store *st, enum kind kind, struct str name, uint32_t stream,
    uint32_t ordinal)
{
	uint32_t index;
	if (st->vacant_count > 0) {
		index = st->vacant[--st->vacant_count];
	} else {
		st->entities = arena_grow(st->perm, st->entities, &st->entity_capacity,
		    st->entity_count + 1, sizeof(struct stored *));
		index = (uint32_t)st->entity_count++;
		st->entities[index] = arena_alloc(st->perm, sizeof(struct stored));
	}
	struct stored *e = st->entities[index];
	*e = (struct stored){
		.next = NO_ENTITY, .previous = NO_ENTITY, .life = e->life
	};
	e->public = (struct entity){ .kind = kind,
		.name = intern(st, name),
		.pid = -1,
		.ppid = -1,
		.started_ms = WHEN_UNKNOWN,
		.stream = stream,
		.command = NO_ENTITY,
		.first = ordinal,
		.last = ordinal };
	for (int m = 0; m < METRIC_COUNT; m++)
		e->public.step[m] = 1;
	return index;
}

/* Kind, item size and name as bytes. */
#define ITEM_KEY_BYTES (sizeof(uint32_t) + sizeof(int64_t) + LIMIT_NAME_BYTES)

static struct str
item_key(char *key, uint32_t kind, int64_t item_size, struct str name)
{
	size_t head = sizeof(kind) + sizeof(item_size);
	size_t len =
	    name.len < ITEM_KEY_BYTES - head ? name.len : ITEM_KEY_BYTES - head;
	memcpy(key, &kind, sizeof(kind));
	memcpy(key + sizeof(kind), &item_size, sizeof(item_size));
	if (len > 0)
		memcpy(key + head, name.ptr, len);
	return (struct str){ key, head + len };
}

static struct chain *
item_chain(struct store *st, struct stream_store *s, enum kind kind, int64_t item_size,
    struct str name)
{
	char key[ITEM_KEY_BYTES];
	bool is_new;
	uint32_t at = map_add(&s->items, item_key(key, kind, item_size, name), &is_new);
	s->chains = arena_grow(st->perm, s->chains, &s->chain_capacity, (size_t)at + 1,
	    sizeof(*s->chains));
	if (is_new)
		s->chains[at] = (struct chain){ NO_ENTITY, NO_ENTITY, 0 };
	return &s->chains[at];
}

static uint32_t
find_command(struct store *st, struct stream_store *s, uint32_t stream, struct str name,
    uint32_t ordinal)
{
	struct chain *chain = item_chain(st, s, KIND_COMMAND, 0, name);
	if (chain->first == NO_ENTITY)
		chain->first = new_entity(st, KIND_COMMAND, name, stream, ordinal);
	return chain->first;
}

/* Frames may arrive later ones first: does this one stand before the last that had the entity? */
static bool
is_earlier(const struct store *st, const struct stored *e, uint32_t ordinal)
{
	const struct ramps *tick = &st->streams[e->public.stream].tick;
	uint32_t seen = e->seat != 0 ? ordinal - 1 : e->public.last;
	const struct tick *last = tick_at(&st->ticks, ramps_at(tick, seen));
	const struct tick *now = tick_at(&st->ticks, ramps_at(tick, ordinal));
	if (now->run == last->run && now->seq > 0 && last->seq > 0)
		return now->seq < last->seq;
	return now->at_ms < last->at_ms && now->at_ms != WHEN_UNKNOWN;
}

/* The life this row continues: same pid and command, the same start where it is printed, and CPU time that does not fall. */
static bool
continues(const struct store *st, const struct stored *e, const struct row *row,
    uint32_t ordinal)
{
	if (e->public.pid != row->pid || !str_eq(e->public.name, row->name))
		return false;
	int64_t cpu;
	if (row->started_ms != WHEN_UNKNOWN && e->public.started_ms != WHEN_UNKNOWN) {
		int64_t step = row->started_step_ms > 0 ? row->started_step_ms : 0;
		int64_t apart = row->started_ms - e->public.started_ms;
		return (apart < 0 ? -apart : apart) <= step;
	}
	if (row->have & METRIC_BIT(METRIC_CPU_MS) && e->series[METRIC_CPU_MS] != NULL &&
	    series_last(e->series[METRIC_CPU_MS], &cpu)) {
		int64_t now = row->value[METRIC_CPU_MS],
			step = row->step[METRIC_CPU_MS];
		return is_earlier(st, e, ordinal) ? now <= cpu + step
						  : now + step >= cpu;
	}
	return true;
}

static uint32_t *
bucket_of(const struct stream_store *s, int64_t pid, struct str name)
{
	uint64_t mixed =
	    ((uint64_t)pid ^ str_hash(name)) * UINT64_C(0x9e3779b97f4a7c15);
	return &s->by_pid[(size_t)(mixed >> 32) & (s->bucket_count - 1)];
}

static void
link_process(struct store *st, struct stream_store *s, uint32_t index)
{
	struct stored *e = st->entities[index];
	uint32_t *bucket = bucket_of(s, e->public.pid, e->public.name);
	e->next = *bucket;
	e->previous = NO_ENTITY;
	if (e->next != NO_ENTITY)
		st->entities[e->next]->previous = index;
	*bucket = index;
}

static void
unlink_process(struct store *st, struct stream_store *s, const struct stored *e)
{
	if (e->next != NO_ENTITY)
		st->entities[e->next]->previous = e->previous;
	if (e->previous != NO_ENTITY)
		st->entities[e->previous]->next = e->next;
	else
		*bucket_of(s, e->public.pid, e->public.name) = e->next;
	s->process_count--;
}

static void
grow_buckets(struct store *st, struct stream_store *s)
{
	uint32_t *old = s->by_pid;
	size_t old_count = s->bucket_count;
	s->bucket_count = old_count > 0 ? 2 * old_count : 64;
	s->by_pid = arena_array(st->perm, s->bucket_count, sizeof(*s->by_pid));
	memset(s->by_pid, 0xff, s->bucket_count * sizeof(*s->by_pid));
	for (size_t i = 0; i < old_count; i++) {
		/* Oldest first, so that the newest stand in front again. */
		uint32_t at = old[i], previous;
		while (at != NO_ENTITY && st->entities[at]->next != NO_ENTITY)
			at = st->entities[at]->next;
		for (; at != NO_ENTITY; at = previous) {
			previous = st->entities[at]->previous;
			link_process(st, s, at);
		}
	}
}

static uint32_t
find_process(struct store *st, struct stream_store *s, uint32_t stream,
    const struct row *row, uint32_t ordinal)
{
	if (s->process_count >= s->bucket_count)
		grow_buckets(st, s);
	uint32_t at = *bucket_of(s, row->pid, row->name);
	for (int i = 0; i < LIVES_LOOKED_AT && at != NO_ENTITY; i++) {
		if (continues(st, st->entities[at], row, ordinal))
			return at;
		at = st->entities[at]->next;
	}

	uint32_t command = find_command(st, s, stream, row->name, ordinal);
	uint32_t index = new_entity(st, KIND_PROCESS, row->name, stream, ordinal);
	struct stored *e = st->entities[index];
	e->public.pid = row->pid;
	e->public.ppid = row->ppid;
	e->public.started_ms = row->started_ms;
	e->public.command = command;
	s->process_count++;
	link_process(st, s, index);
	st->entities[command]->public.life_count++;
	bool own =
	    st->host.collector_pid > 0 &&
	    (row->pid == st->host.collector_pid || row->ppid == st->host.collector_pid);
	if (own)
		e->public.marks |= ENTITY_COLLECTOR;
	return index;
}

static uint32_t
find_item(struct store *st, struct stream_store *s, uint32_t stream,
    const struct row *row, uint32_t ordinal)
{
	/* Names are not unique: the n-th row of a name in a frame is its n-th entity. */
	struct chain *chain = item_chain(st, s, row->kind, row->item_size, row->name);
	uint32_t *link = &chain->first;
	uint32_t same_name = 0;
	if (chain->given != NO_ENTITY && chain->ordinal == ordinal) {
		/* Up to there all are taken. */
		struct stored *given = st->entities[chain->given];
		link = &given->next;
		same_name = given->public.ordinal + 1;
	}
	for (; *link != NO_ENTITY; same_name++) {
		struct stored *e = st->entities[*link];
		if (e->seat == 0)
			break;
		link = &e->next;
	}
	if (*link == NO_ENTITY) {
		*link = new_entity(st, row->kind, row->name, stream, ordinal);
		struct stored *e = st->entities[*link];
		e->public.item_size = row->item_size;
		e->public.ordinal = same_name;
	}
	chain->given = *link;
	chain->ordinal = ordinal;
	return *link;
}

/* The slot's entity is the first guess: it is right unless the list has shifted. The second of a name is told by counting alone. */
static bool
is_same_thing(const struct store *st, const struct stored *e, const struct row *row,
    uint32_t ordinal)
{
	if (e->public.kind != row->kind)
		return false;
	if (row->kind == KIND_PROCESS)
		return continues(st, e, row, ordinal);
	return e->seat == 0 && e->public.ordinal == 0 &&
	       e->public.item_size == row->item_size &&
	       str_eq(e->public.name, row->name);
}

/* Whoever gives every process a name of its own must not fill the memory. */
static bool
may_follow(struct store *st, struct str name)
{
	uint32_t index;
	if (st->names.count < LIMIT_NAMES || map_find(&st->names, name, &index))
		return true;
	diag_add(st->diag, DIAG_NAME_LIMIT, STR("capture"), 0, "%.*s", (int)name.len,
	    name.ptr);
	return false;
}

/* Index of the row's entity; NO_ENTITY when there are too many. */
static uint32_t
entity_of(struct store *st, struct stream_store *s, uint32_t stream,
    const struct row *row, uint32_t ordinal)
{
	const struct slot *slot = &s->slot[row->slot];
	/* A brief process was given back, and is somebody else by now. */
	bool known =
	    slot->entity != 0 && st->entities[slot->entity - 1]->life == slot->life;
	if (known && is_same_thing(st, st->entities[slot->entity - 1], row, ordinal))
		return slot->entity - 1;
	if (!may_follow(st, row->name))
		return NO_ENTITY;
	return row->kind == KIND_PROCESS ? find_process(st, s, stream, row, ordinal)
					 : find_item(st, s, stream, row, ordinal);
}

/* ---- values ---- */

/* Apart, so that store_set need save no registers: it is called for each change of a capture. */
__attribute__((noinline)) static struct series *
begin_series(struct store *st, struct stored *e, enum metric m)
{
	e->public.have |= METRIC_BIT(m);
	e->series[m] = series_open(st->pool);
	series_thin(st->pool, e->series[m], e->thinning);
	return e->series[m];
}

void
store_set(
    struct store *st, struct stored *e, enum metric m, uint32_t ordinal, int64_t value)
{
	struct series *s = e->series[m];
	if (s != NULL) {
		(void)series_set(st->pool, s, ordinal, value);
		return;
	}
	s = begin_series(st, e, m);
	(void)series_set(st->pool, s, ordinal, value);
}

/* An entity that was away: its values ended with the frame where it was last seen. */
static void
bridge_gap(struct store *st, struct stored *e, uint32_t ordinal)
{
	if (e->public.frame_count == 0 || e->public.last + 1 >= ordinal)
		return;
	for (int m = 0; m < METRIC_COUNT; m++)
		if (e->series[m] != NULL)
			(void)series_unset(st->pool, e->series[m], e->public.last + 1);
}

static void
take_values(struct store *st, struct stored *e, const struct row *row, uint32_t ordinal)
{
	for (int m = 0; m < METRIC_COUNT; m++) {
		if (row->have & METRIC_BIT(m)) {
			store_set(st, e, (enum metric)m, ordinal, row->value[m]);
			if (row->step[m] > e->public.step[m])
				e->public.step[m] = row->step[m];
		} else if (e->series[m] != NULL) {
			(void)series_unset(st->pool, e->series[m], ordinal);
		}
	}
	e->public.unit = row->unit;
	if (row->kernel)
		e->public.marks |= ENTITY_KERNEL;
	if (row->name_cut)
		e->public.marks |= ENTITY_NAME_CUT;
}

static void
add_row(struct store *st, struct stream_store *s, const struct sample *sample,
    const struct row *row, uint32_t ordinal)
{
	uint32_t index = entity_of(st, s, sample->stream.index, row, ordinal);
	s->slot[row->slot].entity = 0;
	if (index == NO_ENTITY)
		return;
	struct stored *e = st->entities[index];
	if (e->seat == 0)
		bridge_gap(st, e, ordinal);
	else
		seats_give_up(st, s, index);
	take_values(st, e, row, ordinal);
	seats_take(st, s, index, row->slot, ordinal);
}

void
store_give_back(struct store *st, struct stream_store *s, uint32_t index)
{
	struct stored *e = st->entities[index];
	unlink_process(st, s, e);
	for (int m = 0; m < METRIC_COUNT; m++)
		if (e->series[m] != NULL)
			series_close(st->pool, e->series[m]);
	*e =
	    (struct stored){ .public = { .marks = ENTITY_BRIEF }, .life = e->life + 1 };
	st->vacant = arena_grow(st->perm, st->vacant, &st->vacant_capacity,
	    st->vacant_count + 1, sizeof(*st->vacant));
	st->vacant[st->vacant_count++] = index;
}

/* ---- samples ---- */

/* A frame that is earlier than the one before it begins another stretch: nobody has ended in between. */
static bool
note_order(struct stream_store *s, const struct sample *sample)
{
	bool same_run =
	    sample->run == s->last_run && sample->seq > 0 && s->last_seq > 0;
	bool back = same_run
			? sample->seq < s->last_seq
			: sample->at_ms != WHEN_UNKNOWN && sample->at_ms < s->last_ms;
	s->last_run = sample->run;
	s->last_seq = sample->seq;
	s->last_ms = sample->at_ms;
	return back;
}

static void
note_tick(struct store *st, struct stream_store *s, const struct sample *sample,
    uint32_t ordinal)
{
	uint32_t tick = ticks_add(&st->ticks, sample->run, sample->seq, sample->at_ms,
	    ordinal, sample->written);
	ramps_add(&s->tick, tick, st->perm);
	if (sample->seq == 0) {
		while (s->text.length < ordinal) /* they had SEQs */
			ramps_add(&s->text, 0, st->perm);
		ramps_add(&s->text, st->ticks.text, st->perm);
	}
	if (!sample->torn)
		tick_at(&st->ticks, tick)->whole = true;
}

void
store_add(struct store *st, const struct sample *sample)
{
	assert(!st->frozen);
	struct stream_store *s = stream_of(st, &sample->stream);
	uint32_t ordinal = s->public.frame_count++;
	bool back = note_order(s, sample);
	note_tick(st, s, sample, ordinal);
	if (sample->torn)
		s->public.torn_count++;
	seats_leave(st, s, sample, ordinal);
	seats_change(st, s, sample, ordinal);
	for (size_t i = 0; i < sample->row_count; i++)
		add_row(st, s, sample, &sample->rows[i], ordinal);
	/* What a cut or selective listing lacks may still be there. */
	seats_close(st, s, ordinal, !sample->torn && !sample->partial, back);
	thin_stream(st, s, back);
}

void
store_end_frame(struct store *st, const struct frame *f)
{
	if (f->seq == 0)
		ticks_end_text(&st->ticks, f->written ? f->at_ms : WHEN_UNKNOWN);
}

void
store_add_text(struct store *st, enum frame_role role, struct str name, struct str text)
{
	bool cut = text.len > LIMIT_TEXT_BYTES;
	text = str_from_to(text, 0, LIMIT_TEXT_BYTES);
	if (st->text_bytes + text.len > LIMIT_TEXTS_BYTES) {
		diag_add(
		    st->diag, DIAG_MEMBER_LIMIT, name, 0, "more text than is shown");
		return;
	}
	st->text_bytes += text.len;
	st->texts = arena_grow(st->perm, st->texts, &st->text_capacity,
	    st->text_count + 1, sizeof(*st->texts));
	st->texts[st->text_count++] = (struct text_view){ role,
		str_copy(st->perm, name), str_copy(st->perm, text), cut };
}

size_t
store_text_count(const struct store *st)
{
	return st->text_count;
}

const struct text_view *
store_text(const struct store *st, size_t index)
{
	assert(index < st->text_count);
	return &st->texts[index];
}
