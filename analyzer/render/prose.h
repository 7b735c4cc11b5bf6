#ifndef RENDER_PROSE_H
#define RENDER_PROSE_H

#include "render/markup.h"

/* A sentence in which no line ends between a number and its unit, or within a date. */
void prose_markup(struct markup *m, struct str text);
/* The same as an element; class may be NULL. */
void prose_element(struct markup *m, const char *tag, const char *class, struct str text);

#endif
