#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "parse/repeat.h"

/* Frames of lines "name number", each one row; a line that begins with "=" is a title, and makes none. */
struct bench {
	struct arena arena;
	struct repeat memo;
	struct row rows[32];
	size_t row_count;
	size_t read; /* lines read anew */
};

static int
open_bench(void **state)
{
	static struct bench b;
	b = (struct bench){ 0 };
	arena_init(&b.arena);
	repeat_init(&b.memo, &b.arena, false);
	*state = &b;
	return 0;
}

static int
close_bench(void **state)
{
	struct bench *b = *state;
	repeat_close(&b->memo);
	arena_close(&b->arena);
	return 0;
}

static void
mark_number(struct bench *b, struct str line)
{
	struct marks marks = { .count = 0 };
	struct str rest = line;
	(void)str_word(&rest);
	struct str number = str_word(&rest);
	int64_t value = 0;
	for (size_t i = 0; i < number.len; i++)
		value = value * 10 + (number.ptr[i] - '0');
	marks_add(&marks, line, number,
	    (struct mark){ .kind = MARK_COUNT, .unit = 1, .value = value });
	repeat_mark(&b->memo, &marks);
}

static void
take_line(struct bench *b, struct str line)
{
	bool title = line.ptr[0] == '=';
	struct repeat_line *taken = repeat_next(&b->memo, line);
	if (taken->same && !title)
		return;
	b->read += !taken->same;
	struct repeat_line *read = repeat_read(&b->memo, title ? 0 : 1, 0, title);
	read->plain = !title;
	if (title)
		return;
	mark_number(b, read->text);
	b->rows[b->row_count++] = (struct row){ .name = read->text };
}

/* A frame, its lines separated by newlines; bulk: those that stay are taken without being cut. */
static void
frame(struct bench *b, const char *text, bool bulk)
{
	struct str rest = str_from(text);
	uint32_t count;
	size_t rows;
	b->row_count = b->read = 0;
	repeat_begin(&b->memo);
	while (rest.len > 0) {
		rest = str_skip(
		    rest, bulk ? repeat_take(&b->memo, rest, &count, &rows) : 0);
		if (rest.len > 0)
			take_line(b, str_cut(&rest, '\n'));
	}
	repeat_end(&b->memo, b->rows, b->row_count, true);
}

static uint32_t
slot_of(struct bench *b, const char *name)
{
	for (size_t i = 0; i < b->memo.old.count; i++)
		if (str_starts(b->memo.old.items[i].text, name))
			return b->memo.old.items[i].slot;
	fail();
	return 0;
}

static void
what_stays_is_not_read(void **state)
{
	struct bench *b = *state;
	frame(b, "= titles\nsocket 5\nvnode 7\nmbuf 9\n", false);
	assert_int_equal(b->row_count, 3);
	for (int bulk = 0; bulk < 2; bulk++) {
		frame(b, "= titles\nsocket 5\nvnode 7\nmbuf 9\n", bulk == 1);
		assert_int_equal(b->read, 0);
		assert_int_equal(b->row_count, 0);
		assert_int_equal(b->memo.change_count, 0);
		assert_int_equal(b->memo.gone.count, 0);
	}
}

static void
a_number_that_changed_is_told_with_its_slot(void **state)
{
	struct bench *b = *state;
	frame(b, "socket 5\nvnode 7\nmbuf 9\n", false);
	for (int bulk = 0; bulk < 2; bulk++) {
		const char *text = bulk == 1 ? "socket 5\nvnode 123\nmbuf 9\n"
					     : "socket 5\nvnode 12\nmbuf 9\n";
		frame(b, text, bulk == 1);
		assert_int_equal(b->read, 0);
		assert_int_equal(b->memo.change_count, 1);
		assert_int_equal(b->memo.changes[0].slot, slot_of(b, "vnode"));
		assert_int_equal(b->memo.changes[0].value, bulk == 1 ? 123 : 12);
	}
}

static void
another_line_takes_the_place_and_the_slot(void **state)
{
	struct bench *b = *state;
	frame(b, "socket 5\nvnode 7\nmbuf 9\n", false);
	uint32_t slot = slot_of(b, "vnode");
	frame(b, "socket 5\ninode 7\nmbuf 10\n", true);
	assert_int_equal(b->row_count, 1);
	assert_int_equal(b->rows[0].slot, slot);
	assert_int_equal(b->memo.gone.count, 0);
	assert_int_equal(b->memo.change_count, 1);
	assert_false(b->memo.out_of_step);
}

static void
a_list_that_shifts_keeps_its_slots(void **state)
{
	struct bench *b = *state;
	frame(b, "init 1\nsshd 2\ncron 3\nntpd 4\n", false);
	uint32_t cron = slot_of(b, "cron"), ntpd = slot_of(b, "ntpd"),
		 sshd = slot_of(b, "sshd");
	frame(b, "init 1\ncron 3\nntpd 5\n", true);
	assert_int_equal(slot_of(b, "cron"), cron);
	assert_int_equal(slot_of(b, "ntpd"), ntpd);
	assert_int_equal(b->memo.gone.count, 1);
	assert_int_equal(b->memo.gone.items[0], sshd);
	frame(b, "init 1\nperl 8\ncron 3\nntpd 5\n", true);
	assert_int_equal(slot_of(b, "cron"), cron);
	assert_int_equal(b->row_count, 1);
	assert_int_equal(b->rows[0].slot, sshd); /* given out anew */
}

static void
the_end_of_a_shorter_frame_is_gone(void **state)
{
	struct bench *b = *state;
	frame(b, "init 1\nsshd 2\ncron 3\n", false);
	uint32_t cron = slot_of(b, "cron");
	frame(b, "init 1\nsshd 2\n", true);
	assert_int_equal(b->memo.gone.count, 1);
	assert_int_equal(b->memo.gone.items[0], cron);
	frame(b, "init 1\nsshd 2\nperl 3\nawk 4\n", true);
	assert_int_equal(b->row_count, 2);
	assert_int_equal(b->rows[0].slot, cron);
	assert_int_equal(b->rows[1].slot, 3);
}

static void
below_another_title_nothing_is_the_same(void **state)
{
	struct bench *b = *state;
	frame(b, "= used free\nsocket 5\nvnode 7\n", false);
	frame(b, "= free used\nsocket 5\nvnode 7\n", true);
	assert_int_equal(b->row_count, 2);
	frame(b, "= free used\nsocket 5\nvnode 7\n", true);
	assert_int_equal(b->row_count, 0);
}

/* The values of a frame that nobody saw may not be what the next one is compared with. */
static void
rows_that_were_dropped_are_read_again(void **state)
{
	struct bench *b = *state;
	frame(b, "socket 5\nvnode 7\n", false);
	b->row_count = 0;
	repeat_begin(&b->memo);
	take_line(b, STR("socket 6"));
	take_line(b, STR("vnode 7"));
	repeat_drop_rows(&b->memo);
	b->row_count = 0;
	take_line(b, STR("socket 6"));
	take_line(b, STR("vnode 7"));
	repeat_end(&b->memo, b->rows, b->row_count, true);
	assert_int_equal(b->row_count, 1);
	assert_true(str_is(b->rows[0].name, "socket 6"));
	assert_int_equal(b->memo.change_count, 0);
}

static void
after_what_was_forgotten_all_is_new(void **state)
{
	struct bench *b = *state;
	frame(b, "socket 5\nvnode 7\n", false);
	repeat_forget(&b->memo);
	frame(b, "socket 5\nvnode 7\n", true);
	assert_int_equal(b->row_count, 2);
	assert_int_equal(b->memo.gone.count, 2);
	frame(b, "socket 5\nvnode 7\n", true);
	assert_int_equal(b->memo.gone.count, 0);
}

/* Whoever of two that have one name went, the other does not take its place for good. */
static void
after_a_twin_went_all_is_read_anew(void **state)
{
	struct bench *b = *state;
	frame(b, "vnode 1\ncache 2\ncache 3\nmbuf 4\n", true);
	frame(b, "vnode 1\ncache 3\nmbuf 4\n", true);
	assert_int_equal(b->row_count, 0);
	frame(b, "vnode 1\ncache 2\ncache 3\nmbuf 4\n", true);
	assert_int_equal(b->row_count, 4);
	frame(b, "vnode 1\ncache 2\ncache 3\nmbuf 5\n", true);
	assert_int_equal(b->row_count, 0);
	frame(b, "cache 2\ncache 3\nmbuf 5\n", true); /* it had no twin */
	frame(b, "cache 2\ncache 3\nmbuf 5\n", true);
	assert_int_equal(b->row_count, 0);
}

/* Lines whose lengths change, that come and go, between others that stay: taken in bulk they are the same as one by one. */
static void
bulk_says_what_lines_say(void **state)
{
	struct bench *one = *state, many = { 0 };
	char text[512];
	unsigned seed = 1;
	arena_init(&many.arena);
	repeat_init(&many.memo, &many.arena, false);
	for (int i = 0; i < 2000; i++) {
		size_t len = 0;
		for (unsigned k = 0; k < 12; k++) {
			seed = seed * 1103515245u + 12345u;
			unsigned r = seed >> 16;
			if (r % 9 != 0)
				len += (size_t)snprintf(text + len, sizeof(text) - len,
				    "name%u %u\n", k, r % 4 ? k : r % 2000);
		}
		frame(one, text, false);
		frame(&many, text, true);
		assert_int_equal(many.memo.change_count, one->memo.change_count);
		assert_int_equal(many.row_count, one->row_count);
		assert_int_equal(many.memo.old.count, one->memo.old.count);
		for (size_t k = 0; k < one->memo.old.count; k++) {
			const struct repeat_line *a = &one->memo.old.items[k],
						 *b = &many.memo.old.items[k];
			assert_true(str_eq(a->text, b->text));
			assert_int_equal(a->slot, b->slot);
		}
	}
	repeat_close(&many.memo);
	arena_close(&many.arena);
}

/* Text that is moved when there is much garbage is the same text. */
static void
garbage_is_collected_without_a_trace(void **state)
{
	struct bench *b = *state;
	char text[128];
	for (int i = 0; i < 5000; i++) {
		snprintf(text, sizeof(text), "name%d 5\nvnode %d\nmbuf 9\n", i, i + 1);
		frame(b, text, true);
		assert_int_equal(b->row_count, i == 0 ? 3 : 1);
		assert_int_equal(b->memo.change_count, i > 0);
	}
	assert_true(b->memo.text[b->memo.text_index].bytes < 1 << 20);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_stays_is_not_read),
		TEST(a_number_that_changed_is_told_with_its_slot),
		TEST(another_line_takes_the_place_and_the_slot),
		TEST(a_list_that_shifts_keeps_its_slots),
		TEST(the_end_of_a_shorter_frame_is_gone),
		TEST(below_another_title_nothing_is_the_same),
		TEST(rows_that_were_dropped_are_read_again),
		TEST(after_what_was_forgotten_all_is_new),
		TEST(after_a_twin_went_all_is_read_anew),
		TEST(bulk_says_what_lines_say),
		TEST(garbage_is_collected_without_a_trace),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
