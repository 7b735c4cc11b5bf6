#include <math.h>

#include "report/page.h"

#include "base/banned.h"

/* The machine as a whole: the five answers and the advice, memory over time, the walls ahead, where the lost memory went. */

static const struct column answers[] = {
	{ "Question", NULL, false },
	{ "Answer", NULL, false },
};

void
part_answers(struct page *p)
{
	page_part(p, "answers");
	struct table *t = page_table(p, "five", STR(""), answers,
	    sizeof(answers) / sizeof(answers[0]), REPORT_ANSWERS);
	for (size_t i = 0; i < REPORT_ANSWERS; i++) {
		struct cell *row = page_row(t);
		row[0] = cell_text(p->r->answers[i].question);
		row[1] = cell_text(p->r->answers[i].text);
	}
	if (p->r->advice_count == 0)
		return;
	struct block *b = page_block(p, BLOCK_LIST, "advice", say_page("advice"));
	b->items = arena_array(p->perm, p->r->advice_count, sizeof(*b->items));
	for (size_t i = 0; i < p->r->advice_count; i++)
		b->items[b->item_count++] = (struct item){ 0, p->r->advice[i] };
}

/* ---- memory over time ---- */

static const struct column counters[] = {
	{ "Memory", NULL, false },
	{ "Start", NULL, true },
	{ "End", NULL, true },
	{ "Change", NULL, true },
	{ "Per hour", "growth rate with its 95 % interval", true },
	{ "Course", NULL, false },
};

/* Of a single sample there is only the size. */
static const struct column sizes[] = {
	{ "Memory", NULL, false },
	{ "Size", NULL, true },
};

static struct cell
counter_name(const struct memory_trend *m)
{
	const char *name = words_find(WORDS_MEMORY, m->name);
	return cell_text(str_from(name != NULL ? name : m->name));
}

static void
add_sizes(struct page *p)
{
	const struct analysis *a = p->a;
	struct table *t = page_table(p, "counters", STR(""), sizes,
	    sizeof(sizes) / sizeof(sizes[0]), a->memory_count);
	for (size_t i = 0; i < a->memory_count; i++) {
		struct cell *row = page_row(t);
		row[0] = counter_name(&a->memory[i]);
		row[1] = cell_number(CELL_BYTES, a->memory[i].end);
	}
}

static void
add_counters(struct page *p)
{
	const struct analysis *a = p->a;
	struct table *t = page_table(p, "counters", say_page("memory-table"), counters,
	    sizeof(counters) / sizeof(counters[0]), a->memory_count);
	for (size_t i = 0; i < a->memory_count; i++) {
		const struct memory_trend *m = &a->memory[i];
		struct cell *row = page_row(t);
		row[0] = counter_name(m);
		row[1] = cell_number(CELL_BYTES, m->start);
		row[2] = cell_number(CELL_BYTES, m->end);
		row[3] = cell_number(CELL_CHANGE, m->end - m->start);
		row[4] = cell_per_hour(p, CELL_BYTES, m->rate);
		row[5] = cell_course(p, m->entity, m->metric);
	}
}

static const struct column walls[] = {
	{ "What runs out", NULL, false },
	{ "Left", NULL, true },
	{ "Lasts", "at the growth rate of this capture", true },
	{ "Earliest", "at the upper end of the rate's 95 % interval", true },
	{ "Latest", "at its lower end; empty where it may never be reached", true },
};

static void
add_walls(struct page *p)
{
	const struct analysis *a = p->a;
	if (a->forecast_count == 0)
		return;
	struct table *t = page_table(p, "walls", say_page("walls"), walls,
	    sizeof(walls) / sizeof(walls[0]), a->forecast_count);
	for (size_t i = 0; i < a->forecast_count; i++) {
		const struct forecast *f = &a->forecasts[i];
		struct cell *row = page_row(t);
		row[0] = cell_text(say_wall(p, f));
		row[1] = cell_number(
		    f->unit == UNIT_BYTES ? CELL_BYTES : CELL_COUNT, f->headroom);
		row[2] = cell_number(CELL_DURATION, f->eta_s);
		row[3] = cell_number(CELL_DURATION, f->low_s);
		row[4] = cell_number(CELL_DURATION, f->high_s);
	}
}

void
part_memory(struct page *p)
{
	struct section *s = page_part(p, "memory");
	if (p->a->memory_count == 0) {
		s->lead = say_page("memory-unknown");
		add_walls(p);
		return;
	}
	chart_of_memory(p);
	if (p->end_s > 0)
		add_counters(p);
	else
		add_sizes(p);
	add_walls(p);
}

/* ---- attribution ---- */

#define LEAST_OTHERS 0.01 /* of the loss: less is the error of the shares */

static const struct column parts[] = {
	{ "Where", NULL, false },
	{ "View", NULL, false },
	{ "Share of the loss", "with its 95 % interval", true },
	{ "Per hour", NULL, true },
};

static struct cell *
add_part(struct page *p, struct table *t, struct str name, const char *view,
    struct rate share, double rate)
{
	struct rate own = { rate, NAN, NAN, false };
	struct cell *row = page_row(t);
	row[0] = cell_name(name);
	row[1] = cell_text(say_page(view));
	row[2] = cell_interval(CELL_BAR, share);
	row[3] = cell_per_hour(p, CELL_BYTES, own);
	return row;
}

void
part_attribution(struct page *p)
{
	const struct attribution *a = &p->a->attribution;
	/* The fourth answer says that nothing was lost, or that nobody knows. */
	if (!a->done)
		return;
	struct section *s = page_part(p, "where");
	double lost = judged_rate(p, a->lost_per_s);
	struct phrase phrase = { .value = &lost, .value_count = 1, .unit = CELL_BYTES };
	s->lead = say(p, WORDS_PAGE, "where-lead", &phrase);
	struct table *t = page_table(p, "parts", STR(""), parts,
	    sizeof(parts) / sizeof(parts[0]), a->line_count + 2);
	double others = 1 - a->unexplained;
	for (size_t i = 0; i < a->line_count; i++) {
		const struct attribution_line *l = &a->lines[i];
		struct rate share = { l->share, l->low, l->high, false };
		others -= l->share;
		const char *view = l->process ? "view-process" : "view-kernel";
		add_part(p, t, say_label(p, l->finding), view, share, l->rate)->link =
		    finding_anchor(p, l->finding);
	}
	struct rate small = { others, NAN, NAN, false };
	if (others > LEAST_OTHERS)
		add_part(p, t, say_page("smaller-parts"), "view-none", small,
		    others * a->lost_per_s)
		    ->kind = CELL_TEXT;
	struct rate rest = { a->unexplained, a->unexplained_low, a->unexplained_high,
		false };
	if (!isnan(a->unexplained))
		add_part(p, t, say_page("remainder"), "view-none", rest,
		    a->unexplained * a->lost_per_s)
		    ->kind = CELL_TEXT;
}
