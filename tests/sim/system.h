#ifndef SIM_SYSTEM_H
#define SIM_SYSTEM_H

#include "log.h"
#include "machine.h"

/* Rows of the tables: name, item size, limit, items at rest[, driver, items for one of it, bursts, requests/s]. */
#define AT_REST(name_, size_, limit_, base_) \
	.name = (name_), .size = (size_), .limit = (limit_), .base = (base_)
#define MOVING(name_, size_, limit_, base_, driver_, ratio_, burst_, per_s_)          \
	AT_REST(name_, size_, limit_, base_), .driver = (driver_), .ratio = (ratio_), \
					      .burst = (burst_), .per_s = (per_s_)

/* A kind of machine: what it has, and how its tools print it. */
struct system {
	const char *name; /* option --system */
	const char *uname, *release, *architecture;
	int64_t least_bytes;   /* of memory: its programs fit */
	const char *pool_kind; /* zone or slab */
	const struct pool_row *pools, *types;
	size_t pool_count, type_count;
	const struct program *programs;
	size_t program_count;
	/* Where leaks may be: names of pools and types. */
	const char *const *leaky_pools, *const *leaky_types; /* each ends with NULL */
	void (*write)(struct machine *m, struct log *log, bool slow);
	const char *const *commands; /* NAME, command line, …, NULL: for capture.txt */
};

extern const struct system system_freebsd, system_linux;

#endif
