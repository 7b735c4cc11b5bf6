#include "parse/repeat_parts.h"

#include <string.h>

#include "base/banned.h"

/* Copying what still lives costs less than keeping garbage once there is this much of it. */
#define GARBAGE_FACTOR 4
#define GARBAGE_BYTES ((size_t)64 << 10)

/* A line whose length changes is written over the old one where there is room: numbers grow by a digit now and then. */
#define ROOM_BYTES 16

static void
put_text(struct repeat_line *line, char *own, size_t room, struct str text)
{
	if (text.len > 0)
		memcpy(own, text.ptr, text.len);
	own[text.len] = '\n';
	line->text = (struct str){ own, text.len };
	line->own = own;
	line->room = (uint32_t)room;
}

void
memo_scatter(struct repeat *r, struct repeat_line *line, struct str text)
{
	size_t room = text.len + ROOM_BYTES;
	put_text(line, arena_alloc(&r->text[r->text_index], room + 1), room, text);
}

void
memo_keep_marks(
    struct repeat *r, struct repeat_line *line, const struct mark *marks, size_t count)
{
	line->mark_count = (uint32_t)count;
	if (count == 0)
		return;
	line->marks = arena_copy(&r->text[r->text_index], marks, count, sizeof(*marks));
}

/*
 * Puts the lines one behind the other, as they stand in the capture, so that many can be compared at once. Rows of the last frame point into
 * its lines, so these are only moved once the next one begins.
 */
static void
pack_text(struct repeat *r)
{
	struct arena *from = &r->text[r->text_index];
	size_t bytes = 1;
	for (size_t i = 0; i < r->old.count; i++)
		bytes += r->old.items[i].text.len + 1;
	r->text_index = 1 - r->text_index;
	char *at = arena_alloc(&r->text[r->text_index], bytes);
	for (size_t i = 0; i < r->old.count; i++) {
		struct repeat_line *line = &r->old.items[i];
		struct str text = line->text;
		memo_keep_marks(r, line, line->marks, line->mark_count);
		if (line->elastic) {
			memo_scatter(r, line, text);
			continue;
		}
		put_text(line, at, text.len, text);
		at += text.len + 1;
	}
	arena_close(from);
	r->scattered = 0;
	r->reshaped = true;
}

static bool
is_garbage_due(struct repeat *r)
{
	const struct arena *text = &r->text[r->text_index];
	if (text->bytes < r->garbage_bytes)
		return false;
	size_t live = 0;
	for (size_t i = 0; i < r->old.count; i++)
		live += r->old.items[i].room +
			r->old.items[i].mark_count * sizeof(struct mark);
	r->garbage_bytes = live < GARBAGE_BYTES / GARBAGE_FACTOR
			       ? GARBAGE_BYTES
			       : live * GARBAGE_FACTOR;
	return text->bytes >= r->garbage_bytes;
}

/* A line's run goes on with the next one's where that stands right behind it. */
static void
find_runs(struct repeat *r)
{
	const char *next = NULL;
	size_t run = 0;
	for (size_t i = r->old.count; i-- > 0;) {
		struct repeat_line *line = &r->old.items[i];
		size_t bytes = line->text.len + 1;
		run = bytes + (line->text.ptr + bytes == next ? run : 0);
		if (run > UINT32_MAX)
			run = bytes;
		line->run = (uint32_t)run;
		next = line->text.ptr;
	}
	r->reshaped = false;
}

void
memo_spoil(struct repeat_line *old)
{
	put_text(old, old->own, old->room, STR(""));
	old->mark_count = 0;
	old->plain = false;
}

void
memo_move_on(struct repeat *r, struct repeat_line *line, struct str text, size_t differ)
{
	if (text.len == line->text.len) {
		memcpy(line->own + differ, text.ptr + differ, text.len - differ);
		return;
	}
	line->elastic = r->reshaped = true;
	if (text.len > line->room)
		memo_scatter(r, line, text);
	else
		put_text(line, line->own, line->room, text);
}

void
memo_tidy(struct repeat *r)
{
	if (r->scattered > r->old.count || is_garbage_due(r))
		pack_text(r);
	if (r->reshaped)
		find_runs(r);
}
