#include <math.h>
#include <string.h>

#include "report/page.h"

#include "base/banned.h"

#define CHART_BUCKETS 300 /* each gives its lowest and highest point */
#define SPARK_VALUES 32
#define SPARK_LEAST 8
#define GAP 6 /* intervals without a point break the line */

/* ---- thinning ---- */

/* A line that is being drawn. */
struct pen {
	double *at_s, *value;
	size_t count;
};

static struct pen
pen_open(struct page *p, size_t most)
{
	return (struct pen){ arena_array(p->perm, most + 1, sizeof(double)),
		arena_array(p->perm, most + 1, sizeof(double)), 0 };
}

static void
pen_move(struct pen *pen, double at_s, double value)
{
	pen->at_s[pen->count] = at_s;
	pen->value[pen->count++] = value;
}

static struct line
pen_line(const struct pen *pen, enum line_style style, struct str name)
{
	return (struct line){ .name = name,
		.style = style,
		.count = pen->count,
		.at_s = pen->at_s,
		.value = pen->value };
}

/* The lowest and the highest of points first … end - 1, in order of time. */
static void
push_extremes(struct pen *l, const struct points *s, size_t first, size_t end)
{
	size_t low = first, high = first;
	for (size_t i = first + 1; i < end; i++) {
		if (s->value[i] < s->value[low])
			low = i;
		if (s->value[i] > s->value[high])
			high = i;
	}
	size_t one = low < high ? low : high, other = low < high ? high : low;
	pen_move(l, s->at_s[one], s->value[one]);
	if (other != one)
		pen_move(l, s->at_s[other], s->value[other]);
}

/*
 * What the eye can see of the points: at most two for each bucket of time, nothing that stands out is lost. A long silence breaks the
 * line.
 */
static struct line
line_of_points(
    struct page *p, struct str name, const struct points *s, double interval_s)
{
	struct pen pen = pen_open(p, 3 * (CHART_BUCKETS + 1));
	double width = p->end_s / CHART_BUCKETS;
	size_t i = 0;
	while (i < s->count) {
		double until = (floor(s->at_s[i] / width) + 1) * width;
		size_t end = i + 1;
		while (end < s->count && s->at_s[end] < until)
			end++;
		if (i > 0 && s->at_s[i] - s->at_s[i - 1] > GAP * interval_s)
			pen_move(&pen, (s->at_s[i] + s->at_s[i - 1]) / 2, NAN);
		push_extremes(&pen, s, i, end);
		i = end;
	}
	return pen_line(&pen, LINE_DATA, name);
}

static double
interval_of(const struct page *p, const struct entity *e)
{
	double interval = store_stream(p->a->store, e->stream)->interval_s;
	return p->clock ? interval : 1;
}

/* ---- small courses ---- */

static size_t
spark_at(const struct page *p, double at_s, size_t value_count)
{
	double n = (double)value_count;
	return (size_t)fmin(n - 1, at_s / p->end_s * n);
}

/* Half as many values as points at most, so that a gap is a gap of the series; returns how many. */
static size_t
spark_of_points(
    struct page *p, const struct entity *e, enum metric metric, double *values)
{
	struct arena_mark mark = arena_mark(p->scratch);
	struct points s =
	    store_points_sampled(p->a->store, e, metric, 20 * SPARK_VALUES, p->scratch);
	size_t count[SPARK_VALUES] = { 0 }, half = s.count / 2;
	size_t n = half < SPARK_LEAST    ? SPARK_LEAST
		   : half < SPARK_VALUES ? half
					 : SPARK_VALUES;
	for (size_t i = 0; i < s.count; i++) {
		size_t at = spark_at(p, s.at_s[i], n);
		values[at] += s.value[i];
		count[at]++;
	}
	for (size_t i = 0; i < n; i++)
		values[i] = count[i] > 0 ? values[i] / (double)count[i] : NAN;
	arena_rewind(p->scratch, mark);
	return n;
}

struct cell
cell_course(struct page *p, const struct entity *e, enum metric metric)
{
	struct cell c = cell_number(CELL_SPARK, NAN);
	if (!(p->end_s > 0) || store_is_constant(p->a->store, e, metric))
		return c;
	double *values = arena_array(p->perm, SPARK_VALUES, sizeof(*values));
	c = cell_number(CELL_SPARK, 0);
	c.value_count = spark_of_points(p, e, metric, values);
	c.values = values;
	return c;
}

/* ---- marks ---- */

static void
mark_add(struct chart *c, double at_s, const char *words_key)
{
	if (c->mark_count == CHART_MARKS || isnan(at_s))
		return;
	c->marks_s[c->mark_count] = at_s;
	c->mark_names[c->mark_count++] = words(WORDS_PAGE, words_key);
}

/* Boots, and where the clock was set: what looks odd there has a reason. */
static void
mark_events(struct page *p, struct chart *c)
{
	const struct store *st = p->a->store;
	for (size_t i = 1; i < store_tick_count(st); i++) {
		const struct tick *t = store_tick(st, i);
		double at_s =
		    p->clock ? (double)(t->at_ms - p->start_ms) / 1000 : (double)i;
		if (t->epoch != store_tick(st, i - 1)->epoch)
			mark_add(c, at_s, "mark-boot");
		else if (t->stepped)
			mark_add(c, at_s, "mark-step");
	}
}

/* ---- a suspect ---- */

static void
add_floors(struct page *p, struct chart *c, const struct judgement *j)
{
	struct pen pen = pen_open(p, FLOOR_COUNT);
	for (size_t i = 0; i < j->floor_count; i++)
		pen_move(&pen, j->floor_at_s[i], j->floors[i]);
	c->lines[c->line_count++] =
	    pen_line(&pen, LINE_FLOORS, say_page("line-floors"));
}

/*
 * The growth rate as a line through the middle of the floors that it was measured on, those after the onset; its interval turns
 * about the same point. What is measured is never negative, so neither is the line.
 */
static void
add_trend(struct page *p, struct chart *c, const struct judgement *j)
{
	size_t first = 0;
	while (first + 2 < j->floor_count && !j->onset_before &&
	       j->floor_at_s[first] < j->onset_s)
		first++;
	double at = 0, level = 0, n = (double)(j->floor_count - first);
	for (size_t i = first; i < j->floor_count; i++) {
		at += j->floor_at_s[i] / n;
		level += j->floors[i] / n;
	}
	double ends[3] = { j->floor_at_s[first], at,
		j->floor_at_s[j->floor_count - 1] };
	if (!isnan(j->rate.low) && !isnan(j->rate.high)) {
		struct pen band = pen_open(p, 3);
		double *low = arena_array(p->perm, 3, sizeof(*low));
		for (size_t i = 0; i < 3; i++) {
			double one = level + j->rate.low * (ends[i] - at);
			double other = level + j->rate.high * (ends[i] - at);
			low[i] = fmax(0, fmin(one, other));
			pen_move(&band, ends[i], fmax(0, fmax(one, other)));
		}
		c->lines[c->line_count] =
		    pen_line(&band, LINE_BAND, say_page("line-band"));
		c->lines[c->line_count++].low = low;
	}
	struct pen trend = pen_open(p, 2);
	pen_move(&trend, ends[0], fmax(0, level + j->rate.value * (ends[0] - at)));
	pen_move(&trend, ends[2], fmax(0, level + j->rate.value * (ends[2] - at)));
	c->lines[c->line_count++] =
	    pen_line(&trend, LINE_TREND, say_page("line-trend"));
}

static struct str
describe(struct page *p, const struct finding *f, enum cell_kind unit)
{
	const struct judgement *j = &f->judged[0];
	double values[] = { j->start, j->end, j->least, j->most };
	struct phrase phrase = { .value = values,
		.value_count = 4,
		.name = str_from(words(WORDS_METRIC, metric_name(j->metric))),
		.other = say_label(p, f),
		.unit = unit,
		.start_ms = p->start_ms };
	return say(p, WORDS_PAGE, "chart-of-finding", &phrase);
}

void
chart_of_finding(struct page *p, const struct finding *f, struct str caption)
{
	const struct judgement *j = &f->judged[0];
	if (!(p->end_s > 0))
		return;
	struct arena_mark mark = arena_mark(p->scratch);
	struct points s = store_points(p->a->store, f->entity, j->metric, p->scratch);
	if (s.count >= 2) {
		struct chart *c = &page_block(p, BLOCK_CHART, "chart", caption)->chart;
		c->unit = quantity_unit(f->entity, j->metric);
		c->start_ms = p->start_ms;
		c->end_s = p->end_s;
		c->summary = describe(p, f, c->unit);
		c->lines = arena_array(p->perm, 4, sizeof(*c->lines));
		c->lines[c->line_count++] = line_of_points(p,
		    str_from(words(WORDS_METRIC, metric_name(j->metric))), &s,
		    interval_of(p, f->entity));
		if (j->floor_count > 0)
			add_floors(p, c, j);
		/* The sum over lives that came and went has no line of its own. */
		if (j->floor_count > 2 && !isnan(j->rate.value) && f->lives == 1)
			add_trend(p, c, j);
		if (!j->onset_before)
			mark_add(c, j->onset_s, "mark-onset");
		mark_events(p, c);
	}
	arena_rewind(p->scratch, mark);
}

/* ---- the machine ---- */

/* What is worth a line in the picture of the whole machine; the table has the rest. */
static bool
is_drawn(const char *name, const struct points *s)
{
	static const char *const left_out[] = { "kmem-used", "used", "swap-free",
		"commit-used", "shmem", "kernel-stack", "page-tables", "slab" };
	for (size_t i = 0; i < sizeof(left_out) / sizeof(left_out[0]); i++)
		if (strcmp(left_out[i], name) == 0)
			return false;
	for (size_t i = 0; i < s->count; i++)
		if (s->value[i] > 0)
			return s->count >= 2;
	return false;
}

void
chart_of_memory(struct page *p)
{
	const struct analysis *a = p->a;
	if (!(p->end_s > 0))
		return;
	struct line *lines = arena_array(p->perm, a->memory_count + 1, sizeof(*lines));
	size_t count = 0;
	for (size_t i = 0; i < a->memory_count; i++) {
		const struct memory_trend *m = &a->memory[i];
		struct arena_mark mark = arena_mark(p->scratch);
		struct points s =
		    store_points(a->store, m->entity, m->metric, p->scratch);
		const char *name = words_find(WORDS_MEMORY, m->name);
		if (is_drawn(m->name, &s))
			lines[count++] =
			    line_of_points(p, str_from(name != NULL ? name : m->name),
				&s, interval_of(p, m->entity));
		arena_rewind(p->scratch, mark);
	}
	if (count == 0)
		return;
	struct chart *c =
	    &page_block(p, BLOCK_CHART, "chart", say_page("memory-chart"))->chart;
	*c = (struct chart){ .unit = CELL_BYTES,
		.from_zero = true,
		.start_ms = p->start_ms,
		.end_s = p->end_s,
		.lines = lines,
		.line_count = count,
		.summary = say_page("memory-chart-summary") };
	mark_events(p, c);
}
