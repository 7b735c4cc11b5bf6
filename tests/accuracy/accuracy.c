#include "accuracy.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/num.h"

#include "base/banned.h"

static int
missed(const struct plan *p, const char *what, double value, const char *side,
    double bound)
{
	if (p->floors)
		fprintf(stderr, "accuracy: %s is %.4f, must be %s %.4f\n", what, value,
		    side, bound);
	return p->floors;
}

int
floor_low(const struct plan *p, const char *what, double value, double least)
{
	return value >= least ? 0 : missed(p, what, value, "at least", least);
}

int
floor_high(const struct plan *p, const char *what, double value, double most)
{
	return value <= most ? 0 : missed(p, what, value, "at most", most);
}

static int64_t
number(const char *text)
{
	int64_t value;
	if (text == NULL || !num_i64(str_from(text), &value) || value < 0) {
		fprintf(
		    stderr, "accuracy: %s: not a number\n", text == NULL ? "" : text);
		exit(2);
	}
	return value;
}

/* Half A of the seeds is for tuning, half B for reporting; they never meet. */
#define HALF_A 1
#define HALF_B 1000001

int
main(int argc, char **argv)
{
	struct plan p = { .setting = { .jobs = 2 },
		.first_seed = HALF_B,
		.seeds = 10,
		.machines = 20,
		.hosts = 4 };
	const char *keep = NULL,
		   *parts = "families hosts machines sensitivity walls shares";
	char folder[] = "/tmp/seep-accuracy.XXXXXX";
	for (int i = 1; i < argc; i++) {
		const char *next = i + 1 < argc ? argv[i + 1] : NULL;
		if (strcmp(argv[i], "--floors") == 0) {
			p.floors = true;
			continue;
		}
		if (strcmp(argv[i], "--seep") == 0)
			p.setting.seep = next;
		else if (strcmp(argv[i], "--parts") == 0 && next != NULL)
			parts = next;
		else if (strcmp(argv[i], "--half") == 0 && next != NULL)
			p.first_seed = strcmp(next, "A") == 0 ? HALF_A : HALF_B;
		else if (strcmp(argv[i], "--keep") == 0 && next != NULL)
			keep = next;
		else if (strcmp(argv[i], "--jobs") == 0)
			p.setting.jobs = (int)number(next);
		else if (strcmp(argv[i], "--seeds") == 0)
			p.seeds = (int)number(next);
		else if (strcmp(argv[i], "--machines") == 0)
			p.machines = (int)number(next);
		else if (strcmp(argv[i], "--hosts") == 0)
			p.hosts = (int)number(next);
		else {
			fprintf(stderr, "accuracy: %s: unknown option\n", argv[i]);
			return 2;
		}
		i++;
	}
	if (keep != NULL) /* the last of --machines */
		return machine_write(&p, (size_t)p.machines - 1, keep) ? 0 : 2;
	if (p.setting.seep == NULL || mkdtemp(folder) == NULL) {
		fprintf(stderr,
		    "accuracy: --seep PROGRAM is missing, or no temporary folder\n");
		return 2;
	}
	p.setting.folder = folder;
	int misses = 0;
	if (strstr(parts, "families") != NULL)
		misses += part_families(&p);
	if (strstr(parts, "hosts") != NULL)
		misses += part_hosts(&p);
	if (strstr(parts, "machines") != NULL)
		misses += part_machines(&p);
	if (strstr(parts, "sensitivity") != NULL)
		misses += part_sensitivity(&p);
	if (strstr(parts, "walls") != NULL)
		misses += part_walls(&p);
	if (strstr(parts, "shares") != NULL)
		misses += part_shares(&p);
	rmdir(folder);
	return misses > 0;
}
