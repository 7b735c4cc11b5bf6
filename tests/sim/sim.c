#include "sim.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/when.h"
#include "log.h"

#include "base/banned.h"

#define BOOT_S 210      /* that a machine is away when it boots */
#define MIX_DAYS 5      /* a host's mix: long enough for a daily cycle to be one */
#define FIRST_STREAM 10 /* of random numbers: those below belong to the machine */

static void
put_time(struct out *out, const char *key, int64_t epoch_s)
{
	char at[WHEN_TEXT_SIZE];
	out_print(out, "%s: %s\n", key, when_text(epoch_s * 1000, at));
}

static void
write_facts(const struct sim_request *q, const struct machine *m, struct log *log)
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
write_truth(const struct sim_request *q, const struct machine *m,
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
write_end(const struct sim_request *q, const struct machine *m, struct log *log)
{
	struct out *out = log_file(log, "end.txt");
	if (out == NULL)
		return;
	put_time(out, "ended", machine_epoch_s(m));
	out_print(out, "reason: completed\nsamples: %lld\n", (long long)q->samples);
	out_close(out);
}

static void
seed_series(const struct sim_request *q, struct random *r)
{
	random_init(r, (uint64_t)q->seed, FIRST_STREAM + (uint64_t)q->family);
}

/* When each sample is taken, in seconds from the start. */
static double *
sample_times(const struct sim_request *q, struct arena *arena)
{
	struct random r;
	seed_series(q, &r);
	double *at_s = arena_array(arena, (size_t)q->samples, sizeof(double));
	double now_s = 0, span_s = (double)q->samples * q->interval_s;
	for (int64_t i = 0; i < q->samples; i++) {
		at_s[i] = now_s;
		now_s += q->jitter ? random_between(&r, 5, 300) : q->interval_s;
		if (q->gap && i == q->samples / 4)
			now_s += span_s;
	}
	return at_s;
}

/* One in two is a process, whose size comes in pages: the quantum of 4 beside that of 1. */
static bool
is_process(const struct sim_request *q, const struct family_series *s)
{
	return q->mix == 0 && q->seed % 2 == 1 && s->load == NULL && !(q->ahead > 0);
}

static int64_t
item_size(const struct sim_request *q, size_t index)
{
	static const int64_t sizes[] = { 64, 128, 256, 512, 1024 };
	/* Where a limit is to be foretold, the growth has to matter. */
	return q->ahead > 0 ? 8192 : sizes[((uint64_t)q->seed / 2 + index) % 5];
}

static struct family_series
draw(const struct sim_request *q, int number, struct random *r, struct arena *arena)
{
	size_t n = (size_t)q->samples;
	struct family_series s =
	    family_draw(number, n, q->mix > 0 ? MIX_DAYS : 0, r, arena);
	double quantum = is_process(q, &s) ? 4 : 1;
	for (size_t i = 0; i < n; i++) {
		double value = s.value[i] + q->growth * ((double)i + 0.5) / (double)n;
		s.value[i] = fmax(0, floor(value / quantum + 0.5) * quantum);
	}
	return s;
}

struct family_series
sim_series(const struct sim_request *q, struct arena *arena)
{
	struct random r;
	seed_series(q, &r);
	return draw(q, (int)q->family, &r, arena);
}

int64_t
sim_limit(const struct sim_request *q, struct arena *arena)
{
	if (!(q->ahead > 0))
		return 0;
	struct family_series s = sim_series(q, arena);
	return (int64_t)(s.end + q->ahead * s.growth + 0.5);
}

/* Cycles are days: the run of such a family is as long as it has cycles. */
double
sim_interval(const struct sim_request *q, struct arena *arena)
{
	if (q->mix > 0)
		return MIX_DAYS * 86400.0 / (double)q->samples;
	if (q->family == 0 || !family_find((int)q->family)->daily)
		return q->interval_s;
	return sim_series(q, arena).days * 86400 / (double)q->samples;
}

int64_t
sim_unit_bytes(const struct sim_request *q)
{
	struct arena arena;
	arena_init(&arena);
	struct family_series s = sim_series(q, &arena);
	int64_t bytes = is_process(q, &s) ? 1024 : item_size(q, 0);
	arena_close(&arena);
	return bytes;
}

/* The series that the request asks for, as pools and processes of the machine. */
static size_t
carry(const struct sim_request *q, struct machine *m, struct family_series *series,
    int *numbers, struct arena *arena)
{
	struct random r;
	seed_series(q, &r);
	size_t count = q->mix > 0 ? (size_t)q->mix : q->family > 0;
	for (size_t i = 0; i < count; i++) {
		numbers[i] = q->mix > 0 ? family_of_host(&r) : (int)q->family;
		series[i] = draw(q, numbers[i], &r, arena);
		const char *name =
		    q->mix == 0 ? "probe" : str_print(arena, "probe %zu", i + 1).ptr;
		machine_carry(m, name, is_process(q, &series[i]) ? 0 : item_size(q, i),
		    sim_limit(q, arena), &series[i]);
	}
	return count;
}

/* From 2026-03-02 on, at any time of day. */
static int64_t
start_of(int64_t seed)
{
	return 1772438400 + (int64_t)((uint64_t)seed % 1000) * 3607;
}

static void
write_samples(
    const struct sim_request *q, struct machine *m, const double *at_s, struct log *log)
{
	int64_t reboot_at = q->reboot ? q->samples / 2 : -1;
	double down_s = 0;
	for (int64_t i = 0; i < q->samples; i++) {
		if (i == reboot_at) {
			machine_reboot(m, BOOT_S);
			down_s = BOOT_S;
		}
		machine_step(m, at_s[i] + down_s, (size_t)i);
		if (q->aborted && i == q->samples - 1)
			log_abort(log);
		log_sample(log, (uint32_t)i + 1, machine_epoch_s(m));
		q->system->write(m, log, i % 360 == 0 || i == q->samples - 1);
	}
}

struct sim_request
sim_default(void)
{
	struct sim_request q = {
		.system = &system_freebsd, .samples = 300, .interval_s = 60, .seed = 1
	};
	q.machine.redundancy = -1;
	for (int i = 0; i < LEAK_COUNT; i++)
		q.machine.leak_kind[i] = -1;
	return q;
}

/* The machine of a request, whose open ends it settles, before its first sample. */
static struct machine *
make(struct sim_request *q, double **at_s, struct arena *arena)
{
	bool single = q->family > 0 || q->mix > 0;
	q->interval_s = sim_interval(q, arena);
	*at_s = sample_times(q, arena);
	q->machine.seed = (uint64_t)q->seed;
	q->machine.neutral = single;
	q->machine.start_s = start_of(q->seed);
	q->machine.fresh = q->uptime != NULL
			       ? strcmp(q->uptime, "fresh") == 0
			       : !single && !q->machine.settled && q->seed % 2 == 0;
	q->machine.span_s = (*at_s)[q->samples - 1] + q->interval_s;
	struct machine *m = arena_alloc(arena, sizeof(*m));
	machine_init(m, q->system, &q->machine, arena);
	return m;
}

bool
sim_write(const struct sim_request *request, struct arena *arena)
{
	struct sim_request q = *request;
	double *at_s = NULL;
	struct machine *m = make(&q, &at_s, arena);
	size_t count = q.mix > 0 ? (size_t)q.mix : 1;
	struct family_series *series = arena_array(arena, count, sizeof(*series));
	int *numbers = arena_array(arena, count, sizeof(*numbers));
	count = carry(&q, m, series, numbers, arena);
	struct log *log = log_open(arena, q.dir);
	if (log == NULL)
		return false;
	write_facts(&q, m, log);
	write_samples(&q, m, at_s, log);
	if (!q.aborted)
		write_end(&q, m, log);
	write_truth(&q, m, series, numbers, count, arena);
	return log_close(log);
}

static double
available_bytes(const struct machine *m)
{
	return 4096.0 * (double)(m->free + m->inactive + m->laundry);
}

static double
taken_bytes(const struct machine *m, const struct leak *l)
{
	switch (l->kind) {
	case LEAK_POOL:
		return l->total * (double)m->pools[l->index].row->size;
	case LEAK_TYPE:
		return l->total * (double)m->types[l->index].row->size;
	default:
		return l->total * 1024;
	}
}

/* A page that the kernel takes has its own descriptions, one of a process its tables. */
static double
cost_of(const struct machine *m, const struct leak *l)
{
	double more = 0;
	if (l->kind == LEAK_PROCESS)
		return 1.01;
	for (size_t i = 0; i < m->pool_count; i++) {
		const struct pool_row *row = m->pools[i].row;
		if (row->driver == DRIVER_KERNEL_PAGES && !row->mirror)
			more += row->ratio * (double)row->size / 4096;
	}
	return 1 + more;
}

static int
ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

void
sim_outlook(
    const struct sim_request *request, struct sim_outlook *out, struct arena *arena)
{
	struct sim_request q = *request;
	double *at_s = NULL;
	struct machine *m = make(&q, &at_s, arena);
	size_t count = (size_t)q.samples;
	double *had = arena_array(arena, count, sizeof(double));
	*out = (struct sim_outlook){ 0 };
	for (size_t i = 0; i < count; i++) {
		machine_step(m, at_s[i], i);
		had[i] = available_bytes(m);
		for (size_t k = 0; k < m->leak_count; k++)
			had[i] +=
			    taken_bytes(m, &m->leaks[k]) * cost_of(m, &m->leaks[k]);
	}
	for (size_t k = 0; k < m->leak_count; k++) {
		out->taken[k] = taken_bytes(m, &m->leaks[k]);
		if (m->leaks[k].kind == LEAK_PROCESS)
			out->unlisted += out->taken[k] * (cost_of(m, &m->leaks[k]) - 1);
		out->lost += out->taken[k] * cost_of(m, &m->leaks[k]);
	}
	qsort(had, count, sizeof(double), ascending);
	double reserve = 4096.0 * (double)(m->ram_pages / 150), end_s = m->now_s;
	out->lasts_s = (had[count / 20] - out->lost - reserve) / out->lost * end_s;
	out->pressed = m->swap_used > 0;
}
