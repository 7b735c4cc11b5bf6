#include <math.h>

#include "report/page.h"

#include "base/banned.h"

/* How near the machine is to the limits that the capture tells. */

#define LIMITS_SHOWN 8
#define NEAR_LIMITS 60

struct nearness {
	const struct entity *entity;
	double used, limit, fails;
};

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
	if (e == NULL || most == NULL)
		return n;
	n.used = store_ends(p->a->store, e, METRIC_VALUE, p->scratch).last;
	n.limit = store_ends(p->a->store, most, METRIC_VALUE, p->scratch).last;
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
		struct nearness n = { e, NAN, NAN, NAN };
		if (!(e->have & METRIC_BIT(METRIC_LIMIT)) ||
		    (e->marks & ENTITY_SUBORDINATE))
			continue;
		n.limit = store_ends(p->a->store, e, METRIC_LIMIT, p->scratch).last;
		if (!(n.limit > 0))
			continue;
		n.used = store_ends(p->a->store, e, METRIC_USED, p->scratch).last;
		struct ends fails =
		    store_ends(p->a->store, e, METRIC_FAILS, p->scratch);
		/* A boot in between sets the counter back. */
		n.fails = fails.last >= fails.first ? fails.last - fails.first : NAN;
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
	t->first_rows = LIMITS_SHOWN;
}
