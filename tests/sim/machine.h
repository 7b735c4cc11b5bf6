#ifndef SIM_MACHINE_H
#define SIM_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "family.h"
#include "random.h"

/*
 * A machine that is made up and adds up: items live in pages of the kernel, processes in pages of their own, and what nobody has is free. Time is
 * seconds since the start of the capture. What kind of machine it is stands in the tables of a struct system.
 */

/* What the number of items of a kernel pool may follow. */
enum driver {
	DRIVER_NONE,
	DRIVER_PROCESSES,
	DRIVER_THREADS,
	DRIVER_DESCRIPTORS,
	DRIVER_SOCKETS,
	DRIVER_CONNECTIONS, /* of TCP */
	DRIVER_TIMEWAIT,    /* connections that linger: a plateau reached late */
	DRIVER_VNODES,      /* files in the cache: fills to its bound */
	DRIVER_BUFFERS,     /* of the buffer cache: fills to its bound */
	DRIVER_DIRHASH,     /* fills to its bound */
	DRIVER_EVENTS,      /* a queue that nobody reads: fills to its limit */
	DRIVER_LOAD,        /* 0 … 1 */
	DRIVER_KERNEL_PAGES,
	DRIVER_USER_PAGES,
	DRIVER_COUNT
};

/* One row of a system's table: a zone, a malloc type or a slab cache. */
struct pool_row {
	const char *name;
	int64_t
	    size; /* bytes of one item; of a malloc type the class it is served from, 0: whole pages */
	int64_t limit; /* most items, on a machine of 1 GiB; 0: none */
	double base;   /* items in use at rest */
	enum driver driver;
	double ratio; /* items for one of the driver */
	double burst; /* mean height of bursts under full load, items */
	double per_s; /* items taken and given back each second under full load */
	const char *
	    sizes; /* of a malloc type: the classes it was ever served from, as printed */
	int8_t pages; /* in a slab; 0: as many as needed */
	bool mirror;  /* counts pages that others hold: no memory of its own */
	bool sums;    /* a zone that serves the malloc types of its size */
};

struct pool {
	const struct pool_row *row;
	double wobble; /* slow fluctuation, items */
	double leaked; /* items */
	double bursting;
	int64_t limit;
	int64_t used, held, requests; /* held: items in whole slabs, used or free */
	bool quiet;   /* its requests stand still unless the number in use moves */
	bool changed; /* since the last step */
	const struct family_series *series; /* it is this, and nothing else */
	char line[160];                     /* as last printed */
	size_t line_len;
};

enum program_kind {
	PROGRAM_KERNEL, /* a process of the kernel: no memory of its own */
	PROGRAM_STEADY,
	PROGRAM_FILLS,    /* a cache that fills up to `reach` times its size */
	PROGRAM_COLLECTS, /* garbage collection: a sawtooth of `reach` times its size */
	PROGRAM_WORKER,   /* one of a pool: grows, and is replaced after a while */
	PROGRAM_RELOADS,  /* a step of `reach` times its size, once */
	PROGRAM_PASSING,  /* started by a clock, gone by the next sample */
};

struct program {
	const char *name;    /* comm */
	const char *command; /* with path and arguments */
	const char *user, *wchan;
	enum program_kind kind;
	int count;
	int threads, files, sockets;
	double rss_kib, vsz_kib, reach;
	double cpu; /* share of one CPU under full load */
};

struct process {
	const struct program *program;
	int64_t pid, ppid;
	int64_t started_s; /* seconds since the epoch */
	double born_s;     /* in time of the machine */
	double life_s;     /* of a worker */
	double base_kib;   /* what it has after starting */
	double grown_kib;  /* beyond that */
	double leaked_kib;
	double swapped_kib;
	double cpu_s;
	double peak_kib; /* address space never shrinks */
	double phase;
	int64_t files, sockets;
	int64_t rss_kib, vsz_kib;
	bool quiet, changed;
	const struct family_series *series;
	char line[192];
	size_t line_len;
};

enum leak_kind {
	LEAK_POOL,
	LEAK_TYPE,
	LEAK_PROCESS,
	LEAK_SOCKETS,
	LEAK_FORKS,
	LEAK_KINDS
};

struct leak {
	enum leak_kind kind;
	size_t index; /* of pool, type or program */
	double onset_s;
	double per_s; /* items, or KiB of a process */
	double total; /* leaked so far since boot, or since its process started */
};

#define LEAK_COUNT 3

struct system;

struct machine_options {
	uint64_t seed;
	int64_t start_s; /* seconds since the epoch */
	double span_s;   /* of the capture */
	double interval_s;
	double
	    redundancy; /* share of rows that seldom change; below 0: as the tables say */
	bool fresh;     /* booted two minutes ago */
	bool neutral;   /* small and quiet: the stage for a single series */
	bool settled;   /* caches are full and wait to be taken, leaks begin with the capture: nothing else takes memory for good */
	int leak_count;
	int leak_kind[LEAK_COUNT]; /* enum leak_kind, -1: any */
	double leak_scale;         /* of the rates that are drawn; 0: as they are */
	double leak_rate;          /* bytes (sockets, processes) per second; 0: drawn */
	int restarts;              /* of the process that leaks */
};

struct machine {
	const struct system *system;
	struct machine_options options;
	struct arena *arena;
	struct random random;
	double now_s;
	int64_t boot_s; /* seconds since the epoch */
	int64_t ram_bytes, ram_pages;
	double driver[DRIVER_COUNT];
	double bound[DRIVER_COUNT]; /* of those that fill */
	struct pool *pools,
	    *types; /* types: malloc(9) types, whose bytes are in pools of their size */
	size_t pool_count, type_count;
	struct process *processes;
	size_t process_count, process_capacity;
	int64_t next_pid;
	double load;
	double load_noise;
	struct leak leaks[LEAK_COUNT];
	size_t leak_count;
	double restart_at[4];
	size_t restarts_done;
	/* 4 KiB pages */
	int64_t free, active, inactive, laundry, wired, buffers, swap_used, swap_total;
	double file_cache;
	/* counters since boot */
	double forks, vforks, switches, interrupts, traps, syscalls, faults, lookups,
	    idle_ticks, busy_ticks;
};

void machine_init(struct machine *m, const struct system *system,
    const struct machine_options *options, struct arena *arena);
/* Puts a series of its own on the machine: as a pool of `size` bytes an item, or as the RSS of a process (size 0). */
void machine_carry(struct machine *m, const char *name, int64_t size,
    int64_t limit, const struct family_series *series);
/* Starts anew, as after a reset that took `down_s`. Leaks start from nothing. */
void machine_reboot(struct machine *m, double down_s);
/* Goes on to now_s, which is sample number `index` (for carried series). */
void machine_step(struct machine *m, double now_s, size_t index);

int64_t machine_epoch_s(const struct machine *m); /* now */
int64_t machine_descriptors(const struct machine *m);

#endif
