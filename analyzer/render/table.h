#ifndef RENDER_TABLE_H
#define RENDER_TABLE_H

#include "render/markup.h"
#include "report/report.h"

/* A block without a caption goes by the title of its section. */

/* A table with a head. All rows stand in the page; the script hides those after first_rows until asked for. */
void table_markup(struct markup *m, const struct block *b, struct str title);
/* Names and values, without a head. */
void facts_markup(struct markup *m, const struct block *b, struct str title);

#endif
