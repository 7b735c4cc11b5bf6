#include <math.h>

#include "analyse/inquiry.h"
#include "analyse/order.h"

#include "base/banned.h"

#define FORECASTS 16
#define LOW_QUANTILE 0.05
#define TOO_FAR 10 /* times the span of the run: no more than ">" is said */

static void
add_wall(struct inquiry *q, const char *resource, const struct entity *entity,
    enum unit unit, double headroom, struct rate rate)
{
	struct analysis *a = q->result;
	if (a->forecast_count == FORECASTS || !(rate.value > 0) || isnan(headroom))
		return;
	headroom = fmax(0, headroom);
	double eta = headroom / rate.value;
	struct forecast *f = &a->forecasts[a->forecast_count++];
	*f = (struct forecast){ resource, entity, unit, headroom, eta,
		rate.high > 0 ? headroom / rate.high : NAN,
		rate.low > 0 ? headroom / rate.low : NAN, false };
	f->beyond = eta > TOO_FAR * (q->end_s - q->start_s);
}

/* The least that was left in the last block but for momentary dips. */
static double
left_at_end(struct inquiry *q, const struct points *p)
{
	size_t n = p->count / BLOCKS > 0 ? p->count / BLOCKS : 1;
	double *last = arena_array(q->scratch, n, sizeof(*last));
	for (size_t i = 0; i < n; i++)
		last[i] = p->value[p->count - n + i];
	return order_select(last, n, (size_t)(LOW_QUANTILE * (double)(n - 1)));
}

/* How fast a headroom shrinks; only where the test says that it does. */
static bool
shrinking(struct inquiry *q, struct points *p, struct rate *rate)
{
	for (size_t i = 0; i < p->count; i++)
		p->value[i] = -p->value[i];
	struct judgement j = { .metric = METRIC_VALUE };
	struct series_view s = { p->at_s, p->value, p->count, p->step, NULL, NULL };
	judge_series(&j, &s, q->scratch);
	judge_rate(&j, &s, q->scratch);
	for (size_t i = 0; i < p->count; i++)
		p->value[i] = -p->value[i];
	*rate = j.rate;
	return j.p < GROWTH_P && j.rate.value > 0;
}

/* ---- the walls of the machine ---- */

/* Rate of what leaks, all named findings of memory together, for a machine whose free memory hides it. */
static struct rate
rate_of_findings(const struct inquiry *q)
{
	struct rate sum = { 0, 0, 0, false };
	for (size_t i = 0; i < q->dossier_count; i++) {
		const struct dossier *d = &q->dossiers[i];
		const struct judgement *j = &d->finding.judged[0];
		if (!dossier_is_named(d) || d->parent != NULL || d->covered || d->own ||
		    j->metric == METRIC_VSZ ||
		    !metric_is_bytes(d->finding.entity, j->metric))
			continue;
		sum.value += j->rate.value;
		sum.low += j->rate.low;
		sum.high += j->rate.high;
	}
	return sum;
}

static void
wall_of_memory(struct inquiry *q)
{
	struct points p = machine_available(q);
	struct rate rate, findings = rate_of_findings(q);
	if (p.count == 0 || !(findings.value > 0))
		return;
	double reserve = bounds_value(&q->bounds, STR("vm.stats.vm.v_free_min"));
	double left = left_at_end(q, &p) - (reserve > 0 ? reserve : 0);
	if (shrinking(q, &p, &rate))
		add_wall(q, "free memory", NULL, UNIT_BYTES, left, rate);
	else
		add_wall(q, "free memory (if only the suspects grow)", NULL, UNIT_BYTES,
		    left, findings);

	const struct entity *swap = store_find(q->store, KIND_MEMORY, "swap-free");
	if (swap == NULL)
		return;
	struct points s = window_points(q, swap, METRIC_VALUE);
	if (s.count > 0 && shrinking(q, &s, &rate))
		add_wall(q, "swap", NULL, UNIT_BYTES, left_at_end(q, &s), rate);
}

static void
walls_of_files(struct inquiry *q, const struct dossier *d)
{
	const struct finding *f = &d->finding;
	const struct judgement *j = &f->judged[0];
	const char *bound = NULL, *resource = NULL;
	if (f->entity->kind == KIND_FILES && str_is(f->entity->name, "open-files")) {
		resource = "open files of the system";
		bound = "max-files";
	} else if (f->entity->kind == KIND_FILES &&
		   str_is(f->entity->name, "open-sockets")) {
		resource = "sockets";
		bound = "max-sockets";
	} else if (j->metric == METRIC_FDS && f->entity->kind == KIND_PROCESS) {
		resource = "descriptors of one process";
		bound = "max-files-per-process";
	}
	if (bound == NULL)
		return;
	double most = bounds_value(&q->bounds, str_from(bound));
	add_wall(q, resource, f->entity, UNIT_COUNT, most - j->end, j->rate);
}

static void
wall_of_limit(struct inquiry *q, const struct dossier *d)
{
	const struct entity *e = d->finding.entity;
	const struct judgement *j = &d->finding.judged[0];
	if (!(e->have & METRIC_BIT(METRIC_LIMIT)) || e->kind == KIND_SWAP)
		return;
	double limit = window_ends(q, e, METRIC_LIMIT).last;
	double used = window_ends(q, e, METRIC_USED).last;
	if (!(limit > 0) || isnan(used))
		return;
	double item =
	    j->metric == METRIC_USED || e->item_size == 0 ? 1 : (double)e->item_size;
	struct rate rate = { j->rate.value / item, j->rate.low / item,
		j->rate.high / item, j->rate.approximate };
	add_wall(q, "its limit", e, UNIT_COUNT, limit - used, rate);
}

static void
wall_of_kernel_memory(struct inquiry *q)
{
	static const char *const walls[][2] = { { "kmem-used", "kmem-limit" },
		{ "uma-used", "uma-limit" } };
	for (size_t i = 0; i < 2; i++) {
		const struct entity *used =
		    store_find(q->store, KIND_MEMORY, walls[i][0]);
		const struct entity *most =
		    store_find(q->store, KIND_MEMORY, walls[i][1]);
		if (used == NULL || most == NULL)
			continue;
		double limit = window_ends(q, most, METRIC_VALUE).last;
		struct points p = window_points(q, used, METRIC_VALUE);
		for (size_t k = 0; k < p.count; k++)
			p.value[k] = limit - p.value[k];
		struct rate rate;
		if (p.count > 0 && shrinking(q, &p, &rate))
			add_wall(q, "kernel memory", NULL, UNIT_BYTES,
			    left_at_end(q, &p), rate);
	}
}

static bool
leaks_in_kernel(const struct inquiry *q)
{
	for (size_t i = 0; i < q->dossier_count; i++) {
		enum kind kind = q->dossiers[i].finding.entity->kind;
		if (dossier_is_named(&q->dossiers[i]) &&
		    (kind == KIND_ZONE || kind == KIND_MALLOC))
			return true;
	}
	return false;
}

static void
nearest_first(struct analysis *a)
{
	for (size_t i = 1; i < a->forecast_count; i++)
		for (size_t k = i;
		     k > 0 && a->forecasts[k].eta_s < a->forecasts[k - 1].eta_s; k--) {
			struct forecast swap = a->forecasts[k];
			a->forecasts[k] = a->forecasts[k - 1];
			a->forecasts[k - 1] = swap;
		}
}

void
forecast(struct inquiry *q)
{
	struct analysis *a = q->result;
	a->forecasts = arena_array(q->perm, FORECASTS, sizeof(*a->forecasts));
	if (!q->clock)
		return;
	struct arena_mark mark = arena_mark(q->scratch);
	wall_of_memory(q);
	if (leaks_in_kernel(q))
		wall_of_kernel_memory(q);
	for (size_t i = 0; i < q->dossier_count; i++) {
		const struct dossier *d = &q->dossiers[i];
		if (!dossier_is_named(d) || d->covered || d->own)
			continue;
		walls_of_files(q, d);
		wall_of_limit(q, d);
	}
	arena_rewind(q->scratch, mark);
	nearest_first(a);
}
