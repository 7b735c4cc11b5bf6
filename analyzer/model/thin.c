#include "model/store_parts.h"

#include "base/banned.h"

/*
 * A capture of months would fill the memory with points that nobody looks at: of a long series one point of each stretch is judged, at a place that
 * looks random. So an entity of which a series has changed more than STORE_POINTS_MOST times is told of every second frame only, from its first on; when it has
 * changed as often again, of every fourth, and so on. Such a group of frames is a tenth of a stretch of those that are judged,
 * so that what is judged is still of places that look random. All series of an entity are told of the same frames: what they
 * have in common stays true. docs/decisions/0008 says what follows from it.
 */
#define FRAMES_BETWEEN 4096 /* that this is looked after */
#define THINNING_MOST 20

static bool
changed_too_often(const struct stored *e)
{
	for (int m = 0; m < METRIC_COUNT; m++)
		if (e->series[m] != NULL &&
		    series_change_count(e->series[m]) > STORE_POINTS_MOST)
			return true;
	return false;
}

static void
thin_entity(struct store *st, struct stored *e, unsigned thinning)
{
	e->thinning = (uint8_t)thinning;
	for (int m = 0; m < METRIC_COUNT; m++)
		if (e->series[m] != NULL)
			series_thin(st->pool, e->series[m], thinning);
}

static void
tell_all_again(struct store *st, const struct stream_store *s)
{
	for (size_t i = 0; i < st->entity_count; i++) {
		struct stored *e = st->entities[i];
		if (e->thinning > 0 && &st->streams[e->public.stream] == s)
			thin_entity(st, e, 0);
	}
}

void
thin_stream(struct store *st, struct stream_store *s, bool back)
{
	/* Neighbours are not of the same time then. */
	if (back && !s->scrambled)
		tell_all_again(st, s);
	s->scrambled |= back;
	uint32_t frames = s->public.frame_count;
	if (s->scrambled || frames <= STORE_POINTS_MOST || frames % FRAMES_BETWEEN != 0)
		return;
	for (size_t i = 0; i < st->entity_count; i++) {
		struct stored *e = st->entities[i];
		if (&st->streams[e->public.stream] == s && changed_too_often(e) &&
		    e->public.kind != KIND_HOST && e->thinning < THINNING_MOST)
			thin_entity(st, e, e->thinning + 1u);
	}
}

void
thin_end(struct store *st)
{
	for (size_t i = 0; i < st->stream_count; i++)
		tell_all_again(st, &st->streams[i]);
}
