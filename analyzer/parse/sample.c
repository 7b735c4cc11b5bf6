#include "parse/sample.h"

#include "base/die.h"

#include "base/banned.h"

static const char *const kind_names[KIND_COUNT] = {
	[KIND_ZONE] = "zone",
	[KIND_MALLOC] = "malloc",
	[KIND_SLAB] = "slab",
	[KIND_POOL] = "pool",
	[KIND_PROCESS] = "process",
	[KIND_COMMAND] = "command",
	[KIND_FILES] = "files",
	[KIND_MBUF] = "mbuf",
	[KIND_SWAP] = "swap",
	[KIND_PRODUCT] = "product",
	[KIND_MEMORY] = "memory",
	[KIND_LOAD] = "load",
	[KIND_LIMIT] = "limit",
	[KIND_HOST] = "host",
	[KIND_SELF] = "self",
};

static const char *const metric_names[METRIC_COUNT] = {
	[METRIC_VALUE] = "value",
	[METRIC_USED] = "used",
	[METRIC_FREE] = "free",
	[METRIC_BYTES] = "bytes",
	[METRIC_HELD] = "held",
	[METRIC_REQUESTS] = "requests",
	[METRIC_FAILS] = "fails",
	[METRIC_LIMIT] = "limit",
	[METRIC_RSS] = "rss",
	[METRIC_VSZ] = "vsz",
	[METRIC_SWAP] = "swap",
	[METRIC_CPU_MS] = "cpu_ms",
	[METRIC_THREADS] = "threads",
	[METRIC_FDS] = "fds",
	[METRIC_PROCS] = "count",
	[METRIC_USED_BYTES] = "used_bytes",
	[METRIC_HELD_BYTES] = "held_bytes",
};

const char *
kind_name(enum kind kind)
{
	assert((size_t)kind < KIND_COUNT);
	return kind_names[kind];
}

const char *
metric_name(enum metric metric)
{
	assert((size_t)metric < METRIC_COUNT);
	return metric_names[metric];
}
