#ifndef RENDER_SVG_H
#define RENDER_SVG_H

#include "render/markup.h"
#include "report/report.h"

/* Charts as static SVG, inline in the page; colours and fonts come from the style sheet by class. */
void svg_chart(struct markup *m, const struct chart *c);
void svg_spark(struct markup *m, const struct cell *c);
/* A fraction as a bar, with its interval. */
void svg_bar(struct markup *m, const struct cell *c);

#endif
