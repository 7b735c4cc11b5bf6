#include "accuracy.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* Who took the memory: shares of the loss against what the simulation knows that each leak took. */

struct parts {
	int leaks, told, covered;
	double error[LEAK_COUNT]; /* of the share, absolute */
	bool types;   /* a malloc type leaks, whose zone shows the same bytes */
	bool once;    /* they count once */
	bool pressed; /* … */
	bool has_rest, rest_covered;
};

static const json_t *
finding_of(const json_t *report, const char *truth, int leak)
{
	char key[40], name[80];
	snprintf(key, sizeof(key), "leak.%d.culprit", leak + 1);
	if (!truth_line(truth, key, name, sizeof(name)))
		return NULL;
	const char *slash = strchr(name, '/');
	if (slash == NULL)
		return NULL;
	const char *kinds = strncmp(name, "process", 7) == 0  ? "process command"
			    : strncmp(name, "malloc", 6) == 0 ? "malloc"
							      : "zone";
	return report_finding(report, kinds, slash + 1);
}

static void
compare_shares(struct parts *out, const json_t *report, const char *truth,
    const struct sim_outlook *outlook)
{
	const json_t *loss = json_object_get(json_object_get(report, "memory"), "loss");
	for (int i = 0; i < out->leaks; i++) {
		double share = outlook->taken[i] / outlook->lost;
		const json_t *finding = finding_of(report, truth, i);
		double low = member_number(finding, "share_low");
		double high = member_number(finding, "share_high");
		if (!isfinite(low) || !isfinite(high))
			continue;
		out->error[out->told++] = fabs(member_number(finding, "share") - share);
		out->covered += low <= share && share <= high;
	}
	double rest = outlook->unlisted / outlook->lost,
	       low = member_number(loss, "unexplained_low");
	double high = member_number(loss, "unexplained_high");
	out->has_rest = isfinite(low) && isfinite(high);
	out->rest_covered = low <= rest && rest <= high;
	/* Counted twice, the type's share would be missing from the rest. */
	double biggest = 0;
	for (int i = 0; i < out->leaks; i++)
		biggest = fmax(biggest, outlook->taken[i] / outlook->lost);
	out->once = !out->has_rest || high > rest - biggest / 2;
}

static void
run_parts(const struct setting *s, size_t index, void *result, const void *context)
{
	static const double intervals[] = { 10, 60, 300,
		600 }; /* an hour, six, 30, 60 */
	const struct plan *p = context;
	struct sim_request q = sim_default();
	q.seed = p->first_seed + (int64_t)index;
	q.samples = 360;
	q.interval_s = intervals[index % 4];
	q.machine.settled = true;
	q.machine.leak_scale = 10;
	struct parts *out = result;
	out->leaks = q.machine.leak_count = 1 + (int)(index / 4 % LEAK_COUNT);
	for (int i = 0; i < LEAK_COUNT; i++) {
		q.machine.leak_kind[i] = ((int)(index / 12) + i) % 3;
		out->types = out->types ||
			     (i < out->leaks && q.machine.leak_kind[i] == LEAK_TYPE);
	}
	struct arena arena;
	struct sim_outlook outlook;
	arena_init(&arena);
	sim_outlook(&q, &outlook, &arena);
	arena_close(&arena);
	/* What a process has in swap is not in its RSS: its share is told too small then. */
	out->pressed = outlook.pressed;
	if (out->pressed)
		return;
	char *truth;
	json_t *report = trial_run(s, &q, &truth);
	compare_shares(out, report, truth, &outlook);
	free(truth);
	json_decref(report);
}

int
part_shares(const struct plan *p)
{
	size_t count = (size_t)p->machines, told = 0;
	struct parts *all = calloc(count, sizeof(*all));
	double *errors = calloc(count * LEAK_COUNT + 1, sizeof(*errors));
	if (all == NULL || errors == NULL)
		exit(2);
	trial_many(&p->setting, count, all, sizeof(*all), run_parts, p);
	double leaks = 0, looked = 0, covered = 0, rests = 0, rests_covered = 0,
	       types = 0, once = 0;
	for (size_t i = 0; i < count; i++) {
		for (int k = 0; k < all[i].told; k++)
			errors[told++] = all[i].error[k];
		looked += !all[i].pressed;
		leaks += all[i].pressed ? 0 : all[i].leaks;
		covered += all[i].covered;
		rests += all[i].has_rest;
		rests_covered += all[i].has_rest && all[i].rest_covered;
		types += all[i].types && all[i].has_rest;
		once += all[i].types && all[i].has_rest && all[i].once;
	}
	double coverage = told > 0 ? covered / (double)told : 1;
	printf(
	    "## Who took the memory\n\n"
	    "%.0f machines with full caches and one to three leaks in zones, malloc "
	    "types "
	    "and processes, run for one hour to 60.\n\n"
	    "| | told | interval covers the truth | median error |\n|---|---|---|---|\n"
	    "| share of a leak | %zu of %.0f | %.3f | %.3f |\n"
	    "| share that nothing listed explains | %.0f of %.0f | %.3f | |\n\n"
	    "A malloc type and the zone its items lie in counted once: %.0f of "
	    "%.0f.\n\n",
	    looked, told, leaks, coverage, median(errors, told), rests, looked,
	    rests_covered / fmax(1, rests), once, types);
	free(all);
	free(errors);
	return floor_low(p, "shares that are covered", coverage, 0.85) +
	       floor_low(p, "malloc types counted once", types - once, 0);
}
