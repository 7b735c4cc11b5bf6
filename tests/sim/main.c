#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/when.h"
#include "log.h"
#include "system.h"

#include "base/banned.h"

/*
 * seep-sim: writes a capture of a machine that does not exist, and a file that says what is wrong with it. See
 * docs/accuracy.md.
 */
struct request {
	const struct system *system;
	struct machine_options machine;
	int64_t samples, seed, family, mix;
	double interval_s;
	const char *uptime; /* fresh, old; NULL: by seed */
	bool reboot, gap, jitter, aborted;
	const char *dir;
};

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
    "  --uptime WHICH     fresh or old (default: by the seed)\n"
    "  --redundancy SHARE of the rows that seldom change, 0 to 1\n"
    "  --event WHAT       reboot, restart, gap, jitter or abort; may be repeated\n"
    "  --family N         one series of family N (1 to 47) on a machine that is quiet\n"
    "  --mix N            N series without a leak, as they are met on a host\n"
    "  --families         lists the families\n";

static bool
take_number(const char *text, int64_t low, int64_t high, int64_t *value)
{
	return num_i64(str_from(text), value) && *value >= low && *value <= high;
}

static bool
take_event(struct request *q, const char *text)
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
take_option(struct request *q, const char *name, const char *text)
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
		return strcmp(text, "fresh") == 0 || strcmp(text, "old") == 0;
	}
	if (strcmp(name, "--redundancy") == 0)
		return num_decimal(value, &q->machine.redundancy) &&
		       q->machine.redundancy >= 0 && q->machine.redundancy <= 1;
	if (strcmp(name, "--event") == 0)
		return take_event(q, text);
	if (strcmp(name, "--family") == 0)
		return take_number(text, 1, FAMILY_COUNT, &q->family);
	if (strcmp(name, "--mix") == 0)
		return take_number(text, 1, 5000, &q->mix);
	return false;
}

static bool
take_arguments(struct request *q, int argc, char **argv)
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

static void
put_time(struct out *out, const char *key, int64_t epoch_s)
{
	char at[WHEN_TEXT_SIZE];
	out_print(out, "%s: %s\n", key, when_text(epoch_s * 1000, at));
}

static void
write_facts(const struct request *q, const struct machine *m, struct log *log)
{
	struct out *out = log_file(log, "capture.txt");
	if (out == NULL)
		return;
	const struct system *s = q->system;
	out_print(out,
	    "seep-capture: 1\ncollector: seep-sim\nhost: sim%lld\nsystem: %s\nrelease: "
	    "%s\n"
	    "machine: %s\n",
	    (long long)q->seed, s->uname, s->release, s->architecture);
	put_time(out, "started", q->machine.start_s);
	put_time(out, "boottime", m->boot_s);
	out_print(out, "pid: 4711\ninterval_s: %.0f\npagesize: 4096\n", q->interval_s);
	for (size_t i = 0; s->commands[i] != NULL; i += 2)
		out_print(out, "command.%s: %s\n", s->commands[i], s->commands[i + 1]);
	out_close(out);
}

/* Everything that grows because l does: it is part of the same truth. */
static bool
follows(const struct leak *l, const struct pool_row *row)
{
	switch (row->driver) {
	case DRIVER_PROCESSES:
	case DRIVER_THREADS:
		return l->kind == LEAK_FORKS;
	case DRIVER_DESCRIPTORS:
	case DRIVER_SOCKETS:
		return l->kind == LEAK_FORKS || l->kind == LEAK_SOCKETS;
	case DRIVER_USER_PAGES:
		return l->kind == LEAK_FORKS || l->kind == LEAK_PROCESS;
	case DRIVER_KERNEL_PAGES:
		return l->kind != LEAK_PROCESS;
	default:
		return false;
	}
}

static void
put_followers(
    struct out *out, const struct machine *m, const struct leak *l, int number)
{
	for (size_t i = 0; i < m->pool_count; i++) {
		if (follows(l, m->pools[i].row))
			out_print(out, "leak.%d.also: %s/%s\n", number,
			    m->system->pool_kind, m->pools[i].row->name);
	}
	for (size_t i = 0; i < m->type_count; i++) {
		const struct pool_row *row = m->types[i].row;
		if (follows(l, row))
			out_print(out,
			    "leak.%d.also: malloc/%s\nleak.%d.also: zone/malloc-%lld\n",
			    number, row->name, number, (long long)row->size);
	}
	if (l->kind >= LEAK_SOCKETS)
		out_print(out,
		    "leak.%d.also: files/open-files\nleak.%d.also: "
		    "files/open-sockets\n",
		    number, number);
}

static void
put_leak(struct out *out, const struct machine *m, const struct leak *l, int number)
{
	static const char *const kinds[LEAK_KINDS] = { [LEAK_POOL] = "pool",
		[LEAK_TYPE] = "malloc",
		[LEAK_PROCESS] = "process",
		[LEAK_SOCKETS] = "sockets",
		[LEAK_FORKS] = "forks" };
	const struct system *s = m->system;
	const char *name = l->kind == LEAK_POOL   ? m->pools[l->index].row->name
			   : l->kind == LEAK_TYPE ? m->types[l->index].row->name
						  : s->programs[l->index].name;
	double size = l->kind == LEAK_POOL      ? (double)m->pools[l->index].row->size
		      : l->kind == LEAK_TYPE    ? (double)m->types[l->index].row->size
		      : l->kind == LEAK_PROCESS ? 1024
						: 1;
	const char *kind = l->kind == LEAK_POOL ? s->pool_kind : kinds[l->kind];
	out_print(out, "leak.%d.kind: %s\nleak.%d.culprit: %s/%s\n", number,
	    kinds[l->kind], number, l->kind >= LEAK_PROCESS ? "process" : kind, name);
	if (l->kind == LEAK_TYPE)
		out_print(out, "leak.%d.also: zone/malloc-%.0f\n", number, size);
	put_followers(out, m, l, number);
	out_print(out, "leak.%d.rate_per_s: %.9g\nleak.%d.unit: %s\n", number,
	    l->per_s * size, number, l->kind >= LEAK_SOCKETS ? "items" : "bytes");
	char key[32];
	snprintf(key, sizeof(key), "leak.%d.onset", number);
	put_time(out, key, m->options.start_s + (int64_t)l->onset_s);
}

static void
write_truth(const struct request *q, const struct machine *m,
    const struct family_series *series, const int *numbers, size_t count,
    struct arena *arena)
{
	struct out *out = out_open(arena, str_print(arena, "%s.truth.txt", q->dir).ptr);
	if (out == NULL)
		return;
	out_print(out,
	    "seep-sim: 1\nsystem: %s\nseed: %lld\nmemory_bytes: %lld\nleaks: %zu\n",
	    q->system->name, (long long)q->seed, (long long)m->ram_bytes,
	    m->leak_count);
	for (size_t i = 0; i < m->leak_count; i++)
		put_leak(out, m, &m->leaks[i], (int)i + 1);
	for (size_t i = 0; i < count; i++) {
		const struct family *f = family_find(numbers[i]);
		out_print(out,
		    "series.%zu.family: %d\nseries.%zu.name: %s\nseries.%zu.class: "
		    "%s\n",
		    i + 1, numbers[i], i + 1, f->name, i + 1,
		    f->leak ? "leak" : "clean");
		if (f->leak)
			out_print(out,
			    "series.%zu.growth: %.9g\nseries.%zu.onset: %.6f\n", i + 1,
			    series[i].growth, i + 1, series[i].onset);
	}
	out_close(out);
}

static void
write_end(const struct request *q, const struct machine *m, struct log *log)
{
	struct out *out = log_file(log, "end.txt");
	if (out == NULL)
		return;
	put_time(out, "ended", machine_epoch_s(m));
	out_print(out, "reason: completed\nsamples: %lld\n", (long long)q->samples);
	out_close(out);
}

/* When each sample is taken, in seconds from the start. */
static double *
sample_times(const struct request *q, struct random *r, struct arena *arena)
{
	double *at_s = arena_array(arena, (size_t)q->samples, sizeof(double));
	double now_s = 0, span_s = (double)q->samples * q->interval_s;
	for (int64_t i = 0; i < q->samples; i++) {
		at_s[i] = now_s;
		now_s += q->jitter ? random_between(r, 5, 300) : q->interval_s;
		if (q->gap && i == q->samples / 4)
			now_s += span_s;
	}
	return at_s;
}

/* The series that the request asks for, as pools and processes of the machine. */
static size_t
carry(struct request *q, struct machine *m, struct family_series *series, int *numbers,
    struct random *r, struct arena *arena)
{
	static const int64_t sizes[] = { 64, 128, 256, 512, 1024 };
	size_t count = (size_t)(q->mix > 0 ? q->mix : 1);
	for (size_t i = 0; i < count; i++) {
		numbers[i] = q->mix > 0 ? family_of_host(r) : (int)q->family;
		series[i] = family_draw(numbers[i], (size_t)q->samples, r, arena);
		int64_t size = sizes[random_below(r, 5)];
		/* One in two is a process, whose size comes in pages: the quantum of 4. */
		if (q->mix == 0 && q->seed % 2 == 1 && series[i].load == NULL)
			size = 0;
		const char *name =
		    q->mix == 0 ? "probe" : str_print(arena, "probe %zu", i + 1).ptr;
		machine_carry(m, name, size, &series[i]);
	}
	return count;
}

static bool
simulate(struct request *q, struct arena *arena)
{
	struct random r;
	random_init(&r, (uint64_t)q->seed, 10 + (uint64_t)q->family);
	bool single = q->family > 0 || q->mix > 0;
	size_t count = q->mix > 0 ? (size_t)q->mix : 1;
	struct family_series *series = arena_array(arena, count, sizeof(*series));
	int *numbers = arena_array(arena, count, sizeof(*numbers));
	q->machine.seed = (uint64_t)q->seed;
	q->machine.neutral = single;
	q->machine.start_s =
	    1772438400 +
	    q->seed % 1000 * 3607; /* from 2026-03-02 on, at any time of day */
	q->machine.fresh = q->uptime != NULL ? strcmp(q->uptime, "fresh") == 0
					     : !single && q->seed % 2 == 0;
	/* Cycles are days: the run of such a family is as long as it has cycles. */
	if (q->family > 0 && family_find((int)q->family)->daily) {
		struct random copy = r;
		struct arena_mark mark = arena_mark(arena);
		struct family_series s =
		    family_draw((int)q->family, (size_t)q->samples, &copy, arena);
		q->interval_s = s.days * 86400 / (double)q->samples;
		arena_rewind(arena, mark);
	}
	double *at_s = sample_times(q, &r, arena);
	q->machine.interval_s = q->interval_s;
	q->machine.span_s = at_s[q->samples - 1] + q->interval_s;
	struct machine *m = arena_alloc(arena, sizeof(*m));
	machine_init(m, q->system, &q->machine, arena);
	random_init(&r, (uint64_t)q->seed, 10 + (uint64_t)q->family);
	count = single ? carry(q, m, series, numbers, &r, arena) : 0;
	struct log *log = log_open(arena, q->dir);
	if (log == NULL)
		return false;
	write_facts(q, m, log);
	int64_t reboot_at = q->reboot ? q->samples / 2 : -1;
	double down_s = 0;
	for (int64_t i = 0; i < q->samples; i++) {
		if (i == reboot_at) {
			machine_reboot(m, 90);
			down_s = 90 + 120;
		}
		machine_step(m, at_s[i] + down_s, (size_t)i);
		if (q->aborted && i == q->samples - 1)
			log_abort(log);
		log_sample(log, (uint32_t)i + 1, machine_epoch_s(m));
		q->system->write(m, log, i % 360 == 0 || i == q->samples - 1);
	}
	if (!q->aborted)
		write_end(q, m, log);
	write_truth(q, m, series, numbers, count, arena);
	return log_close(log);
}

int
main(int argc, char **argv)
{
	struct request q = {
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
	bool good = simulate(&q, &arena);
	if (!good)
		fprintf(stderr, "seep-sim: %s: %s\n", q.dir, strerror(errno));
	arena_close(&arena);
	return good ? 0 : 2;
}
