#include <math.h>

#include "base/when.h"
#include "report/page.h"

#include "base/banned.h"

/* The promised facts of seep-report/1, as typed data. */

/* The contract knows bytes of several kinds, descriptors and threads; all else that is counted is a count. */
static const char *
public_metric(enum metric metric, enum cell_kind unit)
{
	bool named = metric == METRIC_FDS || metric == METRIC_THREADS;
	return unit == CELL_COUNT && !named ? "count" : metric_name(metric);
}

static struct report_metric
metric_facts(const struct page *p, const struct finding *f, const struct judgement *j)
{
	enum cell_kind unit = quantity_unit(f->entity, j->metric);
	return (struct report_metric){ .metric = public_metric(j->metric, unit),
		.unit = unit == CELL_BYTES ? "bytes" : "items",
		.verdict = verdict_name(j->verdict),
		.score = judged_score(j),
		.start = measured(j, j->start),
		.end = measured(j, j->end),
		.slope = judged_rate(p, j->rate.value),
		.slope_low = judged_rate(p, j->rate.low),
		.slope_high = judged_rate(p, j->rate.high),
		.theil_sen = judged_rate(p, j->theil_sen),
		.p = j->p,
		.q = j->q };
}

static int64_t
onset_ms(const struct page *p, const struct judgement *j, double at_s)
{
	if (!p->clock || j->onset_before || isnan(at_s))
		return WHEN_UNKNOWN;
	return p->start_ms + (int64_t)(at_s * 1000);
}

static void
finding_facts(
    struct page *p, const struct finding *f, struct report_finding *out, int rank)
{
	const struct entity *e = f->entity;
	const struct judgement *j = &f->judged[0];
	*out = (struct report_finding){ .rank = rank,
		.id = f->id,
		.name = e->name,
		.subsystem = f->subsystem,
		.fingerprint = f->fingerprint,
		.kind = kind_name(e->kind),
		.verdict = verdict_name(f->verdict),
		.severity = severity_name(f->severity),
		.item_size = e->item_size,
		.ordinal = e->ordinal,
		.pid = e->pid,
		.material = j->material,
		.share = f->share,
		.share_low = f->share_low,
		.share_high = f->share_high,
		.onset_ms = onset_ms(p, j, j->onset_s),
		.onset_low_ms = onset_ms(p, j, j->onset_low_s),
		.onset_high_ms = onset_ms(p, j, j->onset_high_s),
		.smallest_visible = judged_rate(p, j->smallest_visible) };
	if (f->parent != NULL)
		out->parent = f->parent->id;
	out->metrics = arena_array(p->perm, f->judged_count, sizeof(*out->metrics));
	for (size_t i = 0; i < f->judged_count; i++)
		out->metrics[out->metric_count++] = metric_facts(p, f, &f->judged[i]);
}

static void
evidence_facts(struct page *p, const struct finding *f, struct report_finding *out)
{
	out->evidence = arena_array(p->perm, f->evidence_count, sizeof(*out->evidence));
	for (size_t i = 0; i < f->evidence_count; i++) {
		const struct evidence *v = &f->evidence[i];
		out->evidence[out->evidence_count++] = (struct report_evidence){ v->id,
			v->value[0], v->direction, say_evidence(p, f, v) };
	}
}

static void
wall_facts(struct page *p, const struct forecast *f)
{
	struct report_wall *wall = &p->r->walls[p->r->wall_count++];
	*wall = (struct report_wall){ .resource = f->resource,
		.headroom = f->headroom,
		.eta_s = f->eta_s,
		.low_s = f->low_s,
		.high_s = f->high_s,
		.beyond = f->beyond };
	for (size_t i = 0; f->entity != NULL && i < p->a->finding_count; i++)
		if (p->a->findings[i].entity == f->entity)
			wall->id = p->a->findings[i].id;
}

static void
memory_facts(struct page *p)
{
	const struct analysis *a = p->a;
	struct report *r = p->r;
	r->memory = arena_array(p->perm, a->memory_count, sizeof(*r->memory));
	for (size_t i = 0; i < a->memory_count; i++) {
		const struct memory_trend *m = &a->memory[i];
		r->memory[r->memory_count++] = (struct report_memory){ m->name,
			m->start, m->end, judged_rate(p, m->rate.value),
			judged_rate(p, m->rate.low), judged_rate(p, m->rate.high) };
	}
	const struct attribution *t = &p->a->attribution;
	r->lost_per_s = t->done ? t->lost_per_s : NAN;
	r->unexplained = t->unexplained;
	r->unexplained_low = t->unexplained_low;
	r->unexplained_high = t->unexplained_high;
	r->exhaustion_eta_s = r->exhaustion_low_s = r->exhaustion_high_s = NAN;
	r->walls = arena_array(p->perm, a->forecast_count + 1, sizeof(*r->walls));
	for (size_t i = 0; i < a->forecast_count; i++)
		wall_facts(p, &a->forecasts[i]);
	if (a->forecast_count == 0)
		return;
	const struct forecast *f = &a->forecasts[0];
	r->exhaustion_resource = f->resource;
	r->exhaustion_eta_s = f->eta_s;
	r->exhaustion_low_s = f->low_s;
	r->exhaustion_high_s = f->high_s;
	r->forecast = say_forecast(p, f);
}

void
facts_of_findings(struct page *p, bool all)
{
	const struct analysis *a = p->a;
	struct report *r = p->r;
	memory_facts(p);
	r->findings = arena_array(p->perm, a->finding_count, sizeof(*r->findings));
	for (size_t i = 0; i < a->finding_count; i++) {
		struct arena_mark mark = arena_mark(p->scratch);
		struct report_finding *facts = &r->findings[r->finding_count++];
		finding_facts(p, &a->findings[i], facts, (int)i + 1);
		if (all || i < a->named_count)
			evidence_facts(p, &a->findings[i], facts);
		arena_rewind(p->scratch, mark);
	}
	r->named_count = a->named_count;
	for (size_t i = 0; i < REPORT_ANSWERS; i++)
		r->answers[i] =
		    (struct report_answer){ a->answers[i].id, a->answers[i].state,
			    str_from(words(WORDS_QUESTION, a->answers[i].id)),
			    say_answer(p, &a->answers[i]) };
	r->advice = arena_array(p->perm, a->advice_count, sizeof(*r->advice));
	for (size_t i = 0; i < a->advice_count; i++)
		r->advice[r->advice_count++] = say_advice(p, &a->advice[i]);
}
