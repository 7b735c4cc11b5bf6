#include "parse/repeat_parts.h"

#include "base/die.h"

#include "base/banned.h"

/* More comparisons than this are not worth their while: so many lines have changed that the next frame may as well be read. */
#define COMPARISONS_MAX 4096

/* The words before the value of that number, or behind the last one; *from goes behind it. */
static struct str
words_before(const struct repeat_line *line, uint32_t number, size_t *from)
{
	bool last = number == line->mark_count;
	struct str words =
	    str_from_to(line->text, *from, last ? SIZE_MAX : line->marks[number].at);
	if (!last)
		*from = (size_t)line->marks[number].at + line->marks[number].len;
	return str_trim(words);
}

/* Are they the same but for their values? */
static bool
are_twins(const struct repeat_line *a, const struct repeat_line *b)
{
	size_t from_a = 0, from_b = 0;
	bool same = a->mark_count == b->mark_count;
	for (uint32_t i = 0; same && i <= a->mark_count; i++)
		same = str_eq(words_before(a, i, &from_a), words_before(b, i, &from_b));
	return same;
}

static bool
has_twin(const struct repeat *r, const struct repeat_line *line, size_t place)
{
	for (size_t i = 0; i < r->old.count; i++) {
		const struct repeat_line *other = &r->old.items[i];
		if (i != place && other->row_count > 0 && are_twins(line, other))
			return true;
	}
	return false;
}

/* A line that is new at its place, or else one that went from there: is another old line of its name? */
static bool
is_doubtful(const struct repeat *r, const struct repeat_line *line, size_t place)
{
	return line->row_count > 0 && has_twin(r, line, place);
}

static bool
doubt_in_step(const struct repeat *r)
{
	for (size_t i = 0; i < r->fresh.count; i++) {
		const struct repeat_line *line = &r->fresh.items[i];
		size_t place = line->place;
		const struct repeat_line *old =
		    place < r->old.count ? &r->old.items[place] : NULL;
		if (old != NULL && are_twins(line, old))
			continue; /* it only had to be read */
		if (is_doubtful(r, line, place) ||
		    (old != NULL && is_doubtful(r, old, place)))
			return true;
	}
	for (size_t i = r->place; i < r->old.count; i++)
		if (is_doubtful(r, &r->old.items[i], i))
			return true;
	return false;
}

static bool
doubt_out_of_step(const struct repeat *r)
{
	for (size_t i = 0; i < r->lines.count; i++) {
		const struct repeat_line *line = &r->lines.items[i];
		size_t place = line->place;
		/* The old line at its place may have been found elsewhere. */
		if (place < r->old.count && r->old.items[place].taken)
			place = SIZE_MAX;
		if (!line->same && is_doubtful(r, line, place))
			return true;
	}
	for (size_t i = 0; i < r->old.count; i++)
		if (!r->old.items[i].taken && is_doubtful(r, &r->old.items[i], i))
			return true;
	return false;
}

static size_t
count_changed(const struct repeat *r)
{
	if (!r->out_of_step)
		return r->fresh.count +
		       (r->old.count > r->place ? r->old.count - r->place : 0);
	size_t count = 0;
	for (size_t i = 0; i < r->lines.count; i++)
		count += !r->lines.items[i].same;
	for (size_t i = 0; i < r->old.count; i++)
		count += !r->old.items[i].taken;
	return count;
}

bool
memo_is_doubtful(const struct repeat *r)
{
	size_t changed = count_changed(r);
	if (changed == 0 || r->old.count == 0)
		return false;
	assert(r->old.items != NULL);
	if (changed > COMPARISONS_MAX / r->old.count)
		return true;
	return r->out_of_step ? doubt_out_of_step(r) : doubt_in_step(r);
}
