#include "parse/repeat.h"

#include <string.h>

#include "base/die.h"

#include "base/banned.h"

/* Copying what still lives costs less than keeping garbage once there is this much of it. */
#define GARBAGE_FACTOR 4
#define GARBAGE_BYTES ((size_t)64 << 10)

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

/* A changed line is written over the old one where there is room: numbers grow by a digit now and then. */
#define ROOM_BYTES 16

static void
keep_text(struct repeat *r, struct repeat_line *line, struct str text)
{
	char *copy = arena_alloc(&r->text[r->text_index], text.len + ROOM_BYTES);
	memcpy(copy, text.ptr, text.len);
	line->text = (struct str){ copy, text.len };
	line->room = (uint32_t)text.len + ROOM_BYTES;
}

static void
keep_marks(
    struct repeat *r, struct repeat_line *line, const struct mark *marks, size_t count)
{
	line->mark_count = (uint32_t)count;
	if (count == 0)
		return;
	line->marks = arena_array(&r->text[r->text_index], count, sizeof(*marks));
	memcpy(line->marks, marks, count * sizeof(*marks));
}

/* Rows of the last frame point into its lines, so these are only moved once the next one begins. */
static void
collect_garbage(struct repeat *r)
{
	size_t live = 0;
	for (size_t i = 0; i < r->old.count; i++)
		live += r->old.items[i].room +
			r->old.items[i].mark_count * sizeof(struct mark);
	struct arena *from = &r->text[r->text_index];
	if (from->bytes < GARBAGE_BYTES || from->bytes / GARBAGE_FACTOR < live)
		return;
	r->text_index = 1 - r->text_index;
	for (size_t i = 0; i < r->old.count; i++) {
		struct repeat_line *line = &r->old.items[i];
		keep_text(r, line, line->text);
		keep_marks(r, line, line->marks, line->mark_count);
	}
	arena_close(from);
}

void
repeat_begin(struct repeat *r)
{
	collect_garbage(r);
	r->lines.count = 0;
	r->place = 0;
	r->under = 0;
	r->broken = false;
}

/* Not a line that a new one can equal: taken, or below another header. */
static bool
is_gone(const struct repeat *r, const struct repeat_line *old)
{
	return old->taken || old->under != r->under || (r->broken && !old->context);
}

static bool
is_equal(const struct repeat_line *old, struct str text)
{
	return old->text.len == text.len &&
	       memcmp(old->text.ptr, text.ptr, text.len) == 0;
}

/* Does the new line say the same but for news? Then its text takes the old one's place. */
static bool
follows(struct repeat *r, struct repeat_line *old, struct str text)
{
	if (old->mark_count == 0 || text.len > old->room ||
	    !marks_follow(
		old->marks, old->mark_count, old->text, text, r->news, &r->news_count))
		return false;
	memcpy((char *)(uintptr_t)old->text.ptr, text.ptr, text.len);
	old->text.len = text.len;
	return true;
}

/* The old line that is this one, NULL when there is none near. */
static struct repeat_line *
find_same(struct repeat *r, struct str text)
{
	r->news_count = 0;
	for (size_t i = 0; !r->off && i < sizeof(shifts) / sizeof(shifts[0]); i++) {
		/* Below 0 wraps beyond count. */
		size_t at = r->place + (size_t)shifts[i];
		if (at >= r->old.count)
			continue;
		struct repeat_line *old = &r->old.items[at];
		if (is_gone(r, old) || !(is_equal(old, text) || follows(r, old, text)))
			continue;
		r->place = at + 1;
		return old;
	}
	return NULL;
}

static struct repeat_line *
add_line(struct repeat *r)
{
	r->lines.items = arena_grow(r->perm, r->lines.items, &r->lines.capacity,
	    r->lines.count + 1, sizeof(*r->lines.items));
	return &r->lines.items[r->lines.count++];
}

struct repeat_line *
repeat_next(struct repeat *r, struct str text)
{
	struct repeat_line *line = add_line(r);
	struct repeat_line *old = find_same(r, text);
	if (old != NULL) {
		*line = *old;
		line->same = true;
		old->taken = true;
		line->place = (uint32_t)(old - r->old.items);
		if (line->context)
			r->broken = false;
		return line;
	}
	*line = (struct repeat_line){ .place = (uint32_t)r->place, .under = r->under };
	keep_text(r, line, text);
	r->place++;
	return line;
}

static struct repeat_line *
last_line(struct repeat *r)
{
	assert(r->lines.count > 0);
	return &r->lines.items[r->lines.count - 1];
}

void
repeat_read(struct repeat *r, uint32_t row_count, int64_t key, bool context)
{
	struct repeat_line *line = last_line(r);
	assert(row_count <= REPEAT_ROWS_MAX);
	/* A same line that had to be read again keeps its slot: it only stops being the same. */
	if (!line->same && context)
		r->broken = true;
	if (line->same && line->row_count != row_count) {
		r->old.items[line->place].taken = false;
		line->same = false;
	}
	line->row_count = row_count;
	line->key = key;
	line->context = context;
	r->under += context;
	if (!context)
		line->same = false;
}

void
repeat_mark(struct repeat *r, struct marks *marks)
{
	struct repeat_line *line = last_line(r);
	marks_settle(marks, line->text);
	keep_marks(r, line, marks->items, marks->count);
}

void
repeat_back(struct repeat *r)
{
	struct repeat_line *line = last_line(r);
	if (line->same)
		r->old.items[line->place].taken = false;
	r->lines.count--;
}

void
repeat_drop_rows(struct repeat *r)
{
	for (size_t i = 0; i < r->lines.count; i++) {
		struct repeat_line *line = &r->lines.items[i];
		if (line->context)
			continue;
		if (line->place < r->old.count)
			r->old.items[line->place].taken = false;
		*line = (struct repeat_line){ .place = UINT32_MAX };
	}
	r->place = 0;
}

static void
give_back(struct repeat *r, uint32_t slot, uint32_t count)
{
	struct repeat_free *list = &r->free[count];
	list->slots = arena_grow(r->perm, list->slots, &list->capacity, list->count + 1,
	    sizeof(*list->slots));
	list->slots[list->count++] = slot;
}

static uint32_t
new_slots(struct repeat *r, uint32_t count)
{
	struct repeat_free *list = &r->free[count];
	if (list->count > 0)
		return list->slots[--list->count];
	uint32_t slot = r->slot_count;
	r->slot_count += count;
	return slot;
}

/* Changed lines take the slots of the old lines where they stand, unless those were found again elsewhere. */
static void
settle_slots(struct repeat *r)
{
	for (size_t i = 0; i < r->lines.count; i++) {
		struct repeat_line *line = &r->lines.items[i];
		if (line->same || line->row_count == 0 || line->place >= r->old.count)
			continue;
		struct repeat_line *old = &r->old.items[line->place];
		bool own =
		    old->taken && old->text.ptr == line->text.ptr; /* read again */
		if ((old->taken && !own) || old->row_count != line->row_count) {
			line->place = UINT32_MAX;
			continue;
		}
		line->slot = old->slot;
		old->taken = true;
	}
	for (size_t i = 0; i < r->old.count; i++) {
		struct repeat_line *old = &r->old.items[i];
		if (!old->taken && old->row_count > 0)
			give_back(r, old->slot, old->row_count);
	}
	for (size_t i = 0; i < r->lines.count; i++) {
		struct repeat_line *line = &r->lines.items[i];
		if (!line->same && line->row_count > 0 && line->place >= r->old.count)
			line->slot = new_slots(r, line->row_count);
	}
}

void
repeat_end(struct repeat *r)
{
	settle_slots(r);
	struct repeat_lines spent = r->old;
	r->old = r->lines;
	r->lines = spent;
	r->lines.count = 0;
	for (size_t i = 0; i < r->old.count; i++)
		r->old.items[i].taken = false;
}

void
repeat_forget(struct repeat *r)
{
	for (size_t i = 0; i < r->old.count; i++) {
		struct repeat_line *old = &r->old.items[i];
		if (old->row_count > 0)
			give_back(r, old->slot, old->row_count);
	}
	r->old.count = 0;
}
