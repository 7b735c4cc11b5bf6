#include "accuracy.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* Is a leak of the size that seep says it would see really seen? */

struct sight {
	bool told; /* a size was stated */
	bool seen; /* as at least suspected, by score */
};

static double
stated_size(const json_t *report)
{
	const json_t *finding = report_finding(report, "zone process command", "probe");
	size_t i;
	json_t *row;
	json_array_foreach(json_object_get(report, "sensitivity"), i, row)
	{
		if (strcmp(member_text(row, "id"), member_text(finding, "id")) == 0)
			return member_number(row, "smallest_visible_per_s");
	}
	return NAN;
}

/* Noise whose size the run can tell: no steps, no cycles. */
static const int quiet_families[] = { 1, 2, 3, 17 };

static void
run_sight(const struct setting *s, size_t index, void *result, const void *context)
{
	static const int64_t lengths[] = { 60, 300, 1000 };
	const struct plan *p = context;
	struct sight *out = result;
	struct sim_request q = sim_default();
	q.family = quiet_families[index % 4];
	q.samples = lengths[index / 4 % 3];
	q.seed = p->first_seed + (int64_t)(index / 12);
	json_t *report = trial_run(s, &q, NULL);
	double size = stated_size(report);
	json_decref(report);
	out->told = isfinite(size) && size > 0;
	if (!out->told)
		return;
	/* Another run of the same kind of series (a multiple of 10 keeps its unit), leaking at just that pace. */
	q.growth = size * (double)q.samples * q.interval_s / (double)sim_unit_bytes(&q);
	q.seed += 500000;
	report = trial_run(s, &q, NULL);
	const json_t *finding = report_finding(report, "zone process command", "probe");
	const json_t *metric =
	    finding == NULL ? NULL : finding_metric(finding, "used_bytes");
	if (finding != NULL && metric == NULL)
		metric = finding_metric(finding, "rss");
	out->seen = metric != NULL && member_number(metric, "score") >= 50;
	json_decref(report);
}

int
part_sensitivity(const struct plan *p)
{
	size_t count = (size_t)p->seeds * 12;
	struct sight *sights = calloc(count, sizeof(*sights));
	if (sights == NULL)
		exit(2);
	trial_many(&p->setting, count, sights, sizeof(*sights), run_sight, p);
	double told[4] = { 0 }, seen[4] = { 0 }, all_told = 0, all_seen = 0;
	for (size_t i = 0; i < count; i++) {
		told[i % 4] += sights[i].told;
		seen[i % 4] += sights[i].seen;
		all_told += sights[i].told;
		all_seen += sights[i].seen;
	}
	printf("## Sensitivity\n\n"
	       "A clean series is judged, then the same machine on another day leaks "
	       "at exactly the "
	       "stated smallest visible rate.\n\n"
	       "| family | stated | seen (score ≥ 50) |\n|---|---|---|\n");
	for (int f = 0; f < 4; f++)
		printf("| %s | %.0f | %.2f |\n", family_find(quiet_families[f])->name,
		    told[f], seen[f] / fmax(1, told[f]));
	printf("| all | %.0f of %zu | %.2f |\n\n", all_told, count,
	    all_seen / fmax(1, all_told));
	free(sights);
	return floor_low(p, "leaks of the stated size that are seen",
	    all_seen / fmax(1, all_told), 0.7);
}
