#include <math.h>

#include "base/fmt.h"
#include "base/when.h"
#include "report/page.h"

#include "base/banned.h"

#define CHART_BUCKETS 600 /* more points than a chart has pixels across are drawn as their least and most */
#define SPARK_VALUES 24

/* Points brought down to what can be seen: least and most of each stretch of time, in the order in which they came. */
static size_t
thin(struct arena *perm, const struct points *p, const double **at_s, const double **value)
{
	size_t buckets = p->count < 2 * CHART_BUCKETS ? p->count : CHART_BUCKETS;
	double *x = arena_array(perm, 2 * buckets + 1, sizeof(*x));
	double *y = arena_array(perm, 2 * buckets + 1, sizeof(*y));
	size_t count = 0;
	for (size_t b = 0; b < buckets; b++) {
		size_t from = b * p->count / buckets, to = (b + 1) * p->count / buckets;
		size_t least = from, most = from;
		for (size_t i = from; i < to; i++) {
			least = p->value[i] < p->value[least] ? i : least;
			most = p->value[i] > p->value[most] ? i : most;
		}
		size_t first = least < most ? least : most, second = least < most ? most : least;
		x[count] = p->at_s[first];
		y[count++] = p->value[first];
		if (second == first)
			continue;
		x[count] = p->at_s[second];
		y[count++] = p->value[second];
	}
	*at_s = x;
	*value = y;
	return count;
}

static struct line
data_line(struct page *p, const struct entity *e, enum metric metric, struct str name)
{
	struct arena_mark mark = arena_mark(p->scratch);
	struct points points = store_points(p->a->store, e, metric, p->scratch);
	struct line line = { .name = name, .style = LINE_DATA };
	line.count = thin(p->perm, &points, &line.at_s, &line.value);
	arena_rewind(p->scratch, mark);
	return line;
}

static double
end_of_run(const struct page *p)
{
	size_t ticks = store_tick_count(p->a->store);
	if (ticks == 0)
		return 0;
	if (!p->clock)
		return (double)(ticks - 1);
	return (double)(store_tick(p->a->store, ticks - 1)->at_ms - p->start_ms) / 1000;
}

static void
add_mark(struct chart *c, double at_s, const char *name)
{
	if (isnan(at_s) || c->mark_count == CHART_MARKS)
		return;
	c->marks_s[c->mark_count] = at_s;
	c->mark_names[c->mark_count++] = name;
}

static void
mark_boots(struct page *p, struct chart *c)
{
	for (size_t i = 1; i < store_tick_count(p->a->store); i++) {
		const struct tick *t = store_tick(p->a->store, i);
		if (t->epoch == store_tick(p->a->store, i - 1)->epoch)
			continue;
		double at = p->clock ? (double)(t->at_ms - p->start_ms) / 1000 : (double)i;
		add_mark(c, at, "boot");
	}
}

/* The fitted growth from its onset to the end, through the middle of the floors it is fitted to. */
static struct line
trend_line(struct page *p, const struct judgement *j, enum line_style style)
{
	size_t from = 0;
	while (!j->onset_before && from + 2 < j->floor_count && !isnan(j->onset_s) &&
	       j->floor_at_s[from] < j->onset_s)
		from++;
	double *x = arena_array(p->perm, 6, sizeof(*x));
	double *y = x + 2, *low = x + 4;
	double middle_x = 0, middle_y = 0, n = (double)(j->floor_count - from);
	for (size_t i = from; i < j->floor_count; i++) {
		middle_x += j->floor_at_s[i] / n;
		middle_y += j->floors[i] / n;
	}
	x[0] = j->floor_at_s[from];
	x[1] = j->floor_at_s[j->floor_count - 1];
	for (int i = 0; i < 2; i++) {
		double away = x[i] - middle_x;
		double a = middle_y + j->rate.low * away, b = middle_y + j->rate.high * away;
		y[i] = style == LINE_BAND ? fmax(a, b) : middle_y + j->rate.value * away;
		low[i] = fmin(a, b);
	}
	return (struct line){ .name = style == LINE_BAND ? STR("95 % interval") : STR("trend"),
		.style = style,
		.count = 2,
		.at_s = x,
		.value = y,
		.low = low };
}

static struct line
floors_line(struct page *p, const struct judgement *j)
{
	double *x = arena_array(p->perm, 2 * FLOOR_COUNT, sizeof(*x)), *y = x + FLOOR_COUNT;
	for (size_t i = 0; i < j->floor_count; i++) {
		x[i] = j->floor_at_s[i];
		y[i] = j->floors[i];
	}
	return (struct line){ .name = STR("lowest level of each window"),
		.style = LINE_FLOORS,
		.count = j->floor_count,
		.at_s = x,
		.value = y };
}

static struct str
describe(struct page *p, const struct finding *f, const struct judgement *j)
{
	char start[FMT_SIZE], end[FMT_SIZE];
	bool bytes = is_bytes(f, j);
	struct str name = full_name(p, f);
	const char *metric = words_find(WORDS_METRIC, metric_name(j->metric));
	return str_print(p->perm, "%.*s, %s: from %s to %s", (int)name.len, name.ptr,
	    metric != NULL ? metric : "value",
	    bytes ? fmt_bytes(start, j->start) : fmt_count(start, j->start),
	    bytes ? fmt_bytes(end, j->end) : fmt_count(end, j->end));
}

struct chart
chart_of_finding(struct page *p, const struct finding *f, const struct judgement *j)
{
	const char *metric = words_find(WORDS_METRIC, metric_name(j->metric));
	struct chart c = { .unit = unit_of(f, j),
		.start_ms = p->start_ms,
		.end_s = end_of_run(p),
		.lines = arena_array(p->perm, 4, sizeof(struct line)),
		.summary = describe(p, f, j) };
	if (j->floor_count >= 8 && !isnan(j->rate.value)) {
		if (!isnan(j->rate.low))
			c.lines[c.line_count++] = trend_line(p, j, LINE_BAND);
		c.lines[c.line_count++] = trend_line(p, j, LINE_TREND);
	}
	c.lines[c.line_count++] =
	    data_line(p, f->entity, j->metric, str_from(metric != NULL ? metric : "value"));
	if (j->floor_count > 0)
		c.lines[c.line_count++] = floors_line(p, j);
	mark_boots(p, &c);
	if (!j->onset_before)
		add_mark(&c, j->onset_s, "growth begins");
	return c;
}

/* What is worth a line in the picture of the whole machine; the rest is in the table. */
static bool
is_drawn(const struct memory_trend *m)
{
	static const char *const names[] = { "free", "available", "active", "inactive", "laundry",
		"wired", "anon", "cache", "buffers", "arc", "slab-unreclaimable", "swap-used" };
	bool moved = m->start > 0 || m->end > 0;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_is(str_from(names[i]), m->name))
			return moved;
	return false;
}

struct chart
chart_of_memory(struct page *p)
{
	const struct analysis *a = p->a;
	struct chart c = { .unit = CELL_BYTES,
		.from_zero = true,
		.start_ms = p->start_ms,
		.end_s = end_of_run(p),
		.lines = arena_array(p->perm, a->memory_count + 1, sizeof(struct line)),
		.summary = STR("memory by kind over the run; the table below has the numbers") };
	for (size_t i = 0; i < a->memory_count; i++) {
		const struct memory_trend *m = &a->memory[i];
		if (!is_drawn(m))
			continue;
		const char *name = words_find(WORDS_MEMORY, m->name);
		c.lines[c.line_count++] = data_line(
		    p, m->entity, m->metric, str_from(name != NULL ? name : m->name));
	}
	mark_boots(p, &c);
	return c;
}

struct cell
cell_spark(struct page *p, const struct finding *f, const struct judgement *j)
{
	struct cell c = cell_number(CELL_SPARK, j->growth);
	if (j->constant || j->count < 2)
		return cell_number(CELL_EMPTY, NAN);
	struct arena_mark mark = arena_mark(p->scratch);
	struct points points = store_points(p->a->store, f->entity, j->metric, p->scratch);
	size_t n = points.count < SPARK_VALUES ? points.count : SPARK_VALUES;
	double *mean = arena_array(p->perm, n + 1, sizeof(*mean));
	for (size_t b = 0; b < n; b++) {
		size_t from = b * points.count / n, to = (b + 1) * points.count / n;
		for (size_t i = from; i < to; i++)
			mean[b] += points.value[i] / (double)(to - from);
	}
	arena_rewind(p->scratch, mark);
	c.values = mean;
	c.value_count = n;
	return c;
}
