#include <math.h>

#include "report/page.h"

#include "base/banned.h"

/* The start/end tables: every judged entity of a kind, the noteworthy ones first. */

#define ROWS_MOST 1000 /* beyond that a page helps nobody; the JSON has them all */
#define SHOWN_LEAST 8  /* rows shown at once */
#define SHOWN_MOST 40

#define COURSE                                                                  \
	SHOW_START, SHOW_END, SHOW_CHANGE, SHOW_RATE, SHOW_SCORE, SHOW_VERDICT, \
	    SHOW_COURSE

struct columns {
	size_t count;
	enum finding_column show[SHOW_COUNT];
};

static const struct columns item_columns = { 10,
	{ SHOW_NAME, SHOW_SIZE, SHOW_METRIC, COURSE } };
static const struct columns count_columns = { 9, { SHOW_NAME, SHOW_METRIC, COURSE } };
static const struct columns process_columns = { 10,
	{ SHOW_NAME, SHOW_PID, SHOW_METRIC, COURSE } };
static const struct columns command_columns = { 10,
	{ SHOW_NAME, SHOW_LIVES, SHOW_METRIC, COURSE } };

/* One finding with the metric that is shown of it. */
struct shown {
	const struct finding *finding;
	const struct judgement *judged;
};

static struct str
say_more_rows(struct page *p, size_t count)
{
	double more = (double)(count - ROWS_MOST);
	struct phrase phrase = { .value = &more, .value_count = 1 };
	return say(p, WORDS_PAGE, "more-rows", &phrase);
}

static void
add_table(struct page *p, const char *id, struct str caption, const struct columns *c,
    const struct shown *shown, size_t count)
{
	size_t rows = count < ROWS_MOST ? count : ROWS_MOST, noteworthy = 0;
	struct finding_table t = rows_table(p, id, caption, c->show, c->count, rows);
	for (size_t i = 0; i < rows; i++) {
		rows_add(p, &t, shown[i].finding, shown[i].judged);
		noteworthy += shown[i].judged->verdict < VERDICT_STABLE;
	}
	t.table->first_rows = noteworthy < SHOWN_LEAST  ? SHOWN_LEAST
			      : noteworthy > SHOWN_MOST ? SHOWN_MOST
							: noteworthy;
	if (count > rows)
		page_text(p, id, say_more_rows(p, count));
}

/* A table of the findings of one kind; false: there are none. */
static bool
add_kind(struct page *p, enum kind kind, const struct columns *columns)
{
	const struct analysis *a = p->a;
	struct arena_mark mark = arena_mark(p->scratch);
	struct shown *shown = arena_array(p->scratch, a->finding_count, sizeof(*shown));
	size_t count = 0;
	for (size_t i = 0; i < a->finding_count; i++)
		if (a->findings[i].entity->kind == kind)
			shown[count++] = (struct shown){ &a->findings[i],
				&a->findings[i].judged[0] };
	if (count > 0)
		add_table(p, kind_name(kind),
		    str_from(words(WORDS_KIND, kind_name(kind))), columns, shown,
		    count);
	arena_rewind(p->scratch, mark);
	return count > 0;
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
		add_kind(
		    p, kinds[i], kinds[i] < KIND_POOL ? &item_columns : &count_columns);
}

void
part_processes(struct page *p)
{
	struct section *s = page_part(p, "processes");
	bool any = has_kinds(p, PROCESS_KINDS);
	s->lead = say_page(any ? "table-lead" : "processes-unknown");
	add_kind(p, KIND_PROCESS, &process_columns);
	add_kind(p, KIND_COMMAND, &command_columns);
}

/* ---- descriptors ---- */

/* A process without this metric has no row. */
static bool
add_descriptors_by_process(struct page *p)
{
	const struct analysis *a = p->a;
	struct arena_mark mark = arena_mark(p->scratch);
	struct shown *shown = arena_array(p->scratch, a->finding_count, sizeof(*shown));
	size_t count = 0;
	for (size_t i = 0; i < a->finding_count; i++) {
		const struct finding *f = &a->findings[i];
		for (size_t m = 0; m < f->judged_count; m++)
			if (f->judged[m].metric == METRIC_FDS)
				shown[count++] = (struct shown){ f, &f->judged[m] };
	}
	if (count > 0)
		add_table(p, "by-process", say_page("descriptors-by-process"),
		    &process_columns, shown, count);
	arena_rewind(p->scratch, mark);
	return count > 0;
}

void
part_descriptors(struct page *p)
{
	struct section *s = page_part(p, "descriptors");
	bool any = add_kind(p, KIND_FILES, &count_columns);
	any |= add_descriptors_by_process(p);
	if (!any)
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
