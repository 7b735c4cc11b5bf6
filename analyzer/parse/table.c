#include "parse/table.h"

#include <string.h>

#include "base/banned.h"

static const struct column unknown = { .title = "", .take = take_word };

bool
table_plan(struct table *t, enum kind kind, struct str header)
{
	/* Most outputs have the header of the one before. */
	if (t->kind == kind && t->header_len == header.len && header.len > 0 &&
	    memcmp(t->header, header.ptr, header.len) == 0)
		return true;
	*t = (struct table){ .kind = kind };
	if (header.len <= sizeof(t->header)) {
		memcpy(t->header, header.ptr, header.len);
		t->header_len = header.len;
	}
	for (struct str title = str_word(&header); title.len > 0;
	     title = str_word(&header)) {
		if (t->count == TABLE_COLUMNS_MAX) {
			t->header_len = 0;
			return false;
		}
		const struct column *column = column_find(kind, title);
		t->columns[t->count++] = column != NULL ? column : &unknown;
	}
	t->rest = t->count;
	for (size_t i = 0; i < t->count; i++) {
		if (column_is_rest(t->columns[i]))
			t->rest = i;
		if (t->columns[i]->field == FIELD_THREAD)
			t->has_thread = true;
		if (i > t->rest && i + 1 < t->count && column_is_loose(t->columns[i]))
			t->open_end = true;
	}
	return true;
}

static const struct column *
column_at(const struct table *t, size_t index)
{
	/* Of two columns with commands ("-o comm,args") only the last one may take all the blanks. */
	const struct column *column = t->columns[index];
	return column_is_rest(column) && index != t->rest ? &unknown : column;
}

/* The words that a loose column (a wait channel, a state) may have, likeliest first. */
static const int loose_words[] = { 1, 0, 2, 3 };

static bool take_left(const struct table *t, size_t from, size_t to,
    struct cells *cells, struct str *rest);

static bool
take_left_loose(const struct table *t, size_t from, size_t to, struct cells *cells,
    struct str *rest)
{
	const struct str begin = *rest;
	const struct cells before = *cells;
	for (size_t i = 0; i < sizeof(loose_words) / sizeof(loose_words[0]); i++) {
		*rest = begin;
		*cells = before;
		int word = 0;
		struct str last = { NULL, 0 };
		while (word < loose_words[i] && (last = str_word(rest)).len > 0)
			word++;
		if (word == 1)
			cells_mark_idle(cells, last, MARK_WORD);
		/* What may be empty does not take the only word of what may not. */
		if (from + 1 == to && to == t->rest && str_trim(*rest).len == 0)
			continue;
		if (word == loose_words[i] && take_left(t, from + 1, to, cells, rest))
			return true;
	}
	return false;
}

/* Columns from..to-1 off the front of *rest. */
static bool
take_left(const struct table *t, size_t from, size_t to, struct cells *cells,
    struct str *rest)
{
	for (size_t i = from; i < to; i++) {
		const struct column *column = column_at(t, i);
		if (column_is_loose(column))
			return take_left_loose(t, i, to, cells, rest);
		if (!column->take(cells, column, rest))
			return false;
	}
	return true;
}

/* Columns down to t->rest + 1 off the end of *rest; the last one may be loose. */
static bool
take_right(const struct table *t, int last_words, struct cells *cells, struct str *rest)
{
	for (size_t i = t->count; i-- > t->rest + 1;) {
		const struct column *column = column_at(t, i);
		bool loose = column_is_loose(column);
		for (int words = loose && i + 1 == t->count ? last_words : 1; words > 0;
		     words--) {
			struct str word = str_last_word(rest);
			if (column->field == FIELD_STATE &&
			    (str_is(word, "<") || str_is(word, "N")))
				word = str_last_word(
				    rest); /* the flag was a word of its own */
			if (word.len == 0 ||
			    (!loose && !column->take(cells, column, &word)))
				return false;
		}
	}
	return true;
}

static bool
take_ends(const struct table *t, struct cells *cells, struct str *rest)
{
	const struct str begin = *rest;
	const struct cells before = *cells;
	for (size_t i = 0; i < sizeof(loose_words) / sizeof(loose_words[0]); i++) {
		*rest = begin;
		*cells = before;
		if (take_right(t, loose_words[i], cells, rest))
			return true;
	}
	return false;
}

static bool
has_words(struct str line, size_t count)
{
	for (; count > 0; count--) {
		if (str_word(&line).len == 0)
			return false;
	}
	return true;
}

/* The columns before the command, and its first word: more cannot be told. */
static bool
take_open(const struct table *t, struct str line, struct cells *cells)
{
	memset(cells, 0, sizeof(*cells));
	if (!take_left(t, 0, t->rest, cells, &line))
		return false;
	struct str word = str_word(&line);
	return word.len > 0 &&
	       t->columns[t->rest]->take(cells, t->columns[t->rest], &word);
}

bool
table_row(const struct table *t, struct str line, struct cells *cells, bool *is_short)
{
	struct str rest = line;
	memset(cells, 0, sizeof(*cells));
	cells->line = line;
	*is_short = false;
	if (take_left(t, 0, t->rest < t->count ? t->rest : t->count, cells, &rest)) {
		if (t->rest == t->count)
			return str_trim(rest).len == 0;
		if (t->rest + 1 == t->count || take_ends(t, cells, &rest)) {
			const struct column *column = t->columns[t->rest];
			return column->take(cells, column, &rest);
		}
		if (t->open_end && take_open(t, line, cells))
			return true;
	}
	*is_short = !has_words(line, t->count);
	return false;
}
