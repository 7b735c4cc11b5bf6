#include <math.h>
#include <string.h>

#include "analyse/inquiry.h"
#include "analyse/classical.h"
#include "analyse/crew.h"
#include "analyse/dist.h"
#include "analyse/order.h"
#include "analyse/trend.h"
#include "base/when.h"

#include "base/banned.h"

#define METRICS_JUDGED 6
#define LEAST_P 1e-15 /* smaller ones are as certain */
#define LEAST_SEEN \
	0.6 /* share of the samples of its life in which an entity must appear */
#define MATERIAL_SHARE 0.02 /* docs/method.md: growth that matters */
#define MATERIAL_QUANTA 8
#define MATERIAL_PPM 20e-6 /* of RAM */
#define VISIBLE_T \
	5 /* t at which the floor-trend test, the shapes and the score agree on a straight line in noise */

/* What is judged of each kind, the most telling first. */
static const struct {
	int count;
	enum metric metric[METRICS_JUDGED];
} judged_metrics[KIND_COUNT] = {
	[KIND_ZONE] = { 2, { METRIC_USED_BYTES, METRIC_HELD_BYTES } },
	[KIND_SLAB] = { 2, { METRIC_USED_BYTES, METRIC_HELD_BYTES } },
	[KIND_POOL] = { 2, { METRIC_USED_BYTES, METRIC_HELD_BYTES } },
	[KIND_MALLOC] = { 2, { METRIC_BYTES, METRIC_USED } },
	[KIND_PROCESS] = { 5,
	    { METRIC_RSS, METRIC_VSZ, METRIC_SWAP, METRIC_FDS, METRIC_THREADS } },
	[KIND_COMMAND] = { 6, { METRIC_RSS, METRIC_VSZ, METRIC_SWAP, METRIC_PROCS,
				  METRIC_FDS, METRIC_THREADS } },
	[KIND_FILES] = { 1, { METRIC_VALUE } },
	[KIND_MBUF] = { 3, { METRIC_USED, METRIC_BYTES, METRIC_VALUE } },
	[KIND_SWAP] = { 2, { METRIC_BYTES, METRIC_USED } },
	[KIND_PRODUCT] = { 3, { METRIC_BYTES, METRIC_VALUE, METRIC_USED } },
	[KIND_MEMORY] = { 1, { METRIC_VALUE } },
};

struct dossier *
dossier_of(const struct inquiry *q, uint32_t entity)
{
	return entity < store_entity_count(q->store) ? q->of_entity[entity] : NULL;
}

struct judgement *
dossier_metric(const struct dossier *d, enum metric metric)
{
	for (size_t i = 0; i < d->finding.judged_count; i++)
		if (d->finding.judged[i].metric == metric)
			return &d->finding.judged[i];
	return NULL;
}

bool
dossier_is_named(const struct dossier *d)
{
	return d->finding.verdict == VERDICT_LEAK ||
	       d->finding.verdict == VERDICT_SUSPECTED;
}

void
dossier_lead(struct dossier *d)
{
	struct judgement *j = d->finding.judged;
	size_t best = 0;
	for (size_t i = 1; i < d->finding.judged_count; i++)
		if (j[i].verdict < j[best].verdict && j[i].verdict <= VERDICT_SUSPECTED)
			best = i;
	struct judgement first = j[best];
	memmove(&j[1], &j[0], best * sizeof(*j));
	j[0] = first;
	d->finding.verdict = j[0].verdict;
}

void
dossier_cap(struct dossier *d, enum verdict best)
{
	for (size_t i = 0; i < d->finding.judged_count; i++)
		if (d->finding.judged[i].verdict < best) {
			d->finding.judged[i].verdict = best;
			d->capped = true;
		}
	dossier_lead(d);
}

/* ---- one metric ---- */

#define WRAP INT64_C(4294967296) /* counters of 32 bits start again from 0 there */

/* What a counter counted between two readings; what made it fall, other than its own size, is not known. */
static double
counted(double before, double now)
{
	if (now >= before)
		return now - before;
	bool wrapped = before > (double)(WRAP / 2) && before < (double)WRAP;
	return wrapped ? now + (double)WRAP - before : 0;
}

/* Cumulative requests, or CPU time, at the same moments; NULL: not printed, or not at each of them, or nothing moves with it. */
static const double *
work_at(
    const struct inquiry *q, struct course *c, const struct points *p, enum metric of)
{
	const struct entity *e = c->reading.entity;
	if (store_is_constant(q->store, e, of))
		return NULL;
	bool process = e->kind == KIND_PROCESS;
	enum metric metric = process ? METRIC_CPU_MS : METRIC_REQUESTS;
	if (!(e->have & METRIC_BIT(metric)) || e->kind == KIND_COMMAND || p->count == 0)
		return NULL;
	struct points w = window_points_of(q, c, metric);
	double *work = arena_array(q->scratch, p->count, sizeof(*work));
	double before = 0, sum = 0;
	size_t k = 0;
	for (size_t i = 0; i < p->count; i++) {
		while (k < w.count && w.tick[k] < p->tick[i])
			k++;
		if (k == w.count || w.tick[k] != p->tick[i])
			return NULL;
		sum += i > 0 ? counted(before, w.value[k]) : w.value[k];
		before = w.value[k];
		work[i] = sum;
	}
	return work;
}

double
material_growth(
    const struct inquiry *q, const struct entity *e, const struct judgement *j)
{
	double start = j->floor_count > 0 ? j->floors[0] : j->start;
	double least = fmax(MATERIAL_SHARE * fabs(start), MATERIAL_QUANTA * j->quantum);
	if (metric_is_bytes(e, j->metric) && !isnan(q->ram_bytes))
		least = fmax(least, MATERIAL_PPM * q->ram_bytes);
	return least;
}

/* Share of the thirds of the run that also say that it grows. */
static double
stable_thirds(const struct inquiry *q, const struct series_view *s)
{
	size_t third = s->count / 3;
	if (third < FLOOR_COUNT)
		return NAN;
	double same = 0;
	for (size_t i = 0; i < 3; i++) {
		struct series_view part = *s;
		part.at_s += i * third;
		part.value += i * third;
		part.work = s->work != NULL ? s->work + i * third : NULL;
		part.count = third;
		struct judgement j = { 0 };
		judge_series(&j, &part, q->judge);
		same += j.by_score <= VERDICT_SUSPECTED;
	}
	return same / 3;
}

/*
 * What only the measurements in full can say. Where neither the rate of growth can be told from nothing nor most thirds of the run grow by
 * themselves, a verdict goes down by one; and after a warm-up it was the warm-up that grew.
 */
static void
weigh_doubts(struct judgement *j)
{
	bool rate_in_doubt = j->rate.low <= 0;
	bool parts_in_doubt = !(
	    j->stable_thirds >= 0.5); /* too short to cut in three: in doubt as well */
	if (!rate_in_doubt || !parts_in_doubt)
		return;
	bool certain = j->verdict == VERDICT_LEAK && j->shape != SHAPE_WARMUP;
	j->verdict = certain ? VERDICT_SUSPECTED : VERDICT_BOUNDED;
}

#define BOOTS_P 1e-4 /* all boots together */

/* The same series in the other boots of the capture: what grows in each of them is certain. */
static void
ask_other_boots(const struct inquiry *q, struct course *c, struct judgement *j)
{
	struct points p = reading_points(&c->reading, j->metric);
	double z = normal_quantile(1 - fmax(LEAST_P, j->p));
	for (size_t from = 0, to = 0; from < p.count; from = to) {
		uint16_t epoch = store_tick(q->store, p.tick[from])->epoch;
		while (to < p.count && store_tick(q->store, p.tick[to])->epoch == epoch)
			to++;
		if (epoch == q->epoch || to - from < FLOOR_COUNT)
			continue;
		struct judgement boot = { .metric = j->metric };
		struct series_view s = { p.at_s + from, p.value + from, to - from,
			p.step, NULL, NULL };
		judge_series(&boot, &s, q->judge);
		j->other_boots++;
		j->boots_agree += boot.by_score <= VERDICT_SUSPECTED;
		double tail = isnan(boot.p) ? 0.5 : boot.p;
		z += normal_quantile(1 - fmax(LEAST_P, fmin(1 - LEAST_P, tail)));
	}
	double all = normal_tail(z / sqrt(1.0 + j->other_boots));
	if (j->other_boots > 0 && j->boots_agree == j->other_boots && all < BOOTS_P)
		j->verdict = VERDICT_LEAK;
}

/* Does its course tell anything? Then it is measured in full. */
static bool
is_telling(const struct judgement *j)
{
	return j->score >= SCORE_DOUBT ||
	       (j->by_score <= VERDICT_STEP && j->verdict != VERDICT_INSUFFICIENT);
}

/* Most series stand still: they need not be read. */
static bool
judge_still(const struct inquiry *q, struct course *c, struct judgement *j)
{
	struct points p;
	if (q->tick_count < store_tick_count(q->store) ||
	    !reading_steady(&c->reading, j->metric, &p))
		return false;
	struct series_view s = { p.at_s, p.value, p.count, p.step, NULL, NULL };
	judge_steady(j, &s);
	return true;
}

/* What moves. */
static void
judge_moving(struct inquiry *q, struct course *c, struct judgement *j)
{
	const struct entity *e = c->reading.entity;
	struct points p = window_points_of(q, c, j->metric);
	struct series_view s = { p.at_s, p.value, p.count, p.step,
		work_at(q, c, &p, j->metric), NULL };
	judge_series(j, &s, q->judge);
	if ((double)p.count < LEAST_SEEN * (double)p.frame_count &&
	    j->verdict != VERDICT_INSUFFICIENT)
		j->verdict = VERDICT_INSUFFICIENT;
	j->material = j->floor_count > 0 && !j->constant &&
		      j->retained >= material_growth(q, e, j);
	if (is_telling(j))
		judge_in_full(j, &s, q->judge);
	else if (j->floor_count > 0 && !j->constant)
		judge_rate(j, &s, q->judge);
	if (j->verdict <= VERDICT_SUSPECTED && !j->material)
		j->verdict = VERDICT_STABLE;
	if (j->verdict <= VERDICT_SUSPECTED) {
		j->stable_thirds = stable_thirds(q, &s);
		weigh_doubts(j);
	}
	bool cut = q->from_ms != WHEN_UNKNOWN || q->to_ms != WHEN_UNKNOWN;
	if (j->verdict <= VERDICT_SUSPECTED && !cut && store_epoch_count(q->store) > 1)
		ask_other_boots(q, c, j);
}

static void
judge_metric(struct inquiry *q, struct course *c, struct judgement *j)
{
	struct arena_mark mark = arena_mark(q->scratch);
	if (!judge_still(q, c, j))
		judge_moving(q, c, j);
	arena_rewind(q->scratch, mark);
}

/* ---- one entity ---- */

/* Bounds and totals stand among the counts: they are knowledge, not something that could leak. */
static bool
is_judged(const struct inquiry *q, const struct entity *e)
{
	if (judged_metrics[e->kind].count == 0 ||
	    (e->marks & (ENTITY_SUBORDINATE | ENTITY_BRIEF)))
		return false;
	if (e->kind == KIND_FILES)
		return !str_starts(e->name, "max-") && !str_starts(e->name, "free-");
	if (e->kind != KIND_MEMORY)
		return true;
	/* Wired by the BSDs, and a cache with a bound; on Linux part of what is available. */
	if (str_is(e->name, "buffers") &&
	    store_find(q->store, KIND_MEMORY, "wired") == NULL)
		return false;
	return q->lore != NULL && lore_find(q->lore, e->kind, e->name) != NULL;
}

static bool
means_of(
    const struct inquiry *q, struct course *c, enum metric metric, double mean[BLOCKS])
{
	bool process = PROCESS_KINDS & 1u << c->reading.entity->kind;
	if (!(c->reading.entity->have & METRIC_BIT(metric)))
		return false;
	struct points p = window_points_of(q, c, metric);
	return window_means(q, &p, process, mean);
}

static void
measure_blocks(const struct inquiry *q, struct course *c, struct dossier *d)
{
	static const enum metric items[] = { METRIC_USED, METRIC_PROCS, METRIC_FDS,
		METRIC_VALUE, METRIC_BYTES };
	static const enum metric bytes[] = { METRIC_HELD_BYTES, METRIC_BYTES,
		METRIC_RSS, METRIC_VALUE };
	for (size_t i = 0; i < sizeof(items) / sizeof(items[0]) && !d->has_items; i++)
		d->has_items = means_of(q, c, items[i], d->items);
	for (size_t i = 0; i < sizeof(bytes) / sizeof(bytes[0]) && !d->has_bytes; i++)
		d->has_bytes = metric_is_bytes(c->reading.entity, bytes[i]) &&
			       means_of(q, c, bytes[i], d->bytes);
	size_t last = q->block_count - 1;
	d->items_growth = d->has_items ? d->items[last] - d->items[0] : 0;
	d->bytes_growth = d->has_bytes ? d->bytes[last] - d->bytes[0] : 0;
}

static void
open_dossier(struct inquiry *q, struct dossier *d, const struct entity *e)
{
	struct finding *f = &d->finding;
	f->entity = e;
	f->share = f->share_low = f->share_high = NAN;
	f->lives = 1;
	d->own = e->marks & ENTITY_COLLECTOR;
	d->lore = q->lore != NULL ? lore_find(q->lore, e->kind, e->name) : NULL;
	if (d->lore != NULL) {
		f->subsystem = d->lore->subsystem;
		f->note = d->lore->note;
		f->look_next = d->lore->look_next;
	}
	enum metric metrics[METRICS_JUDGED] = { METRIC_VALUE };
	for (int i = 0; i < judged_metrics[e->kind].count; i++) {
		enum metric metric = judged_metrics[e->kind].metric[i];
		/* Where the size of an item is not known, items are what can be judged. */
		if (metric == METRIC_USED_BYTES && e->item_size == 0)
			metric = METRIC_USED;
		/* A type's items are judged only where its bytes are not printed: few small items never matter. */
		if (e->kind == KIND_MALLOC && metric == METRIC_USED &&
		    f->judged_count > 0)
			continue;
		if (e->have & METRIC_BIT(metric))
			metrics[f->judged_count++] = metric;
	}
	f->judged = arena_array(q->perm, f->judged_count, sizeof(*f->judged));
	for (size_t i = 0; i < f->judged_count; i++)
		f->judged[i].metric = metrics[i];
}

static void
judge_dossier(struct inquiry *q, struct dossier *d, struct arena *series)
{
	struct arena_mark mark = arena_mark(series);
	struct course course;
	window_read(q, &course, d->finding.entity, series);
	for (size_t i = 0; i < d->finding.judged_count; i++)
		judge_metric(q, &course, &d->finding.judged[i]);
	dossier_lead(d);
	if (d->finding.judged[0].verdict != VERDICT_INSUFFICIENT &&
	    !d->finding.judged[0].constant)
		measure_blocks(q, &course, d);
	arena_rewind(series, mark);
}

/* ---- all of them, shared out ---- */

/* Whoever judges has memory of his own; the dossiers and what has been read are common. */
struct worker {
	struct inquiry *inquiry;
	struct arena series; /* of the entity at hand */
};

static void
judge_item(void *worker, size_t item)
{
	struct worker *w = worker;
	judge_dossier(w->inquiry, &w->inquiry->dossiers[item], &w->series);
}

#define ENOUGH_FOR_TWO 500000 /* points, before a second thread earns its start */

/* The work on so many items, by two where there is much. */
static void
share_out(struct inquiry *q, size_t item_count, void (*work)(void *worker, size_t item))
{
	struct arena keep, scratch;
	arena_init(&keep);
	arena_init(&scratch);
	struct judge judge = { .scratch = &scratch, .perm = &keep };
	struct inquiry apart = *q;
	apart.perm = &keep;
	apart.scratch = &scratch;
	apart.judge = &judge;
	apart.frames =
	    arena_array(&keep, store_stream_count(q->store), sizeof(*apart.frames));

	struct worker first = { .inquiry = q }, second = { .inquiry = &apart };
	arena_init(&first.series);
	arena_init(&second.series);
	bool two = !q->one_thread && q->dossier_count * q->tick_count >= ENOUGH_FOR_TWO;
	crew_work(item_count, work, &first, two ? &second : NULL);
	arena_close(&first.series);
	arena_close(&second.series);
	arena_close(&scratch);
	arena_close(&keep);
}

/* Benjamini–Hochberg over every judged series of the run that moved at all: shown, it decides nothing. */
static void
measure_multiplicity(struct inquiry *q)
{
	size_t most = q->dossier_count * METRICS_JUDGED + 1, count = 0;
	struct judgement **tested =
	    arena_array(q->scratch, most, sizeof(struct judgement *));
	double *p = arena_array(q->scratch, 2 * most, sizeof(*p)), *q_value = p + most;
	for (size_t i = 0; i < q->dossier_count; i++)
		for (size_t m = 0; m < q->dossiers[i].finding.judged_count; m++) {
			struct judgement *j = &q->dossiers[i].finding.judged[m];
			if (isnan(j->p))
				continue;
			p[count] = j->p;
			tested[count++] = j;
		}
	if (count == 0)
		return;
	classical_q_values(p, q_value, count, q->scratch);
	for (size_t i = 0; i < count; i++)
		tested[i]->q = q_value[i];
}

static void
count_everybody(struct inquiry *q)
{
	for (size_t i = 0; i < store_entity_count(q->store); i++) {
		const struct entity *e = store_entity(q->store, i);
		double mean[BLOCKS];
		if (e->kind != KIND_COMMAND || (e->marks & ENTITY_SUBORDINATE))
			continue;
		if (window_blocks(q, e, METRIC_PROCS, true, mean)) {
			q->has_processes = true;
			for (size_t b = 0; b < q->block_count; b++)
				q->processes[b] += mean[b];
		}
		if (window_blocks(q, e, METRIC_THREADS, true, mean)) {
			q->has_threads = true;
			for (size_t b = 0; b < q->block_count; b++)
				q->threads[b] += mean[b];
		}
	}
}

/* Backwards, so that each chain runs in the order of the entities. */
static void
link_lives(struct inquiry *q)
{
	for (size_t i = q->dossier_count; i-- > 0;) {
		struct dossier *d = &q->dossiers[i];
		struct dossier *command = dossier_of(q, d->finding.entity->command);
		if (command == NULL)
			continue;
		d->next_life = command->lives;
		command->lives = d;
	}
}

void
gather(struct inquiry *q)
{
	size_t entities = store_entity_count(q->store);
	q->dossiers = arena_array(q->perm, entities + 1, sizeof(*q->dossiers));
	q->of_entity = arena_array(q->perm, entities + 1, sizeof(struct dossier *));
	for (size_t i = 0; i < entities; i++) {
		const struct entity *e = store_entity(q->store, i);
		if (!is_judged(q, e))
			continue;
		struct dossier *d = &q->dossiers[q->dossier_count];
		*d = (struct dossier){ 0 };
		open_dossier(q, d, e);
		if (d->finding.judged_count == 0)
			continue;
		q->dossier_count++;
		q->of_entity[i] = d;
		q->has_types |= e->kind == KIND_MALLOC;
		q->has_slabs |= e->kind == KIND_SLAB;
	}
	share_out(q, q->dossier_count, judge_item);
	link_lives(q);
	count_everybody(q);
	measure_multiplicity(q);
}

/* What noise and materiality hide together; the noise of series not measured in full is taken from the test alone. */
static double
smallest_visible(struct inquiry *q, const struct entity *e, const struct judgement *j)
{
	if (!(j->span_s > 0))
		return NAN;
	double hidden = material_growth(q, e, j) / j->span_s, noise = NAN;
	if (is_telling(j)) {
		noise = judge_sensitivity(j, q->judge);
	} else if (j->floor_count >= 3 && !j->constant) {
		struct trend t =
		    trend_test(j->floor_at_s, j->floors, j->floor_count, q->scratch);
		noise = VISIBLE_T * t.se;
	}
	return isnan(noise) ? hidden : fmax(noise, hidden);
}

static void
see_smallest(void *worker, size_t item)
{
	struct inquiry *q = ((struct worker *)worker)->inquiry;
	const struct finding *f = &q->result->findings[item];
	struct arena_mark mark = arena_mark(q->scratch);
	f->judged[0].smallest_visible = smallest_visible(q, f->entity, &f->judged[0]);
	arena_rewind(q->scratch, mark);
}

void
gather_sensitivity(struct inquiry *q)
{
	share_out(q, q->result->finding_count, see_smallest);
}

void
gather_classical(struct inquiry *q)
{
	for (size_t i = 0; i < q->result->named_count; i++) {
		const struct finding *f = &q->result->findings[i];
		for (size_t m = 0; m < f->judged_count; m++) {
			struct judgement *j = &f->judged[m];
			if (j->verdict > VERDICT_SUSPECTED)
				continue;
			struct arena_mark mark = arena_mark(q->scratch);
			struct points p = window_points(q, f->entity, j->metric);
			struct series_view s = { p.at_s, p.value, p.count, p.step, NULL,
				NULL };
			judge_classical(j, &s, q->scratch);
			arena_rewind(q->scratch, mark);
		}
	}
}
