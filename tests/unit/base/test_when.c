#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/when.h"

static const char *
text(int64_t at_ms)
{
	static char buf[WHEN_TEXT_SIZE];
	return when_text(at_ms, buf);
}

typedef bool reader(struct str s, int64_t *at_ms);

/* The time that a reader finds, as text; "refused" when it finds none. */
static const char *
found(reader *read, struct str s)
{
	int64_t at = 4242;
	if (!read(s, &at)) {
		assert_true(at == 4242);
		return "refused";
	}
	return text(at);
}

static bool
ctime_in_utc(struct str s, int64_t *at_ms)
{
	return when_ctime(s, 0, at_ms);
}

static bool
ctime_an_hour_east(struct str s, int64_t *at_ms)
{
	return when_ctime(s, INT64_C(3600000), at_ms);
}

static bool
words(struct str s, int64_t *at_ms)
{
	bool sure;
	return when_words(s, at_ms, &sure);
}

static bool
words_are_sure(struct str s)
{
	int64_t at;
	bool sure = false;
	assert_true(when_words(s, &at, &sure));
	return sure;
}

static int64_t
elapsed(struct str s)
{
	int64_t ms = -1;
	(void)when_elapsed(s, &ms);
	return ms;
}

static void
days_are_counted_from_1970_in_both_directions(void **state)
{
	(void)state;
	assert_true(when_days(1970, 1, 1) == 0);
	assert_true(when_days(1969, 12, 31) == -1);
	assert_true(when_days(2000, 3, 1) == 11017);
	assert_true(when_days(1600, 2, 29) + 1 == when_days(1600, 3, 1));
	assert_true(when_days(1, 1, 1) == -719162);
	assert_true(when_days(-1, 12, 31) + 1 == when_days(0, 1, 1));
}

static void
every_day_of_four_centuries_comes_back_as_it_went(void **state)
{
	(void)state;
	int64_t at, days = when_days(1900, 1, 1);
	for (int64_t year = 1900; year < 2300; year++) {
		for (int month = 1; month <= 12; month++) {
			for (int day = 1; day <= 31; day++) {
				if (!when_civil(year, month, day, 0, 0, 0, &at))
					continue;
				assert_true(at == days++ * INT64_C(86400000));
				struct str s = str_from(text(at));
				int64_t back;
				assert_true(when_rfc3339(s, &back));
				assert_true(back == at);
			}
		}
	}
}

static void
leap_days_are_where_they_belong(void **state)
{
	(void)state;
	int64_t at;
	assert_true(when_civil(2024, 2, 29, 0, 0, 0, &at));
	assert_true(when_civil(2000, 2, 29, 0, 0, 0, &at));
	assert_false(when_civil(2023, 2, 29, 0, 0, 0, &at));
	assert_false(when_civil(2100, 2, 29, 0, 0, 0, &at));
}

static void
dates_and_times_that_do_not_exist_are_refused(void **state)
{
	(void)state;
	int64_t at = 7;
	assert_false(when_civil(2026, 0, 1, 0, 0, 0, &at));
	assert_false(when_civil(2026, 13, 1, 0, 0, 0, &at));
	assert_false(when_civil(2026, 4, 31, 0, 0, 0, &at));
	assert_false(when_civil(2026, 4, 0, 0, 0, 0, &at));
	assert_false(when_civil(2026, 4, 1, 24, 0, 0, &at));
	assert_false(when_civil(2026, 4, 1, 0, 60, 0, &at));
	assert_false(when_civil(2026, 4, 1, 0, 0, 61, &at));
	assert_false(when_civil(1899, 12, 31, 0, 0, 0, &at));
	assert_false(when_civil(10000, 1, 1, 0, 0, 0, &at));
	assert_true(at == 7);
}

static void
a_leap_second_is_the_first_of_the_next_day(void **state)
{
	(void)state;
	assert_string_equal(
	    found(when_rfc3339, STR("2016-12-31T23:59:60Z")), "2017-01-01T00:00:00Z");
}

static void
rfc3339_is_read_in_its_variants(void **state)
{
	(void)state;
	/* clang-format off */
	static const struct { const char *text, *at; } rows[] = {
		{ "2026-11-22T08:41:00Z",          "2026-11-22T08:41:00Z" },
		{ "2026-11-22t08:41:00z",          "2026-11-22T08:41:00Z" },
		{ "2026-11-22 08:41:00",           "2026-11-22T08:41:00Z" },
		{ "2026-11-22_08:41",              "2026-11-22T08:41:00Z" },
		{ "2026-11-22T08:41:00+01:00",     "2026-11-22T07:41:00Z" },
		{ "2026-11-22T08:41:00-0330",      "2026-11-22T12:11:00Z" },
		{ "2026-11-22T08:41:00+05",        "2026-11-22T03:41:00Z" },
		{ "2026-11-22 08:41:00 +0100",     "2026-11-22T07:41:00Z" },
		{ "2026-11-22T08:41:00.999999Z",   "2026-11-22T08:41:00Z" },
		{ "2026-11-22 08:41:00,123 +0000", "2026-11-22T08:41:00Z" },
		{ "2026-01-01T00:30:00+01:00",     "2025-12-31T23:30:00Z" },
	};
	/* clang-format on */
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(
		    found(when_rfc3339, str_from(rows[i].text)), rows[i].at);
}

static void
fractions_of_a_second_are_kept_to_the_millisecond(void **state)
{
	(void)state;
	int64_t at;
	assert_true(when_rfc3339(STR("1970-01-01T00:00:01.2345Z"), &at));
	assert_true(at == 1234);
	assert_true(when_rfc3339(STR("1970-01-01T00:00:01.5Z"), &at));
	assert_true(at == 1500);
}

static void
what_is_nearly_rfc3339_is_refused(void **state)
{
	(void)state;
	static const char *const texts[] = { "", "2026", "2026-11-22", "2026-11-22T",
		"2026-11-22T08", "2026-1-22T08:41:00Z", "2026-11-22T8:41:00Z",
		"2026-11-22T08:41:00.Z", "2026-11-22T08:41:00.", "2026-11-22T08:41:00X",
		"2026-11-22T08:41:00+", "2026-11-22T08:41:00+1",
		"2026-11-22T08:41:00+01:", "2026-11-22T08:41:00+24:00",
		"2026-11-22T08:41:00+01:60", "2026-11-22T08:41:00ZZ",
		"2026-02-29T08:41:00Z", "-026-11-22T08:41:00Z", "2026-11-22T-8:41:00Z",
		"2026-11-22T08:41:00Z and more" };
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strcmp(found(when_rfc3339, str_from(texts[i])), "refused") != 0)
			fail_msg("\"%s\" was taken", texts[i]);
	assert_string_equal(
	    found(when_rfc3339, STR("2026-11-22T08:41:00Z\0")), "refused");
}

static void
compact_times_are_read_in_their_variants(void **state)
{
	(void)state;
	assert_string_equal(
	    found(when_compact, STR("20261122T084100Z")), "2026-11-22T08:41:00Z");
	assert_string_equal(
	    found(when_compact, STR("20261122-084107")), "2026-11-22T08:41:07Z");
	assert_string_equal(
	    found(when_compact, STR("202611220841")), "2026-11-22T08:41:00Z");
	assert_string_equal(found(when_compact, STR("20261122")), "refused");
	assert_string_equal(found(when_compact, STR("20261122T08410")), "refused");
	assert_string_equal(found(when_compact, STR("20261322T084100")), "refused");
	assert_string_equal(found(when_compact, STR("20261122T0841000")), "refused");
}

static void
what_date_and_lstart_print_is_read(void **state)
{
	(void)state;
	assert_string_equal(found(ctime_in_utc, STR("Sun Nov 22 08:47:12 UTC 2026")),
	    "2026-11-22T08:47:12Z");
	assert_string_equal(found(ctime_in_utc, STR("Sun Nov  2 08:47:12 2026")),
	    "2026-11-02T08:47:12Z");
	assert_string_equal(found(ctime_in_utc, STR("Sun Nov 22 12:47:12 AM UTC 2026")),
	    "2026-11-22T00:47:12Z");
	assert_string_equal(found(ctime_in_utc, STR("Sun Nov 22 12:47:12 PM UTC 2026")),
	    "2026-11-22T12:47:12Z");
}

static void
only_zones_that_are_no_utc_take_the_offset(void **state)
{
	(void)state;
	assert_string_equal(
	    found(ctime_an_hour_east, STR("Sun Nov 22 08:47:12 CET 2026")),
	    "2026-11-22T07:47:12Z");
	assert_string_equal(found(ctime_an_hour_east, STR("Sun Nov 22 08:47:12 2026")),
	    "2026-11-22T07:47:12Z");
	assert_string_equal(
	    found(ctime_an_hour_east, STR("Sun Nov 22 08:47:12 GMT 2026")),
	    "2026-11-22T08:47:12Z");
}

static void
what_is_nearly_a_date_is_refused(void **state)
{
	(void)state;
	static const char *const texts[] = { "", "Sun", "Sun Nov 22",
		"Sun Nov 22 08:47:12", "Sun Nov 22 08:47:12 UTC",
		"Sun nov 22 08:47:12 UTC 2026", "Sunday Nov 22 08:47:12 UTC 2026",
		"Sun Nov 31 08:47:12 UTC 2026", "Sun Nov 0 08:47:12 UTC 2026",
		"Sun Nov -2 08:47:12 UTC 2026", "Sun Nov 22 8:47:12 UTC 2026",
		"Sun Nov 22 13:47:12 PM UTC 2026", "Sun Nov 22 00:47:12 AM UTC 2026",
		"Sun Nov 22 08:47:12 UTC 20266", "Sun Nov 22 08:47:12 UTC 2026 x",
		"123 Nov 22 08:47:12 UTC 2026" };
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strcmp(found(ctime_in_utc, str_from(texts[i])), "refused") != 0)
			fail_msg("\"%s\" was taken", texts[i]);
}

static void
dates_of_other_languages_are_understood(void **state)
{
	(void)state;
	/* clang-format off */
	static const struct { const char *text, *at; } rows[] = {
		{ "Sun Nov 22 08:47:12 UTC 2026",            "2026-11-22T08:47:12Z" },
		{ "So 22. Nov 08:47:12 CET 2026",            "2026-11-22T08:47:12Z" },
		{ "mardi 3 mars 2026, 08:47:12 (UTC+0100)",  "2026-03-03T07:47:12Z" },
		{ "mar. 03 mars 2026 08:47:12 CET",          "2026-03-03T08:47:12Z" },
		{ "dom 22 nov 2026 08:47:12 -0300",          "2026-11-22T11:47:12Z" },
		{ "Sun 22 Nov 2026 08:47:12 PM GMT",         "2026-11-22T20:47:12Z" },
		{ "jeu. 9 juil. 2026 08:47:12 CEST",         "2026-07-09T08:47:12Z" },
		{ "mar 9 giu 2026 08:47",                    "2026-06-09T08:47:00Z" },
		{ "2026 Nov 22 08:47:12.250",                "2026-11-22T08:47:12Z" },
	};
	/* clang-format on */
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(found(words, str_from(rows[i].text)), rows[i].at);
}

static void
words_say_whether_their_zone_has_an_offset(void **state)
{
	(void)state;
	assert_true(words_are_sure(STR("Sun Nov 22 08:47:12 UTC 2026")));
	assert_true(words_are_sure(STR("Sun Nov 22 08:47:12 +0100 2026")));
	assert_false(words_are_sure(STR("Sun Nov 22 08:47:12 CET 2026")));
	assert_false(words_are_sure(STR("Sun Nov 22 08:47:12 2026")));
}

static void
words_that_are_no_date_are_refused(void **state)
{
	(void)state;
	static const char *const texts[] = { "", "load averages: 0.12 0.10 0.08",
		"up 3 days 08:47:12", "Nov 22 08:47:12", "Nov 22 2026",
		"Sun Nov 32 08:47:12 UTC 2026", "Sun Nov 22 08:47:12 UTC 0000",
		"Sun Nov 22 25:47:12 UTC 2026", "Sun Nov 22 13:47:12 PM UTC 2026",
		"Sun Nov 22 08:47:12 UTC 2026 again Nov 23" };
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strcmp(found(words, str_from(texts[i])), "refused") != 0)
			fail_msg("\"%s\" was taken", texts[i]);
}

static void
an_epoch_has_nine_to_eleven_digits(void **state)
{
	(void)state;
	assert_string_equal(
	    found(when_epoch, STR("1763800860")), "2025-11-22T08:41:00Z");
	assert_string_equal(
	    found(when_epoch, STR("999999999")), "2001-09-09T01:46:39Z");
	assert_string_equal(found(when_epoch, STR("12345678")), "refused");
	assert_string_equal(found(when_epoch, STR("1763800860000")), "refused");
	assert_string_equal(found(when_epoch, STR("-763800860")), "refused");
	assert_string_equal(found(when_epoch, STR("17638008.0")), "refused");
}

static void
elapsed_times_are_read_with_and_without_days(void **state)
{
	(void)state;
	assert_true(elapsed(STR("00:05")) == 5000);
	assert_true(elapsed(STR("75:30")) == 4530000);
	assert_true(elapsed(STR("0:01.25")) == 1250);
	assert_true(elapsed(STR("0:01,5")) == 1500);
	assert_true(elapsed(STR("1:02:03")) == 3723000);
	assert_true(elapsed(STR("2-03:04:05")) == 183845000);
}

static void
what_is_nearly_an_elapsed_time_is_refused(void **state)
{
	(void)state;
	static const char *const texts[] = { "", "5", ":", "1:", ":1", "1:2:3:4",
		"1::2", "1:2:", "-1:02", "1--1:02", "1:-2", "0:01.", "0:01.x", "x-1:02",
		"1:02x", "99999999-00:00:00", "999999999999:00" };
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (elapsed(str_from(texts[i])) != -1)
			fail_msg("\"%s\" was taken", texts[i]);
}

static void
times_before_1970_and_beyond_all_calendars_have_a_text(void **state)
{
	(void)state;
	assert_string_equal(text(WHEN_UNKNOWN), "unknown");
	assert_string_equal(text(-1), "1969-12-31T23:59:59Z");
	assert_string_equal(text(-86400000), "1969-12-31T00:00:00Z");
	assert_string_equal(text(INT64_MAX), "292278994-08-17T07:12:55Z");
	assert_string_equal(text(INT64_MIN + 1), "-292275055-05-16T16:47:04Z");
}

static void
neither_locale_nor_time_zone_is_asked(void **state)
{
	(void)state;
	setenv("TZ", "America/St_Johns", 1);
	setenv("LC_ALL", "de_DE.UTF-8", 1);
	assert_string_equal(found(ctime_in_utc, STR("Sun Nov 22 08:47:12 2026")),
	    "2026-11-22T08:47:12Z");
	assert_string_equal(text(0), "1970-01-01T00:00:00Z");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_are_counted_from_1970_in_both_directions),
		cmocka_unit_test(every_day_of_four_centuries_comes_back_as_it_went),
		cmocka_unit_test(leap_days_are_where_they_belong),
		cmocka_unit_test(dates_and_times_that_do_not_exist_are_refused),
		cmocka_unit_test(a_leap_second_is_the_first_of_the_next_day),
		cmocka_unit_test(rfc3339_is_read_in_its_variants),
		cmocka_unit_test(fractions_of_a_second_are_kept_to_the_millisecond),
		cmocka_unit_test(what_is_nearly_rfc3339_is_refused),
		cmocka_unit_test(compact_times_are_read_in_their_variants),
		cmocka_unit_test(what_date_and_lstart_print_is_read),
		cmocka_unit_test(only_zones_that_are_no_utc_take_the_offset),
		cmocka_unit_test(what_is_nearly_a_date_is_refused),
		cmocka_unit_test(dates_of_other_languages_are_understood),
		cmocka_unit_test(words_say_whether_their_zone_has_an_offset),
		cmocka_unit_test(words_that_are_no_date_are_refused),
		cmocka_unit_test(an_epoch_has_nine_to_eleven_digits),
		cmocka_unit_test(elapsed_times_are_read_with_and_without_days),
		cmocka_unit_test(what_is_nearly_an_elapsed_time_is_refused),
		cmocka_unit_test(
		    times_before_1970_and_beyond_all_calendars_have_a_text),
		cmocka_unit_test(neither_locale_nor_time_zone_is_asked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
