#include <string.h>

#include "model/store_parts.h"

#include "base/banned.h"

/*
 * Who stands. A sample tells what is not as it was; so an entity takes its row's slot as its seat, and nothing is done for it in a
 * frame that does not speak of it. What depends on every frame lags behind: public.last and frame_count are caught up with when it leaves
 * its seat, or when all has been read. Sums of commands are kept up by what joins, leaves and changes.
 */

static void
list_add(struct store *st, struct entity_list *list, uint32_t index)
{
	list->items = arena_grow(st->perm, list->items, &list->capacity,
	    list->count + 1, sizeof(*list->items));
	list->items[list->count++] = index;
}

/* It was there in every frame up to this one. */
static void
catch_up(struct entity *e, uint32_t ordinal)
{
	if (e->frame_count == 0 || ordinal <= e->last)
		return;
	e->frame_count += ordinal - e->last;
	e->last = ordinal;
}

/* ---- sums of commands ---- */

static const enum metric summed[] = { METRIC_RSS, METRIC_VSZ, METRIC_SWAP, METRIC_FDS };

/* More than any process has: what a broken listing says must not make the sum of its command meaningless. */
#define SHARE_MOST (INT64_C(1) << 50)

static uint64_t
share_of(int64_t value)
{
	if (value < 0)
		return 0;
	return (uint64_t)(value < SHARE_MOST ? value : SHARE_MOST);
}

static struct stored *
command_of(struct store *st, struct stream_store *s, const struct stored *process)
{
	if (process->public.kind != KIND_PROCESS ||
	    process->public.marks & ENTITY_COLLECTOR)
		return NULL;
	uint32_t index = process->public.command;
	struct stored *command = st->entities[index];
	if (!command->listed)
		list_add(st, &s->commands, index);
	if (!command->touched)
		list_add(st, &s->touched, index);
	command->listed = command->touched = true;
	return command;
}

static void
join_command(struct store *st, struct stream_store *s, const struct stored *process)
{
	struct stored *command = command_of(st, s, process);
	int64_t value;
	if (command == NULL)
		return;
	command->sum[METRIC_PROCS]++;
	for (size_t i = 0; i < sizeof(summed) / sizeof(summed[0]); i++) {
		enum metric m = summed[i];
		if (process->series[m] == NULL ||
		    !series_last(process->series[m], &value))
			continue;
		command->sum[m] += share_of(value);
		command->public.have |= METRIC_BIT(m);
		if (process->public.step[m] > command->public.step[m])
			command->public.step[m] = process->public.step[m];
	}
}

static void
quit_command(struct store *st, struct stream_store *s, const struct stored *process)
{
	struct stored *command = command_of(st, s, process);
	int64_t value;
	if (command == NULL)
		return;
	command->sum[METRIC_PROCS]--;
	for (size_t i = 0; i < sizeof(summed) / sizeof(summed[0]); i++) {
		enum metric m = summed[i];
		if (process->series[m] != NULL &&
		    series_last(process->series[m], &value))
			command->sum[m] -= share_of(value);
	}
}

static void
write_sums(struct store *st, struct stored *c, uint32_t ordinal)
{
	bool any = c->sum[METRIC_PROCS] > 0;
	store_set(st, c, METRIC_PROCS, ordinal, (int64_t)c->sum[METRIC_PROCS]);
	for (size_t i = 0; i < sizeof(summed) / sizeof(summed[0]); i++) {
		enum metric m = summed[i];
		if (any && c->public.have & METRIC_BIT(m))
			store_set(st, c, m, ordinal, (int64_t)c->sum[m]);
		else if (c->series[m] != NULL)
			(void)series_unset(st->pool, c->series[m], ordinal);
	}
	if (any && !c->standing) {
		c->public.frame_count++;
		c->public.last = ordinal;
	} else if (!any && c->standing) {
		catch_up(&c->public, ordinal - 1);
	}
	c->standing = any;
}

/* A frame that lacks processes cannot tell sums. */
static void
unset_sums(struct store *st, struct stored *c, uint32_t ordinal)
{
	for (int m = 0; m < METRIC_COUNT; m++)
		if (c->series[m] != NULL)
			(void)series_unset(st->pool, c->series[m], ordinal);
	if (c->standing)
		catch_up(&c->public, ordinal - 1);
	c->standing = false;
}

static void
close_commands(
    struct store *st, struct stream_store *s, uint32_t ordinal, bool complete)
{
	bool all = complete == s->sums_unset;
	const struct entity_list *list = all ? &s->commands : &s->touched;
	for (size_t i = 0; i < list->count; i++) {
		struct stored *c = st->entities[list->items[i]];
		if (complete)
			write_sums(st, c, ordinal);
		else if (all)
			unset_sums(st, c, ordinal);
	}
	for (size_t i = 0; i < s->touched.count; i++)
		st->entities[s->touched.items[i]]->touched = false;
	s->touched.count = 0;
	s->sums_unset = !complete;
}

/* ---- seats ---- */

/* The entity that stands in the slot; NULL: none. */
static struct stored *
sitter(const struct store *st, const struct stream_store *s, uint32_t slot)
{
	if (slot >= s->slot_count || s->slot[slot].entity == 0)
		return NULL;
	struct stored *e = st->entities[s->slot[slot].entity - 1];
	return e->seat == slot + 1 && e->life == s->slot[slot].life ? e : NULL;
}

static void
leave(struct store *st, struct stream_store *s, uint32_t slot, uint32_t ordinal)
{
	struct stored *e = sitter(st, s, slot);
	if (e == NULL)
		return;
	quit_command(st, s, e);
	catch_up(&e->public, ordinal - 1);
	e->seat = 0;
	list_add(st, &s->unseated, s->slot[slot].entity - 1);
}

/* Rows that are gone, and those read anew, which may be somebody else's now. */
void
seats_leave(struct store *st, struct stream_store *s, const struct sample *sample,
    uint32_t ordinal)
{
	size_t slot_count = s->slot_count;
	for (uint32_t slot = 0; !sample->continues && slot < slot_count; slot++)
		leave(st, s, slot, ordinal);
	for (size_t i = 0; i < sample->gone_count; i++)
		leave(st, s, sample->gone[i], ordinal);
	for (size_t i = 0; i < sample->row_count; i++) {
		uint32_t slot = sample->rows[i].slot;
		leave(st, s, slot, ordinal);
		if (slot >= slot_count)
			slot_count = (size_t)slot + 1;
	}
	s->slot = arena_grow(
	    st->perm, s->slot, &s->slot_capacity, slot_count, sizeof(*s->slot));
	if (slot_count > s->slot_count)
		memset(s->slot + s->slot_count, 0,
		    (slot_count - s->slot_count) * sizeof(*s->slot));
	s->slot_count = slot_count;
}

static bool
is_summed(uint8_t metric)
{
	return metric == METRIC_RSS || metric == METRIC_VSZ || metric == METRIC_SWAP ||
	       metric == METRIC_FDS;
}

void
seats_change(struct store *st, struct stream_store *s, const struct sample *sample,
    uint32_t ordinal)
{
	for (size_t i = 0; i < sample->change_count; i++) {
		const struct change *c = &sample->changes[i];
		struct stored *e = sitter(st, s, c->slot), *command = NULL;
		if (e == NULL)
			continue;
		int64_t old = 0;
		if (is_summed(c->metric))
			command = command_of(st, s, e);
		if (command != NULL && e->series[c->metric] != NULL)
			(void)series_last(e->series[c->metric], &old);
		store_set(st, e, (enum metric)c->metric, ordinal, c->value);
		if (command != NULL)
			command->sum[c->metric] += share_of(c->value) - share_of(old);
	}
}

/* It sits elsewhere now: of two rows that are one process the later one counts. */
void
seats_give_up(struct store *st, struct stream_store *s, uint32_t index)
{
	struct stored *e = st->entities[index];
	s->slot[e->seat - 1].entity = 0;
	quit_command(st, s, e);
}

void
seats_take(struct store *st, struct stream_store *s, uint32_t index, uint32_t slot,
    uint32_t ordinal)
{
	struct stored *e = st->entities[index];
	s->slot[slot] = (struct slot){ index + 1, e->life };
	if (e->seat == 0) {
		e->public.frame_count++;
		e->public.last = ordinal;
	}
	e->seat = slot + 1;
	join_command(st, s, e);
}

/* Who was there in the last whole frame and is not now has ended; short lives leave only their command's count. */
static void
bury(struct store *st, struct stream_store *s)
{
	for (size_t i = 0; i < s->missed.count; i++) {
		uint32_t index = s->missed.items[i];
		struct stored *e = st->entities[index];
		e->missed = false;
		if (e->seat == 0 && e->public.frame_count < BRIEF_FRAMES)
			store_give_back(st, s, index);
	}
	s->missed.count = 0;
}

static void
forget_missed(struct store *st, struct stream_store *s)
{
	for (size_t i = 0; i < s->missed.count; i++)
		st->entities[s->missed.items[i]]->missed = false;
	s->missed.count = 0;
}

void
seats_close(struct store *st, struct stream_store *s, uint32_t ordinal, bool complete,
    bool back)
{
	for (size_t i = 0; i < s->unseated.count && !back; i++) {
		uint32_t index = s->unseated.items[i];
		struct stored *e = st->entities[index];
		if (e->seat != 0 || e->missed || e->public.kind != KIND_PROCESS)
			continue;
		e->missed = true;
		list_add(st, &s->missed, index);
	}
	s->unseated.count = 0;
	if (s->by_pid == NULL)
		return;
	if (back)
		forget_missed(st, s);
	if (complete)
		bury(st, s);
	close_commands(st, s, ordinal, complete);
}

/* The last frame of a stream has been read. */
void
seats_freeze(struct store *st)
{
	for (size_t i = 0; i < st->entity_count; i++) {
		struct stored *e = st->entities[i];
		if (e->seat != 0 || e->standing)
			catch_up(&e->public,
			    st->streams[e->public.stream].public.frame_count - 1);
		e->seat = 0;
		e->standing = false;
	}
}
