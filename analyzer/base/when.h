#ifndef BASE_WHEN_H
#define BASE_WHEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Times are milliseconds since 1970-01-01T00:00:00Z. No time zone database, no locale, no clock. */
#define WHEN_UNKNOWN INT64_MIN
#define WHEN_TEXT_SIZE 32

#define DAY_S 86400

/* The years 1900 to 9999: whoever means another says nothing. Two moments can be subtracted without care. */
#define WHEN_FIRST INT64_C(-2208988800000)
#define WHEN_LAST INT64_C(253402300799999)

static inline bool
when_is_moment(int64_t at_ms)
{
	return at_ms >= WHEN_FIRST && at_ms <= WHEN_LAST;
}

/* Days since 1970-01-01 of a proleptic Gregorian date; month 1..12, day 1..31. */
int64_t when_days(int64_t year, int month, int day);
bool when_civil(int64_t year, int month, int day, int hour, int minute, int second,
    int64_t *at_ms); /* false: no such date or time */

/* RFC 3339 and its common relatives: 2026-11-22T08:41:00Z, with offset, with blank for T, without zone (UTC). */
bool when_rfc3339(struct str s, int64_t *at_ms);
/* 20261122T084100Z, 20261122-084100, 20261122_0841 … */
bool when_compact(struct str s, int64_t *at_ms);
/* date(1): `Sun Nov 22 08:47:12 UTC 2026` and lstart: `Sun Nov 22 08:47:12 2026`; zone names other than UTC and GMT
 * are ambiguous: offset_ms is what is taken for them. */
bool when_ctime(struct str s, int64_t offset_ms, int64_t *at_ms);
/*
 * The words of a date in any order, as date(1) prints them in this locale and that: a clock, a day, a month's name (English, and its neighbours'),
 * a year, perhaps a weekday, AM or PM and a zone. *sure: the zone was one that has an offset; else UTC is taken.
 */
bool when_words(struct str s, int64_t *at_ms, bool *sure);
/* Seconds since the epoch, 9 to 11 digits. */
bool when_epoch(struct str s, int64_t *at_ms);
/* [[ddd-]hh:]mm:ss, also with fractions; ps ELAPSED and TIME. */
bool when_elapsed(struct str s, int64_t *ms);

/* 2026-11-22T08:41:00Z; buf has WHEN_TEXT_SIZE bytes and is returned. */
const char *when_text(int64_t at_ms, char *buf);

#endif
