#include <math.h>

#include "base/fmt.h"
#include "report/page.h"

#include "base/banned.h"

/* One card for each finding that is called leak or suspected and stands by itself; what follows it stands below it. */

/* "12.3 MB/h to 14 MB/h", or nothing. */
static struct str
interval(struct page *p, enum cell_kind unit, double low, double high)
{
	double value[] = { judged_rate(p, low), judged_rate(p, high) };
	struct phrase phrase = { .value = value, .value_count = 2, .unit = unit };
	return say(p, WORDS_PAGE, "interval-rate", &phrase);
}

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
say_onset(struct page *p, const struct judgement *j)
{
	if (j->onset_before)
		return say_page("onset-before");
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
	    interval(p, unit, j->rate.low, j->rate.high));
	figure_add(figures, count, "figure-since", say_onset(p, j),
	    p->clock && !j->onset_before
		? one(p, "interval-time", unit, j->onset_low_s, j->onset_high_s)
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

static const struct column followers[] = {
	{ "What", NULL, false },
	{ "Measured", NULL, false },
	{ "Start", NULL, true },
	{ "End", NULL, true },
	{ "Growth rate", "with its 95 % interval", true },
	{ "Verdict", NULL, false },
	{ "Why it stands here", NULL, false },
};

/* The sentence that ties a finding to its parent. */
static struct str
say_bond(struct page *p, const struct finding *f)
{
	for (size_t i = 0; i < f->evidence_count; i++) {
		struct str name = f->evidence[i].name;
		if (name.len > 0 && str_eq(name, f->parent->id))
			return say_evidence(p, f, &f->evidence[i]);
	}
	return STR("");
}

static void
add_followers(struct page *p, const struct finding *parent)
{
	const struct analysis *a = p->a;
	size_t count = 0;
	for (size_t i = 0; i < a->finding_count; i++)
		count += a->findings[i].parent == parent;
	if (count == 0)
		return;
	struct table *t = page_table(p, "followers", say_page("followers"), followers,
	    sizeof(followers) / sizeof(followers[0]), count);
	for (size_t i = 0; i < a->finding_count; i++) {
		const struct finding *f = &a->findings[i];
		const struct judgement *j = &f->judged[0];
		if (f->parent != parent)
			continue;
		enum cell_kind unit = quantity_unit(f->entity, j->metric);
		struct cell *row = page_row(t);
		row[0] = cell_name(say_label(p, f));
		row[1] =
		    cell_text(str_from(words(WORDS_METRIC, metric_name(j->metric))));
		row[2] = cell_number(unit, measured(j, j->start));
		row[3] = cell_number(unit, measured(j, j->end));
		row[4] = p->clock ? cell_rate(unit_rate(unit), j->rate)
				  : cell_number(unit, NAN);
		row[5] = cell_verdict(f->verdict);
		row[6] = cell_text(say_bond(p, f));
	}
	t->first_rows = 8;
}

static const struct column metrics[] = {
	{ "Measured", NULL, false },
	{ "Start", NULL, true },
	{ "End", NULL, true },
	{ "Change", NULL, true },
	{ "Growth rate", "with its 95 % interval", true },
	{ "Score", "0 to 100: how strongly the series by itself looks like a leak",
	    true },
	{ "Verdict", NULL, false },
	{ "Course", NULL, false },
};

static void
add_metrics(struct page *p, const struct finding *f)
{
	if (f->judged_count < 2)
		return;
	struct table *t = page_table(p, "metrics", say_page("metrics"), metrics,
	    sizeof(metrics) / sizeof(metrics[0]), f->judged_count);
	for (size_t i = 0; i < f->judged_count; i++) {
		const struct judgement *j = &f->judged[i];
		enum cell_kind unit = quantity_unit(f->entity, j->metric);
		struct cell *row = page_row(t);
		row[0] =
		    cell_text(str_from(words(WORDS_METRIC, metric_name(j->metric))));
		row[1] = cell_number(unit, measured(j, j->start));
		row[2] = cell_number(unit, measured(j, j->end));
		row[3] = cell_number(unit_change(unit), measured(j, j->end - j->start));
		row[4] = p->clock ? cell_rate(unit_rate(unit), j->rate)
				  : cell_number(unit, NAN);
		row[5] = cell_number(CELL_SCORE, judged_score(j));
		row[6] = cell_verdict(j->verdict);
		row[7] = cell_spark(p, f->entity, j->metric);
	}
}

static void
add_next(struct page *p, const struct finding *f)
{
	struct phrase phrase = { .name = f->look_next, .other = f->note };
	if (f->note.len > 0)
		page_text(p, "note", say(p, WORDS_PAGE, "known-as", &phrase));
	if (f->look_next.len > 0)
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
	s->lead = say_finding(p, f);
	figures_of_finding(p, f, s->figures, &s->figure_count);
	chart_of_finding(p, f, say_page("suspect-chart"));
	add_evidence(p, f);
	add_next(p, f);
	add_metrics(p, f);
	add_followers(p, f);
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
	for (size_t i = 0; i < a->named_count; i++)
		add_card(p, &a->findings[i], i + 1);
}
