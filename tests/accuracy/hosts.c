#include "accuracy.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* Clean series as an ordinary host has them, hundreds to a capture: how many false alarms in a thousand? */

#define SERIES 500

struct host {
	int series, suspected, leak;
};

static void
run_host(const struct setting *s, size_t index, void *result, const void *context)
{
	static const int64_t lengths[] = { 24, 60, 300, 1000 };
	const struct plan *p = context;
	struct host *out = result;
	struct sim_request q = sim_default();
	q.mix = SERIES;
	q.samples = lengths[index % 4];
	q.seed = p->first_seed + (int64_t)index;
	json_t *report = trial_run(s, &q, NULL), *finding;
	size_t i;
	json_array_foreach(json_object_get(report, "findings"), i, finding)
	{
		if (strncmp(member_text(finding, "name"), "probe ", 6) != 0)
			continue;
		const json_t *metric = finding_metric(finding, "used_bytes");
		double score = metric == NULL ? NAN : member_number(metric, "score");
		out->series++;
		out->suspected += score >= 50;
		out->leak += score >= 80;
	}
	json_decref(report);
}

/* Upper 95 % bound of a Poisson mean of which `seen` were seen: where that few would be a 1 in 20 chance. */
static double
upper_bound(int seen)
{
	double low = seen, high = seen + 10 + 4 * sqrt(seen + 1.0);
	for (int i = 0; i < 60; i++) {
		double mean = (low + high) / 2, sum = 0;
		/* By logarithms: exp(-mean) alone is 0 from 745 on. */
		for (int k = 0; k <= seen; k++)
			sum += exp(k * log(mean) - mean - lgamma(k + 1.0));
		*(sum > 0.05 ? &low : &high) = mean;
	}
	return high;
}

int
part_hosts(const struct plan *p)
{
	size_t count = (size_t)p->hosts;
	struct host *hosts = calloc(count, sizeof(*hosts)), sum = { 0 };
	if (hosts == NULL)
		exit(2);
	trial_many(&p->setting, count, hosts, sizeof(*hosts), run_host, p);
	for (size_t i = 0; i < count; i++) {
		sum.series += hosts[i].series;
		sum.suspected += hosts[i].suspected;
		sum.leak += hosts[i].leak;
	}
	double per = sum.series / 1000.0;
	printf("## False alarms on ordinary hosts\n\n"
	       "%zu captures of %d clean series each, mixed as hosts have them (%d "
	       "series judged), by "
	       "score alone.\n\n"
	       "| | per 1000 clean series | upper 95 %% bound |\n|---|---|---|\n"
	       "| false leak (score ≥ 80) | %.2f | %.2f |\n"
	       "| false suspected or leak (score ≥ 50) | %.2f | %.2f |\n\n",
	    count, SERIES, sum.series, sum.leak / per, upper_bound(sum.leak) / per,
	    sum.suspected / per, upper_bound(sum.suspected) / per);
	free(hosts);
	return floor_high(p, "false leaks per 1000 clean series", sum.leak / per, 3);
}
