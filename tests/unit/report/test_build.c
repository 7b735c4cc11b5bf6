#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "base/map.h"
#include "base/out.h"
#include "base/when.h"
#include "report/build.h"

#define START_MS INT64_C(1795342309000)
#define STEP_S 10
#define SAMPLES 60
#define FINDINGS 3

/*
 * A machine of one zone, one process and one counter, and an analysis of it that is made by hand: the zone leaks, the process follows
 * it, the descriptors stand still. Tests change what they are about and build the report again.
 */
struct bench {
	struct arena perm;
	struct diag diag;
	struct store *store;
	struct analysis analysis;
	struct finding findings[FINDINGS];
	struct judgement judged[FINDINGS];
	struct evidence evidence[2], bond;
	struct forecast forecast;
	struct memory_trend memory;
	struct attribution_line line;
	struct report_facts facts;
};

/* ---- the machine ---- */

static void
give(struct row *row, enum kind kind, const char *name, enum metric metric,
    int64_t value)
{
	row->kind = kind;
	row->name = str_from(name);
	row->have |= METRIC_BIT(metric);
	row->value[metric] = value;
	row->started_ms = WHEN_UNKNOWN;
	row->unit = kind == KIND_MEMORY ? UNIT_BYTES : UNIT_COUNT;
}

static void
add_sample(struct bench *b, int64_t i, bool clock)
{
	struct row rows[4] = { 0 };
	for (uint32_t r = 0; r < 4; r++) {
		rows[r].slot = r;
		rows[r].pid = rows[r].ppid = -1;
	}
	give(&rows[0], KIND_ZONE, "socket", METRIC_USED, 1000 + 10 * i);
	rows[0].item_size = 944;
	give(&rows[1], KIND_PROCESS, "httpd", METRIC_RSS, (50 + i) * 1048576);
	rows[1].pid = 469;
	rows[1].started_ms = START_MS - 60000;
	give(&rows[2], KIND_FILES, "open-files", METRIC_VALUE, 300);
	give(&rows[3], KIND_MEMORY, "free", METRIC_VALUE, (900 - i) * 1048576);
	struct sample s = { .stream = { 0, "vmstat-z", "test" },
		.seq = (uint32_t)i + 1,
		.at_ms = clock ? START_MS + i * STEP_S * 1000 : WHEN_UNKNOWN,
		.rows = rows,
		.row_count = 4 };
	store_add(b->store, &s);
}

static void
fill_store(struct bench *b, int64_t samples, bool clock)
{
	if (b->store != NULL)
		store_close(b->store);
	b->store = store_open(&b->perm, &b->diag);
	for (int64_t i = 0; i < samples; i++)
		add_sample(b, i, clock);
	store_add_text(b->store, FRAME_BEFORE, STR("vmstat-z"), STR("ITEM SIZE\n"));
	store_add_text(b->store, FRAME_BEFORE, STR("top"), STR("last pid: 1\n"));
	store_freeze(b->store);
}

/* ---- the analysis ---- */

static struct judgement
judgement_of(enum metric metric, enum verdict verdict, double start, double end)
{
	struct judgement j = { .metric = metric,
		.verdict = verdict,
		.by_score = verdict,
		.count = SAMPLES,
		.span_s = (SAMPLES - 1) * STEP_S,
		.start = start,
		.end = end,
		.score = verdict == VERDICT_LEAK ? 98.5 : 3,
		.p = 1e-9,
		.q = 1e-7,
		.growth = end - start,
		.material = true,
		.shape = SHAPE_LINE };
	double rate = (end - start) / j.span_s;
	j.rate = (struct rate){ rate, rate * 0.9, rate * 1.1, false };
	j.onset_s = 100;
	j.onset_low_s = 90;
	j.onset_high_s = 110;
	j.theil_sen = rate;
	j.theil_sen_low = j.theil_sen_high = j.ols = j.r_squared = NAN;
	j.kendall_p = j.hamed_rao_p = NAN;
	j.smallest_visible = 14;
	j.constant = start == end;
	j.floor_count = FLOOR_COUNT;
	for (size_t i = 0; i < FLOOR_COUNT; i++) {
		j.floor_at_s[i] = (double)i * j.span_s / (FLOOR_COUNT - 1);
		j.floors[i] = start + rate * j.floor_at_s[i];
	}
	return j;
}

static void
add_finding(
    struct bench *b, size_t index, enum kind kind, const char *name, const char *id)
{
	b->findings[index] =
	    (struct finding){ .entity = store_find(b->store, kind, name),
		    .verdict = b->judged[index].verdict,
		    .severity = SEVERITY_HIGH,
		    .judged = &b->judged[index],
		    .judged_count = 1,
		    .share = NAN,
		    .share_low = NAN,
		    .share_high = NAN,
		    .lives = 1,
		    .id = str_from(id),
		    .fingerprint = STR("00c0ffee") };
	assert_non_null(b->findings[index].entity);
}

static struct evidence
evidence_of(const char *id, int direction, double a, double b)
{
	return (struct evidence){
		.id = id, .direction = direction, .value = { a, b, NAN, NAN }
	};
}

static void
fill_answers(struct analysis *a)
{
	static const char *const answers[][2] = { { "busy", "unknown" },
		{ "uptime", "unknown" }, { "normal", "growth" }, { "where", "kernel" },
		{ "trigger", "yes" } };
	for (size_t i = 0; i < 5; i++)
		a->answers[i] = (struct answer){ answers[i][0], answers[i][1],
			{ NAN, NAN, NAN, NAN, NAN, NAN }, { NULL, 0 } };
	for (size_t i = 0; i < 6; i++)
		a->answers[2].value[i] = (double)i;
}

static void
fill_analysis(struct bench *b)
{
	b->judged[0] = judgement_of(METRIC_USED_BYTES, VERDICT_LEAK, 944e3, 1501e3);
	b->judged[1] = judgement_of(METRIC_RSS, VERDICT_BOUNDED, 50 << 20, 109 << 20);
	b->judged[2] = judgement_of(METRIC_VALUE, VERDICT_STABLE, 300, 300);
	add_finding(b, 0, KIND_ZONE, "socket", "zone/socket/944/0");
	add_finding(b, 1, KIND_PROCESS, "httpd", "process/httpd/469/0");
	add_finding(b, 2, KIND_FILES, "open-files", "files/open-files/0/0");
	b->findings[0].share = 0.93;
	b->findings[0].look_next = STR("netstat -an");
	b->evidence[0] = evidence_of("never-falls", 1, 0.99, 944);
	b->evidence[1] = evidence_of("boot-ramp", -1, 60, NAN);
	b->findings[0].evidence = b->evidence;
	b->findings[0].evidence_count = 2;
	b->bond = evidence_of("same-memory", -1, 1, 0.9);
	b->bond.name = b->findings[0].id;
	b->findings[1].evidence = &b->bond;
	b->findings[1].evidence_count = 1;
	b->findings[1].parent = &b->findings[0];
	b->forecast = (struct forecast){ .resource = "free memory",
		.unit = UNIT_BYTES,
		.headroom = 1e9,
		.eta_s = 7200,
		.low_s = 7000,
		.high_s = NAN };
	b->memory = (struct memory_trend){ "free", 900 << 20, 841 << 20,
		{ -1e5, -1.1e5, -9e4, false },
		store_find(b->store, KIND_MEMORY, "free"), METRIC_VALUE };
	b->line =
	    (struct attribution_line){ &b->findings[0], false, 0.93, 0.9, 0.96, 1e3 };
	b->analysis = (struct analysis){ .store = b->store,
		.host = store_host(b->store),
		.diag = &b->diag,
		.verdict = VERDICT_LEAK,
		.where_kernel = true,
		.sample_count = SAMPLES,
		.span_s = (SAMPLES - 1) * STEP_S,
		.interval_s = STEP_S,
		.uptime_s = NAN,
		.findings = b->findings,
		.finding_count = FINDINGS,
		.named_count = 1,
		.memory = &b->memory,
		.memory_count = 1,
		.forecasts = &b->forecast,
		.forecast_count = 1,
		.attribution = { true, 1.1e3, &b->line, 1, 0.07, 0.01, 0.12 } };
	b->analysis.verdict_count[VERDICT_LEAK] = 1;
	b->analysis.verdict_count[VERDICT_BOUNDED] = 1;
	b->analysis.verdict_count[VERDICT_STABLE] = 1;
	fill_answers(&b->analysis);
	b->facts = (struct report_facts){ STR("/mail/fw1.tgz"), "seep", 4096,
		"seep test", true };
}

static int
open_bench(void **state)
{
	static struct bench b;
	b = (struct bench){ 0 };
	arena_init(&b.perm);
	diag_init(&b.diag, &b.perm);
	fill_store(&b, SAMPLES, true);
	fill_analysis(&b);
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

static const struct report *
build(struct bench *b)
{
	return report_build(&b->perm, &b->analysis, &b->facts);
}

/* Nothing was named; the verdict of the whole is v. */
static void
name_nothing(struct bench *b, enum verdict v)
{
	b->judged[0].verdict = b->findings[0].verdict = v;
	b->findings[1].parent = NULL;
	b->analysis.verdict = v;
	b->analysis.named_count = 0;
	b->analysis.forecast_count = 0;
	b->analysis.where_kernel = false;
	b->analysis.verdict_count[VERDICT_LEAK] = 0;
	b->analysis.verdict_count[v]++;
}

/* ---- walking a report ---- */

static void
put_cell(struct out *o, const struct cell *c)
{
	out_print(o, "%d %g %g %g %lld ", (int)c->kind, c->number, c->low, c->high,
	    (long long)c->at_ms);
	out_str(o, c->text);
	out_str(o, c->link);
	for (size_t i = 0; i < c->value_count; i++)
		out_print(o, " %g", c->values[i]);
	out_char(o, '\n');
}

static void
put_block(struct out *o, const struct block *b)
{
	out_print(o, "block %d\n", (int)b->kind);
	out_str(o, b->id);
	out_str(o, b->caption);
	out_str(o, b->text);
	for (size_t i = 0; i < b->item_count; i++)
		out_str(o, b->items[i].text);
	for (size_t i = 0; i < b->table.row_count * b->table.column_count; i++)
		put_cell(o, &b->table.cells[i]);
	for (size_t i = 0; i < b->chart.line_count; i++)
		for (size_t k = 0; k < b->chart.lines[i].count; k++)
			out_print(o, " %g", b->chart.lines[i].value[k]);
}

static struct str
written(struct bench *b, const struct report *r)
{
	struct out *o = out_memory(&b->perm);
	out_str(o, r->summary);
	out_str(o, r->completeness);
	out_str(o, r->forecast);
	for (size_t i = 0; i < r->section_count; i++) {
		const struct section *s = &r->sections[i];
		out_str(o, s->title);
		out_str(o, s->lead);
		for (size_t k = 0; k < s->figure_count; k++)
			out_str(o, s->figures[k].value);
		for (size_t k = 0; k < s->block_count; k++)
			put_block(o, &s->blocks[k]);
	}
	return out_written(o);
}

static const struct section *
section_of(const struct report *r, const char *id)
{
	for (size_t i = 0; i < r->section_count; i++)
		if (str_is(r->sections[i].id, id))
			return &r->sections[i];
	return NULL;
}

static const struct block *
block_of(const struct report *r, const char *section, const char *id)
{
	const struct section *s = section_of(r, section);
	for (size_t i = 0; s != NULL && i < s->block_count; i++)
		if (str_is(s->blocks[i].id, id))
			return &s->blocks[i];
	return NULL;
}

static bool
has_column(const struct table *t, const char *title)
{
	for (size_t i = 0; i < t->column_count; i++)
		if (strcmp(t->columns[i].title, title) == 0)
			return true;
	return false;
}

#define assert_says(text, part)                                                \
	do {                                                                   \
		if (!str_has(text, part))                                      \
			fail_msg("not in: %.*s", (int)(text).len, (text).ptr); \
	} while (0)

/* ---- tests ---- */

static void
the_facts_are_those_of_the_analysis(void **state)
{
	struct bench *b = *state;
	const struct report *r = build(b);
	assert_int_equal(r->finding_count, FINDINGS);
	assert_int_equal(r->named_count, 1);
	assert_string_equal(r->verdict_class, "leak");
	assert_string_equal(r->where[0], "kernel");
	assert_int_equal(r->samples, SAMPLES);
	assert_int_equal(r->started_ms, START_MS);
	assert_int_equal(r->ended_ms, START_MS + (SAMPLES - 1) * STEP_S * 1000);
	const struct report_finding *f = &r->findings[0];
	assert_int_equal(f->rank, 1);
	assert_true(str_is(f->id, "zone/socket/944/0"));
	assert_string_equal(f->kind, "zone");
	assert_string_equal(f->verdict, "leak");
	assert_int_equal(f->item_size, 944);
	assert_int_equal(f->pid, -1);
	assert_int_equal(f->onset_ms, START_MS + 100000);
	assert_int_equal(f->onset_low_ms, START_MS + 90000);
	assert_int_equal(f->onset_high_ms, START_MS + 110000);
	assert_true(f->share == 0.93);
	assert_true(isnan(f->share_low));
	assert_string_equal(f->metrics[0].metric, "used_bytes");
	assert_string_equal(f->metrics[0].unit, "bytes");
	assert_true(f->metrics[0].slope == b->judged[0].rate.value);
	assert_true(f->metrics[0].theil_sen == b->judged[0].theil_sen);
	assert_true(str_is(r->findings[1].parent, "zone/socket/944/0"));
	assert_int_equal(r->findings[1].pid, 469);
	assert_string_equal(r->findings[2].metrics[0].metric, "count");
	assert_string_equal(r->exhaustion_resource, "free memory");
	assert_true(r->exhaustion_eta_s == 7200);
	assert_true(isnan(r->exhaustion_high_s));
	assert_true(r->memory[0].slope == -1e5);
}

static void
the_summary_names_the_suspect_its_rate_and_its_share(void **state)
{
	struct bench *b = *state;
	const struct report *r = build(b);
	assert_says(r->summary, "zone socket is leaking");
	assert_says(r->summary, "KB/min");
	assert_says(r->summary, "93 %");
	assert_says(r->summary, "since 2026-11-22 10:13 UTC");
	assert_says(r->forecast, "free memory will last about 2 h");
}

static void
a_count_grows_and_does_not_leak(void **state)
{
	struct bench *b = *state;
	b->analysis.findings = &b->findings[2];
	b->analysis.finding_count = 1;
	b->analysis.attribution.done = false;
	b->judged[2] = judgement_of(METRIC_VALUE, VERDICT_SUSPECTED, 300, 900);
	b->findings[2].verdict = VERDICT_SUSPECTED;
	b->analysis.verdict = VERDICT_SUSPECTED;
	const struct report *r = build(b);
	assert_string_equal(r->verdict_class, "suspected");
	assert_says(
	    r->summary, "The number of open files may be growing without bound");
}

static void
a_suspicion_says_what_speaks_against_it(void **state)
{
	struct bench *b = *state;
	b->judged[0].verdict = b->findings[0].verdict = VERDICT_SUSPECTED;
	b->analysis.verdict = VERDICT_SUSPECTED;
	assert_says(build(b)->summary, "Against it: The machine had been up for 1 min");
}

static void
without_a_leak_it_says_how_small_a_leak_would_have_been_seen(void **state)
{
	struct bench *b = *state;
	name_nothing(b, VERDICT_STABLE);
	const struct report *r = build(b);
	assert_string_equal(r->verdict_class, "none");
	assert_int_equal(r->where_count, 0);
	assert_says(r->summary, "No leak was found: of 3 series");
	assert_says(r->summary, "A leak above");
	assert_int_equal(r->forecast.len, 0);
	assert_null(section_of(r, "suspect-1"));
}

static void
of_one_sample_only_sizes_are_told(void **state)
{
	struct bench *b = *state;
	fill_store(b, 1, true);
	fill_analysis(b);
	name_nothing(b, VERDICT_INSUFFICIENT);
	b->analysis.attribution.done = false;
	b->judged[0].count = 1;
	b->analysis.sample_count = 1;
	b->analysis.span_s = 0;
	const struct report *r = build(b);
	assert_string_equal(r->verdict_class, "insufficient");
	assert_says(r->summary, "1 sample.");
	const struct block *zones = block_of(r, "kernel", "kernel-zone");
	assert_non_null(zones);
	assert_true(has_column(&zones->table, "Size"));
	assert_false(has_column(&zones->table, "Change"));
	assert_false(has_column(&zones->table, "Per hour"));
	assert_true(isnan(r->findings[0].metrics[0].score));
}

static void
without_a_clock_there_are_no_rates_and_no_dates(void **state)
{
	struct bench *b = *state;
	fill_store(b, SAMPLES, false);
	fill_analysis(b);
	b->analysis.span_s = b->analysis.interval_s = NAN;
	b->analysis.forecast_count = 0;
	const struct report *r = build(b);
	struct str all = written(b, r);
	assert_false(str_has(all, "B/"));
	assert_false(str_has(all, "UTC"));
	assert_false(
	    has_column(&block_of(r, "kernel", "kernel-zone")->table, "Per hour"));
	assert_true(isnan(r->findings[0].metrics[0].slope));
	assert_true(isnan(r->findings[0].metrics[0].theil_sen));
	assert_true(isnan(r->findings[0].smallest_visible));
	assert_int_equal(r->findings[0].onset_ms, WHEN_UNKNOWN);
	assert_int_equal(r->started_ms, WHEN_UNKNOWN);
	assert_says(
	    r->summary, "zone socket is leaking: it grew by 544 KB over the capture");
}

static void
what_is_not_known_is_not_told(void **state)
{
	struct bench *b = *state;
	struct judgement *j = &b->judged[0];
	j->rate = (struct rate){ NAN, NAN, NAN, false };
	j->onset_s = j->onset_low_s = j->onset_high_s = NAN;
	j->p = j->q = j->theil_sen = j->smallest_visible = NAN;
	b->findings[0].share = NAN;
	b->evidence[0].value[0] = NAN;
	const struct report *r = build(b);
	assert_true(str_is(r->summary, "The kernel zone socket is leaking."));
	const struct section *card = section_of(r, "suspect-1");
	for (size_t i = 0; i < card->figure_count; i++)
		assert_string_not_equal(card->figures[i].label, "Growth");
	for (size_t i = 0; i < card->block_count; i++)
		for (size_t k = 0; k < card->blocks[i].item_count; k++)
			assert_false(str_has(card->blocks[i].items[k].text, "nan"));
}

static void
a_follower_stands_in_the_card_of_its_parent_with_the_reason(void **state)
{
	struct bench *b = *state;
	const struct report *r = build(b);
	const struct block *followers = block_of(r, "suspect-1", "suspect-1-followers");
	assert_non_null(followers);
	assert_int_equal(followers->table.row_count, 1);
	const struct cell *row = followers->table.cells;
	assert_says(row[0].text, "httpd (pid 469)");
	assert_says(
	    row[followers->table.column_count - 1].text, "same memory as zone socket");
	assert_null(section_of(r, "suspect-2"));
}

static void
evidence_for_comes_before_evidence_against(void **state)
{
	struct bench *b = *state;
	b->evidence[0].direction = -1;
	b->evidence[1].direction = 1;
	const struct block *e = block_of(build(b), "suspect-1", "suspect-1-evidence");
	assert_int_equal(e->items[0].direction, 1);
	assert_int_equal(e->items[1].direction, -1);
}

static void
the_chart_has_data_floors_trend_and_interval(void **state)
{
	struct bench *b = *state;
	const struct chart *c =
	    &block_of(build(b), "suspect-1", "suspect-1-chart")->chart;
	bool style[LINE_BAND + 1] = { false };
	for (size_t i = 0; i < c->line_count; i++)
		style[c->lines[i].style] = true;
	assert_true(style[LINE_DATA] && style[LINE_FLOORS] && style[LINE_TREND] &&
		    style[LINE_BAND]);
	assert_int_equal(c->mark_count, 1);
	assert_true(c->marks_s[0] == 100);
	assert_true(c->end_s == (SAMPLES - 1) * STEP_S);
}

static void
a_long_series_keeps_its_extremes(void **state)
{
	struct bench *b = *state;
	fill_store(b, 5000, true);
	fill_analysis(b);
	const struct chart *c =
	    &block_of(build(b), "suspect-1", "suspect-1-chart")->chart;
	for (size_t i = 0; i < c->line_count; i++) {
		const struct line *l = &c->lines[i];
		if (l->style != LINE_DATA)
			continue;
		assert_in_range(l->count, 300, 700);
		assert_true(l->value[0] == 944.0 * 1000);
		assert_true(l->value[l->count - 1] == 944.0 * (1000 + 10 * 4999));
		assert_true(l->at_s[l->count - 1] == 4999.0 * STEP_S);
	}
}

static void
a_suspect_unknown_to_the_dictionary_has_a_place_to_look(void **state)
{
	struct bench *b = *state;
	b->findings[0].look_next = STR("");
	b->findings[0].entity = b->findings[1].entity;
	const struct block *next = block_of(build(b), "suspect-1", "suspect-1-next");
	assert_non_null(next);
	assert_says(next->text, "procstat -v 469");
	store_host(b->store)->system = STR("Linux");
	assert_says(
	    block_of(build(b), "suspect-1", "suspect-1-next")->text, "pmap -x 469");
}

static void
the_parts_of_the_loss_add_up(void **state)
{
	struct bench *b = *state;
	b->line.share = 0.6;
	const struct table *t = &block_of(build(b), "where", "where-parts")->table;
	assert_int_equal(t->row_count, 3);
	double sum = 0;
	for (size_t i = 0; i < t->row_count; i++)
		sum += t->cells[i * t->column_count + 2].number;
	assert_true(fabs(sum - 1) < 1e-9);
	assert_true(str_is(t->cells[0].link, "suspect-1"));
}

static void
a_silence_breaks_the_line(void **state)
{
	struct bench *b = *state;
	store_close(b->store);
	b->store = store_open(&b->perm, &b->diag);
	for (int64_t i = 0; i < 60; i++)
		add_sample(b, i < 30 ? i : i + 100, true);
	store_freeze(b->store);
	fill_analysis(b);
	const struct chart *c =
	    &block_of(build(b), "suspect-1", "suspect-1-chart")->chart;
	size_t breaks = 0;
	for (size_t i = 0; i < c->line_count; i++)
		for (size_t k = 0;
		     c->lines[i].style == LINE_DATA && k < c->lines[i].count; k++)
			breaks += isnan(c->lines[i].value[k]) ? 1 : 0;
	assert_int_equal(breaks, 1);
}

static void
losses_stand_worst_first_and_are_counted(void **state)
{
	struct bench *b = *state;
	diag_add(&b->diag, DIAG_CLOCK_STEP, STR("samples/ps.log"), 3, "an hour");
	diag_add(&b->diag, DIAG_ROW_SHORT, STR("samples/ps.log"), 7, "2 of 9 fields");
	diag_add(&b->diag, DIAG_ROW_SHORT, STR("samples/ps.log"), 9, "3 of 9 fields");
	diag_add(&b->diag, DIAG_MEMBER_CUT, STR("fw1.tgz"), 0, "at 80 %%");
	const struct report *r = build(b);
	assert_int_equal(r->damage_count, 3);
	assert_string_equal(r->damage[0].what, "member-cut");
	assert_string_equal(r->damage[1].what, "row-short");
	assert_int_equal(r->damage[1].count, 2);
	assert_int_equal(r->damage[1].line, 7);
	assert_string_equal(r->damage[2].grade, "note");
	assert_false(r->complete);
	assert_says(r->completeness, "2 rows");
	assert_says(r->completeness, "1 file");
	assert_false(str_has(r->completeness, "output"));
	assert_non_null(block_of(r, "completeness", "completeness-damage"));
}

static void
the_figures_are_rate_time_left_onset_and_share(void **state)
{
	struct bench *b = *state;
	const struct report *r = build(b);
	assert_int_equal(r->figure_count, 4);
	assert_says(r->figures[0].detail, "give or take 10 %");
	assert_true(str_is(r->figures[1].value, "2 h"));
	assert_true(str_is(r->figures[1].detail, "free memory: 1 h 57 min or more"));
	assert_true(str_is(r->figures[2].detail, "give or take 10 s"));
	assert_true(str_is(r->figures[3].value, "93 %"));
	b->forecast.eta_s = 0.9;
	r = build(b);
	assert_true(str_is(r->figures[1].value, "hardly any"));
	assert_says(r->forecast, "Hardly anything is left of free memory");
}

static void
a_foreign_capture_has_no_end_to_miss(void **state)
{
	struct bench *b = *state;
	assert_string_equal(build(b)->state, "aborted");
	assert_false(build(b)->complete);
	b->facts.layout = "log";
	assert_null(build(b)->state);
	assert_true(build(b)->complete);
	assert_true(str_is(build(b)->completeness, "Nothing was lost in reading it."));
}

/* end.txt stands before what was cut off. */
static void
a_run_with_its_end_may_lack_samples(void **state)
{
	struct bench *b = *state;
	struct host *h = store_host(b->store);
	h->ended = true;
	h->end_reason = STR("completed");
	h->promised_samples = (int64_t)build(b)->samples;
	assert_says(build(b)->completeness, "The capture is complete.");
	h->promised_samples = 100000;
	assert_says(build(b)->completeness, "The run came to its end, but of its");
}

static void
a_note_is_no_loss(void **state)
{
	struct bench *b = *state;
	diag_add(&b->diag, DIAG_CLOCK_STEP, STR("samples/ps.log"), 3, "an hour");
	assert_says(build(b)->completeness, "Nothing was lost");
}

static void
the_first_top_is_open_and_other_texts_are_folded(void **state)
{
	struct bench *b = *state;
	const struct section *texts = section_of(build(b), "texts");
	assert_int_equal(texts->block_count, 2);
	assert_says(texts->blocks[0].text, "last pid");
	assert_false(texts->blocks[0].folded);
	assert_true(texts->blocks[1].folded);
}

static void
ids_are_unique_and_links_lead_somewhere(void **state)
{
	struct bench *b = *state;
	const struct report *r = build(b);
	struct map ids;
	map_init(&ids, &b->perm);
	for (size_t i = 0; i < r->section_count; i++) {
		bool is_new;
		map_add(&ids, r->sections[i].id, &is_new);
		assert_true(is_new);
		for (size_t k = 0; k < r->sections[i].block_count; k++) {
			map_add(&ids, r->sections[i].blocks[k].id, &is_new);
			assert_true(is_new);
		}
	}
	size_t links = 0;
	for (size_t i = 0; i < r->section_count; i++)
		for (size_t k = 0; k < r->sections[i].block_count; k++) {
			const struct table *t = &r->sections[i].blocks[k].table;
			for (size_t c = 0; c < t->row_count * t->column_count; c++) {
				uint32_t index;
				if (t->cells[c].link.len == 0)
					continue;
				assert_true(map_find(&ids, t->cells[c].link, &index));
				links++;
			}
		}
	assert_true(links >= 3);
}

static void
the_same_analysis_gives_the_same_report(void **state)
{
	struct bench *b = *state;
	struct str one = written(b, build(b)), other = written(b, build(b));
	assert_true(one.len > 1000);
	assert_true(str_eq(one, other));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_facts_are_those_of_the_analysis),
		TEST(the_summary_names_the_suspect_its_rate_and_its_share),
		TEST(a_count_grows_and_does_not_leak),
		TEST(a_suspicion_says_what_speaks_against_it),
		TEST(without_a_leak_it_says_how_small_a_leak_would_have_been_seen),
		TEST(of_one_sample_only_sizes_are_told),
		TEST(without_a_clock_there_are_no_rates_and_no_dates),
		TEST(what_is_not_known_is_not_told),
		TEST(a_follower_stands_in_the_card_of_its_parent_with_the_reason),
		TEST(evidence_for_comes_before_evidence_against),
		TEST(the_chart_has_data_floors_trend_and_interval),
		TEST(a_long_series_keeps_its_extremes),
		TEST(the_parts_of_the_loss_add_up),
		TEST(a_silence_breaks_the_line),
		TEST(a_suspect_unknown_to_the_dictionary_has_a_place_to_look),
		TEST(losses_stand_worst_first_and_are_counted),
		TEST(the_figures_are_rate_time_left_onset_and_share),
		TEST(a_foreign_capture_has_no_end_to_miss),
		TEST(a_run_with_its_end_may_lack_samples),
		TEST(a_note_is_no_loss),
		TEST(the_first_top_is_open_and_other_texts_are_folded),
		TEST(ids_are_unique_and_links_lead_somewhere),
		TEST(the_same_analysis_gives_the_same_report),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
