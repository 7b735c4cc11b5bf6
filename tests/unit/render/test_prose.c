#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "render/prose.h"
#include "test_arena.h"

#include "base/banned.h"

/* What is kept whole stands between braces. */
static void
assert_prose(const char *text, const char *expected)
{
	struct out *o = out_memory(&arena), *braces = out_memory(&arena);
	struct markup m;
	markup_init(&m, o);
	prose_markup(&m, str_from(text));
	struct str rest = out_written(o);
	size_t at;
	while (str_find(rest, "<span class=\"whole\">", &at)) {
		out_str(braces, str_from_to(rest, 0, at));
		out_char(braces, '{');
		rest = str_skip(rest, at + 20);
		out_str(braces, str_cut(&rest, '<'));
		out_char(braces, '}');
		rest = str_skip(rest, 6);
	}
	out_str(braces, rest);
	assert_string_equal(str_copy(&arena, out_written(braces)).ptr, expected);
}

static void
a_number_keeps_its_unit(void **state)
{
	(void)state;
	assert_prose(
	    "grows by 35.2 KB/min, 92 % of it", "grows by {35.2 KB/min}, {92 %} of it");
	assert_prose("lasts 2 h 6 min more", "lasts {2 h 6 min} more");
	assert_prose("1,240 MB", "{1,240 MB}");
}

static void
a_date_keeps_its_time_and_zone(void **state)
{
	(void)state;
	assert_prose("since 2026-03-02 17:13 UTC.", "since {2026-03-02 17:13 UTC}.");
	assert_prose("(2026-03-02)", "({2026-03-02})");
}

static void
what_only_looks_like_it_is_left_alone(void **state)
{
	(void)state;
	assert_prose("20 of 23 steps", "20 of 23 steps");
	assert_prose("zone 128 Bucket", "zone 128 Bucket");
	assert_prose("v2026-03-02x 5 sheep", "v2026-03-02x 5 sheep");
	assert_prose("ends in 12", "ends in 12");
	assert_prose("12 ", "12 ");
	assert_prose("", "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_keeps_its_unit),
		cmocka_unit_test(a_date_keeps_its_time_and_zone),
		cmocka_unit_test(what_only_looks_like_it_is_left_alone),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
