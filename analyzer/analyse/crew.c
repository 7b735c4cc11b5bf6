#include "analyse/crew.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "base/banned.h"

struct crew {
	void (*work)(void *worker, size_t item);
	size_t item_count;
	atomic_size_t next; /* item that nobody has taken */
};

static void
work_off(struct crew *c, void *worker)
{
	size_t item;
	while ((item = atomic_fetch_add(&c->next, 1)) < c->item_count)
		c->work(worker, item);
}

struct mate {
	struct crew *crew;
	void *worker;
};

static void *
mate_work(void *of)
{
	struct mate *m = of;
	work_off(m->crew, m->worker);
	return NULL;
}

void
crew_work(size_t item_count, void (*work)(void *worker, size_t item), void *first,
    void *second)
{
	struct crew crew = { .work = work, .item_count = item_count };
	struct mate mate = { &crew, second };
	pthread_t thread;
	bool helped =
	    second != NULL && pthread_create(&thread, NULL, mate_work, &mate) == 0;
	work_off(&crew, first);
	if (helped)
		pthread_join(thread, NULL);
}
