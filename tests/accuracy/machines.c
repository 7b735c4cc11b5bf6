#include "accuracy.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* Whole machines with 0 to 3 leaks, half of them freshly booted: final verdicts against the truth, by group of what leaks together. */

#define LEAKS 3

struct machine_result {
	int series;
	int leaks;                          /* in truth */
	bool suspected[LEAKS], leak[LEAKS]; /* found as at least that */
	int kind[LEAKS];
	int false_suspected, false_leak;
	bool right_class, right_first;
	bool has_rate[LEAKS], covered[LEAKS];
	char first_false[2][64];
};

static bool
truth_says(
    const char *truth, int leak, const char *what, const char *kind, const char *name)
{
	char line[200];
	snprintf(
	    line, sizeof(line), "\nleak.%d.%s: %s/%s\n", leak + 1, what, kind, name);
	return strstr(truth, line) != NULL;
}

/* A bit for each leak that a finding belongs to. A command is its processes. */
static unsigned
leaks_of(const char *truth, int leaks, const json_t *finding)
{
	const char *kind = member_text(finding, "kind"), *name = member_text(finding, "name");
	if (strcmp(kind, "command") == 0)
		kind = "process";
	unsigned found = 0;
	for (int i = 0; i < leaks; i++) {
		if (truth_says(truth, i, "culprit", kind, name) ||
		    truth_says(truth, i, "also", kind, name))
			found |= 1u << i;
	}
	return found;
}

/* Memory as a whole falls because of a leak: it is no culprit, right or wrong. */
static bool
is_total(const json_t *finding)
{
	const char *kind = member_text(finding, "kind");
	return strcmp(kind, "memory") == 0 || strcmp(kind, "swap") == 0;
}

static void
judge_finding(
    struct machine_result *out, const char *truth, const json_t *finding, int *named)
{
	const char *verdict = member_text(finding, "verdict");
	bool leak = strcmp(verdict, "leak") == 0;
	out->series++;
	if (is_total(finding) || (!leak && strcmp(verdict, "suspected") != 0))
		return;
	unsigned groups = leaks_of(truth, out->leaks, finding);
	for (int i = 0; i < out->leaks; i++) {
		out->suspected[i] = out->suspected[i] || (groups >> i & 1);
		out->leak[i] = out->leak[i] || (leak && (groups >> i & 1));
	}
	/* What is listed under another suspect is no alarm of its own. */
	if (json_is_string(json_object_get(finding, "parent")))
		return;
	if (groups == 0) {
		if (out->false_suspected < 2)
			snprintf(out->first_false[out->false_suspected],
			    sizeof(out->first_false[0]), "%.50s%s",
			    member_text(finding, "id"), leak ? "!" : "");
		out->false_suspected++;
		out->false_leak += leak;
	}
	if ((*named)++ == 0)
		out->right_first = groups != 0;
}

/* What machine number `index` is. */
static struct sim_request
machine_request(const struct plan *p, size_t index)
{
	/* Two hours, half a day, two days or so: what one captures. */
	static const double intervals[] = { 10, 60, 300 };
	struct sim_request q = sim_default();
	struct random r;
	q.seed = p->first_seed + (int64_t)index;
	random_init(&r, (uint64_t)q.seed, 99);
	q.system = index % 3 == 2 ? &system_linux : &system_freebsd;
	q.samples = 360 + (int64_t)random_below(&r, 360);
	q.interval_s = intervals[random_below(&r, 3)];
	q.machine.leak_count = (int)(index / 2 % 4);
	return q;
}

bool
machine_write(const struct plan *p, size_t index, const char *dir)
{
	struct sim_request q = machine_request(p, index);
	q.dir = dir;
	struct arena arena;
	arena_init(&arena);
	bool good = sim_write(&q, &arena);
	arena_close(&arena);
	return good;
}

static void
run_machine(const struct setting *s, size_t index, void *result, const void *context)
{
	static const char *const kinds[] = { "pool", "malloc", "process", "sockets", "forks" };
	struct machine_result *out = result;
	struct sim_request q = machine_request(context, index);
	char *truth, text[128], key[40];
	json_t *report = trial_run(s, &q, &truth), *finding;
	out->leaks = q.machine.leak_count;
	for (int i = 0; i < out->leaks; i++) {
		snprintf(key, sizeof(key), "leak.%d.kind", i + 1);
		for (int k = 0; truth_line(truth, key, text, sizeof(text)) && k < 5;
		     k++) {
			if (strcmp(text, kinds[k]) == 0)
				out->kind[i] = k;
		}
	}
	size_t i;
	int named = 0;
	out->right_first = true;
	json_array_foreach(json_object_get(report, "findings"), i, finding)
	    judge_finding(out, truth, finding, &named);
	const char *class = member_text(json_object_get(report, "verdict"), "class");
	out->right_class = out->leaks > 0 ? strcmp(class, "leak") == 0 ||
						strcmp(class, "suspected") == 0
					  : strcmp(class, "none") == 0;
	free(truth);
	json_decref(report);
}

struct sums {
	double leaks, suspected, leak, false_suspected, false_leak, series, right;
};

static void
print_line(const char *name, double found, double all, double alarms, double series)
{
	double recall = all > 0 ? found / all : 1;
	double precision = found + alarms > 0 ? found / (found + alarms) : 1;
	printf("| %s | %.0f of %.0f | %.0f | %.3f | %.3f | %.3f | %.3f |\n", name,
	    found, all, alarms, precision, recall,
	    precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0,
	    1000 * alarms / series);
}

int
part_machines(const struct plan *p)
{
	static const char *const kinds[] = { "zone or slab", "malloc type", "process",
		"sockets", "forks" };
	size_t count = (size_t)p->machines;
	struct machine_result *results = calloc(count, sizeof(*results));
	if (results == NULL)
		exit(2);
	trial_many(&p->setting, count, results, sizeof(*results), run_machine, p);
	struct sums sum = { 0 }, by_kind[5] = { { 0 } };
	for (size_t i = 0; i < count; i++) {
		const struct machine_result *r = &results[i];
		sum.series += r->series;
		sum.false_suspected += r->false_suspected;
		sum.false_leak += r->false_leak;
		sum.right += r->right_class && r->right_first;
		for (int l = 0; l < r->leaks; l++) {
			sum.leaks++;
			sum.suspected += r->suspected[l];
			sum.leak += r->leak[l];
			by_kind[r->kind[l]].leaks++;
			by_kind[r->kind[l]].suspected += r->suspected[l];
			by_kind[r->kind[l]].leak += r->leak[l];
		}
	}
	printf(
	    "## Whole machines\n\n"
	    "%zu machines (FreeBSD and Linux 2 : 1) with 0 to 3 leaks each, half of "
	    "them freshly booted, "
	    "%.0f series in all.\nFinal verdicts; what leaks together is one group.\n\n"
	    "| called as | found | false | precision | recall | F1 | false per 1000 "
	    "clean |\n"
	    "|---|---|---|---|---|---|---|\n",
	    count, sum.series);
	print_line("leak or suspected", sum.suspected, sum.leaks, sum.false_suspected,
	    sum.series);
	print_line("leak", sum.leak, sum.leaks, sum.false_leak, sum.series);
	printf(
	    "\nRight verdict class and a right first suspect: %.1f %%.\n\n"
	    "| what leaks | leaks | at least suspected | leak |\n|---|---|---|---|\n",
	    100 * sum.right / (double)count);
	for (int k = 0; k < 5; k++)
		printf("| %s | %.0f | %.2f | %.2f |\n", kinds[k], by_kind[k].leaks,
		    by_kind[k].suspected / fmax(1, by_kind[k].leaks),
		    by_kind[k].leak / fmax(1, by_kind[k].leaks));
	printf("\n");
	for (size_t i = 0; i < count; i++) {
		const struct machine_result *r = &results[i];
		for (int l = 0; l < r->leaks; l++) {
			if (!r->leak[l])
				fprintf(stderr, "machine %lld: leak %d (%s) %s\n",
				    (long long)(p->first_seed + (int64_t)i), l + 1,
				    kinds[r->kind[l]],
				    r->suspected[l] ? "only suspected" : "missed");
		}
		if (r->false_suspected > 0 || !r->right_class || !r->right_first)
			fprintf(stderr,
			    "machine %lld (%d leaks): %d false (%s %s)%s%s\n",
			    (long long)(p->first_seed + (int64_t)i), r->leaks,
			    r->false_suspected, r->first_false[0], r->first_false[1],
			    r->right_class ? "" : ", wrong class",
			    r->right_first ? "" : ", wrong first");
	}
	free(results);
	double recall = sum.leaks > 0 ? sum.leak / sum.leaks : 1;
	return floor_low(p, "whole machines, recall of leak", recall, 0.7) +
	       floor_high(p, "whole machines, false leaks per machine",
		   sum.false_leak / (double)count, 0.2);
}
