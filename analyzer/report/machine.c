#include <math.h>

#include "report/page.h"

#include "base/banned.h"

void
section_answers(struct page *p)
{
	add_section(p, "answers", "answers", 2);
	struct block *b = add_block(p, BLOCK_FACTS, "five-answers");
	static const struct column columns[] = { { "question", NULL, false },
		{ "answer", NULL, false } };
	b->table = (struct table){ columns, 2,
		arena_array(p->perm, 2 * REPORT_ANSWERS, sizeof(struct cell)), REPORT_ANSWERS, 0 };
	for (size_t i = 0; i < REPORT_ANSWERS; i++) {
		struct cell *row = row_cells(&b->table, i);
		row[0] = cell_text(p->r->answers[i].question);
		row[1] = cell_text(p->r->answers[i].text);
	}
	if (p->r->advice_count == 0)
		return;
	struct block *advice = add_block(p, BLOCK_LIST, "advice");
	advice->caption = str_from(words(WORDS_PAGE, "advice"));
	for (size_t i = 0; i < p->r->advice_count; i++)
		add_item(p, advice, 0, p->r->advice[i]);
}

static void
memory_table(struct page *p)
{
	static const struct column columns[] = { { "memory", NULL, false },
		{ "start", NULL, true }, { "end", NULL, true }, { "change", NULL, true },
		{ "growth", "rate over the run with its 95 % interval", true } };
	const struct analysis *a = p->a;
	struct table *t = add_table(
	    p, "memory-table", "memory-table", columns, p->clock ? 5 : 4, a->memory_count);
	for (size_t i = 0; i < a->memory_count; i++) {
		const struct memory_trend *m = &a->memory[i];
		const char *name = words_find(WORDS_MEMORY, m->name);
		struct cell *row = row_cells(t, i);
		row[0] = cell_text(str_from(name != NULL ? name : m->name));
		row[1] = cell_number(CELL_BYTES, m->start);
		row[2] = cell_number(CELL_BYTES, m->end);
		row[3] = cell_number(CELL_CHANGE, m->end - m->start);
		if (!p->clock)
			continue;
		row[4] = cell_number(CELL_BYTES_RATE, m->rate.value);
		row[4].low = m->rate.low;
		row[4].high = m->rate.high;
	}
}

static struct cell
share_bar(double share, double low, double high)
{
	struct cell c = cell_number(CELL_BAR, share);
	c.low = low;
	c.high = high;
	return c;
}

static void
attribution_table(struct page *p)
{
	static const struct column columns[] = { { "went to", NULL, false },
		{ "where", "kernel memory or a process", false },
		{ "growth", NULL, true },
		{ "share of the loss", "with its 95 % interval", true } };
	const struct attribution *t = &p->a->attribution;
	if (!t->done || !p->clock)
		return;
	struct table *table =
	    add_table(p, "attribution", "attribution", columns, 4, t->line_count + 1);
	for (size_t i = 0; i < t->line_count; i++) {
		const struct attribution_line *l = &t->lines[i];
		struct cell *row = row_cells(table, i);
		row[0] = cell_name(p, full_name(p, l->finding));
		row[0].link = card_id(p, l->finding);
		row[1] = cell_text(str_from(l->view));
		row[2] = cell_number(CELL_BYTES_RATE, l->rate);
		row[3] = share_bar(l->share, l->low, l->high);
	}
	struct cell *rest = row_cells(table, t->line_count);
	rest[0] = cell_text(str_from(words(WORDS_PAGE, "unexplained")));
	rest[2] = cell_number(CELL_BYTES_RATE, t->unexplained * t->lost_per_s);
	rest[3] = share_bar(t->unexplained, t->unexplained_low, t->unexplained_high);
}

static void
walls_table(struct page *p)
{
	static const struct column columns[] = { { "what runs out", NULL, false },
		{ "of", NULL, false }, { "left at the end", NULL, true },
		{ "lasts", "from the end of the capture, at the measured rate", true },
		{ "at least", NULL, true }, { "at most", "empty: not within the horizon", true } };
	const struct analysis *a = p->a;
	if (a->forecast_count == 0)
		return;
	struct table *t = add_table(p, "walls", "walls", columns, 6, a->forecast_count);
	for (size_t i = 0; i < a->forecast_count; i++) {
		const struct forecast *f = &a->forecasts[i];
		struct cell *row = row_cells(t, i);
		row[0] = cell_text(str_from(f->resource));
		if (f->entity != NULL)
			row[1] = cell_name(p, f->entity->name);
		row[2] = cell_number(
		    f->unit == UNIT_BYTES ? CELL_BYTES : CELL_COUNT, f->headroom);
		row[3] = cell_number(CELL_DURATION, f->eta_s);
		row[4] = cell_number(CELL_DURATION, f->low_s);
		row[5] = cell_number(CELL_DURATION, f->high_s);
	}
}

void
section_memory(struct page *p)
{
	const struct analysis *a = p->a;
	struct section *s = add_section(p, "memory", "memory", 2);
	s->lead = p->r->forecast;
	if (a->memory_count == 0) {
		add_text(p, str_from(words(WORDS_ANSWER, "where/unknown")));
		return;
	}
	struct block *b = add_block(p, BLOCK_CHART, "memory-chart");
	b->chart = chart_of_memory(p);
	b->caption = str_from(words(WORDS_PAGE, "memory-chart"));
	memory_table(p);
	attribution_table(p);
	walls_table(p);
}
