#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/arena.h"
#include "ends.h"
#include "test_arena.h"

/* gcc says __SANITIZE_ADDRESS__, clang has __has_feature. */
#ifdef __SANITIZE_ADDRESS__
#define POISONS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POISONS 1
#endif
#endif
#ifdef POISONS
#include <sanitizer/asan_interface.h>
#endif

static void
memory_is_zeroed_and_aligned_for_any_type(void **state)
{
	(void)state;
	static const unsigned char zeros[100];
	for (size_t bytes = 1; bytes <= sizeof(zeros); bytes++) {
		unsigned char *memory = arena_alloc(&arena, bytes);
		assert_memory_equal(memory, zeros, bytes);
		assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
		memset(memory, 0xff, bytes);
	}
}

static void
memory_given_again_after_a_rewind_is_zeroed_again(void **state)
{
	(void)state;
	struct arena_mark mark = arena_mark(&arena);
	unsigned char *first = arena_alloc(&arena, 64);
	memset(first, 0xff, 64);
	arena_rewind(&arena, mark);
	unsigned char *second = arena_alloc(&arena, 64);
	assert_ptr_equal(second, first);
	for (size_t i = 0; i < 64; i++)
		assert_int_equal(second[i], 0);
}

static void
zero_bytes_are_a_place_of_their_own(void **state)
{
	(void)state;
	void *a = arena_alloc(&arena, 0), *b = arena_alloc(&arena, 0);
	assert_non_null(a);
	assert_ptr_not_equal(a, b);
}

static void
what_is_rewound_is_poisoned(void **state)
{
	(void)state;
#ifdef POISONS
	struct arena_mark mark = arena_mark(&arena);
	char *memory = arena_alloc(&arena, 32);
	assert_int_equal(__asan_address_is_poisoned(memory), 0);
	arena_rewind(&arena, mark);
	assert_int_equal(__asan_address_is_poisoned(memory), 1);
#else
	skip();
#endif
}

static void
what_lies_behind_an_allocation_is_poisoned(void **state)
{
	(void)state;
#ifdef POISONS
	char *memory = arena_alloc(&arena, 5);
	assert_int_equal(__asan_address_is_poisoned(memory + 4), 0);
	assert_int_equal(__asan_address_is_poisoned(memory + 5), 1);
#else
	skip();
#endif
}

static void
a_rewind_over_many_blocks_keeps_what_came_before(void **state)
{
	(void)state;
	char *kept = arena_alloc(&arena, 16);
	memcpy(kept, "kept", 5);
	size_t bytes = arena.bytes;
	struct arena_mark mark = arena_mark(&arena);
	for (int i = 0; i < 20; i++)
		memset(arena_alloc(&arena, 100000), 1, 100000);
	assert_true(arena.bytes >= bytes + 2000000);
	arena_rewind(&arena, mark);
	assert_int_equal(arena.bytes, bytes);
	assert_string_equal(kept, "kept");
}

static void
a_mark_of_an_empty_arena_empties_it_again(void **state)
{
	(void)state;
	struct arena fresh;
	arena_init(&fresh);
	struct arena_mark mark = arena_mark(&fresh);
	arena_rewind(&fresh, mark);
	void *first = arena_alloc(&fresh, 10);
	(void)arena_alloc(&fresh, 1 << 20);
	arena_rewind(&fresh, mark);
	assert_int_equal(fresh.bytes, 0);
	/* The first block was kept. */
	assert_ptr_equal(arena_alloc(&fresh, 10), first);
	arena_close(&fresh);
}

static void
a_closed_arena_may_be_used_again(void **state)
{
	(void)state;
	struct arena a;
	arena_init(&a);
	(void)arena_alloc(&a, 1000);
	arena_close(&a);
	assert_int_equal(a.bytes, 0);
	assert_non_null(arena_alloc(&a, 1000));
	arena_close(&a);
}

static void
an_array_keeps_its_items_and_zeroes_the_new_part(void **state)
{
	(void)state;
	int *items = NULL;
	size_t capacity = 0;
	for (int i = 0; i < 1000; i++) {
		items =
		    arena_grow(&arena, items, &capacity, (size_t)i + 1, sizeof(*items));
		assert_int_equal(items[i], 0);
		items[i] = i;
	}
	for (int i = 0; i < 1000; i++)
		assert_int_equal(items[i], i);
	assert_true(capacity >= 1000 && capacity <= 2000);
	for (size_t i = 1000; i < capacity; i++)
		assert_int_equal(items[i], 0);
}

static void
an_array_with_room_stays_where_it_is(void **state)
{
	(void)state;
	size_t capacity = 0;
	int *items = arena_grow(&arena, NULL, &capacity, 5, sizeof(*items));
	size_t before = capacity;
	assert_ptr_equal(
	    arena_grow(&arena, items, &capacity, before, sizeof(*items)), items);
	assert_int_equal(capacity, before);
}

static void
alloc_everything(void)
{
	struct arena a;
	arena_init(&a);
	(void)arena_alloc(&a, SIZE_MAX);
}

#ifndef POISONS
static void
alloc_nearly_everything(void)
{
	struct arena a;
	arena_init(&a);
	(void)arena_alloc(&a, SIZE_MAX - 64);
}
#endif

static void
array_whose_product_wraps_to_a_little(void)
{
	struct arena a;
	arena_init(&a);
	(void)arena_array(&a, SIZE_MAX / 2 + 2, 2);
}

static void
grow_beyond_all_bounds(void)
{
	struct arena a;
	arena_init(&a);
	size_t capacity = 0;
	(void)arena_grow(&a, NULL, &capacity, SIZE_MAX, 1);
}

static void
grow_to_a_product_that_wraps(void)
{
	struct arena a;
	arena_init(&a);
	size_t capacity = 0;
	(void)arena_grow(&a, NULL, &capacity, SIZE_MAX / 4, 16);
}

static void
a_size_that_does_not_fit_ends_the_program_with_status_2(void **state)
{
	(void)state;
	assert_int_equal(end_of(alloc_everything), STATUS_NO_MEMORY);
#ifndef POISONS /* AddressSanitizer's malloc ends the program itself */
	assert_int_equal(end_of(alloc_nearly_everything), STATUS_NO_MEMORY);
#endif
	assert_int_equal(
	    end_of(array_whose_product_wraps_to_a_little), STATUS_NO_MEMORY);
	assert_int_equal(end_of(grow_beyond_all_bounds), STATUS_NO_MEMORY);
	assert_int_equal(end_of(grow_to_a_product_that_wraps), STATUS_NO_MEMORY);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_zeroed_and_aligned_for_any_type),
		cmocka_unit_test(memory_given_again_after_a_rewind_is_zeroed_again),
		cmocka_unit_test(zero_bytes_are_a_place_of_their_own),
		cmocka_unit_test(what_is_rewound_is_poisoned),
		cmocka_unit_test(what_lies_behind_an_allocation_is_poisoned),
		cmocka_unit_test(a_rewind_over_many_blocks_keeps_what_came_before),
		cmocka_unit_test(a_mark_of_an_empty_arena_empties_it_again),
		cmocka_unit_test(a_closed_arena_may_be_used_again),
		cmocka_unit_test(an_array_keeps_its_items_and_zeroes_the_new_part),
		cmocka_unit_test(an_array_with_room_stays_where_it_is),
		cmocka_unit_test(
		    a_size_that_does_not_fit_ends_the_program_with_status_2),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
