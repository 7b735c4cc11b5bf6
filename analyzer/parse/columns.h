#ifndef PARSE_COLUMNS_H
#define PARSE_COLUMNS_H

#include <stdbool.h>

#include "parse/marks.h"
#include "parse/sample.h"

/*
 * The dictionary of tables: a printed title is a promise about what stands below it. Each column knows how to take one value off
 * a line, in which unit that is, and where it belongs.
 */
enum field {
	FIELD_NONE, /* known not to matter */
	FIELD_METRIC,
	FIELD_PID,
	FIELD_PPID,
	FIELD_THREAD, /* a thread's own number: several rows are one process */
	FIELD_NAME,
	FIELD_STATE,
	FIELD_STARTED, /* ms; exact only with five words (lstart) */
	FIELD_ELAPSED, /* ms since the start */
	FIELD_ITEM_SIZE,
	FIELD_TOTAL, /* items, used and free */
	FIELD_RELEASES, /* items given back: used = requests - releases */
	FIELD_PAGES,     /* that the entity holds, of FIELD_PAGE_SIZE bytes */
	FIELD_PAGE_SIZE,
	FIELD_COUNT
};

/* The values of one line. What was printed as "-" is absent. */
struct cells {
	uint32_t have; /* 1 << field */
	int64_t value[FIELD_COUNT];
	int64_t step[FIELD_COUNT];
	struct str name, state;
	uint32_t have_metric; /* METRIC_BIT */
	int64_t metric[METRIC_COUNT];
	int64_t metric_step[METRIC_COUNT];
	struct str line;
	struct marks marks; /* of the values above, and of words that do not count */
};

struct column;
/* Takes the value off the front of *rest; false: what stands there is none of this column. */
typedef bool column_take(struct cells *cells, const struct column *column, struct str *rest);

struct column {
	enum kind kind; /* the tables it stands in */
	const char *title;
	enum field field;
	enum metric metric; /* of FIELD_METRIC */
	int64_t unit;       /* bytes of a plain number, for sizes; 1 for counts */
	column_take *take;
};

/* NULL: no such title there; take_word skips its value. */
const struct column *column_find(enum kind kind, struct str title);

bool column_is_rest(const struct column *column);  /* may hold blanks: takes what the others leave */
bool column_is_loose(const struct column *column); /* none, one or more words */

bool take_word(struct cells *cells, const struct column *column, struct str *rest);
/* A word that does not count, as long as it is such a one. */
void cells_mark_idle(struct cells *cells, struct str word, enum mark_kind kind);

#endif
