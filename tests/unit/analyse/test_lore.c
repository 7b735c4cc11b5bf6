#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "analyse/lore.h"
#include "test_arena.h"

static bool
fits(const char *pattern, const char *name)
{
	return lore_fits(str_from(pattern), str_from(name));
}

static void
a_plain_pattern_is_the_whole_name(void **state)
{
	(void)state;
	assert_true(fits("socket", "socket"));
	assert_false(fits("socket", "sockets"));
	assert_false(fits("socket", "a socket"));
	assert_false(fits("socket", "Socket"));
	assert_false(fits("socket", ""));
}

static void
a_star_is_any_text_and_none(void **state)
{
	(void)state;
	assert_true(fits("*", ""));
	assert_true(fits("*", "anything at all"));
	assert_true(fits("a*b", "ab"));
	assert_true(fits("a*b", "axxbxxb"));
	assert_false(fits("a*b", "axxbxx"));
	assert_true(fits("*a*b*", "xxaxxbxx"));
	assert_true(fits("**", "x"));
}

static void
a_number_sign_is_one_digit_or_more(void **state)
{
	(void)state;
	assert_true(fits("nvme#", "nvme0"));
	assert_true(fits("nvme#", "nvme123"));
	assert_false(fits("nvme#", "nvme"));
	assert_false(fits("nvme#", "nvmex"));
	assert_true(fits("cpu# cache#", "cpu12 cache3"));
	assert_true(fits("*#", "mbuf 256"));
	assert_true(fits("#*", "256 Bucket"));
}

static void
a_question_mark_is_any_one_byte(void **state)
{
	(void)state;
	assert_true(fits("a?c", "abc"));
	assert_true(fits("a?c", "a?c"));
	assert_false(fits("a?c", "ac"));
	assert_false(fits("a?c", "abbc"));
}

static void
a_backslash_takes_the_next_byte_as_it_is(void **state)
{
	(void)state;
	assert_true(fits("a\\*", "a*"));
	assert_false(fits("a\\*", "ab"));
	assert_true(fits("a\\#", "a#"));
	assert_false(fits("a\\#", "a1"));
	assert_true(fits("a\\?", "a?"));
	assert_false(fits("a\\?", "ab"));
	assert_true(fits("a\\\\b", "a\\b"));
	assert_true(fits("a\\|b", "a|b"));
	assert_false(fits("a\\|b", "b"));
	assert_true(fits("*\\*", "ab*"));
}

static void
a_bar_parts_alternatives(void **state)
{
	(void)state;
	assert_true(fits("a|b", "a"));
	assert_true(fits("a|b", "b"));
	assert_false(fits("a|b", "a|b"));
	assert_false(fits("a|b", "c"));
	assert_true(fits("x*|#y", "12y"));
}

static void
a_pattern_of_many_stars_takes_no_time(void **state)
{
	(void)state;
	char pattern[201], name[2001];
	for (size_t i = 0; i < 200; i += 2)
		memcpy(pattern + i, "*a", 2);
	pattern[200] = '\0';
	memset(name, 'a', 2000);
	name[1999] = 'b';
	name[2000] = '\0';
	assert_false(fits(pattern, name));
}

static struct lore *
ours(void)
{
	struct lore *l = lore_open(&arena);
	assert_true(lore_count(l) > 100);
	return l;
}

static void
every_row_of_ours_names_its_class_and_its_parents(void **state)
{
	(void)state;
	/* lore_open itself takes a row that is not well formed for a bug. */
	struct lore *l = ours();
	for (size_t i = 0; i < lore_count(l); i++) {
		const struct lore_row *row = lore_at(l, i);
		struct str rest = row->follows;
		struct lore_target target;
		if (row->subsystem.len == 0)
			fail_msg("no subsystem: %s", str_text(&arena, row->pattern));
		if (row->class == LORE_FOLLOWER && rest.len == 0)
			fail_msg("follows nobody: %s", str_text(&arena, row->pattern));
		while (lore_target_next(row, &rest, &target))
			assert_true(target.per_item > 0);
		assert_int_equal(rest.len, 0);
		assert_false(row->ruled);
	}
}

static void
every_row_of_ours_is_found_by_some_name(void **state)
{
	(void)state;
	struct lore *l = ours();
	for (size_t i = 0; i < lore_count(l); i++) {
		const struct lore_row *row = lore_at(l, i);
		struct str rest = row->pattern;
		struct str first = str_cut(&rest, '|');
		/* The pattern itself is a name that it fits, where it is plain. */
		if (str_has(first, "*") || str_has(first, "#") || str_has(first, "\\"))
			continue;
		enum kind kind = 0;
		while (!(row->kinds & 1u << kind))
			kind++;
		if (lore_find(l, kind, first) == NULL)
			fail_msg("not found: %s", str_text(&arena, first));
	}
}

static void
a_row_is_hidden_by_none_before_it(void **state)
{
	(void)state;
	struct lore *l = ours();
	for (size_t i = 0; i < lore_count(l); i++) {
		const struct lore_row *row = lore_at(l, i);
		struct str rest = row->pattern;
		bool reached = false;
		while (rest.len > 0 && !reached) {
			struct str one = str_cut(&rest, '|');
			reached = str_has(one, "*") || str_has(one, "#") ||
				  str_has(one, "?") || str_has(one, "\\");
			for (enum kind kind = 0; kind < KIND_COUNT && !reached; kind++)
				reached = (row->kinds & 1u << kind) &&
					  lore_find(l, kind, one) == row;
		}
		if (!reached)
			fail_msg("never reached: %s", str_text(&arena, row->pattern));
	}
}

/* The line that a text is refused at; 0: it was taken. */
static size_t
wrong_line(const char *text, const char *reason)
{
	struct lore *l = ours();
	size_t line, before = lore_count(l);
	const char *error = NULL;
	if (lore_add(l, str_from(text), true, &line, &error))
		return 0;
	assert_non_null(error);
	if (strstr(error, reason) == NULL)
		fail_msg("\"%s\" does not speak of \"%s\"", error, reason);
	assert_int_equal(lore_count(l), before);
	return line;
}

static void
a_wrong_row_is_told_by_line_and_reason(void **state)
{
	(void)state;
	assert_int_equal(wrong_line("", ""), 0);
	assert_int_equal(wrong_line("# a comment\n\n \t\n", ""), 0);
	assert_int_equal(
	    wrong_line("zone  a  object  x\nzoo  b  object  x\n", "kind"), 2);
	assert_int_equal(wrong_line("zone,zoo  b  object  x", "kind"), 1);
	assert_int_equal(wrong_line("#\n\nzone  -  object  x\n", "pattern"), 3);
	assert_int_equal(wrong_line("zone\n", "pattern"), 1);
	assert_int_equal(wrong_line("zone  a  thing  x\n", "class"), 1);
	assert_int_equal(wrong_line("zone  a\n", "class"), 1);
	assert_int_equal(wrong_line("zone  a  follower  x  @nobody\n", "parent"), 1);
	assert_int_equal(wrong_line("zone  a  follower  x  b||c\n", "parent"), 1);
}

static struct lore *
with_rules(const char *text)
{
	struct lore *l = ours();
	size_t line;
	const char *error;
	assert_true(lore_add(l, str_from(text), true, &line, &error));
	return l;
}

static void
rules_win_over_ours_and_the_first_over_the_next(void **state)
{
	(void)state;
	struct lore *l = with_rules("zone  socket  cache!  mine  -  none\n"
				    "zone  sock*   queue   yours\r\n");
	const struct lore_row *row = lore_find(l, KIND_ZONE, STR("socket"));
	assert_true(row->ruled && row->yields);
	assert_int_equal(row->class, LORE_CACHE);
	assert_true(str_is(row->subsystem, "mine"));
	row = lore_find(l, KIND_ZONE, STR("sockbuf"));
	assert_true(row->ruled);
	assert_true(str_is(row->subsystem, "yours"));
	/* What they do not speak of is ours still. */
	row = lore_find(l, KIND_ZONE, STR("tcpcb"));
	assert_non_null(row);
	assert_false(row->ruled);
}

static void
columns_stand_apart_by_tabs_or_two_blanks(void **state)
{
	(void)state;
	struct lore *l = with_rules(
	    "zone\tmy zone\tobject\tmy part\t-\tLIMIT\tlook there\ta note  of two\n");
	const struct lore_row *row = lore_find(l, KIND_ZONE, STR("my zone"));
	assert_true(row->ruled);
	assert_true(str_is(row->subsystem, "my part"));
	assert_int_equal(row->follows.len, 0);
	assert_true(str_is(row->bound, "LIMIT"));
	assert_true(str_is(row->look_next, "look there"));
	assert_true(str_is(row->note, "a note  of two"));
}

static void
kinds_are_kept_apart_and_a_daemon_is_its_command_too(void **state)
{
	(void)state;
	struct lore *l = with_rules("slab,malloc  xyzzy  object  mine\n"
				    "process  plughd  object  mine\n");
	assert_non_null(lore_find(l, KIND_SLAB, STR("xyzzy")));
	assert_non_null(lore_find(l, KIND_MALLOC, STR("xyzzy")));
	assert_null(lore_find(l, KIND_ZONE, STR("xyzzy")));
	assert_non_null(lore_find(l, KIND_PROCESS, STR("plughd")));
	assert_non_null(lore_find(l, KIND_COMMAND, STR("plughd")));
}

static void
parents_are_read_with_kind_and_number(void **state)
{
	(void)state;
	struct lore *l = with_rules("zone  child  follower  x  socket|3*malloc:file "
				    "desc|@threads|0.5*@memory\n");
	const struct lore_row *row = lore_find(l, KIND_ZONE, STR("child"));
	struct str rest = row->follows;
	struct lore_target t;
	assert_true(lore_target_next(row, &rest, &t));
	assert_int_equal(t.what, FOLLOWS_NAME);
	assert_int_equal(t.kinds, 1u << KIND_ZONE);
	assert_true(str_is(t.pattern, "socket") && t.per_item >= 2 && t.per_item <= 2);
	assert_true(lore_target_next(row, &rest, &t));
	assert_int_equal(t.kinds, 1u << KIND_MALLOC);
	assert_true(
	    str_is(t.pattern, "file desc") && t.per_item >= 3 && t.per_item <= 3);
	assert_true(lore_target_next(row, &rest, &t));
	assert_int_equal(t.what, FOLLOWS_THREADS);
	assert_true(lore_target_next(row, &rest, &t));
	assert_int_equal(t.what, FOLLOWS_MEMORY);
	assert_true(t.per_item >= 0.5 && t.per_item <= 0.5);
	assert_false(lore_target_next(row, &rest, &t));
	assert_int_equal(rest.len, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_pattern_is_the_whole_name),
		cmocka_unit_test(a_star_is_any_text_and_none),
		cmocka_unit_test(a_number_sign_is_one_digit_or_more),
		cmocka_unit_test(a_question_mark_is_any_one_byte),
		cmocka_unit_test(a_backslash_takes_the_next_byte_as_it_is),
		cmocka_unit_test(a_bar_parts_alternatives),
		cmocka_unit_test(a_pattern_of_many_stars_takes_no_time),
		cmocka_unit_test(every_row_of_ours_names_its_class_and_its_parents),
		cmocka_unit_test(every_row_of_ours_is_found_by_some_name),
		cmocka_unit_test(a_row_is_hidden_by_none_before_it),
		cmocka_unit_test(a_wrong_row_is_told_by_line_and_reason),
		cmocka_unit_test(rules_win_over_ours_and_the_first_over_the_next),
		cmocka_unit_test(columns_stand_apart_by_tabs_or_two_blanks),
		cmocka_unit_test(kinds_are_kept_apart_and_a_daemon_is_its_command_too),
		cmocka_unit_test(parents_are_read_with_kind_and_number),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
