#include <math.h>
#include <stdlib.h>

#include "analyse/inquiry.h"
#include "base/when.h"

#include "base/banned.h"

#define LOW_GROWTH 0.001 /* of RAM a day */

/* Digits differ from machine to machine (nfsd4, em0, kmalloc-rnd-07); what the name says without them does not. */
static struct str
without_digits(struct arena *perm, struct str name)
{
	char *text = arena_alloc(perm, name.len + 1);
	size_t len = 0;
	for (size_t i = 0; i < name.len; i++) {
		bool digit = name.ptr[i] >= '0' && name.ptr[i] <= '9';
		if (digit && len > 0 && text[len - 1] == '#')
			continue;
		text[len++] = digit ? '#' : name.ptr[i];
	}
	return (struct str){ text, len };
}

static void
name_finding(struct inquiry *q, struct finding *f)
{
	const struct entity *e = f->entity;
	long long second = e->kind == KIND_PROCESS ? e->pid : e->item_size;
	f->id = str_print(q->perm, "%s/%.*s/%lld/%u", kind_name(e->kind),
	    (int)e->name.len, e->name.ptr, second, (unsigned)e->ordinal);
	struct str name =
	    PROCESS_KINDS & 1u << e->kind ? e->name : without_digits(q->perm, e->name);
	enum kind kind = e->kind == KIND_COMMAND ? KIND_PROCESS : e->kind;
	long long size = e->kind == KIND_PROCESS ? 0 : e->item_size;
	struct str seed = str_print(
	    q->perm, "%s/%.*s/%lld", kind_name(kind), (int)name.len, name.ptr, size);
	f->fingerprint =
	    str_print(q->perm, "%016llx", (unsigned long long)str_hash(seed));
}

void
rank_name(struct inquiry *q)
{
	for (size_t i = 0; i < q->dossier_count; i++)
		name_finding(q, &q->dossiers[i].finding);
}

/* ---- severity ---- */

static double
seconds_left(const struct inquiry *q, const struct finding *f)
{
	double left = NAN;
	for (size_t i = 0; i < q->result->forecast_count; i++) {
		const struct forecast *w = &q->result->forecasts[i];
		if (w->entity == f->entity || w->entity == NULL)
			left = isnan(left) ? w->eta_s : fmin(left, w->eta_s);
	}
	return left;
}

static enum severity
severity_of(const struct inquiry *q, const struct finding *f)
{
	const struct judgement *j = &f->judged[0];
	if (!q->clock || isnan(j->rate.value))
		return SEVERITY_LOW;
	bool bytes = metric_is_bytes(f->entity, j->metric);
	if (bytes && !isnan(q->ram_bytes) &&
	    j->rate.value * DAY_S < LOW_GROWTH * q->ram_bytes)
		return SEVERITY_LOW;
	double days = seconds_left(q, f) / DAY_S;
	if (days < 2)
		return SEVERITY_CRITICAL;
	if (days < 14)
		return SEVERITY_HIGH;
	return days < 90 ? SEVERITY_MEDIUM : SEVERITY_LOW;
}

/* ---- order ---- */

static bool
stands_by_itself(const struct dossier *d)
{
	return dossier_is_named(d) &&
	       (d->parent == NULL || !dossier_is_named(d->parent));
}

static double
known_or(double value, double otherwise)
{
	return isnan(value) ? otherwise : value;
}

static int
larger_first(double a, double b)
{
	return a > b ? -1 : a < b;
}

static double
relative_growth(const struct judgement *j)
{
	return j->retained / fmax(fabs(j->start), 1);
}

/* What is counted in items has grown by no bytes: between what gained some and what lost some. */
static double
bytes_gained(const struct finding *f)
{
	return metric_is_bytes(f->entity, f->judged[0].metric) ? f->judged[0].retained
							       : 0;
}

/* Verdict, severity, share, size of the growth, score, name. */
static int
compare(const void *left, const void *right)
{
	const struct dossier *a = *(const struct dossier *const *)left;
	const struct dossier *b = *(const struct dossier *const *)right;
	const struct finding *f = &a->finding, *g = &b->finding;
	int order = stands_by_itself(b) - stands_by_itself(a);
	if (order == 0)
		order = (int)f->verdict - (int)g->verdict;
	if (order == 0)
		order = (int)f->severity - (int)g->severity;
	if (order == 0)
		order = larger_first(known_or(f->share, 0), known_or(g->share, 0));
	if (order == 0)
		order = larger_first(bytes_gained(f), bytes_gained(g));
	if (order == 0)
		order = larger_first(f->judged[0].score, g->judged[0].score);
	if (order == 0)
		order = larger_first(
		    relative_growth(&f->judged[0]), relative_growth(&g->judged[0]));
	return order != 0 ? order : str_cmp(f->id, g->id);
}

static void
set_verdict(struct analysis *a)
{
	bool judged = false;
	a->verdict = VERDICT_STABLE;
	for (size_t i = 0; i < a->finding_count; i++) {
		const struct finding *f = &a->findings[i];
		judged |= f->verdict != VERDICT_INSUFFICIENT;
		a->verdict_count[f->verdict]++;
	}
	for (size_t i = 0; i < a->named_count; i++) {
		const struct finding *f = &a->findings[i];
		if (f->verdict < a->verdict)
			a->verdict = f->verdict;
		enum kind kind = f->entity->kind;
		bool process = PROCESS_KINDS & 1u << kind;
		bool files = kind == KIND_FILES || f->judged[0].metric == METRIC_FDS;
		a->where_files |= files;
		a->where_process |= process;
		a->where_kernel |= !process && !files;
	}
	if (!judged)
		a->verdict = VERDICT_INSUFFICIENT;
}

/* Findings move when they are put in order; what points to them moves along. */
static struct finding *
copy_findings(struct inquiry *q, struct dossier **sorted, size_t count)
{
	struct finding *findings = arena_array(q->perm, count + 1, sizeof(*findings));
	for (size_t i = 0; i < count; i++) {
		findings[i] = sorted[i]->finding;
		sorted[i]->placed = &findings[i];
	}
	for (size_t i = 0; i < count; i++) {
		const struct dossier *parent = sorted[i]->parent;
		/* What is listed apart is nobody's parent, nor anybody's child. */
		if (parent != NULL && parent->own == sorted[i]->own)
			findings[i].parent = parent->placed;
	}
	return findings;
}

void
rank_order(struct inquiry *q)
{
	struct analysis *a = q->result;
	struct dossier **listed =
	    arena_array(q->scratch, q->dossier_count + 1, sizeof(*listed));
	struct dossier **own =
	    arena_array(q->scratch, q->dossier_count + 1, sizeof(*own));
	for (size_t i = 0; i < q->dossier_count; i++) {
		struct dossier *d = &q->dossiers[i];
		if (d->covered)
			continue;
		d->finding.severity =
		    dossier_is_named(d) ? severity_of(q, &d->finding) : SEVERITY_LOW;
		if (d->own)
			own[a->own_count++] = d;
		else
			listed[a->finding_count++] = d;
	}
	qsort(listed, a->finding_count, sizeof(struct dossier *), compare);
	qsort(own, a->own_count, sizeof(struct dossier *), compare);
	a->findings = copy_findings(q, listed, a->finding_count);
	a->own = copy_findings(q, own, a->own_count);
	while (a->named_count < a->finding_count &&
	       stands_by_itself(listed[a->named_count]))
		a->named_count++;
	for (size_t i = 0; i < a->attribution.line_count; i++) {
		struct attribution_line *line = &a->attribution.lines[i];
		line->finding = dossier_of(q, line->finding->entity->index)->placed;
	}
	set_verdict(a);
}
