#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "sim.h"

#include "base/banned.h"

/* seep-sim: see sim.h and docs/seep-sim.md. */

static const char usage[] =
    "usage: seep-sim [options] DIR\n"
    "Writes a capture directory DIR of a simulated machine,, and the truth about it in "
    "DIR.truth.txt.\n"
    "  --system NAME      freebsd (default) or linux\n"
    "  --samples N        how many (default 300)\n"
    "  --interval S       seconds between them (default 60)\n"
    "  --seed N           same seed, same capture (default 1)\n"
    "  --leaks N          0 to 3 leaks, drawn by the seed (default 0)\n"
    "  --leak KIND        one more leak: pool, malloc, process, sockets or forks\n"
    "  --rate R           of each leak: bytes a second (sockets, forks: items)\n"
    "  --uptime WHICH     fresh, old, or settled: caches are full (default: by the seed)\n"
    "  --redundancy SHARE of the rows that seldom change, 0 to 1\n"
    "  --event WHAT       reboot, restart, gap, jitter or abort; may be repeated\n"
    "  --family N         one series of family N (1 to 47) on a machine that is quiet\n"
    "  --growth ITEMS     that the series gains beside, in the whole run\n"
    "  --ahead RUNS       its zone has a limit, reached so many runs after this one\n"
    "  --mix N            N series without a leak, as they are met on a host\n"
    "  --families         lists the families\n";

static bool
take_number(const char *text, int64_t low, int64_t high, int64_t *value)
{
	return num_i64(str_from(text), value) && *value >= low && *value <= high;
}

static bool
take_event(struct sim_request *q, const char *text)
{
	static const char *const names[] = { "reboot", "restart", "gap", "jitter",
		"abort" };
	bool *const flags[] = { &q->reboot, NULL, &q->gap, &q->jitter, &q->aborted };
	for (size_t i = 0; i < 5; i++) {
		if (strcmp(text, names[i]) != 0)
			continue;
		if (flags[i] != NULL)
			*flags[i] = true;
		else
			q->machine.restarts++;
		return q->machine.restarts <= 3;
	}
	return false;
}

static bool
take_leak(struct machine_options *o, const char *text)
{
	static const char *const names[LEAK_KINDS] = { [LEAK_POOL] = "pool",
		[LEAK_TYPE] = "malloc",
		[LEAK_PROCESS] = "process",
		[LEAK_SOCKETS] = "sockets",
		[LEAK_FORKS] = "forks" };
	for (int i = 0; i < LEAK_KINDS; i++) {
		if (strcmp(text, names[i]) == 0 && o->leak_count < LEAK_COUNT) {
			o->leak_kind[o->leak_count++] = i;
			return true;
		}
	}
	return false;
}

static bool
take_option(struct sim_request *q, const char *name, const char *text)
{
	int64_t count;
	struct str value = str_from(text);
	if (strcmp(name, "--system") == 0) {
		q->system = strcmp(text, "linux") == 0     ? &system_linux
			    : strcmp(text, "freebsd") == 0 ? &system_freebsd
							   : NULL;
		return q->system != NULL;
	}
	if (strcmp(name, "--samples") == 0)
		return take_number(text, 1, 10000000, &q->samples);
	if (strcmp(name, "--interval") == 0)
		return num_decimal(value, &q->interval_s) && q->interval_s > 0;
	if (strcmp(name, "--seed") == 0)
		return num_i64(value, &q->seed);
	if (strcmp(name, "--leaks") == 0) {
		if (!take_number(text, 0, LEAK_COUNT, &count))
			return false;
		q->machine.leak_count = (int)count;
		return true;
	}
	if (strcmp(name, "--leak") == 0)
		return take_leak(&q->machine, text);
	if (strcmp(name, "--rate") == 0)
		return num_decimal(value, &q->machine.leak_rate) &&
		       q->machine.leak_rate > 0;
	if (strcmp(name, "--uptime") == 0) {
		q->uptime = text;
		q->machine.settled = strcmp(text, "settled") == 0;
		return q->machine.settled || strcmp(text, "fresh") == 0 ||
		       strcmp(text, "old") == 0;
	}
	if (strcmp(name, "--redundancy") == 0)
		return num_decimal(value, &q->machine.redundancy) &&
		       q->machine.redundancy >= 0 && q->machine.redundancy <= 1;
	if (strcmp(name, "--event") == 0)
		return take_event(q, text);
	if (strcmp(name, "--family") == 0)
		return take_number(text, 1, FAMILY_COUNT, &q->family);
	if (strcmp(name, "--growth") == 0)
		return num_decimal(value, &q->growth);
	if (strcmp(name, "--ahead") == 0)
		return num_decimal(value, &q->ahead) && q->ahead > 0;
	if (strcmp(name, "--mix") == 0)
		return take_number(text, 1, 5000, &q->mix);
	return false;
}

static bool
take_arguments(struct sim_request *q, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (argv[i][0] != '-') {
			if (q->dir != NULL)
				return false;
			q->dir = argv[i];
		} else if (i + 1 >= argc || !take_option(q, argv[i], argv[i + 1]))
			return false;
		else
			i++;
	}
	return q->dir != NULL;
}

static void
list_families(void)
{
	for (int i = 1; i <= FAMILY_COUNT; i++) {
		const struct family *f = family_find(i);
		printf("%2d %-5s %s%s\n", i, f->leak ? "leak" : "clean", f->name,
		    f->undecidable ? " (undecidable)" : "");
	}
}

int
main(int argc, char **argv)
{
	struct sim_request q = {
		.system = &system_freebsd, .samples = 300, .interval_s = 60, .seed = 1
	};
	q.machine.redundancy = -1;
	for (int i = 0; i < LEAK_COUNT; i++)
		q.machine.leak_kind[i] = -1;
	if (argc == 2 && strcmp(argv[1], "--families") == 0) {
		list_families();
		return 0;
	}
	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		fputs(usage, stdout);
		return 0;
	}
	if (!take_arguments(&q, argc, argv)) {
		fputs(usage, stderr);
		return 2;
	}
	struct arena arena;
	arena_init(&arena);
	bool good = sim_write(&q, &arena);
	if (!good)
		fprintf(stderr, "seep-sim: %s: %s\n", q.dir, strerror(errno));
	arena_close(&arena);
	return good ? 0 : 2;
}
