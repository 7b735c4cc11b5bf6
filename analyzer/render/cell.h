#ifndef RENDER_CELL_H
#define RENDER_CELL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fmt.h"
#include "render/markup.h"
#include "report/report.h"

/* A cell as people read it: its number in words, its interval, its drawing, its link. */
void cell_markup(struct markup *m, const struct cell *c);
/* The same without markup, drawing, interval or link; buf may hold it. */
struct str cell_words(const struct cell *c, char buf[FMT_SIZE]);
/* What a column is sorted by: the number, the moment, the place of the verdict. False: the text itself. */
bool cell_sort_key(const struct cell *c, double *key);
/* There is a number, and it is nothing. */
bool cell_is_zero(const struct cell *c);

/* A verdict, or the class of the whole report; its public name chooses sign and colour. */
void verdict_markup(struct markup *m, struct str verdict, struct str label);

#endif
