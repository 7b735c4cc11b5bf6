#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"

#include "base/banned.h"

/* gcc says __SANITIZE_ADDRESS__, clang has __has_feature, which gcc 12 cannot even parse in one #if. */
#ifdef __SANITIZE_ADDRESS__
#define POISONS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POISONS 1
#endif
#endif
#ifdef POISONS
#include <sanitizer/asan_interface.h>
#ifndef __clang__
/* gcc takes the pointer to const for a read of fresh memory. */
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#define POISON(ptr, bytes) __asan_poison_memory_region(ptr, bytes)
#define UNPOISON(ptr, bytes) __asan_unpoison_memory_region(ptr, bytes)
#else
#define POISON(ptr, bytes) ((void)(ptr), (void)(bytes))
#define UNPOISON(ptr, bytes) ((void)(ptr), (void)(bytes))
#endif

#define BLOCK_BYTES ((size_t)64 << 10)
#define ALIGNMENT alignof(max_align_t)

struct arena_block {
	struct arena_block *older;
	size_t size; /* of bytes[] */
	size_t used;
	alignas(max_align_t) unsigned char bytes[];
};

void
arena_init(struct arena *a)
{
	*a = (struct arena){ NULL, 0 };
}

static void
drop_last(struct arena *a)
{
	struct arena_block *block = a->last;
	a->last = block->older;
	UNPOISON(block->bytes, block->size);
	free(block);
}

void
arena_close(struct arena *a)
{
	while (a->last != NULL)
		drop_last(a);
	a->bytes = 0;
}

static void
add_block(struct arena *a, size_t bytes)
{
	size_t size = bytes > BLOCK_BYTES ? bytes : BLOCK_BYTES;
	if (size > SIZE_MAX - sizeof(struct arena_block))
		die_no_memory();
	struct arena_block *block = malloc(sizeof(*block) + size);
	if (block == NULL)
		die_no_memory();
	block->older = a->last;
	block->size = size;
	block->used = 0;
	POISON(block->bytes, size);
	a->last = block;
}

/* Rounded up to the alignment; 0 when that does not fit. */
static size_t
rounded(size_t bytes)
{
	if (bytes == 0)
		return ALIGNMENT;
	return bytes > SIZE_MAX - ALIGNMENT
		   ? 0
		   : (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

void *
arena_room(struct arena *a, size_t bytes)
{
	size_t size = rounded(bytes);
	if (size == 0)
		die_no_memory();
	if (a->last == NULL || a->last->size - a->last->used < size)
		add_block(a, size);
	struct arena_block *block = a->last;
	unsigned char *memory = block->bytes + block->used;
	block->used += size;
	a->bytes += size;
	UNPOISON(memory, bytes);
	return memory;
}

void *
arena_alloc(struct arena *a, size_t bytes)
{
	return memset(arena_room(a, bytes), 0, bytes);
}

static size_t
product(size_t count, size_t item_bytes)
{
	if (item_bytes != 0 && count > SIZE_MAX / item_bytes)
		die_no_memory();
	return count * item_bytes;
}

void *
arena_copy(struct arena *a, const void *items, size_t count, size_t item_bytes)
{
	size_t bytes = product(count, item_bytes);
	void *copy = arena_room(a, bytes);
	return bytes > 0 ? memcpy(copy, items, bytes) : copy;
}

void *
arena_array(struct arena *a, size_t count, size_t item_bytes)
{
	return arena_alloc(a, product(count, item_bytes));
}

void *
arena_enlarge(
    struct arena *a, void *items, size_t *capacity, size_t needed, size_t item_bytes)
{
	size_t larger = *capacity < 8 ? 8 : *capacity;
	while (larger < needed) {
		if (larger > SIZE_MAX / 2)
			die_no_memory();
		larger *= 2;
	}
	size_t all = product(larger, item_bytes), kept = *capacity * item_bytes;
	char *copy = arena_room(a, all);
	if (kept > 0)
		memcpy(copy, items, kept);
	memset(copy + kept, 0, all - kept);
	*capacity = larger;
	return copy;
}

struct arena_mark
arena_mark(const struct arena *a)
{
	return (struct arena_mark){ a->last, a->last != NULL ? a->last->used : 0,
		a->bytes };
}

void
arena_rewind(struct arena *a, struct arena_mark mark)
{
	/* The first block stays, so that a scratch arena does not go back to malloc for each frame. */
	while (a->last != mark.block && (mark.block != NULL || a->last->older != NULL))
		drop_last(a);
	if (a->last != NULL) {
		assert(mark.used <= a->last->used);
		a->last->used = mark.used;
		POISON(a->last->bytes + mark.used, a->last->size - mark.used);
	}
	a->bytes = mark.bytes;
}
