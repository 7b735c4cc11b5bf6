#include <math.h>

#include "analyse/inquiry.h"
#include "analyse/order.h"
#include "analyse/trend.h"
#include "base/when.h"

#include "base/banned.h"

#define IDLE_LOAD 0.1 /* of the rate since boot */
#define QUIET_LOAD 0.5
#define BUSIER_LOAD 2.0
#define IDLE_CPU 0.05

enum { BUSY, UPTIME, NORMAL, WHERE, TRIGGER };

static struct answer *
answer(struct inquiry *q, int which, const char *id, const char *state)
{
	struct answer *a = &q->result->answers[which];
	*a = (struct answer){
		.id = id, .state = state, .value = { NAN, NAN, NAN, NAN, NAN, NAN }
	};
	return a;
}

static const struct finding *
first_suspect(const struct inquiry *q)
{
	return q->result->named_count > 0 ? &q->result->findings[0] : NULL;
}

/* ---- how busy? ---- */

static void
median_and_95(double *values, size_t count, double *median, double *high)
{
	*median = *high = NAN;
	if (count == 0)
		return;
	*median = order_median(values, count);
	*high = order_select(values, count, (size_t)(0.95 * (double)(count - 1)));
}

/* From the ticks between samples, where they are printed. */
static bool
measure_cpu_ticks(struct inquiry *q, double *median, double *high)
{
	const struct entity *idle = store_find(q->store, KIND_LOAD, "cpu-idle-ticks");
	const struct entity *all = store_find(q->store, KIND_LOAD, "cpu-ticks");
	if (idle == NULL || all == NULL || idle->stream != all->stream)
		return false;
	struct points i = window_points(q, idle, METRIC_REQUESTS);
	struct points a = window_points(q, all, METRIC_REQUESTS);
	double *busy = arena_array(q->scratch, a.count + 1, sizeof(*busy));
	size_t count = 0;
	for (size_t k = 1; k < a.count && a.count == i.count; k++) {
		double ticks = a.value[k] - a.value[k - 1];
		if (ticks > 0)
			busy[count++] = 1 - (i.value[k] - i.value[k - 1]) / ticks;
	}
	median_and_95(busy, count, median, high);
	return count > 0;
}

static void
measure_cpu(struct inquiry *q, double *median, double *high)
{
	*median = *high = NAN;
	const struct entity *idle = store_find(q->store, KIND_LOAD, "cpu-idle");
	if (measure_cpu_ticks(q, median, high) || idle == NULL)
		return;
	struct points p = window_points(q, idle, METRIC_VALUE);
	for (size_t i = 0; i < p.count; i++)
		p.value[i] = (100 - p.value[i]) / 100;
	median_and_95(p.value, p.count, median, high);
}

/* The work that the system counts, the best measure first. */
static const struct entity *
work_counter(const struct inquiry *q)
{
	static const char *const names[] = { "syscalls", "context-switches",
		"interrupts", "forks" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct entity *e = store_find(q->store, KIND_LOAD, names[i]);
		if (e != NULL && (e->have & METRIC_BIT(METRIC_REQUESTS)))
			return e;
	}
	return NULL;
}

static void
measure_work(struct inquiry *q, struct answer *a)
{
	const struct entity *e = work_counter(q);
	if (e == NULL || !q->clock)
		return;
	struct points p = window_points(q, e, METRIC_REQUESTS);
	double *rate = arena_array(q->scratch, p.count + 1, sizeof(*rate));
	size_t count = 0;
	for (size_t i = 1; i < p.count; i++) {
		double seconds = p.at_s[i] - p.at_s[i - 1],
		       more = p.value[i] - p.value[i - 1];
		if (seconds > 0 && more >= 0)
			rate[count++] = more / seconds;
	}
	if (count == 0)
		return;
	median_and_95(rate, count, &a->value[2], &a->value[3]);
	a->name = e->name;
	double uptime = q->result->uptime_s;
	double since_boot = p.value[0] / (uptime - (q->end_s - p.at_s[0]));
	if (since_boot > 0)
		a->value[4] = a->value[2] / since_boot;
}

static void
answer_busy(struct inquiry *q)
{
	struct answer *a = answer(q, BUSY, "busy", "unknown");
	struct arena_mark mark = arena_mark(q->scratch);
	measure_cpu(q, &a->value[0], &a->value[1]);
	measure_work(q, a);
	arena_rewind(q->scratch, mark);
	double cpu = a->value[0], load = a->value[4];
	if (isnan(cpu) && isnan(a->value[2]))
		return;
	if (load < IDLE_LOAD || (isnan(load) && cpu < IDLE_CPU))
		a->state = "idle";
	else if (load < QUIET_LOAD)
		a->state = "quiet";
	else if (load > BUSIER_LOAD)
		a->state = "busier";
	else
		a->state = "usual";
}

/* ---- how long up? ---- */

static void
answer_uptime(struct inquiry *q)
{
	struct answer *a = answer(q, UPTIME, "uptime", "unknown");
	double uptime = q->result->uptime_s;
	size_t boots = store_epoch_count(q->store);
	if (isnan(uptime) && boots <= 1)
		return;
	a->value[0] = uptime;
	a->value[1] = (double)boots;
	const struct finding *f = first_suspect(q);
	if (f != NULL && f->judged[0].end > 0) {
		a->value[2] = f->judged[0].rate.value * uptime / f->judged[0].end;
		a->name = f->id;
	}
	if (boots > 1)
		a->state = "rebooted";
	else if (uptime < DAY_S)
		a->state = "young";
	else if (leaks_since_boot(a->value[2]))
		a->state = "since-boot";
	else
		a->state = "long";
}

/* ---- is it normal? ---- */

static void
answer_normal(struct inquiry *q)
{
	const size_t *count = q->result->verdict_count;
	struct answer *a = answer(q, NORMAL, "normal", "unknown");
	size_t judged = q->result->finding_count - count[VERDICT_INSUFFICIENT];
	a->value[0] = (double)judged;
	a->value[1] = (double)(count[VERDICT_LEAK] + count[VERDICT_SUSPECTED]);
	a->value[2] = (double)count[VERDICT_BOUNDED];
	a->value[3] = (double)count[VERDICT_CYCLIC];
	a->value[4] = (double)count[VERDICT_STEP];
	a->value[5] = (double)count[VERDICT_STABLE];
	if (judged == 0)
		return;
	if (a->value[1] > 0)
		a->state = "growth";
	else if (count[VERDICT_CYCLIC] > 0)
		a->state = "fluctuates";
	else
		a->state = "steady";
}

/* ---- where does it go? ---- */

static void
answer_where(struct inquiry *q)
{
	struct answer *a = answer(q, WHERE, "where", "unknown");
	const struct attribution *t = &q->result->attribution;
	const struct finding *f = first_suspect(q);
	if (f != NULL && q->result->where_files && !q->result->where_kernel &&
	    !q->result->where_process && !t->done) {
		a->state = "descriptors";
		a->name = f->id;
		return;
	}
	if (!q->loss.known || q->tick_count < LEAST_POINTS)
		return;
	a->value[0] = q->loss.slope;
	if (!t->done) {
		a->state = "nowhere";
		a->value[1] = q->loss.p;
		return;
	}
	double kernel = 0, process = 0;
	for (size_t i = 0; i < t->line_count; i++) {
		*(t->lines[i].process ? &process : &kernel) += t->lines[i].share;
	}
	a->value[1] = kernel;
	a->value[2] = process;
	a->value[3] = t->unexplained;
	if (t->line_count > 0)
		a->name = t->lines[0].finding->id;
	if (kernel + process < 0.5)
		a->state = "unexplained";
	else if (kernel > 2 * process)
		a->state = "kernel";
	else if (process > 2 * kernel)
		a->state = "process";
	else
		a->state = "mixed";
}

/* ---- has the trigger occurred? ---- */

/* Large since boot and did not move: what would be suspected had the run been another. */
static const struct finding *
largest_candidate(const struct inquiry *q, size_t *count)
{
	const struct finding *largest = NULL;
	*count = 0;
	for (size_t i = 0; i < q->result->finding_count; i++) {
		const struct finding *f = &q->result->findings[i];
		const struct judgement *j = &f->judged[0];
		enum kind kind = f->entity->kind;
		if ((kind != KIND_ZONE && kind != KIND_MALLOC && kind != KIND_SLAB) ||
		    f->verdict != VERDICT_STABLE ||
		    !metric_is_bytes(f->entity, j->metric) ||
		    !(j->end > 0.02 * q->ram_bytes))
			continue;
		++*count;
		if (largest == NULL || j->end > largest->judged[0].end)
			largest = f;
	}
	return largest;
}

static void
answer_trigger(struct inquiry *q)
{
	struct answer *a = answer(q, TRIGGER, "trigger", "unknown");
	const struct finding *f = first_suspect(q);
	if (f != NULL) {
		a->state = f->verdict == VERDICT_LEAK ? "yes" : "maybe";
		a->value[0] = f->judged[0].onset_s;
		a->value[1] = f->judged[0].onset_before;
		a->name = f->id;
		return;
	}
	if (q->result->verdict == VERDICT_INSUFFICIENT)
		return;
	size_t count;
	const struct finding *largest = largest_candidate(q, &count);
	a->state = "no";
	a->value[0] = (double)count;
	if (largest != NULL) {
		a->value[1] = largest->judged[0].end;
		a->name = largest->id;
	}
}

void
answers_give(struct inquiry *q)
{
	answer_busy(q);
	answer_uptime(q);
	answer_normal(q);
	answer_where(q);
	answer_trigger(q);
}
