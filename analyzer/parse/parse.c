#include "parse/parse.h"

#include <string.h>

#include "base/die.h"
#include "base/when.h"
#include "parse/parser_parts.h"
#include "parse/pids.h"

#include "base/banned.h"

/* The NAMEs of the contract; the flag says that the frame holds outputs of that very tool. */
static const struct {
	const char *name;
	bool strict;
} tools[] = {
	{ "ps", true },
	{ "top", true },
	{ "vmstat", true },
	{ "vmstat-z", true },
	{ "vmstat-m", false }, /* of NetBSD and old FreeBSD: several tables */
	{ "vmstat-s", true },
	{ "netstat-m", true },
	{ "self", true },
	{ "memory", false },
	{ "files", false },
	{ "swap", false },
	{ "load", false },
	{ "limits", false },
	{ "boot", false },
};

struct parser *
parser_open(struct arena *perm, struct diag *diag)
{
	struct parser *p = arena_alloc(perm, sizeof(*p));
	p->perm = perm;
	p->diag = diag;
	p->space.perm = perm;
	p->formats = formats_open(perm);
	keys_init(&p->keys, perm);
	map_init(&p->names, perm);
	arena_init(&p->path_arena);
	p->by_content = true;
	p->pieces.perm = perm;
	return p;
}

void
parser_close(struct parser *p)
{
	for (uint32_t i = 0; i < p->names.count; i++)
		if (p->streams[i]->id.index == i) /* else another name of that stream */
			repeat_close(&p->streams[i]->repeat);
	arena_close(&p->path_arena);
	formats_close(p->formats);
}

void
parser_forget_lines(struct parser *p)
{
	assert(p->names.count == 0);
	p->forget_lines = true;
}

/* ---- frames ---- */

/* A path with the numbers of sample, time and rotation taken out: files of one command have one key. */
static struct str
squash_digits(struct arena *a, struct str path)
{
	char *key = arena_alloc(a, path.len + 1);
	size_t len = 0;
	for (size_t i = 0; i < path.len; i++) {
		char c = path.ptr[i];
		bool digit = c >= '0' && c <= '9';
		if (digit && len > 0 && key[len - 1] == '#')
			continue;
		key[len++] = digit ? '#' : c;
	}
	return (struct str){ key, len };
}

/* What frames are called goes on from one to the next, most of the time. */
static void
see_name(struct parser *p, const struct frame *f)
{
	if (str_eq(f->name, p->frame_name) && str_eq(f->path, p->frame_path))
		return;
	p->tool = NULL;
	p->by_content = true;
	p->last = NULL;
	for (size_t i = 0; i < sizeof(tools) / sizeof(tools[0]); i++) {
		if (str_is(f->name, tools[i].name)) {
			p->tool = tools[i].name;
			p->by_content = !tools[i].strict;
		}
	}
	arena_rewind(&p->path_arena, (struct arena_mark){ NULL, 0, 0 });
	p->frame_name = str_copy(&p->path_arena, f->name);
	p->frame_path = str_copy(&p->path_arena, f->path);
	p->path_key =
	    f->name.len > 0 ? p->frame_name : squash_digits(&p->path_arena, f->path);
}

static void
begin_frame(struct parser *p, struct frame *f)
{
	p->in_frame = true;
	see_name(p, f);
	p->line = f->origin.line - (f->origin.line > 0 ? 1 : 0);
	p->has_pending = p->frame_ended = p->text_unknown = false;
	p->resume = NULL;
	p->pieces = (struct pieces){ .perm = p->perm,
		.buffer = p->pieces.buffer,
		.capacity = p->pieces.capacity };
	p->clock_first = p->clock_last = WHEN_UNKNOWN;
	p->clock_days = 0;
	p->output_count = p->unknown_count = 0;
	p->member_len = 0;
	memset(p->seen, 0, sizeof(p->seen));
}

static void
end_frame(struct parser *p, struct frame *f)
{
	p->in_frame = false;
	/* A command that the contract does not name is shown raw; text without a NAME has its entry. */
	if (p->tool != NULL && p->output_count == 0 && p->unknown_count > 0)
		diag_add(p->diag, DIAG_FRAME_UNKNOWN, f->path, f->origin.line, "%.*s",
		    (int)f->name.len, f->name.ptr);
}

/* ---- streams ---- */

static struct stream *
add_stream(struct parser *p, const struct format *format, uint32_t index)
{
	p->streams = arena_grow(
	    p->perm, p->streams, &p->stream_capacity, index + 1, sizeof(*p->streams));
	struct stream *st = arena_alloc(p->perm, sizeof(*st));
	p->streams[index] = st;
	st->id.index = index;
	st->id.tool = p->tool != NULL ? p->tool : format->tool;
	st->reader = format->reader;
	repeat_init(&st->repeat, p->perm, p->forget_lines);
	map_init(&st->names, p->perm);
	st->pids = pids_open(p->perm);
	return st;
}

/* The same command run twice in one sample, with other options perhaps, makes two streams. */
static uint32_t
count_format(struct parser *p, const struct format *format)
{
	for (size_t i = 0; i < sizeof(p->seen) / sizeof(p->seen[0]); i++) {
		if (p->seen[i].format == NULL)
			p->seen[i].format = format;
		if (p->seen[i].format == format)
			return p->seen[i].count++;
	}
	return 0;
}

static bool
is_table(enum kind kind)
{
	return kind == KIND_ZONE || kind == KIND_MALLOC || kind == KIND_SLAB ||
	       kind == KIND_POOL;
}

/*
 * Pieces of one run may have names that have nothing in common (monday.log, tuesday.log). A file goes on with the stream of another one when it has the same
 * format and their times do not overlap; where one command has many flavours (ps, sysctl), only if it is not likely to be another of them.
 */
static bool
goes_on(const struct stream *st, const struct frame *f, const struct format *format,
    uint32_t nth)
{
	if (!st->by_content || st->opened_by != format || st->nth != nth ||
	    st->sample_count == 0)
		return false;
	bool clock = f->at_ms != WHEN_UNKNOWN && st->first_ms != WHEN_UNKNOWN;
	if (clock && f->at_ms >= st->first_ms && f->at_ms <= st->last_ms)
		return false;
	return st->run != f->run || is_table(format->kind) ||
	       (clock && st->sample_count > 1);
}

static void
note_sample(struct stream *st, const struct frame *f, int64_t at_ms)
{
	if (st->sample_count == 0 || at_ms < st->first_ms)
		st->first_ms = at_ms;
	if (st->sample_count == 0 || at_ms > st->last_ms)
		st->last_ms = at_ms;
	st->sample_count++;
	st->run = f->run;
}

static struct stream *
new_stream(struct parser *p, struct frame *f, const struct format *format,
    uint32_t index, uint32_t nth)
{
	for (uint32_t i = 0; f->name.len == 0 && i < index; i++) {
		if (!goes_on(p->streams[i], f, format, nth))
			continue;
		p->streams = arena_grow(p->perm, p->streams, &p->stream_capacity,
		    index + 1, sizeof(*p->streams));
		return p->streams[index] = p->streams[i];
	}
	struct stream *st = add_stream(p, format, index);
	st->name = str_copy(p->perm, f->name);
	st->by_content = f->name.len == 0;
	st->opened_by = format;
	st->nth = nth;
	return st;
}

/*
 * sysctl prints what it was asked for, and behind every prompt stands another question: there the first key tells which. In other layouts such outputs may
 * run together, and what begins one is no name for it.
 */
static struct str
first_key(const struct frame *f, const struct format *format, struct str line)
{
	size_t end = 0;
	if (format->reader != &read_pairs || !(format->quirks & QUIRK_WEAK) ||
	    !str_is(str_from(frame_layout(f)), "transcript"))
		return STR("");
	while (end < line.len && line.ptr[end] != ' ' && line.ptr[end] != ':' &&
	       line.ptr[end] != '=')
		end++;
	return str_from_to(line, 0, end);
}

static struct stream *
find_stream(
    struct parser *p, struct frame *f, const struct format *format, struct str line)
{
	bool is_new;
	if (p->last != NULL && p->last->reader == format->reader)
		return p->last;
	for (uint32_t i = 0; f->name.len > 0 && i < p->names.count; i++) {
		if (p->streams[i]->reader == format->reader &&
		    str_eq(p->streams[i]->name, f->name))
			return p->last = p->streams[i];
	}
	struct arena_mark mark = arena_mark(&p->path_arena);
	uint32_t nth = 0;
	if (f->name.len == 0 && f->at_ms != WHEN_UNKNOWN && !f->series &&
	    !(format->quirks & QUIRK_ITERATES))
		nth = count_format(p, format);
	struct str asked = first_key(f, format, line);
	struct str key = str_print(&p->path_arena, "%.*s %s %s %u %.*s %.*s",
	    (int)p->path_key.len, p->path_key.ptr, format->reader->name,
	    f->name.len == 0 ? format->name : "", nth, (int)p->member_len,
	    p->member_text, (int)asked.len, asked.ptr);
	uint32_t index = map_add(&p->names, key, &is_new);
	arena_rewind(&p->path_arena, mark);
	return is_new ? new_stream(p, f, format, index, nth) : p->streams[index];
}

/* ---- outputs ---- */

static void
open_reading(struct reading *r, struct parser *p, struct frame *f, struct stream *st,
    const struct format *format, struct arena *scratch)
{
	*r = (struct reading){ .parser = p, .first_line = p->line + 1 };
	r->block = (struct block){ .space = &p->space,
		.formats = p->formats,
		.keys = &p->keys,
		.stream = st,
		.format = format,
		.marks = &p->space.marks,
		.fixed = !(format->quirks & QUIRK_SUMMARY),
		.frame = f,
		.scratch = scratch,
		.at_ms = WHEN_UNKNOWN,
		.clock_ms = WHEN_UNKNOWN };
	repeat_begin(&st->repeat);
	pids_clear(st->pids);
	p->text_unknown = false;
}

/* The next line that opens an output; lines before it are unknown text. */
static bool
open_block(struct reading *r, struct parser *p, struct frame *f, struct arena *scratch)
{
	struct str line;
	if (p->resume != NULL) {
		struct stream *st = p->resume;
		p->resume = NULL;
		open_reading(r, p, f, st, st->format, scratch);
		r->resumed = true;
		return true;
	}
	while (next_line(p, f, &line)) {
		if (is_empty(line))
			continue;
		const struct format *format = find_format(p, f, line, true);
		if (format == NULL && unwrap_head(p, f, &line))
			format = find_format(p, f, line, true);
		if (format == NULL) {
			add_unknown(p, f, line);
			continue;
		}
		put_back(p, line);
		struct stream *st = find_stream(p, f, format, line);
		open_reading(r, p, f, st, format, scratch);
		if (format->reader->begin != NULL)
			format->reader->begin(&r->block);
		return true;
	}
	return false;
}

/*
 * The frame's time, unless the output prints one. A clock without a date (top's) gives the distances in a frame with several outputs, to those behind it too;
 * where the frame's time is that of its end, or unknown, the clock goes into the sample alone, and the store finds the day.
 */
static int64_t
time_of(struct parser *p, const struct block *b)
{
	const int64_t day = INT64_C(86400000);
	const struct frame *f = b->frame;
	bool undated = f->written || f->at_ms == WHEN_UNKNOWN;
	if (b->at_ms != WHEN_UNKNOWN)
		return b->at_ms;
	if (f->seq > 0)
		return f->at_ms;
	if (b->clock_ms != WHEN_UNKNOWN) {
		if (p->clock_first == WHEN_UNKNOWN)
			p->clock_first = b->clock_ms;
		else if (b->clock_ms + day / 2 < p->clock_last)
			p->clock_days++;
		p->clock_last = b->clock_ms;
	}
	if (p->clock_first == WHEN_UNKNOWN)
		return undated ? WHEN_UNKNOWN : f->at_ms;
	int64_t clock = p->clock_last + p->clock_days * day;
	return undated ? clock : f->at_ms + clock - p->clock_first;
}

static bool
close_block(struct reading *r, struct sample *out)
{
	struct parser *p = r->parser;
	struct block *b = &r->block;
	struct frame *f = b->frame;
	drop_odd_end(r);
	commit_odd(r);
	struct repeat *memo = &b->stream->repeat;
	repeat_end(memo, b->rows, b->row_count, !b->format->reader->by_pid);
	b->stream->format = b->format;
	b->stream->id.format = b->format->name;
	bool fits = r->good > 0 && r->odd <= r->good;
	/* Behind the last reading of a series nothing may be left. */
	size_t rows = b->row_count + b->standing_rows;
	if (fits && r->resumed && rows == 0) {
		repeat_forget(memo);
		return false;
	}
	if (!fits || (rows == 0 && block_has(b, QUIRK_WEAK))) {
		repeat_forget(memo);
		p->unknown_count += r->good + r->odd;
		if (!fits && r->odd > 0 && !r->resumed)
			diag_add(p->diag, DIAG_FRAME_UNKNOWN, f->path, f->origin.line,
			    "hardly a line fits %s", b->format->name);
		return false;
	}
	int64_t at_ms = time_of(p, b);
	p->output_count++;
	note_sample(b->stream, f, at_ms);
	*out = (struct sample){
		.stream = b->stream->id,
		.run = f->run,
		.seq = f->seq,
		.at_ms = at_ms,
		.written = f->written,
		.torn = r->ended && f->end == FRAME_TORN,
		.partial = b->partial,
		.origin = { f->origin.member, r->first_line },
		.rows = b->rows,
		.row_count = b->row_count,
		.continues = !memo->off,
		.changes = memo->changes,
		.change_count = memo->change_count,
		.gone = memo->gone.items,
		.gone_count = memo->gone.count,
		.rows_in_all = rows,
	};
	return true;
}

bool
parse_next(struct parser *p, struct frame *f, struct sample *out, struct arena *scratch)
{
	struct reading r;
	if (!p->in_frame)
		begin_frame(p, f);
	while (open_block(&r, p, f, scratch)) {
		read_block(&r);
		if (close_block(&r, out))
			return true;
	}
	end_frame(p, f);
	return false;
}
