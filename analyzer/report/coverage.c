#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/when.h"
#include "report/page.h"

#include "base/banned.h"

/* What the capture is and what it could have shown: the facts of the run, its gaps, its sensitivity, its raw texts. */

/* ---- sensitivity ---- */

static int
compare_doubles(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;
	return (a > b) - (a < b);
}

/* The smallest visible leaks of all judged series of bytes of these kinds, ascending, in scratch. */
static double *
visible_sorted(const struct page *p, unsigned kinds, size_t *count)
{
	const struct analysis *a = p->a;
	double *visible = arena_array(p->scratch, a->finding_count, sizeof(*visible));
	*count = 0;
	for (size_t i = 0; i < a->finding_count && p->clock; i++) {
		const struct finding *f = &a->findings[i];
		const struct judgement *j = &f->judged[0];
		if ((kinds & 1u << f->entity->kind) && !isnan(j->smallest_visible) &&
		    j->verdict != VERDICT_INSUFFICIENT &&
		    quantity_unit(f->entity, j->metric) == CELL_BYTES)
			visible[(*count)++] = j->smallest_visible;
	}
	qsort(visible, *count, sizeof(*visible), compare_doubles);
	return visible;
}

static double
quantile(const double *sorted, size_t count, double share)
{
	return count > 0 ? sorted[(size_t)(share * (double)(count - 1))] : NAN;
}

double
visible_in(const struct page *p, unsigned kinds, size_t *count)
{
	struct arena_mark mark = arena_mark(p->scratch);
	size_t judged;
	double *visible = visible_sorted(p, kinds, &judged);
	double most = quantile(visible, judged, 0.9);
	if (count != NULL)
		*count = judged;
	arena_rewind(p->scratch, mark);
	return most;
}

static const struct column visible_columns[] = {
	{ "What", NULL, false },
	{ "Judged", "series that were judged", true },
	{ "Per hour, in half of them",
	    "a leak of this rate would have been seen in half of the series", true },
	{ "Per hour, in nine of ten",
	    "a leak of this rate would have been seen in nine of ten series", true },
};

static struct cell
cell_visible(const struct page *p, double per_second)
{
	struct rate rate = { per_second, NAN, NAN, false };
	struct cell c = cell_per_hour(p, CELL_BYTES, rate);
	c.kind = CELL_BYTES;
	return c;
}

void
part_sensitivity(struct page *p)
{
	size_t rows = 0;
	for (unsigned kind = 0; kind < KIND_COUNT; kind++) {
		size_t count;
		visible_in(p, 1u << kind, &count);
		rows += count > 0;
	}
	if (rows == 0)
		return;
	page_part(p, "sensitivity")->lead = say_page("sensitivity-lead");
	struct table *t = page_table(p, "visible", STR(""), visible_columns,
	    sizeof(visible_columns) / sizeof(visible_columns[0]), rows);
	for (unsigned kind = 0; kind < KIND_COUNT; kind++) {
		struct arena_mark mark = arena_mark(p->scratch);
		size_t count;
		double *visible = visible_sorted(p, 1u << kind, &count);
		if (count > 0) {
			struct cell *row = page_row(t);
			row[0] =
			    cell_text(str_from(words(WORDS_KIND, kind_name(kind))));
			row[1] = cell_number(CELL_COUNT, (double)count);
			row[2] = cell_visible(p, quantile(visible, count, 0.5));
			row[3] = cell_visible(p, quantile(visible, count, 0.9));
		}
		arena_rewind(p->scratch, mark);
	}
}

/* ---- facts of the run ---- */

void
part_run(struct page *p)
{
	const struct report *r = p->r;
	const struct host *h = p->a->host;
	page_part(p, "run");
	struct table *t = page_facts(p, "facts", STR(""), 24);
	page_fact(t, "fact-host", cell_name(r->host));
	page_fact(t, "fact-system", cell_name(r->system));
	page_fact(t, "fact-release", cell_name(r->release));
	page_fact(t, "fact-machine", cell_name(r->machine));
	page_fact(t, "fact-memory",
	    cell_number(
		CELL_BYTES, h->memory_bytes > 0 ? (double)h->memory_bytes : NAN));
	page_fact(t, "fact-page",
	    cell_number(CELL_BYTES, h->page_bytes > 0 ? (double)h->page_bytes : NAN));
	page_fact(t, "fact-started", cell_time(r->started_ms));
	page_fact(t, "fact-ended", cell_time(r->ended_ms));
	page_fact(t, "fact-span",
	    cell_number(CELL_DURATION, p->end_s > 0 ? p->a->span_s : NAN));
	page_fact(t, "fact-samples", cell_number(CELL_COUNT, (double)r->samples));
	page_fact(t, "fact-promised",
	    cell_number(CELL_COUNT,
		h->promised_samples >= 0 && h->promised_samples != (int64_t)r->samples
		    ? (double)h->promised_samples
		    : NAN));
	page_fact(t, "fact-interval", cell_number(CELL_DURATION, r->interval_s));
	page_fact(t, "fact-uptime", cell_number(CELL_DURATION, r->uptime_s));
	page_fact(t, "fact-boot", cell_time(h->boot_ms));
	page_fact(t, "fact-boots",
	    cell_number(CELL_COUNT, r->boots > 1 ? (double)r->boots : NAN));
	page_fact(t, "fact-timezone", cell_name(h->timezone));
	page_fact(t, "fact-collector", cell_name(h->collector));
	page_fact(t, "fact-source", cell_name(r->source));
	page_fact(
	    t, "fact-layout", cell_text(str_from(words(WORDS_LAYOUT, r->layout))));
	page_fact(t, "fact-read", cell_number(CELL_BYTES, (double)r->bytes_read));
	if (r->started_ms == WHEN_UNKNOWN)
		page_text(p, "no-clock", say_page("no-clock"));
}

/* ---- completeness ---- */

static const struct column stream_columns[] = {
	{ "Command", NULL, false },
	{ "Format", NULL, false },
	{ "Outputs", NULL, true },
	{ "Torn", "outputs without their end", true },
	{ "Interval", NULL, true },
};

static void
add_streams(struct page *p)
{
	size_t count = store_stream_count(p->a->store);
	struct table *t = page_table(p, "streams", say_page("streams"), stream_columns,
	    sizeof(stream_columns) / sizeof(stream_columns[0]), count);
	for (size_t i = 0; i < count; i++) {
		const struct stream *s = store_stream(p->a->store, i);
		struct cell *row = page_row(t);
		row[0] = cell_text(str_from(s->tool));
		row[1] = cell_text(str_from(s->format));
		row[2] = cell_number(CELL_COUNT, (double)s->frame_count);
		row[3] = cell_number(CELL_COUNT, (double)s->torn_count);
		row[4] = cell_number(CELL_DURATION, p->clock ? s->interval_s : NAN);
	}
}

static const struct column damage_columns[] = {
	{ "What", NULL, false },
	{ "Cost", NULL, false },
	{ "Times", NULL, true },
	{ "First seen in", NULL, false },
	{ "Line", NULL, true },
	{ "Detail", NULL, false },
};

static void
add_damage(struct page *p)
{
	const struct report *r = p->r;
	if (r->damage_count == 0)
		return;
	struct table *t = page_table(p, "damage", say_page("damage"), damage_columns,
	    sizeof(damage_columns) / sizeof(damage_columns[0]), r->damage_count);
	for (size_t i = 0; i < r->damage_count; i++) {
		const struct report_damage *d = &r->damage[i];
		const struct diag_place *place =
		    &p->a->diag->place[p->damage_code[i]][0];
		struct cell *row = page_row(t);
		row[0] = cell_text(d->text);
		row[1] = cell_text(str_from(words(WORDS_GRADE, d->grade)));
		row[2] = cell_number(CELL_COUNT, (double)d->count);
		row[3] = cell_name(d->file);
		row[4] = cell_number(CELL_COUNT, d->line > 0 ? (double)d->line : NAN);
		row[5] = cell_name(place->detail);
	}
}

void
part_completeness(struct page *p)
{
	page_part(p, "completeness")->lead = p->r->completeness;
	add_damage(p);
	add_streams(p);
}

/* ---- verbatim ---- */

static const char *
role_key(enum frame_role role)
{
	switch (role) {
	case FRAME_BEFORE:
		return "text-before";
	case FRAME_AFTER:
		return "text-after";
	case FRAME_JOURNAL:
		return "text-journal";
	case FRAME_ERRORS:
		return "text-errors";
	default:
		return "text-sample";
	}
}

static bool
is_first_top(const struct page *p, size_t index)
{
	for (size_t i = 0; i <= index; i++)
		if (str_is(store_text(p->a->store, i)->name, "top"))
			return i == index;
	return false;
}

static void
add_text(struct page *p, size_t index, bool folded)
{
	const struct text_view *v = store_text(p->a->store, index);
	struct phrase phrase = { .name = name_brief(p->perm, v->name) };
	struct str caption = say(p, WORDS_PAGE, role_key(v->role), &phrase);
	struct str id = str_print(p->perm, "%zu", index);
	struct block *b = page_block(p, BLOCK_VERBATIM, str_text(p->perm, id), caption);
	b->text = v->text;
	b->folded = folded;
	if (v->cut)
		b->caption = str_print(p->perm, "%.*s %s", (int)caption.len,
		    caption.ptr, words(WORDS_PAGE, "text-cut"));
}

void
part_texts(struct page *p)
{
	size_t count = store_text_count(p->a->store);
	if (count == 0)
		return;
	page_part(p, "texts")->lead = say_page("texts-lead");
	for (size_t i = 0; i < count; i++)
		if (is_first_top(p, i))
			add_text(p, i, false);
	for (size_t i = 0; i < count; i++)
		if (!is_first_top(p, i))
			add_text(p, i, true);
}

/* ---- what the words mean ---- */

static const struct column legend_columns[] = {
	{ "Verdict", NULL, false },
	{ "Means that it", NULL, false },
	{ "Series", NULL, true },
};

void
part_legend(struct page *p)
{
	page_part(p, "legend");
	struct table *t = page_table(p, "verdicts", STR(""), legend_columns,
	    sizeof(legend_columns) / sizeof(legend_columns[0]), VERDICT_COUNT);
	for (int v = 0; v < VERDICT_COUNT; v++) {
		struct cell *row = page_row(t);
		row[0] = cell_verdict((enum verdict)v);
		row[1] = cell_text(
		    str_from(words(WORDS_VERDICT, verdict_name((enum verdict)v))));
		row[2] = cell_number(CELL_COUNT, (double)p->a->verdict_count[v]);
	}
}
