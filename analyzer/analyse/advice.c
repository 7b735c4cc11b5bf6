#include <math.h>

#include "analyse/clean.h"
#include "analyse/inquiry.h"
#include "analyse/shape.h"
#include "base/die.h"
#include "base/when.h"

#include "base/banned.h"

#define ENOUGH_T 4 /* t that settles the question */
#define LEAST_FACTOR 1.5
#define MOST_FACTOR 20
#define ENOUGH_SAMPLES 24
#define MUCH_UNEXPLAINED 0.3
#define LOOK_NEXT_MOST 3
#define ADVICE_MOST (ADVICE_ID_COUNT + LOOK_NEXT_MOST)

enum advice_id {
#define ADVICE(constant, id, values) ADVICE_##constant,
#include "analyse/statements.h"
	ADVICE_ID_COUNT
};

static const char *const advice_names[ADVICE_ID_COUNT] = {
#define ADVICE(constant, id, values) [ADVICE_##constant] = id,
#include "analyse/statements.h"
};

static struct advice *
advise(struct inquiry *q, enum advice_id id)
{
	struct analysis *a = q->result;
	assert(a->advice_count < ADVICE_MOST);
	struct advice *advice = &a->advice[a->advice_count++];
	*advice = (struct advice){ .id = advice_names[id], .value = { NAN, NAN } };
	return advice;
}

#define SLOW_TAU \
	0.33 /* of the run: a growth that levels off so slowly is not seen to */
#define ENOUGH_TAUS 5

/* A series that looks as if it levelled off, slowly: so many time constants would show it. */
static double
needed_to_level_off(const struct judgement *j, struct judge *judge)
{
	if (j->shape != SHAPE_SATURATING || j->verdict != VERDICT_BOUNDED ||
	    j->verdict != j->by_score || !j->material)
		return 0;
	const struct shape_grid *grid = judge_shapes(judge, j->floor_count);
	double tau =
	    shapes_fit(grid, j->floors, j->quantum).tau / (double)j->floor_count;
	return tau > SLOW_TAU ? ENOUGH_TAUS * tau : 0;
}

/* How much longer the run should have been for one series that is in doubt; 0: it is not. */
static double
needed_factor(const struct judgement *j, struct judge *judge)
{
	bool doubt = j->verdict == VERDICT_SUSPECTED ||
		     (j->score >= SCORE_DOUBT && j->score < SCORE_SUSPECTED &&
			 j->p < GROWTH_P && j->material);
	if (!doubt || isnan(j->t) || j->t == 0)
		return needed_to_level_off(j, judge);
	double factor = pow(ENOUGH_T / fabs(j->t), j->wandering ? 2 : 2.0 / 3);
	return fmax(LEAST_FACTOR, factor);
}

static void
advise_span(struct inquiry *q)
{
	double span = q->end_s - q->start_s, factor = 0;
	const struct finding *neediest = NULL;
	/* None at all: the time that was asked for lies beside the capture. */
	if (q->clock && q->tick_count > 0 && q->tick_count < ENOUGH_SAMPLES) {
		struct advice *a = advise(q, ADVICE_MORE_SAMPLES);
		a->value[0] = (double)q->tick_count;
		a->value[1] = ENOUGH_SAMPLES;
	}
	for (size_t i = 0; i < q->result->finding_count; i++) {
		const struct finding *f = &q->result->findings[i];
		if (f->parent != NULL || f->judged[0].verdict != f->verdict)
			continue;
		double needed = needed_factor(&f->judged[0], q->judge);
		if (needed <= factor)
			continue;
		factor = needed;
		neediest = f;
	}
	if (!q->clock || neediest == NULL)
		return;
	if (factor > MOST_FACTOR) {
		advise(q, ADVICE_UNDER_LOAD);
		return;
	}
	struct advice *a = advise(q, ADVICE_LONGER);
	a->value[0] = span * (factor - 1);
	a->value[1] = span * factor;
	a->name = neediest->id;
}

static bool
sees_daily_cycle(const struct inquiry *q)
{
	for (size_t i = 0; i < q->result->finding_count; i++) {
		const struct judgement *j = &q->result->findings[i].judged[0];
		if (j->daily_strength >= CLEAN_TELLING && j->score >= SCORE_DOUBT)
			return true;
	}
	return false;
}

static void
advise_conditions(struct inquiry *q)
{
	double span = q->end_s - q->start_s, uptime = q->result->uptime_s;
	const struct answer *busy = &q->result->answers[0];
	if (str_is(str_from(busy->state), "idle"))
		advise(q, ADVICE_UNDER_LOAD)->value[0] = busy->value[4];
	if (sees_daily_cycle(q) && span < 3 * DAY_S) {
		struct advice *a = advise(q, ADVICE_THREE_DAYS);
		a->value[0] = 3 * DAY_S - span;
		a->value[1] = 3 * DAY_S;
	}
	if (uptime < DAY_S && q->result->verdict != VERDICT_LEAK)
		advise(q, ADVICE_AFTER_WARM_UP)->value[0] = uptime;
	if (!q->clock)
		advise(q, ADVICE_NO_CLOCK);
}

/* The bound that the dictionary names and the capture does not tell, of what grew most clearly, and what else it would judge. */
static void
advise_limits(struct inquiry *q)
{
	const struct dossier *first = NULL;
	for (size_t i = 0; i < q->dossier_count; i++) {
		const struct dossier *d = &q->dossiers[i];
		if (d->bound.state == BOUND_UNTOLD && d->capped &&
		    (first == NULL ||
			d->finding.judged[0].score > first->finding.judged[0].score))
			first = d;
	}
	if (first == NULL)
		return;
	struct advice *a = advise(q, ADVICE_RECORD_LIMITS);
	a->value[0] = 0;
	for (size_t i = 0; i < q->dossier_count; i++) {
		const struct dossier *d = &q->dossiers[i];
		a->value[0] += d != first && d->bound.state == BOUND_UNTOLD &&
			       d->capped && str_eq(d->bound.name, first->bound.name);
	}
	a->name = first->bound.name;
	a->other = first->finding.id;
}

static void
advise_next_look(struct inquiry *q)
{
	size_t given = 0;
	for (size_t i = 0; i < q->result->named_count && given < LOOK_NEXT_MOST; i++) {
		const struct finding *f = &q->result->findings[i];
		if (f->look_next.len == 0)
			continue;
		struct advice *a = advise(q, ADVICE_LOOK_NEXT);
		a->name = f->look_next;
		a->other = f->id;
		given++;
	}
}

static void
advise_recording(struct inquiry *q)
{
	const struct attribution *t = &q->result->attribution;
	if (t->done && t->unexplained > MUCH_UNEXPLAINED && q->result->named_count > 0)
		advise(q, ADVICE_RECORD_KERNEL)->value[0] = t->unexplained;
	bool fds = false;
	for (size_t i = 0; i < q->dossier_count && !fds; i++)
		fds = dossier_metric(&q->dossiers[i], METRIC_FDS) != NULL;
	for (size_t i = 0; i < q->result->named_count && !fds; i++) {
		const struct finding *f = &q->result->findings[i];
		if (f->entity->kind != KIND_FILES)
			continue;
		advise(q, ADVICE_RECORD_DESCRIPTORS)->name = f->id;
		break;
	}
}

/* What only a machine that filters packets for others has, and uses. */
static bool
tells_a_firewall(const struct dossier *d)
{
	static const char *const subsystems[] = { "pf", "ipfw", "ipfilter",
		"firewall helpers", "netscaler" };
	if (d->finding.entity->kind == KIND_PRODUCT)
		return true;
	if (d->lore == NULL || !(d->finding.judged[0].end > 0))
		return false;
	for (size_t i = 0; i < sizeof(subsystems) / sizeof(subsystems[0]); i++)
		if (str_is(d->lore->subsystem, subsystems[i]))
			return true;
	return str_starts(d->lore->subsystem, "check point");
}

/* A firewall keeps its states in memory that cannot be swapped: what is in swap was pushed there. */
static void
advise_swap(struct inquiry *q)
{
	if (!(q->swap.last > 0))
		return;
	for (size_t i = 0; i < q->dossier_count; i++) {
		const struct dossier *d = &q->dossiers[i];
		if (!tells_a_firewall(d))
			continue;
		struct advice *a = advise(q, ADVICE_SWAP_ON_FIREWALL);
		a->value[0] = q->swap.last;
		if (q->swap.last != q->swap.first)
			a->value[1] = q->swap.last - q->swap.first;
		a->name = d->finding.id;
		return;
	}
}

void
advice_give(struct inquiry *q)
{
	q->result->advice =
	    arena_array(q->perm, ADVICE_MOST, sizeof(*q->result->advice));
	advise_swap(q);
	advise_next_look(q);
	advise_span(q);
	advise_conditions(q);
	advise_limits(q);
	advise_recording(q);
}
