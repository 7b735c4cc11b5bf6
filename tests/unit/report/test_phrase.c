#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "base/when.h"
#include "report/phrase.h"

static struct arena arena;

static int
open_arena(void **state)
{
	(void)state;
	arena_init(&arena);
	return 0;
}

static int
close_arena(void **state)
{
	(void)state;
	arena_close(&arena);
	return 0;
}

static const char *
fill(const char *text, double a, double b, const char *name)
{
	double value[] = { a, b };
	struct phrase phrase = { .value = value,
		.value_count = 2,
		.name = str_from(name),
		.unit = CELL_BYTES,
		.start_ms = INT64_C(1795342309000) };
	return str_text(&arena, phrase_fill(&arena, text, &phrase));
}

static void
a_noun_follows_its_number(void **state)
{
	(void)state;
	assert_string_equal(fill("{0 sample}", 1, NAN, ""), "1 sample");
	assert_string_equal(fill("{0 sample}", 12, NAN, ""), "12 samples");
}

static void
an_unknown_value_takes_its_bracket_along(void **state)
{
	(void)state;
	assert_string_equal(
	    fill("It grows[ by {0 #bytes}].", NAN, NAN, ""), "It grows.");
	assert_string_equal(
	    fill("It grows[ by {0 #bytes}].", 2048, NAN, ""), "It grows by 2 KB.");
	assert_string_equal(fill("a[ b {0}[ c {1}]] d", 1, NAN, ""), "a b 1 d");
	assert_string_equal(fill("a[ b {0}[ c {1}]] d", NAN, 1, ""), "a d");
	assert_string_equal(fill("It[, {name},] grows.", NAN, NAN, ""), "It grows.");
}

static void
a_condition_decides_over_its_bracket_and_prints_nothing(void **state)
{
	(void)state;
	assert_string_equal(fill("a[{0 #if} b][{0 #unless} c]", 1, NAN, ""), "a b");
	assert_string_equal(fill("a[{0 #if} b][{0 #unless} c]", 0, NAN, ""), "a c");
	assert_string_equal(fill("a[{0 #if} b][{0 #unless} c]", NAN, NAN, ""), "a c");
}

static void
numbers_are_told_as_people_tell_them(void **state)
{
	(void)state;
	assert_string_equal(fill("p {0 #p}", 0.03, NAN, ""), "p = 0.03");
	assert_string_equal(fill("p {0 #p}", 1e-20, NAN, ""), "p < 1e-12");
	assert_string_equal(fill("{0 #ratio} it", 0.53, NAN, ""), "53 % of it");
	assert_string_equal(fill("{0 #ratio} it", 31.2, NAN, ""), "31 times it");
	assert_string_equal(fill("{0 #number}", 439.4, NAN, ""), "439");
	assert_string_equal(fill("{0 #number}", 4394.4, NAN, ""), "4,394");
	assert_string_equal(fill("{0 #number}", 0.031, NAN, ""), "0.031");
	assert_string_equal(fill("{0 #signed}", 2048, NAN, ""), "+2 KB");
	assert_string_equal(fill("{0 #plain}", 12345, NAN, ""), "12345");
	assert_string_equal(fill("{0 #percent}", 1e-5, NAN, ""), "less than 0.1 %");
}

static void
a_moment_is_a_date_where_there_is_a_clock(void **state)
{
	(void)state;
	assert_string_equal(fill("{0 #time}", 60, NAN, ""), "2026-11-22 10:12 UTC");
	double value[] = { 17 };
	struct phrase phrase = {
		.value = value, .value_count = 1, .start_ms = WHEN_UNKNOWN
	};
	assert_string_equal(
	    str_text(&arena, phrase_fill(&arena, "{0 #time}", &phrase)), "sample 17");
}

static void
a_long_name_is_cut_between_characters(void **state)
{
	(void)state;
	struct str plain = str_print(&arena, "%080d", 0);
	assert_int_equal(name_brief(&arena, plain).len, NAME_BYTES + 3);
	/* The ellipsis stands where a character would have been torn. */
	struct str wide = str_print(&arena, "%063d%s", 0, "äöü");
	struct str brief = name_brief(&arena, wide);
	assert_true(str_ends(brief, "0…"));
	assert_int_equal(name_brief(&arena, STR("sh")).len, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_noun_follows_its_number),
		cmocka_unit_test(an_unknown_value_takes_its_bracket_along),
		cmocka_unit_test(
		    a_condition_decides_over_its_bracket_and_prints_nothing),
		cmocka_unit_test(numbers_are_told_as_people_tell_them),
		cmocka_unit_test(a_moment_is_a_date_where_there_is_a_clock),
		cmocka_unit_test(a_long_name_is_cut_between_characters),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
