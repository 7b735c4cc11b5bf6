#include <math.h>
#include <string.h>

#include "analyse/dist.h"
#include "analyse/inquiry.h"
#include "analyse/trend.h"

#include "base/banned.h"

#define LEAST_SHARE 0.02 /* smaller parts of the loss are not listed */
#define ENOUGH_SHARE 0.9 /* nor is what comes after so much has been explained */
#define LINES 24
#define LEAST_BLOCKS 8

/* Counters that are shown over time, in this order. */
static const char *const shown[] = { "free", "available", "inactive", "laundry",
	"active", "wired", "anon", "cache", "buffers", "arc", "shmem", "slab",
	"slab-unreclaimable", "kernel-stack", "page-tables", "kmem-used", "used",
	"swap-used", "swap-free", "commit-used" };

/* Points of the sum of some memory counters, by tick; count 0 when one is missing. */
static struct points
sum_of(const struct inquiry *q, const char *const *names, size_t count)
{
	struct points sum = { 0 };
	for (size_t i = 0; i < count; i++) {
		const struct entity *e = store_find(q->store, KIND_MEMORY, names[i]);
		if (e == NULL)
			return (struct points){ 0 };
		struct points p = window_points(q, e, METRIC_VALUE);
		if (i == 0)
			sum = p;
		else
			points_add(&sum, &p, q->scratch);
	}
	return sum;
}

/* The cache of ZFS is wired, and given back when memory is short. */
static void
add_arc(const struct inquiry *q, struct points *available)
{
	const struct entity *arc = store_find(q->store, KIND_MEMORY, "arc");
	if (arc == NULL)
		return;
	struct points p = window_points(q, arc, METRIC_VALUE);
	if (p.count > 0)
		points_add(available, &p, q->scratch);
}

struct points
machine_available(const struct inquiry *q)
{
	/* What can be had at once, the best description that the system gives first. */
	static const struct {
		size_t count;
		const char *name[4];
	} kinds[] = {
		{ 1, { "available" } },
		{ 4, { "free", "inactive", "laundry", "cache" } },
		{ 3, { "free", "inactive", "laundry" } },
		{ 3, { "free", "inactive", "cache" } },
		{ 3, { "free", "buffers", "cache" } },
		{ 2, { "free", "inactive" } },
		{ 2, { "free", "cache" } },
		{ 1, { "free" } },
	};
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct points p = sum_of(q, kinds[i].name, kinds[i].count);
		if (p.count == 0)
			continue;
		add_arc(q, &p);
		return p;
	}
	return (struct points){ 0 };
}

/* What is available and free swap together: memory that is pushed out to swap is lost all the same. */
static void
measure_loss(struct inquiry *q)
{
	struct loss *l = &q->loss;
	*l = (struct loss){ .slope = NAN, .se = NAN, .p = NAN, .fallen = NAN };
	struct points available = machine_available(q);
	double had[BLOCKS], swap[BLOCKS];
	if (q->block_count < LEAST_BLOCKS || available.count == 0 ||
	    !window_means(q, &available, false, had))
		return;
	const struct entity *swap_free = store_find(q->store, KIND_MEMORY, "swap-free");
	bool swaps =
	    swap_free != NULL && window_blocks(q, swap_free, METRIC_VALUE, false, swap);
	for (size_t b = 0; b < q->block_count; b++)
		l->mean[b] = -had[b] - (swaps ? swap[b] : 0);
	struct trend t = trend_test(q->block_at_s, l->mean, q->block_count, q->scratch);
	l->known = true;
	l->slope = t.slope;
	l->se = t.se;
	l->df = t.df;
	l->p = t.p;
	l->fallen = t.slope * (q->end_s - q->start_s);
	l->significant = t.p < GROWTH_P && t.slope > 0;
}

static void
measure_counter(struct inquiry *q, const struct entity *e)
{
	struct arena_mark mark = arena_mark(q->scratch);
	struct points p = window_points(q, e, METRIC_VALUE);
	if (p.count > 0) {
		struct judgement j = { .metric = METRIC_VALUE };
		struct series_view s = { p.at_s, p.value, p.count, p.step, NULL, NULL };
		judge_series(&j, &s, q->judge);
		judge_rate(&j, &s, q->judge);
		struct memory_trend *m = &q->result->memory[q->result->memory_count++];
		*m = (struct memory_trend){ str_text(q->perm, e->name), j.start, j.end,
			j.rate, e, METRIC_VALUE };
	}
	arena_rewind(q->scratch, mark);
}

/* Some systems print what is in use, others what is free of how much. */
static struct ends
measure_swap(const struct inquiry *q)
{
	const struct entity *used = store_find(q->store, KIND_MEMORY, "swap-used");
	if (used != NULL)
		return window_ends(q, used, METRIC_VALUE);
	const struct entity *total = store_find(q->store, KIND_MEMORY, "swap-total");
	const struct entity *unused = store_find(q->store, KIND_MEMORY, "swap-free");
	if (total == NULL || unused == NULL)
		return (struct ends){ NAN, NAN };
	struct ends all = window_ends(q, total, METRIC_VALUE),
		    left = window_ends(q, unused, METRIC_VALUE);
	return (struct ends){ all.first - left.first, all.last - left.last };
}

void
machine_measure(struct inquiry *q)
{
	size_t most = sizeof(shown) / sizeof(shown[0]);
	q->result->memory = arena_array(q->perm, most, sizeof(*q->result->memory));
	for (size_t i = 0; i < most; i++) {
		const struct entity *e = store_find(q->store, KIND_MEMORY, shown[i]);
		if (e != NULL)
			measure_counter(q, e);
	}
	measure_loss(q);
	q->swap = measure_swap(q);
}

/* ---- memory that several processes of a command share ---- */

#define ALIKE 0.95    /* of the samples in which one of the two moved */
#define LEAST_MOVES 8 /* fewer tell nothing */
#define MOVE_PAGES 2  /* nor do steps of one page: everybody makes those */

/* Do both grow by the same amounts at the same moments? Then they show the same pages. */
static bool
grow_alike(const struct points *a, const struct points *b)
{
	size_t moves = 0, alike = 0, k = 0;
	double page = fmax(a->step, b->step), before_a = NAN, before_b = NAN;
	for (size_t i = 0; i < a->count; i++) {
		while (k < b->count && b->tick[k] < a->tick[i])
			k++;
		if (k == b->count || b->tick[k] != a->tick[i])
			continue;
		double moved_a = a->value[i] - before_a,
		       moved_b = b->value[k] - before_b;
		before_a = a->value[i];
		before_b = b->value[k];
		if (!(fmax(fabs(moved_a), fabs(moved_b)) > MOVE_PAGES * page))
			continue;
		moves++;
		alike += fabs(moved_a - moved_b) <= page;
	}
	return moves >= LEAST_MOVES && (double)alike >= ALIKE * (double)moves;
}

/* Takes out of what a command holds the growth that a further process only shows once more. */
static void
take_out(struct inquiry *q, struct dossier *command, const struct dossier *twin)
{
	for (size_t b = 1; b < q->block_count; b++)
		command->bytes[b] -= twin->bytes[b] - twin->bytes[0];
	struct judgement *rss = dossier_metric(command, METRIC_RSS);
	const struct judgement *once = dossier_metric(twin, METRIC_RSS);
	if (rss == NULL || once == NULL || isnan(once->rate.value))
		return;
	rss->rate.value -= once->rate.value;
	rss->rate.low -= once->rate.value;
	rss->rate.high -= once->rate.value;
}

static struct points
resident(const struct inquiry *q, const struct dossier *process)
{
	return window_points(q, process->finding.entity, METRIC_RSS);
}

/* Processes that stood side by side all the time and grow alike are counted once. */
static void
share_once(struct inquiry *q, struct dossier *command)
{
	struct arena_mark mark = arena_mark(q->scratch);
	const struct dossier *first = NULL;
	struct points grown = { 0 };
	double twins = 0;
	for (const struct dossier *d = command->lives; d != NULL; d = d->next_life) {
		if (!d->has_bytes || !(d->bytes_growth > 0))
			continue;
		struct arena_mark before = arena_mark(q->scratch);
		struct points p = resident(q, d);
		bool all_the_time = (double)p.count >= ALIKE * (double)q->tick_count;
		if (all_the_time && first == NULL) {
			first = d;
			grown = p;
			continue;
		}
		if (all_the_time && grow_alike(&grown, &p)) {
			take_out(q, command, d);
			twins++;
		}
		arena_rewind(q->scratch, before);
	}
	if (first != NULL && twins > 0) {
		struct evidence *e = evidence_add(q, command, EVIDENCE_SHARED, 0);
		e->value[0] = twins + 1;
		e->value[1] = first->bytes_growth;
	}
	arena_rewind(q->scratch, mark);
}

/* ---- who took it ---- */

/*
 * Share of the loss: the ratio of two slopes. Its interval is Fieller's: that of the slope of what would be left of the series if the share
 * were exactly that (docs/method.md).
 */
static void
measure_share(
    struct inquiry *q, const double *series, double *share, double *low, double *high)
{
	struct arena_mark mark = arena_mark(q->scratch);
	struct trend own =
	    trend_test(q->block_at_s, series, q->block_count, q->scratch);
	*share = own.slope / q->loss.slope;
	double rest[BLOCKS];
	for (size_t b = 0; b < q->block_count; b++)
		rest[b] = series[b] - *share * q->loss.mean[b];
	struct trend left = trend_test(q->block_at_s, rest, q->block_count, q->scratch);
	double half = left.exact ? 0
				 : trend_doubt(&left, q->block_count) *
				       student_quantile(0.975, left.df) * left.se /
				       q->loss.slope;
	*low = *share - half;
	*high = *share + half;
	arena_rewind(q->scratch, mark);
}

/* Did it come into the memory of processes as it grew? Then their RSS tells it. */
static bool
is_mapped(const struct inquiry *q, const struct entity *shmem)
{
	const struct entity *mapped = store_find(q->store, KIND_MEMORY, "mapped");
	if (mapped == NULL)
		return false;
	struct ends shared = window_ends(q, shmem, METRIC_VALUE),
		    seen = window_ends(q, mapped, METRIC_VALUE);
	return seen.last - seen.first > (shared.last - shared.first) / 2;
}

/* Slabs are not listed (that takes root), their sum is. */
static bool
is_only_sum(const struct inquiry *q, const struct entity *e)
{
	return e->kind == KIND_MEMORY && str_is(e->name, "slab-unreclaimable") &&
	       !q->has_slabs;
}

/* The cache of ZFS and its items, which count as available as a whole. */
static bool
is_of_arc(const struct inquiry *q, const struct dossier *d)
{
	enum kind kind = d->finding.entity->kind;
	return (kind == KIND_ZONE || kind == KIND_MEMORY) && d->lore != NULL &&
	       str_starts(d->lore->subsystem, "zfs") &&
	       store_find(q->store, KIND_MEMORY, "arc") != NULL;
}

/* Memory that nobody among zones, slabs and processes has. */
static bool
counter_takes_part(const struct inquiry *q, const struct entity *e)
{
	if (store_find(q->store, KIND_MEMORY, "wired") != NULL)
		return str_is(e->name, "buffers");
	if (store_find(q->store, KIND_MEMORY, "available") == NULL)
		return false;
	if (str_is(e->name, "shmem"))
		return !is_mapped(q, e);
	static const char *const names[] = { "page-tables", "kernel-stack", "percpu" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_is(e->name, names[i]))
			return true;
	return is_only_sum(q, e);
}

/*
 * One layer only. malloc(9) is built upon zones: its fixed-size zones are told by the types, if these are listed; what mirrors others is
 * told by those; a process by its command, unless that is listed as a process.
 */
static bool
takes_part(const struct inquiry *q, const struct dossier *d)
{
	const struct entity *e = d->finding.entity;
	if (!d->has_bytes || d->covered)
		return false;
	if (d->lore != NULL && d->lore->class == LORE_MIRROR && !is_only_sum(q, e))
		return false;
	if (is_of_arc(q, d))
		return false;
	switch (e->kind) {
	case KIND_ZONE:
		return !q->has_types || d->lore == NULL ||
		       !str_is(d->lore->subsystem, "malloc");
	case KIND_MALLOC:
	case KIND_SLAB:
	case KIND_POOL:
		return true;
	case KIND_COMMAND:
	case KIND_PROCESS:
		return true;
	case KIND_MEMORY:
		return counter_takes_part(q, e);
	default:
		return false;
	}
}

/* A process stands for its command when it is its only life. */
static bool
stands_alone(const struct inquiry *q, const struct dossier *d)
{
	const struct dossier *command = dossier_of(q, d->finding.entity->command);
	return command == NULL || command->covered;
}

static void
add_line(struct inquiry *q, const struct dossier *d)
{
	struct attribution *a = &q->result->attribution;
	const struct finding *f = &d->finding;
	size_t at = a->line_count < LINES ? a->line_count++ : LINES - 1;
	/* The last and smallest gives way. */
	if (a->line_count == LINES && at == LINES - 1 && a->lines[at].finding != NULL &&
	    a->lines[at].share >= f->share)
		return;
	a->lines[at] =
	    (struct attribution_line){ f, PROCESS_KINDS & 1u << f->entity->kind,
		    f->share, f->share_low, f->share_high, f->share * q->loss.slope };
	for (; at > 0 && a->lines[at - 1].share < a->lines[at].share; at--) {
		struct attribution_line swap = a->lines[at];
		a->lines[at] = a->lines[at - 1];
		a->lines[at - 1] = swap;
	}
}

void
machine_attribute(struct inquiry *q)
{
	struct attribution *a = &q->result->attribution;
	for (size_t i = 0; i < q->dossier_count; i++)
		if (q->dossiers[i].finding.entity->life_count > 1 &&
		    q->dossiers[i].has_bytes)
			share_once(q, &q->dossiers[i]);
	a->unexplained = a->unexplained_low = a->unexplained_high = NAN;
	a->lost_per_s = q->loss.slope;
	if (!q->loss.significant)
		return;
	a->done = true;
	a->lines = arena_array(q->perm, LINES, sizeof(*a->lines));
	double explained[BLOCKS] = { 0 };
	for (size_t i = 0; i < q->dossier_count; i++) {
		struct dossier *d = &q->dossiers[i];
		struct finding *f = &d->finding;
		if (!d->has_bytes || is_of_arc(q, d))
			continue;
		measure_share(q, d->bytes, &f->share, &f->share_low, &f->share_high);
		if (!takes_part(q, d) || !stands_alone(q, d))
			continue;
		for (size_t b = 0; b < q->block_count; b++)
			explained[b] += d->bytes[b];
		if (f->share >= LEAST_SHARE)
			add_line(q, d);
	}
	double left[BLOCKS] = { 0 };
	for (size_t b = 0; b < q->block_count; b++)
		left[b] = q->loss.mean[b] - explained[b];
	measure_share(
	    q, left, &a->unexplained, &a->unexplained_low, &a->unexplained_high);
	double sum = 0;
	size_t kept = 0;
	while (kept < a->line_count && (sum < ENOUGH_SHARE || kept == 0))
		sum += a->lines[kept++].share;
	a->line_count = kept;
}
