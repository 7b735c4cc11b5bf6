#include "render/svg.h"

#include <math.h>
#include <stdio.h>

#include "base/fmt.h"
#include "base/when.h"
#include "render/axis.h"

#include "base/banned.h"

#define WIDTH 760
#define LEFT 64
#define RIGHT 16
#define TOP 14
#define PLOT_HEIGHT 200
#define BOTTOM 26
#define LEGEND_LINE 18
#define CHARACTER 6.6 /* usual width of one, for laying out the legend */
#define SERIES_COLORS 8

/* From values to places. */
struct plot {
	struct axis x, y;
};

static double
place_x(const struct plot *p, double at_s)
{
	return LEFT + (at_s - p->x.low) / (p->x.high - p->x.low) * (WIDTH - LEFT - RIGHT);
}

static double
place_y(const struct plot *p, double value)
{
	return TOP + (p->y.high - value) / (p->y.high - p->y.low) * PLOT_HEIGHT;
}

static void
class_of_line(const struct chart *c, size_t index, char buf[32])
{
	static const char *const styles[] = { [LINE_DATA] = "data", [LINE_FLOORS] = "floors",
		[LINE_TREND] = "trend", [LINE_BAND] = "band" };
	size_t data = 0;
	for (size_t i = 0; i < index; i++)
		data += c->lines[i].style == LINE_DATA;
	enum line_style style = c->lines[index].style;
	if (style == LINE_DATA)
		snprintf(buf, 32, "data s%zu", data % SERIES_COLORS);
	else
		snprintf(buf, 32, "%s", styles[style]);
}

/* The fit is drawn where there is data; its interval must not flatten what it is about. */
static void
find_range(const struct chart *c, double *low, double *high)
{
	*low = INFINITY;
	*high = -INFINITY;
	for (size_t i = 0; i < c->line_count; i++) {
		const struct line *l = &c->lines[i];
		if (l->style == LINE_BAND)
			continue;
		for (size_t k = 0; k < l->count; k++) {
			if (isnan(l->value[k]))
				continue;
			*low = fmin(*low, l->value[k]);
			*high = fmax(*high, l->value[k]);
		}
	}
	if (!(*low <= *high))
		*low = *high = 0;
	if (c->from_zero)
		*low = fmin(*low, 0);
}

static void
text_at(struct markup *m, const char *class, const char *anchor, double x, double y,
    struct str text)
{
	markup_open_class(m, "text", class);
	markup_attr_place(m, "x", x);
	markup_attr_place(m, "y", y);
	markup_attr_text(m, "text-anchor", anchor);
	markup_text(m, text);
	markup_close(m, "text");
}

static void
straight(struct markup *m, const char *class, double x1, double y1, double x2, double y2)
{
	markup_open_class(m, "line", class);
	markup_attr_place(m, "x1", x1);
	markup_attr_place(m, "y1", y1);
	markup_attr_place(m, "x2", x2);
	markup_attr_place(m, "y2", y2);
	markup_empty(m);
}

static void
draw_axes(struct markup *m, const struct chart *c, const struct plot *p)
{
	char buf[FMT_SIZE];
	for (size_t i = 0; i < p->y.count; i++) {
		double y = place_y(p, p->y.at[i]);
		straight(m, "grid", LEFT, y, WIDTH - RIGHT, y);
		text_at(m, "tick", "end", LEFT - 6, y + 4,
		    str_from(c->unit == CELL_BYTES ? fmt_bytes(buf, p->y.at[i])
						   : fmt_count(buf, p->y.at[i])));
	}
	for (size_t i = 0; i < p->x.count; i++) {
		double x = place_x(p, p->x.at[i]);
		char label[32];
		straight(m, "grid", x, TOP + PLOT_HEIGHT, x, TOP + PLOT_HEIGHT + 4);
		axis_time_label(&p->x, c->start_ms, p->x.at[i], label);
		text_at(m, "tick", "middle", x, TOP + PLOT_HEIGHT + 18, str_from(label));
	}
}

static void
path_to(struct out *o, bool *pen_down, double x, double y)
{
	out_print(o, "%s%.1f %.1f", *pen_down ? "L" : "M", x, y);
	*pen_down = true;
}

static void
draw_curve(struct markup *m, const struct plot *p, const struct line *l, const char *class)
{
	markup_open_class(m, "path", class);
	out_text(m->out, " d=\"");
	bool pen_down = false;
	for (size_t i = 0; i < l->count; i++) {
		if (isnan(l->value[i])) {
			pen_down = false;
			continue;
		}
		path_to(m->out, &pen_down, place_x(p, l->at_s[i]), place_y(p, l->value[i]));
	}
	out_char(m->out, '"');
	markup_empty(m);
}

static double
within(double value, const struct axis *a)
{
	return fmax(a->low, fmin(a->high, value));
}

static void
draw_band(struct markup *m, const struct plot *p, const struct line *l, const char *class)
{
	markup_open_class(m, "path", class);
	out_text(m->out, " d=\"");
	bool pen_down = false;
	for (size_t i = 0; i < l->count; i++)
		path_to(m->out, &pen_down, place_x(p, l->at_s[i]),
		    place_y(p, within(l->value[i], &p->y)));
	for (size_t i = l->count; i-- > 0;)
		path_to(m->out, &pen_down, place_x(p, l->at_s[i]),
		    place_y(p, within(l->low[i], &p->y)));
	out_text(m->out, "Z\"");
	markup_empty(m);
}

static void
draw_dots(struct markup *m, const struct plot *p, const struct line *l, const char *class)
{
	for (size_t i = 0; i < l->count; i++) {
		markup_open_class(m, "circle", class);
		markup_attr_place(m, "cx", place_x(p, l->at_s[i]));
		markup_attr_place(m, "cy", place_y(p, l->value[i]));
		markup_attr_text(m, "r", "2.6");
		markup_empty(m);
	}
}

static void
draw_lines(struct markup *m, const struct chart *c, const struct plot *p)
{
	for (size_t i = 0; i < c->line_count; i++) {
		const struct line *l = &c->lines[i];
		char class[32];
		class_of_line(c, i, class);
		if (l->style == LINE_BAND)
			draw_band(m, p, l, class);
		else if (l->style == LINE_FLOORS)
			draw_dots(m, p, l, class);
		else
			draw_curve(m, p, l, class);
	}
}

static void
draw_marks(struct markup *m, const struct chart *c, const struct plot *p)
{
	for (size_t i = 0; i < c->mark_count; i++) {
		double x = place_x(p, within(c->marks_s[i], &p->x));
		bool right = x > WIDTH - 110;
		straight(m, "mark", x, TOP, x, TOP + PLOT_HEIGHT);
		text_at(m, "mark-name", right ? "end" : "start", right ? x - 4 : x + 4, TOP + 11,
		    str_from(c->mark_names[i]));
	}
}

/* Swatches and names under the plot, as many lines as they need; returns the height. Draws nothing when m is NULL. */
static double
legend(struct markup *m, const struct chart *c, double top)
{
	double x = LEFT, y = top + 12;
	for (size_t i = 0; i < c->line_count; i++) {
		double width = 26 + CHARACTER * (double)c->lines[i].name.len + 14;
		if (x + width > WIDTH - RIGHT && x > LEFT) {
			x = LEFT;
			y += LEGEND_LINE;
		}
		if (m != NULL) {
			char class[32];
			class_of_line(c, i, class);
			enum line_style style = c->lines[i].style;
			if (style == LINE_FLOORS) {
				markup_open_class(m, "circle", class);
				markup_attr_place(m, "cx", x + 9);
				markup_attr_place(m, "cy", y - 4);
				markup_attr_text(m, "r", "2.6");
				markup_empty(m);
			} else if (style == LINE_BAND) {
				markup_open_class(m, "rect", class);
				markup_attr_place(m, "x", x);
				markup_attr_place(m, "y", y - 9);
				markup_attr_text(m, "width", "18");
				markup_attr_text(m, "height", "10");
				markup_empty(m);
			} else {
				straight(m, class, x, y - 4, x + 18, y - 4);
			}
			text_at(m, "legend", "start", x + 24, y, c->lines[i].name);
		}
		x += width;
	}
	return y + 8 - top;
}

/* What the script needs to tell the value under the pointer. */
static void
scale_attributes(struct markup *m, const struct chart *c, const struct plot *p)
{
	markup_attr_text(m, "data-unit", c->unit == CELL_BYTES ? "bytes" : "count");
	if (c->start_ms != WHEN_UNKNOWN)
		markup_attr_number(m, "data-start", (double)c->start_ms / 1000);
	markup_attr_number(m, "data-x0", p->x.low);
	markup_attr_number(m, "data-x1", p->x.high);
	markup_attr_number(m, "data-y0", p->y.low);
	markup_attr_number(m, "data-y1", p->y.high);
	out_print(m->out, " data-plot=\"%d %d %d %d\"", LEFT, TOP, WIDTH - LEFT - RIGHT,
	    PLOT_HEIGHT);
}

void
svg_chart(struct markup *m, const struct chart *c, struct str id)
{
	struct plot p;
	double low, high;
	find_range(c, &low, &high);
	p.x = axis_of_time(c->start_ms, c->end_s);
	p.y = axis_of_values(low, high, c->unit == CELL_BYTES);
	double legend_top = TOP + PLOT_HEIGHT + BOTTOM;

	markup_open_class(m, "svg", "chart");
	out_print(m->out, " viewBox=\"0 0 %d %.0f\"", WIDTH,
	    legend_top + legend(NULL, c, legend_top));
	markup_attr_text(m, "role", "img");
	if (id.len > 0)
		markup_attr(m, "id", id);
	scale_attributes(m, c, &p);
	markup_element(m, "title", NULL, c->summary);
	draw_axes(m, c, &p);
	draw_lines(m, c, &p);
	draw_marks(m, c, &p);
	legend(m, c, legend_top);
	markup_close(m, "svg");
}

#define SPARK_WIDTH 96
#define SPARK_HEIGHT 18

void
svg_spark(struct markup *m, const struct cell *c)
{
	if (c->value_count < 2)
		return;
	double low = c->values[0], high = c->values[0];
	for (size_t i = 1; i < c->value_count; i++) {
		low = fmin(low, c->values[i]);
		high = fmax(high, c->values[i]);
	}
	double range = high > low ? high - low : 1;
	markup_open_class(m, "svg", "spark");
	out_print(m->out, " viewBox=\"0 0 %d %d\" aria-hidden=\"true\"", SPARK_WIDTH,
	    SPARK_HEIGHT);
	markup_open(m, "path");
	out_text(m->out, " d=\"");
	bool pen_down = false;
	for (size_t i = 0; i < c->value_count; i++)
		path_to(m->out, &pen_down,
		    1 + (double)i / (double)(c->value_count - 1) * (SPARK_WIDTH - 2),
		    1 + (high - c->values[i]) / range * (SPARK_HEIGHT - 2));
	out_char(m->out, '"');
	markup_empty(m);
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
	markup_open_class(m, "svg", "bar");
	out_print(m->out, " viewBox=\"0 0 %d %d\" aria-hidden=\"true\"", BAR_WIDTH, BAR_HEIGHT);
	markup_open_class(m, "rect", "back");
	out_print(m->out, " x=\"0\" y=\"2\" width=\"%d\" height=\"10\"", BAR_WIDTH);
	markup_empty(m);
	markup_open_class(m, "rect", "part");
	out_print(m->out, " x=\"0\" y=\"2\" width=\"%.1f\" height=\"10\"", bar_x(c->number));
	markup_empty(m);
	if (!isnan(c->low) && !isnan(c->high))
		straight(m, "interval", bar_x(c->low), 7, bar_x(c->high), 7);
	markup_close(m, "svg");
}
