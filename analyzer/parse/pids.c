#include "parse/pids.h"

#include <stddef.h>

#include "base/die.h"

#include "base/banned.h"

struct pid_slot {
	int64_t pid;
	uint32_t round; /* counted in this output; others are stale */
	uint32_t count;
};

struct pids {
	struct arena *perm;
	struct pid_slot *slots; /* open addressing */
	size_t capacity, used;
	uint32_t round;
};

struct pids *
pids_open(struct arena *perm)
{
	struct pids *p = arena_alloc(perm, sizeof(*p));
	p->perm = perm;
	p->round = 1;
	return p;
}

void
pids_clear(struct pids *p)
{
	p->round++;
	p->used = 0;
}

static struct pid_slot *
find(struct pids *p, int64_t pid)
{
	size_t at = (size_t)((uint64_t)pid * UINT64_C(0x9e3779b97f4a7c15) >> 20) &
		    (p->capacity - 1);
	while (p->slots[at].round == p->round && p->slots[at].pid != pid)
		at = (at + 1) & (p->capacity - 1);
	return &p->slots[at];
}

static void
grow(struct pids *p)
{
	struct pid_slot *old = p->slots;
	size_t old_capacity = p->capacity;
	p->capacity = old_capacity > 0 ? old_capacity * 2 : 64;
	p->slots = arena_array(p->perm, p->capacity, sizeof(*p->slots));
	for (size_t i = 0; i < old_capacity; i++) {
		if (old[i].round == p->round)
			*find(p, old[i].pid) = old[i];
	}
}

uint32_t
pids_count(struct pids *p, int64_t pid)
{
	if (p->used * 2 >= p->capacity)
		grow(p);
	struct pid_slot *slot = find(p, pid);
	if (slot->round != p->round) {
		*slot = (struct pid_slot){ .pid = pid, .round = p->round };
		p->used++;
	}
	return ++slot->count;
}

void
pids_uncount(struct pids *p, int64_t pid)
{
	struct pid_slot *slot = find(p, pid);
	assert(slot->round == p->round && slot->count > 0);
	slot->count--;
}
