#include <math.h>
#include <string.h>

#include "report/page.h"

#include "base/banned.h"

#define HOUR_S 3600
#define REACHED_S 60
#define LEAST_POINTS 10        /* of a series, for a verdict */
#define LEAST_SHARE 0.01       /* of the loss: less is not worth a word */
#define LEAST_UNEXPLAINED 0.02 /* the shares have errors of their own */

/* ---- one statement ---- */

struct str
say(struct page *p, enum words_set set, const char *key, const struct phrase *phrase)
{
	return phrase_fill(p->perm, words(set, key), phrase);
}

struct str
say_page(const char *key)
{
	return str_from(words(WORDS_PAGE, key));
}

bool
has_appeared(const struct finding *f)
{
	return f->entity->first > 0;
}

double
onset_width(const struct judgement *j)
{
	return fmax(j->onset_high_s - j->onset_s, j->onset_s - j->onset_low_s);
}

double
rate_width(const struct rate *rate)
{
	double half = (rate->high - rate->low) / 2;
	return rate->value > 0 ? half / rate->value : NAN;
}

struct str
say_evidence(struct page *p, const struct finding *f, const struct evidence *e)
{
	enum cell_kind unit = quantity_unit(f->entity, f->judged[0].metric);
	double value[4];
	memcpy(value, e->value, sizeof(value));
	const struct rate rate = { value[0], value[1], value[2], false };
	if (strcmp(e->id, "rate") == 0)
		value[1] = rate_width(&rate);
	if (strcmp(e->id, "share") == 0 && value[2] < LEAST_SHARE)
		value[1] = value[2] = NAN;
	if (strcmp(e->id, "onset") == 0) {
		value[1] = onset_width(&f->judged[0]);
		value[2] = has_appeared(f);
	} else if (strcmp(e->id, "thirds") == 0) {
		value[0] = round(3 * value[0]);
	}
	struct phrase phrase = { .value = value,
		.value_count = 4,
		.name = say_reference(p, e->name),
		.other = say_reference(p, e->other),
		.unit = unit,
		.start_ms = p->start_ms };
	return say(p, WORDS_EVIDENCE, e->id, &phrase);
}

/* What would be odd to read is not told: a share above 1, a peak no higher than the median, seconds without a clock. */
static const char *
temper_answer(const struct page *p, const struct answer *a, double *value)
{
	if (strcmp(a->id, "where") == 0) {
		value[0] = judged_rate(p, value[0]);
		value[3] = value[3] < LEAST_UNEXPLAINED ? NAN : fmin(1, value[3]);
		value[1] = fmin(1, value[1]);
		value[2] = fmin(1, value[2]);
	} else if (strcmp(a->id, "busy") == 0) {
		value[1] = value[1] < value[0] + 0.01 ? NAN : value[1];
	} else if (strcmp(a->id, "uptime") == 0) {
		const struct finding *f = finding_of(p, a->name);
		bool younger = f != NULL && (f->entity->kind == KIND_PROCESS ||
						f->entity->kind == KIND_COMMAND);
		/* A process need not be as old as the machine. */
		value[2] = value[2] > 0 && !younger ? value[2] : NAN;
		if (strcmp(a->state, "long") == 0 && value[2] < 1)
			return "long-mostly-older";
	} else if (strcmp(a->id, "trigger") == 0 && strcmp(a->state, "no") != 0) {
		const struct finding *f = finding_of(p, a->name);
		value[2] = f != NULL && has_appeared(f);
	}
	return a->state;
}

struct str
say_answer(struct page *p, const struct answer *a)
{
	double value[6];
	memcpy(value, a->value, sizeof(value));
	const char *state = temper_answer(p, a, value);
	struct phrase phrase = { .value = value,
		.value_count = 6,
		.name = say_reference(p, a->name),
		.unit = CELL_BYTES,
		.start_ms = p->start_ms };
	struct str key = str_print(p->scratch, "%s/%s", a->id, state);
	return say(p, WORDS_ANSWER, str_text(p->scratch, key), &phrase);
}

struct str
say_advice(struct page *p, const struct advice *a)
{
	struct phrase phrase = { .value = a->value,
		.value_count = 2,
		.name = say_reference(p, a->name),
		.other = say_reference(p, a->other),
		.unit = CELL_BYTES,
		.start_ms = p->start_ms };
	return say(p, WORDS_ADVICE, a->id, &phrase);
}

/* ---- the verdict ---- */

struct str
say_wall(struct page *p, const struct forecast *f)
{
	const char *text = words_find(WORDS_WALL, f->resource);
	const struct finding *whose = NULL;
	for (size_t i = 0; i < p->a->finding_count && f->entity != NULL; i++)
		if (p->a->findings[i].entity == f->entity)
			whose = &p->a->findings[i];
	struct phrase phrase = { .value_count = 0 };
	if (whose != NULL)
		phrase.name = say_label(p, whose);
	return phrase_fill(p->perm, text != NULL ? text : f->resource, &phrase);
}

bool
wall_is_reached(const struct forecast *f)
{
	return f->eta_s < REACHED_S;
}

struct str
say_forecast(struct page *p, const struct forecast *f)
{
	double value[] = { f->eta_s, f->low_s, f->high_s, f->beyond };
	struct phrase phrase = { .value = value,
		.value_count = 4,
		.name = say_wall(p, f),
		.unit = f->unit == UNIT_BYTES ? CELL_BYTES : CELL_COUNT,
		.start_ms = p->start_ms };
	return say(
	    p, WORDS_SUMMARY, wall_is_reached(f) ? "wall-reached" : "wall", &phrase);
}

/* The first statement against a suspicion; what keeps it from certainty. */
static struct str
say_against(struct page *p, const struct finding *f)
{
	for (size_t i = 0; i < f->evidence_count; i++)
		if (f->evidence[i].direction < 0)
			return say_evidence(p, f, &f->evidence[i]);
	return say_page("against-unknown");
}

static struct str
say_finding(struct page *p, const struct finding *f)
{
	const struct judgement *j = &f->judged[0];
	bool appeared = has_appeared(f);
	double value[] = { judged_rate(p, j->rate.value),
		f->share < LEAST_SHARE ? NAN : f->share,
		p->clock && !j->onset_before ? j->onset_s : NAN,
		j->onset_before && !appeared, j->onset_before && appeared,
		p->clock ? NAN : j->end - j->start };
	struct phrase phrase = { .value = value,
		.value_count = 6,
		.name = say_subject(p, f),
		.other = say_against(p, f),
		.unit = quantity_unit(f->entity, j->metric),
		.start_ms = p->start_ms };
	/* A counter does not leak; it tells that something does. */
	enum kind kind = f->entity->kind;
	bool counter = kind == KIND_FILES || kind == KIND_MEMORY || kind == KIND_SWAP;
	struct str key = str_print(
	    p->scratch, "%s%s", counter ? "count/" : "", verdict_name(f->verdict));
	return say(p, WORDS_SUMMARY, str_text(p->scratch, key), &phrase);
}

static struct str
say_none(struct page *p)
{
	const struct analysis *a = p->a;
	double value[] = { (double)(a->finding_count -
				    a->verdict_count[VERDICT_INSUFFICIENT]),
		a->span_s, HOUR_S * visible_in(p, KERNEL_KINDS, NULL),
		HOUR_S * visible_in(p, PROCESS_KINDS, NULL) };
	struct phrase phrase = { .value = value,
		.value_count = 4,
		.unit = CELL_BYTES,
		.start_ms = p->start_ms };
	return say(p, WORDS_SUMMARY, "none", &phrase);
}

static struct str
say_insufficient(struct page *p)
{
	bool no_window = p->clock && isnan(p->a->span_s);
	uint32_t samples =
	    no_window ? store_sample_count(p->a->store) : p->a->sample_count;
	double value[] = { (double)samples, p->a->span_s, samples >= LEAST_POINTS };
	struct phrase phrase = {
		.value = value, .value_count = 3, .start_ms = p->start_ms
	};
	return say(p, WORDS_SUMMARY, no_window ? "no-window" : "insufficient", &phrase);
}

struct str
say_summary(struct page *p)
{
	const struct analysis *a = p->a;
	if (a->verdict == VERDICT_INSUFFICIENT)
		return say_insufficient(p);
	if (a->named_count == 0)
		return say_none(p);
	struct str text = say_finding(p, &a->findings[0]);
	if (a->named_count > 1) {
		double value[] = { (double)a->named_count - 1, a->named_count > 2 };
		struct phrase phrase = { .value = value,
			.value_count = 2,
			.name = say_label(p, &a->findings[1]) };
		struct str more = say(p, WORDS_SUMMARY, "others", &phrase);
		text = str_print(p->perm, "%.*s %.*s", (int)text.len, text.ptr,
		    (int)more.len, more.ptr);
	}
	return text;
}
