#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fmt.h"
#include "base/when.h"
#include "main/command.h"
#include "main/pipeline.h"
#include "render/utf8.h"

#include "base/banned.h"

/* What was recognised as what, and what was lost: the first thing one asks when a report looks wrong. */

/* Text of the captured machine in a column; what is too wide loses its front, where paths are alike. */
static void
put_column(struct out *o, struct str text, size_t columns)
{
	size_t width = utf8_width(text);
	if (width > columns && columns > 0) {
		while (text.len > 0 && utf8_width(text) >= columns)
			(void)utf8_next(&text);
		out_text(o, "…");
		width = utf8_width(text) + 1;
	}
	while (text.len > 0)
		utf8_write_visible(o, utf8_next(&text));
	for (; width < columns; width++)
		out_char(o, ' ');
}

static void
put_fact(struct out *o, const char *name, struct str value)
{
	if (value.len == 0)
		return;
	out_print(o, "%-10s ", name);
	put_column(o, value, 0);
	out_char(o, '\n');
}

static void
put_time(struct out *o, const struct pipeline *p)
{
	char from[WHEN_TEXT_SIZE], to[WHEN_TEXT_SIZE];
	size_t ticks = store_tick_count(p->store), boots = store_epoch_count(p->store);
	if (ticks == 0 || store_tick(p->store, 0)->at_ms == WHEN_UNKNOWN) {
		out_print(o, "%-10s no clock: order only\n", "time");
		return;
	}
	out_print(o, "%-10s %s to %s", "time",
	    when_text(store_tick(p->store, 0)->at_ms, from),
	    when_text(store_tick(p->store, ticks - 1)->at_ms, to));
	if (boots > 1)
		out_print(o, ", %zu boots", boots);
	out_char(o, '\n');
}

static void
put_capture(struct out *o, const struct pipeline *p)
{
	const struct host *host = store_host(p->store);
	bool ours = strcmp(capture_layout(p->capture), "seep") == 0;
	put_fact(o, "host", host->name);
	put_fact(o, "system", host->system);
	put_fact(o, "release", host->release);
	put_fact(o, "collector", host->collector);
	out_print(o, "%-10s %u", "samples", store_sample_count(p->store));
	if (ours)
		out_print(o, ", capture %s", capture_state_name(host_state(host)));
	out_char(o, '\n');
	put_fact(o, "in flight", host->in_flight);
	put_time(o, p);
}

/* ---- files ---- */

#define FILES_WIDTH_MOST 44

static struct str
row_name(const struct tally_row *row)
{
	return row->file_count > 1 ? row->pattern : row->path;
}

static size_t
files_width(const struct tally *t)
{
	size_t most = strlen("files");
	for (uint32_t i = 0; i < t->names.count; i++) {
		size_t width = utf8_width(row_name(&t->rows[i]));
		most = width > most ? width : most;
	}
	return most < FILES_WIDTH_MOST ? most : FILES_WIDTH_MOST;
}

static void
put_variants(struct out *o, const struct tally_row *row)
{
	static const char *const kept[] = { [FRAME_SAMPLE] = "nothing recognised",
		[FRAME_BEFORE] = "text before the run",
		[FRAME_AFTER] = "text after the run",
		[FRAME_FACTS] = "facts of the capture",
		[FRAME_END] = "end of the capture",
		[FRAME_JOURNAL] = "journal of risky commands",
		[FRAME_ERRORS] = "errors of commands" };
	if (row->format_count == 0)
		out_print(o, "(%s)", kept[row->role]);
	for (uint32_t i = 0; i < row->format_count; i++)
		out_print(o, "%s%s", i > 0 ? ", " : "", row->formats[i]);
	if (row->more_formats)
		out_text(o, ", …");
}

static void
put_files(struct out *o, const struct tally *t)
{
	size_t width = files_width(t);
	out_print(o, "\n%-*s %6s  %-10s %8s %9s  %s\n", (int)width, "files", "count",
	    "layout", "outputs", "rows", "read as");
	for (uint32_t i = 0; i < t->names.count; i++) {
		const struct tally_row *row = &t->rows[i];
		put_column(o, row_name(row), width);
		out_print(o, " %6u  %-10s %8llu %9llu  ", row->file_count, row->layout,
		    (unsigned long long)row->output_count,
		    (unsigned long long)row->row_count);
		put_variants(o, row);
		out_char(o, '\n');
	}
}

/* ---- commands, entities, losses ---- */

static void
put_streams(struct out *o, const struct pipeline *p)
{
	char interval[FMT_SIZE];
	out_print(o, "\n%-10s %-24s %8s %6s  %s\n", "command", "variant", "outputs",
	    "torn", "every");
	for (size_t i = 0; i < store_stream_count(p->store); i++) {
		const struct stream *s = store_stream(p->store, i);
		out_print(o, "%-10s %-24s %8u %6u  %s\n", s->tool, s->format,
		    s->frame_count, s->torn_count,
		    fmt_duration(interval, s->interval_s));
	}
}

static void
put_entities(struct out *o, const struct pipeline *p)
{
	size_t count[KIND_COUNT] = { 0 };
	const char *between = "";
	for (size_t i = 0; i < store_entity_count(p->store); i++)
		count[store_entity(p->store, i)->kind]++;
	out_text(o, "\nentities: ");
	for (int kind = 0; kind < KIND_COUNT; kind++) {
		if (count[kind] == 0)
			continue;
		out_print(
		    o, "%s%zu %s", between, count[kind], kind_name((enum kind)kind));
		between = ", ";
	}
	out_char(o, '\n');
}

static void
put_places(struct out *o, const struct diag_place *places, uint64_t count)
{
	for (size_t i = 0; i < DIAG_PLACES && i < count; i++) {
		out_text(o, "      ");
		put_column(o, places[i].file, 0);
		if (places[i].line > 0)
			out_print(o, ":%u", places[i].line);
		out_text(o, ": ");
		put_column(o, places[i].detail, 0);
		out_char(o, '\n');
	}
	if (count > DIAG_PLACES)
		out_print(o, "      and %llu more\n",
		    (unsigned long long)(count - DIAG_PLACES));
}

/* The worst first. */
static void
put_losses(struct out *o, const struct diag *d)
{
	bool any = false;
	for (int grade = GRADE_MEMBER; grade >= GRADE_NOTE; grade--) {
		for (int code = 0; code < DIAG_CODE_COUNT; code++) {
			if (d->count[code] == 0 ||
			    (int)diag_grade((enum diag_code)code) != grade)
				continue;
			if (!any)
				out_text(o, "\nlost or odd:\n");
			any = true;
			out_print(o, "  %-6s %s, %llu: %s\n",
			    diag_grade_name((enum diag_grade)grade),
			    diag_name((enum diag_code)code),
			    (unsigned long long)d->count[code],
			    diag_sentence((enum diag_code)code));
			put_places(o, d->place[code], d->count[code]);
		}
	}
	if (!any)
		out_text(o, "\nnothing lost\n");
}

static enum status
inspect(struct pipeline *p, const struct options *o)
{
	struct tally *tally = arena_alloc(&p->perm, sizeof(*tally));
	char size[FMT_SIZE];
	tally_init(tally, &p->perm);
	p->tally = tally;
	enum status status = pipeline_read(p, o, o->operands, o->operand_count);
	if (status == STATUS_TROUBLE)
		return status;
	struct out *out = out_fd(&p->perm, STDOUT_FILENO);
	out_print(out, "%-10s %s, %s of text read\n", "layout",
	    capture_layout(p->capture),
	    fmt_bytes(size, (double)capture_bytes_read(p->capture)));
	if (status == STATUS_DONE)
		put_capture(out, p);
	put_files(out, tally);
	if (status == STATUS_DONE) {
		put_streams(out, p);
		put_entities(out, p);
	}
	put_losses(out, &p->diag);
	if (out_close(out))
		return status;
	fprintf(
	    stderr, "seep: standard output: cannot be written: %s\n", strerror(errno));
	return STATUS_TROUBLE;
}

enum status
cmd_inspect(const struct options *o)
{
	struct pipeline pipeline;
	pipeline_init(&pipeline);
	enum status status = inspect(&pipeline, o);
	pipeline_close(&pipeline);
	return status;
}
