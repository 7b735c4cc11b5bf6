#ifndef RENDER_SVG_H
#define RENDER_SVG_H

#include <stdbool.h>

#include "render/markup.h"
#include "report/report.h"

/* Strokes of a picture; what they look like is said by the style sheet, by class. */
void svg_text(struct markup *m, const char *class, const char *anchor, double x, double y,
    struct str text);
void svg_line(
    struct markup *m, const char *class, double x1, double y1, double x2, double y2);
void svg_dot(struct markup *m, const char *class, double x, double y);
void svg_rect(
    struct markup *m, const char *class, double x, double y, double width, double height);
/* One step of a path; the first one, and the next after *pen_down was made false, moves without drawing. */
void svg_path_to(struct out *o, bool *pen_down, double x, double y);

/* Drawings within a cell; the cell or its neighbours say the same in words. */
void svg_spark(struct markup *m, const struct cell *c);
/* A fraction as a bar, with its interval. */
void svg_bar(struct markup *m, const struct cell *c);

#endif
