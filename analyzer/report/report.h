#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/*
 * What is said, in which order, without markup: a report has sections, a section has blocks, a block is a text, a
 * list, a table, a chart or a verbatim text. Renderers walk it and see nothing below. Beside the page's blocks
 * stand the promised facts of seep-report/1 as typed data, so that JSON need not look down the house either.
 *
 * Everywhere: NAN and WHEN_UNKNOWN mean "not known", an empty string "none". Names come from the captured machine
 * and may hold any byte; making them harmless is the renderer's work.
 */
enum cell_kind {
	CELL_EMPTY,
	CELL_TEXT,       /* prose of ours */
	CELL_NAME,       /* a name or text of the captured machine */
	CELL_BYTES,
	CELL_BYTES_RATE, /* bytes per second */
	CELL_COUNT,
	CELL_COUNT_RATE, /* items per second */
	CELL_CHANGE,     /* bytes, with its sign */
	CELL_COUNT_CHANGE,
	CELL_PERCENT,    /* a fraction */
	CELL_SCORE,      /* 0 … 100 */
	CELL_P,
	CELL_TIME,       /* at_ms */
	CELL_DURATION,   /* seconds */
	CELL_VERDICT,    /* text is the public verdict name, for colour */
	CELL_BAR,        /* a fraction with its interval, drawn */
	CELL_SPARK       /* values in equal steps, drawn small */
};

struct cell {
	enum cell_kind kind;
	double number;
	double low, high;      /* 95 % interval of number; NAN: none */
	int64_t at_ms;
	struct str text;
	struct str link;       /* id of the section to jump to */
	const double *values;  /* CELL_SPARK */
	size_t value_count;
};

struct column {
	const char *title;
	const char *help; /* one sentence, NULL: the title says it all */
	bool number;      /* right-aligned, sorts as a number */
};

struct table {
	const struct column *columns;
	size_t column_count;
	struct cell *cells; /* row after row */
	size_t row_count;
	size_t first_rows;  /* so many are shown at once, the rest on demand; 0: all */
};

enum line_style {
	LINE_DATA,   /* what was measured */
	LINE_FLOORS, /* dots: the lowest level of each window */
	LINE_TREND,  /* the fitted growth */
	LINE_BAND    /* its interval: the area between low and value */
};

struct line {
	struct str name;
	enum line_style style;
	size_t count;
	const double *at_s;
	const double *value; /* NAN breaks the line */
	const double *low;   /* LINE_BAND */
};

#define CHART_MARKS 8

struct chart {
	enum cell_kind unit; /* CELL_BYTES or CELL_COUNT */
	bool from_zero;      /* the y axis starts at nothing */
	int64_t start_ms;    /* at_s = 0; WHEN_UNKNOWN: no clock, at_s counts samples */
	double end_s;        /* the x axis goes from 0 to here */
	struct line *lines;
	size_t line_count;
	struct str summary;  /* what the picture shows, in words: its alternative text */
	double marks_s[CHART_MARKS]; /* vertical marks: onset, boots */
	const char *mark_names[CHART_MARKS];
	size_t mark_count;
};

enum block_kind {
	BLOCK_TEXT,
	BLOCK_LIST,
	BLOCK_EVIDENCE, /* a list, each item for or against */
	BLOCK_TABLE,
	BLOCK_FACTS,    /* a table of two columns, name and value */
	BLOCK_CHART,
	BLOCK_VERBATIM
};

struct item {
	int direction; /* +1 speaks for a leak, -1 against, 0 neither */
	struct str text;
};

struct block {
	enum block_kind kind;
	struct str id;       /* unique in the report */
	struct str caption;
	struct str text;     /* BLOCK_TEXT, BLOCK_VERBATIM */
	struct item *items;  /* BLOCK_LIST, BLOCK_EVIDENCE */
	size_t item_count;
	struct table table;
	struct chart chart;
	bool folded;         /* shown closed at first */
};

/* A number worth large print, with what qualifies it. */
struct figure {
	const char *label;
	struct str value;
	struct str detail;
};

#define FIGURES 4

struct section {
	struct str id;       /* its anchor */
	struct str title;
	int level;           /* 2, or 3: inside the last one of level 2 */
	struct str lead;     /* one sentence under the title */
	const char *verdict; /* a suspect's card: public verdict name; NULL: plain */
	struct figure figures[FIGURES];
	size_t figure_count;
	struct block *blocks;
	size_t block_count;
};

/* ---- seep-report/1, see docs/contracts.md §4 ---- */

struct report_evidence {
	const char *id;
	double value;
	int direction;
	struct str text;
};

struct report_metric {
	const char *metric, *unit, *verdict;
	double score, start, end, slope, slope_low, slope_high, theil_sen, p, q;
};

struct report_finding {
	int rank;
	struct str id, name, subsystem, fingerprint;
	const char *kind, *verdict, *severity;
	int64_t item_size; /* 0: null */
	int64_t ordinal;
	int64_t pid;       /* -1: null */
	bool material;
	double share, share_low, share_high;
	int64_t onset_ms, onset_low_ms, onset_high_ms; /* its 95 % interval */
	struct report_metric *metrics; /* [0] leads; at least one */
	size_t metric_count;
	struct report_evidence *evidence; /* of what is named; of others when all was asked for */
	size_t evidence_count;
	struct str parent; /* id of the finding it follows */
	double smallest_visible;
};

struct report_wall {
	const char *resource;
	struct str id;   /* of the finding whose wall it is; empty: the machine's */
	double headroom; /* bytes or items */
	double eta_s, low_s, high_s;
	bool beyond;     /* further away than the run can tell */
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
	struct str question; /* for people */
	struct str text;
};

#define REPORT_ANSWERS 5

struct report {
	/* capture */
	struct str source, host, system, release, machine;
	const char *layout;
	const char *state; /* NULL: the layout has no end that could tell */
	int64_t started_ms, ended_ms;
	uint32_t samples;
	double interval_s, uptime_s;
	bool complete;
	struct str end_reason, in_flight;
	uint32_t boots;
	uint64_t bytes_read;
	struct report_damage *damage; /* worst grade first */
	size_t damage_count;
	/* verdict */
	const char *verdict_class; /* leak suspected none insufficient */
	const char *where[3];
	size_t where_count;
	struct str summary;
	/* memory */
	struct report_memory *memory;
	size_t memory_count;
	const char *exhaustion_resource; /* NULL: no forecast */
	struct report_wall *walls; /* the nearest first */
	size_t wall_count;
	double lost_per_s; /* memory; NAN: none was lost */
	double unexplained, unexplained_low, unexplained_high; /* share of it that nothing listed explains */
	double exhaustion_eta_s, exhaustion_low_s, exhaustion_high_s;
	struct str forecast; /* the same as a sentence */
	/* every judged entity; the first named_count are leak or suspected */
	struct report_finding *findings;
	size_t finding_count, named_count;
	struct report_answer answers[REPORT_ANSWERS];
	struct str *advice;
	size_t advice_count;
	struct str completeness; /* what was captured and what was lost, in one sentence */
	/* the page */
	struct str title;
	struct figure figures[FIGURES];
	size_t figure_count;
	struct section *sections;
	size_t section_count;
	const char *generator; /* "seep 0.1.0" */
};

#endif
