#include <math.h>

#include "base/fmt.h"
#include "base/when.h"
#include "report/page.h"

#include "base/banned.h"

/* ---- facts of the run ---- */

#define FACTS 24

static void
facts_table(struct page *p)
{
	static const struct column columns[] = { { "fact", NULL, false }, { "value", NULL, false } };
	const struct report *r = p->r;
	const struct host *h = p->a->host;
	struct block *b = add_block(p, BLOCK_FACTS, "facts");
	b->caption = str_from(words(WORDS_PAGE, "facts"));
	b->table = (struct table){ columns, 2,
		arena_array(p->perm, 2 * FACTS, sizeof(struct cell)), FACTS, 0 };
	struct table *t = &b->table;
	size_t used = 0;
	add_fact(t, &used, "host", cell_name(p, r->host));
	struct str system = str_print(p->perm, "%.*s %.*s %.*s", (int)r->system.len, r->system.ptr,
	    (int)r->release.len, r->release.ptr, (int)r->machine.len, r->machine.ptr);
	add_fact(t, &used, "system", cell_name(p, str_trim(system)));
	add_fact(t, &used, "capture", cell_name(p, r->source));
	add_fact(t, &used, "layout", cell_text(str_from(r->layout)));
	add_fact(t, &used, "began", cell_time(r->started_ms));
	add_fact(t, &used, "ended", cell_time(r->ended_ms));
	if (p->clock)
		add_fact(t, &used, "duration", cell_number(CELL_DURATION, p->a->span_s));
	add_fact(t, &used, "samples", cell_number(CELL_COUNT, r->samples));
	add_fact(t, &used, "interval", cell_number(CELL_DURATION, r->interval_s));
	add_fact(t, &used, "up for", cell_number(CELL_DURATION, r->uptime_s));
	if (r->boots > 1)
		add_fact(t, &used, "boots seen", cell_number(CELL_COUNT, r->boots));
	add_fact(t, &used, "memory",
	    cell_number(CELL_BYTES, h->memory_bytes > 0 ? (double)h->memory_bytes : NAN));
	add_fact(t, &used, "page size",
	    cell_number(CELL_BYTES, h->page_bytes > 0 ? (double)h->page_bytes : NAN));
	add_fact(t, &used, "time zone of the box", cell_name(p, h->timezone));
	add_fact(t, &used, "collected by", cell_name(p, h->collector));
	add_fact(t, &used, "end", cell_text(str_from(r->state)));
	add_fact(t, &used, "reason", cell_name(p, r->end_reason));
	add_fact(t, &used, "was running at the end", cell_name(p, r->in_flight));
	add_fact(t, &used, "read", cell_number(CELL_BYTES, (double)r->bytes_read));
	t->row_count = used;
}

/* ---- what was read, tool by tool ---- */

static void
streams_table(struct page *p)
{
	static const struct column columns[] = { { "output", NULL, false },
		{ "read as", NULL, false }, { "samples", NULL, true },
		{ "cut short", NULL, true }, { "interval", NULL, true } };
	size_t count = store_stream_count(p->a->store);
	struct table *t =
	    add_table(p, "streams", "streams", columns, p->clock ? 5 : 4, count);
	for (size_t i = 0; i < count; i++) {
		const struct stream *s = store_stream(p->a->store, i);
		struct cell *row = row_cells(t, i);
		row[0] = cell_text(str_from(s->tool));
		row[1] = cell_text(str_from(s->format));
		row[2] = cell_number(CELL_COUNT, s->frame_count);
		row[3] = cell_number(CELL_COUNT, s->torn_count);
		if (p->clock)
			row[4] = cell_number(CELL_DURATION, s->interval_s);
	}
}

/* ---- what was lost ---- */

static void
losses_table(struct page *p)
{
	static const struct column columns[] = { { "what", NULL, false }, { "cost", NULL, false },
		{ "times", NULL, true }, { "first in", NULL, false }, { "line", NULL, true } };
	const struct report *r = p->r;
	if (r->damage_count == 0)
		return;
	struct table *t = add_table(p, "losses", "losses", columns, 5, r->damage_count);
	for (size_t i = 0; i < r->damage_count; i++) {
		const struct report_damage *d = &r->damage[i];
		struct cell *row = row_cells(t, i);
		row[0] = cell_name(p, d->text);
		row[1] = cell_text(str_from(words(WORDS_GRADE, d->grade)));
		row[2] = cell_number(CELL_COUNT, (double)d->count);
		row[3] = cell_name(p, d->file);
		if (d->line > 0)
			row[4] = cell_number(CELL_COUNT, d->line);
	}
}

/* ---- what the collecting itself cost ---- */

static void
bill(struct page *p)
{
	static const struct column columns[] = { { "process", NULL, false },
		{ "memory at the start", NULL, true }, { "at the end", NULL, true } };
	const struct analysis *a = p->a;
	if (a->own_count == 0)
		return;
	struct table *t = add_table(p, "own", "own", columns, 3, a->own_count);
	for (size_t i = 0; i < a->own_count; i++) {
		const struct finding *f = &a->own[i];
		struct cell *row = row_cells(t, i);
		row[0] = cell_name(p, full_name(p, f));
		if (f->judged[0].count == 0)
			continue;
		row[1] = cell_amount(f, &f->judged[0], f->judged[0].start);
		row[2] = cell_amount(f, &f->judged[0], f->judged[0].end);
	}
}

void
section_capture(struct page *p)
{
	add_section(p, "capture", "capture", 2)->lead = p->r->completeness;
	facts_table(p);
	losses_table(p);
	streams_table(p);
	bill(p);
}

/* ---- verbatim ---- */

static const char *
role_name(enum frame_role role)
{
	switch (role) {
	case FRAME_BEFORE:
		return "before the run";
	case FRAME_AFTER:
		return "after the run";
	case FRAME_JOURNAL:
		return "journal";
	case FRAME_ERRORS:
		return "errors";
	default:
		return "first sample";
	}
}

void
section_texts(struct page *p)
{
	size_t count = store_text_count(p->a->store);
	if (count == 0)
		return;
	add_section(p, "texts", "texts", 2);
	for (size_t i = 0; i < count; i++) {
		const struct text_view *v = store_text(p->a->store, i);
		struct block *b = add_block(p, BLOCK_VERBATIM, NULL);
		struct str name = name_brief(p->perm, v->name);
		b->id = str_print(p->perm, "text-%zu", i);
		b->caption = str_print(p->perm, "%.*s, %s%s", (int)name.len, name.ptr,
		    role_name(v->role), v->cut ? " (its beginning)" : "");
		b->text = v->text;
		b->folded = true;
	}
}
