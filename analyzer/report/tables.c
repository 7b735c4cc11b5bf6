#include <math.h>

#include "report/page.h"

#include "base/banned.h"

/*
 * The tables of the old script: what stood there at the start and at the end. Every judged entity has a row; findings come in order of rank, so that the
 * rows that matter stand first.
 */
#define ROWS_SHOWN 15

enum { NAME, SIZE, START, END, CHANGE, RATE, SCORE, VERDICT, SPARK, COLUMNS };

static const struct column columns[COLUMNS] = {
	[NAME] = { "name", NULL, false },
	[SIZE] = { "item", "bytes of one item", true },
	[START] = { "start", NULL, true },
	[END] = { "end", NULL, true },
	[CHANGE] = { "change", NULL, true },
	[RATE] = { "growth", "rate over the run", true },
	[SCORE] = { "score", "0 … 100: how much the series alone looks like a leak", true },
	[VERDICT] = { "verdict", "of the series and of what is known about it", false },
	[SPARK] = { "course", NULL, false },
};

static void
fill_row(struct page *p, const struct finding *f, struct cell *row)
{
	const struct judgement *j = &f->judged[0];
	row[NAME] = cell_name(p, full_name(p, f));
	row[NAME].link = card_id(p, f);
	if (f->entity->item_size > 0)
		row[SIZE] = cell_number(CELL_COUNT, (double)f->entity->item_size);
	row[VERDICT] = cell_text(str_from(verdict_name(f->verdict)));
	row[VERDICT].kind = CELL_VERDICT;
	if (j->count == 0)
		return;
	row[START] = cell_amount(f, j, j->start);
	row[END] = cell_amount(f, j, j->end);
	row[CHANGE] =
	    cell_number(is_bytes(f, j) ? CELL_CHANGE : CELL_COUNT_CHANGE, j->growth);
	if (p->clock)
		row[RATE] = cell_rate(f, j);
	if (f->verdict != VERDICT_INSUFFICIENT)
		row[SCORE] = cell_number(CELL_SCORE, j->score);
	row[SPARK] = cell_spark(p, f, j);
}

static void
table_of(struct page *p, enum kind kind, const struct finding *findings, size_t count)
{
	size_t rows = 0, moved = 0;
	for (size_t i = 0; i < count; i++) {
		if (findings[i].entity->kind != kind)
			continue;
		rows++;
		moved += !findings[i].judged[0].constant;
	}
	if (rows == 0)
		return;
	struct table *t = add_table(p, kind_name(kind), NULL, columns, COLUMNS, rows);
	struct section *s = &p->r->sections[p->r->section_count - 1];
	s->blocks[s->block_count - 1].caption = str_from(words(WORDS_KIND, kind_name(kind)));
	t->first_rows = moved < ROWS_SHOWN ? moved : ROWS_SHOWN;
	if (t->first_rows < 5)
		t->first_rows = 5;
	size_t row = 0;
	for (size_t i = 0; i < count; i++)
		if (findings[i].entity->kind == kind)
			fill_row(p, &findings[i], row_cells(t, row++));
}

static bool
has_any(const struct page *p, const enum kind *kinds, size_t count)
{
	for (size_t i = 0; i < p->a->finding_count; i++)
		for (size_t k = 0; k < count; k++)
			if (p->a->findings[i].entity->kind == kinds[k])
				return true;
	return false;
}

static void
section_of_kinds(struct page *p, const char *id, const enum kind *kinds, size_t count)
{
	if (!has_any(p, kinds, count))
		return;
	add_section(p, id, id, 2);
	for (size_t k = 0; k < count; k++)
		table_of(p, kinds[k], p->a->findings, p->a->finding_count);
}

void
section_kernel(struct page *p)
{
	static const enum kind kinds[] = { KIND_ZONE, KIND_MALLOC, KIND_SLAB, KIND_POOL, KIND_MBUF,
		KIND_MEMORY, KIND_PRODUCT };
	section_of_kinds(p, "kernel", kinds, sizeof(kinds) / sizeof(kinds[0]));
}

void
section_processes(struct page *p)
{
	static const enum kind kinds[] = { KIND_PROCESS, KIND_COMMAND };
	section_of_kinds(p, "processes", kinds, 2);
}

void
section_descriptors(struct page *p)
{
	static const enum kind kinds[] = { KIND_FILES, KIND_SWAP };
	section_of_kinds(p, "descriptors", kinds, 2);
}
