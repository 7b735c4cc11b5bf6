#ifndef PARSE_SAMPLE_H
#define PARSE_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "capture/frame.h"

/*
 * What one output of one command said, in canonical units. Everything is a row: a zone, a malloc type, a process, and also a
 * single number such as "free memory" (kind memory, metric value). A sample dies with its frame.
 */
enum kind {
	KIND_ZONE,    /* FreeBSD UMA zone */
	KIND_MALLOC,  /* malloc(9) type */
	KIND_SLAB,    /* Linux slab cache */
	KIND_POOL,    /* OpenBSD, NetBSD pool */
	KIND_PROCESS, /* one life of one process */
	KIND_COMMAND, /* all processes of one command name: made by the model, never by a parser */
	KIND_FILES,   /* open descriptors, system-wide or of a table */
	KIND_MBUF,    /* network buffers by class */
	KIND_SWAP,    /* a swap device or the total */
	KIND_PRODUCT, /* memory pools of a product (Check Point hmem, smem …) */
	KIND_MEMORY,  /* host-wide memory: free, wired, … */
	KIND_LOAD,    /* what the box is busy with: cpu, connections, interrupts; also counters */
	KIND_LIMIT,   /* a bound: kern.maxvnodes, fs.file-max … */
	KIND_HOST,    /* boot time, uptime, page size, cpu count */
	KIND_SELF,    /* what the collector costs */
	KIND_COUNT
};

enum metric {
	METRIC_VALUE,    /* of kinds with one number */
	METRIC_USED,     /* items in use */
	METRIC_FREE,     /* items allocated and not in use */
	METRIC_BYTES,    /* bytes in use, where the tool prints bytes */
	METRIC_HELD,     /* bytes that the allocator holds for the entity, where the tool prints them */
	METRIC_REQUESTS, /* allocations since boot: a counter */
	METRIC_FAILS,    /* failed allocations: a counter */
	METRIC_LIMIT,    /* most items allowed; absent when unlimited */
	METRIC_RSS,      /* resident bytes */
	METRIC_VSZ,      /* virtual bytes */
	METRIC_SWAP,     /* bytes swapped out */
	METRIC_CPU_MS,   /* CPU time used: a counter */
	METRIC_THREADS,
	METRIC_FDS,      /* open descriptors */
	METRIC_PROCS,    /* number of processes: of KIND_COMMAND */
	METRIC_USED_BYTES, /* derived by the model: item size × used */
	METRIC_HELD_BYTES, /* derived by the model: item size × (used + free), or METRIC_HELD */
	METRIC_COUNT
};

enum unit { UNIT_COUNT, UNIT_BYTES, UNIT_PAGES, UNIT_MS, UNIT_PERCENT };

#define METRIC_BIT(metric) (1u << (metric))

struct row {
	enum kind kind;
	uint32_t slot;   /* the row's place in its stream, stable from frame to frame */
	struct str name; /* zone, type, slab; command name without path and arguments; key of a single number */
	int64_t item_size; /* bytes; 0 unknown */
	int64_t pid;       /* -1 none */
	int64_t ppid;      /* -1 unknown */
	int64_t started_ms;      /* WHEN_UNKNOWN; exact only to started_step_ms */
	int64_t started_step_ms;
	enum unit unit;    /* of METRIC_VALUE, METRIC_BYTES and METRIC_HELD; pages are turned into bytes by the model */
	bool kernel;       /* a kernel thread or kernel process */
	bool name_cut;     /* the tool may have cut the name */
	bool wraps;        /* its counters are printed modulo 2^32 */
	uint32_t have;     /* METRIC_BIT of each value present: missing is not zero */
	int64_t value[METRIC_COUNT];
	int64_t step[METRIC_COUNT]; /* precision of the value, same unit; 0 or 1: exact */
};

/* A value of a row that otherwise is as it was in the frame before. */
struct change {
	uint32_t slot;
	uint8_t metric;
	int64_t value;
};

/* One per tool and capture stream; owned by the parser, numbered from 0 in order of appearance. */
struct stream_id {
	uint32_t index;
	const char *tool;   /* vmstat-z, ps, top, memory … : the fixed NAMEs of the contract */
	const char *format; /* name of the variant chosen for this sample */
};

struct sample {
	struct stream_id stream;
	uint32_t run;
	uint32_t seq;  /* 0: none */
	int64_t at_ms; /* WHEN_UNKNOWN: order only; within the first days of 1970: a clock without a date */
	bool written;  /* at_ms is when the file was last written */
	bool torn;     /* what is missing here proves nothing */
	bool partial;  /* a selection by design (top shows the busiest 18): absence proves nothing either, and nothing is lost */
	struct origin origin;
	struct row *rows; /* read anew */
	size_t row_count;
	/*
	 * A sample that continues the one before of its stream tells only what is not as it was: slots that are gone, values that changed, rows
	 * read anew, in this order of effect. The rows of all other slots stand. One that does not continue is its rows alone.
	 */
	bool continues;
	const struct change *changes;
	size_t change_count;
	const uint32_t *gone;
	size_t gone_count;
	size_t rows_in_all; /* standing ones included */
};

const char *kind_name(enum kind kind);       /* public names of contract §4 */
const char *metric_name(enum metric metric); /* public names: used_bytes, held_bytes, rss … */

#endif
