#include <math.h>

#include "analyse/inquiry.h"

#include "base/banned.h"

#define IN_STEP \
	0.9 /* correlation of the levels from which on two series rise together */
#define RATIO_SLACK \
	1.25 /* growth for each item of the parent may exceed the known number by so much */
#define RATIO_FREE 8 /* and by so many items in all */
#define LEAST_STEPS 8
#define OWN_SHARE 0.25 /* of its growth that the parent does not explain … */
#define OWN_T 4        /* … by so many standard errors: it grows by itself as well */
#define SAME_BYTES_LOW \
	0.4 /* the same memory seen twice: bytes of one for bytes of the other */
#define SAME_BYTES_HIGH 2.5
/* An allocator that never gives slabs back holds about what once was in use. */
#define HIGH_WATER 1.25
#define MOST_OF_LOSS \
	0.5 /* a cache that eats more than this of the fallen memory is suspected */
#define LOSS_MATTERS 0.005 /* of RAM; a smaller loss accuses nobody */

static void resolve(struct inquiry *q, struct dossier *d);

static double
limit_of(const struct inquiry *q, const struct entity *e)
{
	double limit = window_ends(q, e, METRIC_LIMIT).last;
	return limit > 0 ? limit : NAN;
}

/* ---- parents ---- */

struct candidate {
	struct dossier
	    *dossier; /* NULL: the processes or threads of the whole machine */
	double growth, ratio, correlation;
};

static bool
in_step(const struct dossier *d, double growth, double per_item)
{
	/* Bytes are no items: their proportion says nothing. */
	bool items = d->finding.entity->have &
			 (METRIC_BIT(METRIC_USED) | METRIC_BIT(METRIC_PROCS)) ||
		     d->finding.entity->kind == KIND_FILES;
	if (!items)
		return growth > 0;
	return growth > 0 &&
	       d->items_growth <= per_item * growth * RATIO_SLACK + RATIO_FREE;
}

/* Takes the candidate when it explains d and better than the one before. */
static void
consider(struct inquiry *q, const struct dossier *d, struct dossier *parent,
    const double *items, double per_item, struct candidate *best)
{
	double growth = items[q->block_count - 1] - items[0];
	if (!in_step(d, growth, per_item))
		return;
	double correlation = window_correlation(q, d->items, items);
	if (correlation < IN_STEP)
		return;
	/* Among those that would do, the one with most memory behind it. */
	double weight =
	    parent != NULL && parent->has_bytes ? parent->bytes_growth : growth;
	if (best->correlation > 0 && weight <= best->growth)
		return;
	*best =
	    (struct candidate){ parent, weight, d->items_growth / growth, correlation };
}

static bool
is_same_or_below(const struct dossier *d, const struct dossier *parent)
{
	for (; parent != NULL; parent = parent->parent)
		if (parent == d)
			return true;
	return false;
}

static bool
fits_target(const struct dossier *d, const struct lore_target *t)
{
	const struct entity *e = d->finding.entity;
	return (t->kinds & 1u << e->kind) && lore_fits(t->pattern, e->name);
}

/* Somebody whom the row names by pattern. *present: the capture has one, growing or not. */
static struct candidate
among_named(
    struct inquiry *q, struct dossier *d, const struct lore_target *t, bool *present)
{
	struct candidate best = { 0 };
	for (size_t i = 0; i < q->dossier_count; i++) {
		struct dossier *p = &q->dossiers[i];
		if (p == d || p->covered || !fits_target(p, t))
			continue;
		*present = true;
		if (!p->has_items || is_same_or_below(d, p))
			continue;
		resolve(q, p);
		if (!is_same_or_below(d, p))
			consider(q, d, p, p->items, t->per_item, &best);
	}
	return best;
}

/*
 * Does a part of d, of what hangs on descriptors, grow by itself, whatever the parent does? Processes that pile up bring sockets along, and others
 * may lose some besides. A straight line through the steps of both from block to block: what d gains where
 * the parent gains nothing. Parents that gain the same in each block cannot be told from the clock, and are believed.
 */
static bool
grows_besides(
    const struct inquiry *q, const struct dossier *child, const double *parent)
{
	const double *d = child->items;
	size_t n = q->block_count - 1;
	double mean_d = (d[n] - d[0]) / (double)n,
	       mean_p = (parent[n] - parent[0]) / (double)n;
	double pp = 0, dp = 0, rest = 0;
	for (size_t i = 0; i < n; i++) {
		double by = parent[i + 1] - parent[i] - mean_p;
		pp += by * by;
		dp += by * (d[i + 1] - d[i] - mean_d);
	}
	if (n < LEAST_STEPS || !(pp > 0) || child->lore == NULL ||
	    !str_has(child->lore->follows, "@descriptors"))
		return false;
	double each = fmax(0, dp / pp), own = mean_d - each * mean_p;
	for (size_t i = 0; i < n; i++) {
		double off = d[i + 1] - d[i] - own - each * (parent[i + 1] - parent[i]);
		rest += off * off;
	}
	double variance =
	    rest / (double)(n - 2) * (1 / (double)n + mean_p * mean_p / pp);
	return own > OWN_SHARE * mean_d && own * (double)n > RATIO_FREE &&
	       own > OWN_T * sqrt(variance);
}

/* Commands whose number of processes (threads) grows, and that explain d; many of anything may hang on each. */
static struct candidate
among_multiplying(
    struct inquiry *q, struct dossier *d, enum metric metric, double per_item)
{
	struct candidate best = { 0 };
	double number[BLOCKS];
	for (size_t i = 0; i < q->dossier_count; i++) {
		struct dossier *p = &q->dossiers[i];
		const struct judgement *j = dossier_metric(p, metric);
		if (p->covered || j == NULL || j->verdict > VERDICT_SUSPECTED ||
		    !window_blocks(q, p->finding.entity, metric, true, number))
			continue;
		/* Two straight lines always agree; that they move at the same moments is more. */
		if (window_step_correlation(q, d->items, number) >= IN_STEP &&
		    !grows_besides(q, d, number))
			consider(q, d, p, number, per_item, &best);
	}
	return best;
}

/* Processes that open descriptors and do not close them; for the count of the whole system also what they opened. */
static struct candidate
among_descriptors(struct inquiry *q, struct dossier *d)
{
	struct candidate best = { 0 };
	double fds[BLOCKS];
	for (size_t i = 0; i < q->dossier_count; i++) {
		struct dossier *p = &q->dossiers[i];
		const struct judgement *j = dossier_metric(p, METRIC_FDS);
		if (p->covered || j == NULL || j->verdict > VERDICT_SUSPECTED)
			continue;
		if (window_blocks(q, p->finding.entity, METRIC_FDS, true, fds))
			consider(q, d, p, fds, 8, &best);
	}
	if (best.dossier == NULL)
		best = among_multiplying(q, d, METRIC_PROCS, 64);
	bool counts_files = d->finding.entity->kind == KIND_FILES ||
			    str_is(d->finding.entity->name, "Files") ||
			    str_is(d->finding.entity->name, "filp");
	if (best.dossier != NULL || !counts_files)
		return best;
	for (size_t i = 0; i < q->dossier_count; i++) {
		struct dossier *p = &q->dossiers[i];
		if (p == d || p->lore == NULL ||
		    p->finding.entity->kind == KIND_FILES ||
		    !str_has(p->lore->follows, "@descriptors") ||
		    str_is(p->finding.entity->name, "Files"))
			continue;
		resolve(q, p);
		if (!dossier_is_named(p) || is_same_or_below(d, p))
			continue;
		consider(q, d, p, p->items, 8, &best);
	}
	return best;
}

/* Whoever grows most: what allocators and counters of other people's memory follow. */
static struct candidate
among_everybody(struct inquiry *q, struct dossier *d)
{
	struct candidate best = { 0 };
	for (size_t i = 0; i < q->dossier_count; i++) {
		struct dossier *p = &q->dossiers[i];
		bool follows = p->lore != NULL && (p->lore->class == LORE_ALLOCATOR ||
						      p->lore->class == LORE_MIRROR);
		if (p == d || p->covered || follows || p->own || !p->has_bytes ||
		    is_same_or_below(d, p) || p->bytes_growth <= best.growth)
			continue;
		best = (struct candidate){ p, p->bytes_growth, NAN,
			window_correlation(q, d->bytes, p->bytes) };
	}
	return best;
}

/* A malloc(9) zone and the type whose items lie in it: equal bytes. */
static struct candidate
among_types(struct inquiry *q, struct dossier *d)
{
	struct candidate best = { 0 };
	for (size_t i = 0; i < q->dossier_count; i++) {
		struct dossier *p = &q->dossiers[i];
		if (p->finding.entity->kind != KIND_MALLOC || !p->has_bytes ||
		    p->bytes_growth <= 0 || p->bytes_growth <= best.growth)
			continue;
		double ratio = d->bytes_growth / p->bytes_growth;
		double correlation = window_correlation(q, d->bytes, p->bytes);
		if (ratio < SAME_BYTES_LOW || ratio > SAME_BYTES_HIGH ||
		    correlation < IN_STEP)
			continue;
		best = (struct candidate){ p, p->bytes_growth, ratio, correlation };
	}
	return best;
}

static void
adopt(struct dossier *d, struct candidate c, enum parent_why why)
{
	d->parent = c.dossier;
	d->parent_why = why;
	d->parent_ratio = c.ratio;
	d->parent_correlation = c.correlation;
}

/* The first alternative of the row that explains d. True: explained, perhaps by the machine's own number of processes. */
static bool
find_parent(struct inquiry *q, struct dossier *d, struct candidate *found)
{
	struct str rest = d->lore->follows;
	struct lore_target t;
	bool present = false;
	while (lore_target_next(d->lore, &rest, &t)) {
		*found = (struct candidate){ 0 };
		switch (t.what) {
		case FOLLOWS_NAME:
			*found = among_named(q, d, &t, &present);
			break;
		case FOLLOWS_DESCRIPTORS:
			*found = among_descriptors(q, d);
			break;
		case FOLLOWS_PROCESSES:
			present |= q->has_processes;
			*found = among_multiplying(q, d, METRIC_PROCS, 64 * t.per_item);
			if (q->has_processes && found->dossier == NULL)
				consider(q, d, NULL, q->processes, t.per_item, found);
			break;
		case FOLLOWS_THREADS:
			present |= q->has_threads;
			*found =
			    among_multiplying(q, d, METRIC_THREADS, 64 * t.per_item);
			if (q->has_threads && found->dossier == NULL)
				consider(q, d, NULL, q->threads, t.per_item, found);
			break;
		case FOLLOWS_MEMORY:
			*found = among_everybody(q, d);
			break;
		}
		if (found->correlation > 0 || found->dossier != NULL)
			return true;
	}
	d->outruns = present && d->items_growth > 0;
	return false;
}

/* ---- what a class allows ---- */

static void
say_bound(struct inquiry *q, struct dossier *d, enum evidence_id id, int direction,
    double size)
{
	struct evidence *e = evidence_add(q, d, id, direction);
	e->name = d->bound.name;
	if (id == EVIDENCE_BOUND_UNKNOWN) {
		e->value[0] = isnan(q->ram_bytes) || !d->has_bytes
				  ? NAN
				  : d->bytes[q->block_count - 1] / q->ram_bytes;
		return;
	}
	e->value[0] = size;
	e->value[1] = d->bound.value;
	e->value[2] = size / d->bound.value;
}

/* Caches and queues may fill up to their bound. True: this one is within it, or nobody knows better. */
static bool
is_within_bound(struct inquiry *q, struct dossier *d)
{
	size_t last = q->block_count - 1;
	double size = d->bound.bytes ? d->bytes[last] : d->items[last];
	switch (d->bound.state) {
	case BOUND_KNOWN:
		if (size <= d->bound.value) {
			say_bound(q, d, EVIDENCE_BELOW_BOUND, -1, size);
			return true;
		}
		say_bound(q, d, EVIDENCE_ABOVE_BOUND, 1, size);
		return false;
	case BOUND_UNTOLD:
		say_bound(q, d, EVIDENCE_BOUND_UNKNOWN, -1, size);
		return true;
	case BOUND_NONE:
		break;
	}
	if (d->lore->yields)
		evidence_add(q, d, EVIDENCE_RECLAIMABLE, -1);
	return d->lore->yields;
}

static enum verdict
verdict_of_parent(const struct candidate *c)
{
	return c->dossier != NULL ? c->dossier->finding.verdict : VERDICT_BOUNDED;
}

/* As many processes (threads) more as there are items more: whoever starts them is to be asked, not the kernel. */
static void
explain_by_number(struct inquiry *q, struct dossier *d, const struct candidate *found)
{
	struct evidence *e = evidence_add(q, d, EVIDENCE_FOLLOWS, -1);
	e->value[0] = found->ratio;
	e->value[1] = found->correlation;
	e->name = STR("the number of processes");
	dossier_cap(d, VERDICT_BOUNDED);
}

static void
follow_found(struct inquiry *q, struct dossier *d, const struct candidate *found)
{
	struct evidence *e = evidence_add(q, d, EVIDENCE_FOLLOWS, -1);
	e->value[0] = found->ratio;
	e->value[1] = found->correlation;
	adopt(d, *found, PARENT_FOLLOWS);
	/* A stable parent that grew along all the same allows what a bounded one does. */
	enum verdict parent = verdict_of_parent(found);
	dossier_cap(d, parent <= VERDICT_SUSPECTED ? parent : VERDICT_BOUNDED);
}

static void
follow(struct inquiry *q, struct dossier *d)
{
	struct candidate found;
	if (!find_parent(q, d, &found)) {
		if (d->outruns)
			evidence_add(q, d, EVIDENCE_OUTRUNS_PARENT, 1);
	} else if (found.dossier == NULL) {
		explain_by_number(q, d, &found);
	} else {
		follow_found(q, d, &found);
	}
}

static void
look_through(
    struct inquiry *q, struct dossier *d, enum evidence_id id, enum parent_why why)
{
	struct candidate found = { 0 };
	bool explained = find_parent(q, d, &found);
	/* A sum whose parts the capture does not have says more than nothing. */
	bool knows_parts =
	    explained || d->outruns || str_has(d->lore->follows, "@memory");
	if (!knows_parts)
		return;
	evidence_add(q, d, id, -1);
	if (found.dossier != NULL)
		adopt(d, found, why);
	dossier_cap(d, VERDICT_BOUNDED);
}

/* It hangs on others whose root is a command that multiplies, and most of it is none of theirs: two leaks, not one. */
static bool
outgrows_root(
    const struct inquiry *q, const struct dossier *d, const struct dossier *root)
{
	double number[BLOCKS];
	while (root->parent != NULL)
		root = root->parent;
	const struct judgement *j = dossier_metric(root, METRIC_PROCS);
	return j != NULL && j->verdict <= VERDICT_SUSPECTED &&
	       window_blocks(q, root->finding.entity, METRIC_PROCS, true, number) &&
	       grows_besides(q, d, number);
}

static void
belong(struct inquiry *q, struct dossier *d)
{
	struct candidate found;
	bool named = dossier_is_named(d), explained = find_parent(q, d, &found);
	d->outruns = false; /* a thing in itself need not grow with anything */
	if (!explained || !named)
		return;
	if (found.dossier == NULL)
		explain_by_number(q, d, &found);
	else if (dossier_is_named(found.dossier) && !outgrows_root(q, d, found.dossier))
		adopt(d, found, PARENT_BELONGS_TO);
	else if (found.dossier->capped)
		follow_found(q, d, &found);
}

/* Zones of malloc(9): "malloc-256", "256". */
static bool
is_malloc_zone(const struct dossier *d)
{
	return d->finding.entity->kind == KIND_ZONE &&
	       str_is(d->lore->subsystem, "malloc");
}

static void
apply_class(struct inquiry *q, struct dossier *d)
{
	if (is_malloc_zone(d)) {
		struct candidate found = among_types(q, d);
		if (found.dossier != NULL) {
			adopt(d, found, PARENT_SAME_MEMORY);
			enum verdict parent = verdict_of_parent(&found);
			dossier_cap(
			    d, parent <= VERDICT_SUSPECTED ? parent : VERDICT_BOUNDED);
		} else if (q->has_types) {
			/* Whatever lies in such a zone is some type's; none of them grew like this. */
			evidence_add(q, d, EVIDENCE_OVERHEAD, -1);
			dossier_cap(d, VERDICT_BOUNDED);
		}
		return;
	}
	switch (d->lore->class) {
	case LORE_OBJECT:
		belong(q, d);
		break;
	case LORE_CACHE:
	case LORE_QUEUE:
		if (is_within_bound(q, d))
			dossier_cap(d, VERDICT_BOUNDED);
		if (d->lore->follows.len > 0)
			follow(q, d);
		d->outruns = false;
		break;
	case LORE_FOLLOWER:
		follow(q, d);
		break;
	case LORE_ALLOCATOR:
		look_through(q, d, EVIDENCE_OVERHEAD, PARENT_OVERHEAD);
		break;
	case LORE_MIRROR:
		look_through(q, d, EVIDENCE_MIRROR, PARENT_MIRROR);
		break;
	case LORE_CLASS_COUNT:
		break;
	}
}

/* Only the allocator's free items grew: it can give them back. */
static void
look_at_free_items(struct inquiry *q, struct dossier *d)
{
	const struct judgement *used = dossier_metric(d, METRIC_USED_BYTES);
	const struct judgement *held = dossier_metric(d, METRIC_HELD_BYTES);
	if (used == NULL || held == NULL || held->verdict > VERDICT_SUSPECTED ||
	    used->verdict <= VERDICT_SUSPECTED)
		return;
	struct evidence *e = evidence_add(q, d, EVIDENCE_ONLY_FREE, -1);
	e->value[0] = used->growth;
	e->value[1] = held->growth - used->growth;
	dossier_cap(d, VERDICT_SUSPECTED);
	/* Most of what is held was never in use at once: a cache of the allocator. Or all of it was: a high-water mark. */
	if (used->growth < 0.1 * held->growth || held->end <= HIGH_WATER * used->most)
		dossier_cap(d, VERDICT_BOUNDED);
}

static bool
is_in_kernel(const struct dossier *d)
{
	unsigned kinds = KERNEL_KINDS | 1u << KIND_MEMORY;
	return kinds & 1u << d->finding.entity->kind;
}

/* Whatever else grows at the very moments at which a command's processes become more is the kernel's part of them. */
static void
hang_on_processes(struct inquiry *q, struct dossier *d)
{
	struct candidate found = among_multiplying(q, d, METRIC_PROCS, 64);
	if (found.dossier != NULL && !is_same_or_below(d, found.dossier))
		adopt(d, found, PARENT_BELONGS_TO);
}

static void
resolve(struct inquiry *q, struct dossier *d)
{
	if (d->prior != PRIOR_OPEN)
		return;
	d->prior = PRIOR_AT_WORK;
	look_at_free_items(q, d);
	if (d->lore != NULL && d->has_items && d->parent == NULL) {
		d->bound =
		    bound_of(d->lore, &q->bounds, limit_of(q, d->finding.entity));
		bool moved =
		    dossier_is_named(d) || d->finding.verdict == VERDICT_BOUNDED;
		if (moved)
			apply_class(q, d);
	}
	if (dossier_is_named(d) && d->parent == NULL && d->has_items && is_in_kernel(d))
		hang_on_processes(q, d);
	d->prior = PRIOR_DONE;
}

/* Nobody is listed under somebody who turned out to be none: chains are followed from all ends. */
static void
stand_alone(struct dossier *d)
{
	if (dossier_is_named(d) && d->parent != NULL && !dossier_is_named(d->parent)) {
		d->parent = NULL;
		d->parent_why = PARENT_NONE;
	}
}

void
prior_apply(struct inquiry *q)
{
	for (size_t i = 0; i < q->dossier_count; i++)
		resolve(q, &q->dossiers[i]);
	for (size_t i = 0; i < q->dossier_count; i++)
		stand_alone(&q->dossiers[i]);
}

/* A cache that takes most of what the machine loses is no longer above suspicion. */
void
prior_after_attribution(struct inquiry *q)
{
	if (!q->loss.significant || isnan(q->ram_bytes) ||
	    q->loss.fallen < LOSS_MATTERS * q->ram_bytes)
		return;
	for (size_t i = 0; i < q->dossier_count; i++) {
		struct dossier *d = &q->dossiers[i];
		struct finding *f = &d->finding;
		if (!d->capped || dossier_is_named(d) || d->parent != NULL ||
		    d->lore == NULL || d->lore->yields ||
		    !(f->share_low > MOST_OF_LOSS))
			continue;
		if (d->lore->class != LORE_CACHE && d->lore->class != LORE_QUEUE)
			continue;
		if (f->judged[0].by_score > VERDICT_SUSPECTED)
			continue;
		f->judged[0].verdict = f->verdict = VERDICT_SUSPECTED;
		struct evidence *e = evidence_add(q, d, EVIDENCE_EATS_MOST, 1);
		e->value[0] = f->share;
	}
}
