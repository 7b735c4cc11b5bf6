#include "render/svg.h"

#include <math.h>

#include "base/fmt.h"

#include "base/banned.h"

/* ---- strokes and texts ---- */

void
svg_text(struct markup *m, const char *class, const char *anchor, double x, double y,
    struct str text)
{
	markup_open_class(m, "text", class);
	markup_attr_place(m, "x", x);
	markup_attr_place(m, "y", y);
	markup_attr_text(m, "text-anchor", anchor);
	markup_text(m, text);
	markup_close(m, "text");
}

void
svg_line(
    struct markup *m, const char *class, double x1, double y1, double x2, double y2)
{
	markup_open_class(m, "line", class);
	markup_attr_place(m, "x1", x1);
	markup_attr_place(m, "y1", y1);
	markup_attr_place(m, "x2", x2);
	markup_attr_place(m, "y2", y2);
	markup_empty(m);
}

void
svg_dot(struct markup *m, const char *class, double x, double y)
{
	markup_open_class(m, "circle", class);
	markup_attr_place(m, "cx", x);
	markup_attr_place(m, "cy", y);
	markup_attr_text(m, "r", "2.4");
	markup_empty(m);
}

void
svg_rect(struct markup *m, const char *class, double x, double y, double width,
    double height)
{
	markup_open_class(m, "rect", class);
	markup_attr_place(m, "x", x);
	markup_attr_place(m, "y", y);
	markup_attr_place(m, "width", width);
	markup_attr_place(m, "height", height);
	markup_empty(m);
}

void
svg_path_to(struct out *o, bool *pen_down, double x, double y)
{
	char buf[FMT_SIZE];
	out_char(o, *pen_down ? 'L' : 'M');
	out_text(o, fmt_fixed(buf, x, 1));
	out_char(o, ' ');
	out_text(o, fmt_fixed(buf, y, 1));
	*pen_down = true;
}

/* ---- drawings within cells: their cells or neighbours say the same in words ---- */

static void
open_drawing(struct markup *m, const char *class, int width, int height)
{
	markup_open_class(m, "svg", class);
	out_print(m->out, " viewBox=\"0 0 %d %d\" aria-hidden=\"true\"", width, height);
}

#define SPARK_WIDTH 96
#define SPARK_HEIGHT 18

void
svg_spark(struct markup *m, const struct cell *c)
{
	double low = INFINITY, high = -INFINITY, x = 0, y = 0;
	for (size_t i = 0; i < c->value_count; i++) {
		if (!isfinite(c->values[i]))
			continue;
		low = fmin(low, c->values[i]);
		high = fmax(high, c->values[i]);
	}
	if (c->value_count < 2 || !(low <= high))
		return;
	double range = high > low ? high - low : 1;
	double step = (SPARK_WIDTH - 6) / (double)(c->value_count - 1);
	open_drawing(m, "spark", SPARK_WIDTH, SPARK_HEIGHT);
	markup_open(m, "path");
	out_text(m->out, " d=\"");
	bool pen_down = false;
	for (size_t i = 0; i < c->value_count; i++) {
		if (!isfinite(c->values[i])) {
			pen_down = false;
			continue;
		}
		x = 3 + (double)i * step;
		y = 3 + (high - c->values[i]) / range * (SPARK_HEIGHT - 6);
		svg_path_to(m->out, &pen_down, x, y);
	}
	out_char(m->out, '"');
	markup_empty(m);
	svg_dot(m, NULL, x, y);
	markup_close(m, "svg");
}

#define BAR_WIDTH 140
#define BAR_HEIGHT 14

static double
bar_x(double fraction)
{
	return fmax(0, fmin(1, fraction)) * BAR_WIDTH;
}

void
svg_bar(struct markup *m, const struct cell *c)
{
	open_drawing(m, "bar", BAR_WIDTH, BAR_HEIGHT);
	svg_rect(m, "back", 0, 2, BAR_WIDTH, 10);
	svg_rect(m, "part", 0, 2, bar_x(c->number), 10);
	if (!isnan(c->low) && !isnan(c->high))
		svg_line(m, "interval", bar_x(c->low), 7, bar_x(c->high), 7);
	markup_close(m, "svg");
}
