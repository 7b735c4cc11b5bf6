#include <math.h>

#include "base/when.h"
#include "report/page.h"

#include "base/banned.h"

/* What the capture is: the facts of the run, what was read and lost, its raw texts, and what the verdicts mean. */

/* ---- facts of the run ---- */

#define LINE_BYTES 160 /* of a line that is shown among the facts */

/* What a command of one line printed before the run. */
static struct cell
cell_of_text(const struct page *p, const char *name)
{
	for (size_t i = 0; i < store_text_count(p->a->store); i++) {
		const struct text_view *v = store_text(p->a->store, i);
		struct str text = v->text;
		if (v->role == FRAME_BEFORE && str_is(v->name, name))
			return cell_name(
			    str_from_to(str_trim(str_cut(&text, '\n')), 0, LINE_BYTES));
	}
	return cell_number(CELL_EMPTY, NAN);
}

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
	page_fact(t, "fact-kernel", cell_of_text(p, "uname"));
	page_fact(t, "fact-date", cell_of_text(p, "date"));
	page_fact(t, "fact-load", cell_of_text(p, "uptime"));
	page_fact(t, "fact-memory",
	    cell_number(
		CELL_BYTES, h->memory_bytes > 0 ? (double)h->memory_bytes : NAN));
	page_fact(t, "fact-page",
	    cell_number(CELL_BYTES, h->page_bytes > 0 ? (double)h->page_bytes : NAN));
	page_fact(t, "fact-started", cell_time(r->started_ms));
	page_fact(t, "fact-ended", cell_time(r->ended_ms));
	double whole_s = p->clock && p->end_s > 0 ? p->end_s : NAN;
	page_fact(t, "fact-span", cell_number(CELL_DURATION, whole_s));
	page_fact(t, "fact-judged",
	    cell_number(
		CELL_DURATION, p->a->span_s < 0.99 * whole_s ? p->a->span_s : NAN));
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
	const char *layout = words_find(WORDS_LAYOUT, r->layout);
	page_fact(
	    t, "fact-layout", cell_text(str_from(layout != NULL ? layout : r->layout)));
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

static const struct column place_columns[] = {
	{ "What", NULL, false },
	{ "File", NULL, false },
	{ "Line", NULL, true },
	{ "Detail", NULL, false },
};

static size_t
places_kept(const struct diag *d, enum diag_code code)
{
	return d->count[code] < DIAG_PLACES ? (size_t)d->count[code] : DIAG_PLACES;
}

/* All places that the ledger kept, where it kept more than the first of each. */
static void
add_places(struct page *p)
{
	const struct report *r = p->r;
	const struct diag *d = p->a->diag;
	size_t rows = 0;
	for (size_t i = 0; i < r->damage_count; i++)
		rows += places_kept(d, p->damage_code[i]);
	if (rows == r->damage_count)
		return;
	struct table *t = page_table(p, "places", say_page("places"), place_columns,
	    sizeof(place_columns) / sizeof(place_columns[0]), rows);
	page_fold(p);
	for (size_t i = 0; i < r->damage_count; i++) {
		enum diag_code code = p->damage_code[i];
		for (size_t k = 0; k < places_kept(d, code); k++) {
			const struct diag_place *place = &d->place[code][k];
			struct cell *row = page_row(t);
			row[0] = cell_text(r->damage[i].text);
			row[1] = cell_name(place->file);
			row[2] = cell_number(
			    CELL_COUNT, place->line > 0 ? (double)place->line : NAN);
			row[3] = cell_name(place->detail);
		}
	}
}

void
part_completeness(struct page *p)
{
	page_part(p, "completeness")->lead = p->r->completeness;
	add_damage(p);
	add_places(p);
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
	case FRAME_ERRORS:
		return "text-errors";
	default:
		return "text-sample";
	}
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

/* Adds the texts of one name, what was before the run next to what was after it; only of some roles. */
static void
add_texts(struct page *p, struct str name, unsigned roles, bool folded, bool *shown)
{
	for (size_t i = 0; i < store_text_count(p->a->store); i++) {
		const struct text_view *v = store_text(p->a->store, i);
		if (shown[i] || !str_eq(v->name, name) || !(roles & 1u << v->role))
			continue;
		shown[i] = true;
		add_text(p, i, folded);
	}
}

void
part_texts(struct page *p)
{
	size_t count = store_text_count(p->a->store);
	if (count == 0)
		return;
	page_part(p, "texts")->lead = say_page("texts-lead");
	unsigned logs = 1u << FRAME_ERRORS;
	bool *shown = arena_array(p->perm, count, sizeof(*shown));
	add_texts(p, STR("top"), 1u << FRAME_BEFORE, false, shown);
	bool has_top = p->r->sections[p->r->section_count - 1].block_count > 0;
	add_texts(p, STR("top"), 1u << FRAME_SAMPLE, has_top, shown);
	for (size_t i = 0; i < count; i++)
		add_texts(p, store_text(p->a->store, i)->name, ~logs, true, shown);
	for (size_t i = 0; i < count; i++)
		add_texts(p, store_text(p->a->store, i)->name, logs, true, shown);
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
