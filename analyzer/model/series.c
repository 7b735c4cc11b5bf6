#include "model/series.h"

#include <math.h>
#include <stdalign.h>
#include <stdlib.h>

#include "base/die.h"

#include "base/banned.h"

#define CACHE_LINE 64
#define CHUNK_BYTES (CACHE_LINE - sizeof(struct chunk *))
#define CHUNKS_PER_SLAB 1023 /* with the slab's own line a multiple of the page */

struct chunk {
	struct chunk *next;
	unsigned char bytes[CHUNK_BYTES];
};

struct series {
	struct chunk *first, *last;
	struct series *next_free;
	int64_t value;    /* last one set */
	uint32_t ordinal; /* of the last change */
	uint32_t changes;
	uint32_t used; /* bytes of the last chunk */
	bool set;      /* holds a value at the end */
	bool varies;
};

struct slab {
	alignas(CACHE_LINE) struct slab *older;
	alignas(CACHE_LINE) struct chunk chunks[CHUNKS_PER_SLAB];
};

#define SERIES_PER_SLAB 1024

struct series_slab {
	alignas(CACHE_LINE) struct series_slab *older;
	struct series series[SERIES_PER_SLAB];
};

struct chunk_pool {
	struct slab *slabs;
	struct series_slab *series_slabs;
	struct chunk *free_chunks;
	struct series *free_series;
	size_t bytes;
};

static void *
take(struct chunk_pool *p, size_t bytes)
{
	void *memory = aligned_alloc(CACHE_LINE, bytes);
	if (memory == NULL)
		die_no_memory();
	p->bytes += bytes;
	return memory;
}

struct chunk_pool *
chunk_pool_open(void)
{
	struct chunk_pool *p = calloc(1, sizeof(*p));
	if (p == NULL)
		die_no_memory();
	return p;
}

void
chunk_pool_close(struct chunk_pool *p)
{
	while (p->slabs != NULL) {
		struct slab *older = p->slabs->older;
		free(p->slabs);
		p->slabs = older;
	}
	while (p->series_slabs != NULL) {
		struct series_slab *older = p->series_slabs->older;
		free(p->series_slabs);
		p->series_slabs = older;
	}
	free(p);
}

size_t
chunk_pool_bytes(const struct chunk_pool *p)
{
	return p->bytes;
}

static struct chunk *
chunk_take(struct chunk_pool *p)
{
	if (p->free_chunks == NULL) {
		struct slab *slab = take(p, sizeof(*slab));
		slab->older = p->slabs;
		p->slabs = slab;
		for (size_t i = CHUNKS_PER_SLAB; i-- > 0;) {
			slab->chunks[i].next = p->free_chunks;
			p->free_chunks = &slab->chunks[i];
		}
	}
	struct chunk *c = p->free_chunks;
	p->free_chunks = c->next;
	c->next = NULL;
	return c;
}

struct series *
series_open(struct chunk_pool *p)
{
	if (p->free_series == NULL) {
		struct series_slab *slab = take(p, sizeof(*slab));
		slab->older = p->series_slabs;
		p->series_slabs = slab;
		for (size_t i = SERIES_PER_SLAB; i-- > 0;) {
			slab->series[i].next_free = p->free_series;
			p->free_series = &slab->series[i];
		}
	}
	struct series *s = p->free_series;
	p->free_series = s->next_free;
	*s = (struct series){ 0 };
	return s;
}

void
series_close(struct chunk_pool *p, struct series *s)
{
	if (s->last != NULL) {
		s->last->next = p->free_chunks;
		p->free_chunks = s->first;
	}
	s->next_free = p->free_series;
	p->free_series = s;
}

static void
put_byte(struct chunk_pool *p, struct series *s, unsigned char byte)
{
	if (s->last == NULL || s->used == CHUNK_BYTES) {
		struct chunk *c = chunk_take(p);
		if (s->last == NULL)
			s->first = c;
		else
			s->last->next = c;
		s->last = c;
		s->used = 0;
	}
	s->last->bytes[s->used++] = byte;
}

static void
put_varint(struct chunk_pool *p, struct series *s, uint64_t value)
{
	if (value < 0x80 && s->last != NULL && s->used < CHUNK_BYTES) {
		s->last->bytes[s->used++] = (unsigned char)value;
		return;
	}
	for (; value >= 0x80; value >>= 7)
		put_byte(p, s, (unsigned char)(value | 0x80));
	put_byte(p, s, (unsigned char)value);
}

/*
 * A change is a code, and the gap to the one before where that is not 1: most of what is stored changes every time. Code 0 ends the
 * value, anything else is one more than the zigzag difference to the last value, modulo 2^64. Its first byte has a bit for
 * the gap, six of the code, and one for more of it.
 */
#define HAS_GAP 1u
#define CODE_BITS 6
#define HAS_MORE 0x80u

static void
put_change(struct chunk_pool *p, struct series *s, uint32_t ordinal, uint64_t code)
{
	uint32_t gap = ordinal - s->ordinal;
	uint64_t more = code >> CODE_BITS, few = code - (more << CODE_BITS);
	put_byte(p, s,
	    (unsigned char)(few << 1 | (gap != 1 ? HAS_GAP : 0) |
			    (more > 0 ? HAS_MORE : 0)));
	if (more > 0)
		put_varint(p, s, more);
	if (gap != 1)
		put_varint(p, s, gap);
	s->ordinal = ordinal;
	s->changes++;
}

static uint64_t
zigzag(int64_t from, int64_t to)
{
	uint64_t difference = (uint64_t)to - (uint64_t)from;
	return difference >> 63 ? ~(difference << 1) : difference << 1;
}

static int64_t
unzigzag(int64_t from, uint64_t code)
{
	uint64_t difference = code & 1 ? ~(code >> 1) : code >> 1;
	uint64_t to = (uint64_t)from + difference;
	return to <= INT64_MAX ? (int64_t)to : -(int64_t)(UINT64_MAX - to) - 1;
}

bool
series_set(struct chunk_pool *p, struct series *s, uint32_t ordinal, int64_t value)
{
	if (s->changes > 0 && ordinal < s->ordinal)
		return false;
	if (s->set && s->value == value)
		return true;
	uint64_t code = zigzag(s->value, value);
	if (code == UINT64_MAX)
		return false; /* a jump of 2^63: no quantity does that */
	s->varies |= s->changes > 0 && s->value != value;
	put_change(p, s, ordinal, code + 1);
	s->value = value;
	s->set = true;
	return true;
}

bool
series_unset(struct chunk_pool *p, struct series *s, uint32_t ordinal)
{
	if (s->changes > 0 && ordinal < s->ordinal)
		return false;
	if (s->set)
		put_change(p, s, ordinal, 0);
	s->set = false;
	return true;
}

bool
series_is_constant(const struct series *s)
{
	return !s->varies;
}

uint32_t
series_change_count(const struct series *s)
{
	return s->changes;
}

bool
series_last(const struct series *s, int64_t *value)
{
	if (s->set)
		*value = s->value;
	return s->set;
}

static unsigned char
get_byte(struct series_cursor *c)
{
	if (c->used == CHUNK_BYTES) {
		c->chunk = c->chunk->next;
		/* They lie anywhere in memory: the next one comes while this one is read. */
		__builtin_prefetch(c->chunk->next);
		c->used = 0;
	}
	return c->chunk->bytes[c->used++];
}

static uint64_t
get_varint(struct series_cursor *c)
{
	uint64_t value = 0;
	for (unsigned shift = 0; shift < 64; shift += 7) {
		unsigned char byte = get_byte(c);
		value |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80)
			break;
	}
	return value;
}

static void
read_change(struct series_cursor *c)
{
	unsigned char first = get_byte(c);
	uint64_t code = (first & ~HAS_MORE) >> 1;
	if (first & HAS_MORE)
		code |= get_varint(c) << CODE_BITS;
	c->ordinal += first & HAS_GAP ? (uint32_t)get_varint(c) : 1;
	c->left--;
	c->set = code != 0;
	if (c->set)
		c->value = unzigzag(c->value, code - 1);
}

void
series_start(struct series_cursor *c, const struct series *s, uint32_t end)
{
	*c =
	    (struct series_cursor){ .chunk = s->first, .left = s->changes, .end = end };
	if (c->left > 0)
		read_change(c);
}

bool
series_next(struct series_cursor *c, struct run *run)
{
	while (!c->set && c->left > 0)
		read_change(c);
	if (!c->set || c->ordinal >= c->end)
		return false;
	*run = (struct run){ c->ordinal, 0, c->value };
	uint32_t until = c->end;
	c->set = false;
	if (c->left > 0) {
		read_change(c);
		if (c->ordinal < until)
			until = c->ordinal;
	}
	run->count = until - run->first;
	/* Two changes at one ordinal: the later one counts. */
	return run->count > 0 || series_next(c, run);
}

void
series_values(
    const struct series *s, const uint32_t *ordinal, size_t count, double *value)
{
	struct series_cursor c = { .chunk = s->first, .left = s->changes };
	double now = NAN;
	size_t i = 0;
	while (i < count && c.left > 0) {
		read_change(&c);
		for (; i < count && ordinal[i] < c.ordinal; i++)
			value[i] = now;
		now = c.set ? (double)c.value : NAN;
	}
	for (; i < count; i++)
		value[i] = now;
}
