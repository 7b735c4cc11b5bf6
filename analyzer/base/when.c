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
	(void)take_char(s, ":");
	if (s->len > 0 && !take_digits(s, 2, &minutes))
		return false;
	if (s->len != 0 || hours > 23 || minutes > 59)
		return false;
	*offset_ms = (hours * INT64_C(60) + minutes) * 60000 * (west ? -1 : 1);
	return true;
}

bool
when_rfc3339(struct str s, int64_t *at_ms)
{
	int year, month, day, hour, minute, second = 0, millis = 0;
	int64_t offset, at;
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
			int digit, scale = 100;
			if (s.len == 0)
				return false;
			for (; take_digits(&s, 1, &digit); scale /= 10)
				millis += digit * scale;
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

bool
when_ctime(struct str s, int64_t offset_ms, int64_t *at_ms)
{
	int hour, minute, second;
	int64_t day, year, at;
	struct str weekday = str_word(&s);
	int month = month_number(str_word(&s));
	if (weekday.len != 3 || month == 0 || !num_i64(str_word(&s), &day) ||
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
		int digit, scale = 100;
		if (fraction.len == 0)
			return false;
		for (; take_digits(&fraction, 1, &digit); scale /= 10)
			millis += digit * scale;
		if (fraction.len != 0)
			return false;
		s = str_from_to(s, 0, at);
	}
	while (s.len > 0) {
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
