#include "parse/marks.h"

#include <string.h>

#include "base/num.h"

#include "base/banned.h"

/* ---- the word that stands at a place, and what it says ---- */

struct word {
	size_t len; /* 0: there is none of this kind */
	int64_t value;
};

static struct word
digits_at(struct str text, size_t at)
{
	struct word w;
	w.len = num_digits(str_skip(text, at), &w.value);
	return w;
}

static inline struct word
count_at(const struct mark *m, struct str text, size_t at)
{
	struct word w;
	w.len = num_digits((struct str){ text.ptr + at, text.len - at }, &w.value);
	if (__builtin_mul_overflow(w.value, m->unit, &w.value) ||
	    (m->kind == MARK_POSITIVE && w.value == 0))
		w.len = 0;
	return w;
}

/* Behind that character the two digits stand, and say so much. */
static bool
two_digits_behind(struct str text, size_t at, char before, int64_t *value)
{
	if (text.len - at < 3 || text.ptr[at] != before ||
	    !str_is_digit(text.ptr[at + 1]) || !str_is_digit(text.ptr[at + 2]))
		return false;
	*value = (text.ptr[at + 1] - '0') * 10 + (text.ptr[at + 2] - '0');
	return true;
}

/* Minutes and seconds, 51:45 or 51:45.67: of what tools print, the form that changes all the time. Never less than before. */
static struct word
time_at(const struct mark *m, struct str text, size_t at)
{
	const struct word none = { 0, 0 };
	struct word minutes = digits_at(text, at);
	int64_t seconds, hundredths = 0;
	size_t end = at + minutes.len;
	if (minutes.len == 0 || !two_digits_behind(text, end, ':', &seconds))
		return none;
	end += 3;
	bool point = two_digits_behind(text, end, '.', &hundredths);
	if (point)
		end += 3;
	bool more = end < text.len && (str_is_digit(text.ptr[end]) ||
					  text.ptr[end] == ':' || text.ptr[end] == '.');
	bool as_fine = m->step == (point ? 10 : 1000);
	int64_t ms = (minutes.value * 60 + seconds) * 1000 + hundredths * 10;
	if (more || !as_fine || ms < m->value)
		return none;
	return (struct word){ end - at, ms };
}

/* Digits, perhaps with some behind a point, perhaps a percent sign; rounded. */
static struct word
number_at(const struct mark *m, struct str text, size_t at)
{
	struct word w = digits_at(text, at);
	size_t end = at + w.len;
	if (end == at)
		return (struct word){ 0, 0 };
	if (end < text.len && text.ptr[end] == '.') {
		size_t decimals = digits_at(text, end + 1).len;
		if (decimals == 0)
			return (struct word){ 0, 0 };
		w.value += text.ptr[end + 1] >= '5';
		end += 1 + decimals;
	}
	bool percent = end < text.len && text.ptr[end] == '%';
	if (percent != (m->step != 0))
		return (struct word){ 0, 0 };
	return (struct word){ end + percent - at, w.value };
}

/* Of the words of state, those of zombies count. */
static struct word
word_at(struct str text, size_t at)
{
	size_t end = at;
	while (end < text.len && !str_is_blank(text.ptr[end]))
		end++;
	bool zombie = end > at && text.ptr[at] == 'Z';
	return (struct word){ zombie ? 0 : end - at, 0 };
}

/* 1.5G: as fine or coarse as the last one was. */
static struct word
size_at(const struct mark *m, struct str text, size_t at)
{
	struct word w = word_at(text, at);
	int64_t step;
	if (w.len > NUM_DIGITS_MAX ||
	    !num_size((struct str){ text.ptr + at, w.len }, m->unit, &w.value, &step) ||
	    step != m->step || w.value <= 0)
		w.len = 0;
	return w;
}

static struct word
read_other_at(const struct mark *m, struct str text, size_t at)
{
	switch ((enum mark_kind)m->kind) {
	case MARK_COUNT:
	case MARK_POSITIVE:
		break;
	case MARK_SIZE:
		return size_at(m, text, at);
	case MARK_TIME:
		return time_at(m, text, at);
	case MARK_PERCENT:
	case MARK_NUMBER:
		return number_at(m, text, at);
	case MARK_WORD:
		return word_at(text, at);
	}
	return (struct word){ 0, 0 };
}

/* Nine words of ten are counts. */
static inline struct word
read_at(const struct mark *m, struct str text, size_t at)
{
	bool count = m->kind == MARK_COUNT || m->kind == MARK_POSITIVE;
	return count ? count_at(m, text, at) : read_other_at(m, text, at);
}

static bool
has_value(const struct mark *m)
{
	return m->kind != MARK_NUMBER && m->kind != MARK_WORD;
}

/* ---- marking ---- */

/* How fine a word says what it says: another precision is a line to read. */
static int64_t
fineness(const struct mark *m, struct str word)
{
	int64_t bytes, step = 0;
	size_t point;
	if (m->kind == MARK_TIME)
		return str_char(word, '.', &point) ? 10 : 1000;
	if (m->kind == MARK_NUMBER || m->kind == MARK_PERCENT)
		return str_ends(word, "%");
	if (m->kind == MARK_SIZE && !num_size(word, m->unit, &bytes, &step))
		step = 0;
	return step;
}

/* "128M" is a count of megabytes as long as it ends in M: that letter is text that must stay. */
static void
simplify_size(struct mark *m, struct str line)
{
	struct word digits = digits_at(line, m->at);
	bool suffix = digits.len + 1 == m->len;
	if (digits.len == 0 || digits.value == 0 || (digits.len != m->len && !suffix) ||
	    m->value % digits.value != 0)
		return;
	m->kind = MARK_POSITIVE;
	m->len = (uint32_t)digits.len;
	m->unit = m->value / digits.value;
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
	what.step = fineness(&what, word);
	if (what.kind == MARK_SIZE)
		simplify_size(&what, line);
	/* What it stands for must be what the word says: nothing was cut, clamped or wrapped. */
	struct word said = read_at(&what, line, what.at);
	if (said.len == what.len && (!has_value(&what) || said.value == what.value))
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

/* A mark with its word in the new line. */
struct moved {
	struct mark *mark;
	struct word word;
	size_t at;
};

static size_t
tell(const struct moved *moved, size_t count, uint32_t slot, struct change *changes)
{
	size_t told = 0;
	for (size_t i = 0; i < count; i++) {
		struct mark *m = moved[i].mark;
		m->at = (uint32_t)moved[i].at;
		m->len = (uint32_t)moved[i].word.len;
		if (moved[i].word.value == m->value || !has_value(m))
			continue;
		m->value = moved[i].word.value;
		changes[told++] = (struct change){ slot + m->row, m->metric, m->value };
	}
	return told;
}

/* Where a mark's word begins in the text: behind what must stay, and blanks if there were some. */
static bool
skip_gap(const struct mark *m, struct str old, size_t from, struct str text, size_t *at)
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

/* The first mark that the difference may belong to: words before it stand where they stood. */
static size_t
first_touched(const struct mark *marks, size_t count, size_t same)
{
	size_t i = 0;
	while (i < count && (size_t)marks[i].at + marks[i].len < same)
		i++;
	return i;
}

/* Nothing differs up to there, where a word began: does one begin there now? */
static bool
is_word(struct str text, size_t at, size_t differ)
{
	return at == differ && at < text.len && text.ptr[at] != ' ';
}

size_t
marks_follow(struct mark *marks, size_t count, const struct old_line *old,
    struct str text, bool whole, size_t *same, struct change *changes,
    size_t *change_count)
{
	struct str run = { old->text.ptr, old->run };
	struct moved moved[MARKS_MAX];
	size_t moved_count = 0, differ = *same;
	size_t i = first_touched(marks, count, differ);
	/* What comes next of old, and of text. */
	size_t from = i > 0 ? (size_t)marks[i - 1].at + marks[i - 1].len : 0, at = from;
	while (i < count) {
		struct mark *m = &marks[i++];
		/* A number that has fewer digits now may begin later. */
		if (from == at && (m->at < differ || is_word(text, m->at, differ)))
			at = m->at;
		else if (!skip_gap(m, old->text, from, text, &at))
			return 0;
		struct word word = read_at(m, text, at);
		if (word.len == 0)
			return 0;
		moved[moved_count++] = (struct moved){ m, word, at };
		from = (size_t)m->at + m->len;
		at += word.len;
		if (from != at || differ >= from)
			continue;
		differ = str_difference(run, text, from);
		if (differ >= old->text.len)
			break; /* nothing does any more */
		i += first_touched(&marks[i], count - i, differ);
		from = at = (size_t)marks[i - 1].at + marks[i - 1].len;
	}
	size_t rest = old->text.len - from;
	bool stays = from == at && differ >= old->text.len;
	if (text.len - at < rest ||
	    (!stays && memcmp(old->text.ptr + from, text.ptr + at, rest) != 0))
		return 0;
	at += rest;
	if (at < text.len ? text.ptr[at] != '\n' : !whole)
		return 0;
	*same = at == old->text.len ? differ : 0;
	*change_count = tell(moved, moved_count, old->slot, changes);
	return at;
}
