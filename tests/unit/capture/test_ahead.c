#include "capture/ahead.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>

/* Large enough for a thread, and a second stream behind the first. */
#define PLAIN_BYTES ((size_t)9 << 20)
#define PACKED_BYTES (PLAIN_BYTES + 4096)
#define FIRST_STREAM (PLAIN_BYTES / 3 * 2)
#define ALONE_BYTES (1 << 20)
#define PORTION 10000
#define LOST_AT_CUT \
	2 /* ISA-L looks up three letters at once, and gives none where the third is cut */

struct bench {
	struct arena arena;
	unsigned char *plain, *packed, *damaged;
	size_t packed_len;
	size_t given, len; /* of damaged, to be read */
};

static size_t
pack(struct bench *b, size_t from, size_t to, size_t at)
{
	z_stream z = { 0 };
	assert_int_equal(
	    deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_in = b->plain + from;
	z.avail_in = (uInt)(to - from);
	z.next_out = b->packed + at;
	z.avail_out = (uInt)(PACKED_BYTES - at);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	at += z.total_out;
	deflateEnd(&z);
	return at;
}

static int
set_up(void **state)
{
	struct bench *b = calloc(1, sizeof(*b));
	if (b == NULL)
		return -1;
	arena_init(&b->arena);
	b->plain = arena_alloc(&b->arena, PLAIN_BYTES);
	b->packed = arena_alloc(&b->arena, PACKED_BYTES);
	b->damaged = arena_alloc(&b->arena, PACKED_BYTES);
	uint32_t random = 1;
	for (size_t i = 0; i < PLAIN_BYTES; i++) {
		random = random * 1664525u + 1013904223u;
		b->plain[i] = (unsigned char)("0123456789 \nabcd"[random >> 28]);
	}
	b->packed_len = pack(b, 0, FIRST_STREAM, 0);
	b->packed_len = pack(b, FIRST_STREAM, PLAIN_BYTES, b->packed_len);
	*state = b;
	return 0;
}

static int
tear_down(void **state)
{
	struct bench *b = *state;
	arena_close(&b->arena);
	free(b);
	return 0;
}

static bool
next_portion(void *from, struct str *block)
{
	struct bench *b = from;
	size_t left = b->len - b->given;
	*block = (struct str){ (const char *)b->damaged + b->given,
		left < PORTION ? left : PORTION };
	b->given += block->len;
	return block->len > 0;
}

/* The packed bytes again, so many of them, read from their start. */
static struct ahead *
open_copy(struct bench *b, size_t len, bool threaded)
{
	memcpy(b->damaged, b->packed, b->packed_len);
	b->given = 0;
	b->len = len;
	struct block_source bytes = { .next = next_portion, .from = b };
	return ahead_open(&b->arena, bytes, threaded ? ALONE_BYTES : UINT64_MAX);
}

struct outcome {
	size_t len;
	uint32_t blocks; /* a sum over their lengths, packed bytes and damage */
	enum damage damage;
};

/* Reads to the end, and looks whether it is what was packed as far as `whole`. */
static struct outcome
read_to_end(struct bench *b, struct ahead *h, size_t whole)
{
	struct outcome o = { 0, 1, DAMAGE_NONE };
	struct str block;
	while (ahead_next(h, &block)) {
		size_t good = o.len < whole ? whole - o.len : 0;
		good = good < block.len ? good : block.len;
		assert_memory_equal(block.ptr, b->plain + o.len, good);
		o.len += block.len;
		o.blocks = o.blocks * 31 + (uint32_t)block.len;
		o.blocks = o.blocks * 31 + (uint32_t)ahead_taken(h);
		o.blocks = o.blocks * 31 + ahead_damage(h);
	}
	assert_false(ahead_next(h, &block));
	o.damage = ahead_damage(h);
	ahead_close(h);
	return o;
}

static void
assert_alike(struct outcome a, struct outcome b)
{
	assert_int_equal(a.len, b.len);
	assert_int_equal(a.blocks, b.blocks);
	assert_int_equal(a.damage, b.damage);
}

static void
all_streams_come_out_whole_with_a_thread_and_without(void **state)
{
	struct bench *b = *state;
	struct outcome alone =
	    read_to_end(b, open_copy(b, b->packed_len, false), PLAIN_BYTES);
	struct outcome threaded =
	    read_to_end(b, open_copy(b, b->packed_len, true), PLAIN_BYTES);
	assert_int_equal(alone.len, PLAIN_BYTES);
	assert_int_equal(alone.damage, DAMAGE_NONE);
	assert_alike(alone, threaded);
}

/* How many bytes zlib gets out of the first so many. */
static size_t
zlib_gets(struct bench *b, size_t len)
{
	z_stream z = { 0 };
	unsigned char *out = arena_alloc(&b->arena, PLAIN_BYTES);
	assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
	z.next_in = b->packed;
	z.avail_in = (uInt)len;
	z.next_out = out;
	z.avail_out = (uInt)PLAIN_BYTES;
	int result = inflate(&z, Z_NO_FLUSH);
	size_t got = z.total_out;
	if (result == Z_STREAM_END && z.avail_in > 0) {
		inflateReset(&z);
		inflate(&z, Z_NO_FLUSH);
		got += z.total_out;
	}
	inflateEnd(&z);
	return got;
}

static void
up_to_a_cut_everything_is_there_but_the_last_letters(void **state)
{
	struct bench *b = *state;
	for (size_t len = b->packed_len - 9; len > 100; len = len * 11 / 16) {
		struct arena_mark mark = arena_mark(&b->arena);
		size_t most = zlib_gets(b, len);
		struct outcome alone = read_to_end(b, open_copy(b, len, false), most);
		struct outcome threaded = read_to_end(b, open_copy(b, len, true), most);
		assert_in_range(alone.len, most - LOST_AT_CUT, most);
		assert_int_equal(alone.damage, DAMAGE_CUT);
		assert_alike(alone, threaded);
		arena_rewind(&b->arena, mark);
	}
}

static void
what_is_broken_gives_what_stood_before(void **state)
{
	struct bench *b = *state;
	for (size_t at = b->packed_len - 6; at > 100; at = at * 11 / 16) {
		struct arena_mark mark = arena_mark(&b->arena);
		size_t whole = zlib_gets(b, at);
		struct ahead *h = open_copy(b, b->packed_len, false);
		b->damaged[at] ^= 0x10;
		struct outcome alone = read_to_end(b, h, whole);
		h = open_copy(b, b->packed_len, true);
		b->damaged[at] ^= 0x10;
		struct outcome threaded = read_to_end(b, h, whole);
		assert_int_equal(alone.damage, DAMAGE_BROKEN);
		assert_true(alone.len + LOST_AT_CUT >= whole);
		assert_alike(alone, threaded);
		arena_rewind(&b->arena, mark);
	}
}

/* After the first block, after the second, and so on to the last. */
static void
who_reads_may_leave_at_any_time(void **state)
{
	struct bench *b = *state;
	bool more = true;
	int left = 0;
	for (; more; left++) {
		struct arena_mark mark = arena_mark(&b->arena);
		struct ahead *h = open_copy(b, b->packed_len, true);
		struct str block;
		for (int i = 0; more && i < left; i++)
			more = ahead_next(h, &block);
		ahead_close(h);
		arena_rewind(&b->arena, mark);
	}
	assert_true(left > 10);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_streams_come_out_whole_with_a_thread_and_without),
		cmocka_unit_test(up_to_a_cut_everything_is_there_but_the_last_letters),
		cmocka_unit_test(what_is_broken_gives_what_stood_before),
		cmocka_unit_test(who_reads_may_leave_at_any_time),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
