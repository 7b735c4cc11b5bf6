#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "base/json.h"
#include "base/when.h"
#include "ends.h"
#include "test_arena.h"

static struct json j;

static int
start(void **state)
{
	(void)state;
	json_init(&j, out_memory(&arena));
	return 0;
}

static void
assert_written(const char *expected)
{
	assert_string_equal(str_text(&arena, out_written(j.out)), expected);
}

/* One string alone, as it is written. */
static void
assert_quoted(struct str value, const char *expected)
{
	json_init(&j, out_memory(&arena));
	json_str(&j, NULL, value);
	assert_written(expected);
}

static void
objects_and_arrays_are_indented_and_parted(void **state)
{
	(void)state;
	json_object(&j, NULL);
	json_i64(&j, "a", 1);
	json_array(&j, "b");
	json_bool(&j, NULL, true);
	json_bool(&j, NULL, false);
	json_array_end(&j);
	json_object(&j, "c");
	json_null(&j, "d");
	json_object_end(&j);
	json_object_end(&j);
	assert_written("{\n  \"a\": 1,\n  \"b\": [\n    true,\n    false\n  ],\n"
		       "  \"c\": {\n    \"d\": null\n  }\n}\n");
}

static void
what_is_empty_stays_on_one_line(void **state)
{
	(void)state;
	json_array(&j, NULL);
	json_object(&j, NULL);
	json_object_end(&j);
	json_array(&j, NULL);
	json_array_end(&j);
	json_array_end(&j);
	assert_written("[\n  {},\n  []\n]\n");
}

static void
compact_parts_stay_on_one_line(void **state)
{
	(void)state;
	json_array(&j, NULL);
	j.compact[j.depth] = true;
	json_i64(&j, NULL, 1);
	json_array(&j, NULL);
	json_i64(&j, NULL, 2);
	json_array_end(&j);
	json_array_end(&j);
	assert_written("[ 1, [ 2 ] ]\n");
}

static void
control_characters_and_quotes_are_escaped(void **state)
{
	(void)state;
	assert_quoted(STR("say \"hi\" \\o/"), "\"say \\\"hi\\\" \\\\o/\"");
	assert_quoted(
	    STR("\n\t\r\b\x1b\x7f"), "\"\\n\\t\\u000d\\u0008\\u001b\\u007f\"");
	assert_quoted(STR("a\0b"), "\"a\\u0000b\"");
	assert_quoted((struct str){ NULL, 0 }, "\"\"");
}

static void
keys_are_escaped_as_well(void **state)
{
	(void)state;
	json_object(&j, NULL);
	json_i64(&j, "a\"b", 1);
	json_object_end(&j);
	assert_written("{\n  \"a\\\"b\": 1\n}\n");
}

static void
well_formed_utf8_is_kept(void **state)
{
	(void)state;
	assert_quoted(STR("\xc2\x80 \xe2\x82\xac \xf0\x9f\x92\xa7 \xf4\x8f\xbf\xbf"),
	    "\"\xc2\x80 \xe2\x82\xac \xf0\x9f\x92\xa7 \xf4\x8f\xbf\xbf\"");
}

#define FFFD "\xef\xbf\xbd"

static void
bytes_that_are_no_utf8_become_the_replacement_character(void **state)
{
	(void)state;
	assert_quoted(STR("a\xff"
			  "b"),
	    "\"a" FFFD "b\"");
	/* Alone, cut off, overlong, a surrogate, beyond U+10FFFF. */
	assert_quoted(STR("\x80"), "\"" FFFD "\"");
	assert_quoted(STR("\xe2\x82"), "\"" FFFD FFFD "\"");
	assert_quoted(STR("\xe2\x82"
			  "x"),
	    "\"" FFFD FFFD "x\"");
	assert_quoted(STR("\xc0\xaf"), "\"" FFFD FFFD "\"");
	assert_quoted(STR("\xe0\x80\xaf"), "\"" FFFD FFFD FFFD "\"");
	assert_quoted(STR("\xed\xa0\x80"), "\"" FFFD FFFD FFFD "\"");
	assert_quoted(STR("\xf4\x90\x80\x80"), "\"" FFFD FFFD FFFD FFFD "\"");
	assert_quoted(STR("\xf0\x80\x80\xaf"), "\"" FFFD FFFD FFFD FFFD "\"");
}

static void
what_could_end_a_script_element_is_escaped_there_only(void **state)
{
	(void)state;
	struct str hostile = STR("</script><!--&");
	assert_quoted(hostile, "\"</script><!--&\"");
	json_init(&j, out_memory(&arena));
	j.script = true;
	json_str(&j, NULL, hostile);
	assert_written("\"\\u003c/script\\u003e\\u003c!--\\u0026\"");
}

static void
numbers_that_are_not_finite_are_null(void **state)
{
	(void)state;
	json_array(&j, NULL);
	j.compact[j.depth] = true;
	json_double(&j, NULL, (double)NAN);
	json_double(&j, NULL, (double)INFINITY);
	json_double(&j, NULL, -(double)INFINITY);
	json_double(&j, NULL, 0.1);
	json_double(&j, NULL, -1e300);
	json_array_end(&j);
	assert_written("[ null, null, null, 0.1, -1e+300 ]\n");
}

static void
whole_numbers_are_written_to_the_edges(void **state)
{
	(void)state;
	json_array(&j, NULL);
	j.compact[j.depth] = true;
	json_i64(&j, NULL, INT64_MIN);
	json_i64(&j, NULL, INT64_MAX);
	json_array_end(&j);
	assert_written("[ -9223372036854775808, 9223372036854775807 ]\n");
}

static void
unknown_times_and_no_text_are_null(void **state)
{
	(void)state;
	json_array(&j, NULL);
	j.compact[j.depth] = true;
	json_time(&j, NULL, WHEN_UNKNOWN);
	json_time(&j, NULL, 0);
	json_text(&j, NULL, NULL);
	json_text(&j, NULL, "");
	json_array_end(&j);
	assert_written("[ null, \"1970-01-01T00:00:00Z\", null, \"\" ]\n");
}

static void
nest(int depth)
{
	for (int i = 0; i < depth; i++)
		json_array(&j, NULL);
	for (int i = 0; i < depth; i++)
		json_array_end(&j);
}

static void
nest_too_deep(void)
{
	nest(JSON_DEPTH);
}

static void
end_what_did_not_begin(void)
{
	json_array_end(&j);
}

static void
nesting_too_deep_is_a_bug_and_one_less_is_not(void **state)
{
	(void)state;
	nest(JSON_DEPTH - 1);
	assert_int_equal(j.depth, 0);
	assert_int_equal(end_of(nest_too_deep), END_OF_A_BUG);
	assert_int_equal(end_of(end_what_did_not_begin), END_OF_A_BUG);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
		    objects_and_arrays_are_indented_and_parted, start),
		cmocka_unit_test_setup(what_is_empty_stays_on_one_line, start),
		cmocka_unit_test_setup(compact_parts_stay_on_one_line, start),
		cmocka_unit_test_setup(
		    control_characters_and_quotes_are_escaped, start),
		cmocka_unit_test_setup(keys_are_escaped_as_well, start),
		cmocka_unit_test_setup(well_formed_utf8_is_kept, start),
		cmocka_unit_test_setup(
		    bytes_that_are_no_utf8_become_the_replacement_character, start),
		cmocka_unit_test_setup(
		    what_could_end_a_script_element_is_escaped_there_only, start),
		cmocka_unit_test_setup(numbers_that_are_not_finite_are_null, start),
		cmocka_unit_test_setup(whole_numbers_are_written_to_the_edges, start),
		cmocka_unit_test_setup(unknown_times_and_no_text_are_null, start),
		cmocka_unit_test_setup(
		    nesting_too_deep_is_a_bug_and_one_less_is_not, start),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
