#include "base/num.h"
#include "parse/block.h"

#include "base/banned.h"

/*
 * vmstat -z of FreeBSD and its kin: "name: SIZE, LIMIT, USED, FREE, REQUESTS[, FAIL[, SLEEP[, XDOMAIN]]]". The last colon ends the name
 * (names hold blanks, colons and commas, or are nothing but digits; from 15 on the size may touch the colon); the
 * number of numbers tells which they are.
 */
#define NUMBERS_MIN 5
#define NUMBERS_MAX 9

enum { SIZE, LIMIT, USED, FREE, REQUESTS, FAILS };

/* A 32-bit difference that went below zero looks like nearly 2^32. */
#define WRAPPED_32 INT64_C(0xf0000000)

static size_t
split_numbers(struct str list, int64_t *numbers, struct str *words)
{
	size_t count = 0;
	while (list.len > 0 && count < NUMBERS_MAX) {
		struct str field = str_trim(str_cut(&list, ','));
		if (field.len == 0)
			break;
		/* Columns that somebody added behind the last number are not ours. */
		words[count] = str_word(&field);
		bool is_number = num_wrapped(words[count], &numbers[count]);
		if (!is_number && count >= NUMBERS_MIN)
			break;
		if (!is_number || (field.len > 0 && list.len > 0))
			return 0;
		count++;
	}
	return count;
}

static int64_t
level(const struct block *b, int64_t value)
{
	if (block_has(b, QUIRK_USED_32) && value >= WRAPPED_32)
		return 0;
	return value < 0 ? 0 : value;
}

static bool
name_is_cut(const struct block *b, struct str name)
{
	return (block_has(b, QUIRK_NAME_12) && (name.len == 12 || name.len == 13)) ||
	       (block_has(b, QUIRK_NAME_31) && name.len >= 31);
}

/*
 * DragonFly: "name used/limit MBM used use=N percent", the size of an item is not printed. Whole MiB of what is used.
 */
static enum line_kind
used_line(struct block *b, struct str line, size_t at)
{
	struct str left = str_from_to(line, 0, at);
	int64_t used, limit = 0, mib;
	if (!num_i64(str_last_word(&left), &mib))
		return LINE_ODD;
	struct str word = str_last_word(&left);
	size_t slash;
	if (str_char(word, '/', &slash)) {
		if (!num_i64(str_skip(word, slash + 1), &limit))
			return LINE_ODD;
		word = str_from_to(word, 0, slash);
	} else if (str_ends(str_trim(left), "/")) {
		if (!num_i64(word, &limit))
			return LINE_ODD;
		word = str_last_word(&left);
		word.len--;
	}
	if (!num_i64(word, &used) || str_trim(left).len == 0)
		return LINE_ODD;
	struct row *row = block_row(b, KIND_ZONE, str_trim(left));
	row->unit = UNIT_BYTES;
	row_put(row, METRIC_USED, used, 1);
	row_put(row, METRIC_HELD, num_mul(mib, 1 << 20), 1 << 20);
	if (limit > 0)
		row_put(row, METRIC_LIMIT, limit, 1);
	return LINE_ROWS;
}

/* The numbers that the head promises; FAILSLEEP is two, and what a script added is none. */
static int64_t
numbers_promised(struct str head)
{
	int64_t count = 0;
	(void)str_word(&head);
	for (struct str word = str_word(&head); word.len > 0 && !str_has(word, "(");
	     word = str_word(&head))
		count += str_is(word, "FAILSLEEP") ? 2 : 1;
	return count;
}

static void
zone_begin(struct block *b)
{
	b->stream->unit = 0;
}

static enum line_kind
zone_line(struct block *b, struct str line)
{
	size_t colon;
	int64_t n[NUMBERS_MAX];
	struct str words[NUMBERS_MAX];
	if (block_decide(b, line) && str_starts(line, "ITEM")) {
		b->stream->unit = numbers_promised(line);
		return LINE_CONTEXT;
	}
	if (str_find(line, "M used use=", &colon))
		return used_line(b, line, colon);
	if (!str_last_char(line, ':', &colon))
		return LINE_ODD;
	size_t count = split_numbers(str_skip(line, colon + 1), n, words);
	struct str name = str_trim_right(str_from_to(line, 0, colon));
	if (count < NUMBERS_MIN || (int64_t)count < b->stream->unit)
		return count > 0 ? LINE_SHORT : LINE_ODD;
	if (name.len == 0 || n[SIZE] < 0)
		return LINE_ODD;
	struct row *row = block_row(b, KIND_ZONE, name);
	row->item_size = n[SIZE];
	row->name_cut = name_is_cut(b, name);
	row->wraps = block_has(b, QUIRK_COUNTER_32);
	row_put(row, METRIC_USED, level(b, n[USED]), 1);
	row_put(row, METRIC_FREE, level(b, n[FREE]), 1);
	if (n[LIMIT] > 0)
		row_put(row, METRIC_LIMIT, n[LIMIT], 1);
	if (n[REQUESTS] >= 0)
		row_put(row, METRIC_REQUESTS, n[REQUESTS], 1);
	if (count > FAILS && n[FAILS] >= 0)
		row_put(row, METRIC_FAILS, n[FAILS], 1);
	if (!block_has(b, QUIRK_USED_32)) {
		block_mark(b, words[USED], MARK_COUNT, METRIC_USED, 1);
		block_mark(b, words[FREE], MARK_COUNT, METRIC_FREE, 1);
	}
	block_mark(b, words[REQUESTS], MARK_COUNT, METRIC_REQUESTS, 1);
	if (count > FAILS)
		block_mark(b, words[FAILS], MARK_COUNT, METRIC_FAILS, 1);
	return LINE_ROWS;
}

const struct reader read_zones = {
	.name = "zones", .begin = zone_begin, .line = zone_line
};
