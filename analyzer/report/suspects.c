#include <math.h>

#include "report/page.h"

#include "base/banned.h"

#define FOLLOWERS_SHOWN 8
#define UNNAMED_SHOWN 6

/* One card for each finding that is called leak or suspected and stands by itself; what follows it stands below it. */

static struct str
one(struct page *p, const char *words_key, enum cell_kind unit, double a, double b)
{
	double value[] = { a, b };
	struct phrase phrase = {
		.value = value, .value_count = 2, .unit = unit, .start_ms = p->start_ms
	};
	return say(p, WORDS_PAGE, words_key, &phrase);
}

static struct str
say_onset(struct page *p, const struct finding *f)
{
	const struct judgement *j = &f->judged[0];
	if (j->onset_before)
		return say_page(has_appeared(f) ? "onset-appeared" : "onset-before");
	return one(p, "value-time", CELL_COUNT, j->onset_s, NAN);
}

void
figures_of_finding(
    struct page *p, const struct finding *f, struct figure *figures, size_t *count)
{
	const struct judgement *j = &f->judged[0];
	enum cell_kind unit = quantity_unit(f->entity, j->metric);
	figure_add(figures, count, "figure-rate",
	    one(p, "value-rate", unit, judged_rate(p, j->rate.value), NAN),
	    one(p, "interval-rate", unit, judged_rate(p, rate_width(&j->rate)), NAN));
	if (!p->clock)
		figure_add(figures, count, "figure-growth",
		    one(p, "value-amount", unit, j->end - j->start, NAN),
		    say_page("over-all"));
	figure_add(figures, count, "figure-since", say_onset(p, f),
	    p->clock && !j->onset_before
		? one(p, "onset-width", unit, onset_width(j), NAN)
		: STR(""));
	figure_add(figures, count, "figure-share",
	    one(p, "value-percent", unit, f->share, NAN),
	    one(p, "interval-percent", unit, f->share_low, f->share_high));
	figure_add(figures, count, "figure-size",
	    one(p, "value-amount", unit, j->end, NAN),
	    one(p, "from-amount", unit, j->start, NAN));
}

static void
add_evidence(struct page *p, const struct finding *f)
{
	if (f->evidence_count == 0)
		return;
	struct item *items = arena_array(p->perm, f->evidence_count, sizeof(*items));
	size_t count = 0;
	/* What speaks for it first, then against, then what only informs. */
	static const int order[] = { 1, -1, 0 };
	for (size_t o = 0; o < 3; o++)
		for (size_t i = 0; i < f->evidence_count; i++)
			if (f->evidence[i].direction == order[o])
				items[count++] = (struct item){ order[o],
					say_evidence(p, f, &f->evidence[i]) };
	struct block *b =
	    page_block(p, BLOCK_EVIDENCE, "evidence", say_page("evidence"));
	b->items = items;
	b->item_count = count;
}

static void
add_followers(struct page *p, const struct finding *parent)
{
	static const enum finding_column show[] = { SHOW_LABEL, SHOW_METRIC, SHOW_START,
		SHOW_END, SHOW_RATE, SHOW_VERDICT, SHOW_REASON };
	const struct analysis *a = p->a;
	size_t count = 0;
	for (size_t i = 0; i < a->finding_count; i++)
		count += a->findings[i].parent == parent;
	if (count == 0)
		return;
	struct finding_table t = rows_table(p, "followers", say_page("followers"), show,
	    sizeof(show) / sizeof(show[0]), count);
	for (size_t i = 0; i < a->finding_count; i++)
		if (a->findings[i].parent == parent)
			rows_add(p, &t, &a->findings[i], &a->findings[i].judged[0]);
	t.table->first_rows = FOLLOWERS_SHOWN;
}

static void
add_metrics(struct page *p, const struct finding *f)
{
	static const enum finding_column show[] = { SHOW_METRIC, SHOW_START, SHOW_END,
		SHOW_CHANGE, SHOW_RATE, SHOW_SCORE, SHOW_VERDICT, SHOW_COURSE };
	if (f->judged_count < 2)
		return;
	struct finding_table t = rows_table(p, "metrics", say_page("metrics"), show,
	    sizeof(show) / sizeof(show[0]), f->judged_count);
	for (size_t i = 0; i < f->judged_count; i++)
		rows_add(p, &t, f, &f->judged[i]);
}

/* What the statistics say, for those who know them. */
static void
add_numbers(struct page *p, const struct finding *f)
{
	const struct judgement *j = &f->judged[0];
	enum cell_kind unit = quantity_unit(f->entity, j->metric);
	struct rate sen = { j->theil_sen, j->theil_sen_low, j->theil_sen_high, false };
	struct rate ols = { j->ols, NAN, NAN, false };
	struct table *t = page_facts(p, "numbers", say_page("numbers"), 16);
	page_fold(p);
	page_fact(t, "fact-id", cell_name(f->id));
	page_fact(t, "fact-fingerprint", cell_text(f->fingerprint));
	if (p->clock)
		page_fact(t, "fact-severity",
		    cell_text(str_from(severity_name(f->severity))));
	page_fact(t, "fact-points", cell_number(CELL_COUNT, (double)j->count));
	page_fact(t, "fact-score", cell_number(CELL_SCORE, judged_score(j)));
	page_fact(t, "fact-p", cell_number(CELL_P, j->p));
	page_fact(t, "fact-q", cell_number(CELL_P, j->q));
	page_fact(t, "fact-theil-sen", cell_per_hour(p, unit, sen));
	page_fact(t, "fact-ols", cell_per_hour(p, unit, ols));
	page_fact(t, "fact-r-squared", cell_number(CELL_PERCENT, j->r_squared));
	page_fact(t, "fact-kendall", cell_number(CELL_P, j->kendall_p));
	page_fact(t, "fact-hamed-rao", cell_number(CELL_P, j->hamed_rao_p));
	page_fact(t, "fact-visible", cell_visible(p, unit, j->smallest_visible));
}

/* What the dictionary says, else what helps with anything of its kind. */
static struct str
say_next(struct page *p, const struct finding *f)
{
	const struct entity *e = f->entity;
	if (f->look_next.len > 0)
		return f->look_next;
	const char *kind = kind_name(e->kind), *text = NULL;
	if (str_is(p->r->system, "Linux"))
		text = words_find(WORDS_NEXT,
		    str_text(p->scratch, str_print(p->scratch, "%s/linux", kind)));
	if (text == NULL)
		text = words_find(WORDS_NEXT, kind);
	if (text == NULL)
		return STR("");
	double pid = e->pid >= 0 ? (double)e->pid : NAN;
	struct phrase phrase = { .value = &pid, .value_count = 1 };
	return phrase_fill(p->perm, text, &phrase);
}

static void
add_next(struct page *p, const struct finding *f)
{
	struct phrase phrase = { .name = say_next(p, f) };
	if (phrase.name.len > 0)
		page_text(p, "next", say(p, WORDS_PAGE, "look-next", &phrase));
}

static void
add_card(struct page *p, const struct finding *f, size_t number)
{
	struct str id = str_print(p->perm, "suspect-%zu", number);
	struct str title = say_label(p, f);
	struct section *s = page_section(p, 3, str_text(p->perm, id),
	    str_print(p->perm, "%zu. %.*s", number, (int)title.len, title.ptr));
	s->verdict = verdict_name(f->verdict);
	struct phrase phrase = { .name = f->note };
	if (f->note.len > 0)
		s->lead = say(p, WORDS_PAGE, "known-about", &phrase);
	figures_of_finding(p, f, s->figures, &s->figure_count);
	chart_of_finding(p, f, say_page("suspect-chart"));
	add_evidence(p, f);
	add_next(p, f);
	add_metrics(p, f);
	add_followers(p, f);
	add_numbers(p, f);
}

void
part_suspects(struct page *p)
{
	const struct analysis *a = p->a;
	struct section *s = page_part(p, "suspects");
	if (a->named_count == 0) {
		s->lead =
		    say_page(a->verdict == VERDICT_INSUFFICIENT ? "suspects-unknown"
								: "suspects-none");
		return;
	}
	if (a->named_count > CARDS_MOST) {
		double count[] = { CARDS_MOST, (double)a->named_count };
		struct phrase phrase = { .value = count, .value_count = 2 };
		s->lead = say(p, WORDS_PAGE, "suspects-many", &phrase);
	}
	for (size_t i = 0; i < a->named_count && i < CARDS_MOST; i++)
		add_card(p, &a->findings[i], i + 1);
}

/* By its course alone it would be named, but something speaks against it. */
static bool
is_unnamed(const struct finding *f)
{
	return f->verdict > VERDICT_SUSPECTED && f->verdict != VERDICT_INSUFFICIENT &&
	       f->judged[0].by_score <= VERDICT_SUSPECTED &&
	       (f->parent == NULL || f->parent->verdict > VERDICT_SUSPECTED);
}

void
part_unnamed(struct page *p)
{
	static const enum finding_column show[] = { SHOW_LABEL, SHOW_METRIC, SHOW_START,
		SHOW_END, SHOW_RATE, SHOW_SCORE, SHOW_VERDICT, SHOW_REASON };
	const struct analysis *a = p->a;
	size_t count = 0;
	for (size_t i = 0; i < a->finding_count; i++)
		count += is_unnamed(&a->findings[i]);
	if (count == 0)
		return;
	page_part(p, "unnamed")->lead = say_page("unnamed-lead");
	struct finding_table t =
	    rows_table(p, "rows", STR(""), show, sizeof(show) / sizeof(show[0]), count);
	for (size_t i = 0; i < a->finding_count; i++)
		if (is_unnamed(&a->findings[i]))
			rows_add(p, &t, &a->findings[i], &a->findings[i].judged[0]);
	t.table->first_rows = UNNAMED_SHOWN;
}
