#include <math.h>

#include "render/cell.h"
#include "render/render.h"
#include "render/terminal.h"
#include "render/utf8.h"

#include "base/banned.h"

#define COLUMNS_MOST 16
#define GAP 2

static const struct cell *
cell_at(const struct table *t, size_t row, size_t column)
{
	return &t->cells[row * t->column_count + column];
}

static size_t
width_of(const struct table *t, size_t column)
{
	char buf[FMT_SIZE];
	size_t width = utf8_width(str_from(t->columns[column].title));
	for (size_t row = 0; row < t->row_count; row++) {
		size_t own = utf8_width(cell_words(cell_at(t, row, column), buf));
		width = own > width ? own : width;
	}
	return width;
}

static void
put_cell(struct out *o, struct str words, size_t width, bool number, bool last)
{
	size_t used = utf8_width(words);
	for (size_t i = used; number && i < width; i++)
		out_char(o, ' ');
	if (number || last)
		terminal_text(o, words);
	else
		terminal_padded(o, words, width + GAP);
	for (size_t i = 0; number && !last && i < GAP; i++)
		out_char(o, ' ');
}

static void
put_table(struct out *o, const struct table *t)
{
	size_t width[COLUMNS_MOST], columns = t->column_count;
	if (columns > COLUMNS_MOST)
		columns = COLUMNS_MOST;
	for (size_t i = 0; i < columns; i++)
		width[i] = width_of(t, i);
	out_text(o, "  ");
	for (size_t i = 0; i < columns; i++)
		put_cell(o, str_from(t->columns[i].title), width[i],
		    t->columns[i].number, i + 1 == columns);
	out_char(o, '\n');
	for (size_t row = 0; row < t->row_count; row++) {
		out_text(o, "  ");
		for (size_t i = 0; i < columns; i++) {
			char buf[FMT_SIZE];
			put_cell(o, cell_words(cell_at(t, row, i), buf), width[i],
			    t->columns[i].number, i + 1 == columns);
		}
		out_char(o, '\n');
	}
}

static void
put_facts(struct out *o, const struct table *t)
{
	size_t width = width_of(t, 0);
	for (size_t row = 0; row < t->row_count; row++) {
		char buf[FMT_SIZE];
		out_text(o, "  ");
		terminal_padded(o, cell_words(cell_at(t, row, 0), buf), width + GAP);
		terminal_text(o, cell_words(cell_at(t, row, 1), buf));
		out_char(o, '\n');
	}
}

static void
put_items(struct out *o, const struct block *b)
{
	for (size_t i = 0; i < b->item_count; i++)
		terminal_wrapped(o, b->items[i].text,
		    b->items[i].direction > 0   ? "  + "
		    : b->items[i].direction < 0 ? "  - "
						: "    ",
		    "    ");
}

static void
put_block(struct out *o, const struct block *b)
{
	if (b->kind == BLOCK_CHART)
		return;
	out_char(o, '\n');
	if (b->caption.len > 0)
		terminal_wrapped(o, b->caption, "", "");
	switch (b->kind) {
	case BLOCK_TEXT:
		terminal_wrapped(o, b->text, "", "");
		break;
	case BLOCK_LIST:
	case BLOCK_EVIDENCE:
		put_items(o, b);
		break;
	case BLOCK_TABLE:
		put_table(o, &b->table);
		break;
	case BLOCK_FACTS:
		put_facts(o, &b->table);
		break;
	case BLOCK_VERBATIM:
		out_str(o, b->text);
		break;
	case BLOCK_CHART:
		break;
	}
}

void
render_plain(
    struct out *o, const struct report *r, const struct render_options *options)
{
	(void)options;
	for (size_t i = 0; i < r->section_count; i++) {
		const struct section *s = &r->sections[i];
		if (i > 0)
			out_text(o, "\n\n");
		terminal_text(o, s->title);
		if (s->verdict != NULL)
			out_print(o, ": %s", s->verdict);
		out_char(o, '\n');
		if (s->lead.len > 0)
			terminal_wrapped(o, s->lead, "", "");
		for (size_t k = 0; k < s->block_count; k++)
			put_block(o, &s->blocks[k]);
	}
}
