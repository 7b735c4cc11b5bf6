#ifndef PARSE_PROCESS_H
#define PARSE_PROCESS_H

#include "parse/block.h"

/* A line of ps or of top's table, by the plan of the stream's table. */
enum line_kind process_line(struct block *b, struct str line);
/* The same of values that were taken already. */
enum line_kind process_cells(struct block *b, const struct cells *cells);

#endif
