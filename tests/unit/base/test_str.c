#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "test_arena.h"

static const struct str nothing = { NULL, 0 };

/* A whole string against text, NUL bytes and all. */
#define assert_str(s, literal)                                  \
	do {                                                    \
		struct str got = (s);                           \
		assert_int_equal(got.len, sizeof(literal) - 1); \
		assert_true(str_eq(got, STR(literal)));         \
	} while (0)

static void
no_text_is_the_empty_string(void **state)
{
	(void)state;
	assert_int_equal(str_from(NULL).len, 0);
	assert_int_equal(str_from("").len, 0);
	assert_true(str_eq(str_from(NULL), str_from("")));
	assert_true(str_is(nothing, ""));
}

static void
strings_with_nul_bytes_are_compared_whole(void **state)
{
	(void)state;
	assert_false(str_eq(STR("a\0b"), STR("a\0c")));
	assert_true(str_eq(STR("a\0b"), STR("a\0b")));
	assert_false(str_is(STR("a\0b"), "a"));
}

static void
order_is_that_of_bytes_and_the_shorter_comes_first(void **state)
{
	(void)state;
	assert_true(str_cmp(STR("ab"), STR("abc")) < 0);
	assert_true(str_cmp(STR("b"), STR("abc")) > 0);
	assert_true(str_cmp(STR("\xff"), STR("a")) > 0);
	assert_true(str_cmp(nothing, STR("")) == 0);
	assert_true(str_cmp(nothing, STR("a")) < 0);
}

static void
starts_and_ends_are_found_up_to_the_whole_string(void **state)
{
	(void)state;
	assert_true(str_starts(STR("abc"), "abc"));
	assert_false(str_starts(STR("abc"), "abcd"));
	assert_true(str_starts(nothing, ""));
	assert_true(str_ends(STR("abc"), "bc"));
	assert_false(str_ends(STR("bc"), "abc"));
	assert_true(str_ends(nothing, ""));
}

static void
a_needle_is_found_where_it_first_stands(void **state)
{
	(void)state;
	size_t at = 99;
	assert_true(str_find(STR("aaab aab"), "aab", &at));
	assert_int_equal(at, 1);
	assert_true(str_find(STR("x\0needle"), "needle", &at));
	assert_int_equal(at, 2);
	at = 99;
	assert_false(str_find(STR("need"), "needle", &at));
	assert_false(str_find(STR("abc"), "", &at));
	assert_false(str_find(nothing, "a", &at));
	assert_int_equal(at, 99);
	assert_true(str_has(STR("abc"), "c"));
	assert_false(str_has(STR("abc"), "cd"));
}

static void
a_character_is_found_first_and_last(void **state)
{
	(void)state;
	size_t at;
	assert_true(str_char(STR("a/b/c"), '/', &at));
	assert_int_equal(at, 1);
	assert_true(str_last_char(STR("a/b/c"), '/', &at));
	assert_int_equal(at, 3);
	assert_true(str_char(STR("a\0"), '\0', &at));
	assert_int_equal(at, 1);
	assert_false(str_char(nothing, '/', &at));
	assert_false(str_last_char(nothing, '/', &at));
}

static void
a_part_is_clamped_to_the_whole(void **state)
{
	(void)state;
	assert_str(str_from_to(STR("abc"), 1, 2), "b");
	assert_str(str_from_to(STR("abc"), 1, SIZE_MAX), "bc");
	assert_str(str_from_to(STR("abc"), 3, 9), "");
	assert_str(str_from_to(STR("abc"), 2, 1), "");
	assert_str(str_skip(STR("abc"), SIZE_MAX), "");
	assert_str(str_skip(nothing, 1), "");
}

static void
blanks_are_trimmed_at_the_ends_only(void **state)
{
	(void)state;
	assert_str(str_trim(STR(" \t a b \r\n")), "a b");
	assert_str(str_trim_right(STR(" a \r\n")), " a");
	assert_str(str_trim(STR(" \t\r\n")), "");
	assert_str(str_trim(nothing), "");
	assert_str(str_trim(STR("\0")), "\0");
}

static void
words_are_taken_from_the_left(void **state)
{
	(void)state;
	struct str rest = STR("  one\ttwo  ");
	assert_str(str_word(&rest), "one");
	assert_str(str_word(&rest), "two");
	assert_str(str_word(&rest), "");
	assert_str(str_word(&rest), "");
	rest = nothing;
	assert_str(str_word(&rest), "");
}

static void
words_are_taken_from_the_right(void **state)
{
	(void)state;
	struct str rest = STR(" one  two \r\n");
	assert_str(str_last_word(&rest), "two");
	assert_str(str_last_word(&rest), "one");
	assert_str(str_last_word(&rest), "");
	rest = nothing;
	assert_str(str_last_word(&rest), "");
}

static void
a_cut_drops_the_mark_and_takes_all_without_one(void **state)
{
	(void)state;
	struct str rest = STR("a::b:");
	assert_str(str_cut(&rest, ':'), "a");
	assert_str(str_cut(&rest, ':'), "");
	assert_str(str_cut(&rest, ':'), "b");
	assert_str(rest, "");
	rest = STR("abc");
	assert_str(str_cut(&rest, ':'), "abc");
	assert_str(rest, "");
	assert_str(str_cut(&rest, ':'), "");
}

static void
a_copy_ends_with_a_nul_and_keeps_those_within(void **state)
{
	(void)state;
	struct str copy = str_copy(&arena, STR("a\0b"));
	assert_str(copy, "a\0b");
	assert_int_equal(copy.ptr[3], '\0');
	assert_string_equal(str_copy(&arena, nothing).ptr, "");
}

static void
text_has_question_marks_for_nul_bytes(void **state)
{
	(void)state;
	assert_string_equal(str_text(&arena, STR("a\0b\0")), "a?b?");
	assert_string_equal(str_text(&arena, nothing), "");
}

static void
printed_text_has_the_room_it_needs(void **state)
{
	(void)state;
	struct str s = str_print(&arena, "%5000d|%.*s", 7, 2, "abc");
	assert_int_equal(s.len, 5003);
	assert_string_equal(s.ptr + 4999, "7|ab");
	assert_str(str_print(&arena, "%s", ""), "");
}

static void
equal_strings_have_equal_hashes_wherever_they_lie(void **state)
{
	(void)state;
	static const char text[] = "xabcdefghijklmnopqrstuvwxyz";
	for (size_t len = 0; len <= 26; len++) {
		struct str here = { text + 1, len };
		assert_true(str_hash(here) == str_hash(str_copy(&arena, here)));
	}
	assert_true(str_hash(nothing) == str_hash(STR("")));
	assert_false(str_hash(STR("a")) == str_hash(STR("a\0")));
	assert_false(str_hash(STR("abcdefgh1")) == str_hash(STR("abcdefgh2")));
}

static void
the_first_difference_is_found_at_every_place(void **state)
{
	(void)state;
	char a[100], b[100];
	memset(a, 'x', sizeof(a));
	for (size_t len = 0; len < sizeof(a); len++) {
		for (size_t from = 0; from <= len; from++) {
			for (size_t at = from; at <= len; at++) {
				memset(b, 'x', sizeof(b));
				b[at] = 'y'; /* at len: behind the text */
				struct str s = { a, len }, t = { b, len };
				assert_int_equal(str_difference(s, t, from), at);
			}
		}
	}
	assert_int_equal(str_difference(STR("abc"), STR("ab"), 0), 2);
	assert_int_equal(str_difference(STR("ab"), STR("abc"), 1), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_text_is_the_empty_string),
		cmocka_unit_test(strings_with_nul_bytes_are_compared_whole),
		cmocka_unit_test(order_is_that_of_bytes_and_the_shorter_comes_first),
		cmocka_unit_test(starts_and_ends_are_found_up_to_the_whole_string),
		cmocka_unit_test(a_needle_is_found_where_it_first_stands),
		cmocka_unit_test(a_character_is_found_first_and_last),
		cmocka_unit_test(the_first_difference_is_found_at_every_place),
		cmocka_unit_test(a_part_is_clamped_to_the_whole),
		cmocka_unit_test(blanks_are_trimmed_at_the_ends_only),
		cmocka_unit_test(words_are_taken_from_the_left),
		cmocka_unit_test(words_are_taken_from_the_right),
		cmocka_unit_test(a_cut_drops_the_mark_and_takes_all_without_one),
		cmocka_unit_test(a_copy_ends_with_a_nul_and_keeps_those_within),
		cmocka_unit_test(text_has_question_marks_for_nul_bytes),
		cmocka_unit_test(printed_text_has_the_room_it_needs),
		cmocka_unit_test(equal_strings_have_equal_hashes_wherever_they_lie),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
