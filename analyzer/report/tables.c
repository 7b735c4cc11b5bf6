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

/* A series without points has no size; it must have a place in the order all the same. */
static double
size_or_none(const struct judgement *j, double size)
{
	return j->count > 0 && !isnan(size) ? size : -INFINITY;
}

static int
larger_first(double a, double b)
{
	return (b > a) - (b < a);
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
		int order = larger_first(size_or_none(j, j->end - j->start),
		    size_or_none(k, k->end - k->start));
		if (order == 0)
			order = larger_first(
			    size_or_none(j, j->end), size_or_none(k, k->end));
		if (order != 0)
			return order;
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
		page_text(p, str_text(p->scratch, str_print(p->scratch, "%s-more", id)),
		    say_more_rows(p, count));
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
