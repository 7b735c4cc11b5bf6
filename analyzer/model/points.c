#include <math.h>

#include "base/die.h"
#include "base/num.h"
#include "base/when.h"
#include "model/store_parts.h"

#include "base/banned.h"

/* What is read to give a metric out: one series, or two that are added, and a factor. */
struct recipe {
	const struct series *series, *second;
	double factor;
	double step;
};

static double
unit_factor(const struct store *st, const struct entity *e)
{
	return e->unit == UNIT_PAGES && st->host.page_bytes > 0
		   ? (double)st->host.page_bytes
		   : 1;
}

static struct recipe
recipe_of(const struct store *st, const struct stored *s, enum metric metric)
{
	const struct entity *e = &s->public;
	struct recipe r = { s->series[metric], NULL, 1, (double)e->step[metric] };
	switch (metric) {
	case METRIC_USED_BYTES:
		r.series = s->series[METRIC_USED];
		r.factor = r.step = (double)e->item_size;
		break;
	case METRIC_HELD_BYTES:
		if (s->series[METRIC_HELD] != NULL) {
			r.series = s->series[METRIC_HELD];
			r.factor = r.step = unit_factor(st, e);
			break;
		}
		r.series = s->series[METRIC_USED];
		r.second = s->series[METRIC_FREE];
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

/* Calls for each stretch in which no involved series changes. */
struct stretch {
	struct series_cursor cursor[2];
	struct run run[2];
	bool more[2];
	int count;
};

static void
stretch_start(struct stretch *s, const struct recipe *r, uint32_t end)
{
	s->count = r->second != NULL ? 2 : 1;
	for (int i = 0; i < s->count; i++) {
		series_start(&s->cursor[i], i == 0 ? r->series : r->second, end);
		s->more[i] = series_next(&s->cursor[i], &s->run[i]);
	}
}

/* The next run of the sum; where one part has no value there is no sum. */
static bool
stretch_next(struct stretch *s, struct run *out)
{
	if (s->count == 1) {
		if (!s->more[0])
			return false;
		*out = s->run[0];
		s->more[0] = series_next(&s->cursor[0], &s->run[0]);
		return true;
	}
	while (s->more[0] && s->more[1]) {
		uint32_t first = s->run[0].first > s->run[1].first ? s->run[0].first
								   : s->run[1].first;
		uint32_t end[2] = { s->run[0].first + s->run[0].count,
			s->run[1].first + s->run[1].count };
		uint32_t until = end[0] < end[1] ? end[0] : end[1];
		bool found = first < until;
		if (found)
			*out = (struct run){ first, until - first,
				num_add(s->run[0].value, s->run[1].value) };
		for (int i = 0; i < 2; i++)
			if (end[i] == until)
				s->more[i] = series_next(&s->cursor[i], &s->run[i]);
		if (found)
			return true;
	}
	return false;
}

static void
set_times(const struct store *st, struct points *p)
{
	bool clock = st->ticks.count > 0 && st->ticks.at[0].at_ms != WHEN_UNKNOWN;
	int64_t zero = clock ? st->ticks.at[0].at_ms : 0;
	for (size_t i = 0; i < p->count; i++)
		p->at_s[i] =
		    clock ? (double)(st->ticks.at[p->tick[i]].at_ms - zero) / 1000
			  : (double)p->tick[i];
}

/*
 * Which frames are looked at: one of each stride, at a place that looks random, for a fixed one could always meet the same minute of
 * the hour. The first and the last frame are always among them.
 */
struct pick {
	uint32_t first, last, stride;
};

static uint32_t
pick_ordinal(const struct pick *p, uint32_t index)
{
	uint32_t from = p->first + index * p->stride;
	uint32_t left = p->last - from;
	if (p->stride == 1 || index == 0)
		return from;
	if (left < p->stride)
		return p->last;
	/* Knuth's multiplicative hash. */
	return from +
	       (uint32_t)(((uint64_t)(index * UINT32_C(2654435761)) * p->stride) >> 32);
}

static struct points
read_points(const struct store *st, const struct entity *e, enum metric metric,
    uint32_t stride, struct arena *scratch)
{
	assert(st->frozen);
	const struct stored *stored = st->entities[e->index];
	const struct stream_store *stream = &st->streams[e->stream];
	struct recipe recipe = recipe_of(st, stored, metric);
	struct pick pick = { e->first, e->last, stride };
	struct points p = { .step = recipe.step > 0 ? recipe.step : 1,
		.frame_count = (size_t)((e->last - e->first) / stride) + 1 };
	if (recipe.series == NULL)
		return p;

	p.at_s = arena_array(scratch, p.frame_count, sizeof(*p.at_s));
	p.value = arena_array(scratch, p.frame_count, sizeof(*p.value));
	p.tick = arena_array(scratch, p.frame_count, sizeof(*p.tick));
	struct stretch stretch;
	struct run run;
	uint32_t index = 0;
	stretch_start(&stretch, &recipe, e->last + 1);
	while (index < p.frame_count && stretch_next(&stretch, &run)) {
		double value = (double)run.value * recipe.factor;
		if (value < 0 && metric != METRIC_VALUE)
			value =
			    0; /* counted without a lock: a momentary negative is none */
		uint32_t end = run.first + run.count;
		for (uint32_t at;
		     index < p.frame_count && (at = pick_ordinal(&pick, index)) < end;
		     index++) {
			if (at < run.first)
				continue;
			p.tick[p.count] = st->ticks.rank[stream->tick[at]];
			p.value[p.count++] = value;
		}
	}
	set_times(st, &p);
	return p;
}

struct points
store_points(const struct store *st, const struct entity *e, enum metric metric,
    struct arena *scratch)
{
	return read_points(st, e, metric, 1, scratch);
}

struct points
store_points_sampled(const struct store *st, const struct entity *e, enum metric metric,
    size_t most, struct arena *scratch)
{
	uint32_t frames = e->last - e->first + 1;
	uint32_t stride = frames <= most ? 1 : (uint32_t)((frames + most - 1) / most);
	return read_points(st, e, metric, stride, scratch);
}

bool
store_is_constant(const struct store *st, const struct entity *e, enum metric metric)
{
	const struct stored *stored = st->entities[e->index];
	struct recipe r = recipe_of(st, stored, metric);
	return r.series == NULL ||
	       (series_is_constant(r.series) &&
		   (r.second == NULL || series_is_constant(r.second)));
}
