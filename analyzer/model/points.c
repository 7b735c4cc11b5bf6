#include <math.h>

#include "base/die.h"
#include "base/when.h"
#include "model/store_parts.h"

#include "base/banned.h"

/* ---- which frames ---- */

/*
 * One of each stride, at a place that looks random, for a fixed one could always meet the same minute of the hour. The first and
 * the last frame are always among them.
 */
static uint32_t
pick_ordinal(uint32_t first, uint32_t last, uint32_t stride, uint32_t index)
{
	uint32_t from = first + index * stride;
	uint32_t left = last - from;
	if (stride == 1 || index == 0)
		return from;
	if (left < stride)
		return last;
	/* Knuth's multiplicative hash. */
	return from +
	       (uint32_t)(((uint64_t)(index * UINT32_C(2654435761)) * stride) >> 32);
}

struct frames
store_frames(
    const struct store *st, const struct entity *e, size_t most, struct arena *arena)
{
	assert(st->frozen);
	uint32_t all = e->last - e->first + 1;
	uint32_t stride = all <= most ? 1 : (uint32_t)((all + most - 1) / most);
	size_t count = (size_t)((all - 1) / stride) + 1;
	uint32_t *ordinal = arena_array(arena, 2 * count, sizeof(*ordinal));
	uint32_t *tick = ordinal + count;
	double *at_s = arena_array(arena, count, sizeof(*at_s));
	int64_t zero =
	    st->ticks.count > 0 ? tick_at(&st->ticks, 0)->at_ms : WHEN_UNKNOWN;
	bool clock = zero != WHEN_UNKNOWN;
	for (size_t i = 0; i < count; i++) {
		ordinal[i] = pick_ordinal(e->first, e->last, stride, (uint32_t)i);
		tick[i] = rank_of_frame(st, &st->streams[e->stream], ordinal[i]);
		at_s[i] =
		    clock ? (double)(tick_at(&st->ticks, tick[i])->at_ms - zero) / 1000
			  : (double)tick[i];
	}
	return (
	    struct frames){ e->stream, e->first, e->last, count, ordinal, tick, at_s };
}

bool
store_frames_fit(const struct frames *f, const struct entity *e)
{
	return f->count > 0 && f->stream == e->stream && f->first == e->first &&
	       f->last == e->last;
}

/* ---- what stood there ---- */

void
reading_start(struct reading *r, const struct store *st, const struct entity *e,
    const struct frames *frames, struct arena *arena)
{
	assert(st->frozen && store_frames_fit(frames, e));
	*r = (struct reading){
		.store = st, .entity = e, .frames = frames, .arena = arena
	};
}

/* The values of one series at each of the frames, NAN where it has none; read once. NULL: no such series. */
static const double *
column(struct reading *r, enum metric metric)
{
	const struct series *series =
	    r->store->entities[r->entity->index]->series[metric];
	if (series == NULL || r->column[metric] != NULL)
		return r->column[metric];
	const struct frames *f = r->frames;
	double *value = arena_array(r->arena, f->count, sizeof(*value));
	series_values(series, f->ordinal, f->count, value);
	return r->column[metric] = value;
}

static double
unit_factor(const struct store *st, const struct entity *e)
{
	return e->unit == UNIT_PAGES && st->host.page_bytes > 0
		   ? (double)st->host.page_bytes
		   : 1;
}

/* What a metric is made of: one series, or the sum of two, and a factor. */
struct recipe {
	enum metric metric, second; /* METRIC_COUNT: no second one */
	double factor;
	double step;
};

static struct recipe
recipe_of(const struct store *st, const struct entity *e, enum metric metric)
{
	struct recipe r = { metric, METRIC_COUNT, 1, (double)e->step[metric] };
	switch (metric) {
	case METRIC_USED_BYTES:
		r.metric = METRIC_USED;
		r.factor = r.step = (double)e->item_size;
		break;
	case METRIC_HELD_BYTES:
		if (st->entities[e->index]->series[METRIC_HELD] != NULL) {
			r.metric = METRIC_HELD;
			r.factor = r.step = unit_factor(st, e);
			break;
		}
		r.metric = METRIC_USED;
		r.second = METRIC_FREE;
		r.factor = r.step = (double)e->item_size;
		break;
	case METRIC_VALUE:
	case METRIC_BYTES:
		r.factor = unit_factor(st, e);
		r.step *= r.factor;
		break;
	default:
		break;
	}
	return r;
}

static double
step_of(const struct recipe *r)
{
	return r->step > 0 ? r->step : 1;
}

static inline double
point_of(double stored, enum metric metric, const struct recipe *r)
{
	double value = stored * r->factor;
	/* Counted without a lock: a momentary negative is none. */
	return value < 0 && metric != METRIC_VALUE ? 0 : value;
}

/* Leaves out the frames without a value. */
static void
close_gaps(struct points *p, double *value, struct arena *arena)
{
	const double *all_at_s = p->at_s;
	const uint32_t *all_tick = p->tick;
	double *at_s = arena_array(arena, p->count, sizeof(*at_s));
	uint32_t *tick = arena_array(arena, p->count, sizeof(*tick));
	size_t kept = 0;
	for (size_t i = 0; i < p->count; i++) {
		if (isnan(value[i]))
			continue;
		at_s[kept] = all_at_s[i];
		tick[kept] = all_tick[i];
		value[kept++] = value[i];
	}
	p->at_s = at_s;
	p->tick = tick;
	p->count = kept;
}

struct points
reading_points(struct reading *r, enum metric metric)
{
	const struct frames *f = r->frames;
	struct recipe recipe = recipe_of(r->store, r->entity, metric);
	struct points p = { .step = step_of(&recipe), .frame_count = f->count };
	bool two = recipe.second != METRIC_COUNT;
	const double *first = column(r, recipe.metric);
	const double *second = two ? column(r, recipe.second) : NULL;
	if (first == NULL || (two && second == NULL))
		return p;
	double *value = arena_array(r->arena, f->count, sizeof(*value));
	bool gaps = false;
	for (size_t i = 0; i < f->count; i++) {
		value[i] =
		    point_of(two ? first[i] + second[i] : first[i], metric, &recipe);
		gaps |= isnan(value[i]);
	}
	p.count = f->count;
	p.at_s = f->at_s;
	p.tick = f->tick;
	p.value = value;
	if (gaps)
		close_gaps(&p, value, r->arena);
	return p;
}

/* One value from the entity's first frame to its last. */
static bool
is_steady(const struct series *s, const struct entity *e, double *value)
{
	struct series_cursor c;
	struct run run;
	if (s == NULL || !series_is_constant(s))
		return false;
	series_start(&c, s, e->last + 1);
	if (!series_next(&c, &run) || run.first > e->first ||
	    run.first + run.count <= e->last)
		return false;
	*value = (double)run.value;
	return true;
}

bool
reading_steady(struct reading *r, enum metric metric, struct points *p)
{
	const struct frames *f = r->frames;
	struct series *const *series = r->store->entities[r->entity->index]->series;
	struct recipe recipe = recipe_of(r->store, r->entity, metric);
	bool two = recipe.second != METRIC_COUNT;
	double first, second = 0;
	if (!is_steady(series[recipe.metric], r->entity, &first) ||
	    (two && !is_steady(series[recipe.second], r->entity, &second)))
		return false;
	double *value = arena_alloc(r->arena, sizeof(*value));
	*value = point_of(first + second, metric, &recipe);
	*p = (struct points){ f->count, f->at_s, value, f->tick, step_of(&recipe),
		f->count };
	return true;
}

struct points
store_points_sampled(const struct store *st, const struct entity *e, enum metric metric,
    size_t most, struct arena *scratch)
{
	struct frames *frames = arena_alloc(scratch, sizeof(*frames));
	struct reading reading;
	*frames = store_frames(st, e, most, scratch);
	reading_start(&reading, st, e, frames, scratch);
	return reading_points(&reading, metric);
}

struct points
store_points(const struct store *st, const struct entity *e, enum metric metric,
    struct arena *scratch)
{
	return store_points_sampled(st, e, metric, STORE_POINTS_MOST, scratch);
}

/* Told without reading what lies between. False: it was not there at both ends of the entity. */
static bool
ends_of(const struct series *s, const struct entity *e, double *first, double *last)
{
	struct series_cursor c;
	struct run run;
	int64_t value;
	if (s == NULL || !series_last(s, &value))
		return false;
	series_start(&c, s, e->last + 1);
	if (!series_next(&c, &run) || run.first > e->first)
		return false;
	*first = (double)run.value;
	*last = (double)value;
	return true;
}

struct ends
store_ends(const struct store *st, const struct entity *e, enum metric metric,
    struct arena *scratch)
{
	struct series *const *series = st->entities[e->index]->series;
	struct recipe recipe = recipe_of(st, e, metric);
	struct ends a, b = { 0, 0 };
	if (!(e->have & METRIC_BIT(metric)))
		return (struct ends){ NAN, NAN };
	if (ends_of(series[recipe.metric], e, &a.first, &a.last) &&
	    (recipe.second == METRIC_COUNT ||
		ends_of(series[recipe.second], e, &b.first, &b.last)))
		return (struct ends){ point_of(a.first + b.first, metric, &recipe),
			point_of(a.last + b.last, metric, &recipe) };
	struct arena_mark mark = arena_mark(scratch);
	struct points p = store_points(st, e, metric, scratch);
	struct ends ends = { NAN, NAN };
	if (p.count > 0)
		ends = (struct ends){ p.value[0], p.value[p.count - 1] };
	arena_rewind(scratch, mark);
	return ends;
}

bool
store_is_constant(const struct store *st, const struct entity *e, enum metric metric)
{
	struct recipe recipe = recipe_of(st, e, metric);
	const enum metric parts[] = { recipe.metric, recipe.second };
	for (size_t i = 0; i < 2 && parts[i] != METRIC_COUNT; i++) {
		const struct series *s = st->entities[e->index]->series[parts[i]];
		if (s == NULL)
			return true;
		if (!series_is_constant(s))
			return false;
	}
	return true;
}
