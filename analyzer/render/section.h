#ifndef RENDER_SECTION_H
#define RENDER_SECTION_H

#include "render/markup.h"
#include "report/report.h"

/*
 * A section with its heading, figures and blocks. It is left open, so that sections of a deeper level can stand inside
 * it; the caller closes it.
 */
void section_open(struct markup *m, const struct section *s);
/* Numbers in large print with their labels. */
void figures_markup(struct markup *m, const struct figure *figures, size_t count);

#endif
