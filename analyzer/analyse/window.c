#include <math.h>
#include <string.h>

#include "analyse/inquiry.h"
#include "base/when.h"

#include "base/banned.h"

/* Longer series are judged on a sample: 24 windows of 250 points each tell a floor as well as all of them. */
#define MOST_POINTS 6000

static bool
is_wanted(const struct inquiry *q, const struct tick *t)
{
	if (t->at_ms == WHEN_UNKNOWN)
		return true;
	return (q->from_ms == WHEN_UNKNOWN || t->at_ms >= q->from_ms) &&
	       (q->to_ms == WHEN_UNKNOWN || t->at_ms <= q->to_ms);
}

/* The boot with most samples; the later of two equal ones. */
static uint16_t
choose_epoch(const struct inquiry *q)
{
	size_t epochs = store_epoch_count(q->store), best = 0;
	size_t *count = arena_array(q->scratch, epochs + 1, sizeof(*count));
	for (size_t i = 0; i < store_tick_count(q->store); i++) {
		const struct tick *t = store_tick(q->store, i);
		if (is_wanted(q, t) && t->epoch < epochs)
			count[t->epoch]++;
	}
	for (size_t i = 1; i < epochs; i++)
		if (count[i] >= count[best])
			best = i;
	return (uint16_t)best;
}

/* Seconds of tick t as store_points counts them. */
static double
tick_at_s(const struct inquiry *q, size_t t)
{
	if (!q->clock)
		return (double)t;
	return (double)(store_tick(q->store, t)->at_ms -
			store_tick(q->store, 0)->at_ms) /
	       1000;
}

void
window_set(struct inquiry *q)
{
	size_t ticks = store_tick_count(q->store);
	q->frames =
	    arena_array(q->perm, store_stream_count(q->store), sizeof(*q->frames));
	q->clock = ticks > 0 && store_tick(q->store, 0)->at_ms != WHEN_UNKNOWN;
	q->epoch = choose_epoch(q);
	q->block = arena_array(q->perm, ticks + 1, sizeof(*q->block));
	memset(q->block, NO_BLOCK, ticks + 1);
	q->tick_count = 0;
	q->start_s = q->end_s = NAN;
	for (size_t i = 0; i < ticks; i++) {
		const struct tick *t = store_tick(q->store, i);
		if (!is_wanted(q, t) || t->epoch != q->epoch)
			continue;
		if (q->tick_count++ == 0)
			q->start_s = tick_at_s(q, i);
		q->end_s = tick_at_s(q, i);
		q->block[i] = 0;
	}
	q->block_count = q->tick_count < BLOCKS ? q->tick_count : BLOCKS;
	size_t seen = 0, in_block[BLOCKS] = { 0 };
	for (size_t i = 0; i < ticks; i++) {
		if (q->block[i] == NO_BLOCK)
			continue;
		size_t b = seen++ * q->block_count / q->tick_count;
		q->block[i] = (uint8_t)b;
		q->block_at_s[b] += tick_at_s(q, i);
		in_block[b]++;
	}
	for (size_t b = 0; b < q->block_count; b++)
		q->block_at_s[b] /= (double)in_block[b];
}

static bool
is_in_window(const struct inquiry *q, uint32_t tick)
{
	return q->block[tick] != NO_BLOCK;
}

/* The boot in which the series has most of its wanted points. */
static uint16_t
epoch_of_points(const struct inquiry *q, const struct points *p)
{
	uint16_t best = q->epoch, epoch = q->epoch;
	size_t best_count = 0, count = 0;
	for (size_t i = 0; i < p->count; i++) {
		const struct tick *t = store_tick(q->store, p->tick[i]);
		if (!is_wanted(q, t))
			continue;
		if (t->epoch != epoch)
			count = 0;
		epoch = t->epoch;
		if (++count > best_count) {
			best_count = count;
			best = epoch;
		}
	}
	return best;
}

/* Leaves out what is not judged. */
static void
keep_window(const struct inquiry *q, struct points *p, struct arena *arena)
{
	bool in_window = false;
	for (size_t i = 0; i < p->count && !in_window; i++)
		in_window = is_in_window(q, p->tick[i]);
	uint16_t epoch = in_window ? q->epoch : epoch_of_points(q, p);
	const struct points all = *p;
	double *at_s = arena_array(arena, p->count, sizeof(*at_s));
	uint32_t *tick = arena_array(arena, p->count, sizeof(*tick));
	size_t kept = 0;
	for (size_t i = 0; i < all.count; i++) {
		const struct tick *t = store_tick(q->store, all.tick[i]);
		if (t->epoch != epoch || !is_wanted(q, t))
			continue;
		at_s[kept] = all.at_s[i];
		tick[kept] = all.tick[i];
		p->value[kept++] = all.value[i];
	}
	p->at_s = at_s;
	p->tick = tick;
	p->frame_count -= p->frame_count > all.count - kept ? all.count - kept : 0;
	p->count = kept;
}

/* Those of entities that were there all the time are made once for each stream. */
static const struct frames *
frames_of(const struct inquiry *q, const struct entity *e, struct arena *arena)
{
	const struct stream *stream = store_stream(q->store, e->stream);
	bool throughout = e->first == 0 && e->last + 1 == stream->frame_count;
	struct frames *f =
	    throughout ? &q->frames[e->stream] : arena_alloc(arena, sizeof(*f));
	if (!store_frames_fit(f, e))
		*f = store_frames(
		    q->store, e, MOST_POINTS, throughout ? q->perm : arena);
	return f;
}

void
window_read(const struct inquiry *q, struct course *c, const struct entity *e,
    struct arena *arena)
{
	*c = (struct course){ 0 };
	reading_start(&c->reading, q->store, e, frames_of(q, e, arena), arena);
}

struct points
window_points_of(const struct inquiry *q, struct course *c, enum metric metric)
{
	struct points *p = &c->points[metric];
	if (c->made[metric])
		return *p;
	*p = reading_points(&c->reading, metric);
	c->made[metric] = true;
	if (q->tick_count < store_tick_count(q->store))
		keep_window(q, p, c->reading.arena);
	return *p;
}

struct points
window_points(const struct inquiry *q, const struct entity *e, enum metric metric)
{
	struct course course;
	window_read(q, &course, e, q->scratch);
	return window_points_of(q, &course, metric);
}

struct ends
window_ends(const struct inquiry *q, const struct entity *e, enum metric metric)
{
	struct ends ends = { NAN, NAN };
	if (!(e->have & METRIC_BIT(metric)))
		return ends;
	if (q->tick_count == store_tick_count(q->store))
		return store_ends(q->store, e, metric, q->scratch);
	struct arena_mark mark = arena_mark(q->scratch);
	struct points p = window_points(q, e, metric);
	if (p.count > 0)
		ends = (struct ends){ p.value[0], p.value[p.count - 1] };
	arena_rewind(q->scratch, mark);
	return ends;
}

void
points_add(struct points *a, const struct points *b, struct arena *scratch)
{
	double *at_s = arena_array(scratch, a->count, sizeof(*at_s));
	uint32_t *tick = arena_array(scratch, a->count, sizeof(*tick));
	size_t kept = 0, k = 0;
	for (size_t i = 0; i < a->count; i++) {
		while (k < b->count && b->tick[k] < a->tick[i])
			k++;
		if (k == b->count || b->tick[k] != a->tick[i])
			continue;
		tick[kept] = a->tick[i];
		at_s[kept] = a->at_s[i];
		a->value[kept++] = a->value[i] + b->value[k];
	}
	a->tick = tick;
	a->at_s = at_s;
	a->count = kept;
}

/* A gap takes the value before it, one at the start the value after it. */
static void
fill_gaps(double *mean, size_t count, bool absent_is_zero)
{
	for (size_t b = 0; b < count; b++)
		if (isnan(mean[b]))
			mean[b] = absent_is_zero ? 0 : b > 0 ? mean[b - 1] : NAN;
	for (size_t b = count; b-- > 0;)
		if (isnan(mean[b]))
			mean[b] = mean[b + 1];
}

bool
window_means(const struct inquiry *q, const struct points *p, bool absent_is_zero,
    double mean[BLOCKS])
{
	size_t in_block[BLOCKS] = { 0 }, filled = 0;
	memset(mean, 0, BLOCKS * sizeof(*mean));
	for (size_t i = 0; i < p->count;) {
		uint8_t b = q->block[p->tick[i]];
		size_t from = i;
		double sum = 0;
		for (; i < p->count && q->block[p->tick[i]] == b; i++)
			sum += p->value[i];
		if (b == NO_BLOCK)
			continue;
		mean[b] += sum;
		in_block[b] += i - from;
	}
	for (size_t b = 0; b < q->block_count; b++) {
		filled += in_block[b] > 0;
		mean[b] = in_block[b] > 0 ? mean[b] / (double)in_block[b] : NAN;
	}
	if (filled == 0 || (!absent_is_zero && filled * 2 < q->block_count))
		return false;
	fill_gaps(mean, q->block_count, absent_is_zero);
	return true;
}

bool
window_blocks(const struct inquiry *q, const struct entity *e, enum metric metric,
    bool absent_is_zero, double mean[BLOCKS])
{
	struct arena_mark mark = arena_mark(q->scratch);
	struct points p = window_points(q, e, metric);
	bool enough = window_means(q, &p, absent_is_zero, mean);
	arena_rewind(q->scratch, mark);
	return enough;
}

/* Pearson's. */
static double
correlation(const double *a, const double *b, size_t n)
{
	double ma = 0, mb = 0, saa = 0, sbb = 0, sab = 0;
	for (size_t i = 0; i < n; i++) {
		ma += a[i] / (double)n;
		mb += b[i] / (double)n;
	}
	for (size_t i = 0; i < n; i++) {
		saa += (a[i] - ma) * (a[i] - ma);
		sbb += (b[i] - mb) * (b[i] - mb);
		sab += (a[i] - ma) * (b[i] - mb);
	}
	return saa > 0 && sbb > 0 ? sab / sqrt(saa * sbb) : 0;
}

double
window_correlation(
    const struct inquiry *q, const double a[BLOCKS], const double b[BLOCKS])
{
	return correlation(a, b, q->block_count);
}

double
window_step_correlation(
    const struct inquiry *q, const double a[BLOCKS], const double b[BLOCKS])
{
	double da[BLOCKS], db[BLOCKS];
	for (size_t i = 1; i < q->block_count; i++) {
		da[i - 1] = a[i] - a[i - 1];
		db[i - 1] = b[i] - b[i - 1];
	}
	return q->block_count > 2 ? correlation(da, db, q->block_count - 1) : 0;
}
