#ifndef SUPPORT_TEXT_FRAME_H
#define SUPPORT_TEXT_FRAME_H

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/when.h"
#include "capture/layout.h"
#include "parse/parse.h"

/* Text in memory as a frame, without any capture around it. */
struct text_frame {
	struct layout layout;
	struct frame frame;
	struct str rest;
};

static bool
text_frame_line(struct layout *l, struct frame *f, struct str *line)
{
	struct text_frame *t = (struct text_frame *)(void *)l;
	size_t at;
	if (!str_char(t->rest, '\n', &at)) {
		f->end = t->rest.len > 0 ? FRAME_TORN : FRAME_WHOLE;
		return false;
	}
	*line = str_cut(&t->rest, '\n');
	return true;
}

static const struct layout_kind text_frame_kind = { .name = "text", .next_line = text_frame_line };

static void
text_frame_init(struct text_frame *t, const char *name, struct str text)
{
	memset(t, 0, sizeof(*t));
	t->layout.kind = &text_frame_kind;
	t->rest = text;
	t->frame = (struct frame){ .role = FRAME_SAMPLE, .name = str_from(name),
		.path = STR("input.txt"), .at_ms = WHEN_UNKNOWN, .origin = { 0, 1 },
		.end = FRAME_OPEN, .status = -1, .layout = &t->layout };
}

/* ---- rows as text, one a line ---- */

static const char *const dump_units[] = { "", " bytes", " pages", " ms", " percent" };

static void
dump_values(FILE *out, const struct row *row)
{
	for (int m = 0; m < METRIC_COUNT; m++) {
		if (!(row->have & METRIC_BIT(m)))
			continue;
		fprintf(out, " %s %" PRId64, metric_name((enum metric)m), row->value[m]);
		if (row->step[m] > 1)
			fprintf(out, "~%" PRId64, row->step[m]);
	}
}

static void
dump_row(FILE *out, const struct row *row)
{
	char at[WHEN_TEXT_SIZE];
	fprintf(out, "%-8s [%.*s]", kind_name(row->kind), (int)row->name.len, row->name.ptr);
	if (row->item_size > 0)
		fprintf(out, " size %" PRId64, row->item_size);
	if (row->pid >= 0)
		fprintf(out, " pid %" PRId64, row->pid);
	if (row->ppid >= 0)
		fprintf(out, " ppid %" PRId64, row->ppid);
	if (row->started_ms != WHEN_UNKNOWN)
		fprintf(out, " started %s", when_text(row->started_ms, at));
	dump_values(out, row);
	fprintf(out, "%s%s%s%s\n", dump_units[row->unit], row->kernel ? " kernel" : "",
	    row->name_cut ? " cut" : "", row->wraps ? " wraps" : "");
}

__attribute__((unused)) static void
dump_sample(FILE *out, const struct sample *s)
{
	fprintf(out, "%s as %s, line %u%s%s\n", s->stream.tool, s->stream.format, s->origin.line,
	    s->partial ? ", a selection" : "", s->torn ? ", torn" : "");
	for (size_t i = 0; i < s->row_count; i++)
		dump_row(out, &s->rows[i]);
}

__attribute__((unused)) static void
dump_ledger(FILE *out, const struct diag *d)
{
	for (int code = 0; code < DIAG_CODE_COUNT; code++) {
		uint64_t count = d->count[code];
		for (size_t i = 0; i < count && i < DIAG_PLACES; i++) {
			const struct diag_place *place = &d->place[code][i];
			fprintf(out, "ledger: %s, line %u: %.*s\n", diag_name((enum diag_code)code),
			    place->line, (int)place->detail.len, place->detail.ptr);
		}
		if (count > DIAG_PLACES)
			fprintf(out, "ledger: %s, %" PRIu64 " in all\n",
			    diag_name((enum diag_code)code), count);
	}
}

#endif
