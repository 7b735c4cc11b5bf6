#include <math.h>

#include "report/page.h"

#include "base/banned.h"

/* The start/end tables: every judged entity of a kind, the noteworthy ones first. */

#define SHOWN_LEAST 8 /* rows shown at once */
#define SHOWN_MOST 40

enum {
	COLUMN_NAME,
	COLUMN_SIZE,
	COLUMN_METRIC,
	COLUMN_START,
	COLUMN_END,
	COLUMN_CHANGE,
	COLUMN_RATE,
	COLUMN_SCORE,
	COLUMN_VERDICT,
	COLUMN_COURSE,
	COLUMN_COUNT
};

static const struct column item_columns[COLUMN_COUNT] = {
	[COLUMN_NAME] = { "Name", NULL, false },
	[COLUMN_SIZE] = { "Item size", "bytes of one item", true },
	[COLUMN_METRIC] = { "Measured", NULL, false },
	[COLUMN_START] = { "Start", NULL, true },
	[COLUMN_END] = { "End", NULL, true },
	[COLUMN_CHANGE] = { "Change", NULL, true },
	[COLUMN_RATE] = { "Growth rate", "with its 95 % interval", true },
	[COLUMN_SCORE] = { "Score",
	    "0 to 100: how strongly the series by itself looks like a leak", true },
	[COLUMN_VERDICT] = { "Verdict", NULL, false },
	[COLUMN_COURSE] = { "Course", NULL, false },
};

static const struct column process_columns[COLUMN_COUNT] = {
	[COLUMN_NAME] = { "Command", NULL, false },
	[COLUMN_SIZE] = { "Pid", NULL, true },
	[COLUMN_METRIC] = { "Measured", NULL, false },
	[COLUMN_START] = { "Start", NULL, true },
	[COLUMN_END] = { "End", NULL, true },
	[COLUMN_CHANGE] = { "Change", NULL, true },
	[COLUMN_RATE] = { "Growth rate", "with its 95 % interval", true },
	[COLUMN_SCORE] = { "Score",
	    "0 to 100: how strongly the series by itself looks like a leak", true },
	[COLUMN_VERDICT] = { "Verdict", NULL, false },
	[COLUMN_COURSE] = { "Course", NULL, false },
};

static const struct column command_columns[COLUMN_COUNT] = {
	[COLUMN_NAME] = { "Command", NULL, false },
	[COLUMN_SIZE] = { "Lives", "processes of this name that were seen", true },
	[COLUMN_METRIC] = { "Measured", NULL, false },
	[COLUMN_START] = { "Start", NULL, true },
	[COLUMN_END] = { "End", NULL, true },
	[COLUMN_CHANGE] = { "Change", NULL, true },
	[COLUMN_RATE] = { "Growth rate", "with its 95 % interval", true },
	[COLUMN_SCORE] = { "Score",
	    "0 to 100: how strongly the series by itself looks like a leak", true },
	[COLUMN_VERDICT] = { "Verdict", NULL, false },
	[COLUMN_COURSE] = { "Course", NULL, false },
};

static struct cell
size_cell(const struct entity *e)
{
	if (e->kind == KIND_PROCESS)
		return cell_text((struct str){ NULL, 0 });
	if (e->kind == KIND_COMMAND)
		return cell_number(CELL_COUNT, (double)e->life_count);
	return cell_number(CELL_COUNT, e->item_size > 0 ? (double)e->item_size : NAN);
}

static void
finding_row(struct page *p, struct cell *row, const struct finding *f,
    const struct judgement *j)
{
	const struct entity *e = f->entity;
	enum cell_kind unit = quantity_unit(e, j->metric);
	row[COLUMN_NAME] = cell_name(name_brief(p->perm, e->name));
	row[COLUMN_NAME].link = finding_anchor(p, f);
	row[COLUMN_SIZE] = size_cell(e);
	if (e->kind == KIND_PROCESS && e->pid >= 0)
		row[COLUMN_SIZE].text = str_print(p->perm, "%lld", (long long)e->pid);
	row[COLUMN_METRIC] =
	    cell_text(str_from(words(WORDS_METRIC, metric_name(j->metric))));
	row[COLUMN_START] = cell_number(unit, measured(j, j->start));
	row[COLUMN_END] = cell_number(unit, measured(j, j->end));
	row[COLUMN_CHANGE] =
	    cell_number(unit_change(unit), measured(j, j->end - j->start));
	row[COLUMN_RATE] =
	    p->clock ? cell_rate(unit_rate(unit), j->rate) : cell_number(unit, NAN);
	row[COLUMN_SCORE] = cell_number(CELL_SCORE, judged_score(j));
	row[COLUMN_VERDICT] = cell_verdict(j->verdict);
	row[COLUMN_COURSE] = cell_spark(p, e, j->metric);
}

/* A table of the findings of some kinds; nothing when there are none. */
static bool
add_findings(struct page *p, const char *key, const struct column *columns,
    const struct finding *findings, size_t finding_count, unsigned kinds)
{
	size_t count = 0, noteworthy = 0;
	for (size_t i = 0; i < finding_count; i++) {
		if (!(kinds & 1u << findings[i].entity->kind))
			continue;
		count++;
		noteworthy += findings[i].verdict < VERDICT_STABLE;
	}
	if (count == 0)
		return false;
	struct table *t = page_table(
	    p, key, str_from(words(WORDS_KIND, key)), columns, COLUMN_COUNT, count);
	for (size_t i = 0; i < finding_count; i++)
		if (kinds & 1u << findings[i].entity->kind)
			finding_row(
			    p, page_row(t), &findings[i], &findings[i].judged[0]);
	t->first_rows = noteworthy < SHOWN_LEAST  ? SHOWN_LEAST
			: noteworthy > SHOWN_MOST ? SHOWN_MOST
						  : noteworthy;
	return true;
}

static bool
add_kind(struct page *p, enum kind kind, const struct column *columns)
{
	return add_findings(p, kind_name(kind), columns, p->a->findings,
	    p->a->finding_count, 1u << kind);
}

static bool
has_kinds(const struct page *p, unsigned kinds)
{
	for (size_t i = 0; i < p->a->finding_count; i++)
		if (kinds & 1u << p->a->findings[i].entity->kind)
			return true;
	return false;
}

void
part_kernel(struct page *p)
{
	static const enum kind kinds[] = { KIND_ZONE, KIND_MALLOC, KIND_SLAB, KIND_POOL,
		KIND_MBUF, KIND_PRODUCT, KIND_SWAP, KIND_MEMORY };
	struct section *s = page_part(p, "kernel");
	bool any = false;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		any |= has_kinds(p, 1u << kinds[i]);
	s->lead = say_page(any ? "table-lead" : "kernel-unknown");
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		add_kind(p, kinds[i], item_columns);
}

void
part_processes(struct page *p)
{
	struct section *s = page_part(p, "processes");
	bool any = has_kinds(p, PROCESS_KINDS);
	s->lead = say_page(any ? "table-lead" : "processes-unknown");
	add_kind(p, KIND_PROCESS, process_columns);
	add_kind(p, KIND_COMMAND, command_columns);
}

/* ---- descriptors ---- */

static void
add_descriptors_by_process(struct page *p)
{
	const struct analysis *a = p->a;
	size_t count = 0;
	for (size_t i = 0; i < a->finding_count; i++)
		for (size_t m = 0; m < a->findings[i].judged_count; m++)
			count += a->findings[i].judged[m].metric == METRIC_FDS;
	if (count == 0)
		return;
	struct table *t = page_table(p, "by-process",
	    say_page("descriptors-by-process"), process_columns, COLUMN_COUNT, count);
	for (size_t i = 0; i < a->finding_count; i++)
		for (size_t m = 0; m < a->findings[i].judged_count; m++)
			if (a->findings[i].judged[m].metric == METRIC_FDS)
				finding_row(p, page_row(t), &a->findings[i],
				    &a->findings[i].judged[m]);
	t->first_rows = SHOWN_LEAST;
}

void
part_descriptors(struct page *p)
{
	struct section *s = page_part(p, "descriptors");
	bool system = add_kind(p, KIND_FILES, item_columns);
	size_t blocks = s->block_count;
	add_descriptors_by_process(p);
	if (!system && s->block_count == blocks)
		s->lead = say_page("descriptors-unknown");
}

/* ---- limits ---- */

#define NEAR_LIMITS 60

struct nearness {
	const struct entity *entity;
	double used, limit, fails;
};

static double
last_point(struct page *p, const struct entity *e, enum metric metric, double *growth)
{
	struct arena_mark mark = arena_mark(p->scratch);
	double last = NAN;
	*growth = NAN;
	if (e->have & METRIC_BIT(metric)) {
		struct points s = store_points(p->a->store, e, metric, p->scratch);
		if (s.count > 0) {
			last = s.value[s.count - 1];
			*growth = last - s.value[0];
		}
	}
	arena_rewind(p->scratch, mark);
	return last;
}

static const struct column limit_columns[] = {
	{ "What", NULL, false },
	{ "In use", "at the end of the capture", true },
	{ "Limit", NULL, true },
	{ "Used", NULL, true },
	{ "Failures", "requests refused during the capture", true },
};

/* Sorted by what is used of the limit; the fullest NEAR_LIMITS are kept. */
static size_t
gather_limits(struct page *p, struct nearness *nearest)
{
	size_t count = 0;
	for (size_t i = 0; i < store_entity_count(p->a->store); i++) {
		const struct entity *e = store_entity(p->a->store, i);
		double ignored;
		struct nearness n = { .entity = e };
		n.limit = last_point(p, e, METRIC_LIMIT, &ignored);
		n.used = last_point(p, e, METRIC_USED, &ignored);
		if (!(n.limit > 0) || isnan(n.used) || (e->marks & ENTITY_SUBORDINATE))
			continue;
		last_point(p, e, METRIC_FAILS, &n.fails);
		size_t at = count < NEAR_LIMITS ? count++ : NEAR_LIMITS - 1;
		if (at == NEAR_LIMITS - 1 && count == NEAR_LIMITS &&
		    nearest[at].entity != NULL &&
		    nearest[at].used / nearest[at].limit >= n.used / n.limit)
			continue;
		nearest[at] = n;
		for (; at > 0 && nearest[at - 1].used / nearest[at - 1].limit <
				     nearest[at].used / nearest[at].limit;
		     at--) {
			struct nearness swap = nearest[at];
			nearest[at] = nearest[at - 1];
			nearest[at - 1] = swap;
		}
	}
	return count;
}

void
part_limits(struct page *p)
{
	struct nearness nearest[NEAR_LIMITS] = { 0 };
	size_t count = gather_limits(p, nearest);
	if (count == 0)
		return;
	page_part(p, "limits")->lead = say_page("limits-lead");
	struct table *t = page_table(p, "near", STR(""), limit_columns,
	    sizeof(limit_columns) / sizeof(limit_columns[0]), count);
	for (size_t i = 0; i < count; i++) {
		const struct nearness *n = &nearest[i];
		struct cell *row = page_row(t);
		row[0] = cell_name(name_brief(p->perm, n->entity->name));
		row[1] = cell_number(CELL_COUNT, n->used);
		row[2] = cell_number(CELL_COUNT, n->limit);
		row[3] = cell_number(CELL_PERCENT, n->used / n->limit);
		row[4] = cell_number(CELL_COUNT, n->fails);
	}
	t->first_rows = SHOWN_LEAST;
}

/* ---- the collector itself ---- */

void
part_collector(struct page *p)
{
	const struct analysis *a = p->a;
	struct store const *st = a->store;
	size_t bills = 0;
	for (size_t i = 0; i < store_entity_count(st); i++)
		bills += store_entity(st, i)->kind == KIND_SELF;
	if (bills == 0 && a->own_count == 0)
		return;
	page_part(p, "collector")->lead = say_page("collector-lead");
	if (bills > 0) {
		struct table *t = page_table(
		    p, "bill", say_page("collector-bill"), limit_columns, 2, bills);
		for (size_t i = 0; i < store_entity_count(st); i++) {
			const struct entity *e = store_entity(st, i);
			double ignored;
			if (e->kind != KIND_SELF)
				continue;
			struct cell *row = page_row(t);
			row[0] = cell_name(name_brief(p->perm, e->name));
			row[1] = cell_number(quantity_unit(e, METRIC_VALUE),
			    last_point(p, e, METRIC_VALUE, &ignored));
		}
	}
	add_findings(p, "own", process_columns, a->own, a->own_count, ~0u);
}
