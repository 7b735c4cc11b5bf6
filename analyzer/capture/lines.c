#include "capture/lines.h"

#include <string.h>

#include "base/limits.h"

#include "base/banned.h"

void
lines_init(struct lines *l, struct arena *perm, struct diag *diag)
{
	*l = (struct lines){ .arena = perm, .diag = diag };
}

void
lines_begin(struct lines *l, struct source *source, struct str path)
{
	l->source = source;
	l->path = path;
	l->block = STR("");
	l->spill_len = l->nul_bytes = 0;
	l->number = 0;
	l->partial = l->whole = l->ended = l->again = false;
}

/*
 * A crash leaves NUL bytes where the file had grown and its text had not reached the disk. What stands before them is a line that was being written, what
 * follows them a new one, of a program that went on later.
 */
static struct str
after_nuls(struct lines *l, struct str part)
{
	if (!l->nuls || part.len == 0 || memchr(part.ptr, '\0', part.len) == NULL)
		return part;
	size_t from = part.len;
	while (part.ptr[from - 1] != '\0')
		from--;
	l->nul_bytes += from;
	l->spill_len = 0;
	return str_skip(part, from);
}

static void
tell_nuls(struct lines *l)
{
	if (l->nul_bytes > 0)
		diag_add(l->diag, DIAG_NUL_TAIL, l->path, l->number,
		    "up to here, %zu bytes", l->nul_bytes);
	l->nul_bytes = 0;
}

/* Adds to the line that crosses a border; what is beyond the limit is dropped, but for a byte that tells. */
static void
spill(struct lines *l, struct str part)
{
	part = after_nuls(l, part);
	size_t room = LIMIT_LINE_BYTES + 1 - l->spill_len;
	if (part.len > room)
		part.len = room;
	l->spill = arena_grow(
	    l->arena, l->spill, &l->spill_capacity, l->spill_len + part.len + 1, 1);
	if (part.len > 0)
		memcpy(l->spill + l->spill_len, part.ptr, part.len);
	l->spill_len += part.len;
}

static struct str
limited(struct lines *l, struct str line)
{
	if (line.len > LIMIT_LINE_BYTES) {
		diag_add(l->diag, DIAG_LINE_LONG, l->path, l->number, "over %d bytes",
		    LIMIT_LINE_BYTES);
		line.len = LIMIT_LINE_BYTES;
	}
	return line;
}

/* The member is over; what is left is a line without newline, or nothing. */
static bool
last_line(struct lines *l, struct str *line)
{
	l->ended = true;
	l->whole = source_member_ended(l->source, l->path, l->number);
	if (l->nul_bytes > 0)
		l->whole = false;
	if (l->spill_len > 0 || l->nul_bytes > 0)
		l->number++;
	tell_nuls(l);
	if (l->spill_len == 0)
		return false;
	l->partial = true;
	*line = limited(l, (struct str){ l->spill, l->spill_len });
	l->spill_len = 0;
	return true;
}

static bool
next_block(struct lines *l)
{
	size_t at;
	bool any = source_block(l->source, &l->block);
	l->nuls = any && str_char(l->block, '\0', &at);
	return any;
}

static bool
cut_line(struct lines *l, struct str *line)
{
	size_t at;
	bool crosses = false;
	while (!str_char(l->block, '\n', &at)) {
		if (!crosses)
			l->spill_len = 0;
		crosses = true;
		spill(l, l->block);
		if (!next_block(l)) {
			l->block = STR("");
			return last_line(l, line);
		}
	}
	struct str part = { l->block.ptr, at };
	l->block = str_skip(l->block, at + 1);
	l->number++;
	if (crosses) {
		spill(l, part);
		part = (struct str){ l->spill, l->spill_len };
		l->spill_len = 0;
	} else {
		part = after_nuls(l, part);
	}
	tell_nuls(l);
	*line = limited(l, part);
	return true;
}

bool
lines_next(struct lines *l, struct str *line)
{
	if (l->again) {
		l->again = false;
		*line = l->last;
		return true;
	}
	if (l->ended || !cut_line(l, line))
		return false;
	l->last = *line;
	return true;
}

void
lines_back(struct lines *l)
{
	l->again = true;
}

struct str
lines_ahead(const struct lines *l)
{
	bool plain = !l->again && !l->nuls && !l->ended;
	return plain ? l->block : STR("");
}

void
lines_skip(struct lines *l, size_t bytes, uint32_t lines)
{
	l->block = str_skip(l->block, bytes);
	l->number += lines;
}
