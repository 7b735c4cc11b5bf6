#include "parse/repeat.h"

#include <string.h>

#include "base/die.h"
#include "parse/repeat_parts.h"

#include "base/banned.h"

#define NO_SLOT UINT32_MAX
#define NO_PLACE UINT32_MAX

static const int shifts[] = { 0, 1, -1, 2, -2 };

void
repeat_init(struct repeat *r, struct arena *perm, bool off)
{
	*r = (struct repeat){ .perm = perm, .off = off };
	arena_init(&r->text[0]);
	arena_init(&r->text[1]);
}

void
repeat_close(struct repeat *r)
{
	arena_close(&r->text[0]);
	arena_close(&r->text[1]);
}

/* ---- the same line ---- */

/*
 * Does the text begin with a line that says the same but for changes? Then its text takes the old one's place, and its length comes back; else
 * 0. whole: the text is one line. *same is the first byte where they differ, and becomes the next one behind the changes, in the line's run;
 * 0 where that is not known.
 */
static size_t
follows(struct repeat *r, struct repeat_line *old, struct str text, bool whole,
    size_t *same)
{
	if (old->mark_count == 0)
		return 0;
	if (r->change_capacity - r->change_count < MARKS_MAX)
		r->changes = arena_grow(r->perm, r->changes, &r->change_capacity,
		    r->change_count + MARKS_MAX, sizeof(*r->changes));
	struct change *changes = &r->changes[r->change_count];
	size_t count, differ = *same;
	struct old_line line = { old->text, whole ? old->text.len : old->run,
		old->slot };
	size_t len = marks_follow(
	    old->marks, old->mark_count, &line, text, whole, same, changes, &count);
	if (len == 0)
		return 0;
	r->change_count += count;
	if (count > 0)
		old->changed_in = r->frame;
	memo_move_on(r, old, str_from_to(text, 0, len), differ);
	return len;
}

/* The same line, perhaps with changes. */
static bool
is_same(struct repeat *r, struct repeat_line *old, struct str text)
{
	size_t same = str_difference(old->text, text, 0);
	if (same == text.len && same == old->text.len)
		return true;
	return follows(r, old, text, true, &same) > 0;
}

static bool
is_fresh_place(const struct repeat *r, size_t at)
{
	for (size_t i = r->fresh.count; i-- > 0 && r->fresh.items[i].place >= at;)
		if (r->fresh.items[i].place == at)
			return true;
	return false;
}

/* Not a line that a new one can equal: taken, or below another header. */
static bool
is_gone(const struct repeat *r, size_t at)
{
	const struct repeat_line *old = &r->old.items[at];
	if (old->under != r->under)
		return true;
	if (r->out_of_step)
		return old->taken || (r->broken && !old->context);
	return at < r->place && !is_fresh_place(r, at);
}

/* The old line that is this one, of the first so many places; NULL when there is none near. */
static struct repeat_line *
find_same(struct repeat *r, struct str text, size_t from, size_t to)
{
	for (size_t i = from; !r->off && i < to; i++) {
		/* Below 0 wraps beyond count. */
		size_t at = r->place + (size_t)shifts[i];
		if (at >= r->old.count || is_gone(r, at))
			continue;
		struct repeat_line *old = &r->old.items[at];
		if (is_same(r, old, text))
			return old;
	}
	return NULL;
}

/* ---- lines in step ---- */

static struct repeat_line *
add_line(struct repeat *r, struct repeat_lines *to)
{
	to->items = arena_grow(
	    r->perm, to->items, &to->capacity, to->count + 1, sizeof(*to->items));
	return &to->items[to->count++];
}

/* All lines so far are put down one by one. */
static void
leave_step(struct repeat *r)
{
	if (r->out_of_step)
		return;
	r->out_of_step = true;
	r->lines.count = 0;
	const struct repeat_line *fresh = r->fresh.items, *end = fresh + r->fresh.count;
	for (size_t i = 0; i < r->place; i++) {
		struct repeat_line *line = add_line(r, &r->lines);
		bool is_fresh = fresh < end && fresh->place == i;
		if (is_fresh)
			*line = *fresh++;
		if (i >= r->old.count)
			continue;
		struct repeat_line *old = &r->old.items[i];
		if (!is_fresh) {
			*line = *old;
			line->same = true;
			line->place = (uint32_t)i;
		}
		old->taken = line->text.ptr == old->text.ptr &&
			     line->row_count == old->row_count;
	}
	if (r->lines.count > 0)
		r->last = &r->lines.items[r->lines.count - 1];
}

/* ---- lines that end ---- */

static void
add_slot(struct repeat *r, struct repeat_slots *to, uint32_t slot)
{
	to->items = arena_grow(
	    r->perm, to->items, &to->capacity, to->count + 1, sizeof(*to->items));
	to->items[to->count++] = slot;
}

/* The line is no more: its slots are. */
static void
end_line(struct repeat *r, const struct repeat_line *old)
{
	if (old->row_count == 0)
		return;
	add_slot(r, &r->free[old->row_count], old->slot);
	for (uint32_t i = 0; i < old->row_count; i++)
		add_slot(r, &r->gone, old->slot + i);
}

static void
end_lines(struct repeat *r)
{
	for (size_t i = 0; i < r->old.count; i++)
		end_line(r, &r->old.items[i]);
	r->old.count = 0;
}

/* ---- a frame begins ---- */

void
repeat_begin(struct repeat *r)
{
	memo_tidy(r);
	r->lines.count = r->fresh.count = 0;
	r->place = 0;
	r->under = 0;
	r->out_of_step = r->broken = false;
	r->change_count = 0;
	if (!r->unseen)
		r->gone.count = 0;
	if (r->doubtful)
		end_lines(r);
	r->doubtful = false;
	r->frame++;
}

size_t
repeat_take(struct repeat *r, struct str text, uint32_t *count, size_t *rows)
{
	size_t taken = 0;
	size_t same = 0; /* what is known to be, of the line's run and the text */
	*count = 0;
	*rows = 0;
	if (r->off || r->out_of_step)
		return 0;
	for (; r->place < r->old.count; r->place++) {
		struct repeat_line *old = &r->old.items[r->place];
		if (!old->plain)
			break;
		if (same <= old->text.len)
			same = str_difference(
			    (struct str){ old->text.ptr, old->run }, text, same);
		size_t len = old->text.len;
		if (same <= len)
			len = follows(r, old, text, false, &same);
		if (len == 0)
			break;
		same = same > len ? same - len - 1 : 0;
		text = str_skip(text, len + 1);
		taken += len + 1;
		*rows += old->row_count;
		++*count;
	}
	return taken;
}

/* ---- line by line ---- */

static struct repeat_line *
take_same(struct repeat *r, struct repeat_line *old)
{
	size_t at = (size_t)(old - r->old.items);
	if (at == r->place && !r->out_of_step) {
		old->same = true;
		old->place = (uint32_t)at;
		r->place++;
		return old;
	}
	leave_step(r);
	r->place = at + 1;
	struct repeat_line *line = add_line(r, &r->lines);
	*line = *old;
	line->same = true;
	line->place = (uint32_t)at;
	old->taken = true;
	if (line->context)
		r->broken = false;
	return line;
}

struct repeat_line *
repeat_next(struct repeat *r, struct str text)
{
	r->changes_before = r->change_count;
	struct repeat_line *old =
	    find_same(r, text, 0, sizeof(shifts) / sizeof(shifts[0]));
	if (old != NULL)
		return r->last = take_same(r, old);
	struct repeat_line *line = add_line(r, r->out_of_step ? &r->lines : &r->fresh);
	*line = (struct repeat_line){ .place = (uint32_t)r->place, .under = r->under };
	memo_scatter(r, line, text);
	r->scattered++;
	r->place++;
	return r->last = line;
}

/* In step: the last line, which is an old one, is read anew where it stands. */
static struct repeat_line *
refresh(struct repeat *r)
{
	struct repeat_line *line = add_line(r, &r->fresh);
	*line = *r->last;
	line->mark_count = 0;
	line->taken = false;
	return line;
}

/* Whether the last line, read so, leaves what stands below it as it was. */
static bool
keeps_step(const struct repeat *r, bool context)
{
	const struct repeat_line *line = r->last;
	if (line->same)
		return line->context == context;
	bool replaces = line->place < r->old.count && r->old.items[line->place].context;
	return !context && !replaces;
}

struct repeat_line *
repeat_read(struct repeat *r, uint32_t row_count, int64_t key, bool context)
{
	assert(row_count <= REPEAT_ROWS_MAX);
	bool stays = context && row_count == 0;
	if (!keeps_step(r, context))
		leave_step(r);
	struct repeat_line *line = r->last;
	if (!line->same && context)
		r->broken = true;
	if (line->same && !(stays && line->row_count == 0)) {
		if (!r->out_of_step)
			line = r->last = refresh(r);
		else if (line->row_count != row_count)
			r->old.items[line->place].taken = false;
		line->same = false;
	}
	r->change_count = r->changes_before;
	line->row_count = row_count;
	line->key = key;
	line->context = context;
	line->plain = false;
	r->under += context;
	return line;
}

void
repeat_mark(struct repeat *r, struct marks *marks)
{
	marks_settle(marks, r->last->text);
	memo_keep_marks(r, r->last, marks->items, marks->count);
}

static void
let_go(struct repeat *r, const struct repeat_line *line)
{
	if (!line->same)
		return;
	struct repeat_line *old = &r->old.items[line->place];
	old->taken = false;
	if (line->changed_in == r->frame)
		memo_spoil(old);
}

void
repeat_back(struct repeat *r)
{
	leave_step(r);
	let_go(r, r->last);
	r->lines.count--;
	r->change_count = r->changes_before;
}

void
repeat_drop_rows(struct repeat *r)
{
	leave_step(r);
	for (size_t i = 0; i < r->lines.count; i++) {
		struct repeat_line *line = &r->lines.items[i];
		if (line->context)
			continue;
		let_go(r, line);
		*line = (struct repeat_line){ .text = STR(""), .place = NO_PLACE };
	}
	r->place = 0;
	r->change_count = 0;
}

/* ---- slots ---- */

static void
give_slots(struct repeat *r, struct repeat_line *line)
{
	struct repeat_slots *list = &r->free[line->row_count];
	if (line->slot != NO_SLOT || line->row_count == 0)
		return;
	if (list->count > 0) {
		line->slot = list->items[--list->count];
		return;
	}
	line->slot = r->slot_count;
	r->slot_count += line->row_count;
}

/* Lines read anew take the slots of the old lines where they stand. */
static void
settle_in_step(struct repeat *r)
{
	size_t old_count = r->old.count;
	for (size_t i = r->place; i < old_count; i++)
		end_line(r, &r->old.items[i]);
	r->old.items = arena_grow(
	    r->perm, r->old.items, &r->old.capacity, r->place, sizeof(*r->old.items));
	r->old.count = r->place;
	for (size_t i = 0; i < r->fresh.count; i++) {
		struct repeat_line *line = &r->fresh.items[i];
		const struct repeat_line *old = &r->old.items[line->place];
		line->slot = NO_SLOT;
		if (line->place >= old_count)
			continue;
		if (old->row_count == line->row_count)
			line->slot = old->slot;
		else
			end_line(r, old);
	}
	for (size_t i = 0; i < r->fresh.count; i++) {
		struct repeat_line *line = &r->fresh.items[i];
		give_slots(r, line);
		r->old.items[line->place] = *line;
	}
}

/* The same, unless those were found again elsewhere. */
static void
settle_out_of_step(struct repeat *r)
{
	for (size_t i = 0; i < r->lines.count; i++) {
		struct repeat_line *line = &r->lines.items[i];
		if (line->same)
			continue;
		line->slot = NO_SLOT;
		if (line->row_count == 0 || line->place >= r->old.count)
			continue;
		struct repeat_line *old = &r->old.items[line->place];
		bool own =
		    old->taken && old->text.ptr == line->text.ptr; /* read again */
		if ((old->taken && !own) || old->row_count != line->row_count)
			continue;
		line->slot = old->slot;
		old->taken = true;
	}
	for (size_t i = 0; i < r->old.count; i++)
		if (!r->old.items[i].taken)
			end_line(r, &r->old.items[i]);
	for (size_t i = 0; i < r->lines.count; i++)
		if (!r->lines.items[i].same)
			give_slots(r, &r->lines.items[i]);
}

static void
name_slots(const struct repeat_lines *lines, struct row *rows, size_t row_count)
{
	size_t row = 0;
	for (size_t i = 0; i < lines->count; i++) {
		const struct repeat_line *line = &lines->items[i];
		for (uint32_t j = 0; !line->same && j < line->row_count; j++) {
			assert(row < row_count);
			rows[row++].slot = line->slot + j;
		}
	}
	assert(row == row_count);
}

void
repeat_end(struct repeat *r, struct row *rows, size_t row_count, bool by_order)
{
	r->doubtful = by_order && memo_is_doubtful(r);
	if (r->out_of_step || r->fresh.count > 0 || r->place < r->old.count)
		r->reshaped = true;
	if (!r->out_of_step) {
		settle_in_step(r);
		name_slots(&r->fresh, rows, row_count);
	} else {
		settle_out_of_step(r);
		name_slots(&r->lines, rows, row_count);
		struct repeat_lines spent = r->old;
		r->old = r->lines;
		r->lines = spent;
		for (size_t i = 0; i < r->old.count; i++)
			r->old.items[i].taken = false;
	}
	r->lines.count = r->fresh.count = 0;
	r->unseen = false;
}

void
repeat_forget(struct repeat *r)
{
	end_lines(r);
	r->unseen = true;
}
