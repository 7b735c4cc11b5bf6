#include <math.h>
#include <stdlib.h>

#include "report/page.h"

#include "base/banned.h"

/* How small a leak this capture could have shown. */

static int
compare_doubles(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;
	return (a > b) - (a < b);
}

/* The smallest visible leaks of all judged series of bytes of these kinds, ascending, in scratch. */
static double *
visible_sorted(const struct page *p, unsigned kinds, size_t *count)
{
	const struct analysis *a = p->a;
	double *visible = arena_array(p->scratch, a->finding_count, sizeof(*visible));
	*count = 0;
	for (size_t i = 0; i < a->finding_count && p->clock; i++) {
		const struct finding *f = &a->findings[i];
		const struct judgement *j = &f->judged[0];
		if ((kinds & 1u << f->entity->kind) && !isnan(j->smallest_visible) &&
		    j->verdict != VERDICT_INSUFFICIENT &&
		    quantity_unit(f->entity, j->metric) == CELL_BYTES)
			visible[(*count)++] = j->smallest_visible;
	}
	qsort(visible, *count, sizeof(*visible), compare_doubles);
	return visible;
}

static double
quantile(const double *sorted, size_t count, double share)
{
	return count > 0 ? sorted[(size_t)(share * (double)(count - 1))] : NAN;
}

double
visible_in(const struct page *p, unsigned kinds, size_t *count)
{
	struct arena_mark mark = arena_mark(p->scratch);
	size_t judged;
	double *visible = visible_sorted(p, kinds, &judged);
	double most = quantile(visible, judged, 0.9);
	if (count != NULL)
		*count = judged;
	arena_rewind(p->scratch, mark);
	return most;
}

static const struct column visible_columns[] = {
	{ "What", NULL, false },
	{ "Judged", "series that were judged", true },
	{ "Per hour, in half of them",
	    "a leak of this rate would have been seen in half of the series", true },
	{ "Per hour, in nine of ten",
	    "a leak of this rate would have been seen in nine of ten series", true },
};

#define SERIES_MOST 1000
#define SERIES_SHOWN 8

static void
add_series(struct page *p)
{
	static const enum finding_column show[] = { SHOW_LABEL, SHOW_METRIC, SHOW_END,
		SHOW_VERDICT, SHOW_VISIBLE };
	const struct analysis *a = p->a;
	size_t most = a->finding_count < SERIES_MOST ? a->finding_count : SERIES_MOST;
	struct finding_table t = rows_table(p, "series", say_page("sensitivity-series"),
	    show, sizeof(show) / sizeof(show[0]), most);
	for (size_t i = 0; i < a->finding_count && t.table->row_count < most; i++) {
		const struct judgement *j = &a->findings[i].judged[0];
		if (j->verdict != VERDICT_INSUFFICIENT && j->smallest_visible > 0)
			rows_add(p, &t, &a->findings[i], j);
	}
	t.table->first_rows = SERIES_SHOWN;
}

void
part_sensitivity(struct page *p)
{
	size_t rows = 0;
	for (unsigned kind = 0; kind < KIND_COUNT; kind++) {
		size_t count;
		visible_in(p, 1u << kind, &count);
		rows += count > 0;
	}
	if (rows == 0)
		return;
	page_part(p, "sensitivity")->lead = say_page("sensitivity-lead");
	struct table *t = page_table(p, "visible", STR(""), visible_columns,
	    sizeof(visible_columns) / sizeof(visible_columns[0]), rows);
	for (unsigned kind = 0; kind < KIND_COUNT; kind++) {
		struct arena_mark mark = arena_mark(p->scratch);
		size_t count;
		double *visible = visible_sorted(p, 1u << kind, &count);
		if (count > 0) {
			struct cell *row = page_row(t);
			row[0] =
			    cell_text(str_from(words(WORDS_KIND, kind_name(kind))));
			row[1] = cell_number(CELL_COUNT, (double)count);
			row[2] =
			    cell_visible(p, CELL_BYTES, quantile(visible, count, 0.5));
			row[3] =
			    cell_visible(p, CELL_BYTES, quantile(visible, count, 0.9));
		}
		arena_rewind(p->scratch, mark);
	}
	add_series(p);
}
