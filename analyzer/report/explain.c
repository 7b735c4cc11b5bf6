#include <math.h>
#include <stdio.h>

#include "analyse/score.h"
#include "analyse/lore.h"
#include "base/fmt.h"
#include "report/page.h"

#include "base/banned.h"

/* How a verdict came about: what is known of the name, then for each metric the floors, the test, the shapes and the score. */

#define FACTS_MOST 16
#define KINDS_TEXT 64

/* ---- what the dictionary knows ---- */

static struct str
kinds_of(struct page *p, const struct lore_row *row)
{
	struct str kinds = STR("");
	for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
		/* A command is what a process's row holds for anyway. */
		if (!(row->kinds & 1u << kind) || kind == KIND_COMMAND)
			continue;
		kinds = str_print(p->perm, "%.*s%s%s", (int)kinds.len, kinds.ptr,
		    kinds.len > 0 ? ", " : "", kind_name(kind));
	}
	return kinds;
}

static void
knowledge(struct page *p, const char *id, const struct lore_row *row)
{
	struct table *t = page_facts(p, id, say_page("explain-knowledge"), FACTS_MOST);
	page_fact(t, "explain-kinds", cell_text(kinds_of(p, row)));
	page_fact(t, "explain-pattern", cell_name(row->pattern));
	page_fact(t, "explain-class",
	    cell_text(str_from(words(WORDS_CLASS, lore_class_name(row->class)))));
	page_fact(t, "explain-subsystem", cell_name(row->subsystem));
	page_fact(t, "explain-note", cell_name(row->note));
	page_fact(t, "explain-follows", cell_name(row->follows));
	page_fact(t, "explain-bound", cell_name(row->bound));
	page_fact(t, "explain-look", cell_name(row->look_next));
}

static bool
explain_knowledge(struct page *p, const struct lore *lore, struct str name)
{
	size_t found = 0;
	for (size_t i = 0; i < lore_count(lore); i++) {
		const struct lore_row *row = lore_at(lore, i);
		if (!lore_fits(row->pattern, name) || str_is(row->pattern, "*"))
			continue;
		if (found == 0)
			page_section(p, 2, "knowledge", name);
		char id[KINDS_TEXT];
		snprintf(id, sizeof(id), "row-%zu", found++);
		knowledge(p, id, row);
	}
	return found > 0;
}

/* ---- how one series was judged ---- */

/* A statistic without a unit. */
static struct cell
statistic(struct page *p, double value)
{
	if (isnan(value) || isinf(value))
		return cell_number(CELL_EMPTY, NAN);
	return cell_text(str_print(p->perm, "%.2f", value));
}

static struct cell
addend(struct page *p, double value)
{
	return cell_text(str_print(p->perm, "%+.2f", value));
}

static void
floors(struct page *p, const struct finding *f, const struct judgement *j)
{
	static const struct column columns[] = { { "window", NULL, true },
		{ "middle", NULL, true }, { "lowest level", NULL, true },
		{ "step", NULL, true } };
	if (j->floor_count == 0)
		return;
	enum cell_kind unit = quantity_unit(f->entity, j->metric);
	struct table *t = page_table(
	    p, "floors", say_page("explain-floors"), columns, 4, j->floor_count);
	for (size_t i = 0; i < j->floor_count; i++) {
		struct cell *row = page_row(t);
		row[0] = cell_number(CELL_COUNT, (double)i + 1);
		row[1] = p->clock ? cell_number(CELL_DURATION, j->floor_at_s[i])
				  : cell_number(CELL_COUNT, j->floor_at_s[i]);
		row[2] = cell_number(unit, j->floors[i]);
		row[3] = i == 0 ? cell_number(CELL_EMPTY, NAN)
				: cell_number(unit_change(unit),
				      j->floors[i] - j->floors[i - 1]);
	}
}

static void
test(struct page *p, const struct judgement *j)
{
	struct table *t = page_facts(p, "test", say_page("explain-test"), FACTS_MOST);
	page_fact(t, "explain-rose",
	    cell_text(str_print(p->perm, "%.0f of %zu", j->floors_rose,
		j->floor_count > 0 ? j->floor_count - 1 : 0)));
	page_fact(t, "explain-p", cell_number(CELL_P, j->p));
	page_fact(t, "explain-t", statistic(p, j->t));
	page_fact(t, "explain-root", statistic(p, j->rho));
	page_fact(t, "explain-wandering",
	    cell_text(
		say_page(j->wandering ? "explain-wanders" : "explain-stationary")));
	page_fact(t, "explain-never-falls", cell_number(CELL_PERCENT, j->never_falls));
	page_fact(t, "explain-daily",
	    j->daily_strength > 0 ? cell_number(CELL_PERCENT, j->daily_strength)
				  : cell_number(CELL_EMPTY, NAN));
}

static void
shapes(struct page *p, const struct judgement *j)
{
	static const struct column columns[] = { { "shape", NULL, false },
		{ "means", NULL, false }, { "BIC", NULL, true }, { "", NULL, false } };
	struct table *t = page_table(
	    p, "shapes", say_page("explain-shapes"), columns, 4, SHAPE_COUNT);
	for (enum shape s = 0; s < SHAPE_COUNT; s++) {
		struct cell *row = page_row(t);
		row[0] = cell_text(str_from(words(WORDS_SHAPE, shape_name(s))));
		row[1] = cell_text(
		    say_page(s <= SHAPE_RAMP ? "explain-bounded" : "explain-growing"));
		row[2] = statistic(p, j->bic[s]);
		row[3] = cell_text(s == j->shape       ? say_page("explain-best")
				   : s == j->runner_up ? say_page("explain-second")
						       : STR(""));
	}
}

static void
score(struct page *p, const struct judgement *j)
{
	static const struct column columns[] = { { "part", NULL, false },
		{ "measured", NULL, true }, { "weight", NULL, true },
		{ "adds", NULL, true } };
	static const char *const names[SCORE_PART_COUNT] = {
		[SCORE_START] = "explain-start",
		[SCORE_TREND] = "explain-part-p",
		[SCORE_GROWING] = "explain-part-growing",
		[SCORE_JUMP] = "explain-part-jump",
		[SCORE_SHAPE] = "explain-part-shape",
		[SCORE_MEMORY] = "explain-part-memory",
		[SCORE_WANDERING] = "explain-part-wandering",
		[SCORE_STAIRS] = "explain-part-stairs",
		[SCORE_THINNING] = "explain-part-thinning",
		[SCORE_DAY] = "explain-part-day",
		[SCORE_STEPS] = "explain-part-steps",
		[SCORE_FALLS] = "explain-part-falls",
	};
	struct table *t = page_table(
	    p, "score", say_page("explain-score"), columns, 4, SCORE_PART_COUNT + 1);
	double sum = 0;
	for (enum score_part i = 0; i < SCORE_PART_COUNT; i++) {
		struct cell *row = page_row(t);
		row[0] = cell_text(say_page(names[i]));
		row[1] = statistic(p, j->part[i].measured);
		row[2] = addend(p, score_weight(i));
		row[3] = addend(p, j->part[i].adds);
		sum += j->part[i].adds;
	}
	struct cell *total = page_row(t);
	total[0] = cell_text(say_page("explain-sum"));
	total[1] = statistic(p, j->score);
	total[2] = cell_number(CELL_EMPTY, NAN);
	total[3] = addend(p, sum);
}

static void
judged_metric(
    struct page *p, const struct finding *f, const struct judgement *j, size_t index)
{
	char id[KINDS_TEXT];
	snprintf(id, sizeof(id), "metric-%zu", index);
	const char *metric = words_find(WORDS_METRIC, metric_name(j->metric));
	struct section *s = page_section(
	    p, 3, NULL, str_from(metric != NULL ? metric : metric_name(j->metric)));
	s->id = str_copy(p->perm, str_from(id));
	s->verdict = verdict_name(j->verdict);
	if (j->constant) {
		page_text(p, "constant", say_page("explain-constant"));
		return;
	}
	if (j->floor_count == 0) {
		page_text(p, "few", str_from(words(WORDS_VERDICT, "insufficient")));
		return;
	}
	floors(p, f, j);
	test(p, j);
	shapes(p, j);
	score(p, j);
}

static void
evidence(struct page *p, const struct finding *f)
{
	struct block *b =
	    page_block(p, BLOCK_EVIDENCE, "evidence", say_page("explain-evidence"));
	b->items = arena_array(p->perm, f->evidence_count + 1, sizeof(*b->items));
	for (int direction = 1; direction >= -1; direction--)
		for (size_t i = 0; i < f->evidence_count; i++)
			if (f->evidence[i].direction == direction)
				b->items[b->item_count++] = (struct item){ direction,
					say_evidence(p, f, &f->evidence[i]) };
}

static void
explain_finding(struct page *p, const struct finding *f)
{
	struct section *s = page_section(p, 2, NULL, say_label(p, f));
	s->id = f->id;
	s->verdict = verdict_name(f->verdict);
	s->lead = str_from(words(WORDS_VERDICT, verdict_name(f->verdict)));
	if (f->evidence_count > 0)
		evidence(p, f);
	for (size_t i = 0; i < f->judged_count; i++)
		judged_metric(p, f, &f->judged[i], i);
}

static bool
is_asked_for(const struct finding *f, struct str name)
{
	return str_eq(f->entity->name, name) || str_eq(f->id, name);
}

const struct report *
explain_build(struct arena *perm, const struct analysis *a, const struct lore *lore,
    struct str name)
{
	struct arena scratch;
	arena_init(&scratch);
	struct page p;
	page_init(&p, perm, &scratch, a);
	bool found = explain_knowledge(&p, lore, name);
	for (size_t i = 0; a != NULL && i < a->finding_count + a->own_count; i++) {
		const struct finding *f = i < a->finding_count
					      ? &a->findings[i]
					      : &a->own[i - a->finding_count];
		if (!is_asked_for(f, name))
			continue;
		explain_finding(&p, f);
		found = true;
	}
	arena_close(&scratch);
	return found ? p.r : NULL;
}
