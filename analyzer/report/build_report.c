#include "report/build.h"

#include <math.h>

#include "base/when.h"
#include "report/page.h"

#include "base/banned.h"

struct section *
add_section(struct page *p, const char *id, const char *title_key, int level)
{
	p->r->sections = arena_grow(p->perm, p->r->sections, &p->section_capacity,
	    p->r->section_count + 1, sizeof(*p->r->sections));
	struct section *s = &p->r->sections[p->r->section_count++];
	*s = (struct section){ .id = str_from(id),
		.title = str_from(title_key != NULL ? words(WORDS_PAGE, title_key) : NULL),
		.level = level };
	p->block_capacity = 0;
	return s;
}

struct block *
add_block(struct page *p, enum block_kind kind, const char *id)
{
	struct section *s = &p->r->sections[p->r->section_count - 1];
	s->blocks = arena_grow(
	    p->perm, s->blocks, &p->block_capacity, s->block_count + 1, sizeof(*s->blocks));
	struct block *b = &s->blocks[s->block_count++];
	*b = (struct block){ .kind = kind, .id = str_from(id) };
	return b;
}

void
add_text(struct page *p, struct str text)
{
	if (text.len > 0)
		add_block(p, BLOCK_TEXT, NULL)->text = text;
}

void
add_figure(struct section *s, const char *label, struct str value, struct str detail)
{
	if (value.len > 0 && s->figure_count < FIGURES)
		s->figures[s->figure_count++] = (struct figure){ label, value, detail };
}

struct item *
add_item(struct page *p, struct block *b, int direction, struct str text)
{
	size_t capacity = b->item_count;
	b->items =
	    arena_grow(p->perm, b->items, &capacity, b->item_count + 1, sizeof(*b->items));
	struct item *item = &b->items[b->item_count++];
	*item = (struct item){ direction, text };
	return item;
}

struct table *
add_table(struct page *p, const char *id, const char *caption_key,
    const struct column *columns, size_t column_count, size_t row_count)
{
	struct block *b = add_block(p, BLOCK_TABLE, id);
	if (caption_key != NULL)
		b->caption = str_from(words(WORDS_PAGE, caption_key));
	b->table = (struct table){ .columns = columns,
		.column_count = column_count,
		.row_count = row_count,
		.cells = arena_array(p->perm, column_count * row_count + 1, sizeof(struct cell)) };
	return &b->table;
}

struct cell *
row_cells(struct table *t, size_t row)
{
	return t->cells + row * t->column_count;
}

void
add_fact(struct table *t, size_t *used, const char *name, struct cell value)
{
	if (value.kind == CELL_EMPTY || *used == t->row_count)
		return;
	struct cell *row = row_cells(t, (*used)++);
	row[0] = cell_text(str_from(name));
	row[1] = value;
}

const struct report *
report_build(
    struct arena *perm, const struct analysis *a, const struct report_facts *facts)
{
	struct arena scratch;
	arena_init(&scratch);
	struct page p = { .perm = perm,
		.scratch = &scratch,
		.a = a,
		.facts = facts,
		.r = arena_alloc(perm, sizeof(struct report)),
		.start_ms = WHEN_UNKNOWN };
	if (store_tick_count(a->store) > 0)
		p.start_ms = store_tick(a->store, 0)->at_ms;
	p.clock = p.start_ms != WHEN_UNKNOWN;

	tell_facts(&p);
	section_suspects(&p);
	section_answers(&p);
	section_memory(&p);
	section_kernel(&p);
	section_processes(&p);
	section_descriptors(&p);
	section_capture(&p);
	section_texts(&p);
	arena_close(&scratch);
	return p.r;
}
