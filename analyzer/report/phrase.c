#include "report/phrase.h"

#include <math.h>

#include "base/die.h"
#include "base/fmt.h"
#include "base/num.h"
#include "base/out.h"
#include "base/when.h"

#include "base/banned.h"

#define LEAST_PERCENT 0.0005 /* would be shown as 0.0 % */

struct str
name_brief(struct arena *perm, struct str name)
{
	if (name.len <= NAME_BYTES)
		return name;
	size_t end = NAME_BYTES;
	while (end > NAME_BYTES - 4 && ((unsigned char)name.ptr[end] & 0xc0) == 0x80)
		end--;
	return str_print(perm, "%.*s…", (int)end, name.ptr);
}

static const char *
fill_time(char *buf, struct arena *perm, double at_s, int64_t start_ms)
{
	if (start_ms != WHEN_UNKNOWN) {
		char text[WHEN_TEXT_SIZE];
		when_text(num_add(start_ms, (int64_t)(at_s * 1000)), text);
		/* 2026-11-22T08:41:00Z → 2026-11-22 08:41 UTC */
		return str_text(
		    perm, str_print(perm, "%.10s %.5s UTC", text, text + 11));
	}
	return str_text(perm, str_print(perm, "sample %s", fmt_count(buf, at_s)));
}

/* "= 0.03", "< 1e-12" */
static struct str
fill_p(struct arena *perm, const char *text)
{
	bool below = text[0] == '<';
	return str_print(perm, "%c %s", below ? '<' : '=', below ? text + 1 : text);
}

/* Two digits, never an exponent. */
static struct str
fill_number(struct arena *perm, double value)
{
	char buf[FMT_SIZE];
	if (fabs(value) >= 10)
		return str_copy(perm, str_from(fmt_count(buf, round(value))));
	return fabs(value) < 0.005 ? str_from("0") : str_print(perm, "%.2g", value);
}

/* "53 % of", "31 times" */
static struct str
fill_ratio(struct arena *perm, double value)
{
	char buf[FMT_SIZE];
	if (value < 2)
		return str_print(perm, "%s of", fmt_percent(buf, value));
	struct str times = fill_number(perm, value);
	return str_print(perm, "%.*s times", (int)times.len, times.ptr);
}

/* One value as the words after its number ask; a word without # is the noun that is counted. */
static struct str
fill_value(struct arena *perm, double value, struct str how, const struct phrase *p)
{
	char buf[FMT_SIZE];
	bool bytes = p->unit == CELL_BYTES;
	const char *text;
	if (str_is(how, "#bytes"))
		text = fmt_bytes(buf, value);
	else if (str_is(how, "#byterate"))
		text = fmt_bytes_rate(buf, value);
	else if (str_is(how, "#amount"))
		text = bytes ? fmt_bytes(buf, value) : fmt_count(buf, value);
	else if (str_is(how, "#rate"))
		text = bytes ? fmt_bytes_rate(buf, value) : fmt_count_rate(buf, value);
	else if (str_is(how, "#percent"))
		text = value > 0 && value < LEAST_PERCENT ? "less than 0.1 %"
							  : fmt_percent(buf, value);
	else if (str_is(how, "#p"))
		return fill_p(perm, fmt_p(buf, value));
	else if (str_is(how, "#duration"))
		text = fmt_duration(buf, value);
	else if (str_is(how, "#time"))
		text = fill_time(buf, perm, value, p->start_ms);
	else if (str_is(how, "#score"))
		return str_print(perm, "%.0f", floor(value));
	else if (str_is(how, "#number"))
		return fill_number(perm, value);
	else if (str_is(how, "#ratio"))
		return fill_ratio(perm, value);
	else if (str_is(how, "#signed"))
		return str_print(
		    perm, "%s%s", value > 0 ? "+" : "", fmt_bytes(buf, value));
	else if (str_is(how, "#plain"))
		return str_print(perm, "%.0f", value);
	else {
		assert(!str_starts(how, "#"));
		fmt_count(buf, value);
		if (how.len == 0)
			return str_from(str_text(perm, str_from(buf)));
		bool one = fabs(value) == 1;
		return str_print(
		    perm, "%s %.*s%s", buf, (int)how.len, how.ptr, one ? "" : "s");
	}
	return str_copy(perm, str_from(text));
}

/* What stands for one placeholder; an empty string: not known. */
static struct str
fill_place(struct arena *perm, struct str place, const struct phrase *p)
{
	if (str_is(place, "name"))
		return p->name;
	if (str_is(place, "other"))
		return p->other;
	assert(place.len > 0 && place.ptr[0] >= '0' && place.ptr[0] <= '9');
	size_t index = (size_t)(place.ptr[0] - '0');
	if (index >= p->value_count || isnan(p->value[index]))
		return STR("");
	return fill_value(perm, p->value[index], str_trim(str_skip(place, 1)), p);
}

/* {3 #if} and {3 #unless} print nothing; they decide whether their bracket is shown. */
static bool
is_condition(struct str place, const struct phrase *p, bool *holds)
{
	if (!str_ends(place, " #if") && !str_ends(place, " #unless"))
		return false;
	size_t index = (size_t)(place.ptr[0] - '0');
	bool set = index < p->value_count && !isnan(p->value[index]) &&
		   fabs(p->value[index]) > 0;
	*holds = set == str_ends(place, " #if");
	return true;
}

/* Writes text up to the bracket that ends it; false when a place in it is not known. */
static bool
fill_part(struct arena *perm, struct out *out, struct str *text, const struct phrase *p)
{
	bool known = true;
	while (text->len > 0) {
		char c = text->ptr[0];
		if (c == ']')
			return known;
		*text = str_skip(*text, 1);
		if (c == '{') {
			struct str place = str_cut(text, '}');
			bool holds;
			if (is_condition(place, p, &holds)) {
				known = known && holds;
				continue;
			}
			struct str value = fill_place(perm, place, p);
			known = known && value.len > 0;
			out_str(out, value);
		} else if (c == '[') {
			struct out *part = out_memory(perm);
			if (fill_part(perm, part, text, p))
				out_str(out, out_written(part));
			*text = str_skip(*text, 1);
		} else {
			out_char(out, c);
		}
	}
	return known;
}

struct str
phrase_fill(struct arena *perm, const char *text, const struct phrase *p)
{
	struct out *out = out_memory(perm);
	struct str rest = str_from(text);
	fill_part(perm, out, &rest, p);
	return out_written(out);
}
