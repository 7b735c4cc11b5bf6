#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "base/when.h"
#include "capture/layout.h"

#include "base/banned.h"

/* Captures of our own collector, docs/contracts.md §1. */

enum part {
	PART_NONE,
	PART_FACTS,
	PART_END,
	PART_JOURNAL,
	PART_ERRORS,
	PART_BEFORE,
	PART_AFTER,
	PART_SAMPLES
};

struct place { /* a member's path, taken apart: prefix / folder / name */
	struct str prefix, folder, file;
};

static struct place
take_apart(struct str path)
{
	struct place p = { STR(""), STR(""), path };
	size_t at;
	if (!str_last_char(path, '/', &at))
		return p;
	p.file = str_skip(path, at + 1);
	p.prefix = str_from_to(path, 0, at);
	p.folder = p.prefix;
	if (str_last_char(p.prefix, '/', &at)) {
		p.folder = str_skip(p.prefix, at + 1);
		p.prefix = str_from_to(p.prefix, 0, at);
	} else {
		p.prefix = STR("");
	}
	return p;
}

/* Its own files lie beside capture.txt: there the folder belongs to the prefix. */
static struct str
whole_folder(struct str path)
{
	size_t at;
	return str_last_char(path, '/', &at) ? str_from_to(path, 0, at) : STR("");
}

/* vmstat-z.log, vmstat-z.0001.log.gz or vmstat-z.0001.log → vmstat-z; false: neither. */
static bool
log_name(struct str file, struct str *name)
{
	size_t at;
	int64_t piece;
	if (str_ends(file, ".gz"))
		file.len -= 3;
	if (!str_ends(file, ".log"))
		return false;
	file.len -= 4;
	if (str_last_char(file, '.', &at) && file.len - at == 5 &&
	    num_i64(str_skip(file, at + 1), &piece))
		file.len = at;
	*name = file;
	return file.len > 0;
}

/* ---- markers ---- */

struct marker {
	uint32_t seq;
	int64_t at_ms;
	struct str name;
};

static bool
read_seq(struct str word, uint32_t *seq)
{
	int64_t value;
	if (!num_i64(word, &value) || value < 1 || value > UINT32_MAX - 1)
		return false;
	*seq = (uint32_t)value;
	return true;
}

/* #seep> SEQ UTC-TIME NAME */
static bool
read_opening(struct str line, struct marker *m)
{
	if (!str_starts(line, "#seep> "))
		return false;
	struct str rest = str_skip(line, 7);
	if (!read_seq(str_word(&rest), &m->seq) ||
	    !when_rfc3339(str_word(&rest), &m->at_ms))
		return false;
	m->name = str_word(&rest);
	return m->name.len > 0 && str_trim(rest).len == 0;
}

/* #seep< SEQ STATUS */
static bool
read_closing(struct str line, uint32_t seq, int *status)
{
	uint32_t closed;
	int64_t value;
	if (!str_starts(line, "#seep< "))
		return false;
	struct str rest = str_skip(line, 7);
	if (!read_seq(str_word(&rest), &closed) || closed != seq)
		return false;
	struct str word = str_word(&rest);
	if (str_trim(rest).len != 0)
		return false;
	if (str_is(word, "timeout")) {
		*status = FRAME_TIMEOUT;
		return true;
	}
	if (!num_i64(word, &value) || value < 0 || value > 255)
		return false;
	*status = (int)value;
	return true;
}

/* ---- which member is what ---- */

struct root_file {
	const char *file;
	enum part part;
	const char
	    *head; /* what it begins with; anything where capture.txt was seen before */
};

static const struct root_file root_files[] = {
	{ "capture.txt", PART_FACTS, "seep-capture:" },
	{ "end.txt", PART_END, "ended:" },
	{ "journal.log", PART_JOURNAL, "start " },
	{ "errors.log", PART_ERRORS, "#seep> " },
};

static bool
is_known_run(struct layout *l, struct str prefix)
{
	struct arena scratch;
	arena_init(&scratch);
	uint32_t run;
	bool known = map_find(&l->runs,
	    str_print(&scratch, "%u %.*s", l->input, (int)prefix.len, prefix.ptr),
	    &run);
	arena_close(&scratch);
	return known;
}

static void
set_part(struct layout *l, enum part part, struct str prefix, struct str identity,
    struct str name)
{
	l->part = (int)part;
	l->run = layout_run(l, prefix, identity);
	l->name = name;
}

/* Host, start and pid in capture.txt: no two runs have the same. Empty when one is missing. */
static void
read_identity(struct str head, char *identity, size_t size)
{
	static const char *const keys[] = { "host:", "started:", "pid:" };
	struct str values[3] = { STR(""), STR(""), STR("") };
	while (head.len > 0) {
		struct str line = str_cut(&head, '\n');
		for (size_t i = 0; i < 3; i++)
			if (str_starts(line, keys[i]))
				values[i] = str_trim(str_skip(line, strlen(keys[i])));
	}
	for (size_t i = 0; i < 3; i++)
		if (values[i].len == 0 || values[i].len > 64)
			return;
	snprintf(identity, size, "%.*s %.*s %.*s", (int)values[0].len, values[0].ptr,
	    (int)values[1].len, values[1].ptr, (int)values[2].len, values[2].ptr);
}

/* A log of samples that somebody took out of its folder, its beginning cut off perhaps: it has frames of one NAME. */
static bool
is_loose_log(const struct member *m, struct str *name)
{
	struct place place = take_apart(m->path);
	struct str head = m->head, of_file;
	struct marker marker;
	bool first = true;
	if (!str_has(head, "#seep> ") || str_is(place.file, "errors.log"))
		return false;
	while (head.len > 0) {
		if (read_opening(str_cut(&head, '\n'), &marker)) {
			*name = marker.name;
			return first || (log_name(place.file, &of_file) &&
					    str_eq(of_file, marker.name));
		}
		first = false;
	}
	return false;
}

static int
seep_bid(struct layout *l, const struct member *m)
{
	enum { SURE = 100 };
	struct place place = take_apart(m->path);
	struct str name;
	if (str_is(place.folder, "samples") && log_name(place.file, &name) &&
	    (str_starts(m->head, "#seep> ") || is_known_run(l, place.prefix))) {
		set_part(l, PART_SAMPLES, place.prefix, STR(""), name);
		return SURE;
	}
	if (is_loose_log(m, &name)) {
		set_part(l, PART_SAMPLES, whole_folder(m->path), STR(""),
		    str_copy(l->perm, name));
		return SURE;
	}
	bool before = str_is(place.folder, "before");
	if ((before || str_is(place.folder, "after")) && str_ends(place.file, ".txt")) {
		name = str_from_to(place.file, 0, place.file.len - 4);
		set_part(
		    l, before ? PART_BEFORE : PART_AFTER, place.prefix, STR(""), name);
		return SURE;
	}
	struct str prefix = whole_folder(m->path);
	for (size_t i = 0; i < sizeof(root_files) / sizeof(root_files[0]); i++) {
		const struct root_file *row = &root_files[i];
		if (!str_is(place.file, row->file))
			continue;
		/* Members of an archive come in any order. */
		if (!str_starts(m->head, row->head) &&
		    !(row->part != PART_FACTS && is_known_run(l, prefix)))
			continue;
		char identity[256] = "";
		if (row->part == PART_FACTS)
			read_identity(m->head, identity, sizeof(identity));
		set_part(l, row->part, prefix, str_from(identity), str_from(row->file));
		return SURE;
	}
	return 0;
}

/* The errors of all commands share one file; samples have one each, and numbers that rise. */
static bool
opening_fits(const struct layout *l, const struct marker *m)
{
	if (l->part == PART_ERRORS)
		return m->seq >= l->seq;
	return str_eq(m->name, l->name) && m->seq > l->seq;
}

/* ---- frames that stand twice ---- */

static struct seq_set *
seen_set(struct layout *l)
{
	if (l->stream == UINT32_MAX) {
		struct arena scratch;
		arena_init(&scratch);
		l->stream = map_add(&l->streams,
		    str_print(
			&scratch, "%u %.*s", l->run, (int)l->name.len, l->name.ptr),
		    NULL);
		arena_close(&scratch);
		l->seen = arena_grow(l->perm, l->seen, &l->seen_capacity,
		    (size_t)l->stream + 1, sizeof(*l->seen));
	}
	struct seq_set *seen = &l->seen[l->stream];
	if (seen->pages.arena == NULL)
		map_init(&seen->pages, l->perm);
	return seen;
}

/* False: it was there already. */
static bool
seq_set_add(struct seq_set *s, uint32_t seq)
{
	uint32_t number = seq / SEQ_PAGE_BITS, bit = seq % SEQ_PAGE_BITS;
	if (s->capacity == 0 || number != s->number) {
		s->number = number;
		s->at = map_add(&s->pages,
		    (struct str){ (const char *)&number, sizeof(number) }, NULL);
		s->bits = arena_grow(s->pages.arena, s->bits, &s->capacity,
		    (size_t)s->at + 1, sizeof(*s->bits));
	}
	uint64_t mask = UINT64_C(1) << (bit % 64),
		 *word = &s->bits[s->at].word[bit / 64];
	if (*word & mask)
		return false;
	*word |= mask;
	return true;
}

/* ---- frames ---- */

static const enum frame_role roles[] = { [PART_FACTS] = FRAME_FACTS,
	[PART_END] = FRAME_END,
	[PART_JOURNAL] = FRAME_JOURNAL,
	[PART_ERRORS] = FRAME_ERRORS,
	[PART_BEFORE] = FRAME_BEFORE,
	[PART_AFTER] = FRAME_AFTER,
	[PART_SAMPLES] = FRAME_SAMPLE };

static bool
is_framed(const struct layout *l)
{
	return l->part == PART_SAMPLES || l->part == PART_ERRORS;
}

static void
open_frame(struct layout *l, struct frame *f)
{
	*f = (struct frame){ .role = roles[l->part],
		.name = l->name,
		.path = l->path,
		.run = l->run,
		.at_ms = WHEN_UNKNOWN,
		.origin = { l->member, l->lines.number + 1 },
		.end = FRAME_OPEN,
		.status = -1,
		.layout = l };
	l->held = false;
}

static void
skip_frame(struct layout *l, uint32_t seq)
{
	struct str line;
	struct marker marker;
	int status;
	while (lines_next(&l->lines, &line)) {
		if (read_closing(line, seq, &status))
			return;
		if (read_opening(line, &marker) && opening_fits(l, &marker)) {
			lines_back(&l->lines);
			return;
		}
	}
}

/* Text outside of frames has lost its marker. */
static bool
next_framed(struct layout *l, struct frame *f)
{
	struct str line;
	struct marker marker;
	bool told = false;
	while (lines_next(&l->lines, &line)) {
		bool opens = !l->lines.partial && read_opening(line, &marker) &&
			     opening_fits(l, &marker);
		if (!opens) {
			if (!told && line.len > 0)
				diag_add(l->diag, DIAG_MARKER_ODD, l->path,
				    l->lines.number, "text without a marker");
			told = true;
			continue;
		}
		l->seq = marker.seq;
		if (l->part == PART_SAMPLES && !seq_set_add(seen_set(l), marker.seq)) {
			diag_add(l->diag, DIAG_FRAME_DOUBLE, l->path, l->lines.number,
			    "sample %u", marker.seq);
			skip_frame(l, marker.seq);
			continue;
		}
		open_frame(l, f);
		f->seq = marker.seq;
		f->at_ms = marker.at_ms;
		if (l->part == PART_ERRORS)
			f->name = str_copy(l->perm, marker.name);
		return true;
	}
	return false;
}

static bool
seep_next_frame(struct layout *l, struct frame *f)
{
	if (is_framed(l))
		return next_framed(l, f);
	if (l->begun)
		return false;
	open_frame(l, f);
	return true;
}

static void
close_frame(struct layout *l, struct frame *f, enum frame_end end)
{
	f->end = end;
	if (f->role != FRAME_SAMPLE)
		return;
	uint32_t line = l->lines.number;
	if (end == FRAME_TORN)
		diag_add(l->diag, DIAG_FRAME_TORN, l->path, line, "sample %u", f->seq);
	else if (f->status == FRAME_TIMEOUT)
		diag_add(
		    l->diag, DIAG_COMMAND_TIMEOUT, l->path, line, "sample %u", f->seq);
	else if (f->status > 0)
		diag_add(l->diag, DIAG_COMMAND_FAILED, l->path, line,
		    "sample %u: status %d", f->seq, f->status);
}

static bool
next_plain_line(struct layout *l, struct frame *f, struct str *line)
{
	/* The name in a cut line of the journal is none. */
	if (lines_next(&l->lines, line) &&
	    !(l->part == PART_JOURNAL && l->lines.partial))
		return true;
	f->end = l->lines.whole ? FRAME_WHOLE : FRAME_TORN;
	return false;
}

static bool
seep_next_line(struct layout *l, struct frame *f, struct str *line)
{
	struct marker marker;
	if (!is_framed(l))
		return next_plain_line(l, f, line);
	for (;;) {
		if (!lines_next(&l->lines, line)) {
			close_frame(l, f, FRAME_TORN);
			return false;
		}
		if (line->len == 0 && !l->lines.partial) {
			/* One newline before the closing marker is the collector's. */
			if (l->held)
				return true;
			l->held = true;
			continue;
		}
		if (line->len > 0 && line->ptr[0] == '#') {
			if (read_closing(*line, f->seq, &f->status)) {
				close_frame(l, f, FRAME_WHOLE);
				return false;
			}
			if (read_opening(*line, &marker) && opening_fits(l, &marker)) {
				lines_back(&l->lines);
				close_frame(l, f, FRAME_TORN);
				return false;
			}
			if (str_starts(*line, "#seep"))
				diag_add(l->diag, DIAG_MARKER_ODD, l->path,
				    l->lines.number, "in sample %u", f->seq);
		}
		if (l->lines.partial) {
			close_frame(l, f, FRAME_TORN);
			return false;
		}
		if (l->held) {
			l->held = false;
			lines_back(&l->lines);
			*line = STR("");
		}
		return true;
	}
}

static struct str
seep_ahead(const struct layout *l)
{
	return is_framed(l) && !l->held ? lines_ahead(&l->lines) : STR("");
}

const struct layout_kind layout_seep = { "seep", seep_bid, seep_next_frame,
	seep_next_line, seep_ahead };
