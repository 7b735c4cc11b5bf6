#include <math.h>

#include "report/page.h"

#include "base/banned.h"

/* What the capturing itself cost. */

static const struct column bill_columns[] = {
	{ "What", NULL, false },
	{ "First", NULL, true },
	{ "Last", NULL, true },
	{ "Most", NULL, true },
};

struct extent {
	double first, last, most;
};

static struct extent
extent_of(struct page *p, const struct entity *e, enum metric metric)
{
	struct extent x = { NAN, NAN, NAN };
	struct arena_mark mark = arena_mark(p->scratch);
	struct points s = { 0 };
	if (e->have & METRIC_BIT(metric))
		s = store_points(p->a->store, e, metric, p->scratch);
	for (size_t i = 0; i < s.count; i++) {
		x.first = i == 0 ? s.value[i] : x.first;
		x.most = i == 0 ? s.value[i] : fmax(x.most, s.value[i]);
		x.last = s.value[i];
	}
	arena_rewind(p->scratch, mark);
	return x;
}

/* Its pid and its interval are no costs. */
static bool
is_cost(const struct entity *e)
{
	return e->kind == KIND_SELF && !str_is(e->name, "pid") &&
	       !str_is(e->name, "interval");
}

static void
add_bill(struct page *p, size_t count)
{
	const struct store *st = p->a->store;
	struct table *t = page_table(p, "bill", say_page("collector-bill"),
	    bill_columns, sizeof(bill_columns) / sizeof(bill_columns[0]), count);
	for (size_t i = 0; i < store_entity_count(st); i++) {
		const struct entity *e = store_entity(st, i);
		if (!is_cost(e))
			continue;
		struct extent x = extent_of(p, e, METRIC_VALUE);
		enum cell_kind unit = quantity_unit(e, METRIC_VALUE);
		struct cell *row = page_row(t);
		row[0] = cell_name(say_own_name(p, e));
		row[1] = cell_number(unit, x.first);
		row[2] = cell_number(unit, x.last);
		row[3] = cell_number(unit, x.most);
	}
}

static const struct column process_columns[] = {
	{ "What", NULL, false },
	{ "Memory at first", "resident memory", true },
	{ "At last", NULL, true },
	{ "At most", NULL, true },
	{ "CPU time", "used while it was watched", true },
};

static void
add_processes(struct page *p)
{
	const struct analysis *a = p->a;
	struct table *t =
	    page_table(p, "own", say_page("collector-processes"), process_columns,
		sizeof(process_columns) / sizeof(process_columns[0]), a->own_count);
	for (size_t i = 0; i < a->own_count; i++) {
		const struct entity *e = a->own[i].entity;
		struct extent rss = extent_of(p, e, METRIC_RSS);
		struct extent cpu = extent_of(p, e, METRIC_CPU_MS);
		struct cell *row = page_row(t);
		row[0] = cell_name(say_label(p, &a->own[i]));
		row[1] = cell_number(CELL_BYTES, rss.first);
		row[2] = cell_number(CELL_BYTES, rss.last);
		row[3] = cell_number(CELL_BYTES, rss.most);
		row[4] = cell_number(CELL_DURATION, (cpu.last - cpu.first) / 1000);
	}
	t->first_rows = 8;
}

void
part_collector(struct page *p)
{
	const struct store *st = p->a->store;
	size_t count = 0;
	for (size_t i = 0; i < store_entity_count(st); i++)
		count += is_cost(store_entity(st, i));
	if (count == 0 && p->a->own_count == 0)
		return;
	page_part(p, "collector")->lead = say_page("collector-lead");
	if (count > 0)
		add_bill(p, count);
	if (p->a->own_count > 0)
		add_processes(p);
}
