#include "parse/parser_parts.h"

#include <string.h>

#include "base/num.h"

#include "base/die.h"
#include "parse/pids.h"

#include "base/banned.h"

const struct format *
find_format(struct parser *p, struct frame *f, struct str line, bool weak)
{
	const char *only = f->name.len > 0 && !p->by_content ? p->tool : NULL;
	const struct format *format = formats_find(p->formats, only, line, weak);
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
	r->block.row_count = r->block.standing_rows = 0;
	r->block.fixed = false;
	repeat_drop_rows(&r->block.stream->repeat);
	pids_clear(r->block.stream->pids);
	r->pids_differ = r->block.format->reader->by_pid;
}

static bool
is_first_line(const struct reading *r)
{
	return !r->resumed && r->good == 0 && r->odd_run == 0 && r->odd == 0;
}

/*
 * Processes are counted by their lines, for readers that want to know which line is the first. As long as all lines stand where they stood
 * and are of the processes they were of, only a line read anew asks, and those before it are counted then.
 */
static void
count_pids(struct reading *r, size_t to)
{
	const struct repeat *memo = &r->block.stream->repeat;
	if (r->pids_differ || !r->block.format->reader->by_pid)
		return;
	for (; r->pids_counted < to && r->pids_counted < memo->old.count;
	     r->pids_counted++) {
		int64_t key = memo->old.items[r->pids_counted].key;
		if (key > 0)
			pids_count(r->block.stream->pids, key - 1);
	}
}

static void
see_pids_differ(struct reading *r, size_t place)
{
	count_pids(r, place);
	r->pids_differ = r->block.format->reader->by_pid;
}

static bool
is_known(struct reading *r, const struct repeat_line *line)
{
	if (!line->same || line->context || line->key == KEY_NEVER_SAME)
		return false;
	if (!r->pids_differ || line->key == 0)
		return true;
	/* A process that has threads is the first of its lines, whichever that is today. */
	bool is_new = pids_count(r->block.stream->pids, line->key - 1) == 1;
	if (is_new == (line->row_count == 1))
		return true;
	pids_uncount(r->block.stream->pids, line->key - 1);
	return false;
}

static void
add_known(struct reading *r, size_t lines, size_t rows)
{
	r->block.standing_rows += rows;
	r->good += lines;
	commit_odd(r);
}

/* Lines that stand where they stood need not even be cut out of the text. */
static void
take_in_bulk(struct reading *r)
{
	struct parser *p = r->parser;
	struct frame *f = r->block.frame;
	uint32_t lines;
	size_t rows;
	if (r->pids_differ || is_amid_line(p))
		return;
	size_t bytes =
	    repeat_take(&r->block.stream->repeat, frame_ahead(f), &lines, &rows);
	if (bytes == 0)
		return;
	frame_skip(f, bytes, lines);
	p->line += lines;
	add_known(r, lines, rows);
}

/* Does it begin an output of another kind? A row that does not fit is none of the same table without its head. */
static bool
opens_another(struct reading *r, struct str line)
{
	const struct format *format =
	    find_format(r->parser, r->block.frame, line, true);
	return format != NULL && (format->reader != r->block.format->reader ||
				     !(format->quirks & QUIRK_WEAK));
}

enum step { STEP_ON, STEP_END, STEP_SAMPLE };

static enum step
leave_line(struct reading *r, struct str line)
{
	repeat_back(&r->block.stream->repeat);
	put_back(r->parser, line);
	return STEP_END;
}

/* Is the line as good as its twin in the text: no marker, no title, nothing that anybody but its reader looks at? */
static bool
is_plain(struct str line, enum line_kind kind, int64_t key)
{
	return kind == LINE_ROWS && key != KEY_NEVER_SAME && line.ptr[0] != '#' &&
	       !is_member_title(line);
}

/* The line that stood at place, or none, is now this one. */
static void
end_reading(
    struct reading *r, size_t place, uint32_t rows, int64_t key, enum line_kind kind)
{
	struct repeat *memo = &r->block.stream->repeat;
	const struct repeat_line *old =
	    place < memo->old.count ? &memo->old.items[place] : NULL;
	bool stays = old != NULL && old->key == key && old->row_count == rows;
	struct repeat_line *line = repeat_read(memo, rows, key, kind == LINE_CONTEXT);
	line->plain = is_plain(line->text, kind, key);
	if (!stays || memo->out_of_step)
		see_pids_differ(r, place);
	r->pids_counted = memo->place;
}

static enum step
read_line(struct reading *r, struct str line)
{
	struct block *b = &r->block;
	struct repeat *memo = &b->stream->repeat;
	size_t place = memo->place;
	struct repeat_line *memo_line = repeat_next(memo, line);
	if (memo->out_of_step)
		see_pids_differ(r, place);
	if (is_known(r, memo_line)) {
		add_known(r, 1, memo_line->row_count);
		return STEP_ON;
	}
	if (!memo_line->same && !is_first_line(r) && is_opening(r, line)) {
		if (b->frame->seq == 0 || r->parser->by_content)
			return leave_line(r, line);
		start_over(r);
		memo_line = repeat_next(memo, line);
	}
	count_pids(r, place);
	size_t before = b->row_count;
	b->key = 0;
	b->line = memo_line->text;
	b->line_row = before;
	b->marks->count = 0;
	/* Rows point into the memo's copy: the frame's own bytes are gone with its next line. */
	enum line_kind kind = b->format->reader->line(b, memo_line->text);
	b->begun = true;
	if (kind == LINE_OTHER)
		return leave_line(r, line);
	if (kind == LINE_ODD || kind == LINE_SHORT) {
		b->row_count = before;
		if (r->parser->by_content && !is_first_line(r) &&
		    opens_another(r, line))
			return leave_line(r, line);
		if (unwrap_row(r, memo_line->text)) {
			repeat_back(memo);
			return STEP_ON;
		}
		if (!add_odd(r, memo_line->text, kind))
			return leave_line(r, line);
		end_reading(r, place, 0, KEY_NEVER_SAME, kind);
		return STEP_ON;
	}
	size_t made = b->row_count - before;
	/* A reading that says the same as the one before is one nevertheless. */
	if (kind == LINE_SAMPLE)
		b->key = KEY_NEVER_SAME;
	if (kind == LINE_SAMPLE && b->frame->seq > 0 && before + b->standing_rows > 0) {
		if (before > 0)
			memmove(b->rows, b->rows + before, made * sizeof(*b->rows));
		b->row_count = made;
		b->standing_rows = 0;
		repeat_drop_rows(memo);
	}
	end_reading(r, place, (uint32_t)made, b->key, kind);
	if (kind == LINE_ROWS && b->marks->count > 0)
		repeat_mark(memo, b->marks);
	commit_odd(r);
	r->good++;
	return kind == LINE_SAMPLE ? STEP_SAMPLE : STEP_ON;
}

void
read_block(struct reading *r)
{
	struct parser *p = r->parser;
	struct str line;
	for (;;) {
		take_in_bulk(r);
		if (!next_line(p, r->block.frame, &line))
			break;
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
