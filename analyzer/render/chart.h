#ifndef RENDER_CHART_H
#define RENDER_CHART_H

#include "render/markup.h"
#include "report/report.h"

/*
 * A chart as static SVG, inline in the page; colours and fonts come from the style sheet by class, and the script finds
 * the scale in data- attributes.
 */
void chart_markup(struct markup *m, const struct chart *c);

#endif
