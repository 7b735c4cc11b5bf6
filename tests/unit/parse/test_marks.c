#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "parse/marks.h"

/* "count size time", each marked where it stands in the line. */
struct bench {
	struct marks marks;
	struct str line;
	struct change changes[MARKS_MAX];
	size_t change_count;
};

static void
mark(struct bench *b, size_t at, size_t len, enum mark_kind kind, uint8_t metric,
    int64_t value)
{
	marks_add(&b->marks, b->line, str_from_to(b->line, at, at + len),
	    (struct mark){
		.kind = (uint8_t)kind, .metric = metric, .unit = 1, .value = value });
}

static void
begin(struct bench *b, const char *line)
{
	*b = (struct bench){ .line = str_from(line) };
}

static bool
follow(struct bench *b, const char *text)
{
	struct str line = str_from(text);
	marks_settle(&b->marks, b->line);
	size_t same = str_difference(b->line, line, 0);
	struct old_line old = { b->line, b->line.len, 0 };
	size_t len = marks_follow(b->marks.items, b->marks.count, &old, line, true,
	    &same, b->changes, &b->change_count);
	assert_true(len == 0 || len == line.len);
	return len > 0;
}

static void
a_number_that_changed_is_told(void **state)
{
	(void)state;
	struct bench b;
	begin(&b, "mbuf:  256,    10,   3");
	mark(&b, 15, 2, MARK_COUNT, 1, 10);
	mark(&b, 21, 1, MARK_COUNT, 2, 3);
	assert_true(follow(&b, "mbuf:  256,   110,   3"));
	assert_int_equal(b.change_count, 1);
	assert_int_equal(b.changes[0].metric, 1);
	assert_int_equal(b.changes[0].value, 110);
	/* Fewer digits begin later. */
	b.line = STR("mbuf:  256,   110,   3");
	assert_true(follow(&b, "mbuf:  256,     9,   3"));
	assert_int_equal(b.change_count, 1);
	assert_int_equal(b.changes[0].value, 9);
}

static void
marks_move_with_their_words(void **state)
{
	(void)state;
	struct bench b;
	begin(&b, "a 9 5");
	mark(&b, 2, 1, MARK_COUNT, 1, 9);
	mark(&b, 4, 1, MARK_COUNT, 2, 5);
	assert_true(follow(&b, "a 10 5"));
	b.line = STR("a 10 5");
	assert_true(follow(&b, "a 10 6"));
	assert_int_equal(b.change_count, 1);
	assert_int_equal(b.changes[0].metric, 2);
	assert_int_equal(b.changes[0].value, 6);
}

static void
text_beside_the_marks_must_stay(void **state)
{
	(void)state;
	struct bench b;
	begin(&b, "mbuf: 10 x");
	mark(&b, 6, 2, MARK_COUNT, 1, 10);
	assert_false(follow(&b, "mbif: 11 x"));
	assert_false(follow(&b, "mbuf: 11 y"));
	assert_false(follow(&b, "mbuf: 11 x "));
	assert_false(follow(&b, "mbuf:11 x"));
	assert_false(follow(&b, "mbuf: 11"));
	assert_false(follow(&b, "mbuf: 1-1 x"));
}

static void
a_number_that_becomes_nothing_is_a_line_to_read(void **state)
{
	(void)state;
	struct bench b;
	begin(&b, "vsz 10");
	mark(&b, 4, 2, MARK_POSITIVE, 1, 10);
	assert_false(follow(&b, "vsz 0"));
	assert_true(follow(&b, "vsz 11"));
	begin(&b, "used 10");
	mark(&b, 5, 2, MARK_COUNT, 1, 10);
	assert_true(follow(&b, "used 0"));
}

static void
a_time_that_falls_is_a_line_to_read(void **state)
{
	(void)state;
	struct bench b;
	begin(&b, "51:45.00");
	mark(&b, 0, 8, MARK_TIME, 1, 3105000);
	assert_false(follow(&b, "51:44.99"));
	assert_false(follow(&b, "51:46"));
	assert_true(follow(&b, "51:45.07"));
	assert_int_equal(b.changes[0].value, 3105070);
}

static void
a_size_of_another_unit_is_a_line_to_read(void **state)
{
	(void)state;
	struct bench b;
	begin(&b, "999K");
	mark(&b, 0, 4, MARK_SIZE, 1, 999 * 1024);
	assert_false(follow(&b, "1M"));
	assert_true(follow(&b, "998K"));
	assert_int_equal(b.changes[0].value, 998 * 1024);
	begin(&b, "1.5G");
	mark(&b, 0, 4, MARK_SIZE, 1, INT64_C(1536) << 20);
	assert_false(follow(&b, "15G"));
	assert_true(follow(&b, "2.5G"));
	assert_int_equal(b.changes[0].value, INT64_C(2560) << 20);
}

static void
a_word_that_says_something_else_is_not_marked(void **state)
{
	(void)state;
	struct bench b;
	begin(&b, "used -5 free 18446744073709551615");
	mark(&b, 5, 2, MARK_COUNT, 1, 0);
	mark(&b, 13, 20, MARK_COUNT, 2, 0);
	assert_int_equal(b.marks.count, 0);
}

static void
percents_are_rounded(void **state)
{
	(void)state;
	struct bench b;
	begin(&b, "24.4% user");
	mark(&b, 0, 5, MARK_PERCENT, 1, 24);
	assert_true(follow(&b, "24.5% user"));
	assert_int_equal(b.changes[0].value, 25);
	b.line = STR("24.5% user");
	assert_true(follow(&b, "9.49% user"));
	assert_int_equal(b.changes[0].value, 9);
	b.line = STR("9.49% user");
	assert_false(follow(&b, "9.49 user"));
}

/* Lines stand one behind the other: what is the same behind the changes is told. */
static void
the_next_difference_may_be_in_a_line_below(void **state)
{
	(void)state;
	struct bench b;
	const char text[] = "a 13\nb 2\nc 4\n";
	begin(&b, "a 12\nb 2\nc 3\n");
	struct str run = b.line;
	b.line.len = 4;
	mark(&b, 2, 2, MARK_COUNT, 1, 12);
	marks_settle(&b.marks, b.line);
	struct old_line old = { b.line, run.len, 7 };
	size_t same = 3;
	assert_int_equal(marks_follow(b.marks.items, b.marks.count, &old,
			     str_from(text), false, &same, b.changes, &b.change_count),
	    4);
	assert_int_equal(same, 11);
	assert_int_equal(b.changes[0].slot, 7);
	assert_int_equal(b.changes[0].value, 13);
	same = 3;
	b.marks.items[0].value = 12;
	assert_int_equal(marks_follow(b.marks.items, b.marks.count, &old, STR("a 13"),
			     false, &same, b.changes, &b.change_count),
	    0);
}

static void
zombies_are_told_by_their_state(void **state)
{
	(void)state;
	struct bench b;
	begin(&b, "S sh");
	mark(&b, 0, 1, MARK_WORD, 0, 0);
	assert_false(follow(&b, "Z sh"));
	assert_true(follow(&b, "Is sh"));
	assert_int_equal(b.change_count, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_that_changed_is_told),
		cmocka_unit_test(marks_move_with_their_words),
		cmocka_unit_test(text_beside_the_marks_must_stay),
		cmocka_unit_test(a_number_that_becomes_nothing_is_a_line_to_read),
		cmocka_unit_test(a_time_that_falls_is_a_line_to_read),
		cmocka_unit_test(a_size_of_another_unit_is_a_line_to_read),
		cmocka_unit_test(a_word_that_says_something_else_is_not_marked),
		cmocka_unit_test(percents_are_rounded),
		cmocka_unit_test(the_next_difference_may_be_in_a_line_below),
		cmocka_unit_test(zombies_are_told_by_their_state),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
