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

static void
add_bill_row(struct page *p, struct table *t, const struct entity *e)
{
	struct arena_mark mark = arena_mark(p->scratch);
	struct points s = store_points(p->a->store, e, METRIC_VALUE, p->scratch);
	double most = s.count > 0 ? s.value[0] : NAN;
	for (size_t i = 1; i < s.count; i++)
		most = fmax(most, s.value[i]);
	enum cell_kind unit = quantity_unit(e, METRIC_VALUE);
	if (s.count > 0) {
		struct cell *row = page_row(t);
		row[0] = cell_name(say_own_name(p, e));
		row[1] = cell_number(unit, s.value[0]);
		row[2] = cell_number(unit, s.value[s.count - 1]);
		row[3] = cell_number(unit, most);
	}
	arena_rewind(p->scratch, mark);
}

static void
add_bill(struct page *p, size_t count)
{
	const struct store *st = p->a->store;
	struct table *t = page_table(p, "bill", say_page("collector-bill"),
	    bill_columns, sizeof(bill_columns) / sizeof(bill_columns[0]), count);
	for (size_t i = 0; i < store_entity_count(st); i++)
		if (store_entity(st, i)->kind == KIND_SELF)
			add_bill_row(p, t, store_entity(st, i));
}

static void
add_processes(struct page *p)
{
	static const enum finding_column show[] = { SHOW_LABEL, SHOW_METRIC, SHOW_START,
		SHOW_END, SHOW_CHANGE, SHOW_RATE, SHOW_COURSE };
	const struct analysis *a = p->a;
	struct finding_table t = rows_table(p, "own", say_page("collector-processes"),
	    show, sizeof(show) / sizeof(show[0]), a->own_count);
	for (size_t i = 0; i < a->own_count; i++)
		rows_add(p, &t, &a->own[i], &a->own[i].judged[0]);
	t.table->first_rows = 8;
}

void
part_collector(struct page *p)
{
	const struct store *st = p->a->store;
	size_t count = 0;
	for (size_t i = 0; i < store_entity_count(st); i++)
		count += store_entity(st, i)->kind == KIND_SELF;
	if (count == 0 && p->a->own_count == 0)
		return;
	page_part(p, "collector")->lead = say_page("collector-lead");
	if (count > 0)
		add_bill(p, count);
	if (p->a->own_count > 0)
		add_processes(p);
}
