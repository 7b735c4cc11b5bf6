#include "parse/parse.h"

#include <string.h>

#include "base/die.h"
#include "base/limits.h"
#include "base/when.h"
#include "parse/block.h"
#include "parse/pids.h"

#include "base/banned.h"

/* So many lines in a row that do not fit, where commands are told by content, and the output has ended. */
#define ODD_LINES_END 3
/* How much of an odd line the ledger shows. */
#define DETAIL_BYTES 60

struct odd_line {
	uint32_t line;
	enum line_kind kind;
	char text[DETAIL_BYTES + 1];
};

struct parser {
	struct arena *perm;
	struct diag *diag;
	struct formats *formats;
	struct keys keys;
	struct map names; /* key of a stream → index */
	struct stream **streams;
	size_t stream_capacity;
	bool forget_lines;

	/* the frame being read */
	bool in_frame;
	const char *tool; /* its NAME, when the contract has it; NULL: by content */
	bool by_content;
	struct str path_key;
	struct arena path_arena;
	uint32_t line; /* number of the last line taken */
	bool has_pending;
	struct str pending;
	bool frame_ended;
	struct stream *resume; /* a series that may go on with its next row */
	uint32_t frame_number;
	int64_t clock_first, clock_days; /* of the outputs' own clock */
	int64_t clock_last;
	bool text_unknown; /* the run of unknown lines has its entry */
	size_t output_count, unknown_count;
	struct {
		const struct format *format;
		uint32_t count;
	} seen[16]; /* formats met in this frame */
};

/* The NAMEs of the contract; the flag says that the frame holds outputs of that very tool. */
static const struct {
	const char *name;
	bool strict;
} tools[] = {
	{ "ps", true },
	{ "top", true },
	{ "vmstat", true },
	{ "vmstat-z", true },
	{ "vmstat-m", true },
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
	p->formats = formats_open(perm);
	keys_init(&p->keys, perm);
	map_init(&p->names, perm);
	arena_init(&p->path_arena);
	return p;
}

void
parser_close(struct parser *p)
{
	for (uint32_t i = 0; i < p->names.count; i++)
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

/* ---- lines ---- */

static bool
next_line(struct parser *p, struct frame *f, struct str *line)
{
	if (p->has_pending) {
		p->has_pending = false;
		*line = p->pending;
		p->line++;
		return true;
	}
	if (p->frame_ended || !frame_next_line(f, line)) {
		p->frame_ended = true;
		return false;
	}
	if (p->line + 1 == f->origin.line && str_starts(*line, "\xef\xbb\xbf"))
		*line = str_skip(*line, 3);
	if (line->len > 0 && line->ptr[line->len - 1] == '\r')
		line->len--;
	p->line++;
	return true;
}

static void
put_back(struct parser *p, struct str line)
{
	p->pending = line;
	p->has_pending = true;
	p->line--;
}

static bool
is_empty(struct str line)
{
	return line.len == 0 || str_trim(line).len == 0;
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

static void
begin_frame(struct parser *p, struct frame *f)
{
	p->in_frame = true;
	p->frame_number++;
	p->tool = NULL;
	p->by_content = true;
	for (size_t i = 0; i < sizeof(tools) / sizeof(tools[0]); i++) {
		if (str_is(f->name, tools[i].name)) {
			p->tool = tools[i].name;
			p->by_content = !tools[i].strict;
		}
	}
	arena_close(&p->path_arena);
	p->path_key = f->name.len > 0 ? str_copy(&p->path_arena, f->name)
	                              : squash_digits(&p->path_arena, f->path);
	p->line = f->origin.line - (f->origin.line > 0 ? 1 : 0);
	p->has_pending = p->frame_ended = p->text_unknown = false;
	p->resume = NULL;
	p->clock_first = p->clock_last = WHEN_UNKNOWN;
	p->clock_days = 0;
	p->output_count = p->unknown_count = 0;
	memset(p->seen, 0, sizeof(p->seen));
}

static void
end_frame(struct parser *p, struct frame *f)
{
	p->in_frame = false;
	/* A command that the contract does not name is shown raw. */
	bool expected = f->name.len == 0 || p->tool != NULL;
	if (expected && p->output_count == 0 && p->unknown_count > 0)
		diag_add(p->diag, DIAG_FRAME_UNKNOWN, f->path, f->origin.line, "%.*s",
		    (int)f->name.len, f->name.ptr);
}

static int
detail_len(struct str line)
{
	return (int)(line.len < DETAIL_BYTES ? line.len : DETAIL_BYTES);
}

/* What a command says when it fails, among its output. */
static bool
is_error_text(struct str line)
{
	static const char *const commands[] = { "ps: ", "top: ", "vmstat: ", "sysctl: ",
		"netstat: ", "swapinfo: ", "pstat: ", "fstat: ", "cat: ", "sh: ", "kvm_open",
		"Error: ", "Warning: ", "error: ", "warning: ", "invalid locale" };
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (str_starts(line, commands[i]))
			return true;
	}
	return str_ends(line, "Permission denied") || str_ends(line, "No such file or directory") ||
	    str_ends(line, "not found") || str_ends(line, "Operation not permitted");
}

static void
unknown_line(struct parser *p, struct frame *f, struct str line)
{
	p->unknown_count++;
	if (is_error_text(line)) {
		diag_add(p->diag, DIAG_ERROR_TEXT, f->path, p->line, "%.*s", detail_len(line),
		    line.ptr);
		return;
	}
	if (!p->text_unknown && f->name.len == 0)
		diag_add(p->diag, DIAG_TEXT_UNKNOWN, f->path, p->line, "%.*s",
		    detail_len(line), line.ptr);
	p->text_unknown = true;
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

static struct stream *
find_stream(struct parser *p, struct frame *f, const struct format *format)
{
	bool is_new;
	struct arena_mark mark = arena_mark(&p->path_arena);
	uint32_t nth = 0;
	if (f->name.len == 0 && f->at_ms != WHEN_UNKNOWN && !(format->quirks & QUIRK_ITERATES))
		nth = count_format(p, format);
	struct str key = str_print(&p->path_arena, "%.*s %s %s %u", (int)p->path_key.len,
	    p->path_key.ptr, format->reader->name, f->name.len == 0 ? format->name : "", nth);
	uint32_t index = map_add(&p->names, key, &is_new);
	arena_rewind(&p->path_arena, mark);
	return is_new ? add_stream(p, format, index) : p->streams[index];
}

/* ---- blocks ---- */

struct row *
block_row(struct block *b, enum kind kind, struct str name)
{
	b->rows = arena_grow(
	    b->scratch, b->rows, &b->row_capacity, b->row_count + 1, sizeof(*b->rows));
	struct row *row = &b->rows[b->row_count++];
	memset(row, 0, sizeof(*row));
	row->kind = kind;
	row->name = name;
	row->pid = row->ppid = -1;
	row->started_ms = WHEN_UNKNOWN;
	return row;
}

void
row_put(struct row *row, enum metric metric, int64_t value, int64_t step)
{
	row->have |= METRIC_BIT(metric);
	row->value[metric] = value;
	row->step[metric] = step;
}

void
block_value(struct block *b, enum kind kind, const char *name, enum unit unit, int64_t value,
    int64_t step)
{
	struct row *row = block_row(b, kind, str_from(name));
	row->unit = unit;
	row_put(row, METRIC_VALUE, value, step);
}

bool
block_decide(struct block *b, struct str line)
{
	const struct format *variant = formats_variant(b->formats, b->format, line);
	if (variant == NULL)
		return false;
	b->format = variant;
	b->fixed = true;
	return true;
}

bool
block_has(const struct block *b, enum quirk quirk)
{
	return (b->format->quirks & quirk) != 0;
}

bool
block_pid_is_new(struct block *b, int64_t pid)
{
	return pids_count(b->stream->pids, pid) == 1;
}

void
stream_set_title(struct stream *st, struct str title)
{
	size_t len = title.len < sizeof(st->title_text) ? title.len : sizeof(st->title_text);
	memcpy(st->title_text, title.ptr, len);
	st->title = (struct str){ st->title_text, len };
}

/* A block while parse.c reads it. */
struct reading {
	struct parser *parser;
	struct block block;
	size_t good, odd;
	struct odd_line last_odd[ODD_LINES_END];
	size_t odd_run;
	uint32_t first_line;
	bool resumed; /* goes on where the last one left off */
	bool ended;   /* by the end of the frame */
};

static const struct format *
find_format(struct parser *p, struct frame *f, struct str line, bool weak)
{
	const char *only = f->name.len > 0 && !p->by_content ? p->tool : NULL;
	const struct format *format = formats_find(p->formats, only, line, weak);
	/* "self" is any key: value text, and means it only under its own name. */
	if (format != NULL && only == NULL && str_is(str_from(format->tool), "self"))
		return NULL;
	return format;
}

static void
open_reading(struct reading *r, struct parser *p, struct frame *f, struct stream *st,
    const struct format *format, struct arena *scratch)
{
	*r = (struct reading){ .parser = p, .first_line = p->line + 1 };
	r->block = (struct block){ .formats = p->formats, .keys = &p->keys, .stream = st,
		.format = format, .fixed = !(format->quirks & QUIRK_SUMMARY), .frame = f,
		.scratch = scratch, .at_ms = WHEN_UNKNOWN, .clock_ms = WHEN_UNKNOWN };
	/* Room for as many rows as last time, so that the array need not move. */
	r->block.rows = arena_grow(scratch, NULL, &r->block.row_capacity,
	    st->repeat.old.count + 16, sizeof(struct row));
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
		if (format == NULL) {
			unknown_line(p, f, line);
			continue;
		}
		put_back(p, line);
		struct stream *st = find_stream(p, f, format);
		open_reading(r, p, f, st, format, scratch);
		if (format->reader->begin != NULL)
			format->reader->begin(&r->block);
		return true;
	}
	return false;
}

/* Lines that did not fit, with more of the same output behind them: each is a loss. */
static void
commit_odd(struct reading *r)
{
	for (size_t i = 0; i < r->odd_run; i++) {
		struct odd_line *odd = &r->last_odd[i];
		struct str path = r->block.frame->path;
		enum diag_code code = odd->kind == LINE_SHORT ? DIAG_ROW_SHORT : DIAG_ROW_ODD;
		if (is_error_text(str_from(odd->text)))
			code = DIAG_ERROR_TEXT;
		else
			r->odd++;
		diag_add(r->parser->diag, code, path, odd->line, "%s", odd->text);
	}
	r->odd_run = 0;
}

/* False: the output has ended before this line. */
static bool
add_odd(struct reading *r, struct str line, enum line_kind kind)
{
	struct parser *p = r->parser;
	if (r->odd_run == ODD_LINES_END) {
		if (p->by_content)
			return false;
		commit_odd(r);
	}
	struct odd_line *odd = &r->last_odd[r->odd_run++];
	odd->line = p->line;
	odd->kind = kind;
	int len = detail_len(line);
	memcpy(odd->text, line.ptr, (size_t)len);
	odd->text[len] = '\0';
	return true;
}

/* Does another output begin with this line? */
static bool
is_opening(struct reading *r, struct str line)
{
	struct block *b = &r->block;
	if (!r->parser->by_content && !block_has(b, QUIRK_ITERATES))
		return false;
	const struct format *format = find_format(r->parser, b->frame, line, false);
	if (format == NULL)
		return false;
	if (format->reader != b->format->reader)
		return true;
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
	for (uint32_t i = 0; i < line->row_count; i++)
		block_row(&r->block, r->block.format->kind, (struct str){ NULL, 0 });
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
	/* Rows point into the memo's copy: the frame's own bytes are gone with its next line. */
	enum line_kind kind = b->format->reader->line(b, memo_line->text);
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
	commit_odd(r);
	r->good++;
	return kind == LINE_SAMPLE ? STEP_SAMPLE : STEP_ON;
}

static void
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
static void
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

/*
 * The frame's time belongs to the first output of a stream. Those that follow are later by as much as their own clock says; without a
 * date that clock alone still gives the distances.
 */
static int64_t
time_of(struct parser *p, const struct block *b)
{
	const int64_t day = INT64_C(86400000);
	int64_t frame_ms = b->frame->at_ms;
	bool first = b->stream->frame_number != p->frame_number;
	if (b->at_ms != WHEN_UNKNOWN)
		return b->at_ms;
	if (b->frame->seq > 0)
		return frame_ms;
	if (b->clock_ms == WHEN_UNKNOWN)
		return first ? frame_ms : WHEN_UNKNOWN;
	if (p->clock_first == WHEN_UNKNOWN)
		p->clock_first = b->clock_ms;
	else if (b->clock_ms + day / 2 < p->clock_last)
		p->clock_days++;
	p->clock_last = b->clock_ms;
	int64_t clock = b->clock_ms + p->clock_days * day;
	return frame_ms == WHEN_UNKNOWN ? clock : frame_ms + clock - p->clock_first;
}

static bool
close_block(struct reading *r, struct sample *out)
{
	struct parser *p = r->parser;
	struct block *b = &r->block;
	struct frame *f = b->frame;
	if (p->by_content && !r->ended && r->odd_run == ODD_LINES_END) {
		p->text_unknown = false;
		diag_add(p->diag, DIAG_TEXT_UNKNOWN, f->path, r->last_odd[0].line, "%s",
		    r->last_odd[0].text);
		p->text_unknown = true;
		r->odd_run = 0;
	}
	commit_odd(r);
	settle_rows(b);
	b->stream->format = b->format;
	b->stream->id.format = b->format->name;
	bool fits = r->good > 0 && r->odd <= r->good;
	if (!fits || (b->row_count == 0 && block_has(b, QUIRK_WEAK))) {
		repeat_forget(&b->stream->repeat);
		p->unknown_count += r->good + r->odd;
		if (!fits && r->odd > 0 && !r->resumed)
			diag_add(p->diag, DIAG_FRAME_UNKNOWN, f->path, f->origin.line,
			    "hardly a line fits %s", b->format->name);
		return false;
	}
	int64_t at_ms = time_of(p, b);
	p->output_count++;
	b->stream->frame_number = p->frame_number;
	*out = (struct sample){
		.stream = b->stream->id,
		.run = f->run,
		.seq = f->seq,
		.at_ms = at_ms,
		.torn = r->ended && f->end == FRAME_TORN,
		.partial = b->partial,
		.origin = { f->origin.member, r->first_line },
		.rows = b->rows,
		.row_count = b->row_count,
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
