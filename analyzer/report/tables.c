#include <math.h>
#include <stdlib.h>

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

/* By verdict; what was named keeps its rank, the rest stands by growth, then by size. */
static int
compare_shown(const void *left, const void *right)
{
	const struct shown *a = left, *b = right;
	const struct judgement *j = a->judged, *k = b->judged;
	if (j->verdict != k->verdict)
		return (int)j->verdict - (int)k->verdict;
	if (j->verdict > VERDICT_SUSPECTED) {
		if (j->constant != k->constant)
			return j->constant - k->constant;
		double growth = (k->end - k->start) - (j->end - j->start);
		if (growth > 0 || growth < 0)
			return growth > 0 ? 1 : -1;
		if (k->end > j->end || k->end < j->end)
			return k->end > j->end ? 1 : -1;
	}
	return (a->finding > b->finding) - (a->finding < b->finding);
}

/* Where all rows measure the same, the caption says it once. */
static bool
measure_the_same(const struct shown *shown, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (shown[i].judged->metric != shown[0].judged->metric)
			return false;
	return true;
}

static struct str
say_caption(struct page *p, struct str caption, enum metric metric)
{
	if (metric == METRIC_VALUE)
		return caption;
	return str_print(p->perm, "%.*s: %s", (int)caption.len, caption.ptr,
	    words(WORDS_METRIC, metric_name(metric)));
}

static void
add_table(struct page *p, const char *id, struct str caption, const struct columns *c,
    struct shown *shown, size_t count)
{
	qsort(shown, count, sizeof(*shown), compare_shown);
	struct columns used = { 0 };
	bool same = measure_the_same(shown, count);
	for (size_t i = 0; i < c->count; i++)
		if (!same || c->show[i] != SHOW_METRIC)
			used.show[used.count++] = c->show[i];
	if (same)
		caption = say_caption(p, caption, shown[0].judged->metric);

	size_t rows = count < ROWS_MOST ? count : ROWS_MOST, noteworthy = 0;
	struct finding_table t =
	    rows_table(p, id, caption, used.show, used.count, rows);
	for (size_t i = 0; i < rows; i++) {
		rows_add(p, &t, shown[i].finding, shown[i].judged);
		noteworthy += shown[i].judged->verdict < VERDICT_STABLE;
	}
	t.table->first_rows = noteworthy < SHOWN_LEAST  ? SHOWN_LEAST
			      : noteworthy > SHOWN_MOST ? SHOWN_MOST
							: noteworthy;
	if (count > rows)
		page_text(p, "more", say_more_rows(p, count));
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

static bool
has_item_size(enum kind kind)
{
	return kind == KIND_ZONE || kind == KIND_SLAB || kind == KIND_POOL;
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
		add_kind(p, kinds[i],
		    has_item_size(kinds[i]) ? &item_columns : &count_columns);
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
		/* Any point of a constant will do; of the others the very last is told. */
		bool constant = store_is_constant(p->a->store, e, metric);
		struct points s =
		    constant
			? store_points_sampled(p->a->store, e, metric, 2, p->scratch)
			: store_points(p->a->store, e, metric, p->scratch);
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

/* Keeps the fullest NEAR_LIMITS in order; what is empty and never refused is far from its limit. */
static void
keep_nearest(struct nearness *nearest, size_t *count, const struct nearness *n)
{
	if (!(n->limit > 0) || isnan(n->used) || (n->used == 0 && !(n->fails > 0)))
		return;
	size_t at = *count;
	while (
	    at > 0 && nearest[at - 1].used / nearest[at - 1].limit < n->used / n->limit)
		at--;
	if (at == NEAR_LIMITS)
		return;
	*count += *count < NEAR_LIMITS;
	for (size_t i = *count - 1; i > at; i--)
		nearest[i] = nearest[i - 1];
	nearest[at] = *n;
}

/* A count of the system and the count that bounds it. */
static struct nearness
system_limit(struct page *p, const char *used, const char *limit)
{
	const struct entity *e = store_find(p->a->store, KIND_FILES, used);
	const struct entity *most = store_find(p->a->store, KIND_FILES, limit);
	struct nearness n = { e, NAN, NAN, NAN };
	double ignored;
	if (e == NULL || most == NULL)
		return n;
	n.used = last_point(p, e, METRIC_VALUE, &ignored);
	n.limit = last_point(p, most, METRIC_VALUE, &ignored);
	return n;
}

static size_t
gather_limits(struct page *p, struct nearness *nearest)
{
	static const char *const pairs[][2] = { { "open-files", "max-files" },
		{ "open-sockets", "max-sockets" }, { "vnodes", "max-vnodes" } };
	size_t count = 0;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct nearness n = system_limit(p, pairs[i][0], pairs[i][1]);
		keep_nearest(nearest, &count, &n);
	}
	for (size_t i = 0; i < store_entity_count(p->a->store); i++) {
		const struct entity *e = store_entity(p->a->store, i);
		double ignored;
		struct nearness n = { e, NAN, NAN, NAN };
		if (!(e->have & METRIC_BIT(METRIC_LIMIT)) ||
		    (e->marks & ENTITY_SUBORDINATE))
			continue;
		n.limit = last_point(p, e, METRIC_LIMIT, &ignored);
		n.used = last_point(p, e, METRIC_USED, &ignored);
		last_point(p, e, METRIC_FAILS, &n.fails);
		keep_nearest(nearest, &count, &n);
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
		row[0] = cell_name(say_own_name(p, n->entity));
		row[1] = cell_number(CELL_COUNT, n->used);
		row[2] = cell_number(CELL_COUNT, n->limit);
		row[3] = cell_number(CELL_PERCENT, n->used / n->limit);
		row[4] = cell_number(CELL_COUNT, n->fails);
	}
	t->first_rows = SHOWN_LEAST;
}
