#include <math.h>

#include "report/page.h"

#include "base/banned.h"

enum cell_kind
quantity_unit(const struct entity *e, enum metric metric)
{
	return metric_is_bytes(e, metric) ? CELL_BYTES : CELL_COUNT;
}

enum cell_kind
unit_change(enum cell_kind unit)
{
	return unit == CELL_BYTES ? CELL_CHANGE : CELL_COUNT_CHANGE;
}

/* Without a clock "seconds" are samples, and a rate would be a lie. */
double
judged_rate(const struct page *p, double per_second)
{
	return p->clock ? per_second : NAN;
}

double
measured(const struct judgement *j, double value)
{
	return j->count > 0 ? value : NAN;
}

double
judged_score(const struct judgement *j)
{
	return j->verdict == VERDICT_INSUFFICIENT ? NAN : j->score;
}
