#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/*
 * What is said, in which order, without markup: a report has sections, a section has blocks, a block is a text, a table, a chart,
 * a list or a verbatim text. Renderers walk it and see nothing below. Beside the page's blocks stand the promised
 * facts of seep-report/1 as typed data, so that JSON need not look down the house either.
 */
enum cell_kind {
	CELL_EMPTY,
	CELL_TEXT,
	CELL_BYTES,      /* d */
	CELL_BYTES_RATE, /* d per second */
	CELL_COUNT,
	CELL_COUNT_RATE,
	CELL_PERCENT,  /* fraction */
	CELL_SCORE,
	CELL_P,
	CELL_TIME,     /* at_ms */
	CELL_DURATION, /* seconds */
	CELL_VERDICT   /* text is the public verdict name, for colour */
};

struct cell {
	enum cell_kind kind;
	double number;
	int64_t at_ms;
	struct str text;
	struct str link; /* id of a section or block to jump to; empty: none */
};

enum block_kind { BLOCK_TEXT, BLOCK_LIST, BLOCK_TABLE, BLOCK_CHART, BLOCK_VERBATIM, BLOCK_FACTS };

struct column {
	const char *title;
	const char *help; /* one sentence, NULL */
	bool number;      /* right-aligned, sorts as a number */
};

struct table {
	const struct column *columns;
	size_t column_count;
	struct cell *cells; /* row after row */
	size_t row_count;
	size_t first_rows; /* so many are shown at once, the rest behind a fold; 0: all */
};

struct line { /* of a chart */
	struct str name;
	const double *at_s;
	const double *value; /* NAN breaks the line */
	size_t count;
	int style; /* 0 data, 1 floors (dots), 2 fitted trend, 3 interval edge */
};

struct chart {
	enum cell_kind unit; /* of the y axis */
	int64_t start_ms;    /* at_s = 0; WHEN_UNKNOWN: no clock */
	struct line *lines;
	size_t line_count;
	struct str summary; /* what the picture shows, in words: its alternative text */
	double marks_s[4];  /* vertical marks: onset, boots */
	const char *mark_names[4];
	size_t mark_count;
};

struct block {
	enum block_kind kind;
	struct str id;      /* empty or unique in the report */
	struct str caption; /* empty: none */
	struct str text;         /* BLOCK_TEXT, BLOCK_VERBATIM */
	struct str *items;       /* BLOCK_LIST */
	size_t item_count;
	struct table table;      /* BLOCK_TABLE; BLOCK_FACTS: two columns, name and value */
	struct chart chart;
	bool folded;             /* shown closed at first */
};

struct section {
	const char *id;    /* also its anchor */
	struct str title;
	enum { SECTION_PLAIN, SECTION_SUSPECT } kind;
	struct block *blocks;
	size_t block_count;
};

/* seep-report/1, see docs/contracts.md §4; NAN and WHEN_UNKNOWN are null. */
struct report_evidence {
	struct str id;
	double value;
	struct str text;
	int direction;
};

struct report_metric {
	const char *metric;
	const char *verdict;
	double score, start, end, slope, slope_low, slope_high, theil_sen, p, q;
};

struct report_finding {
	int rank;
	struct str id, name, subsystem, fingerprint;
	const char *kind, *unit, *verdict, *severity;
	int64_t item_size, ordinal, pid; /* pid -1: null; item_size 0: null */
	bool material;
	double share, share_low, share_high;
	int64_t onset_ms;
	struct report_metric *metrics; /* [0] leads */
	size_t metric_count;
	struct report_evidence *evidence;
	size_t evidence_count;
	struct str parent; /* id of the finding it follows; empty: none */
};

struct report_memory {
	const char *name;
	double start, end, slope, slope_low, slope_high;
};

struct report_damage {
	const char *what, *grade;
	uint64_t count;
	struct str file;
	uint32_t line;
	struct str text;
};

struct report_answer {
	const char *id, *state;
	struct str text;
};

struct report {
	/* capture */
	struct str source, host, system, release;
	const char *layout, *state;
	int64_t started_ms, ended_ms;
	uint32_t samples;
	double interval_s, uptime_s;
	bool complete;
	struct str end_reason, in_flight;
	uint32_t boots;
	uint64_t bytes_read;
	struct report_damage *damage;
	size_t damage_count;
	/* verdict */
	const char *verdict_class; /* leak suspected none insufficient */
	const char *where[3];
	size_t where_count;
	struct str summary;
	/* memory */
	struct report_memory *memory;
	size_t memory_count;
	struct str exhaustion_resource; /* empty: null */
	double exhaustion_eta_s, exhaustion_low_s, exhaustion_high_s;
	/* findings: leak and suspected, then (all) every judged one */
	struct report_finding *findings;
	size_t finding_count, named_count;
	struct report_answer answers[5];
	struct report_finding **sensitivity_of; /* finding whose smallest visible leak follows */
	double *smallest_visible;
	size_t sensitivity_count;
	struct str *advice;
	size_t advice_count;
	/* the page */
	struct str title;
	struct section *sections;
	size_t section_count;
	const char *generator; /* "seep 0.1.0" */
};

#endif
