#include "render/chart.h"

#include <math.h>
#include <stdio.h>

#include "base/when.h"
#include "render/axis.h"
#include "render/svg.h"
#include "render/utf8.h"

#include "base/banned.h"

#define WIDTH 760
#define LEFT 68
#define RIGHT 18
#define TOP 16
#define PLOT_HEIGHT 210
#define BOTTOM 26
#define LEGEND_LINE 18
#define LABEL_LINE 13 /* least distance of two names beside their lines */
#define LABEL_LONGEST \
	170 /* a name needing more room goes into the legend with all the others */
#define CHARACTER 6.4 /* usual width of one, for laying out names */
#define MARK_NEAR 120 /* names of marks nearer than this stand below each other */
#define SERIES_COLORS 8
#define FAR 1e6 /* beyond any picture: keeps numbers short, whatever the values are */

/* From values to places. */
struct plot {
	struct axis x, y;
	double width;       /* of the plot without its margins */
	bool names_at_ends; /* several lines: each has its name beside its end */
};

static double
kept_near(double place)
{
	return fmax(-FAR, fmin(FAR, place));
}

static double
place_x(const struct plot *p, double at_s)
{
	return kept_near(LEFT + (at_s - p->x.low) / (p->x.high - p->x.low) * p->width);
}

static double
place_y(const struct plot *p, double value)
{
	return kept_near(
	    TOP + (p->y.high - value) / (p->y.high - p->y.low) * PLOT_HEIGHT);
}

static double
name_width(struct str name)
{
	return CHARACTER * (double)utf8_width(name);
}

static size_t
count_data(const struct chart *c, size_t before)
{
	size_t count = 0;
	for (size_t i = 0; i < before; i++)
		count += c->lines[i].style == LINE_DATA;
	return count;
}

static void
class_of_line(const struct chart *c, size_t index, char buf[32])
{
	static const char *const styles[] = { [LINE_DATA] = "data",
		[LINE_FLOORS] = "floors",
		[LINE_TREND] = "trend",
		[LINE_BAND] = "band" };
	enum line_style style = c->lines[index].style;
	if (style == LINE_DATA)
		snprintf(buf, 32, "data s%zu", count_data(c, index) % SERIES_COLORS);
	else
		snprintf(buf, 32, "%s", styles[style]);
}

/* ---- the plot ---- */

/* The interval of the fit must not flatten what it is about. */
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
			if (!isfinite(l->value[k]))
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
draw_axes(struct markup *m, const struct chart *c, const struct plot *p)
{
	char label[AXIS_LABEL_SIZE];
	double bottom = TOP + PLOT_HEIGHT;
	for (size_t i = 0; i < p->y.count; i++) {
		double y = place_y(p, p->y.at[i]);
		svg_line(m, i == 0 ? "base" : "grid", LEFT, y, LEFT + p->width, y);
		axis_value_label(&p->y, i, label);
		svg_text(m, "tick", "end", LEFT - 8, y + 4, str_from(label));
	}
	axis_time_unit(&p->x, c->start_ms, label);
	svg_text(m, "tick", "start", 0, bottom + 18, str_from(label));
	double room_from = name_width(str_from(label));
	for (size_t i = 0; i < p->x.count; i++) {
		double x = place_x(p, p->x.at[i]);
		bool day = axis_day_begins(&p->x, c->start_ms, p->x.at[i]);
		svg_line(
		    m, day ? "grid" : "base", x, day ? TOP : bottom, x, bottom + 4);
		axis_time_label(&p->x, c->start_ms, p->x.at[i], label);
		/* One at the very left would run into the unit. */
		if (x - name_width(str_from(label)) / 2 > room_from + 10)
			svg_text(m, day ? "tick day" : "tick", "middle", x, bottom + 18,
			    str_from(label));
	}
}

static void
draw_curve(
    struct markup *m, const struct plot *p, const struct line *l, const char *class)
{
	markup_open_class(m, "path", class);
	markup_attr(m, "data-name", l->name);
	out_text(m->out, " d=\"");
	bool pen_down = false;
	for (size_t i = 0; i < l->count; i++) {
		if (isfinite(l->value[i]))
			svg_path_to(m->out, &pen_down, place_x(p, l->at_s[i]),
			    place_y(p, l->value[i]));
		else
			pen_down = false;
	}
	out_char(m->out, '"');
	markup_empty(m);
}

/* The ground under a lone line that is measured from nothing: how much there is. */
static void
draw_ground(struct markup *m, const struct plot *p, const struct line *l)
{
	double bottom = TOP + PLOT_HEIGHT, last = 0;
	markup_open_class(m, "path", "ground");
	out_text(m->out, " d=\"");
	bool pen_down = false;
	for (size_t i = 0; i <= l->count; i++) {
		if (i < l->count && isfinite(l->value[i])) {
			double x = place_x(p, l->at_s[i]);
			if (!pen_down)
				svg_path_to(m->out, &pen_down, x, bottom);
			svg_path_to(m->out, &pen_down, x, place_y(p, l->value[i]));
			last = x;
		} else if (pen_down) {
			out_print(m->out, "L%.1f %.1fZ", last, bottom);
			pen_down = false;
		}
	}
	out_char(m->out, '"');
	markup_empty(m);
}

static void
draw_band(
    struct markup *m, const struct plot *p, const struct line *l, const char *class)
{
	markup_open_class(m, "path", class);
	out_text(m->out, " d=\"");
	bool pen_down = false;
	for (size_t i = 0; i < l->count; i++)
		if (isfinite(l->value[i]))
			svg_path_to(m->out, &pen_down, place_x(p, l->at_s[i]),
			    place_y(p, l->value[i]));
	for (size_t i = l->count; i-- > 0;)
		if (isfinite(l->low[i]))
			svg_path_to(m->out, &pen_down, place_x(p, l->at_s[i]),
			    place_y(p, l->low[i]));
	out_text(m->out, pen_down ? "Z\"" : "\"");
	markup_empty(m);
}

static void
draw_dots(
    struct markup *m, const struct plot *p, const struct line *l, const char *class)
{
	for (size_t i = 0; i < l->count; i++)
		if (isfinite(l->value[i]))
			svg_dot(
			    m, class, place_x(p, l->at_s[i]), place_y(p, l->value[i]));
}

/* A picture within the picture: what runs out of the plot is cut off at its edge. */
static void
draw_lines(struct markup *m, const struct chart *c, const struct plot *p)
{
	markup_open(m, "svg");
	out_print(m->out, " x=\"%d\" y=\"%d\" width=\"%.0f\" height=\"%d\"", LEFT,
	    TOP - 4, p->width + 4, PLOT_HEIGHT + 8);
	out_print(m->out, " viewBox=\"%d %d %.0f %d\"", LEFT, TOP - 4, p->width + 4,
	    PLOT_HEIGHT + 8);
	bool alone = count_data(c, c->line_count) == 1;
	for (size_t i = 0; i < c->line_count; i++) {
		const struct line *l = &c->lines[i];
		char class[32];
		class_of_line(c, i, class);
		if (l->style == LINE_DATA && alone && p->y.low >= 0 && p->y.low <= 0)
			draw_ground(m, p, l);
		if (l->style == LINE_BAND)
			draw_band(m, p, l, class);
		else if (l->style == LINE_FLOORS)
			draw_dots(m, p, l, class);
		else
			draw_curve(m, p, l, class);
	}
	markup_close(m, "svg");
}

static void
draw_marks(struct markup *m, const struct chart *c, const struct plot *p)
{
	double right = LEFT + p->width;
	for (size_t i = 0, row = 0; i < c->mark_count; i++) {
		double x = fmax(LEFT, fmin(right, place_x(p, c->marks_s[i])));
		bool near = i > 0 && fabs(c->marks_s[i] - c->marks_s[i - 1]) /
					     (p->x.high - p->x.low) * p->width <
					 MARK_NEAR;
		row = near ? row + 1 : 0;
		bool left_of_it =
		    x + 8 + name_width(str_from(c->mark_names[i])) > right;
		svg_line(m, "mark", x, TOP, x, TOP + PLOT_HEIGHT);
		svg_text(m, "mark-name", left_of_it ? "end" : "start",
		    left_of_it ? x - 5 : x + 5, TOP + 10 + 13 * (double)row,
		    str_from(c->mark_names[i]));
	}
}

/* ---- names of the lines ---- */

#define NAMED_MOST 32

struct name_place {
	size_t line;
	double end;   /* where its line ends */
	double place; /* where the name stands */
};

/* Names beside the ends of their lines: sorted by height, then pushed apart. */
static size_t
places_of_names(const struct chart *c, const struct plot *p, struct name_place *names)
{
	size_t count = 0;
	for (size_t i = 0; i < c->line_count && count < NAMED_MOST; i++) {
		const struct line *l = &c->lines[i];
		size_t last = l->count;
		while (last > 0 && !isfinite(l->value[last - 1]))
			last--;
		if (l->style != LINE_DATA || last == 0)
			continue;
		double end = place_y(p, l->value[last - 1]);
		size_t at = count++;
		for (; at > 0 && names[at - 1].end > end; at--)
			names[at] = names[at - 1];
		names[at] = (struct name_place){ i, end, end };
	}
	for (size_t i = 1; i < count; i++)
		names[i].place = fmax(names[i].place, names[i - 1].place + LABEL_LINE);
	double lowest = TOP + PLOT_HEIGHT;
	for (size_t i = count; i-- > 0; lowest -= LABEL_LINE)
		names[i].place = fmin(names[i].place, lowest);
	return count;
}

static void
draw_names(struct markup *m, const struct chart *c, const struct plot *p)
{
	struct name_place names[NAMED_MOST];
	size_t count = places_of_names(c, p, names);
	double x = LEFT + p->width;
	for (size_t i = 0; i < count; i++) {
		char class[32];
		class_of_line(c, names[i].line, class);
		svg_line(m, class, x + 3, names[i].end, x + 12, names[i].place);
		svg_text(m, "legend", "start", x + 16, names[i].place + 4,
		    c->lines[names[i].line].name);
	}
}

static void
draw_swatch(struct markup *m, const struct chart *c, size_t line, double x, double y)
{
	char class[32];
	class_of_line(c, line, class);
	if (c->lines[line].style == LINE_FLOORS)
		svg_dot(m, class, x + 9, y - 4);
	else if (c->lines[line].style == LINE_BAND)
		svg_rect(m, class, x, y - 9, 18, 10);
	else
		svg_line(m, class, x, y - 4, x + 18, y - 4);
}

/* Swatches and names under the plot; returns their height. m NULL: only that. */
static double
legend(struct markup *m, const struct chart *c, const struct plot *p, double top)
{
	double x = LEFT, y = top + 14;
	bool any = false;
	for (size_t i = 0; i < c->line_count; i++) {
		if (p->names_at_ends && c->lines[i].style == LINE_DATA)
			continue;
		double width = 24 + name_width(c->lines[i].name) + 18;
		if (x + width > WIDTH && x > LEFT) {
			x = LEFT;
			y += LEGEND_LINE;
		}
		if (m != NULL) {
			draw_swatch(m, c, i, x, y);
			svg_text(m, "legend", "start", x + 24, y, c->lines[i].name);
		}
		any = true;
		x += width;
	}
	return any ? y + 8 - top : 0;
}

/* ---- the chart ---- */

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
	out_print(
	    m->out, " data-plot=\"%d %d %.0f %d\"", LEFT, TOP, p->width, PLOT_HEIGHT);
}

static struct plot
plot_of(const struct chart *c)
{
	struct plot p = { .width = WIDTH - LEFT - RIGHT };
	double low, high, longest = 0;
	size_t data = count_data(c, c->line_count);
	find_range(c, &low, &high);
	p.x = axis_of_time(c->start_ms, c->end_s);
	p.y = axis_of_values(low, high, c->unit == CELL_BYTES);
	for (size_t i = 0; i < c->line_count; i++)
		if (c->lines[i].style == LINE_DATA)
			longest = fmax(longest, 20 + name_width(c->lines[i].name));
	p.names_at_ends = data > 1 && data * LABEL_LINE <= PLOT_HEIGHT &&
			  data <= NAMED_MOST && longest <= LABEL_LONGEST;
	if (p.names_at_ends)
		p.width = WIDTH - LEFT - longest;
	return p;
}

void
chart_markup(struct markup *m, const struct chart *c)
{
	struct plot p = plot_of(c);
	double legend_top = TOP + PLOT_HEIGHT + BOTTOM;

	markup_open_class(m, "svg", "chart");
	out_print(m->out, " viewBox=\"0 0 %d %.0f\"", WIDTH,
	    legend_top + legend(NULL, c, &p, legend_top));
	markup_attr_text(m, "role", "img");
	scale_attributes(m, c, &p);
	markup_element(m, "title", NULL, c->summary);
	draw_axes(m, c, &p);
	draw_lines(m, c, &p);
	draw_marks(m, c, &p);
	if (p.names_at_ends)
		draw_names(m, c, &p);
	legend(m, c, &p, legend_top);
	markup_close(m, "svg");
}
