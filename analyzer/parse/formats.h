#ifndef PARSE_FORMATS_H
#define PARSE_FORMATS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "parse/sample.h"

/*
 * The format table: one row per variant of every tool's output. A variant is known by one line, its head; the reader takes the lines
 * apart. A new variant is one row here and one folder fixtures/formats/<name>.
 */
struct block;

enum line_kind {
	LINE_ROWS,    /* understood; made rows, or none because nothing in it counts */
	LINE_CONTEXT, /* understood, and the lines below depend on it */
	LINE_SAMPLE,  /* as LINE_ROWS, and one reading is complete (vmstat 5) */
	LINE_ODD,     /* does not fit */
	LINE_SHORT,   /* has too few fields */
	LINE_OTHER    /* no part of this output: it ended before */
};

struct reader {
	const char *name;
	void (*begin)(struct block *b); /* NULL: nothing to do */
	enum line_kind (*line)(struct block *b, struct str line);
	bool by_pid; /* rows are processes, several lines may be threads of one */
};

enum quirk {
	QUIRK_SUMMARY = 1 << 0,         /* this head opens an output whose variant a later head decides */
	QUIRK_HEADER_REPEATS = 1 << 1,  /* a repeated head goes on with the same output */
	QUIRK_ITERATES = 1 << 2,        /* the command may print its output again and again */
	QUIRK_WEAK = 1 << 3,            /* the head is hardly more than a row: it opens, and never cuts another output short */
	QUIRK_BYTES = 1 << 4,           /* memory is bytes where the other variants print KiB */
	QUIRK_NAME_PLUS = 1 << 5,       /* a name that was cut ends in + */
	QUIRK_THREADS = 1 << 6,         /* PID is a thread's number: rows are no processes */
	QUIRK_USED_32 = 1 << 7,         /* used is a 32-bit difference: values near 2^32 are negative */
	QUIRK_COUNTER_32 = 1 << 8,      /* counters are printed modulo 2^32 */
	QUIRK_NAME_24 = 1 << 9,         /* names are cut to 24 bytes */
	QUIRK_NAME_12 = 1 << 10,        /* names are cut to 12 or 13 bytes */
	QUIRK_NAME_31 = 1 << 11,        /* names are cut to 31 bytes */
	QUIRK_NAME_DOLLAR = 1 << 12,    /* a name that was cut ends in $ */
	QUIRK_STAR = 1 << 13,           /* a row may begin with * (what runs now) */
	QUIRK_PAGES = 1 << 14,          /* plain numbers are pages, suffixes are powers of 1000 */
	QUIRK_SIX = 1 << 15,            /* /proc/slabinfo 1.1: six numbers, the slabs among them */
	QUIRK_ASSIGN = 1 << 16,         /* a key ends at " = ", and may hold colons */
	QUIRK_GLUED = 1 << 17,          /* a name may touch its count */
	QUIRK_NAME_9 = 1 << 18,         /* names are cut to 9 bytes */
	QUIRK_WHOLE = 1 << 19,          /* lines in it look like heads of other variants: only its own begins another */
	QUIRK_NUMBERS = 1 << 20         /* every value is a number, perhaps with a unit */
};

struct format {
	const char *name;
	const char *tool; /* NAME of the contract */
	const char *head;
	const struct reader *reader;
	unsigned quirks;
	enum kind kind;      /* of the rows of a table */
	const char *columns; /* titles to take in place of the printed ones; NULL: as printed */
};

struct formats;

struct formats *formats_open(struct arena *perm);
void formats_close(struct formats *f);
/*
 * The variant whose head matches the line best; NULL: none. tool NULL: of any tool. weak: rows with
 * QUIRK_WEAK bid too, when no other does.
 */
const struct format *formats_find(
    struct formats *f, const char *tool, struct str line, bool weak);
/* The variant of the same reader that a line decides; NULL: none. */
const struct format *formats_variant(
    struct formats *f, const struct format *of, struct str line);

size_t formats_count(void); /* for tests and documentation */
const struct format *formats_row(size_t index);
/* Number of rows that win with the same bid. */
size_t formats_winners(const struct formats *f, struct str line);

#endif
