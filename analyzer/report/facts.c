#include <math.h>

#include "base/fmt.h"
#include "base/when.h"
#include "report/page.h"

#include "base/banned.h"

static int64_t
tick_ms(const struct page *p, size_t index)
{
	return store_tick_count(p->a->store) > index ? store_tick(p->a->store, index)->at_ms
						     : WHEN_UNKNOWN;
}

/* ---- the capture ---- */

/* Worst first; within a grade the most frequent. */
static bool
is_worse(const struct report_damage *a, enum diag_grade grade_a, const struct report_damage *b,
    enum diag_grade grade_b)
{
	return grade_a != grade_b ? grade_a > grade_b : a->count > b->count;
}

static void
tell_damage(struct page *p)
{
	struct report *r = p->r;
	const struct diag *d = p->a->diag;
	enum diag_grade grade[DIAG_CODE_COUNT];
	r->damage = arena_array(p->perm, DIAG_CODE_COUNT, sizeof(*r->damage));
	for (enum diag_code code = 0; code < DIAG_CODE_COUNT; code++) {
		if (d->count[code] == 0)
			continue;
		const struct diag_place *place = &d->place[code][0];
		struct str detail = place->detail;
		struct str text = detail.len > 0
				      ? str_print(p->perm, "%s: %.*s", diag_sentence(code),
					    (int)detail.len, detail.ptr)
				      : str_from(diag_sentence(code));
		struct report_damage entry = { diag_name(code),
			diag_grade_name(diag_grade(code)), d->count[code], place->file, place->line,
			text };
		size_t at = r->damage_count++;
		for (; at > 0 && is_worse(&entry, diag_grade(code), &r->damage[at - 1],
				     grade[at - 1]); at--) {
			r->damage[at] = r->damage[at - 1];
			grade[at] = grade[at - 1];
		}
		r->damage[at] = entry;
		grade[at] = diag_grade(code);
	}
}

static void
tell_capture(struct page *p)
{
	struct report *r = p->r;
	const struct host *h = p->a->host;
	size_t ticks = store_tick_count(p->a->store);
	r->source = p->facts->source;
	r->layout = p->facts->layout;
	r->generator = p->facts->generator;
	r->bytes_read = p->facts->bytes_read;
	r->host = h->name;
	r->system = h->system;
	r->release = h->release;
	r->machine = h->machine;
	r->started_ms = tick_ms(p, 0);
	r->ended_ms = ticks > 0 ? tick_ms(p, ticks - 1) : WHEN_UNKNOWN;
	r->samples = store_sample_count(p->a->store);
	r->interval_s = p->a->interval_s;
	r->uptime_s = p->a->uptime_s;
	enum capture_state state = host_state(h);
	r->state = capture_state_name(state);
	r->end_reason = h->end_reason;
	r->in_flight = h->in_flight;
	r->boots = (uint32_t)store_epoch_count(p->a->store);
	tell_damage(p);
	bool lost = false;
	for (size_t i = 0; i < r->damage_count; i++)
		lost |= !str_is(str_from(r->damage[i].grade), "note");
	r->complete = state == STATE_COMPLETE && !lost;
}

/* What was captured, and what is missing of it, in one sentence or two. */
static void
tell_completeness(struct page *p)
{
	struct report *r = p->r;
	char samples[FMT_SIZE], span[FMT_SIZE];
	struct phrase phrase = { NULL, 0, r->end_reason, r->in_flight, CELL_COUNT, p->start_ms };
	/* Only our own layout has an end to miss. */
	bool ours = str_is(str_from(r->layout), "seep");
	struct str state = ours ? phrase_fill(p->perm, words(WORDS_STATE, r->state), &phrase)
				: STR("");
	uint64_t lost = 0;
	const char *worst = NULL;
	for (size_t i = 0; i < r->damage_count; i++) {
		if (str_is(str_from(r->damage[i].grade), "note"))
			continue;
		lost += r->damage[i].count;
		worst = worst != NULL ? worst : r->damage[i].grade;
	}
	struct str seen = p->clock && p->a->span_s > 0
			      ? str_print(p->perm, "%s samples over %s",
				    fmt_count(samples, r->samples), fmt_duration(span, p->a->span_s))
			      : str_print(p->perm, "%s %s", fmt_count(samples, r->samples),
				    r->samples == 1 ? "sample" : "samples");
	char count[FMT_SIZE];
	struct str loss =
	    worst == NULL ? STR("Nothing was lost.")
			  : str_print(p->perm, "%s %s was lost: %s.",
				fmt_count(count, (double)lost), lost == 1 ? "thing" : "things",
				words(WORDS_GRADE, worst));
	r->completeness = str_print(p->perm, "%.*s.%s%.*s %.*s", (int)seen.len, seen.ptr,
	    state.len > 0 ? " " : "", (int)state.len, state.ptr, (int)loss.len, loss.ptr);
}

/* ---- memory ---- */

static void
tell_memory(struct page *p)
{
	struct report *r = p->r;
	const struct analysis *a = p->a;
	r->memory = arena_array(p->perm, a->memory_count + 1, sizeof(*r->memory));
	r->memory_count = a->memory_count;
	for (size_t i = 0; i < a->memory_count; i++) {
		const struct memory_trend *m = &a->memory[i];
		r->memory[i] = (struct report_memory){ m->name, m->start, m->end,
			p->clock ? m->rate.value : NAN, p->clock ? m->rate.low : NAN,
			p->clock ? m->rate.high : NAN };
	}
	r->exhaustion_eta_s = r->exhaustion_low_s = r->exhaustion_high_s = NAN;
	if (a->forecast_count == 0)
		return;
	const struct forecast *f = &a->forecasts[0];
	r->exhaustion_resource = f->resource;
	r->exhaustion_eta_s = f->eta_s;
	r->exhaustion_low_s = f->low_s;
	r->exhaustion_high_s = f->high_s;
}

static void
tell_forecast(struct page *p)
{
	const struct analysis *a = p->a;
	if (a->forecast_count == 0)
		return;
	const struct forecast *f = &a->forecasts[0];
	double value[] = { f->eta_s, f->low_s, f->high_s, f->beyond, f->headroom };
	struct str whose = STR("");
	for (size_t i = 0; i < a->finding_count; i++)
		if (f->entity != NULL && a->findings[i].entity == f->entity)
			whose = full_name(p, &a->findings[i]);
	struct phrase phrase = { value, 5, str_from(f->resource), whose,
		f->unit == UNIT_BYTES ? CELL_BYTES : CELL_COUNT, p->start_ms };
	p->r->forecast = phrase_fill(p->perm, words(WORDS_SUMMARY, "forecast"), &phrase);
}

/* ---- findings ---- */

static struct report_metric
metric_facts(const struct page *p, const struct finding *f, const struct judgement *j)
{
	const char *name = metric_name(j->metric);
	bool count = !is_bytes(f, j);
	/* The contract knows bytes of several kinds, and counts. */
	if (count && j->metric != METRIC_FDS && j->metric != METRIC_THREADS)
		name = "count";
	struct report_metric m = { .metric = name,
		.unit = count ? "items" : "bytes",
		.verdict = verdict_name(j->verdict),
		.score = j->verdict == VERDICT_INSUFFICIENT ? NAN : j->score,
		.start = j->count > 0 ? j->start : NAN,
		.end = j->count > 0 ? j->end : NAN,
		.slope = j->rate.value,
		.slope_low = j->rate.low,
		.slope_high = j->rate.high,
		.theil_sen = j->theil_sen,
		.p = j->p,
		.q = j->q };
	if (!p->clock)
		m.slope = m.slope_low = m.slope_high = m.theil_sen = NAN;
	return m;
}

static void
tell_finding(struct page *p, size_t index)
{
	const struct finding *f = &p->a->findings[index];
	const struct judgement *lead = &f->judged[0];
	const struct entity *e = f->entity;
	struct report_finding *out = &p->r->findings[index];
	*out = (struct report_finding){ .rank = (int)index + 1,
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
		.material = lead->material,
		.share = f->share,
		.share_low = f->share_low,
		.share_high = f->share_high,
		.onset_ms = lead->onset_before ? WHEN_UNKNOWN : moment(p, lead->onset_s),
		.smallest_visible = p->clock ? lead->smallest_visible : NAN,
		.parent = f->parent != NULL ? f->parent->id : STR("") };
	out->metrics = arena_array(p->perm, f->judged_count, sizeof(*out->metrics));
	out->metric_count = f->judged_count;
	for (size_t i = 0; i < f->judged_count; i++)
		out->metrics[i] = metric_facts(p, f, &f->judged[i]);
	out->evidence = arena_array(p->perm, f->evidence_count + 1, sizeof(*out->evidence));
	out->evidence_count = f->evidence_count;
	for (size_t i = 0; i < f->evidence_count; i++) {
		const struct evidence *v = &f->evidence[i];
		out->evidence[i] = (struct report_evidence){ v->id, v->value[0], v->direction,
			evidence_text(p, f, v) };
	}
}

static void
tell_findings(struct page *p)
{
	struct report *r = p->r;
	r->finding_count = p->a->finding_count;
	r->named_count = p->a->named_count;
	r->findings = arena_array(p->perm, r->finding_count + 1, sizeof(*r->findings));
	for (size_t i = 0; i < r->finding_count; i++)
		tell_finding(p, i);
}

/* ---- the five answers, the advice ---- */

static struct str
name_of_id(struct page *p, struct str id)
{
	for (size_t i = 0; i < p->a->finding_count; i++)
		if (str_eq(p->a->findings[i].id, id))
			return subject_within(p, &p->a->findings[i]);
	return id;
}

static enum cell_kind
unit_of_id(struct page *p, struct str id)
{
	for (size_t i = 0; i < p->a->finding_count; i++)
		if (str_eq(p->a->findings[i].id, id))
			return unit_of(&p->a->findings[i], &p->a->findings[i].judged[0]);
	return CELL_COUNT;
}

static void
tell_answers(struct page *p)
{
	for (size_t i = 0; i < REPORT_ANSWERS; i++) {
		const struct answer *a = &p->a->answers[i];
		const char *key = str_print(p->perm, "%s/%s", a->id, a->state).ptr;
		struct phrase phrase = { a->value, 6, name_of_id(p, a->name), { NULL, 0 },
			unit_of_id(p, a->name), p->start_ms };
		p->r->answers[i] = (struct report_answer){ a->id, a->state,
			str_from(words(WORDS_QUESTION, a->id)),
			phrase_fill(p->perm, words(WORDS_ANSWER, key), &phrase) };
	}
}

static void
tell_advice(struct page *p)
{
	struct report *r = p->r;
	r->advice = arena_array(p->perm, p->a->advice_count + 1, sizeof(*r->advice));
	for (size_t i = 0; i < p->a->advice_count; i++) {
		const struct advice *a = &p->a->advice[i];
		struct phrase phrase = { a->value, 2, name_of_id(p, a->name),
			name_of_id(p, a->other), CELL_COUNT, p->start_ms };
		r->advice[r->advice_count++] =
		    phrase_fill(p->perm, words(WORDS_ADVICE, a->id), &phrase);
	}
}

/* ---- the verdict ---- */

static void
tell_figures(struct page *p, const struct finding *f)
{
	struct report *r = p->r;
	const struct judgement *j = &f->judged[0];
	struct str interval = STR("");
	if (p->clock && !isnan(j->rate.value)) {
		char low[FMT_SIZE], high[FMT_SIZE];
		const char *(*fmt)(char *, double) =
		    is_bytes(f, j) ? fmt_bytes_rate : fmt_count_rate;
		if (!isnan(j->rate.low))
			interval = str_print(
			    p->perm, "%s to %s", fmt(low, j->rate.low), fmt(high, j->rate.high));
		r->figures[r->figure_count++] =
		    (struct figure){ "growth", rate_text(p, f, j), interval };
	}
	if (!isnan(r->exhaustion_eta_s)) {
		bool beyond = p->a->forecasts[0].beyond;
		char eta[FMT_SIZE];
		r->figures[r->figure_count++] = (struct figure){ "time left",
			str_print(p->perm, "%s%s", beyond ? "about " : "",
			    fmt_duration(eta, r->exhaustion_eta_s)),
			str_from(r->exhaustion_resource) };
	}
	if (!isnan(f->share))
		r->figures[r->figure_count++] = (struct figure){ "share of the loss",
			text_of(p, fmt_percent, f->share), STR("") };
	if (!j->onset_before && p->clock && !isnan(j->onset_s)) {
		char text[WHEN_TEXT_SIZE];
		when_text(moment(p, j->onset_s), text);
		r->figures[r->figure_count++] = (struct figure){ "since",
			str_print(p->perm, "%.16s UTC", text), STR("") };
	} else if (r->figure_count < FIGURES) {
		r->figures[r->figure_count++] = (struct figure){ "since",
			STR("before the capture"), STR("it was growing from the first sample") };
	}
}

static struct str
found_summary(struct page *p)
{
	const struct analysis *a = p->a;
	const struct finding *f = &a->findings[0];
	const struct judgement *j = &f->judged[0];
	bool rate = p->clock && !isnan(j->rate.value);
	const char *key = f->verdict == VERDICT_LEAK ? (rate ? "leak-rate" : "leak-no-rate")
						     : (rate ? "suspected-rate"
							     : "suspected-no-rate");
	double value[] = { j->rate.value, f->share, p->r->exhaustion_eta_s };
	struct str resource = str_from(p->r->exhaustion_resource);
	if (resource.len > 0) {
		resource = str_copy(p->perm, resource);
		char *first = (char *)(uintptr_t)resource.ptr;
		if (first[0] >= 'a' && first[0] <= 'z')
			first[0] = (char)(first[0] - 'a' + 'A');
	}
	struct phrase phrase = { value, 3, subject(p, f), resource, unit_of(f, j), p->start_ms };
	struct str text = phrase_fill(p->perm, words(WORDS_SUMMARY, key), &phrase);
	double more = (double)(a->named_count - 1);
	if (a->named_count > 1) {
		struct phrase others = { &more, 1, STR(""), STR(""), CELL_COUNT, p->start_ms };
		struct str tail =
		    phrase_fill(p->perm, words(WORDS_SUMMARY, "others"), &others);
		text = str_print(p->perm, "%.*s%.*s", (int)text.len, text.ptr, (int)tail.len,
		    tail.ptr);
	}
	return text;
}

/* Where all is well, it is said how small a leak would have been seen. */
static struct str
clean_summary(struct page *p)
{
	double judged = (double)(p->a->finding_count - p->a->verdict_count[VERDICT_INSUFFICIENT]);
	double value[] = { judged, p->clock ? p->a->span_s : NAN };
	struct phrase phrase = { value, 2, STR(""), STR(""), CELL_COUNT, p->start_ms };
	return phrase_fill(p->perm, words(WORDS_SUMMARY, "none"), &phrase);
}

static void
tell_verdict(struct page *p)
{
	struct report *r = p->r;
	const struct analysis *a = p->a;
	double value[] = { (double)r->samples, p->clock ? a->span_s : NAN };
	struct phrase phrase = { value, 2, STR(""), STR(""), CELL_COUNT, p->start_ms };
	switch (a->verdict) {
	case VERDICT_LEAK:
	case VERDICT_SUSPECTED:
		r->verdict_class = a->verdict == VERDICT_LEAK ? "leak" : "suspected";
		r->summary = found_summary(p);
		tell_figures(p, &a->findings[0]);
		break;
	case VERDICT_INSUFFICIENT:
		r->verdict_class = "insufficient";
		r->summary = phrase_fill(p->perm, words(WORDS_SUMMARY, "insufficient"), &phrase);
		break;
	default:
		r->verdict_class = "none";
		r->summary = clean_summary(p);
		break;
	}
	if (a->where_kernel)
		r->where[r->where_count++] = "kernel";
	if (a->where_process)
		r->where[r->where_count++] = "process";
	if (a->where_files)
		r->where[r->where_count++] = "files";
	r->title = r->host.len > 0 ? str_print(p->perm, "%.*s: memory leak report",
					   (int)name_brief(p->perm, r->host).len, r->host.ptr)
				   : STR("Memory leak report");
}

void
tell_facts(struct page *p)
{
	tell_capture(p);
	tell_completeness(p);
	tell_memory(p);
	tell_forecast(p);
	tell_findings(p);
	tell_answers(p);
	tell_advice(p);
	tell_verdict(p);
}
