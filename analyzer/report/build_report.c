#include "report/build.h"

#include <math.h>
#include <stdlib.h>

#include "base/when.h"
#include "report/page.h"

#include "base/banned.h"

/* The order of the page, and what stands above its first section. */

/* The ledger, worst grade first, in the order of the codes within a grade. */
static void
facts_of_damage(struct page *p)
{
	const struct diag *d = p->a->diag;
	struct report *r = p->r;
	r->damage = arena_array(p->perm, DIAG_CODE_COUNT, sizeof(*r->damage));
	for (int grade = GRADE_MEMBER; grade >= GRADE_NOTE; grade--) {
		for (enum diag_code code = 0; code < DIAG_CODE_COUNT; code++) {
			if (d->count[code] == 0 || (int)diag_grade(code) != grade)
				continue;
			p->damage_code[r->damage_count] = code;
			r->damage[r->damage_count++] = (struct report_damage){
				.what = diag_name(code),
				.grade = diag_grade_name((enum diag_grade)grade),
				.count = d->count[code],
				.file = d->place[code][0].file,
				.line = d->place[code][0].line,
				.text = str_from(diag_sentence(code)),
			};
		}
	}
}

/* The run has its end, and not all that it says it took: an archive was cut off, or files are missing. */
static bool
lacks_samples(const struct page *p)
{
	const double few = 0.98; /* the last one may have been under way */
	const struct host *h = p->a->host;
	return h->ended &&
	       (double)p->r->samples + 1 < few * (double)h->promised_samples;
}

static void
facts_of_capture(struct page *p, const struct report_facts *facts)
{
	const struct analysis *a = p->a;
	const struct host *h = a->host;
	struct report *r = p->r;
	r->source = facts->source;
	r->layout = facts->layout;
	r->bytes_read = facts->bytes_read;
	r->generator = facts->generator;
	r->host = h->name;
	r->system = h->system;
	r->release = h->release;
	r->machine = h->machine;
	r->started_ms = r->ended_ms = WHEN_UNKNOWN;
	size_t ticks = store_tick_count(a->store);
	if (p->clock) {
		r->started_ms = p->start_ms;
		r->ended_ms = store_tick(a->store, ticks - 1)->at_ms;
	}
	r->samples = store_sample_count(a->store);
	r->interval_s = a->interval_s;
	r->uptime_s = a->uptime_s;
	r->boots = (uint32_t)store_epoch_count(a->store);
	r->end_reason = h->end_reason;
	r->in_flight = h->in_flight;
	facts_of_damage(p);
	/* Only our own layout has an end that can be missing. */
	bool ours = str_is(str_from(r->layout), "seep");
	enum capture_state state = host_state(h);
	r->state = ours ? capture_state_name(state) : NULL;
	r->complete = !ours || (state == STATE_COMPLETE && !lacks_samples(p));
	for (size_t i = 0; i < r->damage_count; i++)
		r->complete &= diag_grade(p->damage_code[i]) == GRADE_NOTE;
}

/* The end of the run and the losses in one sentence each; notes cost nothing and are not counted. */
static struct str
say_completeness(struct page *p)
{
	const struct report *r = p->r;
	const double samples[2] = { (double)p->a->host->promised_samples,
		(double)r->samples };
	struct phrase phrase = { .value = samples,
		.value_count = 2,
		.name = r->end_reason,
		.other = r->in_flight };
	const char *state = lacks_samples(p) ? "lacking" : r->state;
	struct str end =
	    r->state != NULL ? say(p, WORDS_STATE, state, &phrase) : STR("");
	double lost[3] = { 0, 0, 0 }; /* rows, outputs, files */
	for (size_t i = 0; i < r->damage_count; i++) {
		enum diag_grade grade = diag_grade(p->damage_code[i]);
		if (grade != GRADE_NOTE)
			lost[grade - GRADE_ROW] += (double)r->damage[i].count;
	}
	struct phrase losses = { .value = lost, .value_count = 3 };
	bool any = lost[0] + lost[1] + lost[2] > 0;
	struct str loss =
	    say(p, WORDS_PAGE, any ? "lost-some" : "lost-nothing", &losses);
	return str_print(p->perm, "%.*s%s%.*s", (int)end.len, end.ptr,
	    end.len > 0 ? " " : "", (int)loss.len, loss.ptr);
}

static const char *
class_of(const struct analysis *a)
{
	switch (a->verdict) {
	case VERDICT_LEAK:
	case VERDICT_SUSPECTED:
	case VERDICT_INSUFFICIENT:
		return verdict_name(a->verdict);
	default:
		return "none";
	}
}

static struct str
one_value(struct page *p, const char *key, double value)
{
	struct phrase phrase = {
		.value = &value, .value_count = 1, .unit = CELL_BYTES
	};
	return say(p, WORDS_PAGE, key, &phrase);
}

/* Time left takes the place of the present size, which the card tells. */
static void
figures_of_report(struct page *p)
{
	const struct analysis *a = p->a;
	struct report *r = p->r;
	if (a->named_count == 0) {
		size_t judged =
		    a->finding_count - a->verdict_count[VERDICT_INSUFFICIENT];
		figure_add(r->figures, &r->figure_count, "figure-judged",
		    one_value(p, "value-count", (double)judged), STR(""));
		figure_add(r->figures, &r->figure_count, "figure-samples",
		    one_value(p, "value-count", (double)a->sample_count), STR(""));
		figure_add(r->figures, &r->figure_count, "figure-span",
		    one_value(p, "value-duration", p->end_s > 0 ? a->span_s : NAN),
		    STR(""));
		figure_add(r->figures, &r->figure_count, "figure-uptime",
		    one_value(p, "value-duration", a->uptime_s), STR(""));
		return;
	}
	figures_of_finding(p, &a->findings[0], r->figures, &r->figure_count);
	if (a->forecast_count == 0)
		return;
	const struct forecast *f = &a->forecasts[0];
	double range[] = { wall_is_reached(f) ? NAN : f->low_s, f->high_s };
	struct phrase phrase = {
		.value = range, .value_count = 2, .name = say_wall(p, f)
	};
	struct figure left = { words(WORDS_PAGE, "figure-left"),
		wall_is_reached(f) ? say_page("value-reached")
				   : one_value(p, "value-duration", f->eta_s),
		say(p, WORDS_PAGE, f->beyond ? "far-beyond" : "interval-duration",
		    &phrase) };
	if (r->figure_count == FIGURES)
		r->figure_count--;
	for (size_t i = r->figure_count++; i > 1; i--)
		r->figures[i] = r->figures[i - 1];
	r->figures[1] = left;
}

/* The host, or the file's name without its folders. */
static struct str
say_title(struct page *p)
{
	struct str name = p->r->host;
	size_t slash;
	if (name.len == 0) {
		name = p->r->source;
		while (name.len > 1 && str_ends(name, "/"))
			name.len--;
		if (str_last_char(name, '/', &slash))
			name = str_skip(name, slash + 1);
	}
	struct phrase phrase = { .name = name_brief(p->perm, name) };
	return say(p, WORDS_PAGE, "title", &phrase);
}

static void
facts_of_verdict(struct page *p)
{
	const struct analysis *a = p->a;
	struct report *r = p->r;
	r->verdict_class = class_of(a);
	if (a->where_kernel)
		r->where[r->where_count++] = "kernel";
	if (a->where_process)
		r->where[r->where_count++] = "process";
	if (a->where_files)
		r->where[r->where_count++] = "files";
	r->summary = say_summary(p);
	r->title = say_title(p);
	figures_of_report(p);
}

static void
find_clock(struct page *p)
{
	const struct store *st = p->a->store;
	size_t ticks = store_tick_count(st);
	p->start_ms = ticks > 0 ? store_tick(st, 0)->at_ms : WHEN_UNKNOWN;
	p->clock = p->start_ms != WHEN_UNKNOWN;
	p->end_s = ticks > 0 ? (double)ticks - 1 : 0;
	if (p->clock)
		p->end_s =
		    (double)(store_tick(st, ticks - 1)->at_ms - p->start_ms) / 1000;
}

void
page_init(
    struct page *p, struct arena *perm, struct arena *scratch, const struct analysis *a)
{
	*p = (struct page){ .perm = perm,
		.scratch = scratch,
		.a = a,
		.r = arena_alloc(perm, sizeof(*p->r)),
		.start_ms = WHEN_UNKNOWN };
	if (a == NULL)
		return;
	find_clock(p);
	index_findings(p);
}

const struct report *
report_build(
    struct arena *perm, const struct analysis *a, const struct report_facts *facts)
{
	static void (*const parts[])(struct page *) = { part_suspects, part_unnamed,
		part_answers, part_memory, part_attribution, part_kernel,
		part_processes, part_descriptors, part_limits, part_sensitivity,
		part_run, part_completeness, part_collector, part_legend, part_texts };
	struct arena scratch;
	arena_init(&scratch);
	struct page page;
	page_init(&page, perm, &scratch, a);
	facts_of_capture(&page, facts);
	facts_of_findings(&page, facts->all);
	facts_of_verdict(&page);
	page.r->completeness = say_completeness(&page);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		parts[i](&page);
	arena_close(&scratch);
	return page.r;
}
