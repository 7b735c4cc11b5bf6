#include "machine.h"

#include <math.h>
#include <string.h>

#include "base/die.h"
#include "system.h"

#include "base/banned.h"

#define PAGE 4096
#define PAGE_KIB 4
#define HOUR 3600.0
#define DAY 86400.0
#define FILE_CACHE_MOST 0.35 /* of the memory */

/* Streams of random numbers, so that a leak more leaves the rest of the machine as it was. */
enum { STREAM_MACHINE, STREAM_LEAKS, STREAM_STEPS };

/* ---- loads and what follows them */

static double
part_of_day(const struct machine *m)
{
	return fmod((double)m->options.start_s + m->now_s, DAY) / DAY;
}

/* Busy by day, and with a slow noise of its own. */
static double
load_now(struct machine *m, double passed_s)
{
	double keep = exp(-passed_s / 900);
	m->load_noise = keep * m->load_noise +
			0.15 * sqrt(1 - keep * keep) * random_normal(&m->random);
	double day = 0.35 - 0.25 * cos(2 * 3.141592653589793 * (part_of_day(m) - 0.1));
	return fmin(1, fmax(0.02, day + m->load_noise));
}

/* A cache goes towards its bound the slower the fuller it is, and only while the box works. */
static void
fill(struct machine *m, enum driver driver, double passed_s, double tau_s)
{
	double room = m->bound[driver] - m->driver[driver];
	double step = room * (1 - exp(-passed_s * (0.2 + m->load) / tau_s));
	m->driver[driver] += random_poisson(&m->random, fmax(0, step));
}

static bool
lives(const struct process *p)
{
	return p->program != NULL;
}

static void
count_processes(struct machine *m)
{
	double processes = 0, threads = 0, files = 0, sockets = 0, pages = 0;
	for (size_t i = 0; i < m->process_count; i++) {
		const struct process *p = &m->processes[i];
		if (!lives(p))
			continue;
		processes++;
		threads += p->program->threads;
		files += (double)p->files;
		sockets += (double)p->sockets;
		if (p->program->kind != PROGRAM_KERNEL)
			pages += (double)p->rss_kib / PAGE_KIB;
	}
	m->driver[DRIVER_PROCESSES] = processes;
	m->driver[DRIVER_THREADS] = threads;
	m->driver[DRIVER_DESCRIPTORS] = files + sockets;
	m->driver[DRIVER_SOCKETS] = sockets;
	m->driver[DRIVER_USER_PAGES] = pages;
}

static void
step_drivers(struct machine *m, double passed_s)
{
	if (m->options.neutral)
		return;
	fill(m, DRIVER_VNODES, passed_s, 3 * HOUR);
	fill(m, DRIVER_BUFFERS, passed_s, HOUR);
	fill(m, DRIVER_DIRHASH, passed_s, 2 * HOUR);
	fill(m, DRIVER_EVENTS, passed_s, 6 * HOUR);
	/* Files are deleted, and their vnodes go with them. */
	m->driver[DRIVER_VNODES] -=
	    random_poisson(&m->random, passed_s * m->load * 0.02);
	double connections = 20 + 200 * m->load;
	m->driver[DRIVER_CONNECTIONS] =
	    floor(connections + sqrt(connections) * random_normal(&m->random));
	double linger = exp(-passed_s / 60);
	m->driver[DRIVER_TIMEWAIT] =
	    floor(m->driver[DRIVER_TIMEWAIT] * linger + (1 - linger) * 300 * m->load);
	m->driver[DRIVER_LOAD] = m->load;
}

/* ---- kernel memory */

static int64_t
slab_items(const struct pool *p)
{
	int64_t size = p->row->size > 0 ? p->row->size : 1;
	int64_t pages = p->row->pages > 0 ? p->row->pages : (size + PAGE - 1) / PAGE;
	int64_t count = pages * PAGE / size;
	return count > 0 ? count : 1;
}

/* What is in use rounded up to whole slabs; an allocator under no pressure never gives slabs back. */
static void
hold(struct pool *p, int64_t spare)
{
	int64_t per_slab = slab_items(p);
	int64_t need = (p->used + spare + per_slab - 1) / per_slab * per_slab;
	if (need > p->held)
		p->held = need;
}

static void
set_used(struct pool *p, double items, double passed_s, struct machine *m)
{
	int64_t used = (int64_t)fmax(0, floor(items + 0.5));
	if (p->limit > 0 && used > p->limit)
		used = p->limit;
	int64_t moved = used - p->used;
	int64_t requests = moved > 0 ? moved : 0;
	if (!p->quiet && p->row->per_s > 0)
		requests += (int64_t)random_poisson(
		    &m->random, p->row->per_s * passed_s * (0.1 + m->load));
	/* With a share asked for, those that are not quiet move in each sample. */
	if (!p->quiet && m->options.redundancy >= 0)
		requests++;
	int64_t held = p->held;
	p->used = used;
	p->requests += requests;
	hold(p, 0);
	p->changed = p->changed || moved != 0 || requests != 0 || held != p->held;
}

static void
step_pool(struct machine *m, struct pool *p, double passed_s, size_t index)
{
	const struct pool_row *row = p->row;
	if (p->series != NULL) {
		const struct family_series *s = p->series;
		double load = s->load != NULL ? s->load[index] : 0.1;
		set_used(p, s->value[index], passed_s, m);
		p->requests += (int64_t)random_poisson(&m->random, 20000 * load);
		p->changed = true;
		return;
	}
	if (p->quiet || m->options.neutral)
		p->bursting = 0;
	else if (row->burst > 0)
		p->bursting = row->burst * m->load * random_exponential(&m->random);
	/* A level of its own that wanders a little, a step now and then. */
	if (!p->quiet && row->base >= 16 && !m->options.neutral &&
	    random_unit(&m->random) < passed_s / 600)
		p->wobble = 0.9 * p->wobble +
			    0.05 * sqrt(row->base) * random_normal(&m->random);
	set_used(p,
	    row->base + row->ratio * m->driver[row->driver] + p->wobble + p->bursting +
		p->leaked,
	    passed_s, m);
}

/* Items of the malloc types are in the pools of their size. */
static void
step_sums(struct machine *m)
{
	for (size_t i = 0; i < m->pool_count; i++) {
		struct pool *p = &m->pools[i];
		if (!p->row->sums)
			continue;
		double used = 0, requests = 0;
		for (size_t t = 0; t < m->type_count; t++) {
			if (m->types[t].row->size == p->row->size) {
				used += (double)m->types[t].used;
				requests += (double)m->types[t].requests;
			}
		}
		p->changed = p->changed || p->requests != (int64_t)requests;
		p->requests = (int64_t)requests;
		int64_t held = p->held;
		p->changed = p->changed || p->used != (int64_t)used;
		p->used = (int64_t)used;
		hold(p, 0);
		p->changed = p->changed || held != p->held;
	}
}

static double
kernel_pages(const struct machine *m)
{
	double bytes = 0;
	for (size_t i = 0; i < m->pool_count; i++) {
		const struct pool *p = &m->pools[i];
		if (!p->row->mirror)
			bytes += (double)p->held * (double)p->row->size;
	}
	double pages = bytes / PAGE;
	for (size_t t = 0; t < m->type_count; t++) {
		if (m->types[t].row->size == 0)
			pages += (double)m->types[t].used;
	}
	return pages;
}

/* ---- processes */

static struct process *
process_start(struct machine *m, const struct program *program)
{
	struct process *p = NULL;
	for (size_t i = 0; i < m->process_count && p == NULL; i++) {
		if (!lives(&m->processes[i]))
			p = &m->processes[i];
	}
	if (p == NULL) {
		m->processes = arena_grow(m->arena, m->processes, &m->process_capacity,
		    m->process_count + 1, sizeof(*m->processes));
		p = &m->processes[m->process_count++];
	}
	*p = (struct process){ .program = program,
		.pid = m->next_pid,
		.started_s = machine_epoch_s(m),
		.born_s = m->now_s,
		.base_kib = program->rss_kib,
		.phase = random_unit(&m->random),
		.files = program->files,
		.sockets = program->sockets,
		.changed = true };
	p->ppid = program->kind == PROGRAM_KERNEL ? 0 : 1;
	p->life_s = HOUR * (0.3 + 3 * random_exponential(&m->random));
	if (program->kind != PROGRAM_KERNEL && program->count > 1)
		p->base_kib *= random_between(&m->random, 0.97, 1.03);
	m->next_pid += 1 + (int64_t)random_below(&m->random, 3);
	if (m->next_pid > 99999)
		m->next_pid = 1000 + (int64_t)random_below(&m->random, 500);
	m->forks++;
	return p;
}

/* How much a process has beyond what it started with. */
static double
grown(struct machine *m, struct process *p, double passed_s)
{
	const struct program *g = p->program;
	double age_s = m->now_s - p->born_s;
	switch (g->kind) {
	case PROGRAM_FILLS:
		return g->rss_kib * (g->reach - 1) * (1 - exp(-age_s / (0.5 * HOUR)));
	case PROGRAM_COLLECTS:
		return g->rss_kib * (g->reach - 1) *
		       fmod(age_s / (0.4 * HOUR) + p->phase, 1);
	case PROGRAM_WORKER:
		return g->rss_kib * (0.2 + 0.4 * p->phase) *
		       (1 - exp(-age_s / (0.1 * HOUR)));
	case PROGRAM_RELOADS:
		return m->options.settled ||
			       age_s > (0.2 + 0.6 * p->phase) * m->options.span_s
			   ? g->rss_kib * (g->reach - 1)
			   : 0;
	default:
		if (!p->quiet && random_unit(&m->random) < passed_s / 400)
			return fmax(
			    0, 0.8 * p->grown_kib + 12 * random_normal(&m->random));
		return p->grown_kib;
	}
}

static void
use_cpu(struct machine *m, struct process *p, double passed_s)
{
	double used_s = passed_s * p->program->cpu * (0.2 + m->load);
	if (m->options.redundancy >= 0)
		used_s += 0.02; /* what is printed */
	if (p->quiet)
		return;
	bool kernel = p->program->kind == PROGRAM_KERNEL;
	p->cpu_s += used_s * (kernel ? 1 : random_between(&m->random, 0.7, 1.3));
	p->changed = p->changed || used_s > 0;
}

static void
step_process(struct machine *m, struct process *p, double passed_s, size_t index)
{
	if (p->program->kind == PROGRAM_KERNEL) {
		use_cpu(m, p, passed_s);
		p->rss_kib = 16 * p->program->threads;
		return;
	}
	if (p->quiet && p->leaked_kib <= 0 && p->rss_kib > 0)
		return;
	double size = p->base_kib + p->leaked_kib;
	if (p->series != NULL)
		size = p->series->value[index];
	else if (!m->options.neutral)
		size += p->grown_kib = grown(m, p, passed_s);
	use_cpu(m, p, passed_s);
	p->peak_kib = fmax(p->peak_kib, size);
	int64_t rss =
	    (int64_t)(fmax(0, size - p->swapped_kib) / PAGE_KIB + 0.5) * PAGE_KIB;
	int64_t extra = (int64_t)(p->peak_kib - p->program->rss_kib);
	int64_t vsz =
	    (int64_t)p->program->vsz_kib + (extra > 0 ? (extra + 63) / 64 * 64 : 0);
	p->changed = true;
	p->rss_kib = rss;
	p->vsz_kib = p->series != NULL ? (int64_t)p->program->vsz_kib : vsz;
}

static void
replace(struct machine *m, struct process *p)
{
	const struct program *program = p->program;
	int64_t ppid = p->ppid;
	p->program = NULL;
	process_start(m, program)->ppid = ppid;
}

static bool
passes_now(struct machine *m, double passed_s)
{
	return random_unit(&m->random) < fmin(0.3, passed_s / 300);
}

static void
step_processes(struct machine *m, double passed_s, size_t index)
{
	for (size_t i = 0; i < m->process_count; i++) {
		struct process *p = &m->processes[i];
		if (!lives(p))
			continue;
		if (p->program->kind == PROGRAM_PASSING) {
			p->program = NULL;
			continue;
		}
		if (p->program->kind == PROGRAM_WORKER && !m->options.neutral &&
		    m->now_s - p->born_s > p->life_s)
			replace(m, p);
		step_process(m, &m->processes[i], passed_s, index);
	}
	if (m->options.neutral)
		return;
	for (size_t i = 0; i < m->system->program_count; i++) {
		const struct program *g = &m->system->programs[i];
		if (g->kind == PROGRAM_PASSING && passes_now(m, passed_s))
			step_process(m, process_start(m, g), passed_s, index);
	}
	m->forks += random_poisson(&m->random, passed_s * 0.2 * m->load);
	m->next_pid += (int64_t)random_poisson(&m->random, passed_s * 0.2 * m->load);
}

static struct process *
process_of(struct machine *m, const struct program *program)
{
	for (size_t i = 0; i < m->process_count; i++) {
		if (m->processes[i].program == program)
			return &m->processes[i];
	}
	return NULL;
}

/* ---- leaks */

static void
step_leak(struct machine *m, struct leak *l, double passed_s, size_t index)
{
	double until = m->now_s, from = fmax(l->onset_s, m->now_s - passed_s);
	if (until <= from)
		return;
	double mean = l->per_s * (until - from);
	double whole = random_poisson(&m->random, mean);
	struct process *p;
	switch (l->kind) {
	case LEAK_POOL:
		m->pools[l->index].leaked += whole;
		break;
	case LEAK_TYPE:
		m->types[l->index].leaked += whole;
		break;
	case LEAK_PROCESS:
		if ((p = process_of(m, &m->system->programs[l->index])) != NULL) {
			p->quiet = false;
			p->leaked_kib += mean * random_between(&m->random, 0.9, 1.1);
		}
		break;
	case LEAK_SOCKETS:
		if ((p = process_of(m, &m->system->programs[l->index])) != NULL)
			p->sockets += (int64_t)whole;
		break;
	default:
		for (double i = 0; i < whole; i++)
			step_process(m,
			    process_start(m, &m->system->programs[l->index]), 0, index);
	}
	l->total += l->kind == LEAK_PROCESS ? mean : whole;
}

static void
restart_leaker(struct machine *m)
{
	if (m->restarts_done >= (size_t)m->options.restarts ||
	    m->now_s < m->restart_at[m->restarts_done])
		return;
	m->restarts_done++;
	for (size_t i = 0; i < m->leak_count; i++) {
		struct leak *l = &m->leaks[i];
		if (l->kind != LEAK_PROCESS && l->kind != LEAK_SOCKETS)
			continue;
		struct process *p = process_of(m, &m->system->programs[l->index]);
		if (p != NULL)
			replace(m, p);
		l->total = 0;
	}
}

static size_t
pick_name(
    const char *const *names, const struct pool *pools, size_t count, struct random *r)
{
	size_t candidates = 0;
	while (names[candidates] != NULL)
		candidates++;
	const char *name = names[random_below(r, candidates)];
	for (size_t i = 0; i < count; i++) {
		if (strcmp(pools[i].row->name, name) == 0)
			return i;
	}
	die_bug(__FILE__, __LINE__, name);
}

/* A program of which one process runs, and which does nothing else that grows. */
static size_t
pick_program(struct machine *m, struct random *r)
{
	for (;;) {
		size_t i = random_below(r, m->system->program_count);
		const struct program *g = &m->system->programs[i];
		if (g->kind == PROGRAM_STEADY && g->count == 1 &&
		    strcmp(g->name, "init") != 0 && strcmp(g->name, "systemd") != 0)
			return i;
	}
}

static void
draw_leak(struct machine *m, struct leak *l, int kind, struct random *r)
{
	const struct system *s = m->system;
	const struct machine_options *o = &m->options;
	bool has_types = s->type_count > 0;
	l->kind = kind >= 0 ? (enum leak_kind)kind
			    : (enum leak_kind)random_below(r, LEAK_KINDS);
	if (l->kind == LEAK_TYPE && !has_types)
		l->kind = LEAK_POOL;
	l->onset_s = random_unit(r) < 0.7 ? 0 : o->span_s * random_between(r, 0.2, 0.6);
	if (o->settled)
		l->onset_s = 0;
	double left_s = o->span_s - l->onset_s;
	/* In the whole run between 0.02 % and 4 % of the memory, small leaks as often as large ones. */
	double bytes_per_s = o->leak_rate > 0 ? o->leak_rate
					      : (double)m->ram_bytes * 2e-4 *
						    pow(200, random_unit(r)) / left_s;
	if (o->leak_scale > 0)
		bytes_per_s *= o->leak_scale;
	switch (l->kind) {
	case LEAK_POOL:
		l->index = pick_name(s->leaky_pools, m->pools, m->pool_count, r);
		l->per_s = bytes_per_s / (double)m->pools[l->index].row->size;
		break;
	case LEAK_TYPE:
		l->index = pick_name(s->leaky_types, m->types, m->type_count, r);
		l->per_s = bytes_per_s / (double)m->types[l->index].row->size;
		break;
	case LEAK_PROCESS:
		l->index = pick_program(m, r);
		l->per_s = bytes_per_s / 1024;
		break;
	case LEAK_SOCKETS:
		l->index = pick_program(m, r);
		l->per_s = o->leak_rate > 0 ? o->leak_rate
					    : 100 * pow(20, random_unit(r)) / left_s;
		break;
	default:
		l->index = pick_program(m, r);
		l->per_s = o->leak_rate > 0 ? o->leak_rate
					    : 20 * pow(8, random_unit(r)) / left_s;
	}
}

/* Two leaks of one machine are in two places. */
static void
draw_leaks(struct machine *m)
{
	struct random r;
	random_init(&r, m->options.seed, STREAM_LEAKS);
	while (m->leak_count < (size_t)m->options.leak_count) {
		struct leak *l = &m->leaks[m->leak_count];
		draw_leak(m, l, m->options.leak_kind[m->leak_count], &r);
		bool taken = false;
		for (size_t i = 0; i < m->leak_count; i++) {
			const struct leak *other = &m->leaks[i];
			bool of_program =
			    l->kind >= LEAK_PROCESS && other->kind >= LEAK_PROCESS;
			taken =
			    taken ||
			    (l->kind == other->kind && (l->kind >= LEAK_SOCKETS ||
							   l->index == other->index)) ||
			    (of_program && l->index == other->index);
		}
		if (!taken)
			m->leak_count++;
		else
			m->options.leak_kind[m->leak_count] = -1;
	}
}

/* ---- the whole */

/* What nobody else has is free; the file cache takes what it can get and gives way first, then processes are swapped out. */
static void
share_pages(struct machine *m, double passed_s)
{
	double target = 0.02 * (double)m->ram_pages;
	double kernel = m->driver[DRIVER_KERNEL_PAGES] = kernel_pages(m);
	double user = m->driver[DRIVER_USER_PAGES];
	m->buffers = (int64_t)(m->driver[DRIVER_BUFFERS] * 4);
	/* Text, tables of pages and what the loader left: wired for good. */
	m->wired =
	    (int64_t)(kernel + 0.02 * (double)m->ram_pages + user * 0.01) + m->buffers;
	double left = (double)m->ram_pages - (double)m->wired - user;
	double want = m->options.neutral
			  ? m->file_cache
			  : m->file_cache +
				(FILE_CACHE_MOST * (double)m->ram_pages - m->file_cache) *
				    (1 - exp(-passed_s * (0.1 + m->load) / (8 * HOUR)));
	m->file_cache = fmax(200, fmin(want, left - target));
	double missing = m->file_cache + target - left;
	for (size_t i = 0; missing > 0 && i < m->process_count; i++) {
		struct process *p = &m->processes[i];
		if (!lives(p) || p->program->kind == PROGRAM_KERNEL)
			continue;
		double out = fmin(missing, (double)p->rss_kib / PAGE_KIB * 0.5);
		if (m->swap_used + (int64_t)out > m->swap_total)
			break;
		p->swapped_kib += out * PAGE_KIB;
		p->rss_kib -= (int64_t)out * PAGE_KIB;
		m->swap_used += (int64_t)out;
		m->driver[DRIVER_USER_PAGES] -= out;
		missing -= out;
	}
	user = m->driver[DRIVER_USER_PAGES];
	double touched = m->options.settled ? 0 : 0.2; /* of the file cache, lately */
	m->active = (int64_t)(user + touched * m->file_cache);
	m->inactive = (int64_t)((1 - touched) * m->file_cache);
	m->laundry = m->swap_used > 0 ? (int64_t)(0.1 * m->file_cache) : 0;
	m->inactive -= m->laundry;
	int64_t taken = m->wired + m->active + m->inactive + m->laundry;
	m->free = taken < m->ram_pages ? m->ram_pages - taken : 0;
}

static void
count_events(struct machine *m, double passed_s)
{
	double busy = passed_s * m->load;
	m->switches += random_poisson(&m->random, 300 * passed_s + 9000 * busy);
	m->interrupts += random_poisson(&m->random, 100 * passed_s + 4000 * busy);
	m->traps += random_poisson(&m->random, 50 * passed_s + 1000 * busy);
	m->syscalls += random_poisson(&m->random, 400 * passed_s + 20000 * busy);
	m->faults += random_poisson(&m->random, 50 * passed_s + 1000 * busy);
	m->lookups += random_poisson(&m->random, 20 * passed_s + 600 * busy);
	m->busy_ticks += 254 * busy * 0.8;
	m->idle_ticks += 254 * (passed_s - busy * 0.8);
}

static void
boot(struct machine *m, bool fresh)
{
	const struct system *s = m->system;
	double uptime_s = fresh ? 120 : random_between(&m->random, 3, 60) * DAY;
	m->boot_s = machine_epoch_s(m) - (int64_t)uptime_s;
	m->process_count = 0;
	m->next_pid = 0;
	m->forks = m->vforks = m->switches = m->interrupts = m->traps = m->syscalls = 0;
	m->faults = m->lookups = m->idle_ticks = m->busy_ticks = 0;
	m->swap_used = 0;
	bool settled = m->options.settled;
	m->file_cache = (double)m->ram_pages *
			(settled ? FILE_CACHE_MOST : fresh ? 0.02 : 0.3);
	double full = settled ? 1 : fresh ? 0.02 : random_between(&m->random, 0.97, 1);
	for (int d = 0; d < DRIVER_COUNT; d++)
		m->driver[d] = floor(m->bound[d] * full);
	double now_s = m->now_s;
	m->now_s -= uptime_s;
	for (size_t i = 0; i < s->program_count; i++) {
		const struct program *g = &s->programs[i];
		for (int k = 0; k < g->count && g->kind != PROGRAM_PASSING; k++) {
			if (m->options.neutral && g->kind > PROGRAM_STEADY)
				continue;
			struct process *p = process_start(m, g);
			if (g->kind == PROGRAM_KERNEL && p->pid == 1)
				p->pid = 1;
			if (g->kind == PROGRAM_WORKER)
				p->born_s =
				    now_s -
				    fmin(uptime_s, p->life_s * random_unit(&m->random));
		}
		if (g->kind == PROGRAM_KERNEL || i == 0)
			m->next_pid = m->next_pid > 300 || g->kind == PROGRAM_KERNEL
					  ? m->next_pid
					  : 300;
	}
	m->now_s = now_s;
	for (size_t i = 0; i < m->process_count; i++) {
		struct process *p = &m->processes[i];
		p->started_s = m->options.start_s + (int64_t)p->born_s;
		p->cpu_s = (now_s - p->born_s) * p->program->cpu * 0.3;
	}
	count_events(m, uptime_s);
	for (size_t i = 0; i < m->pool_count + m->type_count; i++) {
		struct pool *p =
		    i < m->pool_count ? &m->pools[i] : &m->types[i - m->pool_count];
		p->leaked = 0;
		p->wobble = 0;
		/* What was once needed is still held: an old machine has seen its bursts. */
		p->used = 0;
		p->held = 0;
		if (!fresh)
			hold(p, (int64_t)(p->row->base * (settled ? 1 : 1.05) +
					   8 * p->row->burst));
		p->requests = (int64_t)(p->row->per_s * uptime_s * 0.4);
	}
}

/* A stage for a single series needs a few rows only. Limits grow with the memory, those of short queues do not. */
static struct pool *
pools_of(
    struct machine *m, const struct pool_row *rows, size_t row_count, size_t *count)
{
	double scale = (double)m->ram_bytes / (double)(INT64_C(1) << 30);
	struct pool *pools = arena_array(m->arena, row_count, sizeof(*pools));
	*count = 0;
	for (size_t i = 0; i < row_count; i++) {
		const struct pool_row *row = &rows[i];
		if (m->options.neutral && i % 8 != 0 && !row->sums)
			continue;
		struct pool *p = &pools[(*count)++];
		*p = (struct pool){ .row = row, .limit = row->limit, .changed = true };
		if (p->limit > 1900)
			p->limit = (int64_t)((double)p->limit * scale);
	}
	return pools;
}

/* By a share of its own, not by chance: the option is a promise. */
static void
hush(struct machine *m)
{
	double share = m->options.redundancy;
	if (share < 0)
		return;
	double sum = 0;
	for (size_t i = 0; i < m->pool_count; i++) {
		sum += share;
		m->pools[i].quiet = sum >= 1;
		sum -= sum >= 1 ? 1 : 0;
	}
	for (size_t i = 0; i < m->type_count; i++) {
		sum += share;
		m->types[i].quiet = sum >= 1;
		sum -= sum >= 1 ? 1 : 0;
	}
	for (size_t i = 0; i < m->process_count; i++) {
		sum += share;
		m->processes[i].quiet = sum >= 1;
		sum -= sum >= 1 ? 1 : 0;
	}
}

static void
settle(struct machine *m)
{
	m->load = m->options.neutral ? 0.3 : load_now(m, 0);
	m->driver[DRIVER_LOAD] = m->load;
	m->driver[DRIVER_CONNECTIONS] = 60;
	if (m->options.neutral)
		m->driver[DRIVER_TIMEWAIT] = 0;
	hush(m);
}

void
machine_init(struct machine *m, const struct system *system,
    const struct machine_options *options, struct arena *arena)
{
	*m = (struct machine){ .system = system, .options = *options, .arena = arena };
	random_init(&m->random, options->seed, STREAM_MACHINE);
	m->ram_bytes = system->least_bytes << random_below(&m->random, 3);
	m->ram_pages = m->ram_bytes / PAGE / 100 *
		       96; /* the kernel's text and tables are not counted */
	m->swap_total = m->ram_pages;
	double scale = (double)m->ram_bytes / (double)(INT64_C(1) << 30);
	m->bound[DRIVER_VNODES] = floor(61183 * fmin(scale, 2));
	m->bound[DRIVER_BUFFERS] = 6956 * fmin(scale, 4);
	m->bound[DRIVER_DIRHASH] = 2048;
	m->bound[DRIVER_EVENTS] = random_unit(&m->random) < 0.3 ? 1000 : 20;
	m->pools = pools_of(m, system->pools, system->pool_count, &m->pool_count);
	m->types = pools_of(m, system->types, system->type_count, &m->type_count);
	for (int i = 0; i < options->restarts && i < 4; i++)
		m->restart_at[i] = options->span_s * (i + 1) / (options->restarts + 1);
	boot(m, options->fresh);
	settle(m);
	machine_step(m, 0, 0);
	draw_leaks(m);
	random_init(&m->random, options->seed, STREAM_STEPS);
}

void
machine_reboot(struct machine *m, double down_s)
{
	m->now_s += down_s;
	boot(m, true);
	settle(m);
	machine_step(m, m->now_s, 0);
}

void
machine_carry(struct machine *m, const char *name, int64_t size, int64_t limit,
    const struct family_series *series)
{
	if (size > 0) {
		struct pool_row *row = arena_alloc(m->arena, sizeof(*row));
		*row = (struct pool_row){ .name = name, .size = size };
		struct pool *pools =
		    arena_array(m->arena, m->pool_count + 1, sizeof(*pools));
		memcpy(pools, m->pools, m->pool_count * sizeof(*pools));
		m->pools = pools;
		m->pools[m->pool_count++] =
		    (struct pool){ .row = row, .limit = limit, .series = series };
		return;
	}
	struct program *program = arena_alloc(m->arena, sizeof(*program));
	*program = (struct program){ .name = name,
		.command = name,
		.user = "root",
		.wchan = "select",
		.kind = PROGRAM_STEADY,
		.count = 1,
		.threads = 1,
		.files = 9,
		.sockets = 2,
		.rss_kib = 3000,
		.vsz_kib = 40000,
		.cpu = 0.001 };
	process_start(m, program)->series = series;
}

void
machine_step(struct machine *m, double now_s, size_t index)
{
	double passed_s = now_s - m->now_s;
	m->now_s = now_s;
	if (!m->options.neutral)
		m->load = load_now(m, passed_s);
	for (size_t i = 0; i < m->leak_count; i++)
		step_leak(m, &m->leaks[i], passed_s, index);
	restart_leaker(m);
	step_processes(m, passed_s, index);
	count_processes(m);
	step_drivers(m, passed_s);
	for (size_t i = 0; i < m->type_count; i++)
		step_pool(m, &m->types[i], passed_s, index);
	for (size_t i = 0; i < m->pool_count; i++) {
		if (!m->pools[i].row->sums)
			step_pool(m, &m->pools[i], passed_s, index);
	}
	step_sums(m);
	share_pages(m, passed_s);
	count_events(m, passed_s);
}

int64_t
machine_epoch_s(const struct machine *m)
{
	return m->options.start_s + (int64_t)m->now_s;
}

int64_t
machine_descriptors(const struct machine *m)
{
	return (int64_t)m->driver[DRIVER_DESCRIPTORS];
}
