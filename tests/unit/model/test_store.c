#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/when.h"
#include "model/store.h"

#define START_MS INT64_C(1795342309000)
#define PAGE 4096

struct bench {
	struct arena perm, scratch;
	struct diag diag;
	struct store *store;
	struct row rows[16];
	size_t row_count;
};

static int
open_bench(void **state)
{
	static struct bench b;
	b = (struct bench){ 0 };
	arena_init(&b.perm);
	arena_init(&b.scratch);
	diag_init(&b.diag, &b.perm);
	b.store = store_open(&b.perm, &b.diag);
	*state = &b;
	return 0;
}

static int
close_bench(void **state)
{
	struct bench *b = *state;
	store_close(b->store);
	arena_close(&b->scratch);
	arena_close(&b->perm);
	return 0;
}

static struct row *
add_row(struct bench *b, enum kind kind, const char *name)
{
	struct row *row = &b->rows[b->row_count];
	*row = (struct row){ .kind = kind,
		.slot = (uint32_t)b->row_count,
		.name = str_from(name),
		.pid = -1,
		.ppid = -1,
		.started_ms = WHEN_UNKNOWN };
	b->row_count++;
	return row;
}

static void
give(struct row *row, enum metric metric, int64_t value)
{
	row->have |= METRIC_BIT(metric);
	row->value[metric] = value;
}

static struct row *
add_process(struct bench *b, const char *name, int64_t pid, int64_t rss)
{
	struct row *row = add_row(b, KIND_PROCESS, name);
	row->pid = pid;
	row->ppid = 1;
	row->started_ms = START_MS - 1000;
	give(row, METRIC_RSS, rss);
	return row;
}

static struct row *
add_zone(struct bench *b, const char *name, int64_t size, int64_t used)
{
	struct row *row = add_row(b, KIND_ZONE, name);
	row->item_size = size;
	give(row, METRIC_USED, used);
	give(row, METRIC_FREE, 1);
	return row;
}

/* One frame of stream 0 with the rows added since the last. */
static void
frame_at(struct bench *b, uint32_t seq, int64_t at_ms, bool torn)
{
	struct sample s = { .stream = { 0, "ps", "test" },
		.seq = seq,
		.at_ms = at_ms,
		.torn = torn,
		.rows = b->rows,
		.row_count = b->row_count };
	store_add(b->store, &s);
	b->row_count = 0;
}

/* A frame that tells only what is not as in the one before, and the rows added since. */
static void
continue_frame(struct bench *b, uint32_t seq, const struct change *changes,
    size_t change_count, const uint32_t *gone, size_t gone_count)
{
	struct sample s = { .stream = { 0, "ps", "test" },
		.seq = seq,
		.at_ms = START_MS + (int64_t)seq * 10000,
		.rows = b->rows,
		.row_count = b->row_count,
		.continues = true,
		.changes = changes,
		.change_count = change_count,
		.gone = gone,
		.gone_count = gone_count };
	store_add(b->store, &s);
	b->row_count = 0;
}

static void
frame(struct bench *b, uint32_t seq)
{
	frame_at(b, seq, START_MS + (int64_t)seq * 10000, false);
}

static const struct entity *
find(struct bench *b, enum kind kind, const char *name)
{
	const struct entity *e = store_find(b->store, kind, name);
	assert_non_null(e);
	return e;
}

static struct points
points_of(struct bench *b, enum kind kind, const char *name, enum metric metric)
{
	return store_points(b->store, find(b, kind, name), metric, &b->scratch);
}

static void
standing_rows_extend_runs(void **state)
{
	struct bench *b = *state;
	add_zone(b, "socket", 944, 5);
	frame(b, 1);
	for (uint32_t seq = 2; seq <= 4; seq++) {
		continue_frame(b, seq, NULL, 0, NULL, 0);
	}
	store_freeze(b->store);
	struct points p = points_of(b, KIND_ZONE, "socket", METRIC_USED_BYTES);
	assert_int_equal(p.count, 4);
	assert_true(p.value[3] == 5 * 944.0);
	assert_true(p.at_s[3] == 30.0);
	assert_true(p.step == 944.0);
}

static void
sums_follow_who_comes_goes_and_changes(void **state)
{
	struct bench *b = *state;
	add_process(b, "httpd", 10, 1000);
	add_process(b, "httpd", 11, 2000);
	add_process(b, "cron", 12, 500);
	frame(b, 1);
	continue_frame(b, 2, &(struct change){ 1, METRIC_RSS, 2500 }, 1, NULL, 0);
	continue_frame(b, 3, NULL, 0, &(uint32_t){ 0 }, 1);
	continue_frame(b, 4, NULL, 0, NULL, 0);
	add_process(b, "httpd", 13, 4000); /* in the place of the first one */
	continue_frame(b, 5, NULL, 0, NULL, 0);
	store_freeze(b->store);
	struct points rss = points_of(b, KIND_COMMAND, "httpd", METRIC_RSS);
	struct points procs = points_of(b, KIND_COMMAND, "httpd", METRIC_PROCS);
	static const double sums[] = { 3000, 3500, 2500, 2500, 6500 };
	static const double counts[] = { 2, 2, 1, 1, 2 };
	assert_int_equal(rss.count, 5);
	assert_int_equal(procs.count, 5);
	for (size_t i = 0; i < 5; i++) {
		assert_true(rss.value[i] == sums[i]);
		assert_true(procs.value[i] == counts[i]);
	}
	const struct entity *cron = find(b, KIND_COMMAND, "cron");
	assert_int_equal(cron->frame_count, 5);
	assert_int_equal(cron->last, 4);
}

/* Two lines that changed places: each slot is the other one's now, and nobody has ended. */
static void
rows_that_change_places_stay_themselves(void **state)
{
	struct bench *b = *state;
	for (int i = 0; i < 12; i++) {
		add_process(b, i % 2 == 0 ? "a" : "b", i % 2 == 0 ? 10 : 11,
		    i % 2 == 0 ? 100 + i : 200 + i);
		add_process(b, i % 2 == 0 ? "b" : "a", i % 2 == 0 ? 11 : 10,
		    i % 2 == 0 ? 200 + i : 100 + i);
		continue_frame(b, (uint32_t)i + 1, NULL, 0, NULL, 0);
	}
	store_freeze(b->store);
	struct points p = points_of(b, KIND_PROCESS, "a", METRIC_RSS);
	assert_int_equal(p.count, 12);
	assert_int_equal(find(b, KIND_PROCESS, "a")->frame_count, 12);
	for (size_t i = 0; i < p.count; i++)
		assert_true(p.value[i] == 100.0 + (double)i);
}

/* The second of a name is read anew while the first one stands. */
static void
of_one_name_the_one_that_stands_is_not_the_new_one(void **state)
{
	struct bench *b = *state;
	add_zone(b, "vm pgcache", PAGE, 10);
	add_zone(b, "vm pgcache", PAGE, 0);
	frame(b, 1);
	struct row *row = add_zone(b, "vm pgcache", PAGE, 7);
	row->slot = 1;
	continue_frame(b, 2, NULL, 0, NULL, 0);
	store_freeze(b->store);
	assert_int_equal(store_entity_count(b->store), 2);
	struct points first =
	    store_points(b->store, store_entity(b->store, 0), METRIC_USED, &b->scratch);
	struct points second =
	    store_points(b->store, store_entity(b->store, 1), METRIC_USED, &b->scratch);
	assert_true(first.value[1] == 10.0 && second.value[1] == 7.0);
}

static void
duplicate_zone_names_get_ordinals(void **state)
{
	struct bench *b = *state;
	for (uint32_t seq = 1; seq <= 2; seq++) {
		add_zone(b, "vm pgcache", PAGE, 10);
		add_zone(b, "vm pgcache", PAGE, 100 * seq);
		frame(b, seq);
	}
	store_freeze(b->store);
	assert_int_equal(store_entity_count(b->store), 2);
	assert_int_equal(store_entity(b->store, 0)->ordinal, 0);
	assert_int_equal(store_entity(b->store, 1)->ordinal, 1);
	struct points p =
	    store_points(b->store, store_entity(b->store, 1), METRIC_USED, &b->scratch);
	assert_true(p.value[0] == 100.0 && p.value[1] == 200.0);
}

static void
held_bytes_count_used_and_free(void **state)
{
	struct bench *b = *state;
	add_zone(b, "mbuf", 256, 3);
	frame(b, 1);
	store_freeze(b->store);
	struct points p = points_of(b, KIND_ZONE, "mbuf", METRIC_HELD_BYTES);
	assert_true(p.value[0] == 4 * 256.0);
}

static bool
is_steady(struct bench *b, const char *name, enum metric metric, struct points *p)
{
	const struct entity *e = find(b, KIND_ZONE, name);
	struct frames *frames = arena_alloc(&b->scratch, sizeof(*frames));
	struct reading reading;
	*frames = store_frames(b->store, e, 100, &b->scratch);
	reading_start(&reading, b->store, e, frames, &b->scratch);
	return reading_steady(&reading, metric, p);
}

static void
what_stands_still_throughout_is_one_value(void **state)
{
	struct bench *b = *state;
	for (uint32_t seq = 1; seq <= 4; seq++) {
		add_zone(b, "still", 64, 5);
		add_zone(b, "moves", 64, 5)->value[METRIC_FREE] = seq;
		if (seq != 2)
			add_zone(b, "torn", 64, 5);
		frame_at(b, seq, START_MS + (int64_t)seq * 10000, seq == 2);
	}
	store_freeze(b->store);
	struct points p;
	assert_true(is_steady(b, "still", METRIC_HELD_BYTES, &p));
	assert_true(p.value[0] == 6 * 64.0 && p.step == 64.0);
	assert_true(p.count == 4 && p.frame_count == 4 && p.at_s[3] == 30.0);
	assert_true(is_steady(b, "moves", METRIC_USED, &p) && p.value[0] == 5.0);
	assert_false(is_steady(b, "moves", METRIC_HELD_BYTES, &p));
	assert_false(is_steady(b, "torn", METRIC_USED, &p));
	assert_false(is_steady(b, "still", METRIC_RSS, &p));
}

static void
pages_become_bytes_when_the_page_size_comes_last(void **state)
{
	struct bench *b = *state;
	struct row *row = add_row(b, KIND_MEMORY, "free");
	row->unit = UNIT_PAGES;
	give(row, METRIC_VALUE, 10);
	frame(b, 1);
	host_fact(store_host(b->store), &b->perm, STR("pagesize: 4096"));
	store_freeze(b->store);
	struct points p = points_of(b, KIND_MEMORY, "free", METRIC_VALUE);
	assert_true(p.value[0] == 10.0 * PAGE);
	assert_true(p.step == (double)PAGE);
}

static void
add_slab(
    struct bench *b, const char *name, int64_t item_size, int64_t items, int64_t pages)
{
	struct row *row = add_row(b, KIND_SLAB, name);
	row->item_size = item_size;
	row->unit = UNIT_PAGES;
	give(row, METRIC_USED, items - 1);
	give(row, METRIC_FREE, 1);
	give(row, METRIC_HELD, pages);
}

static void
densest_slab_tells_the_page_size(void **state)
{
	struct bench *b = *state;
	add_slab(b, "dentry", 192, 42, 2);
	add_slab(b, "kmalloc-64", 64, 512, 2);
	frame(b, 1);
	store_freeze(b->store);
	assert_int_equal(store_host(b->store)->page_bytes, 16384);
	assert_true(points_of(b, KIND_SLAB, "dentry", METRIC_HELD_BYTES).value[0] ==
		    2.0 * 16384);
}

static void
slabs_that_fill_no_page_tell_no_size(void **state)
{
	struct bench *b = *state;
	add_slab(b, "dentry", 192, 42, 2);
	frame(b, 1);
	store_freeze(b->store);
	assert_true(store_host(b->store)->page_bytes <= 0);
}

static void
pid_reuse_starts_a_new_life(void **state)
{
	struct bench *b = *state;
	for (uint32_t seq = 1; seq <= 24; seq++) {
		struct row *row = add_process(b, "worker", 77, 1000 * seq);
		if (seq > 12)
			row->started_ms += 60000;
		frame(b, seq);
	}
	store_freeze(b->store);
	const struct entity *command = find(b, KIND_COMMAND, "worker");
	assert_int_equal(command->life_count, 2);
	size_t lives = 0;
	for (size_t i = 0; i < store_entity_count(b->store); i++)
		lives += store_entity(b->store, i)->kind == KIND_PROCESS;
	assert_int_equal(lives, 2);
}

static void
short_lives_are_folded_into_their_command(void **state)
{
	struct bench *b = *state;
	for (uint32_t seq = 1; seq <= 100; seq++) {
		add_process(b, "init", 1, 500);
		add_process(b, "ps", 1000 + seq, 300);
		frame(b, seq);
	}
	store_freeze(b->store);
	assert_int_equal(find(b, KIND_COMMAND, "ps")->life_count, 100);
	assert_true(store_entity_count(b->store) <= 4);
	struct points p = points_of(b, KIND_COMMAND, "ps", METRIC_PROCS);
	assert_int_equal(p.count, 100);
	assert_true(p.value[99] == 1.0);
}

static void
a_command_is_the_sum_of_its_processes(void **state)
{
	struct bench *b = *state;
	for (uint32_t seq = 1; seq <= 3; seq++) {
		add_process(b, "nginx", 10, 1000);
		add_process(b, "nginx", 11, 100 * seq);
		frame(b, seq);
	}
	store_freeze(b->store);
	struct points p = points_of(b, KIND_COMMAND, "nginx", METRIC_RSS);
	assert_int_equal(p.count, 3);
	assert_true(p.value[2] == 1300.0);
}

static void
torn_frame_proves_no_exit(void **state)
{
	struct bench *b = *state;
	for (uint32_t seq = 1; seq <= 5; seq++) {
		add_process(b, "a", 10, 1000);
		if (seq != 3)
			add_process(b, "b", 11, 2000);
		frame_at(b, seq, START_MS + (int64_t)seq * 10000, seq == 3);
	}
	store_freeze(b->store);
	assert_int_equal(find(b, KIND_COMMAND, "b")->life_count, 1);
	struct points p = points_of(b, KIND_COMMAND, "b", METRIC_RSS);
	assert_int_equal(p.count, 4);
	assert_int_equal(store_sample_count(b->store), 4);
}

static void
clock_set_back_keeps_order(void **state)
{
	struct bench *b = *state;
	for (uint32_t seq = 1; seq <= 10; seq++) {
		add_zone(b, "z", 8, seq);
		frame_at(b, seq,
		    START_MS + (int64_t)seq * 10000 - (seq >= 6 ? 3600000 : 0), false);
	}
	store_freeze(b->store);
	struct points p = points_of(b, KIND_ZONE, "z", METRIC_USED);
	for (size_t i = 0; i < 10; i++) {
		assert_true(p.value[i] == (double)(i + 1));
		assert_true(p.at_s[i] == 10.0 * (double)i);
	}
	assert_int_equal(b->diag.count[DIAG_CLOCK_STEP], 1);
	assert_true(store_tick(b->store, 5)->stepped);
}

static void
clock_set_forward_is_told_from_a_gap_by_the_boot_time(void **state)
{
	struct bench *b = *state;
	for (uint32_t seq = 1; seq <= 10; seq++) {
		int64_t set = seq >= 6 ? 3600000 : 0;
		give(add_row(b, KIND_HOST, "boot-time"), METRIC_VALUE,
		    START_MS - 1000000 + set);
		frame_at(b, seq, START_MS + (int64_t)seq * 10000 + set, false);
	}
	store_freeze(b->store);
	assert_int_equal(
	    store_tick(b->store, 9)->at_ms - store_tick(b->store, 0)->at_ms, 90000);
	assert_int_equal(store_epoch_count(b->store), 1);
}

static void
reboot_starts_an_epoch(void **state)
{
	struct bench *b = *state;
	for (uint32_t seq = 1; seq <= 10; seq++) {
		int64_t boot = seq >= 6 ? START_MS + 55000 : START_MS - 1000000;
		give(add_row(b, KIND_HOST, "boot-time"), METRIC_VALUE, boot);
		frame(b, seq);
	}
	store_freeze(b->store);
	assert_int_equal(store_epoch_count(b->store), 2);
	assert_int_equal(store_tick(b->store, 4)->epoch, 0);
	assert_int_equal(store_tick(b->store, 5)->epoch, 1);
}

static void
give_counters(struct bench *b, uint32_t seq, uint32_t reset, uint32_t count)
{
	static const char *const names[] = { "a", "b", "c", "d" };
	for (uint32_t i = 0; i < 4; i++) {
		uint32_t since = seq >= reset && i < count ? seq - reset : seq + 1000;
		give(add_zone(b, names[i], 8, 5), METRIC_REQUESTS, 7 + 10 * since);
	}
	frame(b, seq);
}

static void
counters_that_start_again_together_are_a_reboot(void **state)
{
	struct bench *b = *state;
	for (uint32_t seq = 1; seq <= 10; seq++)
		give_counters(b, seq, 6, 4);
	store_freeze(b->store);
	assert_int_equal(store_epoch_count(b->store), 2);
	assert_int_equal(store_tick(b->store, 4)->epoch, 0);
	assert_int_equal(store_tick(b->store, 5)->epoch, 1);
}

static void
two_counters_that_start_again_are_no_reboot(void **state)
{
	struct bench *b = *state;
	for (uint32_t seq = 1; seq <= 10; seq++)
		give_counters(b, seq, 6, 2);
	store_freeze(b->store);
	assert_int_equal(store_epoch_count(b->store), 1);
}

static void
an_uptime_that_falls_is_a_reboot(void **state)
{
	struct bench *b = *state;
	for (uint32_t seq = 1; seq <= 10; seq++) {
		int64_t up = seq >= 6 ? (seq - 6) * 10000 + 2000
				      : 86400000 + (int64_t)seq * 10000;
		give(add_row(b, KIND_HOST, "uptime"), METRIC_VALUE, up);
		frame(b, seq);
	}
	store_freeze(b->store);
	assert_int_equal(store_epoch_count(b->store), 2);
	assert_int_equal(store_tick(b->store, 5)->epoch, 1);
}

static void
cpu_time_that_falls_is_a_new_life_where_no_start_is_printed(void **state)
{
	struct bench *b = *state;
	for (uint32_t seq = 1; seq <= 24; seq++) {
		struct row *row = add_process(b, "worker", 77, 1000 * seq);
		row->started_ms = WHEN_UNKNOWN;
		give(row, METRIC_CPU_MS, 500 * (seq > 12 ? seq - 12 : seq));
		frame(b, seq);
	}
	store_freeze(b->store);
	assert_int_equal(find(b, KIND_COMMAND, "worker")->life_count, 2);
}

static void
what_a_sample_does_not_show_is_missing_and_not_zero(void **state)
{
	struct bench *b = *state;
	for (uint32_t seq = 1; seq <= 5; seq++) {
		add_zone(b, "always", 8, seq);
		if (seq != 3)
			add_zone(b, "mostly", 8, 10 * seq);
		frame(b, seq);
	}
	store_freeze(b->store);
	struct points p = points_of(b, KIND_ZONE, "mostly", METRIC_USED);
	assert_int_equal(p.count, 4);
	assert_int_equal(p.frame_count, 5);
	assert_true(p.value[1] == 20.0 && p.value[2] == 40.0);
	assert_true(p.at_s[2] == 30.0);
}

static void
a_boot_time_that_no_clock_shows_is_none(void **state)
{
	struct bench *b = *state;
	static const int64_t odd[] = { INT64_MAX, INT64_MIN + 1, INT64_MIN, 0 };
	for (uint32_t seq = 1; seq <= 8; seq++) {
		give(add_row(b, KIND_HOST, "boot-time"), METRIC_VALUE, odd[seq % 4]);
		frame(b, seq);
	}
	store_freeze(b->store);
	assert_int_equal(store_tick(b->store, 7)->at_ms, START_MS + 80000);
}

static void
an_uptime_longer_than_any_machine_was_up_is_none(void **state)
{
	struct bench *b = *state;
	static const int64_t odd[] = { INT64_MAX, INT64_MIN + 1, -1, INT64_MAX / 2 };
	for (uint32_t seq = 1; seq <= 8; seq++) {
		give(add_row(b, KIND_HOST, "uptime"), METRIC_VALUE, odd[seq % 4]);
		frame_at(b, 0,
		    seq == 5 ? WHEN_UNKNOWN : START_MS + (int64_t)seq * 10000, false);
	}
	store_freeze(b->store);
	assert_int_equal(store_epoch_count(b->store), 1);
}

static void
a_clock_set_back_again_and_again_stays_within_the_calendar(void **state)
{
	struct bench *b = *state;
	for (uint32_t seq = 1; seq <= 60; seq++) {
		add_zone(b, "z", 8, seq);
		frame_at(b, seq, seq % 2 == 0 ? WHEN_LAST : WHEN_FIRST, false);
	}
	store_freeze(b->store);
	assert_true(store_tick(b->store, 59)->at_ms <= WHEN_LAST);
}

static void
names_beyond_the_limit_are_not_followed_and_told(void **state)
{
	struct bench *b = *state;
	char name[32];
	for (uint32_t i = 0; i < LIMIT_NAMES + 2; i++) {
		snprintf(name, sizeof(name), "n%u", i);
		add_zone(b, name, 8, i);
		frame(b, i + 1);
	}
	add_zone(b, "n0", 8, 5);
	frame(b, LIMIT_NAMES + 3);
	store_freeze(b->store);
	assert_int_equal(store_entity_count(b->store), LIMIT_NAMES);
	assert_int_equal(b->diag.count[DIAG_NAME_LIMIT], 2);
	assert_int_equal(find(b, KIND_ZONE, "n0")->frame_count, 2);
}

static void
texts_beyond_the_limit_are_not_kept_and_told(void **state)
{
	struct bench *b = *state;
	char *text = arena_alloc(&b->scratch, LIMIT_TEXT_BYTES);
	size_t fit = LIMIT_TEXTS_BYTES / LIMIT_TEXT_BYTES;
	memset(text, 'x', LIMIT_TEXT_BYTES);
	for (size_t i = 0; i < fit + 1; i++)
		store_add_text(b->store, FRAME_BEFORE, STR("dmesg"),
		    (struct str){ text, LIMIT_TEXT_BYTES });
	assert_int_equal(store_text_count(b->store), fit);
	assert_int_equal(b->diag.count[DIAG_MEMBER_LIMIT], 1);
}

/* Every row moves to another place, so that none is found by its slot. */
static void
rows_of_one_name_keep_their_order(void **state)
{
	struct bench *b = *state;
	for (uint32_t seq = 1; seq <= 3; seq++) {
		for (uint32_t i = 0; i < 5; i++) {
			struct row *row = add_zone(b, "same", 8, 10 * (i + 1) + seq);
			row->slot = (i + seq) % 5;
		}
		frame(b, seq);
	}
	store_freeze(b->store);
	assert_int_equal(store_entity_count(b->store), 5);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(store_entity(b->store, i)->ordinal, i);
}

static void
an_ended_process_leaves_its_slot_to_another(void **state)
{
	struct bench *b = *state;
	for (uint32_t seq = 1; seq <= 40; seq++) {
		add_process(b, seq % 2 == 0 ? "even" : "odd", 100 + seq, 10);
		add_process(b, "stays", 5, 1000 + seq);
		frame(b, seq);
	}
	store_freeze(b->store);
	assert_int_equal(find(b, KIND_COMMAND, "even")->life_count, 20);
	assert_int_equal(find(b, KIND_COMMAND, "odd")->life_count, 20);
	assert_int_equal(find(b, KIND_PROCESS, "stays")->frame_count, 40);
	struct points p = points_of(b, KIND_COMMAND, "odd", METRIC_PROCS);
	assert_int_equal(p.count, 39);
	assert_true(p.value[0] == 1.0 && p.value[1] == 0.0 && p.value[38] == 1.0);
}

static void
members_in_any_order_give_points_in_order_of_time(void **state)
{
	struct bench *b = *state;
	static const uint32_t order[] = { 3, 1, 2 };
	for (size_t i = 0; i < 3; i++) {
		add_zone(b, "z", 8, order[i]);
		frame_at(b, 0, START_MS + (int64_t)order[i] * 10000, false);
	}
	store_freeze(b->store);
	struct points p = points_of(b, KIND_ZONE, "z", METRIC_USED);
	assert_int_equal(p.count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_true(p.value[i] == (double)(i + 1));
}

static void
the_collectors_children_are_set_aside(void **state)
{
	struct bench *b = *state;
	host_fact(store_host(b->store), &b->perm, STR("pid: 1"));
	for (uint32_t seq = 1; seq <= 12; seq++) {
		add_process(b, "sleep", 50, 100);
		frame(b, seq);
	}
	store_freeze(b->store);
	assert_true(find(b, KIND_PROCESS, "sleep")->marks & ENTITY_COLLECTOR);
}

/* ---- more frames than are kept ---- */

enum { LONG = 700000 };

/* A zone whose items come and go between used and free, an uptime, and a counter that starts again at one frame. */
static void
long_capture(struct bench *b, uint32_t frames, uint32_t restart)
{
	uint64_t seed = 5;
	struct row *zone = add_zone(b, "busy", 64, 500), *uptime;
	give(zone, METRIC_FREE, 500);
	give(zone, METRIC_REQUESTS, 1);
	uptime = add_row(b, KIND_HOST, "uptime");
	give(uptime, METRIC_VALUE, 1000);
	continue_frame(b, 1, NULL, 0, NULL, 0);
	for (uint32_t seq = 2; seq <= frames; seq++) {
		seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
		int64_t used = 400 + (int64_t)(seed >> 40) % 200;
		uint32_t up = seq < restart ? seq : seq - restart;
		const struct change changes[] = { { 0, METRIC_USED, used },
			{ 0, METRIC_FREE, 1000 - used },
			{ 0, METRIC_REQUESTS, 1 + (int64_t)up * 50 },
			{ 1, METRIC_VALUE, 1000 + (int64_t)up * 10000 } };
		continue_frame(b, seq, changes, 4, NULL, 0);
	}
}

static void
up_to_two_weeks_every_frame_is_kept(void **state)
{
	struct bench *b = *state;
	uint32_t frames = STORE_POINTS_MOST;
	long_capture(b, frames, frames + 1);
	store_freeze(b->store);
	struct points p = points_of(b, KIND_ZONE, "busy", METRIC_REQUESTS);
	assert_int_equal(p.count, frames);
	for (uint32_t i = 1; i < frames; i++)
		assert_true(p.value[i] == 1 + (i + 1) * 50.0);
}

static void
of_many_frames_what_is_kept_is_true_to_a_few(void **state)
{
	struct bench *b = *state;
	long_capture(b, LONG, LONG + 1);
	store_freeze(b->store);
	struct points held = points_of(b, KIND_ZONE, "busy", METRIC_HELD_BYTES);
	struct points requests = points_of(b, KIND_ZONE, "busy", METRIC_REQUESTS);
	assert_true(held.count <= STORE_POINTS_MOST && held.count > 100000);
	for (size_t i = 0; i < held.count; i++)
		assert_true(held.value[i] == 64 * 1000);
	for (size_t i = 1; i < requests.count; i++) {
		double told = 1 + (requests.tick[i] + 1) * 50.0;
		assert_true(fabs(requests.value[i] - told) < 50.0 * LONG / 6000 / 5);
	}
	assert_true(requests.value[requests.count - 1] == 1 + LONG * 50.0);
}

static void
a_boot_is_found_at_its_sample_however_many_there_are(void **state)
{
	struct bench *b = *state;
	const uint32_t restart = 300003;
	long_capture(b, LONG, restart);
	store_freeze(b->store);
	assert_int_equal(store_epoch_count(b->store), 2);
	assert_int_equal(store_tick(b->store, restart - 2)->epoch, 0);
	assert_int_equal(store_tick(b->store, restart - 1)->epoch, 1);
}

/* Frames that come in no order are not neighbours: one cannot stand for the other. */
static void
what_came_in_no_order_is_kept(void **state)
{
	struct bench *b = *state;
	enum { COUNT = 200000, PRIME = 99991 };
	for (uint32_t i = 0; i < COUNT; i++) {
		uint32_t seq = 1 + (uint32_t)((uint64_t)i * PRIME % COUNT);
		add_zone(b, "z", 8, 7 * (int64_t)seq);
		frame(b, seq);
	}
	store_freeze(b->store);
	struct points p = points_of(b, KIND_ZONE, "z", METRIC_USED);
	assert_true(p.count > 60000);
	for (size_t i = 0; i < p.count; i++)
		assert_true(p.value[i] == 7.0 * (p.tick[i] + 1));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(standing_rows_extend_runs),
		TEST(of_one_name_the_one_that_stands_is_not_the_new_one),
		TEST(rows_that_change_places_stay_themselves),
		TEST(sums_follow_who_comes_goes_and_changes),
		TEST(duplicate_zone_names_get_ordinals),
		TEST(held_bytes_count_used_and_free),
		TEST(what_stands_still_throughout_is_one_value),
		TEST(pages_become_bytes_when_the_page_size_comes_last),
		TEST(densest_slab_tells_the_page_size),
		TEST(slabs_that_fill_no_page_tell_no_size),
		TEST(pid_reuse_starts_a_new_life),
		TEST(short_lives_are_folded_into_their_command),
		TEST(a_command_is_the_sum_of_its_processes),
		TEST(torn_frame_proves_no_exit),
		TEST(clock_set_back_keeps_order),
		TEST(clock_set_forward_is_told_from_a_gap_by_the_boot_time),
		TEST(reboot_starts_an_epoch),
		TEST(counters_that_start_again_together_are_a_reboot),
		TEST(two_counters_that_start_again_are_no_reboot),
		TEST(an_uptime_that_falls_is_a_reboot),
		TEST(cpu_time_that_falls_is_a_new_life_where_no_start_is_printed),
		TEST(what_a_sample_does_not_show_is_missing_and_not_zero),
		TEST(a_boot_time_that_no_clock_shows_is_none),
		TEST(an_uptime_longer_than_any_machine_was_up_is_none),
		TEST(a_clock_set_back_again_and_again_stays_within_the_calendar),
		TEST(names_beyond_the_limit_are_not_followed_and_told),
		TEST(texts_beyond_the_limit_are_not_kept_and_told),
		TEST(rows_of_one_name_keep_their_order),
		TEST(an_ended_process_leaves_its_slot_to_another),
		TEST(members_in_any_order_give_points_in_order_of_time),
		TEST(the_collectors_children_are_set_aside),
		TEST(up_to_two_weeks_every_frame_is_kept),
		TEST(of_many_frames_what_is_kept_is_true_to_a_few),
		TEST(a_boot_is_found_at_its_sample_however_many_there_are),
		TEST(what_came_in_no_order_is_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
