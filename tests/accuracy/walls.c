#include "accuracy.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/*
 * How well the time to exhaustion is told. A zone that leaks along a known line has a limit that it reaches one, three or nine runs later; the
 * memory of a machine lasts as long as the simulation knows from its leaks.
 */

struct prospect {
	bool real;                /* there is a truth to tell */
	bool told, covered, open; /* open: no upper end */
	double error;             /* relative, of the time */
};

static void
compare_eta(struct prospect *out, const json_t *wall, double truth_s)
{
	double eta = member_number(wall, "eta_s"), low = member_number(wall, "low_s");
	double high = member_number(wall, "high_s");
	if (!isfinite(eta) || !isfinite(low))
		return;
	out->told = true;
	out->open = isnan(high);
	out->covered = low <= truth_s && (out->open || truth_s <= high);
	out->error = fabs(eta - truth_s) / truth_s;
}

static const json_t *
wall_named(const json_t *report, const char *resource)
{
	size_t i;
	json_t *wall;
	const json_t *walls =
	    json_object_get(json_object_get(report, "memory"), "walls");
	json_array_foreach(walls, i, wall)
	{
		if (strcmp(member_text(wall, "resource"), resource) == 0)
			return wall;
	}
	return NULL;
}

/* Families with one rate whose level without noise is a line in the end. */
static const int straight[] = { 25, 26, 27, 28, 29, 34, 38, 41 };
#define STRAIGHT (sizeof(straight) / sizeof(straight[0]))
#define FAR_RUNS 10 /* beyond it a forecast is marked as an order of magnitude */

static void
run_limit(const struct setting *s, size_t index, void *result, const void *context)
{
	static const int64_t lengths[] = { 60, 300, 1000 };
	static const double ahead[] = { 1, 3, 9 };
	const struct plan *p = context;
	struct sim_request q = sim_default();
	size_t seed = index / STRAIGHT / 3;
	q.family = straight[index % STRAIGHT];
	q.samples = lengths[index / STRAIGHT % 3];
	q.ahead = ahead[seed % 3];
	q.seed = p->first_seed + (int64_t)seed;
	struct arena arena;
	arena_init(&arena);
	double interval_s = sim_interval(&q, &arena);
	arena_close(&arena);
	json_t *report = trial_run(s, &q, NULL);
	struct prospect *out = result;
	out->real = true;
	/* From the last sample, which stands half an interval before the end of the run. */
	compare_eta(out, wall_named(report, "its limit"),
	    ((double)q.samples * q.ahead + 0.5) * interval_s);
	json_decref(report);
}

static void
run_memory(const struct setting *s, size_t index, void *result, const void *context)
{
	static const double intervals[] = { 10, 60, 300,
		600 }; /* an hour, six, 30, 60 */
	const struct plan *p = context;
	struct sim_request q = sim_default();
	q.seed = p->first_seed + (int64_t)index;
	q.samples = 360;
	q.interval_s = intervals[index % 4];
	q.machine.settled = true;
	q.machine.leak_count = 1 + (int)(index / 4 % 2);
	q.machine.leak_scale = 4;
	for (int i = 0; i < LEAK_COUNT; i++)
		q.machine.leak_kind[i] = ((int)index + i) % 3;
	struct arena arena;
	struct sim_outlook outlook;
	arena_init(&arena);
	sim_outlook(&q, &outlook, &arena);
	arena_close(&arena);
	struct prospect *out = result;
	out->real = outlook.lost > 0 && !outlook.pressed && outlook.lasts_s > 0 &&
		    outlook.lasts_s < FAR_RUNS * 360 * q.interval_s;
	if (!out->real)
		return;
	json_t *report = trial_run(s, &q, NULL);
	compare_eta(out, wall_named(report, "free memory"), outlook.lasts_s);
	json_decref(report);
}

/* Prints one line; the share of the times told that are covered. */
static double
print_prospects(const char *name, const struct prospect *all, size_t count)
{
	double real = 0, told = 0, covered = 0, open = 0;
	double *errors = calloc(count + 1, sizeof(*errors));
	if (errors == NULL)
		exit(2);
	for (size_t i = 0; i < count; i++) {
		real += all[i].real;
		covered += all[i].covered;
		open += all[i].open;
		if (all[i].told)
			errors[(size_t)told++] = all[i].error;
	}
	printf("| %s | %.0f of %.0f | %.3f | %.3f | %.0f |\n", name, told, real,
	    covered / fmax(1, told), median(errors, (size_t)told), open);
	free(errors);
	return told > 0 ? covered / told : 1;
}

int
part_walls(const struct plan *p)
{
	size_t count = (size_t)p->seeds * STRAIGHT * 3, machines = (size_t)p->machines;
	struct prospect *limits = calloc(count, sizeof(*limits)),
			*memory = calloc(machines, sizeof(*memory)),
			*part = calloc(count, sizeof(*part));
	if (limits == NULL || memory == NULL || part == NULL)
		exit(2);
	trial_many(&p->setting, count, limits, sizeof(*limits), run_limit, p);
	trial_many(&p->setting, machines, memory, sizeof(*memory), run_memory, p);
	printf(
	    "## Time to exhaustion\n\n"
	    "Zones that leak reach a limit one, three or nine runs after the capture "
	    "(n = 60, 300, 1000). Machines with one or two leaks and full "
	    "caches,\nwhose memory lasts for less than ten runs at the pace of their "
	    "leaks.\n\n"
	    "| what runs out | told | interval covers the truth | median relative "
	    "error | without upper end |\n|---|---|---|---|---|\n");
	for (size_t f = 0; f < STRAIGHT; f++) {
		char name[80];
		size_t n = 0;
		snprintf(name, sizeof(name), "limit, %d %s", straight[f],
		    family_find(straight[f])->name);
		for (size_t i = f; i < count; i += STRAIGHT)
			part[n++] = limits[i];
		print_prospects(name, part, n);
	}
	double of_limits = print_prospects("limit, all", limits, count);
	print_prospects("memory of a machine", memory, machines);
	printf("\n");
	free(limits);
	free(memory);
	free(part);
	return floor_low(p, "times to a limit that are covered", of_limits, 0.85);
}
