#ifndef PARSE_TABLE_H
#define PARSE_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "parse/columns.h"

/*
 * Any table with a header of titles. Values are split at blanks, never sliced by position (a wide value shifts its row);
 * the column that may hold blanks (the command) gets what is left when all others have taken theirs from both ends.
 */
#define TABLE_COLUMNS_MAX 96

#define TABLE_HEADER_BYTES 256

struct table {
	char header[TABLE_HEADER_BYTES]; /* that the plan is of, when it is no longer than that */
	size_t header_len;
	enum kind kind;
	const struct column *columns[TABLE_COLUMNS_MAX];
	size_t count;
	size_t rest; /* index of the column with blanks; count: none */
	bool open_end;   /* something behind the command holds blanks too: no way to it from the right */
	bool has_thread; /* there is a column of thread numbers */
};

/* False: too many titles. */
bool table_plan(struct table *t, enum kind kind, struct str header);
/* False: the line does not fit; *is_short tells whether because it has too few fields. */
bool table_row(const struct table *t, struct str line, struct cells *cells, bool *is_short);

#endif
