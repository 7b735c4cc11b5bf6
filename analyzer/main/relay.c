#include "main/relay.h"

#include <pthread.h>

#include "base/die.h"

#include "base/banned.h"

/* A thread for a small capture costs more than it gains. */
#define ALONE_SAMPLES 10000

#define BATCHES 3
#define BATCH_BYTES (512 << 10) /* being woken for less costs as much as the work */

struct errand {
	struct errand *next;
	const struct sample *sample; /* NULL: the frame is over */
	const struct frame *frame;
};

struct batch {
	struct arena arena; /* owns the errands and all they point to */
	struct errand *first, **end;
};

/*
 * A ring. The parser alone fills batches and moves `filled`, the thread alone empties them and moves `emptied`; each looks at the other's count
 * under the lock, and waits there.
 */
struct relay {
	struct store *store;
	uint64_t alone_samples; /* before the thread begins */
	struct batch batches[BATCHES];

	bool has_thread;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t more, room;
	uint64_t filled, emptied;
	bool stop;
};

struct relay *
relay_open(struct arena *perm, struct store *store, bool one_thread)
{
	struct relay *r = arena_alloc(perm, sizeof(*r));
	r->store = store;
	r->alone_samples = one_thread ? UINT64_MAX : ALONE_SAMPLES;
	for (int i = 0; i < BATCHES; i++) {
		arena_init(&r->batches[i].arena);
		r->batches[i].end = &r->batches[i].first;
	}
	return r;
}

/* ---- the thread ---- */

static void
empty(struct store *store, struct batch *b)
{
	for (const struct errand *e = b->first; e != NULL; e = e->next) {
		if (e->sample != NULL)
			store_add(store, e->sample);
		else
			store_end_frame(store, e->frame);
	}
	b->first = NULL;
	b->end = &b->first;
	arena_rewind(&b->arena, (struct arena_mark){ NULL, 0, 0 });
}

static bool
wait_for_more(struct relay *r)
{
	pthread_mutex_lock(&r->lock);
	while (!r->stop && r->filled == r->emptied)
		pthread_cond_wait(&r->more, &r->lock);
	bool more = r->filled > r->emptied;
	pthread_mutex_unlock(&r->lock);
	return more;
}

static void *
take_in(void *from)
{
	struct relay *r = from;
	for (uint64_t count = 0; wait_for_more(r); count++) {
		empty(r->store, &r->batches[count % BATCHES]);
		pthread_mutex_lock(&r->lock);
		r->emptied++;
		pthread_cond_signal(&r->room);
		pthread_mutex_unlock(&r->lock);
	}
	return NULL;
}

/* ---- who hands over ---- */

/* Where no thread is to be had it goes on without. */
static void
start_thread(struct relay *r)
{
	r->alone_samples = UINT64_MAX;
	if (pthread_mutex_init(&r->lock, NULL) != 0 ||
	    pthread_cond_init(&r->more, NULL) != 0 ||
	    pthread_cond_init(&r->room, NULL) != 0)
		die_no_memory();
	r->has_thread = pthread_create(&r->thread, NULL, take_in, r) == 0;
}

static void
wait_until_at_most(struct relay *r, uint64_t count)
{
	while (r->filled - r->emptied > count)
		pthread_cond_wait(&r->room, &r->lock);
}

static void
hand_over(struct relay *r)
{
	pthread_mutex_lock(&r->lock);
	r->filled++;
	pthread_cond_signal(&r->more);
	wait_until_at_most(r, BATCHES - 1);
	pthread_mutex_unlock(&r->lock);
}

static struct sample *
copy_sample(struct arena *a, const struct sample *sample)
{
	struct sample *s = arena_copy(a, sample, 1, sizeof(*sample));
	s->changes = arena_copy(a, s->changes, s->change_count, sizeof(*s->changes));
	s->gone = arena_copy(a, s->gone, s->gone_count, sizeof(*s->gone));
	s->rows = arena_copy(a, s->rows, s->row_count, sizeof(*s->rows));
	for (size_t i = 0; i < s->row_count; i++)
		s->rows[i].name = str_copy(a, s->rows[i].name);
	return s;
}

static void
add_errand(struct relay *r, const struct sample *sample, const struct frame *frame)
{
	struct batch *b = &r->batches[r->filled % BATCHES];
	struct errand *e = arena_alloc(&b->arena, sizeof(*e));
	if (sample != NULL)
		e->sample = copy_sample(&b->arena, sample);
	else
		e->frame = arena_copy(&b->arena, frame, 1, sizeof(*frame));
	*b->end = e;
	b->end = &e->next;
	if (b->arena.bytes >= BATCH_BYTES)
		hand_over(r);
}

void
relay_sample(struct relay *r, const struct sample *sample)
{
	if (r->alone_samples != UINT64_MAX && r->alone_samples-- == 0)
		start_thread(r);
	if (r->has_thread)
		add_errand(r, sample, NULL);
	else
		store_add(r->store, sample);
}

void
relay_frame_end(struct relay *r, const struct frame *f)
{
	if (f->seq > 0)
		return; /* the store needs no such word */
	if (r->has_thread)
		add_errand(r, NULL, f);
	else
		store_end_frame(r->store, f);
}

void
relay_settle(struct relay *r)
{
	if (!r->has_thread)
		return;
	hand_over(r);
	pthread_mutex_lock(&r->lock);
	wait_until_at_most(r, 0);
	pthread_mutex_unlock(&r->lock);
}

void
relay_close(struct relay *r)
{
	if (r->has_thread) {
		relay_settle(r);
		pthread_mutex_lock(&r->lock);
		r->stop = true;
		pthread_cond_signal(&r->more);
		pthread_mutex_unlock(&r->lock);
		pthread_join(r->thread, NULL);
		pthread_cond_destroy(&r->more);
		pthread_cond_destroy(&r->room);
		pthread_mutex_destroy(&r->lock);
		r->has_thread = false;
	}
	for (int i = 0; i < BATCHES; i++)
		arena_close(&r->batches[i].arena);
}
