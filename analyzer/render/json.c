#include <math.h>

#include "base/json.h"
#include "render/render.h"
#include "render/report_json.h"

#include "base/banned.h"

/* A text that may be unknown. */
static void
put_known(struct json *j, const char *key, struct str value)
{
	if (value.len > 0)
		json_str(j, key, value);
	else
		json_null(j, key);
}

static void
put_damage(struct json *j, const struct report *r)
{
	json_array(j, "damage");
	for (size_t i = 0; i < r->damage_count; i++) {
		const struct report_damage *d = &r->damage[i];
		json_object(j, NULL);
		json_text(j, "what", d->what);
		json_text(j, "grade", d->grade);
		json_i64(j, "count", (int64_t)d->count);
		put_known(j, "file", d->file);
		if (d->line > 0)
			json_i64(j, "line", d->line);
		else
			json_null(j, "line");
		json_str(j, "text", d->text);
		json_object_end(j);
	}
	json_array_end(j);
}

static void
put_capture(struct json *j, const struct report *r)
{
	json_object(j, "capture");
	json_str(j, "source", r->source);
	json_text(j, "layout", r->layout);
	put_known(j, "host", r->host);
	put_known(j, "system", r->system);
	put_known(j, "release", r->release);
	put_known(j, "machine", r->machine);
	json_time(j, "started", r->started_ms);
	json_time(j, "ended", r->ended_ms);
	json_i64(j, "samples", r->samples);
	json_double(j, "interval_s", r->interval_s);
	json_text(j, "state", r->state);
	json_bool(j, "complete", r->complete);
	put_known(j, "end_reason", r->end_reason);
	put_known(j, "in_flight", r->in_flight);
	json_double(j, "uptime_s", r->uptime_s);
	json_i64(j, "boots", r->boots);
	json_i64(j, "bytes_read", (int64_t)r->bytes_read);
	put_damage(j, r);
	json_object_end(j);
}

static void
put_verdict(struct json *j, const struct report *r)
{
	json_object(j, "verdict");
	json_text(j, "class", r->verdict_class);
	json_array(j, "where");
	for (size_t i = 0; i < r->where_count; i++)
		json_text(j, NULL, r->where[i]);
	json_array_end(j);
	json_str(j, "summary", r->summary);
	json_object_end(j);
}

/* What went away, and the part of it that nothing listed explains. */
static void
put_loss(struct json *j, const struct report *r)
{
	if (isnan(r->lost_per_s)) {
		json_null(j, "loss");
		return;
	}
	json_object(j, "loss");
	json_double(j, "per_s", r->lost_per_s);
	json_double(j, "unexplained", r->unexplained);
	json_double(j, "unexplained_low", r->unexplained_low);
	json_double(j, "unexplained_high", r->unexplained_high);
	json_object_end(j);
}

static void
put_walls(struct json *j, const struct report *r)
{
	json_array(j, "walls");
	for (size_t i = 0; i < r->wall_count; i++) {
		const struct report_wall *w = &r->walls[i];
		json_object(j, NULL);
		json_text(j, "resource", w->resource);
		put_known(j, "id", w->id);
		json_double(j, "headroom", w->headroom);
		json_double(j, "eta_s", w->eta_s);
		json_double(j, "low_s", w->low_s);
		json_double(j, "high_s", w->high_s);
		json_bool(j, "beyond", w->beyond);
		json_object_end(j);
	}
	json_array_end(j);
}

static void
put_memory(struct json *j, const struct report *r)
{
	json_object(j, "memory");
	json_array(j, "metrics");
	for (size_t i = 0; i < r->memory_count; i++) {
		const struct report_memory *m = &r->memory[i];
		json_object(j, NULL);
		json_text(j, "name", m->name);
		json_double(j, "start", m->start);
		json_double(j, "end", m->end);
		json_double(j, "slope_per_s", m->slope);
		json_double(j, "slope_low_per_s", m->slope_low);
		json_double(j, "slope_high_per_s", m->slope_high);
		json_object_end(j);
	}
	json_array_end(j);
	put_loss(j, r);
	if (r->exhaustion_resource == NULL) {
		json_null(j, "exhaustion");
	} else {
		json_object(j, "exhaustion");
		json_text(j, "resource", r->exhaustion_resource);
		json_double(j, "eta_s", r->exhaustion_eta_s);
		json_double(j, "low_s", r->exhaustion_low_s);
		json_double(j, "high_s", r->exhaustion_high_s);
		json_object_end(j);
	}
	put_walls(j, r);
	json_object_end(j);
}

static void
put_metric(struct json *j, const struct report_metric *m, const char *verdict)
{
	json_text(j, "metric", m->metric);
	json_text(j, "unit", m->unit);
	json_text(j, "verdict", verdict);
	json_double(j, "score", m->score);
	json_double(j, "start", m->start);
	json_double(j, "end", m->end);
	json_double(j, "slope_per_s", m->slope);
	json_double(j, "slope_low_per_s", m->slope_low);
	json_double(j, "slope_high_per_s", m->slope_high);
	json_double(j, "theil_sen_per_s", m->theil_sen);
	json_double(j, "p", m->p);
	json_double(j, "q", m->q);
}

static void
put_evidence(struct json *j, const struct report_finding *f)
{
	json_array(j, "evidence");
	for (size_t i = 0; i < f->evidence_count; i++) {
		const struct report_evidence *e = &f->evidence[i];
		json_object(j, NULL);
		json_text(j, "id", e->id);
		json_double(j, "value", e->value);
		json_i64(j, "direction", e->direction);
		json_str(j, "text", e->text);
		json_object_end(j);
	}
	json_array_end(j);
}

static void
put_finding(struct json *j, const struct report_finding *f)
{
	json_object(j, NULL);
	json_i64(j, "rank", f->rank);
	json_str(j, "id", f->id);
	json_text(j, "kind", f->kind);
	json_str(j, "name", f->name);
	if (f->item_size > 0)
		json_i64(j, "item_size", f->item_size);
	else
		json_null(j, "item_size");
	json_i64(j, "ordinal", f->ordinal);
	if (f->pid >= 0)
		json_i64(j, "pid", f->pid);
	else
		json_null(j, "pid");
	/* The leading metric stands in front, but with the verdict of the entity. */
	put_metric(j, &f->metrics[0], f->verdict);
	json_bool(j, "material", f->material);
	json_text(j, "severity", f->severity);
	json_time(j, "onset", f->onset_ms);
	json_time(j, "onset_low", f->onset_low_ms);
	json_time(j, "onset_high", f->onset_high_ms);
	json_double(j, "share", f->share);
	json_double(j, "share_low", f->share_low);
	json_double(j, "share_high", f->share_high);
	put_known(j, "subsystem", f->subsystem);
	json_str(j, "fingerprint", f->fingerprint);
	put_known(j, "parent", f->parent);
	json_array(j, "metrics");
	for (size_t i = 1; i < f->metric_count; i++) {
		json_object(j, NULL);
		put_metric(j, &f->metrics[i], f->metrics[i].verdict);
		json_object_end(j);
	}
	json_array_end(j);
	put_evidence(j, f);
	json_object_end(j);
}

static void
put_answers(struct json *j, const struct report *r)
{
	json_array(j, "answers");
	for (size_t i = 0; i < REPORT_ANSWERS; i++) {
		json_object(j, NULL);
		json_text(j, "id", r->answers[i].id);
		json_text(j, "state", r->answers[i].state);
		json_str(j, "text", r->answers[i].text);
		json_object_end(j);
	}
	json_array_end(j);
}

static void
put_sensitivity(struct json *j, const struct report *r)
{
	json_array(j, "sensitivity");
	for (size_t i = 0; i < r->finding_count; i++) {
		const struct report_finding *f = &r->findings[i];
		if (!(f->smallest_visible > 0))
			continue;
		json_object(j, NULL);
		json_str(j, "id", f->id);
		json_rounded(j, "smallest_visible_per_s", f->smallest_visible);
		json_object_end(j);
	}
	json_array_end(j);
}

void
report_json(struct json *j, const struct report *r, bool all)
{
	json_object(j, NULL);
	json_text(j, "schema", "seep-report/1");
	json_text(j, "generator", r->generator);
	put_capture(j, r);
	put_verdict(j, r);
	put_memory(j, r);
	json_array(j, "findings");
	size_t count = all ? r->finding_count : r->named_count;
	for (size_t i = 0; i < count; i++)
		put_finding(j, &r->findings[i]);
	json_array_end(j);
	put_answers(j, r);
	put_sensitivity(j, r);
	json_array(j, "advice");
	for (size_t i = 0; i < r->advice_count; i++)
		json_str(j, NULL, r->advice[i]);
	json_array_end(j);
	json_object_end(j);
}

void
render_json(struct out *o, const struct report *r, const struct render_options *options)
{
	struct json j;
	json_init(&j, o);
	report_json(&j, r, options->all);
	out_char(o, '\n');
}
