#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/when.h"
#include "capture/moment.h"

static void
lines_that_are_times(void **state)
{
	static const struct {
		const char *line, *at;
		bool sure;
	} rows[] = {
		{ "Sun Nov 22 08:47:12 UTC 2026", "2026-11-22T08:47:12Z", true },
		{ "Sun Nov  1 08:47:12 CET 2026", "2026-11-01T08:47:12Z", false },
		{ "Fri 06 Nov 2020 12:00:15 AM EST", "2020-11-06T00:00:15Z", false },
		{ "Fri Nov  6 12:00:15 PM EST 2020", "2020-11-06T12:00:15Z", false },
		{ "Sun, 22 Nov 2026 08:47:12 +0100", "2026-11-22T07:47:12Z", true },
		{ "So 22. Nov 08:47:12 CET 2026", "2026-11-22T08:47:12Z", false },
		{ "mar. 24 nov. 2026 08:47:12 CET", "2026-11-24T08:47:12Z", false },
		{ "di 1. Dez 08:47:12 CET 2026", "2026-12-01T08:47:12Z", false },
		{ "jeudi 3 ao\xc3\xbbt 2023, 08:47:12 (UTC+0200)",
		    "2023-08-03T06:47:12Z", true },
		{ "2026-11-22 08:47:12", "2026-11-22T08:47:12Z", false },
		{ "2026-11-22T08:47:12Z", "2026-11-22T08:47:12Z", true },
		{ "2026-11-22T08:47:12+01:00", "2026-11-22T07:47:12Z", true },
		{ "2026-11-22T08:47:12+0100", "2026-11-22T07:47:12Z", true },
		{ "2026-11-22 08:47:12 CET", "2026-11-22T08:47:12Z", false },
		{ "2026/11/22 08:47:12", "2026-11-22T08:47:12Z", false },
		{ "22.11.2026 08:47:12", "2026-11-22T08:47:12Z", false },
		{ "22/11/2026 08:47:12", "2026-11-22T08:47:12Z", false },
		{ "dimanche 22 novembre 2026, 08:47:12 (UTC+0100)",
		    "2026-11-22T07:47:12Z", true },
		{ "So 22. Nov 08:47:12 CET 2026", "2026-11-22T08:47:12Z", false },
		{ "Sun, 22 Nov 2026 08:47:12 +0000", "2026-11-22T08:47:12Z", true },
		{ "11/22/2026 08:47:12", "2026-11-22T08:47:12Z", false },
		{ "20261122-084712", "2026-11-22T08:47:12Z", false },
		{ "=== 2026-11-22 08:47:12 ===", "2026-11-22T08:47:12Z", false },
		{ "[2026-11-22 08:47:12]", "2026-11-22T08:47:12Z", false },
		{ "### Sun Nov 22 08:47:12 UTC 2026 ###", "2026-11-22T08:47:12Z",
		    true },
		{ "date: Sun Nov 22 08:47:12 UTC 2026", "2026-11-22T08:47:12Z", true },
		{ "Timestamp=1795342309", "2026-11-22T10:11:49Z", true },
		{ "sample 17 at 2026-11-22 08:47:12", "2026-11-22T08:47:12Z", false },
		{ "1795342309", "2026-11-22T10:11:49Z", true },
		{ "1795342309.123456789", "2026-11-22T10:11:49Z", true },
		{ "zzz ***Sun Nov 22 08:47:12 UTC 2026", "2026-11-22T08:47:12Z", true },
		{ "zzz <11/22/2026 08:47:12> subcount: 118", "2026-11-22T08:47:12Z",
		    false },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct moment m = { .at_ms = WHEN_UNKNOWN };
		char text[WHEN_TEXT_SIZE];
		bool is = moment_line(str_from(rows[i].line), &m);
		if (rows[i].at[0] == '\0') {
			assert_false(is);
			continue;
		}
		if (!is)
			fail_msg("no time: %s", rows[i].line);
		m.at_ms -= m.at_ms % 1000;
		assert_string_equal(when_text(m.at_ms, text), rows[i].at);
		assert_int_equal(m.sure, rows[i].sure);
	}
}

static void
lines_that_are_not(void **state)
{
	static const char *const lines[] = { "",
		" 8:47AM  up 51 days, 2 users, load averages: 0.72, 0.25, 0.10",
		"12345678", "18446744073709551615", "123456789012345",
		"root 1 0.0 0.1 1234 567 - ILs Sun08AM 0:00.01 /sbin/init",
		"last pid:  9;  load averages:  0.1, 0.2, 0.3  up 0+00:10:11 08:47:12",
		"top - 08:47:12 up 51 days,  2 users,  load average: 0.72, 0.25, 0.10",
		"2026-11-22", "08:47:12", "kern.boottime: 2026-11-22 08:47:12",
		"Sun Nov 22 08:47:12", "Sun Foo 22 08:47:12 UTC 2026",
		"Sun Nov 31 08:47:12 UTC 2026", "Sun Nov 22 25:47:12 UTC 2026",
		"Sun Nov 22 08:47:12 UTC 2026 reboot", "1.2.3.4", "10.0.0.1:443",
		"64, 0, 1203, 77, 918233", "zzz *** no date here" };
	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct moment m;
		if (moment_line(str_from(lines[i]), &m))
			fail_msg("a time: %s", lines[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_that_are_times),
		cmocka_unit_test(lines_that_are_not),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
