#include <math.h>

#include "analyse/dist.h"
#include "analyse/inquiry.h"

#include "base/banned.h"

#define MOSTLY \
	0.8 /* of the command's growth in one process: the process is the story */
#define LEAST_LIFE_POINTS FLOOR_COUNT
/* Of the time between first and last: a daemon that restarts, not a job that is run now and then. */
#define MOSTLY_ALIVE 0.8
#define RESTARTS_P 1e-4 /* all lives together */
#define LEAST_POOL 2    /* processes of a pool that are there at the same time */
#define LEAST_ENDED 2   /* of which so many were replaced while we looked */
/* A process larger than any that was replaced, by so much, is no ordinary worker. */
#define OUTGROWN 1.25

/* What the lives of one command say, in turn or side by side. */
struct lives {
	size_t count,
	    grown; /* long enough to judge; of these, called a leak or suspected */
	double z;  /* sum of the lives' z, over the root of their number: Stouffer's */
	double weight, weighted; /* for the mean slope by inverse variance */
	double
	    reset; /* what the next life started below the end of the one before, summed */
	size_t resets;
	uint32_t first, last,
	    alive; /* frames: of the first life, of the last, and of all of them together */
	struct dossier *largest, *previous;
	double largest_growth;
};

static void
add_life(struct lives *l, struct dossier *d)
{
	const struct judgement *j = dossier_metric(d, METRIC_RSS);
	if (j == NULL)
		return;
	if (j->retained > l->largest_growth || l->largest == NULL) {
		l->largest = d;
		l->largest_growth = j->retained;
	}
	if (j->count < LEAST_LIFE_POINTS || isnan(j->p))
		return;
	const struct entity *e = d->finding.entity;
	l->first = l->count == 0 ? e->first : l->first;
	l->last = e->last > l->last ? e->last : l->last;
	l->alive += e->last - e->first + 1;
	l->count++;
	l->grown += j->by_score <= VERDICT_SUSPECTED;
	l->z += normal_quantile(1 - fmax(1e-15, fmin(1 - 1e-15, j->p)));
	double se = (j->rate.high - j->rate.low) / 4;
	if (se > 0) {
		l->weight += 1 / (se * se);
		l->weighted += j->rate.value / (se * se);
	}
	if (l->previous != NULL &&
	    l->previous->finding.entity->last < d->finding.entity->first) {
		l->reset += dossier_metric(l->previous, METRIC_RSS)->end - j->start;
		l->resets++;
	}
	l->previous = d;
}

/* One after the other, each grew: "restarted four times, leaks in each life". */
static void
tell_restarts(struct inquiry *q, struct dossier *command, const struct lives *l)
{
	struct judgement *rss = dossier_metric(command, METRIC_RSS);
	if (l->count < 2 || l->resets + 1 < l->count || rss == NULL ||
	    l->alive < MOSTLY_ALIVE * (double)(l->last - l->first + 1))
		return;
	double p = normal_tail(l->z / sqrt((double)l->count));
	if (p >= RESTARTS_P || l->grown < 2 || l->grown * 2 < l->count)
		return;
	command->finding.lives = (uint32_t)l->count;
	struct evidence *e = evidence_add(q, command, EVIDENCE_RESTARTS, 1);
	e->value[0] = (double)l->count;
	e->value[1] = p;
	e->value[2] = l->reset / (double)l->resets;
	if (l->weight > 0) {
		double half =
		    student_quantile(0.975, (double)(l->count * 8)) / sqrt(l->weight);
		double mean = l->weighted / l->weight;
		rss->rate = (struct rate){ mean, mean - half, mean + half, false };
	}
	bool all = l->grown == l->count;
	enum verdict found = all ? VERDICT_LEAK : VERDICT_SUSPECTED;
	if (found < rss->verdict) {
		rss->verdict = found;
		rss->material = true;
		rss->p = p;
		dossier_lead(command);
	}
}

static void
put_under(struct dossier *child, struct dossier *parent)
{
	if (child->parent != NULL)
		return;
	child->parent = parent;
	child->parent_why = PARENT_COMMAND;
}

static void
tell_number(struct inquiry *q, struct dossier *command)
{
	const struct judgement *procs = dossier_metric(command, METRIC_PROCS);
	if (procs == NULL || procs->verdict > VERDICT_SUSPECTED)
		return;
	struct evidence *e = evidence_add(q, command, EVIDENCE_MULTIPLIES, 1);
	e->value[0] = procs->start;
	e->value[1] = procs->end;
}

/* What the processes of a pool came to before they were replaced. */
struct turnover {
	size_t ended;   /* within the capture */
	double largest; /* RSS that one of them had */
};

static struct turnover
measure_turnover(const struct inquiry *q, const struct dossier *command)
{
	struct turnover t = { 0 };
	for (const struct dossier *d = command->lives; d != NULL; d = d->next_life) {
		const struct entity *e = d->finding.entity;
		const struct judgement *rss = dossier_metric(d, METRIC_RSS);
		if (rss == NULL || rss->count == 0 ||
		    e->last + 2 >= store_stream(q->store, e->stream)->frame_count)
			continue;
		t.ended++;
		t.largest = fmax(t.largest, rss->most);
	}
	return t;
}

static void
excuse(struct inquiry *q, struct dossier *d, const struct turnover *t)
{
	struct evidence *e = evidence_add(q, d, EVIDENCE_TURNOVER, -1);
	e->value[0] = (double)t->ended;
	e->value[1] = t->largest;
	dossier_cap(d, VERDICT_BOUNDED);
}

/*
 * Workers of a pool grow and are replaced in turn: what one gains goes with it. This excuses those that are not larger than others
 * were when they went, and the whole pool when its processes are so on average and do not become more.
 */
static void
tell_turnover(struct inquiry *q, struct dossier *command)
{
	const struct judgement *procs = dossier_metric(command, METRIC_PROCS);
	if (procs == NULL || !(procs->least >= LEAST_POOL))
		return;
	struct turnover t = measure_turnover(q, command);
	if (t.ended < LEAST_ENDED)
		return;
	const struct judgement *rss = dossier_metric(command, METRIC_RSS);
	if (dossier_is_named(command) && rss != NULL &&
	    procs->verdict > VERDICT_SUSPECTED &&
	    rss->end <= OUTGROWN * procs->end * t.largest)
		excuse(q, command, &t);
	for (struct dossier *d = command->lives; d != NULL; d = d->next_life) {
		rss = dossier_metric(d, METRIC_RSS);
		if (dossier_is_named(d) && rss != NULL &&
		    rss->end <= OUTGROWN * t.largest)
			excuse(q, d, &t);
	}
}

/* One process that grows among others of its name that do not, as a whole: a leak, or the turn of this one to work. */
static void
doubt_one_of_many(struct inquiry *q, struct dossier *command)
{
	const struct judgement *rss = dossier_metric(command, METRIC_RSS);
	for (struct dossier *d = command->lives; d != NULL; d = d->next_life) {
		if (!dossier_is_named(d))
			continue;
		struct evidence *e = evidence_add(q, d, EVIDENCE_ONE_OF_MANY, -1);
		e->value[0] = command->finding.entity->life_count;
		e->value[1] = rss != NULL ? rss->growth : NAN;
		dossier_cap(d, VERDICT_SUSPECTED);
	}
}

static void
tell_command(struct inquiry *q, struct dossier *command)
{
	if (command->lives == NULL) {
		tell_number(q, command);
		return;
	}
	if (command->finding.entity->life_count <= 1) {
		command->covered = true;
		return;
	}
	struct lives lives = { 0 };
	for (struct dossier *d = command->lives; d != NULL; d = d->next_life)
		add_life(&lives, d);
	tell_restarts(q, command, &lives);
	tell_number(q, command);
	tell_turnover(q, command);
	if (!dossier_is_named(command)) {
		doubt_one_of_many(q, command);
		return;
	}

	const struct judgement *rss = dossier_metric(command, METRIC_RSS);
	struct dossier *one = lives.largest;
	if (one != NULL && dossier_is_named(one) && rss != NULL &&
	    command->finding.lives == 1 &&
	    lives.largest_growth >= MOSTLY * rss->retained) {
		put_under(command, one);
		return;
	}
	for (struct dossier *d = command->lives; d != NULL; d = d->next_life)
		put_under(d, command);
}

void
commands_tell(struct inquiry *q)
{
	for (size_t i = 0; i < q->dossier_count; i++)
		if (q->dossiers[i].finding.entity->kind == KIND_COMMAND)
			tell_command(q, &q->dossiers[i]);
	/* A process of the collector makes its whole command the collector's only when it is alone in it. */
	for (size_t i = 0; i < q->dossier_count; i++) {
		struct dossier *d = &q->dossiers[i];
		if (!d->own || d->finding.entity->kind != KIND_PROCESS)
			continue;
		struct dossier *command = dossier_of(q, d->finding.entity->command);
		if (command != NULL && command->finding.entity->life_count <= 1)
			command->own = true;
	}
}
