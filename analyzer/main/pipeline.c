#include "main/pipeline.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "analyse/lore.h"
#include "base/limits.h"
#include "base/when.h"
#include "main/progress.h"
#include "parse/parse.h"
#include "render/utf8.h"

#include "base/banned.h"

#define NAMELESS_MOST 1000 /* whoever has not shown a top by then has none */

/* The first top is shown as it is: the picture of the machine that people are used to look at first. */
static bool
may_be_first_top(struct pipeline *p, const struct frame *f)
{
	if (p->has_top)
		return false;
	return str_is(f->name, "top") ||
	       (f->name.len == 0 && p->nameless_count++ < NAMELESS_MOST);
}

/*
 * A frame may hold many outputs, and the parser knows the end of one by the first line of the next. What was copied up to there is kept if
 * it is a top; else that line begins a new copy.
 */
static void
look_for_top(struct pipeline *p, struct frame *f, const struct sample *sample)
{
	struct str text = out_written(f->copy);
	size_t end = text.len, newline;
	if (f->end == FRAME_OPEN && end > 0)
		end = str_last_char(str_from_to(text, 0, end - 1), '\n', &newline)
			  ? newline + 1
			  : 0;
	if (strcmp(sample->stream.tool, "top") == 0) {
		p->has_top = true;
		store_add_text(
		    p->store, FRAME_SAMPLE, STR("top"), str_from_to(text, 0, end));
		f->copy = NULL;
		return;
	}
	f->copy = out_memory(&p->scratch);
	out_str(f->copy, str_skip(text, end));
}

static void
take_samples(struct pipeline *p, struct parser *parser, struct frame *f)
{
	struct sample sample;
	f->copy = may_be_first_top(p, f) ? out_memory(&p->scratch) : NULL;
	while (parse_next(parser, f, &sample, &p->scratch)) {
		store_add(p->store, &sample);
		p->sample_count++;
		if (p->tally != NULL)
			tally_sample(p->tally, &sample);
		if (f->copy != NULL)
			look_for_top(p, f, &sample);
	}
	store_end_frame(p->store, f);
}

static void
take_frame(struct pipeline *p, struct parser *parser, struct frame *f)
{
	if (p->tally != NULL)
		tally_frame(p->tally, f);
	if (f->role == FRAME_SAMPLE)
		take_samples(p, parser, f);
	else
		account_take(&p->account, f, &p->scratch);
}

/*
 * A capture without an end goes on, perhaps: its files lie in a directory and were written just now, and that was when its last sample was taken (a copy is
 * new too). The one place where the time of day decides, and only about a word.
 */
static void
note_life(struct pipeline *p)
{
	const double intervals = 3, slack_s = 30;
	struct host *h = store_host(p->store);
	size_t ticks = store_tick_count(p->store);
	int64_t written = capture_written_ms(p->capture);
	if (h->ended || written == WHEN_UNKNOWN || ticks == 0)
		return;
	double interval_s = isnan(h->interval_s) ? 0 : h->interval_s;
	double few_ms = 1000 * (intervals * interval_s + slack_s);
	double age_ms = 1000 * (double)time(NULL) - (double)written;
	double apart_ms =
	    (double)written - (double)store_tick(p->store, ticks - 1)->at_ms;
	h->written_lately = fabs(age_ms) < few_ms && fabs(apart_ms) < few_ms;
}

void
pipeline_init(struct pipeline *p)
{
	*p = (struct pipeline){ 0 };
	arena_init(&p->perm);
	arena_init(&p->scratch);
	diag_init(&p->diag, &p->perm);
}

/* What a captured machine says goes to the terminal without escape sequences. */
static struct str
visible(struct arena *scratch, struct str text)
{
	struct out *o = out_memory(scratch);
	while (text.len > 0)
		utf8_write_visible(o, utf8_next(&text));
	return out_written(o);
}

/* With the worst that the ledger knows: a file that was cut off or damaged says so here. */
static void
tell_unrecognised(const struct pipeline *p, const char *path)
{
	const char *why = capture_bytes_read(p->capture) == 0 ? "it is empty" : NULL;
	int worst = -1;
	for (int code = 0; code < DIAG_CODE_COUNT; code++) {
		int grade = (int)diag_grade((enum diag_code)code);
		if (p->diag.count[code] == 0 || grade <= worst)
			continue;
		worst = grade;
		why = diag_sentence((enum diag_code)code);
	}
	fprintf(stderr, "seep: %s: nothing in it was recognised%s%s\n", path,
	    why != NULL ? ": " : "", why != NULL ? why : "");
}

enum status
pipeline_read(struct pipeline *p, const struct options *o, const char *const *paths,
    size_t path_count)
{
	p->store = store_open(&p->perm, &p->diag);
	account_init(&p->account, p->store, &p->perm);

	const char *error = NULL;
	p->capture = capture_open(&p->perm, paths, path_count, &p->diag, &error);
	if (p->capture == NULL) {
		fprintf(stderr, "seep: %s\n", error);
		return STATUS_TROUBLE;
	}

	if (o->one_thread)
		capture_stay_alone(p->capture);

	struct progress progress;
	progress_start(&progress, !o->quiet);
	struct parser *parser = parser_open(&p->perm, &p->diag);
	if (o->forget_lines)
		parser_forget_lines(parser);
	struct frame frame;
	while (p->account.other_host.len == 0 && capture_next(p->capture, &frame)) {
		struct arena_mark mark = arena_mark(&p->scratch);
		take_frame(p, parser, &frame);
		arena_rewind(&p->scratch, mark);
		progress_tell(&progress, capture_bytes_read(p->capture));
	}
	parser_close(parser);
	progress_end(&progress);

	const struct str other = p->account.other_host;
	if (other.len > 0) {
		struct str name = visible(&p->scratch, other);
		fprintf(stderr,
		    "seep: %s: is of another machine, %.*s; one report is of one "
		    "machine\n",
		    capture_path(p->capture), (int)name.len, name.ptr);
		return STATUS_TROUBLE;
	}
	if (p->sample_count == 0) {
		tell_unrecognised(p, paths[0]);
		return STATUS_UNRECOGNISED;
	}
	store_freeze(p->store);
	note_life(p);
	return STATUS_DONE;
}

/* An open end is WHEN_UNKNOWN. */
static bool
read_time(const char *option, const char *text, int64_t *at_ms)
{
	*at_ms = WHEN_UNKNOWN;
	if (text == NULL || when_rfc3339(str_from(text), at_ms))
		return true;
	fprintf(stderr, "seep: %s: '%s' is not a time like 2026-11-22T08:41:00Z\n",
	    option, text);
	return false;
}

/* The whole file, or the empty string with the reason on stderr. */
static bool
read_rules(struct pipeline *p, const char *path, struct str *text)
{
	FILE *file = fopen(path, "rb");
	if (file == NULL) {
		fprintf(
		    stderr, "seep: %s: cannot be opened: %s\n", path, strerror(errno));
		return false;
	}
	char *bytes = arena_alloc(&p->perm, LIMIT_RULES_BYTES + 1);
	size_t len = fread(bytes, 1, LIMIT_RULES_BYTES + 1, file);
	bool failed = ferror(file) != 0;
	fclose(file);
	if (failed || len > LIMIT_RULES_BYTES) {
		fprintf(stderr, "seep: %s: %s\n", path,
		    failed ? "cannot be read" : "is too large for a file of rules");
		return false;
	}
	*text = (struct str){ bytes, len };
	return true;
}

bool
pipeline_open_lore(struct pipeline *p, const struct options *o)
{
	struct lore *lore = lore_open(&p->perm);
	struct str text;
	p->lore = lore;
	if (o->rules == NULL)
		return true;
	size_t line;
	const char *error;
	if (!read_rules(p, o->rules, &text))
		return false;
	if (lore_add(lore, text, true, &line, &error))
		return true;
	fprintf(stderr, "seep: %s:%zu: %s\n", o->rules, line, error);
	return false;
}

enum status
pipeline_analyse(struct pipeline *p, const struct options *o)
{
	struct analyse_options how = { 0 };
	if (!pipeline_open_lore(p, o) || !read_time("--from", o->from, &how.from_ms) ||
	    !read_time("--to", o->to, &how.to_ms))
		return STATUS_TROUBLE;
	how.lore = p->lore;
	how.one_thread = o->one_thread;
	p->analysis = analyse(&p->perm, p->store, store_host(p->store), &p->diag, &how);
	return STATUS_DONE;
}

void
pipeline_close(struct pipeline *p)
{
	if (p->capture != NULL)
		capture_close(p->capture);
	if (p->store != NULL)
		store_close(p->store);
	arena_close(&p->scratch);
	arena_close(&p->perm);
}
