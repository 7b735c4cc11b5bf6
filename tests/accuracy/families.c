#include "accuracy.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/when.h"
#include "naive.h"

#include "base/banned.h"

/* Single series, one to a capture, called by the score alone. */

struct cell {
	int family;
	int64_t samples, seed;
};

struct single {
	bool failed; /* seep did not judge it */
	double score;
	unsigned naive;
	bool has_rate, covered;
	double rate_error; /* relative */
	bool has_onset, onset_covered;
	double onset_error; /* of the run */
};

static void
compare_rate(struct single *out, const json_t *metric, const struct family_series *s,
    double span_s, int64_t unit_bytes)
{
	double truth = s->growth * (double)unit_bytes / span_s;
	double slope = member_number(metric, "slope_per_s");
	double low = member_number(metric, "slope_low_per_s");
	double high = member_number(metric, "slope_high_per_s");
	if (!isfinite(slope) || !isfinite(low) || !isfinite(high))
		return;
	out->has_rate = true;
	out->covered = low <= truth && truth <= high;
	out->rate_error = fabs(slope - truth) / truth;
}

static bool
onset_between(const json_t *metric, int64_t start_ms, double truth_s)
{
	int64_t low_ms, high_ms;
	return when_rfc3339(str_from(member_text(metric, "onset_low")), &low_ms) &&
	       when_rfc3339(str_from(member_text(metric, "onset_high")), &high_ms) &&
	       (double)(low_ms - start_ms) / 1000 <= truth_s &&
	       truth_s <= (double)(high_ms - start_ms) / 1000;
}

static void
compare_onset(struct single *out, const json_t *report, const json_t *metric,
    const struct family_series *s, double span_s)
{
	int64_t start_ms, onset_ms;
	const char *started =
	    member_text(json_object_get(report, "capture"), "started");
	if (!when_rfc3339(str_from(started), &start_ms) ||
	    !when_rfc3339(str_from(member_text(metric, "onset")), &onset_ms))
		return;
	/* A sample stands for the middle of its interval: half an interval before it in time. */
	double truth_s = s->onset * span_s - span_s / (double)s->count / 2;
	out->has_onset = true;
	out->onset_error =
	    fabs((double)(onset_ms - start_ms) / 1000 - truth_s) / span_s;
	out->onset_covered = onset_between(metric, start_ms, truth_s);
}

static void
run_single(const struct setting *s, size_t index, void *result, const void *context)
{
	const struct cell *cell = (const struct cell *)context + index;
	struct single *out = result;
	struct sim_request q = sim_default();
	q.family = cell->family;
	q.samples = cell->samples;
	q.seed = cell->seed;
	struct arena arena;
	arena_init(&arena);
	struct family_series series = sim_series(&q, &arena);
	out->naive = naive_calls(series.value, series.count);
	double span_s = sim_interval(&q, &arena) * (double)q.samples;
	json_t *report = trial_run(s, &q, NULL);
	const json_t *finding = report_finding(report, "zone process command", "probe");
	const json_t *metric =
	    finding == NULL ? NULL : finding_metric(finding, "used_bytes");
	if (finding != NULL && metric == NULL)
		metric = finding_metric(finding, "rss");
	out->score = metric == NULL ? NAN : member_number(metric, "score");
	out->failed = isnan(out->score) && cell->family != 18;
	if (series.growth > 0 && metric != NULL) {
		compare_rate(out, metric, &series, span_s, sim_unit_bytes(&q));
		compare_onset(out, report, metric, &series, span_s);
	}
	json_decref(report);
	arena_close(&arena);
}

/* How often something was called: each family counts the same. */
struct tally {
	double called[FAMILY_COUNT + 1], all[FAMILY_COUNT + 1];
};

static void
count(struct tally *t, int family, bool called)
{
	t->called[family] += called;
	t->all[family]++;
}

struct rates {
	double precision, recall, f1, accuracy, false_per_1000;
};

static struct rates
rates_of(const struct tally *t, bool hard)
{
	double recall = 0, alarms = 0, leaks = 0, clean = 0;
	for (int f = 1; f <= FAMILY_COUNT; f++) {
		const struct family *family = family_find(f);
		if (t->all[f] == 0 || (!hard && family->undecidable))
			continue;
		*(family->leak ? &recall : &alarms) += t->called[f] / t->all[f];
		*(family->leak ? &leaks : &clean) += 1;
	}
	recall /= leaks > 0 ? leaks : 1;
	alarms /= clean > 0 ? clean : 1;
	double precision = recall + alarms > 0 ? recall / (recall + alarms) : 1;
	return (struct rates){ precision, recall,
		precision + recall > 0 ? 2 * precision * recall / (precision + recall)
				       : 0,
		(recall + 1 - alarms) / 2, 1000 * alarms };
}

static void
print_rates(const char *name, const struct tally *t, bool hard)
{
	struct rates r = rates_of(t, hard);
	printf("| %s | %.3f | %.3f | %.3f | %.3f | %.0f |\n", name, r.precision,
	    r.recall, r.f1, r.accuracy, r.false_per_1000);
}

/* Families `from` to `to` at each of the lengths, seeds each; the caller frees both. */
static size_t
run_cells(const struct plan *p, const int64_t *lengths, int length_count, int from,
    int to, struct cell **cells, struct single **singles)
{
	size_t total = (size_t)((to - from + 1) * length_count * p->seeds), n = 0;
	*cells = calloc(total, sizeof(**cells));
	*singles = calloc(total, sizeof(**singles));
	if (*cells == NULL || *singles == NULL)
		exit(2);
	for (int l = 0; l < length_count; l++)
		for (int f = from; f <= to; f++)
			for (int s = 0; s < p->seeds; s++)
				(*cells)[n++] =
				    (struct cell){ f, lengths[l], p->first_seed + s };
	trial_many(&p->setting, total, *singles, sizeof(**singles), run_single, *cells);
	return total;
}

static void
print_families(const struct cell *cells, const struct single *singles, size_t total,
    int from, int to, const int64_t *lengths, int length_count)
{
	printf("| family | class |");
	for (int l = 0; l < length_count; l++)
		printf(" n=%lld |", (long long)lengths[l]);
	printf("\n|---|---|");
	for (int l = 0; l < length_count; l++)
		printf("---|");
	printf("\n");
	for (int f = from; f <= to; f++) {
		const struct family *family = family_find(f);
		printf("| %d %s%s | %s |", f, family->name,
		    family->undecidable ? " *" : "", family->leak ? "leak" : "clean");
		for (int l = 0; l < length_count; l++) {
			double all = 0, suspected = 0, leak = 0;
			for (size_t i = 0; i < total; i++) {
				if (cells[i].family != f ||
				    cells[i].samples != lengths[l])
					continue;
				all++;
				suspected += singles[i].score >= 50;
				leak += singles[i].score >= 80;
			}
			printf(" %.2f / %.2f |", suspected / all, leak / all);
		}
		printf("\n");
	}
	printf("\n");
}

struct measures {
	struct tally suspected, leak, naive[NAIVE_COUNT];
};

static struct measures
measure(const struct cell *cells, const struct single *singles, size_t total)
{
	struct measures m;
	memset(&m, 0, sizeof(m));
	for (size_t i = 0; i < total; i++) {
		count(&m.suspected, cells[i].family, singles[i].score >= 50);
		count(&m.leak, cells[i].family, singles[i].score >= 80);
		for (int d = 0; d < NAIVE_COUNT; d++)
			count(&m.naive[d], cells[i].family, singles[i].naive >> d & 1);
	}
	return m;
}

static void
print_head(void)
{
	printf(
	    "| method | precision | recall | F1 | accuracy | false per 1000 clean |\n"
	    "|---|---|---|---|---|---|\n");
}

/* Does the 95 % interval of the growth rate hold the true rate? Runs of 60 samples or more, where a rate is given. */
static double
print_coverage(const struct cell *cells, const struct single *singles, size_t total)
{
	double covered = 0, all = 0;
	printf("| family | interval covers the truth | median relative error | no rate "
	       "given |\n"
	       "|---|---|---|---|\n");
	double *errors = calloc(total, sizeof(*errors));
	for (int f = 25; errors != NULL && f <= 41; f++) {
		double hits = 0, none = 0;
		size_t n = 0;
		if (!family_find(f)->one_rate)
			continue;
		for (size_t i = 0; i < total; i++) {
			if (cells[i].family != f || cells[i].samples < 60)
				continue;
			none += !singles[i].has_rate;
			if (!singles[i].has_rate)
				continue;
			hits += singles[i].covered;
			errors[n++] = singles[i].rate_error;
		}
		double counted = (double)n;
		covered += hits;
		all += counted;
		printf("| %d %s | %.3f | %.3f | %.0f of %.0f |\n", f,
		    family_find(f)->name, hits / counted, median(errors, n), none,
		    counted + none);
	}
	free(errors);
	printf("| all | %.3f | | |\n\n", covered / all);
	return covered / all;
}

/* Where the leak began (family 34), by length of the run; the share of the intervals that hold the truth. */
static double
print_onset(const struct cell *cells, const struct single *singles, size_t total,
    const int64_t *lengths, int length_count)
{
	double *errors = calloc(total, sizeof(*errors)), covered = 0, told = 0;
	printf(
	    "| onset, family 34 | told | interval covers the truth | median error, of "
	    "the run |\n|---|---|---|---|\n");
	for (int l = 0; errors != NULL && l < length_count; l++) {
		double hits = 0;
		size_t n = 0, all = 0;
		if (lengths[l] < 60)
			continue;
		for (size_t i = 0; i < total; i++) {
			if (cells[i].family != 34 || cells[i].samples != lengths[l])
				continue;
			all++;
			if (!singles[i].has_onset)
				continue;
			hits += singles[i].onset_covered;
			errors[n++] = singles[i].onset_error;
		}
		covered += hits;
		told += (double)n;
		printf("| n = %lld | %zu of %zu | %.3f | %.2f %% |\n",
		    (long long)lengths[l], n, all, hits / fmax(1, (double)n),
		    100 * median(errors, n));
	}
	free(errors);
	printf("\n");
	return told > 0 ? covered / told : 1;
}

static int
judge_floors(const struct plan *p, const struct measures *m)
{
	int misses = 0;
	misses += floor_low(p, "F1, at least suspected, hard set",
	    rates_of(&m->suspected, true).f1, 0.88);
	misses +=
	    floor_low(p, "precision of leak", rates_of(&m->leak, true).precision, 0.95);
	misses += floor_low(p, "recall of leak", rates_of(&m->leak, true).recall, 0.72);
	return misses;
}

int
part_families(const struct plan *p)
{
	static const int64_t lengths[] = { 24, 60, 300, 1000 },
			     short_lengths[] = { 12, 16 },
			     load_lengths[] = { 60, 120, 300, 600 };
	struct cell *cells;
	struct single *singles;
	size_t total = run_cells(p, lengths, 4, 1, 41, &cells, &singles);
	struct measures m = measure(cells, singles, total);
	size_t failed = 0;
	for (size_t i = 0; i < total; i++)
		failed += singles[i].failed;
	printf("## Single series\n\n"
	       "Families 1–41 at n = 24, 60, 300 and 1000, %d seeds for each, one "
	       "series on a quiet "
	       "machine, called by\nits score alone; the two classes weigh the same, "
	       "and so do the "
	       "families in each.\n%zu captures, %zu not judged.\n\n",
	    p->seeds, total, failed);
	print_head();
	print_rates("**seep, score ≥ 50** (suspected or leak)", &m.suspected, true);
	print_rates("**seep, score ≥ 80** (leak)", &m.leak, true);
	print_rates("the same without the undecidable, ≥ 50", &m.suspected, false);
	print_rates("the same without the undecidable, ≥ 80", &m.leak, false);
	for (int d = 0; d < NAIVE_COUNT; d++)
		print_rates(naive_names[d], &m.naive[d], true);
	printf("\nCalled by family and length, score ≥ 50 / score ≥ 80 (* undecidable "
	       "by design):\n\n");
	print_families(cells, singles, total, 1, 41, lengths, 4);
	printf("### Growth rate and onset\n\n");
	print_coverage(cells, singles, total);
	double onsets = print_onset(cells, singles, total, lengths, 4);
	int misses = judge_floors(p, &m) +
		     floor_low(p, "series judged", failed == 0, 1) +
		     floor_low(p, "onsets that are covered", onsets, 0.8);
	free(cells);
	free(singles);

	printf("### Very short runs\n\n");
	total = run_cells(p, short_lengths, 2, 1, 41, &cells, &singles);
	m = measure(cells, singles, total);
	print_head();
	print_rates("seep, score ≥ 50", &m.suspected, true);
	print_rates("seep, score ≥ 80", &m.leak, true);
	print_rates(naive_names[NAIVE_KENDALL], &m.naive[NAIVE_KENDALL], true);
	printf("\n");
	free(cells);
	free(singles);

	printf("### Series under load\n\nLoad only adds: families 42–47, score ≥ 50 / "
	       "score ≥ 80. In "
	       "44 and 47 the zone's requests tell the load.\n\n");
	total = run_cells(p, load_lengths, 4, 42, 47, &cells, &singles);
	print_families(cells, singles, total, 42, 47, load_lengths, 4);
	free(cells);
	free(singles);
	return misses;
}
