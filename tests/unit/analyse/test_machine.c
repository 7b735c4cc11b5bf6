#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "analyse/analyse.h"
#include "analyse/lore.h"
#include "base/when.h"

/* Whole machines, made by hand sample by sample, and what the analysis says of them; each leak beside a machine that has none. */

#define START_MS INT64_C(1795342309000)
#define STEP_S 60
#define SAMPLES 96
#define MIB (INT64_C(1) << 20)
#define RAM (1024 * MIB)
#define ROWS 64

struct bench {
	struct arena perm;
	struct diag diag;
	struct store *store;
	struct lore *lore;
	struct row rows[ROWS];
	uint32_t row_count, sample_count;
	int64_t from_ms, to_ms;
	const struct analysis *analysis;
	uint64_t seed;
};

static int
open_bench(void **state)
{
	static struct bench b;
	b = (struct bench){
		.seed = 11, .from_ms = WHEN_UNKNOWN, .to_ms = WHEN_UNKNOWN
	};
	arena_init(&b.perm);
	diag_init(&b.diag, &b.perm);
	b.store = store_open(&b.perm, &b.diag);
	store_host(b.store)->memory_bytes = RAM;
	b.lore = lore_open(&b.perm);
	*state = &b;
	return 0;
}

static int
close_bench(void **state)
{
	struct bench *b = *state;
	store_close(b->store);
	arena_close(&b->perm);
	return 0;
}

/* ---- a machine, row by row ---- */

static void
know(struct bench *b, const char *rule)
{
	size_t line;
	const char *error;
	assert_true(lore_add(b->lore, str_from(rule), true, &line, &error));
}

/* -most … most, the same on every machine. */
static int64_t
noise(struct bench *b, int64_t most)
{
	b->seed =
	    b->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int64_t)((b->seed >> 33) % (uint64_t)(2 * most + 1)) - most;
}

static struct row *
add(struct bench *b, enum kind kind, const char *name, enum metric metric,
    int64_t value)
{
	assert_true(b->row_count < ROWS);
	struct row *row = &b->rows[b->row_count];
	*row = (struct row){ .kind = kind,
		.slot = b->row_count++,
		.name = str_from(name),
		.pid = -1,
		.ppid = -1,
		.started_ms = WHEN_UNKNOWN,
		.unit = kind == KIND_MEMORY || kind == KIND_MALLOC ? UNIT_BYTES
								   : UNIT_COUNT };
	row->have = METRIC_BIT(metric);
	row->value[metric] = value;
	return row;
}

static void
give(struct row *row, enum metric metric, int64_t value)
{
	row->have |= METRIC_BIT(metric);
	row->value[metric] = value;
}

static struct row *
add_zone(struct bench *b, const char *name, int64_t size, int64_t used)
{
	struct row *row = add(b, KIND_ZONE, name, METRIC_USED, used);
	row->item_size = size;
	give(row, METRIC_FREE, 0);
	return row;
}

/* Processes of one pid are told apart by the sample in which they started. */
static struct row *
add_process(struct bench *b, const char *name, int64_t pid, int64_t born, int64_t rss)
{
	struct row *row = add(b, KIND_PROCESS, name, METRIC_RSS, rss);
	row->pid = pid;
	row->ppid = 1;
	row->started_ms = START_MS + born * STEP_S * 1000 - 1000;
	return row;
}

static void
add_free(struct bench *b, int64_t bytes)
{
	add(b, KIND_MEMORY, "free", METRIC_VALUE, bytes + noise(b, 8192));
}

static void
end_sample_at(struct bench *b, int64_t at_ms)
{
	struct sample s = { .stream = { 0, "ps", "test" },
		.seq = ++b->sample_count,
		.at_ms = at_ms,
		.rows = b->rows,
		.row_count = b->row_count };
	store_add(b->store, &s);
	b->row_count = 0;
}

static void
end_sample(struct bench *b)
{
	end_sample_at(b, START_MS + (int64_t)b->sample_count * STEP_S * 1000);
}

/* ---- what is said of it ---- */

static const struct analysis *
analysis_of(struct bench *b)
{
	if (b->analysis != NULL)
		return b->analysis;
	store_freeze(b->store);
	struct analyse_options how = {
		.from_ms = b->from_ms, .to_ms = b->to_ms, .lore = b->lore
	};
	b->analysis = analyse(&b->perm, b->store, store_host(b->store), &b->diag, &how);
	return b->analysis;
}

static const struct finding *
finding_of(struct bench *b, enum kind kind, const char *name)
{
	const struct analysis *a = analysis_of(b);
	for (size_t i = 0; i < a->finding_count; i++)
		if (a->findings[i].entity->kind == kind &&
		    str_is(a->findings[i].entity->name, name))
			return &a->findings[i];
	return NULL;
}

static const struct finding *
zone_of(struct bench *b, const char *name)
{
	const struct finding *f = finding_of(b, KIND_ZONE, name);
	assert_non_null(f);
	return f;
}

static const struct evidence *
evidence_of(const struct finding *f, const char *id)
{
	for (size_t i = 0; i < f->evidence_count; i++)
		if (strcmp(f->evidence[i].id, id) == 0)
			return &f->evidence[i];
	return NULL;
}

static bool
is_named(const struct finding *f)
{
	return f->verdict <= VERDICT_SUSPECTED;
}

/* How many findings are named and stand by themselves. */
static size_t
named_count(struct bench *b)
{
	return analysis_of(b)->named_count;
}

static double
share_of_lines(struct bench *b)
{
	const struct attribution *t = &analysis_of(b)->attribution;
	double sum = 0;
	for (size_t i = 0; i < t->line_count; i++)
		sum += t->lines[i].share;
	return sum;
}

/* ---- caches and their bounds ---- */

static void
grow_a_cache(struct bench *b, int64_t bound)
{
	know(b, "zone  things  cache  test  -  max.things\n");
	for (int64_t i = 0; i < SAMPLES; i++) {
		add_zone(b, "things", 1024, 10000 + 100 * i + noise(b, 20));
		if (bound > 0)
			add(b, KIND_LIMIT, "max.things", METRIC_VALUE, bound);
		end_sample(b);
	}
}

static void
a_cache_below_its_bound_is_bounded(void **state)
{
	grow_a_cache(*state, 40000);
	const struct finding *f = zone_of(*state, "things");
	assert_int_equal(f->judged[0].by_score, VERDICT_LEAK);
	assert_int_equal(f->verdict, VERDICT_BOUNDED);
	const struct evidence *e = evidence_of(f, "below-bound");
	assert_non_null(e);
	assert_true(e->value[1] == 40000);
	assert_true(str_is(e->name, "max.things"));
}

static void
a_cache_above_its_bound_is_a_leak(void **state)
{
	grow_a_cache(*state, 12000);
	const struct finding *f = zone_of(*state, "things");
	assert_int_equal(f->verdict, VERDICT_LEAK);
	assert_non_null(evidence_of(f, "above-bound"));
}

static void
a_cache_whose_bound_is_not_told_is_bounded_and_says_so(void **state)
{
	struct bench *b = *state;
	grow_a_cache(b, 0);
	const struct finding *f = zone_of(b, "things");
	assert_int_equal(f->verdict, VERDICT_BOUNDED);
	assert_non_null(evidence_of(f, "bound-unknown"));
	const struct analysis *a = analysis_of(b);
	bool advised = false;
	for (size_t i = 0; i < a->advice_count; i++)
		advised |= strcmp(a->advice[i].id, "record-limits") == 0 &&
			   str_is(a->advice[i].name, "max.things") &&
			   str_eq(a->advice[i].other, f->id);
	assert_true(advised);
}

/* A vnode leak: most of the memory that went away went into the cache, whatever its bound. */
static void
a_cache_that_eats_most_of_what_is_lost_is_suspected(void **state)
{
	struct bench *b = *state;
	know(b, "zone  things  cache  test  -  max.things\n");
	for (int64_t i = 0; i < SAMPLES; i++) {
		add_zone(b, "things", 1024, 10000 + 1000 * i + noise(b, 20));
		add(b, KIND_LIMIT, "max.things", METRIC_VALUE, 400000);
		add_free(b, 600 * MIB - 1000 * 1024 * i);
		end_sample(b);
	}
	const struct finding *f = zone_of(b, "things");
	assert_int_equal(f->verdict, VERDICT_SUSPECTED);
	assert_non_null(evidence_of(f, "eats-most"));
}

/* ---- followers ---- */

static void
grow_a_follower(struct bench *b, int64_t parent_growth, int64_t growth)
{
	know(b,
	    "zone  thing  object  test\nzone  part of thing  follower  test  thing\n");
	int64_t parent = 5000, child = 5000;
	for (int64_t i = 0; i < SAMPLES; i++) {
		int64_t more = 20 + noise(b, 10);
		parent += parent_growth * more;
		child += growth * more;
		add_zone(b, "thing", 512, parent + noise(b, 5));
		add_zone(b, "part of thing", 512, child);
		end_sample(b);
	}
}

static void
a_follower_in_step_stands_under_its_parent(void **state)
{
	struct bench *b = *state;
	grow_a_follower(b, 1, 1);
	const struct finding *f = zone_of(b, "part of thing");
	assert_int_equal(zone_of(b, "thing")->verdict, VERDICT_LEAK);
	assert_ptr_equal(f->parent, zone_of(b, "thing"));
	assert_non_null(evidence_of(f, "follows"));
	assert_int_equal(named_count(b), 1);
}

static void
a_follower_that_outruns_its_parent_is_named_itself(void **state)
{
	struct bench *b = *state;
	grow_a_follower(b, 0, 1);
	const struct finding *f = zone_of(b, "part of thing");
	assert_int_equal(f->verdict, VERDICT_LEAK);
	assert_null(f->parent);
	assert_non_null(evidence_of(f, "outruns-parent"));
	assert_int_equal(named_count(b), 1);
}

/* ---- malloc(9) upon its zones ---- */

static void
leak_by_malloc(struct bench *b, bool types)
{
	for (int64_t i = 0; i < SAMPLES; i++) {
		int64_t items = 4000 + 1000 * i + noise(b, 50);
		add_zone(b, "malloc-256", 256, items);
		if (types)
			add(b, KIND_MALLOC, "leaky", METRIC_BYTES,
			    256 * (items - 2000));
		add_free(b, 600 * MIB - 256 * 1000 * i);
		end_sample(b);
	}
}

static void
a_malloc_zone_and_its_type_count_once(void **state)
{
	struct bench *b = *state;
	leak_by_malloc(b, true);
	const struct finding *type = finding_of(b, KIND_MALLOC, "leaky");
	assert_int_equal(type->verdict, VERDICT_LEAK);
	assert_ptr_equal(zone_of(b, "malloc-256")->parent, type);
	assert_int_equal(named_count(b), 1);
	assert_int_equal(analysis_of(b)->attribution.line_count, 1);
	assert_true(fabs(share_of_lines(b) - 1) < 0.05);
}

static void
a_malloc_zone_stands_for_its_types_where_they_are_not_listed(void **state)
{
	struct bench *b = *state;
	leak_by_malloc(b, false);
	assert_int_equal(zone_of(b, "malloc-256")->verdict, VERDICT_LEAK);
	assert_true(fabs(share_of_lines(b) - 1) < 0.05);
}

/* ---- who took the memory ---- */

static void
two_leaks_share_the_loss_seventy_to_thirty(void **state)
{
	struct bench *b = *state;
	for (int64_t i = 0; i < SAMPLES; i++) {
		add_zone(b, "large", 1000, 5000 + 700 * i + noise(b, 30));
		add_process(b, "small", 77, 0, 40 * MIB + 300000 * i + noise(b, 9000));
		add_free(b, 600 * MIB - 1000000 * i);
		end_sample(b);
	}
	const struct attribution *t = &analysis_of(b)->attribution;
	assert_true(t->done);
	assert_int_equal(t->line_count, 2);
	assert_true(fabs(t->lines[0].share - 0.7) < 0.03);
	assert_false(t->lines[0].process);
	assert_true(fabs(t->lines[1].share - 0.3) < 0.03);
	assert_true(t->lines[1].process);
	assert_true(fabs(t->unexplained) < 0.05);
	assert_true(fabs(share_of_lines(b) + t->unexplained - 1) < 1e-6);
}

static void
what_nothing_listed_explains_remains(void **state)
{
	struct bench *b = *state;
	for (int64_t i = 0; i < SAMPLES; i++) {
		add_zone(b, "half", 1000, 5000 + 500 * i + noise(b, 30));
		add_free(b, 600 * MIB - 1000000 * i);
		end_sample(b);
	}
	const struct attribution *t = &analysis_of(b)->attribution;
	assert_true(fabs(t->unexplained - 0.5) < 0.03);
	assert_true(t->unexplained_low < 0.5 && 0.5 < t->unexplained_high);
}

static void
memory_that_does_not_fall_is_attributed_to_nobody(void **state)
{
	struct bench *b = *state;
	for (int64_t i = 0; i < SAMPLES; i++) {
		add_zone(b, "large", 1000, 5000 + 700 * i + noise(b, 30));
		add_free(b, 600 * MIB);
		end_sample(b);
	}
	assert_false(analysis_of(b)->attribution.done);
	assert_int_equal(analysis_of(b)->attribution.line_count, 0);
}

/* ---- processes and their command ---- */

#define WORKERS 4

/* Each grows; with turnover, one in turn is replaced by a new one every six samples. */
static void
run_a_pool(struct bench *b, bool turnover)
{
	int64_t born[WORKERS] = { 0 }, pid[WORKERS] = { 100, 101, 102, 103 };
	for (int64_t i = 0; i < SAMPLES; i++) {
		if (turnover && i > 0 && i % 6 == 0) {
			int64_t w = i / 6 % WORKERS;
			born[w] = i;
			pid[w] = 200 + i;
		}
		for (int64_t w = 0; w < WORKERS; w++) {
			int64_t age =
			    turnover && born[w] == 0 ? i + 6 * w : i - born[w];
			add_process(b, "worker", pid[w], born[w],
			    20 * MIB + age * MIB / 4 + noise(b, 20000));
		}
		end_sample(b);
	}
}

static void
workers_that_are_replaced_in_turn_do_not_leak(void **state)
{
	struct bench *b = *state;
	run_a_pool(b, true);
	assert_int_equal(named_count(b), 0);
}

static void
workers_that_stay_and_grow_are_one_leak_of_their_command(void **state)
{
	struct bench *b = *state;
	run_a_pool(b, false);
	assert_int_equal(named_count(b), 1);
	const struct finding *f = &analysis_of(b)->findings[0];
	assert_int_equal(f->entity->kind, KIND_COMMAND);
	assert_int_equal(f->verdict, VERDICT_LEAK);
	assert_true(fabs(f->judged[0].rate.value / ((double)MIB / STEP_S) - 1) < 0.05);
}

/* Three lives of a daemon, one after the other. */
static void
restart_a_daemon(struct bench *b, int64_t growth)
{
	const int64_t life = SAMPLES / 3;
	for (int64_t i = 0; i < SAMPLES; i++) {
		int64_t born = i / life * life;
		add_process(b, "leakyd", 300 + born, born,
		    20 * MIB + growth * (i - born) + noise(b, 20000));
		end_sample(b);
	}
}

static void
a_daemon_that_leaks_in_each_of_its_lives_is_one_leak(void **state)
{
	struct bench *b = *state;
	restart_a_daemon(b, MIB / 2);
	assert_int_equal(named_count(b), 1);
	const struct finding *f = &analysis_of(b)->findings[0];
	assert_int_equal(f->entity->kind, KIND_COMMAND);
	assert_int_equal(f->verdict, VERDICT_LEAK);
	assert_int_equal(f->lives, 3);
	const struct evidence *e = evidence_of(f, "restarts");
	assert_non_null(e);
	assert_true(fabs(e->value[2] / (31 * (double)MIB / 2) - 1) < 0.05);
	assert_true(
	    fabs(f->judged[0].rate.value / ((double)MIB / 2 / STEP_S) - 1) < 0.05);
}

static void
a_daemon_that_is_restarted_without_growing_does_not_leak(void **state)
{
	struct bench *b = *state;
	restart_a_daemon(b, 0);
	assert_int_equal(named_count(b), 0);
}

static void
fork_jobs(struct bench *b, int64_t every)
{
	for (int64_t i = 0; i < SAMPLES; i++) {
		for (int64_t p = 0; p < 3 + i / every; p++)
			add_process(
			    b, "job", 400 + p, p < 3 ? 0 : (p - 2) * every, 3 * MIB);
		end_sample(b);
	}
}

static void
processes_that_pile_up_are_a_leak_of_their_number(void **state)
{
	struct bench *b = *state;
	fork_jobs(b, 4);
	const struct finding *f = finding_of(b, KIND_COMMAND, "job");
	assert_true(is_named(f));
	assert_null(f->parent);
	const struct evidence *e = evidence_of(f, "multiplies");
	assert_non_null(e);
	assert_true(e->value[0] == 3 && e->value[1] == 3 + 95 / 4);
}

static void
processes_that_stay_as_many_are_none(void **state)
{
	struct bench *b = *state;
	fork_jobs(b, 1000);
	assert_int_equal(named_count(b), 0);
}

/* Jobs pile up at odd moments and bring four sockets each; `besides` more are lost with each sample. */
static void
fork_jobs_with_sockets(struct bench *b, int64_t besides)
{
	know(b, "zone  socket  object  sockets  @descriptors\n");
	int64_t jobs = 3, lost = 0, born[ROWS] = { 0 };
	for (int64_t i = 0; i < SAMPLES; i++) {
		if (noise(b, 10) > 4 && jobs < ROWS - 4)
			born[jobs++] = i;
		lost += besides + (besides > 0 ? noise(b, besides) : 0);
		for (int64_t p = 0; p < jobs; p++)
			add_process(b, "job", 400 + p, born[p], 3 * MIB);
		add_zone(b, "socket", 944, 200 + 4 * jobs + lost);
		end_sample(b);
	}
}

static void
sockets_of_more_processes_are_part_of_their_leak(void **state)
{
	struct bench *b = *state;
	fork_jobs_with_sockets(b, 0);
	assert_int_equal(named_count(b), 1);
	assert_ptr_equal(
	    zone_of(b, "socket")->parent, finding_of(b, KIND_COMMAND, "job"));
}

static void
sockets_that_more_processes_do_not_explain_are_a_second_leak(void **state)
{
	struct bench *b = *state;
	fork_jobs_with_sockets(b, 2);
	assert_int_equal(named_count(b), 2);
	assert_int_equal(zone_of(b, "socket")->verdict, VERDICT_LEAK);
	assert_null(zone_of(b, "socket")->parent);
}

/* ---- address space, resident memory, swap ---- */

static void
grow_address_space(struct bench *b, int64_t swapped_per_sample)
{
	for (int64_t i = 0; i < SAMPLES; i++) {
		struct row *row =
		    add_process(b, "pressed", 500, 0, 30 * MIB + noise(b, 100000));
		give(row, METRIC_VSZ, 100 * MIB + MIB * i);
		add(b, KIND_MEMORY, "swap-used", METRIC_VALUE,
		    10 * MIB + swapped_per_sample * i);
		end_sample(b);
	}
}

static void
a_leak_that_is_pushed_out_to_swap_shows_in_its_address_space(void **state)
{
	struct bench *b = *state;
	grow_address_space(b, MIB);
	const struct finding *f = finding_of(b, KIND_PROCESS, "pressed");
	assert_int_equal(f->verdict, VERDICT_LEAK);
	assert_int_equal(f->judged[0].metric, METRIC_VSZ);
	const struct evidence *e = evidence_of(f, "squeezed");
	assert_non_null(e);
	assert_true(e->direction > 0 && e->value[2] == 95 * (double)MIB);
	assert_null(evidence_of(f, "vsz-alone"));
}

static void
address_space_without_memory_behind_it_speaks_against(void **state)
{
	struct bench *b = *state;
	grow_address_space(b, 0);
	const struct finding *f = finding_of(b, KIND_PROCESS, "pressed");
	assert_null(evidence_of(f, "squeezed"));
	const struct evidence *e = evidence_of(f, "vsz-alone");
	assert_non_null(e);
	assert_true(e->direction < 0);
}

/* ---- walls ---- */

static void
rest_at(struct bench *b, int64_t used, int64_t limit, bool fails)
{
	for (int64_t i = 0; i < SAMPLES; i++) {
		struct row *row = add_zone(b, "full", 2048, used);
		give(row, METRIC_LIMIT, limit);
		give(row, METRIC_FAILS, fails ? i : 7);
		end_sample(b);
	}
}

static void
a_zone_that_rests_at_its_limit_says_so_and_is_no_leak(void **state)
{
	struct bench *b = *state;
	rest_at(b, 1000, 1000, true);
	const struct finding *f = zone_of(b, "full");
	assert_int_equal(f->verdict, VERDICT_STABLE);
	assert_non_null(evidence_of(f, "limit-hit"));
	assert_true(evidence_of(f, "fails")->value[0] == SAMPLES - 1);
}

static void
a_zone_far_from_its_limit_says_nothing(void **state)
{
	struct bench *b = *state;
	rest_at(b, 1000, 4000, false);
	assert_null(evidence_of(zone_of(b, "full"), "limit-hit"));
	assert_null(evidence_of(zone_of(b, "full"), "fails"));
}

/* 1000 items of 1000 bytes a minute: memory lasts for 600 minutes, the limit for fewer. */
static void
leak_towards_walls(struct bench *b, int64_t items_left, int64_t per_sample)
{
	for (int64_t i = 0; i < SAMPLES; i++) {
		int64_t used = 5000 + per_sample * i;
		struct row *row = add_zone(b, "walled", 1000, used + noise(b, 20));
		give(row, METRIC_LIMIT, 5000 + per_sample * (SAMPLES - 1) + items_left);
		add_free(b, 600000000 + 1000 * per_sample * (SAMPLES - 1 - i));
		end_sample(b);
	}
}

static void
the_nearest_wall_comes_first(void **state)
{
	struct bench *b = *state;
	leak_towards_walls(b, 120000, 1000);
	const struct analysis *a = analysis_of(b);
	assert_int_equal(a->forecast_count, 2);
	assert_ptr_equal(a->forecasts[0].entity, zone_of(b, "walled")->entity);
	assert_true(fabs(a->forecasts[0].eta_s / (120 * 60) - 1) < 0.02);
	assert_true(a->forecasts[0].low_s < a->forecasts[0].eta_s);
	assert_true(a->forecasts[0].eta_s < a->forecasts[0].high_s);
	assert_true(fabs(a->forecasts[1].eta_s / (600 * 60) - 1) < 0.02);
	assert_int_equal(zone_of(b, "walled")->severity, SEVERITY_CRITICAL);
}

static void
without_a_leak_no_wall_is_foretold(void **state)
{
	struct bench *b = *state;
	leak_towards_walls(b, 120000, 0);
	assert_int_equal(analysis_of(b)->forecast_count, 0);
}

/* ---- growth that matters ---- */

/* 20 ppm of this machine's memory are 21 KiB. */
static void
grow_a_little(struct bench *b, int64_t size)
{
	for (int64_t i = 0; i < SAMPLES; i++) {
		add_zone(b, "little", size, 50 + i);
		end_sample(b);
	}
}

static void
growth_too_small_to_matter_is_stable_and_says_so(void **state)
{
	struct bench *b = *state;
	grow_a_little(b, 64);
	const struct finding *f = zone_of(b, "little");
	assert_int_equal(f->judged[0].by_score, VERDICT_LEAK);
	assert_int_equal(f->verdict, VERDICT_STABLE);
	const struct evidence *e = evidence_of(f, "immaterial");
	assert_non_null(e);
	assert_true(fabs(e->value[1] - 20e-6 * (double)RAM) < 1);
}

static void
the_same_growth_of_larger_items_is_a_leak(void **state)
{
	struct bench *b = *state;
	grow_a_little(b, 4096);
	assert_int_equal(zone_of(b, "little")->verdict, VERDICT_LEAK);
}

/* ---- the observer ---- */

static void
watch(struct bench *b, int64_t collector_pid)
{
	store_host(b->store)->collector_pid = collector_pid;
	for (int64_t i = 0; i < SAMPLES; i++) {
		add_process(b, "sh", 600, 0, 4 * MIB + 100000 * i + noise(b, 5000));
		add_free(b, 600 * MIB - 100000 * i);
		end_sample(b);
	}
}

static void
the_collector_itself_is_set_aside(void **state)
{
	struct bench *b = *state;
	watch(b, 600);
	const struct analysis *a = analysis_of(b);
	assert_int_equal(named_count(b), 0);
	assert_int_equal(a->verdict, VERDICT_INSUFFICIENT);
	assert_true(a->own_count >= 1);
	assert_int_equal(a->own[0].verdict, VERDICT_LEAK);
	/* It took the memory all the same. */
	assert_int_equal(a->attribution.line_count, 1);
	assert_ptr_equal(a->attribution.lines[0].finding, &a->own[0]);
}

static void
the_same_process_of_somebody_else_is_a_leak(void **state)
{
	struct bench *b = *state;
	watch(b, 999);
	assert_int_equal(named_count(b), 1);
	assert_int_equal(analysis_of(b)->own_count, 0);
}

/* ---- boots, and the part of the run that is asked for ---- */

/* A zone starts anew at the boot, if there is one. */
static void
run_with_boot(struct bench *b, int64_t boot_sample, int64_t before, int64_t after)
{
	for (int64_t i = 0; i < SAMPLES; i++) {
		bool again = i >= boot_sample;
		int64_t since = again ? i - boot_sample : i;
		add_zone(b, "booted", 1000,
		    5000 + (again ? after : before) * since + noise(b, 20));
		add(b, KIND_HOST, "boot-time", METRIC_VALUE,
		    START_MS +
			(again ? boot_sample * STEP_S * 1000 - 20000 : -86400000));
		end_sample(b);
	}
}

static void
only_the_longer_of_two_boots_is_judged(void **state)
{
	struct bench *b = *state;
	run_with_boot(b, 36, 0, 500);
	const struct finding *f = zone_of(b, "booted");
	assert_int_equal(f->verdict, VERDICT_LEAK);
	assert_int_equal(f->judged[0].count, 60);
	assert_true(fabs(f->judged[0].rate.value / (500000.0 / STEP_S) - 1) < 0.02);
	const struct evidence *e = evidence_of(f, "boots");
	assert_non_null(e);
	assert_true(e->value[0] == 2 && e->value[1] == 2);
}

static void
what_grows_in_each_boot_is_certain(void **state)
{
	struct bench *b = *state;
	run_with_boot(b, 36, 500, 500);
	const struct evidence *e = evidence_of(zone_of(b, "booted"), "other-boots");
	assert_non_null(e);
	assert_true(e->value[0] == 1 && e->value[1] == 1 && e->direction > 0);
}

static void
what_grows_in_one_boot_only_is_told(void **state)
{
	struct bench *b = *state;
	run_with_boot(b, 36, 0, 500);
	const struct evidence *e = evidence_of(zone_of(b, "booted"), "other-boots");
	assert_non_null(e);
	assert_true(e->value[1] == 0 && e->direction < 0);
}

static void
a_size_that_a_boot_changed_does_not_leak(void **state)
{
	struct bench *b = *state;
	run_with_boot(b, 36, 500, 0);
	assert_int_equal(zone_of(b, "booted")->verdict, VERDICT_STABLE);
}

static void
leak_in_the_second_half(struct bench *b)
{
	for (int64_t i = 0; i < SAMPLES; i++) {
		int64_t grown = i < SAMPLES / 2 ? 0 : 500 * (i - SAMPLES / 2);
		add_zone(b, "late", 1000, 5000 + grown + noise(b, 20));
		end_sample(b);
	}
}

static void
the_end_of_the_window_hides_what_comes_after(void **state)
{
	struct bench *b = *state;
	leak_in_the_second_half(b);
	b->to_ms = START_MS + (SAMPLES / 2 - 1) * STEP_S * 1000;
	assert_int_equal(zone_of(b, "late")->verdict, VERDICT_STABLE);
	assert_int_equal(zone_of(b, "late")->judged[0].count, SAMPLES / 2);
}

static void
the_start_of_the_window_hides_what_came_before(void **state)
{
	struct bench *b = *state;
	leak_in_the_second_half(b);
	b->from_ms = START_MS + SAMPLES / 2 * STEP_S * 1000;
	const struct finding *f = zone_of(b, "late");
	assert_int_equal(f->verdict, VERDICT_LEAK);
	assert_int_equal(f->judged[0].count, SAMPLES / 2);
	assert_true(f->judged[0].onset_before);
}

static void
without_a_window_the_onset_is_told(void **state)
{
	struct bench *b = *state;
	leak_in_the_second_half(b);
	const struct judgement *j = &zone_of(b, "late")->judged[0];
	assert_int_equal(j->verdict, VERDICT_LEAK);
	assert_false(j->onset_before);
	double half = SAMPLES / 2 * STEP_S;
	assert_true(j->onset_low_s <= half && half <= j->onset_high_s);
}

static void
without_time_between_the_samples_nothing_is_judged(void **state)
{
	struct bench *b = *state;
	for (int64_t i = 0; i < SAMPLES; i++) {
		add_zone(b, "timeless", 1000, 5000 + 500 * i);
		end_sample_at(b, START_MS);
	}
	const struct finding *f = zone_of(b, "timeless");
	assert_int_equal(f->verdict, VERDICT_INSUFFICIENT);
	assert_non_null(evidence_of(f, "short-span"));
	assert_null(evidence_of(f, "seen-in-part"));
}

/* ---- pages that several processes share ---- */

/* Three backends; what is new in the memory they share shows in each of them, in bursts. */
static void
grow_backends(struct bench *b, bool shared)
{
	int64_t rss[3] = { 40 * MIB, 40 * MIB, 40 * MIB }, lost = 0;
	for (int64_t i = 0; i < SAMPLES; i++) {
		int64_t burst = 4096 * (100 + noise(b, 90));
		lost += burst;
		for (int64_t p = 0; p < 3; p++) {
			rss[p] += shared ? burst : 4096 * (100 + noise(b, 90)) / 3;
			struct row *row = add_process(b, "backend", 70 + p, 0, rss[p]);
			row->step[METRIC_RSS] = 4096;
		}
		add_free(b, 700 * MIB - lost);
		end_sample(b);
	}
}

static void
pages_that_processes_share_count_once(void **state)
{
	struct bench *b = *state;
	grow_backends(b, true);
	const struct finding *f = finding_of(b, KIND_COMMAND, "backend");
	assert_int_equal(f->verdict, VERDICT_LEAK);
	assert_true(evidence_of(f, "shared")->value[0] == 3);
	assert_true(fabs(share_of_lines(b) - 1) < 0.1);
	assert_true(fabs(f->judged[0].rate.value / (100 * 4096.0 / STEP_S) - 1) < 0.2);
}

static void
pages_of_their_own_add_up(void **state)
{
	struct bench *b = *state;
	grow_backends(b, false);
	const struct finding *f = finding_of(b, KIND_COMMAND, "backend");
	assert_null(evidence_of(f, "shared"));
	assert_true(fabs(share_of_lines(b) - 1) < 0.1);
}

/* ---- what the data may and may not say ---- */

/* A zone that leaks and shows in so many of ten samples. */
static void
leak_now_and_then(struct bench *b, int64_t seen)
{
	for (int64_t i = 0; i < SAMPLES; i++) {
		add_zone(b, "always", 1000, 5000);
		if (i * seen % 10 < seen)
			add_zone(b, "shy", 1000, 5000 + 500 * i + noise(b, 20));
		end_sample(b);
	}
}

static void
what_shows_in_too_few_samples_is_not_judged(void **state)
{
	struct bench *b = *state;
	leak_now_and_then(b, 5);
	assert_int_equal(zone_of(b, "shy")->verdict, VERDICT_INSUFFICIENT);
	assert_non_null(evidence_of(zone_of(b, "shy"), "seen-in-part"));
}

static void
what_shows_in_most_samples_is_judged(void **state)
{
	struct bench *b = *state;
	leak_now_and_then(b, 7);
	assert_int_equal(zone_of(b, "shy")->verdict, VERDICT_LEAK);
}

/* Half of the run was not recorded; the zone gains so much each minute, and so much once while nobody looks. */
static void
leave_a_gap(struct bench *b, int64_t each, int64_t once)
{
	for (int64_t i = 0; i < SAMPLES; i++) {
		int64_t at =
		    i < SAMPLES / 2 + 2 ? i : i + SAMPLES; /* within a window */
		add_zone(b, "watched", 1000,
		    5000 + each * at + (at > i ? once : 0) + noise(b, 20));
		end_sample_at(b, START_MS + at * STEP_S * 1000);
	}
}

static void
a_leak_goes_on_in_a_gap_of_half_the_run(void **state)
{
	struct bench *b = *state;
	leave_a_gap(b, 500, 0);
	const struct judgement *j = &zone_of(b, "watched")->judged[0];
	assert_int_equal(j->verdict, VERDICT_LEAK);
	assert_true(fabs(j->rate.value / (500000.0 / STEP_S) - 1) < 0.02);
}

static void
a_leak_that_began_in_a_gap_is_one(void **state)
{
	struct bench *b = *state;
	for (int64_t i = 0; i < SAMPLES; i++) {
		int64_t at = i < SAMPLES / 2 + 2 ? i : i + SAMPLES;
		int64_t grown = at < SAMPLES ? 0 : 500 * (at - SAMPLES);
		add_zone(b, "watched", 1000, 5000 + grown + noise(b, 20));
		end_sample_at(b, START_MS + at * STEP_S * 1000);
	}
	assert_int_equal(zone_of(b, "watched")->verdict, VERDICT_LEAK);
}

static void
a_step_in_a_gap_is_no_leak(void **state)
{
	struct bench *b = *state;
	leave_a_gap(b, 0, 40000);
	assert_int_equal(zone_of(b, "watched")->verdict, VERDICT_STEP);
}

/* Work comes in four bursts; each thousand requests lose a hundred items. The counter starts near `first`. */
static void
leak_by_work(struct bench *b, int64_t first, bool wraps)
{
	int64_t requests = 0;
	for (int64_t i = 0; i < SAMPLES; i++) {
		requests += i / 6 % 4 == 2 ? 20000 : 200;
		int64_t shown = first + requests;
		struct row *row =
		    add_zone(b, "worked", 1000, 5000 + requests / 10 + noise(b, 20));
		give(row, METRIC_REQUESTS, wraps ? shown & UINT32_MAX : shown);
		end_sample(b);
	}
}

static void
a_counter_of_32_bits_that_wraps_goes_on_counting(void **state)
{
	struct bench *b = *state;
	leak_by_work(b, UINT32_MAX - INT64_C(200000), true);
	const struct judgement *j = &zone_of(b, "worked")->judged[0];
	assert_int_equal(j->verdict, VERDICT_LEAK);
	assert_true(fabs(j->per_1000_work / (100 * 1000) - 1) < 0.05);
}

/* Something set the counter back in the middle of the run: what it counted there is not known, the rest is. */
static void
a_counter_that_was_set_back_goes_on_from_there(void **state)
{
	struct bench *b = *state;
	int64_t requests = 0;
	for (int64_t i = 0; i < SAMPLES; i++) {
		requests += i / 6 % 4 == 2 ? 20000 : 200;
		struct row *row =
		    add_zone(b, "worked", 1000, 5000 + requests / 10 + noise(b, 20));
		give(row, METRIC_REQUESTS, i < 43 ? requests : requests - 100000);
		end_sample(b);
	}
	const struct judgement *j = &zone_of(b, "worked")->judged[0];
	assert_true(fabs(j->per_1000_work / (100 * 1000) - 1) < 0.1);
}

static void
items_held_but_free_are_at_most_suspected(void **state)
{
	struct bench *b = *state;
	for (int64_t i = 0; i < SAMPLES; i++) {
		struct row *row = add_zone(b, "fragmented", 1000, 5000 + noise(b, 20));
		give(row, METRIC_FREE, 1000 + 500 * i);
		end_sample(b);
	}
	const struct finding *f = zone_of(b, "fragmented");
	assert_true(f->verdict >= VERDICT_SUSPECTED);
	assert_non_null(evidence_of(f, "only-free"));
}

static void
a_machine_just_booted_says_so_and_drops_nothing(void **state)
{
	struct bench *b = *state;
	for (int64_t i = 0; i < SAMPLES; i++) {
		add_zone(b, "ramp", 1000, 5000 + 500 * i + noise(b, 20));
		add(b, KIND_HOST, "boot-time", METRIC_VALUE, START_MS - 120000);
		end_sample(b);
	}
	const struct finding *f = zone_of(b, "ramp");
	assert_non_null(evidence_of(f, "boot-ramp"));
	assert_int_equal(f->judged[0].count, SAMPLES);
}

/* ---- Linux, control groups, ZFS ---- */

static const struct forecast *
wall_of(struct bench *b, const char *resource)
{
	const struct analysis *a = analysis_of(b);
	for (size_t i = 0; i < a->forecast_count; i++)
		if (strcmp(a->forecasts[i].resource, resource) == 0)
			return &a->forecasts[i];
	return NULL;
}

/* One process leaks a mebibyte a minute; at the end so many minutes are left of each resource. */
static void
run_linux(struct bench *b, int64_t overcommit, int64_t group_limit)
{
	know(b, "memory  shmem  object  shared memory\n"
		"memory  page-tables  object  mm\n");
	for (int64_t i = 0; i < SAMPLES; i++) {
		int64_t to_go = SAMPLES - 1 - i;
		add_process(b, "leaky", 77, 0, 40 * MIB + MIB * i + noise(b, 40000));
		add(b, KIND_MEMORY, "available", METRIC_VALUE,
		    (500 + to_go) * MIB + noise(b, 40000));
		add(b, KIND_MEMORY, "commit-used", METRIC_VALUE,
		    (900 - 200 - to_go) * MIB);
		add(b, KIND_MEMORY, "commit-limit", METRIC_VALUE, 900 * MIB);
		add(b, KIND_LIMIT, "vm.overcommit_memory", METRIC_VALUE, overcommit);
		/* Its files come and go, which takes nothing. */
		int64_t files = (30 + noise(b, 20)) * MIB;
		add(b, KIND_MEMORY, "cgroup-cache", METRIC_VALUE, files);
		add(b, KIND_MEMORY, "cgroup-used", METRIC_VALUE,
		    (600 - 100 - to_go) * MIB + files);
		add(b, KIND_MEMORY, "cgroup-limit", METRIC_VALUE, group_limit);
		end_sample(b);
	}
}

static void
promises_are_a_wall_where_they_are_kept(void **state)
{
	struct bench *b = *state;
	run_linux(b, 2, INT64_MAX);
	const struct forecast *f = wall_of(b, "commit limit");
	assert_non_null(f);
	assert_true(fabs(f->eta_s / (200 * STEP_S) - 1) < 0.03);
	assert_ptr_equal(f, &analysis_of(b)->forecasts[0]);
	assert_null(wall_of(b, "memory of the control group"));
}

static void
promises_are_no_wall_where_more_is_promised(void **state)
{
	struct bench *b = *state;
	run_linux(b, 0, INT64_MAX);
	assert_null(wall_of(b, "commit limit"));
	assert_non_null(wall_of(b, "free memory"));
}

static void
a_control_group_is_a_wall_without_its_files(void **state)
{
	struct bench *b = *state;
	run_linux(b, 0, 600 * MIB);
	const struct forecast *f = wall_of(b, "memory of the control group");
	assert_non_null(f);
	assert_true(fabs(f->eta_s / (100 * STEP_S) - 1) < 0.03);
	assert_ptr_equal(f, &analysis_of(b)->forecasts[0]);
}

/* Memory goes into files of tmpfs, a part of which a process has mapped. */
static void
fill_tmpfs(struct bench *b, bool mapped)
{
	know(b, "memory  shmem  object  shared memory\n");
	for (int64_t i = 0; i < SAMPLES; i++) {
		int64_t more = MIB * i;
		add_process(b, "mapper", 77, 0,
		    40 * MIB + (mapped ? more : 0) + noise(b, 40000));
		add(b, KIND_MEMORY, "shmem", METRIC_VALUE,
		    10 * MIB + more + noise(b, 40000));
		add(b, KIND_MEMORY, "mapped", METRIC_VALUE,
		    30 * MIB + (mapped ? more : 0));
		add(b, KIND_MEMORY, "available", METRIC_VALUE,
		    600 * MIB - more + noise(b, 40000));
		end_sample(b);
	}
}

static void
files_in_memory_are_told_by_shmem(void **state)
{
	struct bench *b = *state;
	fill_tmpfs(b, false);
	const struct attribution *t = &analysis_of(b)->attribution;
	assert_int_equal(t->line_count, 1);
	assert_ptr_equal(t->lines[0].finding, finding_of(b, KIND_MEMORY, "shmem"));
	assert_true(fabs(share_of_lines(b) - 1) < 0.05);
}

static void
shared_memory_that_a_process_has_mapped_counts_once(void **state)
{
	struct bench *b = *state;
	fill_tmpfs(b, true);
	assert_int_equal(analysis_of(b)->attribution.line_count, 1);
	assert_true(fabs(share_of_lines(b) - 1) < 0.05);
	assert_true(fabs(analysis_of(b)->attribution.unexplained) < 0.05);
}

static void
slabs_that_are_not_listed_are_told_by_their_sum(void **state)
{
	struct bench *b = *state;
	know(b, "memory  slab-unreclaimable  mirror  slab  slab:*\n");
	for (int64_t i = 0; i < SAMPLES; i++) {
		add(b, KIND_MEMORY, "slab-unreclaimable", METRIC_VALUE,
		    50 * MIB + MIB * i + noise(b, 40000));
		add(b, KIND_MEMORY, "available", METRIC_VALUE,
		    600 * MIB - MIB * i + noise(b, 40000));
		end_sample(b);
	}
	assert_true(fabs(share_of_lines(b) - 1) < 0.05);
	assert_true(fabs(analysis_of(b)->attribution.unexplained) < 0.05);
}

/* The cache of ZFS fills, in a zone of its own, while a process leaks. */
static void
the_cache_of_zfs_is_no_loss(void **state)
{
	struct bench *b = *state;
	know(b, "zone  abd_chunk  cache!  zfs arc  -  bytes:vfs.zfs.arc_max\n"
		"memory  arc  cache!  zfs  -  bytes:vfs.zfs.arc_max\n");
	for (int64_t i = 0; i < SAMPLES; i++) {
		int64_t arc = 2 * MIB * i;
		add_zone(b, "abd_chunk", 4096, 1000 + arc / 4096);
		add(b, KIND_MEMORY, "arc", METRIC_VALUE, 4 * MIB + arc);
		add_process(b, "leaky", 77, 0, 40 * MIB + MIB * i + noise(b, 40000));
		add(b, KIND_MEMORY, "wired", METRIC_VALUE, 100 * MIB + arc);
		add_free(b, 600 * MIB - arc - MIB * i);
		end_sample(b);
	}
	const struct attribution *t = &analysis_of(b)->attribution;
	assert_int_equal(t->line_count, 1);
	assert_true(t->lines[0].process);
	assert_true(fabs(t->lines[0].share - 1) < 0.05);
	assert_true(fabs(t->unexplained) < 0.05);
	assert_int_equal(named_count(b), 1);
}

/* Linux tells the size of swap and what is free of it. */
static void
on_linux_too_a_leak_that_is_pushed_out_to_swap_shows(void **state)
{
	struct bench *b = *state;
	for (int64_t i = 0; i < SAMPLES; i++) {
		struct row *row =
		    add_process(b, "pressed", 500, 0, 30 * MIB + noise(b, 100000));
		give(row, METRIC_VSZ, 100 * MIB + MIB * i);
		add(b, KIND_MEMORY, "available", METRIC_VALUE,
		    20 * MIB + noise(b, 40000));
		add(b, KIND_MEMORY, "swap-total", METRIC_VALUE, 900 * MIB);
		add(b, KIND_MEMORY, "swap-free", METRIC_VALUE, (890 - i) * MIB);
		end_sample(b);
	}
	const struct finding *f = finding_of(b, KIND_PROCESS, "pressed");
	assert_int_equal(f->verdict, VERDICT_LEAK);
	assert_int_equal(f->judged[0].metric, METRIC_VSZ);
	assert_non_null(evidence_of(f, "squeezed"));
	assert_non_null(wall_of(b, "swap"));
}

static const struct advice *
advice_of(struct bench *b, const char *id)
{
	const struct analysis *a = analysis_of(b);
	for (size_t i = 0; i < a->advice_count; i++)
		if (strcmp(a->advice[i].id, id) == 0)
			return &a->advice[i];
	return NULL;
}

/* ---- swap on a firewall ---- */

static void
use_swap(struct bench *b, const char *zone, int64_t used)
{
	know(b, "zone  pf states  object  pf\n");
	for (int64_t i = 0; i < SAMPLES; i++) {
		add_zone(b, zone, 300, 500);
		add(b, KIND_MEMORY, "swap-used", METRIC_VALUE, used);
		end_sample(b);
	}
}

static void
any_swap_on_a_firewall_is_told(void **state)
{
	struct bench *b = *state;
	use_swap(b, "pf states", 4096);
	assert_true(advice_of(b, "swap-on-firewall") != NULL);
}

static void
a_firewall_without_swap_is_as_it_should_be(void **state)
{
	struct bench *b = *state;
	use_swap(b, "pf states", 0);
	assert_false(advice_of(b, "swap-on-firewall") != NULL);
}

static void
swap_elsewhere_is_usual(void **state)
{
	struct bench *b = *state;
	use_swap(b, "others", 4096);
	assert_false(advice_of(b, "swap-on-firewall") != NULL);
}

/* ---- how long would settle it ---- */

/* Levels off with a time constant of so many samples. */
static void
fill_slowly(struct bench *b, double tau)
{
	for (int64_t i = 0; i < SAMPLES; i++) {
		double filled = 20000 * (1 - exp(-(double)i / tau));
		add_zone(b, "slow", 1000, 5000 + (int64_t)filled + noise(b, 60));
		end_sample(b);
	}
}

static void
what_levels_off_slowly_is_to_be_watched_longer(void **state)
{
	struct bench *b = *state;
	fill_slowly(b, 0.4 * SAMPLES);
	assert_int_equal(zone_of(b, "slow")->verdict, VERDICT_BOUNDED);
	const struct advice *a = advice_of(b, "longer");
	assert_non_null(a);
	assert_true(str_eq(a->name, zone_of(b, "slow")->id));
	assert_true(fabs(a->value[1] / (5 * 0.4 * SAMPLES * STEP_S) - 1) < 0.2);
}

static void
what_has_levelled_off_needs_no_longer_run(void **state)
{
	struct bench *b = *state;
	fill_slowly(b, 0.1 * SAMPLES);
	assert_int_equal(zone_of(b, "slow")->verdict, VERDICT_BOUNDED);
	assert_null(advice_of(b, "longer"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_cache_below_its_bound_is_bounded),
		TEST(a_cache_above_its_bound_is_a_leak),
		TEST(a_cache_whose_bound_is_not_told_is_bounded_and_says_so),
		TEST(a_cache_that_eats_most_of_what_is_lost_is_suspected),
		TEST(a_follower_in_step_stands_under_its_parent),
		TEST(a_follower_that_outruns_its_parent_is_named_itself),
		TEST(a_malloc_zone_and_its_type_count_once),
		TEST(a_malloc_zone_stands_for_its_types_where_they_are_not_listed),
		TEST(two_leaks_share_the_loss_seventy_to_thirty),
		TEST(what_nothing_listed_explains_remains),
		TEST(memory_that_does_not_fall_is_attributed_to_nobody),
		TEST(workers_that_are_replaced_in_turn_do_not_leak),
		TEST(workers_that_stay_and_grow_are_one_leak_of_their_command),
		TEST(a_daemon_that_leaks_in_each_of_its_lives_is_one_leak),
		TEST(a_daemon_that_is_restarted_without_growing_does_not_leak),
		TEST(processes_that_pile_up_are_a_leak_of_their_number),
		TEST(processes_that_stay_as_many_are_none),
		TEST(sockets_of_more_processes_are_part_of_their_leak),
		TEST(sockets_that_more_processes_do_not_explain_are_a_second_leak),
		TEST(a_leak_that_is_pushed_out_to_swap_shows_in_its_address_space),
		TEST(address_space_without_memory_behind_it_speaks_against),
		TEST(a_zone_that_rests_at_its_limit_says_so_and_is_no_leak),
		TEST(a_zone_far_from_its_limit_says_nothing),
		TEST(the_nearest_wall_comes_first),
		TEST(without_a_leak_no_wall_is_foretold),
		TEST(growth_too_small_to_matter_is_stable_and_says_so),
		TEST(the_same_growth_of_larger_items_is_a_leak),
		TEST(the_collector_itself_is_set_aside),
		TEST(the_same_process_of_somebody_else_is_a_leak),
		TEST(only_the_longer_of_two_boots_is_judged),
		TEST(what_grows_in_each_boot_is_certain),
		TEST(what_grows_in_one_boot_only_is_told),
		TEST(a_size_that_a_boot_changed_does_not_leak),
		TEST(the_end_of_the_window_hides_what_comes_after),
		TEST(the_start_of_the_window_hides_what_came_before),
		TEST(without_a_window_the_onset_is_told),
		TEST(without_time_between_the_samples_nothing_is_judged),
		TEST(pages_that_processes_share_count_once),
		TEST(pages_of_their_own_add_up),
		TEST(what_shows_in_too_few_samples_is_not_judged),
		TEST(what_shows_in_most_samples_is_judged),
		TEST(a_leak_goes_on_in_a_gap_of_half_the_run),
		TEST(a_leak_that_began_in_a_gap_is_one),
		TEST(a_step_in_a_gap_is_no_leak),
		TEST(a_counter_of_32_bits_that_wraps_goes_on_counting),
		TEST(a_counter_that_was_set_back_goes_on_from_there),
		TEST(items_held_but_free_are_at_most_suspected),
		TEST(a_machine_just_booted_says_so_and_drops_nothing),
		TEST(promises_are_a_wall_where_they_are_kept),
		TEST(promises_are_no_wall_where_more_is_promised),
		TEST(a_control_group_is_a_wall_without_its_files),
		TEST(files_in_memory_are_told_by_shmem),
		TEST(shared_memory_that_a_process_has_mapped_counts_once),
		TEST(slabs_that_are_not_listed_are_told_by_their_sum),
		TEST(the_cache_of_zfs_is_no_loss),
		TEST(on_linux_too_a_leak_that_is_pushed_out_to_swap_shows),
		TEST(any_swap_on_a_firewall_is_told),
		TEST(a_firewall_without_swap_is_as_it_should_be),
		TEST(swap_elsewhere_is_usual),
		TEST(what_levels_off_slowly_is_to_be_watched_longer),
		TEST(what_has_levelled_off_needs_no_longer_run),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
