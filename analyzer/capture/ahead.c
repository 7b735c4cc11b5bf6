#include "capture/ahead.h"

#include <pthread.h>

#include "base/die.h"
#include "capture/gunzip.h"
#include "base/banned.h"

#define BLOCK_BYTES (512 << 10)
#define SLOTS 8

struct slot {
	char *bytes;
	size_t len; /* 0: the end */
	uint64_t taken;
	enum damage damage;
};

/*
 * A ring. The thread alone writes slots and moves `filled`, the reader alone reads them and moves `emptied`; each looks at the other's count under the lock, and
 * waits there.
 */
struct ahead {
	struct gunzip *gunzip; /* the thread's, once there is one */
	struct slot slots[SLOTS];
	struct slot *given;
	uint64_t given_bytes;
	uint64_t alone_bytes; /* what comes before the thread */

	bool has_thread;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t more, room;
	uint64_t filled, emptied;
	bool stop;
};

struct ahead *
ahead_open(struct arena *a, struct block_source bytes, uint64_t alone_bytes)
{
	struct ahead *h = arena_alloc(a, sizeof *h);

	h->gunzip = gunzip_open(a, bytes);
	h->alone_bytes = alone_bytes;
	for (int i = 0; i < SLOTS; i++)
		h->slots[i].bytes = arena_room(a, BLOCK_BYTES);
	return h;
}

static void
fill(struct gunzip *g, struct slot *slot)
{
	slot->len = gunzip_read(g, slot->bytes, BLOCK_BYTES);
	slot->taken = gunzip_taken(g);
	slot->damage = gunzip_damage(g);
}

/* ---- the thread ---- */

/* Being woken costs as much as filling a slot: once the ring is full it may run half empty. */
static bool
wait_for_room(struct ahead *h)
{
	pthread_mutex_lock(&h->lock);
	bool full = h->filled - h->emptied == SLOTS;
	while (!h->stop && full && h->filled - h->emptied > SLOTS / 2)
		pthread_cond_wait(&h->room, &h->lock);
	bool go_on = !h->stop;
	pthread_mutex_unlock(&h->lock);
	return go_on;
}

static void *
read_ahead(void *from)
{
	struct ahead *h = from;
	bool more = true;

	for (uint64_t count = 0; more && wait_for_room(h); count++) {
		struct slot *slot = &h->slots[count % SLOTS];
		fill(h->gunzip, slot);
		more = slot->len > 0;
		pthread_mutex_lock(&h->lock);
		h->filled++;
		pthread_cond_signal(&h->more);
		pthread_mutex_unlock(&h->lock);
	}
	return NULL;
}

/* ---- who reads ---- */

/* Where no thread is to be had it goes on without. */
static void
start_thread(struct ahead *h)
{
	h->alone_bytes = UINT64_MAX;
	if (pthread_mutex_init(&h->lock, NULL) != 0 ||
	    pthread_cond_init(&h->more, NULL) != 0 ||
	    pthread_cond_init(&h->room, NULL) != 0)
		die_no_memory();
	h->has_thread = pthread_create(&h->thread, NULL, read_ahead, h) == 0;
}

static struct slot *
take_filled(struct ahead *h, bool gave_one)
{
	pthread_mutex_lock(&h->lock);
	if (gave_one) {
		h->emptied++;
		if (h->filled - h->emptied == SLOTS / 2)
			pthread_cond_signal(&h->room);
	}
	while (h->filled == h->emptied)
		pthread_cond_wait(&h->more, &h->lock);
	struct slot *slot = &h->slots[h->emptied % SLOTS];
	pthread_mutex_unlock(&h->lock);
	return slot;
}

bool
ahead_next(struct ahead *h, struct str *block)
{
	bool gave_one =
	    h->has_thread; /* the first from the ring replaces one that was not */

	if (h->given != NULL && h->given->len == 0)
		return false;
	if (!h->has_thread && h->given_bytes >= h->alone_bytes)
		start_thread(h);
	if (h->has_thread) {
		h->given = take_filled(h, gave_one);
	} else {
		h->given = &h->slots[0];
		fill(h->gunzip, h->given);
	}
	h->given_bytes += h->given->len;
	*block = (struct str){ h->given->bytes, h->given->len };
	return block->len > 0;
}

enum damage
ahead_damage(const struct ahead *h)
{
	return h->given != NULL ? h->given->damage : DAMAGE_NONE;
}

uint64_t
ahead_taken(const struct ahead *h)
{
	return h->given != NULL ? h->given->taken : 0;
}

void
ahead_close(struct ahead *h)
{
	if (h->has_thread) {
		pthread_mutex_lock(&h->lock);
		h->stop = true;
		pthread_cond_signal(&h->room);
		pthread_mutex_unlock(&h->lock);
		pthread_join(h->thread, NULL);
		pthread_cond_destroy(&h->more);
		pthread_cond_destroy(&h->room);
		pthread_mutex_destroy(&h->lock);
	}
	gunzip_close(h->gunzip);
}
