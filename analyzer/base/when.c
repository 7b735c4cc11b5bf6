#include "base/when.h"

#include <stdio.h>
#include <string.h>

#include "base/num.h"

#include "base/banned.h"

#define MS_PER_DAY INT64_C(86400000)

/* Era arithmetic over 400-year cycles, with the year starting in March so that the leap day comes last. */
int64_t
when_days(int64_t year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t day_of_era =
	    year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return era * 146097 + day_of_era - 719468;
}

static int
days_in_month(int64_t year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return month == 2 && leap ? 29 : days[month - 1];
}

bool
when_civil(
    int64_t year, int month, int day, int hour, int minute, int second, int64_t *at_ms)
{
	if (year < 1900 || year > 9999 || month < 1 || month > 12 || day < 1 ||
	    day > days_in_month(year, month) || hour < 0 || hour > 23 || minute < 0 ||
	    minute > 59 || second < 0 || second > 60)
		return false;
	*at_ms = when_days(year, month, day) * MS_PER_DAY +
		 ((int64_t)hour * 3600 + minute * 60 + second) * 1000;
	return true;
}

/* Takes exactly count digits off *s. */
static bool
take_digits(struct str *s, size_t count, int *value)
{
	int64_t v;
	if (s->len < count || s->ptr[0] == '-' ||
	    !num_i64(str_from_to(*s, 0, count), &v))
		return false;
	*value = (int)v;
	*s = str_skip(*s, count);
	return true;
}

static bool
take_char(struct str *s, const char *any_of)
{
	if (s->len == 0 || s->ptr[0] == '\0' || strchr(any_of, s->ptr[0]) == NULL)
		return false;
	*s = str_skip(*s, 1);
	return true;
}

/* Z, +hh:mm, -hhmm or +hh; nothing is UTC. */
static bool
take_zone(struct str *s, int64_t *offset_ms)
{
	*offset_ms = 0;
	if (s->len == 0 || (s->len == 1 && take_char(s, "Zz")))
		return true;
	bool west = s->ptr[0] == '-';
	int hours, minutes = 0;
	if (!take_char(s, "+-") || !take_digits(s, 2, &hours))
		return false;
	if ((take_char(s, ":") || s->len > 0) && !take_digits(s, 2, &minutes))
		return false;
	if (s->len != 0 || hours > 23 || minutes > 59)
		return false;
	*offset_ms = (hours * INT64_C(60) + minutes) * 60000 * (west ? -1 : 1);
	return true;
}

/* The digits behind a point: one at least, and more than three are not kept. */
static bool
take_fraction(struct str *s, int *millis)
{
	int digit, scale = 100;
	size_t before = s->len;
	*millis = 0;
	for (; take_digits(s, 1, &digit); scale /= 10)
		*millis += digit * scale;
	return s->len < before;
}

/* What so many digits say; -1: they are none. */
static int
digits(const char *at, size_t count)
{
	int64_t value;
	return num_digits((struct str){ at, count }, &value) == count ? (int)value : -1;
}

/* 2026-11-22T08:41:00Z, as our own collector writes it: the one that is read again and again. */
static bool
plain_utc(struct str s, int64_t *at_ms)
{
	const char *p = s.ptr;
	if (s.len != 20 || p[4] != '-' || p[7] != '-' || p[10] != 'T' || p[13] != ':' ||
	    p[16] != ':' || p[19] != 'Z')
		return false;
	return when_civil(digits(p, 4), digits(p + 5, 2), digits(p + 8, 2),
	    digits(p + 11, 2), digits(p + 14, 2), digits(p + 17, 2), at_ms);
}

bool
when_rfc3339(struct str s, int64_t *at_ms)
{
	int year, month, day, hour, minute, second = 0, millis = 0;
	int64_t offset, at;
	if (plain_utc(s, at_ms))
		return true;
	if (!take_digits(&s, 4, &year) || !take_char(&s, "-") ||
	    !take_digits(&s, 2, &month) || !take_char(&s, "-") ||
	    !take_digits(&s, 2, &day) || !take_char(&s, "Tt _") ||
	    !take_digits(&s, 2, &hour) || !take_char(&s, ":") ||
	    !take_digits(&s, 2, &minute))
		return false;
	if (take_char(&s, ":")) {
		if (!take_digits(&s, 2, &second))
			return false;
		if (take_char(&s, ".,")) {
			if (!take_fraction(&s, &millis))
				return false;
		}
	}
	if (s.len > 0 && s.ptr[0] == ' ')
		s = str_skip(s, 1);
	if (!take_zone(&s, &offset) ||
	    !when_civil(year, month, day, hour, minute, second, &at))
		return false;
	*at_ms = at + millis - offset;
	return true;
}

bool
when_compact(struct str s, int64_t *at_ms)
{
	int year, month, day, hour, minute, second = 0;
	if (!take_digits(&s, 4, &year) || !take_digits(&s, 2, &month) ||
	    !take_digits(&s, 2, &day))
		return false;
	(void)take_char(&s, "-_.Tt");
	if (!take_digits(&s, 2, &hour) || !take_digits(&s, 2, &minute))
		return false;
	if (s.len >= 2 && !take_digits(&s, 2, &second))
		return false;
	(void)take_char(&s, "Zz");
	return s.len == 0 && when_civil(year, month, day, hour, minute, second, at_ms);
}

static int
month_number(struct str name)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	for (int i = 0; name.len == 3 && i < 12; i++)
		if (memcmp(months + 3 * i, name.ptr, 3) == 0)
			return i + 1;
	return 0;
}

static bool
read_clock(struct str s, int *hour, int *minute, int *second)
{
	return take_digits(&s, 2, hour) && take_char(&s, ":") &&
	       take_digits(&s, 2, minute) && take_char(&s, ":") &&
	       take_digits(&s, 2, second) && s.len == 0;
}

/* Of any language: what is not ASCII counts as a letter. */
static bool
is_letters(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.ptr[i] < 0x80 &&
		    !(s.ptr[i] >= 'a' && s.ptr[i] <= 'z') &&
		    !(s.ptr[i] >= 'A' && s.ptr[i] <= 'Z'))
			return false;
	return s.len > 0;
}

bool
when_ctime(struct str s, int64_t offset_ms, int64_t *at_ms)
{
	int hour, minute, second;
	int64_t day, year, at;
	struct str weekday = str_word(&s);
	int month = month_number(str_word(&s));
	if (weekday.len != 3 || !is_letters(weekday) || month == 0 ||
	    !num_i64(str_word(&s), &day) ||
	    !read_clock(str_word(&s), &hour, &minute, &second))
		return false;

	struct str word = str_word(&s);
	if (str_is(word, "AM") || str_is(word, "PM")) {
		if (hour < 1 || hour > 12)
			return false;
		hour = hour % 12 + (str_is(word, "PM") ? 12 : 0);
		word = str_word(&s);
	}
	if (!num_i64(word, &year) || word.len != 4) {
		if (str_is(word, "UTC") || str_is(word, "GMT"))
			offset_ms = 0;
		word = str_word(&s);
		if (word.len != 4 || !num_i64(word, &year))
			return false;
	}
	if (str_trim(s).len != 0 || day < 1 || day > 31 ||
	    !when_civil(year, month, (int)day, hour, minute, second, &at))
		return false;
	*at_ms = at - offset_ms;
	return true;
}

struct words { /* what the words of a date have said so far */
	int64_t year, day;
	int month;
	int hour, minute, second;
	bool clock, afternoon, half_day;
	bool sure;
	int64_t offset_ms;
	bool weekday, zone;
};

/* Abbreviations that several languages use; the first three letters, lower case, bytes. */
static int
month_of_word(struct str word)
{
	/* clang-format off */
	static const struct { const char *start; int month; } months[] = {
		{ "jan", 1 }, { "ene", 1 }, { "gen", 1 }, { "feb", 2 }, { "fev", 2 }, { "f\xc3\xa9v", 2 }, { "mar", 3 },
		{ "mrz", 3 }, { "m\xc3\xa4r", 3 }, { "apr", 4 }, { "avr", 4 }, { "abr", 4 }, { "may", 5 }, { "mai", 5 }, { "mag", 5 },
		{ "jun", 6 }, { "jui", 6 }, { "giu", 6 }, { "juil", 7 }, { "jul", 7 }, { "lug", 7 }, { "aug", 8 }, { "aou", 8 },
		{ "ao\xc3\xbb", 8 }, { "ago", 8 }, { "sep", 9 }, { "set", 9 }, { "oct", 10 }, { "okt", 10 }, { "ott", 10 },
		{ "nov", 11 }, { "dec", 12 }, { "dez", 12 }, { "dic", 12 }, { "d\xc3\xa9" "c", 12 },
	};
	/* clang-format on */
	char lower[5] = "";
	for (size_t i = 0; i < word.len && i < 4; i++)
		lower[i] = word.ptr[i] >= 'A' && word.ptr[i] <= 'Z'
			       ? (char)(word.ptr[i] + ('a' - 'A'))
			       : word.ptr[i];
	int month = 0;
	size_t longest = 0;
	for (size_t i = 0; i < sizeof(months) / sizeof(months[0]); i++) {
		size_t len = strlen(months[i].start);
		if (len > longest && strncmp(lower, months[i].start, len) == 0) {
			longest = len;
			month = months[i].month;
		}
	}
	return month;
}

/* hh:mm or hh:mm:ss, fractions dropped, the hour of one digit or two. */
static bool
clock_word(struct str s, struct words *w)
{
	if (s.len > 1 && s.ptr[1] == ':' ? !take_digits(&s, 1, &w->hour)
					 : !take_digits(&s, 2, &w->hour))
		return false;
	if (!take_char(&s, ":") || !take_digits(&s, 2, &w->minute))
		return false;
	w->second = 0;
	if (take_char(&s, ":") && !take_digits(&s, 2, &w->second))
		return false;
	int digit;
	if (take_char(&s, ".,"))
		while (take_digits(&s, 1, &digit))
			;
	return s.len == 0;
}

static bool
take_word(struct words *w, struct str word)
{
	int64_t number;
	int month;
	while (word.len > 1 &&
	       (word.ptr[word.len - 1] == ',' || word.ptr[word.len - 1] == '.'))
		word.len--;
	if (!w->clock && clock_word(word, w))
		return w->clock = true;
	if (num_i64(word, &number) && word.ptr[0] != '-') {
		if (word.len == 4 && w->year == 0)
			return (w->year = number) > 0;
		return word.len <= 2 && w->day == 0 && (w->day = number) > 0;
	}
	if (word.len == 2 && (str_is(word, "AM") || str_is(word, "PM"))) {
		w->half_day = true;
		w->afternoon = word.ptr[0] == 'P';
		return true;
	}
	/* "(UTC+0100)", its end taken for an ornament perhaps. */
	if (str_starts(word, "(UTC"))
		word = str_skip(word, 4);
	if (str_ends(word, ")"))
		word.len--;
	if (word.len == 0)
		return w->sure = true;
	if (word.len >= 3 && (word.ptr[0] == '+' || word.ptr[0] == '-'))
		return w->sure = take_zone(&word, &w->offset_ms);
	if (!is_letters(word) || word.len > 12)
		return false;
	if (str_is(word, "UTC") || str_is(word, "GMT") || str_is(word, "Z"))
		return w->sure = true;
	/* Weekdays come first and look like months in some languages (mar.). */
	bool first = !w->weekday && w->day == 0;
	month = first ? month_number(word) : month_of_word(word);
	if (w->month == 0 && month != 0) {
		w->month = month;
		return true;
	}
	if (first && w->month == 0)
		return w->weekday = true;
	bool capitals = word.len <= 5;
	for (size_t i = 0; i < word.len; i++)
		capitals = capitals && word.ptr[i] >= 'A' && word.ptr[i] <= 'Z';
	return !w->zone && (w->zone = capitals);
}

bool
when_words(struct str s, int64_t *at_ms, bool *sure)
{
	struct words w = { 0 };
	int64_t at;
	while (s.len > 0) {
		struct str word = str_word(&s);
		if (word.len > 0 && !take_word(&w, word))
			return false;
	}
	if (!w.clock || w.year == 0 || w.day == 0 || w.day > 31 || w.month == 0)
		return false;
	if (w.half_day) {
		if (w.hour < 1 || w.hour > 12)
			return false;
		w.hour = w.hour % 12 + (w.afternoon ? 12 : 0);
	}
	if (!when_civil(w.year, w.month, (int)w.day, w.hour, w.minute, w.second, &at))
		return false;
	*at_ms = at - w.offset_ms;
	*sure = w.sure;
	return true;
}

bool
when_epoch(struct str s, int64_t *at_ms)
{
	int64_t seconds;
	if (s.len < 9 || s.len > 11 || s.ptr[0] == '-' || !num_i64(s, &seconds))
		return false;
	*at_ms = seconds * 1000;
	return true;
}

bool
when_elapsed(struct str s, int64_t *ms)
{
	int64_t days = 0, part, total = 0;
	size_t at;
	int parts = 0, millis = 0;
	if (str_char(s, '-', &at)) {
		if (!num_i64(str_from_to(s, 0, at), &days) || days < 0 ||
		    days > 1000000)
			return false;
		s = str_skip(s, at + 1);
	}
	if (str_last_char(s, '.', &at) || str_last_char(s, ',', &at)) {
		struct str fraction = str_skip(s, at + 1);
		if (!take_fraction(&fraction, &millis) || fraction.len != 0)
			return false;
		s = str_from_to(s, 0, at);
	}
	bool more = true;
	while (more) {
		more = str_char(s, ':', &at);
		struct str field = str_cut(&s, ':');
		if (!num_i64(field, &part) || part < 0 || part > INT64_C(100000000000))
			return false;
		total = total * 60 + part;
		if (++parts > 3)
			return false;
	}
	if (parts < 2)
		return false;
	*ms = num_add(num_mul(days, MS_PER_DAY), num_add(num_mul(total, 1000), millis));
	return true;
}

/* The inverse of when_days. */
static void
civil_from_days(int64_t days, int64_t *year, int *month, int *day)
{
	days += 719468;
	int64_t era = (days >= 0 ? days : days - 146096) / 146097;
	int64_t day_of_era = days - era * 146097;
	int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
				  day_of_era / 146096) /
			      365;
	int64_t day_of_year =
	    day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t shifted = (5 * day_of_year + 2) / 153;
	*day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1);
	*month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
	*year = year_of_era + era * 400 + (*month <= 2 ? 1 : 0);
}

const char *
when_text(int64_t at_ms, char *buf)
{
	if (at_ms == WHEN_UNKNOWN) {
		snprintf(buf, WHEN_TEXT_SIZE, "unknown");
		return buf;
	}
	int64_t days = at_ms / MS_PER_DAY, rest = at_ms % MS_PER_DAY;
	if (rest < 0) {
		days--;
		rest += MS_PER_DAY;
	}
	int64_t year;
	int month, day, second = (int)(rest / 1000);
	civil_from_days(days, &year, &month, &day);
	snprintf(buf, WHEN_TEXT_SIZE, "%04lld-%02d-%02dT%02d:%02d:%02dZ",
	    (long long)year, month, day, second / 3600, second / 60 % 60, second % 60);
	return buf;
}
