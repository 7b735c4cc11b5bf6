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
onset_ms(const struct page *p, const struct judgement *j)
{
	if (!p->clock || j->onset_before || isnan(j->onset_s))
		return WHEN_UNKNOWN;
	return p->start_ms + (int64_t)(j->onset_s * 1000);
}

static void
finding_facts(
    struct page *p, const struct finding *f, struct report_finding *out, int rank)
{
	const struct entity *e = f->entity;
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
		.material = f->judged[0].material,
		.share = f->share,
		.share_low = f->share_low,
		.share_high = f->share_high,
		.onset_ms = onset_ms(p, &f->judged[0]),
		.smallest_visible = judged_rate(p, f->judged[0].smallest_visible) };
	if (f->parent != NULL)
		out->parent = f->parent->id;
	out->metrics = arena_array(p->perm, f->judged_count, sizeof(*out->metrics));
	for (size_t i = 0; i < f->judged_count; i++)
		out->metrics[out->metric_count++] = metric_facts(p, f, &f->judged[i]);
	out->evidence = arena_array(p->perm, f->evidence_count, sizeof(*out->evidence));
	for (size_t i = 0; i < f->evidence_count; i++) {
		const struct evidence *v = &f->evidence[i];
		out->evidence[out->evidence_count++] = (struct report_evidence){ v->id,
			v->value[0], v->direction, say_evidence(p, f, v) };
	}
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
	r->exhaustion_eta_s = r->exhaustion_low_s = r->exhaustion_high_s = NAN;
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
facts_of_findings(struct page *p)
{
	const struct analysis *a = p->a;
	struct report *r = p->r;
	memory_facts(p);
	r->findings = arena_array(p->perm, a->finding_count, sizeof(*r->findings));
	for (size_t i = 0; i < a->finding_count; i++) {
		struct arena_mark mark = arena_mark(p->scratch);
		finding_facts(
		    p, &a->findings[i], &r->findings[r->finding_count++], (int)i + 1);
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
