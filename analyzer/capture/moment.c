#include "capture/moment.h"

#include <string.h>

#include "base/num.h"
#include "base/when.h"

#include "base/banned.h"

#define MOMENT_BYTES_MAX 100 /* with ornaments */
#define LINE_BYTES_MAX 200   /* with blanks around it */

#define EPOCH_FIRST INT64_C(978307200) /* 2001 */
#define EPOCH_LAST INT64_C(4102444800) /* 2100 */

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char
last_char(struct str s)
{
	return s.len > 0 ? s.ptr[s.len - 1] : '\0';
}

/* ---- lines ---- */

static struct str
without_ornaments(struct str s)
{
	static const char ornaments[] = "*#=-<>[](){}|~_+.:;,\"' \t\r";
	while (s.len > 0 && strchr(ornaments, s.ptr[0]) != NULL && s.ptr[0] != '\0')
		s = str_skip(s, 1);
	while (s.len > 0 && last_char(s) != '\0' &&
	       strchr(ornaments, last_char(s)) != NULL)
		s.len--;
	return s;
}

static bool
same_word(struct str word, const char *lower)
{
	size_t len = word.len;
	if (len == 0 || (word.ptr[0] | 0x20) != lower[0] || strlen(lower) != len)
		return false;
	for (size_t i = 0; i < len; i++)
		if ((word.ptr[i] | 0x20) != lower[i])
			return false;
	return true;
}

/* "Date:", "timestamp=", "sample 17 at" … in front of the time. */
static struct str
without_label(struct str s)
{
	static const char *const labels[] = { "date", "time", "timestamp", "epoch",
		"now", "sample", "snapshot", "iteration", "run", "at", "started",
		"start", "begin", "ts", "on", "taken" };
	for (;;) {
		size_t len = 0;
		while (len < s.len && is_letter(s.ptr[len]))
			len++;
		struct str word = str_from_to(s, 0, len);
		bool known = false;
		for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
			known = known || same_word(word, labels[i]);
		if (!known)
			return s;
		s = without_ornaments(str_skip(s, len));
		/* A count of one to six digits may follow. */
		size_t digits = 0;
		while (digits < s.len && str_is_digit(s.ptr[digits]))
			digits++;
		if (digits > 0 && digits < 7 && digits < s.len &&
		    strchr(" :,)", s.ptr[digits]) != NULL && s.ptr[digits] != '\0' &&
		    !(s.ptr[digits] == ':' && digits <= 2))
			s = without_ornaments(str_skip(s, digits));
	}
}

/* The zone's name at the end of an ISO time. *sure: it is one that says where. */
static struct str
without_zone_name(struct str s, bool *sure)
{
	size_t len = 0;
	while (len < s.len && is_letter(s.ptr[s.len - 1 - len]))
		len++;
	*sure = len == 1 && last_char(s) == 'Z';
	if (len < 2 || len > 5 || len == s.len)
		return s;
	struct str zone = str_skip(s, s.len - len);
	*sure = str_is(zone, "UTC") || str_is(zone, "GMT");
	return str_trim_right(str_from_to(s, 0, s.len - len));
}

/* 2026-11-22 08:41:00, with / or . for -, the day in front, with zone or without. */
static bool
iso_time(struct str s, struct moment *m)
{
	char text[MOMENT_BYTES_MAX];
	s = without_zone_name(s, &m->sure);
	if (s.len < 15 || s.len >= sizeof(text) || !str_is_digit(s.ptr[0]))
		return false;
	memcpy(text, s.ptr, s.len);
	for (size_t i = 0; i < 10; i++)
		if (text[i] == '/' || text[i] == '.')
			text[i] = '-';
	/* 22.11.2026 and, where neither dots nor a month beyond the 12th say otherwise, 11/22/2026. */
	if (text[2] == '-' && text[5] == '-') {
		bool day_first = s.ptr[2] == '.' || s.ptr[0] > '1' ||
				 (s.ptr[0] == '1' && s.ptr[1] > '2');
		memcpy(text, s.ptr + 6, 4);
		text[4] = text[7] = '-';
		memcpy(text + 5, s.ptr + (day_first ? 3 : 0), 2);
		memcpy(text + 8, s.ptr + (day_first ? 0 : 3), 2);
	}
	m->form = MOMENT_DATE;
	if (s.len > 16 &&
	    (strchr("+-", text[s.len - 6]) || strchr("+-", text[s.len - 5])))
		m->sure = true;
	return when_rfc3339((struct str){ text, s.len }, &m->at_ms);
}

static bool
in_range(int64_t at_ms)
{
	return at_ms >= EPOCH_FIRST * 1000 && at_ms < EPOCH_LAST * 1000;
}

/* date +%s, with a fraction, or in milliseconds; or 20261122084100. */
static bool
number_time(struct str s, struct moment *m)
{
	size_t digits = 0;
	int64_t value;
	while (digits < s.len && str_is_digit(s.ptr[digits]))
		digits++;
	m->form = MOMENT_NUMBER;
	m->sure = true;
	if (digits == s.len && (digits == 12 || digits == 14) &&
	    when_compact(s, &m->at_ms) && in_range(m->at_ms)) {
		m->sure = false;
		return true;
	}
	if (digits < s.len && s.ptr[digits] != '.')
		return false;
	for (size_t i = digits + 1; i < s.len; i++)
		if (!str_is_digit(s.ptr[i]))
			return false;
	if (!num_i64(str_from_to(s, 0, digits), &value))
		return false;
	if (digits == 13)
		m->at_ms = value;
	else if (digits == 10)
		m->at_ms = value * 1000;
	else
		return false;
	return in_range(m->at_ms);
}

/* 20261122T084100Z, 20261122-0841. */
static bool
compact_time(struct str s, struct moment *m)
{
	m->form = MOMENT_DATE;
	m->sure = last_char(s) == 'Z';
	return s.len >= 13 && !str_is_digit(s.ptr[8]) && when_compact(s, &m->at_ms) &&
	       in_range(m->at_ms);
}

/* 8:41 */
static bool
has_clock(struct str s)
{
	size_t hit;
	for (size_t at = 0; str_char(str_skip(s, at), ':', &hit); at += hit + 1) {
		size_t colon = at + hit;
		if (colon > 0 && colon + 1 < s.len && str_is_digit(s.ptr[colon - 1]) &&
		    str_is_digit(s.ptr[colon + 1]))
			return true;
	}
	return false;
}

static bool
plain_time(struct str s, struct moment *m)
{
	if (s.len < 9)
		return false;
	if (str_is_digit(s.ptr[0]) &&
	    (number_time(s, m) || iso_time(s, m) || compact_time(s, m)))
		return true;
	m->form = MOMENT_DATE;
	return has_clock(s) && when_words(s, &m->at_ms, &m->sure) && in_range(m->at_ms);
}

/* "zzz ***Sun Nov 22 08:47:12 UTC 2026 Sample interval: 30 Seconds", "zzz <11/22/2026 08:47:12> subcount: 3" */
static bool
zzz_time(struct str s, struct moment *m)
{
	size_t at;
	if (str_find(s, "Sample", &at) || str_find(s, "subcount", &at))
		s = str_from_to(s, 0, at);
	if (!plain_time(without_ornaments(str_skip(s, 3)), m))
		return false;
	m->form = MOMENT_ZZZ;
	return true;
}

#define LONG_NUMBER 8 /* digits */

/* It goes over every eighth place. */
static bool
has_long_number(struct str s)
{
	for (size_t i = LONG_NUMBER - 1; i < s.len; i += LONG_NUMBER) {
		size_t from = i, to = i;
		while (to < s.len && str_is_digit(s.ptr[to]))
			to++;
		while (to > i && from > 0 && str_is_digit(s.ptr[from - 1]))
			from--;
		if (to - from >= LONG_NUMBER)
			return true;
	}
	return false;
}

bool
moment_line(struct str line, struct moment *m)
{
	/* Nearly all lines are none, and this is asked of each. */
	if (line.len > LINE_BYTES_MAX || (!has_clock(line) && !has_long_number(line)))
		return false;
	line = str_trim(line);
	if (line.len < 9 || line.len > MOMENT_BYTES_MAX)
		return false;
	if (str_starts(line, "zzz"))
		return zzz_time(line, m);
	line = without_ornaments(line);
	return plain_time(without_label(line), m);
}

/* ---- names ---- */

static bool
take_field(struct str *s, size_t digits, int *value)
{
	int64_t number;
	if (s->len < digits || !str_is_digit(s->ptr[0]) ||
	    !num_i64(str_from_to(*s, 0, digits), &number))
		return false;
	*value = (int)number;
	*s = str_skip(*s, digits);
	return true;
}

/* One of the characters between digits. */
static bool
take_separator(struct str *s, const char *any_of)
{
	if (s->len < 2 || s->ptr[0] == '\0' || strchr(any_of, s->ptr[0]) == NULL ||
	    !str_is_digit(s->ptr[1]))
		return false;
	*s = str_skip(*s, 1);
	return true;
}

static bool
number_ends(struct str rest)
{
	return rest.len == 0 || !str_is_digit(rest.ptr[0]);
}

/* YYYYMMDD[-T_.]hhmm[ss], YYYY-MM-DD_hh-mm-ss, YYYYMMDDhh, from the start of *s. */
static bool
take_dated(struct str *s, int64_t *at_ms)
{
	struct str rest = *s;
	int year, month, day, hour, minute, second = 0;
	if (!take_field(&rest, 4, &year) || year < 1990 || year > 2099)
		return false;
	(void)take_separator(&rest, "-_.");
	if (!take_field(&rest, 2, &month))
		return false;
	(void)take_separator(&rest, "-_.");
	if (!take_field(&rest, 2, &day))
		return false;
	bool apart = take_separator(&rest, "-T_. ");
	if (!take_field(&rest, 2, &hour))
		return false;
	(void)take_separator(&rest, "-_.:");
	if (!take_field(&rest, 2, &minute)) {
		if (apart || !number_ends(rest)) /* 2026-11-22-10 is a count */
			return false;
		minute = 0;
	}
	struct str seconds = rest;
	(void)take_separator(&seconds, "-_.:");
	if (take_field(&seconds, 2, &second) && number_ends(seconds))
		rest = seconds;
	else
		second = 0;
	if (!number_ends(rest) ||
	    !when_civil(year, month, day, hour, minute, second, at_ms))
		return false;
	*s = rest;
	return true;
}

/* yy.mm.dd.hhmm, as OSWatcher names its files. */
static bool
take_dotted(struct str *s, int64_t *at_ms)
{
	struct str rest = *s;
	int part[3], hour, minute;
	for (int i = 0; i < 3; i++) {
		if (!take_field(&rest, 2, &part[i]) || rest.len == 0 ||
		    rest.ptr[0] != '.')
			return false;
		rest = str_skip(rest, 1);
	}
	if (!take_field(&rest, 2, &hour) || !take_field(&rest, 2, &minute) ||
	    !number_ends(rest) ||
	    !when_civil(2000 + part[0], part[1], part[2], hour, minute, 0, at_ms))
		return false;
	*s = rest;
	return true;
}

static bool
take_epoch(struct str *s, int64_t *at_ms)
{
	struct moment m;
	size_t digits = 0;
	while (digits < s->len && str_is_digit(s->ptr[digits]))
		digits++;
	if ((digits != 10 && digits != 13) ||
	    !number_time(str_from_to(*s, 0, digits), &m))
		return false;
	*at_ms = m.at_ms;
	*s = str_skip(*s, digits);
	return true;
}

bool
moment_name(struct str name, int64_t *at_ms)
{
	bool found = false;
	while (name.len > 0) {
		if (take_dotted(&name, at_ms) || take_dated(&name, at_ms) ||
		    take_epoch(&name, at_ms)) {
			found = true;
			continue;
		}
		bool digit = str_is_digit(name.ptr[0]);
		do
			name = str_skip(name, 1);
		while (digit && name.len > 0 && str_is_digit(name.ptr[0]));
	}
	return found;
}
