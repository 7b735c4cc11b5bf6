#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/map.h"
#include "ends.h"
#include "test_arena.h"

static void
keys_are_numbered_in_order_of_insertion(void **state)
{
	(void)state;
	struct map m;
	map_init(&m, &arena);
	for (uint32_t i = 0; i < 10000; i++) {
		bool is_new = false;
		struct str key = str_print(&arena, "key-%u", i * 7919);
		assert_int_equal(map_add(&m, key, &is_new), i);
		assert_true(is_new);
	}
	assert_int_equal(m.count, 10000);
	for (uint32_t i = 0; i < 10000; i++) {
		uint32_t index;
		struct str key = str_print(&arena, "key-%u", i * 7919);
		assert_true(map_find(&m, key, &index));
		assert_int_equal(index, i);
		assert_true(str_eq(map_key(&m, i), key));
	}
}

static void
a_key_that_is_there_keeps_its_number(void **state)
{
	(void)state;
	struct map m;
	bool is_new = false;
	map_init(&m, &arena);
	assert_int_equal(map_add(&m, STR("a"), NULL), 0);
	assert_int_equal(map_add(&m, STR("b"), NULL), 1);
	assert_int_equal(map_add(&m, STR("a"), &is_new), 0);
	assert_false(is_new);
	assert_int_equal(m.count, 2);
}

static void
keys_are_copied(void **state)
{
	(void)state;
	struct map m;
	uint32_t index;
	char text[] = "key";
	map_init(&m, &arena);
	map_add(&m, str_from(text), NULL);
	text[0] = 'K';
	assert_false(map_find(&m, STR("Key"), &index));
	assert_true(map_find(&m, STR("key"), &index));
}

static void
nothing_and_nul_bytes_are_keys_as_well(void **state)
{
	(void)state;
	struct map m;
	map_init(&m, &arena);
	assert_int_equal(map_add(&m, (struct str){ NULL, 0 }, NULL), 0);
	assert_int_equal(map_add(&m, STR("\0"), NULL), 1);
	assert_int_equal(map_add(&m, STR("\0\0"), NULL), 2);
	assert_int_equal(map_add(&m, STR(""), NULL), 0);
}

static void
an_empty_map_finds_nothing(void **state)
{
	(void)state;
	struct map m;
	uint32_t index = 99;
	map_init(&m, &arena);
	assert_false(map_find(&m, STR("a"), &index));
	map_add(&m, STR("b"), NULL);
	assert_false(map_find(&m, STR("a"), &index));
	assert_int_equal(index, 99);
}

static void
ask_for_a_key_that_is_not_there(void)
{
	struct map m;
	map_init(&m, &arena);
	map_add(&m, STR("a"), NULL);
	(void)map_key(&m, 1);
}

static void
a_number_beyond_the_last_is_a_bug(void **state)
{
	(void)state;
	assert_int_equal(end_of(ask_for_a_key_that_is_not_there), END_OF_A_BUG);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_numbered_in_order_of_insertion),
		cmocka_unit_test(a_key_that_is_there_keeps_its_number),
		cmocka_unit_test(keys_are_copied),
		cmocka_unit_test(nothing_and_nul_bytes_are_keys_as_well),
		cmocka_unit_test(an_empty_map_finds_nothing),
		cmocka_unit_test(a_number_beyond_the_last_is_a_bug),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
