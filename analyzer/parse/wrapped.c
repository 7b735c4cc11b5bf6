#include "parse/parser_parts.h"

#include <string.h>

#include "parse/pids.h"

#include "base/banned.h"

/*
 * Mail and narrow terminals cut long lines in two. Where a line is no row, nor the next one, and both together are one, they are put together again: with
 * a blank between (mail breaks lines there) or without (a terminal breaks where it must). Where both would do and mean different things,
 * nobody knows, and both lines are what they are: a loss.
 */
#define WRAPPED_BYTES_MIN \
	60 /* nobody wraps narrower, and short lines fit together by chance */
#define WRAPPED_BYTES_MAX 256
#define ROWS_MAX 32

static struct str
put_together(struct parser *p, struct str first, bool blank, struct str second)
{
	size_t len = first.len;
	p->joined = arena_grow(
	    p->perm, p->joined, &p->joined_capacity, first.len + second.len + 1, 1);
	memcpy(p->joined, first.ptr, first.len);
	if (blank)
		p->joined[len++] = ' ';
	memcpy(p->joined + len, second.ptr, second.len);
	return (struct str){ p->joined, len + second.len };
}

/* Does the reader make rows of it? Nothing is kept of the attempt but the rows, until the next one. */
static size_t
rows_of(struct reading *r, struct str line)
{
	struct block *b = &r->block;
	size_t before = b->row_count;
	int section = b->stream->section; /* vmstat counts its rows there */
	b->key = 0;
	b->line = line;
	b->line_row = before;
	b->marks->count = 0;
	enum line_kind kind = b->format->reader->line(b, line);
	if (b->format->reader->by_pid && b->key > 0)
		pids_uncount(b->stream->pids, b->key - 1);
	size_t made = b->row_count - before;
	b->row_count = before;
	b->stream->section = section;
	return kind == LINE_ROWS || kind == LINE_SAMPLE ? made : 0;
}

static bool
rows_equal(const struct row *a, const struct row *b)
{
	if (a->have != b->have || !str_eq(a->name, b->name))
		return false;
	for (int m = 0; m < METRIC_COUNT; m++)
		if (a->have & METRIC_BIT(m) && a->value[m] != b->value[m])
			return false;
	return true;
}

/* True: the joined line is what the two were. */
static bool
is_certain(struct reading *r, struct str first, struct str second, struct str *joined)
{
	struct block *b = &r->block;
	struct row glued[ROWS_MAX];
	size_t from = b->row_count;
	size_t without = rows_of(r, put_together(r->parser, first, false, second));
	if (without > ROWS_MAX)
		return false;
	for (size_t i = 0; i < without; i++) {
		glued[i] = b->rows[from + i];
		glued[i].name = str_copy(b->scratch, glued[i].name);
	}
	size_t with = rows_of(r, put_together(r->parser, first, true, second));
	bool same = with == without;
	for (size_t i = 0; same && i < with; i++)
		same = rows_equal(&glued[i], &b->rows[from + i]);
	if (with > 0 && without > 0 && !same)
		return false;
	*joined = put_together(r->parser, first, with > 0, second);
	return with > 0 || without > 0;
}

static bool
may_be_wrapped(const struct parser *p, const struct frame *f, struct str line)
{
	return f->name.len == 0 && p->pieces.depth == 0 && p->pieces.rest.len == 0 &&
	       line.len >= WRAPPED_BYTES_MIN && line.len <= WRAPPED_BYTES_MAX;
}

/* The line behind; false: there is none that goes with it. */
static bool
look_behind(struct parser *p, struct frame *f, struct str *second)
{
	if (!next_line(p, f, second))
		return false;
	bool plain = !is_empty(*second) && second->len <= WRAPPED_BYTES_MAX &&
		     p->pieces.depth == 0 && p->pieces.rest.len == 0;
	if (plain && find_format(p, f, *second, true) == NULL)
		return true;
	put_back(p, *second);
	return false;
}

/* Titles have two letters and more, but for the first few: a single one where the line breaks is the half of a word. */
static bool
breaks_a_word(struct str first, struct str second)
{
	return str_last_word(&first).len == 1 || str_word(&second).len == 1;
}

/* Together they are the head of an output. */
static bool
is_head(struct parser *p, struct frame *f, struct str first, struct str second,
    struct str *joined)
{
	bool blank = !breaks_a_word(first, second);
	for (int i = 0; i < 2; i++, blank = !blank) {
		*joined = put_together(p, first, blank, second);
		if (find_format(p, f, *joined, false) != NULL)
			return true;
	}
	return false;
}

bool
unwrap_head(struct parser *p, struct frame *f, struct str *line)
{
	struct str second, joined;
	if (!may_be_wrapped(p, f, *line))
		return false;
	*line = str_copy(&p->path_arena, *line);
	if (!look_behind(p, f, &second))
		return false;
	if (!is_head(p, f, *line, second, &joined)) {
		put_back(p, second);
		return false;
	}
	*line = joined;
	return true;
}

bool
unwrap_row(struct reading *r, struct str line)
{
	struct parser *p = r->parser;
	struct frame *f = r->block.frame;
	struct str second, joined;
	if (!may_be_wrapped(p, f, line) || r->odd_run == ODD_LINES_END ||
	    !look_behind(p, f, &second))
		return false;
	if (rows_of(r, second) == 0 && (is_certain(r, line, second, &joined) ||
					   is_head(p, f, line, second, &joined))) {
		put_back(p, joined);
		return true;
	}
	put_back(p, second);
	return false;
}
