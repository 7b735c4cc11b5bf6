#include <math.h>

#include "analyse/dist.h"
#include "analyse/inquiry.h"
#include "analyse/order.h"
#include "analyse/trend.h"

#include "base/banned.h"

#define FORECASTS 16
#define LOW_QUANTILE 0.05
#define LEVEL_BLOCKS 96 /* as the rate is measured on */
#define LEVEL_LAST 16   /* of them tell where the series stands in the end */
#define TOO_FAR 10      /* times the span of the run: no more than ">" is said */

/* What is left of a resource at the end of the run, and how far that may be off. */
struct left {
	double value, half; /* half of the 95 % interval */
};

/* The doubts about the rate and about what is left are independent: they add as squares. */
static void
add_wall(struct inquiry *q, const char *resource, const struct entity *entity,
    enum unit unit, struct left left, struct rate rate)
{
	struct analysis *a = q->result;
	if (a->forecast_count == FORECASTS || !(rate.value > 0) || isnan(left.value))
		return;
	double headroom = fmax(0, left.value), eta = headroom / rate.value;
	double by_left = left.half / rate.value;
	double sooner = hypot(eta - headroom / rate.high, by_left);
	double later = hypot(headroom / rate.low - eta, by_left);
	struct forecast *f = &a->forecasts[a->forecast_count++];
	*f = (struct forecast){ resource, entity, unit, headroom, eta,
		rate.high > 0 ? fmax(0, eta - sooner) : NAN,
		rate.low > 0 ? eta + later : NAN, false };
	f->beyond = eta > TOO_FAR * (q->end_s - q->start_s);
}

/*
 * The level at the end, without its noise: the mean of the last blocks, each carried on to the end at the rate. Neighbours that resemble each other
 * count for fewer.
 */
static struct left
level_at_end(struct inquiry *q, const double *x, const double *y, size_t n,
    const struct rate *rate)
{
	size_t m = n < LEVEL_BLOCKS ? n : LEVEL_BLOCKS,
	       last = m < LEVEL_LAST ? m : LEVEL_LAST;
	double *bx = arena_array(q->scratch, 2 * m, sizeof(*bx)), *by = bx + m;
	trend_blocks(x, y, n, m, BLOCK_MEDIAN, bx, by, q->scratch);
	double mean = 0, c0 = 0, c1 = 0, before = 0;
	for (size_t i = m - last; i < m; i++)
		mean += (by[i] + rate->value * (x[n - 1] - bx[i])) / (double)last;
	for (size_t i = m - last; i < m; i++) {
		double off = by[i] + rate->value * (x[n - 1] - bx[i]) - mean;
		c0 += off * off;
		c1 += i > m - last ? off * before : 0;
		before = off;
	}
	double r = c0 > 0 ? fmax(0, fmin(0.9, c1 / c0)) : 0;
	double se = sqrt(c0 / (double)(last * (last - 1)) * (1 + r) / (1 - r));
	return (struct left){ mean, student_quantile(0.975, (double)last - 1) * se };
}

/* A forecast goes beyond the run: what the run cannot tell of its noise counts there. */
static void
widen(struct inquiry *q, struct rate *rate, const struct series_view *s)
{
	size_t m = s->count < LEVEL_BLOCKS ? s->count : LEVEL_BLOCKS;
	double *x = arena_array(q->scratch, 2 * m, sizeof(*x)), *y = x + m;
	trend_blocks(s->at_s, s->clean, s->count, m, BLOCK_MEDIAN, x, y, q->scratch);
	struct trend t = trend_test(x, y, m, q->scratch);
	double doubt = trend_doubt(&t, m);
	rate->low = rate->value - doubt * (rate->value - rate->low);
	rate->high = rate->value + doubt * (rate->high - rate->value);
}

/* A headroom of the machine: how fast it shrinks, and the least that is left of it at the end but for momentary dips. */
struct shrinkage {
	bool certain; /* the test says that it shrinks */
	struct rate rate;
	struct left left;
};

static struct shrinkage
measure_shrinkage(struct inquiry *q, struct points *p)
{
	double *off = arena_array(q->scratch, p->count, sizeof(*off));
	for (size_t i = 0; i < p->count; i++)
		p->value[i] = -p->value[i];
	struct judgement j = { .metric = METRIC_VALUE };
	struct series_view s = { p->at_s, p->value, p->count, p->step, NULL, NULL };
	judge_series(&j, &s, q->judge);
	judge_rate(&j, &s, q->judge);
	struct shrinkage shrinkage = { .rate = j.rate,
		.left = { -p->value[p->count - 1], 0 } };
	if (j.floor_count == 0)
		return shrinkage;
	widen(q, &shrinkage.rate, &s);
	struct left level = level_at_end(q, p->at_s, s.clean, p->count, &j.rate);
	/* Dips below the line, for which there must be room as well. */
	double end_s = p->at_s[p->count - 1];
	for (size_t i = 0; i < p->count; i++)
		off[i] =
		    -(p->value[i] + j.rate.value * (end_s - p->at_s[i]) - level.value);
	double dip = order_select(
	    off, p->count, (size_t)(LOW_QUANTILE * (double)(p->count - 1)));
	dip = fmin(0, dip);
	/* Whether the last hours see a dip or not is chance. */
	shrinkage.left =
	    (struct left){ -level.value + dip, hypot(level.half, dip / 2) };
	shrinkage.certain = j.p < GROWTH_P && j.rate.value > 0;
	return shrinkage;
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
add_shrinking(struct inquiry *q, const char *resource, struct points headroom)
{
	if (headroom.count == 0)
		return;
	struct shrinkage s = measure_shrinkage(q, &headroom);
	if (s.certain)
		add_wall(q, resource, NULL, UNIT_BYTES, s.left, s.rate);
}

static void
wall_of_memory(struct inquiry *q)
{
	struct points p = machine_available(q);
	struct rate findings = rate_of_findings(q);
	if (p.count == 0)
		return;
	double reserve = bounds_value(&q->bounds, STR("vm.stats.vm.v_free_min"));
	struct shrinkage s = measure_shrinkage(q, &p);
	s.left.value -= reserve > 0 ? reserve : 0;
	if (s.certain)
		add_wall(q, "free memory", NULL, UNIT_BYTES, s.left, s.rate);
	else
		add_wall(q, "free memory (if only the suspects grow)", NULL, UNIT_BYTES,
		    s.left, findings);

	const struct entity *swap = store_find(q->store, KIND_MEMORY, "swap-free");
	if (swap == NULL)
		return;
	add_shrinking(q, "swap", window_points(q, swap, METRIC_VALUE));
}

/* The bound of one metric of an entity. */
static void
add_bound(struct inquiry *q, const char *resource, const struct entity *e,
    enum metric metric, double bound, struct rate rate)
{
	struct left left = { NAN, 0 };
	struct points p = window_points(q, e, metric);
	struct judgement j = { .metric = metric };
	struct series_view s = { p.at_s, p.value, p.count, p.step, NULL, NULL };
	judge_series(&j, &s, q->judge);
	if (j.floor_count > 0) {
		left = level_at_end(q, p.at_s, s.clean, p.count, &rate);
		left.value = bound - left.value;
		widen(q, &rate, &s);
	} else if (p.count > 0) {
		left.value = bound - p.value[p.count - 1];
	}
	add_wall(q, resource, e, UNIT_COUNT, left, rate);
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
	add_bound(q, resource, f->entity, j->metric, most, j->rate);
}

static void
wall_of_limit(struct inquiry *q, const struct dossier *d)
{
	const struct entity *e = d->finding.entity;
	const struct judgement *j = &d->finding.judged[0];
	if (!(e->have & METRIC_BIT(METRIC_LIMIT)) || e->kind == KIND_SWAP)
		return;
	double limit = window_ends(q, e, METRIC_LIMIT).last;
	if (!(limit > 0) || !(e->have & METRIC_BIT(METRIC_USED)))
		return;
	double item =
	    j->metric == METRIC_USED || e->item_size == 0 ? 1 : (double)e->item_size;
	struct rate rate = { j->rate.value / item, j->rate.low / item,
		j->rate.high / item, j->rate.approximate };
	add_bound(q, "its limit", e, METRIC_USED, limit, rate);
}

/* A counter and the one that bounds it; what is used and can be had back at once, or NULL. */
static void
wall_between(struct inquiry *q, const char *resource, const char *used,
    const char *most, const char *cache)
{
	const struct entity *in_use = store_find(q->store, KIND_MEMORY, used);
	const struct entity *limits = store_find(q->store, KIND_MEMORY, most);
	if (in_use == NULL || limits == NULL)
		return;
	double limit = window_ends(q, limits, METRIC_VALUE).last;
	struct points p = window_points(q, in_use, METRIC_VALUE);
	const struct entity *spare =
	    cache != NULL ? store_find(q->store, KIND_MEMORY, cache) : NULL;
	if (spare != NULL) {
		struct points back = window_points(q, spare, METRIC_VALUE);
		for (size_t k = 0; k < back.count; k++)
			back.value[k] = -back.value[k];
		points_add(&p, &back, q->scratch);
	}
	for (size_t k = 0; k < p.count; k++)
		p.value[k] = limit - p.value[k];
	add_shrinking(q, resource, p);
}

static void
wall_of_kernel_memory(struct inquiry *q)
{
	wall_between(q, "kernel memory", "kmem-used", "kmem-limit", NULL);
	wall_between(q, "kernel memory", "uma-used", "uma-limit", NULL);
}

#define STRICT 2 /* vm.overcommit_memory: no more is promised than there is */

/* What Linux promises to processes, where it keeps to its promises. */
static void
wall_of_promises(struct inquiry *q)
{
	if (bounds_value(&q->bounds, STR("vm.overcommit_memory")) == STRICT)
		wall_between(q, "commit limit", "commit-used", "commit-limit", NULL);
}

/* A container has less than the machine; a limit beyond all memory is none. */
static void
wall_of_group(struct inquiry *q)
{
	const struct entity *limit = store_find(q->store, KIND_MEMORY, "cgroup-limit");
	if (limit == NULL || window_ends(q, limit, METRIC_VALUE).last > q->ram_bytes)
		return;
	wall_between(q, "memory of the control group", "cgroup-used", "cgroup-limit",
	    "cgroup-cache");
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

/* In any of its metrics: processes that pile up take memory too. */
static bool
takes_memory(const struct finding *f)
{
	for (size_t i = 0; i < f->judged_count; i++)
		if (f->judged[i].verdict <= VERDICT_SUSPECTED &&
		    metric_is_bytes(f->entity, f->judged[i].metric))
			return true;
	return false;
}

static bool
leaks_memory(const struct inquiry *q)
{
	for (size_t i = 0; i < q->dossier_count; i++) {
		const struct dossier *d = &q->dossiers[i];
		if (dossier_is_named(d) && !d->own && !d->covered &&
		    takes_memory(&d->finding))
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
	if (leaks_memory(q)) {
		wall_of_memory(q);
		wall_of_promises(q);
		wall_of_group(q);
	}
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
