#include "parse/parser_parts.h"

#include <string.h>

#include "base/num.h"

#include "base/die.h"
#include "parse/pids.h"

#include "base/banned.h"

static struct opening *
known_opening(struct parser *p, const char *tool, struct str line, bool weak)
{
	for (size_t i = 0; i < OPENINGS; i++) {
		struct opening *o = &p->openings[i];
		if (o->format != NULL && o->tool == tool && o->weak == weak &&
		    o->len == line.len && memcmp(o->line, line.ptr, line.len) == 0)
			return o;
	}
	return NULL;
}

static void
remember_opening(struct parser *p, const char *tool, struct str line, bool weak,
    const struct format *format)
{
	if (format == NULL || line.len > OPENING_BYTES)
		return;
	struct opening *o = &p->openings[p->opening_next++ % OPENINGS];
	o->tool = tool;
	o->weak = weak;
	o->format = format;
	o->len = line.len;
	memcpy(o->line, line.ptr, line.len);
}

const struct format *
find_format(struct parser *p, struct frame *f, struct str line, bool weak)
{
	const char *only = f->name.len > 0 && !p->by_content ? p->tool : NULL;
	struct opening *known = known_opening(p, only, line, weak);
	const struct format *format;
	if (known != NULL) {
		format = known->format;
	} else {
		format = formats_find(p->formats, only, line, weak);
		remember_opening(p, only, line, weak, format);
	}
	/* "self" is any key: value text, and means it only under its own name. */
	if (format != NULL && only == NULL && str_is(str_from(format->tool), "self"))
		return NULL;
	return format;
}

/* Does another output begin with this line? */
static bool
is_opening(struct reading *r, struct str line)
{
	struct block *b = &r->block;
	if (!r->parser->by_content) {
		/* A row of top begins with a number, the next top does not. */
		struct str rest = line;
		int64_t pid;
		if (!block_has(b, QUIRK_ITERATES) || num_i64(str_word(&rest), &pid))
			return false;
	}
	const struct format *format = find_format(r->parser, b->frame, line, false);
	if (format == NULL)
		return false;
	if (format->reader != b->format->reader)
		return true;
	if (block_has(b, QUIRK_WHOLE))
		return format == b->format;
	if (!b->fixed && !(format->quirks & QUIRK_SUMMARY))
		return false; /* the head that decides the variant */
	return !(format->quirks & QUIRK_HEADER_REPEATS);
}

/* A numbered sample is one reading: of several outputs in one frame the last one counts. */
static void
start_over(struct reading *r)
{
	r->block.row_count = 0;
	r->block.fixed = false;
	repeat_drop_rows(&r->block.stream->repeat);
	pids_clear(r->block.stream->pids);
}

static bool
is_first_line(const struct reading *r)
{
	return !r->resumed && r->good == 0 && r->odd_run == 0 && r->odd == 0;
}

static bool
is_known(struct reading *r, const struct repeat_line *line)
{
	if (!line->same || line->context || line->key == KEY_NEVER_SAME)
		return false;
	if (!r->block.format->reader->by_pid || line->key == 0)
		return true;
	/* A process that has threads is the first of its lines, whichever that is today. */
	bool is_new = pids_count(r->block.stream->pids, line->key - 1) == 1;
	if (is_new == (line->row_count == 1))
		return true;
	pids_uncount(r->block.stream->pids, line->key - 1);
	return false;
}

static void
add_known(struct reading *r, const struct repeat_line *line)
{
	struct block *b = &r->block;
	const struct repeat *memo = &b->stream->repeat;
	size_t first = b->row_count;
	for (uint32_t i = 0; i < line->row_count; i++)
		block_row(b, b->format->kind, (struct str){ NULL, 0 });
	for (size_t i = 0; i < memo->news_count; i++) {
		const struct news *n = &memo->news[i];
		row_put(&b->rows[first + n->row], (enum metric)n->metric, n->value, 1);
	}
	commit_odd(r);
	r->good++;
}

enum step { STEP_ON, STEP_END, STEP_SAMPLE };

static enum step
leave_line(struct reading *r, struct str line)
{
	repeat_back(&r->block.stream->repeat);
	put_back(r->parser, line);
	return STEP_END;
}

static enum step
read_line(struct reading *r, struct str line)
{
	struct block *b = &r->block;
	struct repeat *memo = &b->stream->repeat;
	struct repeat_line *memo_line = repeat_next(memo, line);
	if (is_known(r, memo_line)) {
		add_known(r, memo_line);
		return STEP_ON;
	}
	if (!memo_line->same && !is_first_line(r) && is_opening(r, line)) {
		if (b->frame->seq == 0 || r->parser->by_content)
			return leave_line(r, line);
		start_over(r);
		memo_line = repeat_next(memo, line);
	}
	size_t before = b->row_count;
	b->key = 0;
	b->line = memo_line->text;
	b->line_row = before;
	b->marks.count = 0;
	/* Rows point into the memo's copy: the frame's own bytes are gone with its next line. */
	enum line_kind kind = b->format->reader->line(b, memo_line->text);
	b->begun = true;
	if (kind == LINE_OTHER)
		return leave_line(r, line);
	if (kind == LINE_ODD || kind == LINE_SHORT) {
		b->row_count = before;
		if (r->parser->by_content && !is_first_line(r) &&
		    find_format(r->parser, b->frame, line, true) != NULL)
			return leave_line(r, line);
		if (!add_odd(r, line, kind))
			return leave_line(r, line);
		repeat_read(memo, 0, KEY_NEVER_SAME, false);
		return STEP_ON;
	}
	size_t made = b->row_count - before;
	if (kind == LINE_SAMPLE && b->frame->seq > 0 && before > 0) {
		memmove(b->rows, b->rows + before, made * sizeof(*b->rows));
		b->row_count = made;
		repeat_drop_rows(memo);
	}
	repeat_read(memo, (uint32_t)made, b->key, kind == LINE_CONTEXT);
	if (kind == LINE_ROWS && made > 0)
		repeat_mark(memo, &b->marks);
	commit_odd(r);
	r->good++;
	return kind == LINE_SAMPLE ? STEP_SAMPLE : STEP_ON;
}

void
read_block(struct reading *r)
{
	struct parser *p = r->parser;
	struct str line;
	while (next_line(p, r->block.frame, &line)) {
		if (is_empty(line))
			continue;
		enum step step = read_line(r, line);
		if (step == STEP_END)
			return;
		if (step == STEP_SAMPLE && r->block.frame->seq == 0) {
			p->resume = r->block.stream;
			return;
		}
	}
	r->ended = true;
}

/* Rows get the slots of their lines. */
void
settle_rows(struct block *b)
{
	struct repeat *memo = &b->stream->repeat;
	repeat_end(memo);
	size_t row = 0;
	for (size_t i = 0; i < memo->old.count; i++) {
		const struct repeat_line *line = &memo->old.items[i];
		for (uint32_t j = 0; j < line->row_count; j++) {
			assert(row < b->row_count);
			b->rows[row].slot = line->slot + j;
			b->rows[row].same = line->same;
			row++;
		}
	}
	assert(row == b->row_count);
}
