#ifndef SUPPORT_ROW_DUMP_H
#define SUPPORT_ROW_DUMP_H

#include <inttypes.h>
#include <stdio.h>

#include "base/when.h"
#include "parse/sample.h"

/* Rows as text, one a line, for people to read and for tests to compare. */
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

static void
dump_sample(FILE *out, const struct sample *s)
{
	char at[WHEN_TEXT_SIZE];
	fprintf(out, "%s as %s, line %u%s%s", s->stream.tool, s->stream.format, s->origin.line,
	    s->partial ? ", a selection" : "", s->torn ? ", torn" : "");
	if (s->at_ms != WHEN_UNKNOWN)
		fprintf(out, ", at %s", when_text(s->at_ms, at));
	fprintf(out, "\n");
	for (size_t i = 0; i < s->row_count; i++)
		dump_row(out, &s->rows[i]);
}

#endif
