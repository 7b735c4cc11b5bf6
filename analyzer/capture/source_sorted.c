#include "capture/reader.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/limits.h"
#include "capture/name_order.h"
#include "base/banned.h"

/*
 * tar takes files as the directory has them: in no order. One file per sample would be read as a machine whose processes come and go at random, so small members are
 * held back until all are there. A capture of large logs, ours or another, passes through.
 */
struct held {
	struct entry entry; /* its path ends in a NUL */
	struct str text;
	size_t arrival;
	enum damage damage; /* met while it was read */
	struct str why;
};

struct sorted_reader {
	struct reader reader;
	struct reader *unsorted;
	struct arena memory; /* of what is held */
	struct held *held;
	size_t count, capacity, given;
	bool collected;  /* no more is held back */
	bool ended;      /* unsorted has no more entries, */
	struct held end; /* and what it said then */
	bool
	    waiting; /* unsorted has an entry, read up to here, that comes after what is held */
	struct held first_of_rest;
	struct str block;
};

static struct sorted_reader *
sorted_reader(struct reader *r)
{
	return (struct sorted_reader *)r;
}

static bool
damaged(struct sorted_reader *s, enum damage damage, struct str why)
{
	s->reader.damage = damage;
	s->reader.why = why;
	return false;
}

static int
compare_held(const void *left, const void *right)
{
	const struct held *a = left, *b = right;
	int order = path_cmp(a->entry.path.ptr, b->entry.path.ptr);
	if (order != 0)
		return order;
	return a->arrival < b->arrival ? -1 : a->arrival > b->arrival;
}

/* Reads the current entry's text. False: it is larger than what is held back. */
static bool
hold_text(struct sorted_reader *s, struct held *h)
{
	char *text = NULL;
	size_t capacity = 0;
	struct str block;
	while (s->unsorted->block(s->unsorted, &block)) {
		if (block.len == 0)
			continue;
		text =
		    arena_grow(&s->memory, text, &capacity, h->text.len + block.len, 1);
		assert(text != NULL);
		memcpy(text + h->text.len, block.ptr, block.len);
		h->text = (struct str){ text, h->text.len + block.len };
		if (h->text.len > LIMIT_SORT_MEMBER_BYTES ||
		    s->memory.bytes > LIMIT_SORT_BYTES)
			return false;
	}
	h->damage = s->unsorted->damage;
	h->why = str_copy(&s->memory, s->unsorted->why);
	return true;
}

/* Frames have numbers: their order does not matter, and there may be far too many to hold. */
static bool
is_our_own(const struct held *h)
{
	return str_ends(h->entry.path, "capture.txt") &&
	       str_starts(h->text, "seep-capture:");
}

/* A reader that has ended says why only once. */
static bool
next_unsorted(struct sorted_reader *s, struct entry *e)
{
	if (!s->ended && s->unsorted->next(s->unsorted, e))
		return true;
	if (!s->ended)
		s->end = (struct held){ .damage = s->unsorted->damage,
			.why = str_copy(&s->memory, s->unsorted->why) };
	s->ended = true;
	return false;
}

static void
collect(struct sorted_reader *s)
{
	struct held h = { .entry.path = STR(""), .text = STR("") };
	struct entry entry;
	s->collected = true;
	while (!is_our_own(&h) && s->memory.bytes <= LIMIT_SORT_BYTES &&
	       next_unsorted(s, &entry)) {
		if (!entry.regular) /* nothing to read */
			continue;
		h = (struct held){ entry, STR(""), s->count, DAMAGE_NONE, STR("") };
		h.entry.path = str_copy(
		    &s->memory, str_from_to(h.entry.path, 0, LIMIT_PATH_BYTES));
		s->waiting = !hold_text(s, &h);
		if (s->waiting) {
			s->first_of_rest = h;
			break;
		}
		s->held = arena_grow(
		    &s->memory, s->held, &s->capacity, s->count + 1, sizeof(*s->held));
		s->held[s->count++] = h;
	}
	if (s->count > 0)
		qsort(s->held, s->count, sizeof(*s->held), compare_held);
}

static bool
sorted_next(struct reader *r, struct entry *e)
{
	struct sorted_reader *s = sorted_reader(r);

	damaged(s, DAMAGE_NONE, STR(""));
	if (!s->collected)
		collect(s);
	if (s->given < s->count) {
		*e = s->held[s->given].entry;
		s->block = s->held[s->given++].text;
		return true;
	}
	s->given = s->count + 1;
	if (s->waiting) {
		s->waiting = false;
		*e = s->first_of_rest.entry;
		s->block = s->first_of_rest.text;
		return true;
	}
	s->block = STR("");
	if (next_unsorted(s, e))
		return true;
	return damaged(s, s->end.damage, s->end.why);
}

static bool
sorted_block(struct reader *r, struct str *block)
{
	struct sorted_reader *s = sorted_reader(r);

	if (s->block.len > 0) {
		*block = s->block;
		s->block = STR("");
		return true;
	}
	if (s->given <= s->count) {
		const struct held *h = &s->held[s->given - 1];
		return damaged(s, h->damage, h->why);
	}
	if (s->unsorted->block(s->unsorted, block))
		return true;
	return damaged(s, s->unsorted->damage, s->unsorted->why);
}

static void
sorted_close(struct reader *r)
{
	struct sorted_reader *s = sorted_reader(r);

	s->unsorted->close(s->unsorted);
	arena_close(&s->memory);
}

struct reader *
source_sorted_open(struct arena *a, struct reader *unsorted)
{
	struct sorted_reader *s = arena_alloc(a, sizeof *s);

	s->reader = (struct reader){
		.next = sorted_next, .block = sorted_block, .close = sorted_close
	};
	s->unsorted = unsorted;
	arena_init(&s->memory);
	return &s->reader;
}
