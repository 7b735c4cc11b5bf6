#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "base/when.h"
#include "model/host.h"
#include "test_arena.h"

static struct host h;

static int
start(void **state)
{
	(void)state;
	host_init(&h);
	return 0;
}

static void
say(struct host *host, const char *line)
{
	host_fact(host, &arena, str_from(line));
}

static void
journal(const char *line)
{
	host_journal(&h, &arena, str_from(line));
}

static int64_t
at(const char *text)
{
	int64_t at_ms = WHEN_UNKNOWN;
	assert_true(when_rfc3339(str_from(text), &at_ms));
	return at_ms;
}

static void
nothing_is_known_at_first(void **state)
{
	(void)state;
	assert_int_equal(h.name.len, 0);
	assert_true(h.started_ms == WHEN_UNKNOWN && h.ended_ms == WHEN_UNKNOWN);
	assert_true(h.collector_pid == -1 && h.promised_samples == -1);
	assert_true(isnan(h.interval_s));
	assert_int_equal(host_state(&h), STATE_ABORTED);
}

static void
facts_are_read_whatever_blanks_stand_around_them(void **state)
{
	(void)state;
	say(&h, "host: fw1");
	say(&h, "  release :  13.2-RELEASE \r");
	say(&h, "started: 2026-11-22T08:39:35Z");
	say(&h, "pid: 4711");
	say(&h, "interval_s: 2.5");
	say(&h, "timezone: CET -0100");
	assert_true(str_is(h.name, "fw1"));
	assert_true(str_is(h.release, "13.2-RELEASE"));
	assert_true(h.started_ms == at("2026-11-22T08:39:35Z"));
	assert_int_equal(h.collector_pid, 4711);
	assert_true(fabs(h.interval_s - 2.5) < 1e-12);
	assert_true(str_is(h.timezone, "CET -0100"));
}

static void
the_value_is_all_behind_the_first_colon(void **state)
{
	(void)state;
	say(&h, "collector: seep-collect: 1.0");
	assert_true(str_is(h.collector, "seep-collect: 1.0"));
}

static void
unknown_keys_and_broken_values_change_nothing(void **state)
{
	(void)state;
	say(&h, "");
	say(&h, "no colon");
	say(&h, ": nothing");
	say(&h, "colour: red");
	say(&h, "pid: many");
	say(&h, "pid: 99999999999999999999");
	say(&h, "started: yesterday");
	say(&h, "interval_s: nan");
	assert_int_equal(h.collector_pid, -1);
	assert_true(h.started_ms == WHEN_UNKNOWN);
	assert_true(isnan(h.interval_s));
}

static void
the_reason_decides_the_state(void **state)
{
	(void)state;
	h.written_lately = true;
	assert_int_equal(host_state(&h), STATE_MAYBE_RUNNING);
	h.ended = true;
	say(&h, "reason: completed");
	assert_int_equal(host_state(&h), STATE_COMPLETE);
	say(&h, "reason: disk-low");
	assert_int_equal(host_state(&h), STATE_ENDED_EARLY);
}

static void
every_state_has_its_name(void **state)
{
	(void)state;
	assert_string_equal(capture_state_name(STATE_COMPLETE), "complete");
	assert_string_equal(capture_state_name(STATE_ENDED_EARLY), "ended-early");
	assert_string_equal(capture_state_name(STATE_ABORTED), "aborted");
	assert_string_equal(capture_state_name(STATE_MAYBE_RUNNING), "maybe-running");
}

static void
pieces_of_a_run_start_with_the_first_and_end_with_the_last(void **state)
{
	(void)state;
	struct host piece;
	host_init(&piece);
	say(&h, "started: 2026-11-22T10:00:00Z");
	say(&h, "ended: 2026-11-22T11:00:00Z");
	say(&h, "reason: stopped");
	say(&h, "release: 13.2");
	say(&piece, "started: 2026-11-22T09:00:00Z");
	say(&piece, "ended: 2026-11-22T12:00:00Z");
	say(&piece, "reason: completed");
	say(&piece, "release: 14.0");
	say(&piece, "machine: amd64");
	host_add(&h, &piece);
	assert_true(h.started_ms == at("2026-11-22T09:00:00Z"));
	assert_true(h.ended_ms == at("2026-11-22T12:00:00Z"));
	assert_true(str_is(h.end_reason, "completed"));
	/* What was known stays, what was not is added. */
	assert_true(str_is(h.release, "13.2"));
	assert_true(str_is(h.machine, "amd64"));
}

static void
an_earlier_piece_changes_no_end(void **state)
{
	(void)state;
	struct host piece;
	host_init(&piece);
	say(&h, "ended: 2026-11-22T11:00:00Z");
	say(&h, "reason: completed");
	say(&piece, "ended: 2026-11-22T10:00:00Z");
	say(&piece, "reason: signal-TERM");
	host_add(&h, &piece);
	assert_true(h.ended_ms == at("2026-11-22T11:00:00Z"));
	assert_true(str_is(h.end_reason, "completed"));
}

static void
a_start_without_its_end_names_what_was_running(void **state)
{
	(void)state;
	journal("start 1 2026-11-22T08:41:00Z vmstat-z");
	assert_true(str_is(h.in_flight, "vmstat-z"));
	journal("done 1 vmstat-z");
	assert_int_equal(h.in_flight.len, 0);
	journal("start 2 2026-11-22T08:42:00Z ddb");
	journal("done 1 vmstat-z");
	assert_true(str_is(h.in_flight, "ddb"));
}

static void
lines_cut_off_in_a_journal_tell_nothing(void **state)
{
	(void)state;
	journal("");
	journal("start");
	journal("start x 2026-11-22T08:41:00Z vmstat-z");
	journal("start 1");
	journal("start 1 2026-11-22T08:4");
	journal("start 1 2026-11-22T08:41:00Z");
	journal("start 1 2026-11-22T08:start 2 2026-11-22T08:42:00Z ddb");
	assert_int_equal(h.in_flight.len, 0);
}

static void
what_killed_the_box_before_a_resumption_stays_told(void **state)
{
	(void)state;
	journal("start 1 2026-11-22T08:41:00Z vmstat-z");
	journal("start 9 2026-11-22T09:41:00Z fstat");
	journal("done 9 fstat");
	assert_true(str_is(h.in_flight, "vmstat-z"));
	assert_true(str_is(h.died_in, "vmstat-z"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(nothing_is_known_at_first, start),
		cmocka_unit_test_setup(
		    facts_are_read_whatever_blanks_stand_around_them, start),
		cmocka_unit_test_setup(the_value_is_all_behind_the_first_colon, start),
		cmocka_unit_test_setup(
		    unknown_keys_and_broken_values_change_nothing, start),
		cmocka_unit_test_setup(the_reason_decides_the_state, start),
		cmocka_unit_test_setup(every_state_has_its_name, start),
		cmocka_unit_test_setup(
		    pieces_of_a_run_start_with_the_first_and_end_with_the_last, start),
		cmocka_unit_test_setup(an_earlier_piece_changes_no_end, start),
		cmocka_unit_test_setup(
		    a_start_without_its_end_names_what_was_running, start),
		cmocka_unit_test_setup(lines_cut_off_in_a_journal_tell_nothing, start),
		cmocka_unit_test_setup(
		    what_killed_the_box_before_a_resumption_stays_told, start),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
