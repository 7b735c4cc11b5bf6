#ifndef PARSE_ITEMS_H
#define PARSE_ITEMS_H

#include "parse/block.h"

/* A row of the format's kind out of the values of one line of a table, or of one object. */
void add_item(struct block *b, const struct cells *cells);

#endif
