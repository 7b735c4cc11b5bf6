#include <math.h>

#include "analyse/clean.h"
#include "analyse/inquiry.h"
#include "base/when.h"

#include "base/banned.h"

#define YOUNG_S 600            /* up for less at the first sample: a boot ramp */
#define ADDRESS_SPACE_ONLY 0.1 /* RSS grew by less than this part of VSZ */
#define LIMIT_NEAR 0.98
#define USUAL_EVIDENCE 12 /* statements about what moved: most have no more */

static const char *const evidence_names[EVIDENCE_ID_COUNT] = {
#define EVIDENCE(constant, id, values) [EVIDENCE_##constant] = id,
#include "analyse/statements.h"
};

struct evidence *
evidence_add(struct inquiry *q, struct dossier *d, enum evidence_id id, int direction)
{
	struct finding *f = &d->finding;
	if (d->evidence_capacity == 0) {
		d->evidence_capacity = USUAL_EVIDENCE;
		f->evidence =
		    arena_array(q->perm, USUAL_EVIDENCE, sizeof(*f->evidence));
	}
	f->evidence = arena_grow(q->perm, f->evidence, &d->evidence_capacity,
	    f->evidence_count + 1, sizeof(*f->evidence));
	struct evidence *e = &f->evidence[f->evidence_count++];
	*e = (struct evidence){ .id = evidence_names[id],
		.direction = direction,
		.value = { NAN, NAN, NAN, NAN } };
	return e;
}

static void
set(struct evidence *e, double a, double b, double c, double d)
{
	e->value[0] = a;
	e->value[1] = b;
	e->value[2] = c;
	e->value[3] = d;
}

static int
sign(bool speaks_for)
{
	return speaks_for ? 1 : -1;
}

/* ---- what the leading series says by itself; against is what lowers the score ---- */

static void
say_trend(struct inquiry *q, struct dossier *d, const struct judgement *j)
{
	set(evidence_add(q, d, EVIDENCE_FLOOR_TREND, sign(j->p < GROWTH_P)), j->p,
	    j->floors_rose, (double)j->floor_count - 1, j->wandering);
	set(evidence_add(q, d, EVIDENCE_NEVER_FALLS, sign(j->never_falls > 0.8)),
	    j->never_falls, j->drop, NAN, NAN);
	set(evidence_add(q, d, EVIDENCE_STILL_GROWING, sign(j->still_growing > 0.5)),
	    j->still_growing, j->active_sextiles, NAN, NAN);
	set(evidence_add(q, d, EVIDENCE_JUMP, sign(j->jump_share < 0.5)), j->jump_share,
	    NAN, NAN, NAN);
	struct evidence *e =
	    evidence_add(q, d, EVIDENCE_SHAPE, sign(j->bic_margin > 0));
	e->value[0] = j->bic_margin;
	e->name = str_from(shape_name(j->shape));
	e->other = str_from(shape_name(j->runner_up));
}

static void
say_rate(struct inquiry *q, struct dossier *d, const struct judgement *j)
{
	if (!isnan(j->rate.value) && q->clock)
		set(evidence_add(q, d, EVIDENCE_RATE, 0), j->rate.value, j->rate.low,
		    j->rate.high, j->rate.approximate);
	if (q->clock && (j->onset_before || !isnan(j->onset_s)))
		set(evidence_add(q, d, EVIDENCE_ONSET, 0), j->onset_s, j->onset_low_s,
		    j->onset_high_s, j->onset_before);
	if (!isnan(j->work_p) && j->work_p < GROWTH_P && j->per_1000_work > 0) {
		struct evidence *e = evidence_add(q, d, EVIDENCE_WORK, 0);
		set(e, j->per_1000_work, j->work_p, j->follows_work, NAN);
		/* CPU time is counted in milliseconds. */
		e->name = d->finding.entity->kind == KIND_PROCESS
			      ? STR("second of CPU time")
			      : STR("1000 requests");
	}
	if (j->load_strength >= CLEAN_TELLING) {
		struct evidence *e = evidence_add(q, d, EVIDENCE_LOAD, 0);
		set(e, j->load_strength, NAN, NAN, NAN);
		e->name = d->finding.entity->kind == KIND_PROCESS ? STR("CPU time")
								  : STR("requests");
	}
	if (j->daily_strength >= CLEAN_TELLING)
		set(evidence_add(q, d, EVIDENCE_DAILY, -1), j->daily_strength, NAN, NAN,
		    NAN);
	if (j->reversals >= 5)
		set(evidence_add(q, d, EVIDENCE_FLUCTUATES, -1), j->reversals, NAN, NAN,
		    NAN);
	if (!isnan(j->q))
		set(evidence_add(q, d, EVIDENCE_MULTIPLICITY, sign(j->q < 0.1)), j->q,
		    NAN, NAN, NAN);
	if (!isnan(j->stable_thirds))
		set(evidence_add(q, d, EVIDENCE_THIRDS, sign(j->stable_thirds > 0.5)),
		    j->stable_thirds, NAN, NAN, NAN);
}

static void
say_immaterial(struct inquiry *q, struct dossier *d, const struct judgement *j)
{
	if (j->material || j->by_score > VERDICT_SUSPECTED || d->capped)
		return;
	struct evidence *e = evidence_add(q, d, EVIDENCE_IMMATERIAL, -1);
	bool bytes = metric_is_bytes(d->finding.entity, j->metric);
	e->value[0] = j->retained;
	e->value[1] = material_growth(q, d->finding.entity, j);
	if (bytes && j->rate.value > 0 && q->clock)
		e->value[2] = 0.01 * q->ram_bytes / j->rate.value;
}

static void
say_coverage(struct inquiry *q, struct dossier *d, const struct judgement *j)
{
	if (j->verdict != VERDICT_INSUFFICIENT)
		return;
	if (j->count < LEAST_POINTS)
		set(evidence_add(q, d, EVIDENCE_FEW_POINTS, 0), (double)j->count,
		    LEAST_POINTS, NAN, NAN);
	else if (!(j->span_s > 0))
		set(evidence_add(q, d, EVIDENCE_SHORT_SPAN, 0), j->span_s, NAN, NAN,
		    NAN);
	else
		set(evidence_add(q, d, EVIDENCE_SEEN_IN_PART, 0),
		    (double)j->count / (double)(d->finding.entity->last -
						d->finding.entity->first + 1),
		    NAN, NAN, NAN);
}

/* ---- what only the machine can say ---- */

bool
leaks_since_boot(double rate_times_uptime_by_size)
{
	const double factor = 3; /* what a rate measured over hours says about weeks */
	return rate_times_uptime_by_size > 1 / factor &&
	       rate_times_uptime_by_size < factor;
}

static void
say_age(struct inquiry *q, struct dossier *d, const struct judgement *j)
{
	double uptime = q->result->uptime_s, span = q->end_s - q->start_s;
	if (isnan(uptime))
		return;
	if (uptime - span < YOUNG_S)
		set(evidence_add(q, d, EVIDENCE_BOOT_RAMP, -1), fmax(0, uptime - span),
		    NAN, NAN, NAN);
	bool kernel = KERNEL_KINDS & 1u << d->finding.entity->kind;
	if (kernel && j->rate.value > 0 && j->end > 0 && uptime > 2 * span) {
		double ratio = j->rate.value * uptime / j->end;
		set(evidence_add(q, d, EVIDENCE_SINCE_BOOT, leaks_since_boot(ratio)),
		    ratio, uptime, NAN, NAN);
	}
	if (store_epoch_count(q->store) > 1)
		set(evidence_add(q, d, EVIDENCE_BOOTS, 0),
		    (double)store_epoch_count(q->store), q->epoch + 1, span, NAN);
	if (j->other_boots > 0)
		set(evidence_add(q, d, EVIDENCE_OTHER_BOOTS,
			sign(2 * j->boots_agree > j->other_boots)),
		    j->other_boots, j->boots_agree, NAN, NAN);
}

static void
say_known(struct inquiry *q, struct dossier *d)
{
	if (d->lore == NULL)
		return;
	struct evidence *e = evidence_add(q, d, EVIDENCE_KNOWN, 0);
	e->name = str_from(lore_class_name(d->lore->class));
	e->other = d->lore->note;
	if (d->lore->ruled)
		evidence_add(q, d, EVIDENCE_BY_RULES, 0)->name = d->lore->pattern;
}

static void
say_parent(struct inquiry *q, struct dossier *d)
{
	if (d->parent == NULL)
		return;
	static const enum evidence_id ids[] = { [PARENT_FOLLOWS] = EVIDENCE_FOLLOWS,
		[PARENT_SAME_MEMORY] = EVIDENCE_SAME_MEMORY,
		[PARENT_BELONGS_TO] = EVIDENCE_BELONGS_TO,
		[PARENT_OVERHEAD] = EVIDENCE_OVERHEAD,
		[PARENT_MIRROR] = EVIDENCE_MIRROR };
	if (d->parent_why == PARENT_FOLLOWS) {
		/* It was said when the parent was found; the parent's id is known only now. */
		for (size_t i = 0; i < d->finding.evidence_count; i++)
			if (d->finding.evidence[i].id ==
			    evidence_names[EVIDENCE_FOLLOWS])
				d->finding.evidence[i].name = d->parent->finding.id;
		return;
	}
	if (d->parent_why != PARENT_SAME_MEMORY && d->parent_why != PARENT_BELONGS_TO)
		return;
	struct evidence *e = evidence_add(q, d, ids[d->parent_why], -1);
	set(e,
	    d->parent_why == PARENT_BELONGS_TO ? d->parent->items_growth
					       : d->parent_ratio,
	    d->parent_correlation, NAN, NAN);
	e->name = d->parent->finding.id;
}

static void
say_share(struct inquiry *q, struct dossier *d)
{
	const struct finding *f = &d->finding;
	if (!isnan(f->share))
		set(evidence_add(q, d, EVIDENCE_SHARE, sign(f->share > 0.1)), f->share,
		    f->share_low, f->share_high, NAN);
}

static void
say_limits(struct inquiry *q, struct dossier *d)
{
	const struct entity *e = d->finding.entity;
	double limit = window_ends(q, e, METRIC_LIMIT).last;
	double used = limit > 0 ? window_ends(q, e, METRIC_USED).last : NAN;
	if (used >= LIMIT_NEAR * limit)
		set(evidence_add(q, d, EVIDENCE_LIMIT_HIT, 0), used, limit, NAN, NAN);
	struct ends fails = window_ends(q, e, METRIC_FAILS);
	if (fails.last > fails.first)
		set(evidence_add(q, d, EVIDENCE_FAILS, 0), fails.last - fails.first,
		    NAN, NAN, NAN);
}

/* ---- what address space, resident memory and swap say together ---- */

static void
say_pressure(struct inquiry *q, struct dossier *d)
{
	const struct entity *e = d->finding.entity;
	const struct judgement *rss = dossier_metric(d, METRIC_RSS);
	const struct judgement *vsz = dossier_metric(d, METRIC_VSZ);
	if (rss == NULL || vsz == NULL)
		return;
	double swap_growth = q->swap.last - q->swap.first;
	bool grows = vsz->verdict <= VERDICT_SUSPECTED;
	if (grows && rss->growth < 0.5 * vsz->growth &&
	    swap_growth > 0.25 * vsz->growth) {
		set(evidence_add(q, d, EVIDENCE_SQUEEZED, 1), vsz->growth, rss->growth,
		    swap_growth, NAN);
	} else if (grows && rss->verdict > VERDICT_SUSPECTED &&
		   rss->growth < ADDRESS_SPACE_ONLY * vsz->growth) {
		set(evidence_add(q, d, EVIDENCE_VSZ_ALONE, -1), vsz->growth,
		    rss->growth, NAN, NAN);
	} else if (rss->verdict <= VERDICT_SUSPECTED && e->kind == KIND_PROCESS &&
		   vsz->growth < ADDRESS_SPACE_ONLY * rss->growth) {
		set(evidence_add(q, d, EVIDENCE_VSZ_FLAT, -1), rss->growth,
		    vsz->end - rss->end, NAN, NAN);
	}
}

/* Most of a command's growth in one of its processes. */
static void
say_one_process(struct inquiry *q, struct dossier *d)
{
	if (d->parent_why != PARENT_COMMAND || d->finding.entity->kind != KIND_COMMAND)
		return;
	const struct judgement *one = dossier_metric(d->parent, METRIC_RSS);
	const struct judgement *all = dossier_metric(d, METRIC_RSS);
	if (one == NULL || all == NULL || !(all->retained > 0))
		return;
	struct evidence *e = evidence_add(q, d, EVIDENCE_ONE_PROCESS, 0);
	e->value[0] = one->retained / all->retained;
	e->name = d->parent->finding.id;
}

static void
say_swap(struct inquiry *q, struct dossier *d)
{
	if (d->finding.entity->kind != KIND_SWAP)
		return;
	struct ends used = window_ends(q, d->finding.entity, METRIC_BYTES);
	if (used.last > 0)
		set(evidence_add(q, d, EVIDENCE_SWAP_IN_USE, 0), used.last,
		    used.last - used.first, NAN, NAN);
}

/* ---- made by the collecting itself ---- */

#define BY_COLLECTING_STEADY 0.25 /* relative spread of the items per sample */

/* So many new items with each sample, no fewer and no more: a collector that writes one file per sample does that. */
static void
say_by_collecting(struct inquiry *q, struct dossier *d)
{
	if (d->lore == NULL || d->lore->class == LORE_OBJECT || !d->has_items ||
	    q->block_count < 8)
		return;
	double per_sample = d->items_growth / (double)(q->tick_count - 1), spread = 0;
	double each = d->items_growth / (double)(q->block_count - 1);
	if (per_sample < 0.9)
		return;
	for (size_t b = 1; b < q->block_count; b++)
		spread += fabs(d->items[b] - d->items[b - 1] - each) /
			  (double)(q->block_count - 1);
	if (spread < BY_COLLECTING_STEADY * each)
		set(evidence_add(q, d, EVIDENCE_BY_COLLECTING, -1), per_sample, NAN,
		    NAN, NAN);
}

static void
gather_one(struct inquiry *q, struct dossier *d)
{
	const struct judgement *j = &d->finding.judged[0];
	if (j->verdict == VERDICT_INSUFFICIENT) {
		say_coverage(q, d, j);
		return;
	}
	if (j->constant) {
		/* A wall that was reached makes a straight line, too. */
		say_limits(q, d);
		return;
	}
	if (j->floor_count > 0 &&
	    (j->by_score <= VERDICT_STEP || j->score >= SCORE_DOUBT)) {
		say_trend(q, d, j);
		say_rate(q, d, j);
		say_immaterial(q, d, j);
		say_age(q, d, j);
	}
	say_known(q, d);
	say_parent(q, d);
	say_by_collecting(q, d);
	say_share(q, d);
	say_limits(q, d);
	say_pressure(q, d);
	say_one_process(q, d);
	say_swap(q, d);
}

void
evidence_gather(struct inquiry *q)
{
	for (size_t i = 0; i < q->dossier_count; i++)
		if (!q->dossiers[i].covered)
			gather_one(q, &q->dossiers[i]);
}
