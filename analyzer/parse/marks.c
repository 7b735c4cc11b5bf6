#include "parse/marks.h"

#include <string.h>

#include "base/num.h"

#include "base/banned.h"

/* So many digits times 1024 are still far from the end of int64_t. */
#define DIGITS_MAX 15

/* What such a word is made of, beside digits. */
static const char *const others[] = {
	[MARK_COUNT] = "",
	[MARK_SIZE] = ".KMGB",
	[MARK_TIME] = ":.",
	[MARK_NUMBER] = ".%",
};

static struct str
word_at(enum mark_kind kind, struct str text, size_t at)
{
	size_t end = at;
	if (kind == MARK_WORD) {
		while (end < text.len && text.ptr[end] != ' ' && text.ptr[end] != '\t')
			end++;
	} else {
		for (; end < text.len; end++) {
			char c = text.ptr[end];
			bool digit = c >= '0' && c <= '9';
			if (!digit && (kind == MARK_COUNT || c == '\0' ||
					  strchr(others[kind], c) == NULL))
				break;
		}
	}
	return (struct str){ text.ptr + at, end - at };
}

static bool
read_count(struct str word, int64_t unit, int64_t *value)
{
	if (word.len > DIGITS_MAX)
		return false;
	int64_t v = 0;
	for (size_t i = 0; i < word.len; i++)
		v = v * 10 + (word.ptr[i] - '0');
	*value = v * unit;
	return true;
}

/* Minutes and seconds, 51:45 or 51:45.67: of what tools print, the form that changes all the time. */
static bool
read_time(struct str word, int64_t *ms)
{
	int64_t total = 0, part = 0;
	size_t colons = 0, points = 0, digits = 0;
	if (word.len > DIGITS_MAX)
		return false;
	for (size_t i = 0; i < word.len; i++) {
		char c = word.ptr[i];
		if (c >= '0' && c <= '9') {
			part = part * 10 + (c - '0');
			digits++;
			continue;
		}
		colons += c == ':';
		points += c == '.';
		total = c == ':' ? (total + part) * 60 : total + part;
		if (digits == 0 || points > colons)
			return false;
		part = 0;
		digits = 0;
	}
	if (colons != 1 || points > 1 || digits != 2)
		return false;
	*ms = points == 1 ? total * 1000 + part * 10 : (total + part) * 1000;
	return true;
}

/* Two readings of one precision: a size of other units is coarser or finer. */
static bool
same_step(struct str a, struct str b, int64_t unit)
{
	int64_t value, step_a, step_b;
	return num_size(a, unit, &value, &step_a) &&
	       num_size(b, unit, &value, &step_b) && step_a == step_b;
}

static bool
ends_percent(struct str word)
{
	return word.ptr[word.len - 1] == '%';
}

static bool
is_number(struct str word)
{
	double value;
	if (ends_percent(word))
		word.len--;
	return num_decimal(word, &value);
}

static bool
has_point(struct str word)
{
	return word.len > 3 && word.ptr[word.len - 3] == '.';
}

static bool
read_word(const struct mark *m, struct str old, struct str word, int64_t *value)
{
	int64_t step;
	switch ((enum mark_kind)m->kind) {
	case MARK_COUNT:
		return read_count(word, m->unit, value) &&
		       (*value == 0) == (m->value == 0);
	case MARK_SIZE:
		return same_step(old, word, m->unit) &&
		       num_size(word, m->unit, value, &step) &&
		       (*value == 0) == (m->value == 0);
	case MARK_TIME:
		return has_point(old) == has_point(word) && read_time(word, value) &&
		       *value >= m->value;
	case MARK_NUMBER:
		return is_number(old) && is_number(word) &&
		       ends_percent(old) == ends_percent(word);
	case MARK_WORD: /* of the words of state, those of zombies count */
		return old.ptr[0] != 'Z' && word.ptr[0] != 'Z';
	}
	return false;
}

static bool
has_value(const struct mark *m)
{
	return m->kind != MARK_NUMBER && m->kind != MARK_WORD;
}

void
marks_add(struct marks *m, struct str line, struct str word, struct mark what)
{
	uintptr_t begin = (uintptr_t)line.ptr, at = (uintptr_t)word.ptr;
	bool inside = word.len > 0 && at >= begin && at + word.len <= begin + line.len;
	if (!inside || m->count == MARKS_MAX || line.len > UINT32_MAX)
		return;
	what.at = (uint32_t)(at - begin);
	what.len = (uint32_t)word.len;
	if (what.kind == MARK_SIZE && word_at(MARK_COUNT, word, 0).len == word.len)
		what.kind = MARK_COUNT;
	int64_t value = what.value;
	/* What it stands for must be what the word says: nothing was cut, clamped or wrapped. */
	bool plain =
	    word_at((enum mark_kind)what.kind, line, what.at).len == word.len &&
	    read_word(&what, word, word, &value) &&
	    (!has_value(&what) || value == what.value);
	if (plain)
		m->items[m->count++] = what;
}

void
marks_settle(struct marks *m, struct str line)
{
	for (size_t i = 1; i < m->count; i++) {
		struct mark moved = m->items[i];
		size_t k = i;
		for (; k > 0 && m->items[k - 1].at > moved.at; k--)
			m->items[k] = m->items[k - 1];
		m->items[k] = moved;
	}
	size_t from = 0;
	for (size_t i = 0; i < m->count; i++) {
		size_t end = m->items[i].at;
		while (end > from && line.ptr[end - 1] == ' ')
			end--;
		m->items[i].gap = (uint32_t)(end - from);
		from = m->items[i].at + m->items[i].len;
	}
}

static bool
gap_fits(const struct mark *m, struct str old, size_t from, struct str text, size_t *at)
{
	if (text.len - *at < m->gap ||
	    memcmp(old.ptr + from, text.ptr + *at, m->gap) != 0)
		return false;
	size_t end = *at + m->gap, begin = end;
	while (end < text.len && text.ptr[end] == ' ')
		end++;
	*at = end;
	return (end > begin) == (m->at > from + m->gap);
}

/* The first byte at or behind from where a and b differ; len if none. */
static size_t
first_difference(const char *a, const char *b, size_t from, size_t len)
{
	for (; from + sizeof(uint64_t) <= len; from += sizeof(uint64_t)) {
		uint64_t x, y;
		memcpy(&x, a + from, sizeof(x));
		memcpy(&y, b + from, sizeof(y));
		if (x != y)
			break;
	}
	while (from < len && a[from] == b[from])
		from++;
	return from;
}

/* A mark with its word in the new line. */
struct moved {
	struct mark *mark;
	struct str word;
	int64_t value;
};

static void
tell(const struct moved *moved, size_t count, struct str text, struct change *changes,
    size_t *change_count)
{
	*change_count = 0;
	for (size_t i = 0; i < count; i++) {
		struct mark *m = moved[i].mark;
		m->at = (uint32_t)(moved[i].word.ptr - text.ptr);
		m->len = (uint32_t)moved[i].word.len;
		if (has_value(m) && moved[i].value != m->value)
			changes[(*change_count)++] =
			    (struct change){ m->row, m->metric, moved[i].value };
		m->value = moved[i].value;
	}
}

bool
marks_follow(struct mark *marks, size_t count, struct str old, struct str text,
    struct change *changes, size_t *change_count)
{
	struct moved moved[MARKS_MAX];
	size_t moved_count = 0;
	size_t from = 0, at = 0; /* what comes next of old, and of text */
	size_t shorter = old.len < text.len ? old.len : text.len;
	size_t same = first_difference(old.ptr, text.ptr, 0, shorter);
	for (size_t i = 0; i < count; i++) {
		struct mark *m = &marks[i];
		struct str old_word = { old.ptr + m->at, m->len };
		/* Up to the first difference, words stand where they stood. */
		if (from == at && m->at + m->len < same) {
			from = at = m->at + m->len;
			continue;
		}
		if (!gap_fits(m, old, from, text, &at))
			return false;
		struct str word = word_at((enum mark_kind)m->kind, text, at);
		int64_t value = m->value;
		if (word.len == 0 ||
		    (!str_eq(word, old_word) && !read_word(m, old_word, word, &value)))
			return false;
		moved[moved_count++] = (struct moved){ m, word, value };
		from = m->at + m->len;
		at += word.len;
		if (from == at && same < from)
			same = first_difference(old.ptr, text.ptr, from, shorter);
	}
	if (old.len - from != text.len - at ||
	    memcmp(old.ptr + from, text.ptr + at, text.len - at) != 0)
		return false;
	tell(moved, moved_count, text, changes, change_count);
	return true;
}
