#include "render/table.h"

#include "render/cell.h"

#include "base/banned.h"

static void
head(struct markup *m, const struct table *t)
{
	markup_open(m, "thead");
	markup_open(m, "tr");
	for (size_t i = 0; i < t->column_count; i++) {
		const struct column *c = &t->columns[i];
		markup_open_class(m, "th", c->number ? "number" : NULL);
		markup_attr_text(m, "scope", "col");
		if (c->help != NULL)
			markup_attr_text(m, "title", c->help);
		markup_print(m, c->title);
		markup_close(m, "th");
	}
	markup_close(m, "tr");
	markup_close(m, "thead");
	out_char(m->out, '\n');
}

/* So that the style can tell the rows that ask for attention. */
static struct str
verdict_of_row(const struct table *t, const struct cell *cells)
{
	for (size_t i = 0; i < t->column_count; i++)
		if (cells[i].kind == CELL_VERDICT)
			return cells[i].text;
	return STR("");
}

static void
row(struct markup *m, const struct table *t, size_t index)
{
	const struct cell *cells = t->cells + index * t->column_count;
	struct str verdict = verdict_of_row(t, cells);
	markup_open(m, "tr");
	if (verdict.len > 0)
		markup_attr(m, "data-verdict", verdict);
	for (size_t i = 0; i < t->column_count; i++) {
		/* The first column names what the row is about. */
		const char *tag = i == 0 ? "th" : "td";
		bool number = t->columns[i].number, zero = cell_is_zero(&cells[i]);
		markup_open_class(m, tag,
		    number && zero ? "number zero"
		    : number       ? "number"
				   : NULL);
		if (i == 0)
			markup_attr_text(m, "scope", "row");
		double key;
		if (cell_sort_key(&cells[i], &key))
			markup_attr_number(m, "data-value", key);
		cell_markup(m, &cells[i]);
		markup_close(m, tag);
	}
	markup_close(m, "tr");
	out_char(m->out, '\n');
}

static void
rows(struct markup *m, const struct table *t, size_t from, size_t to, const char *class)
{
	if (from == to)
		return;
	markup_open_class(m, "tbody", class);
	out_char(markup_content(m), '\n');
	for (size_t i = from; i < to; i++)
		row(m, t, i);
	markup_close(m, "tbody");
}

static void
caption(struct markup *m, const struct block *b, struct str title)
{
	if (b->caption.len > 0 && !b->folded)
		markup_element(m, "caption", NULL, b->caption);
	else
		markup_attr(m, "aria-label", b->folded ? b->caption : title);
}

void
table_markup(struct markup *m, const struct block *b, struct str title)
{
	const struct table *t = &b->table;
	bool whole = t->first_rows == 0 || t->first_rows >= t->row_count;
	size_t first = whole ? t->row_count : t->first_rows;
	markup_open_class(m, "div", "scroll");
	if (b->id.len > 0 && !b->folded)
		markup_attr(m, "id", b->id);
	markup_open_class(m, "table", "sortable");
	caption(m, b, title);
	head(m, t);
	rows(m, t, 0, first, NULL);
	rows(m, t, first, t->row_count, "rest");
	markup_close(m, "table");
	markup_close(m, "div");
}

void
facts_markup(struct markup *m, const struct block *b, struct str title)
{
	const struct table *t = &b->table;
	markup_open_class(m, "table", "facts");
	if (b->id.len > 0 && !b->folded)
		markup_attr(m, "id", b->id);
	caption(m, b, title);
	markup_open(m, "tbody");
	for (size_t i = 0; i < t->row_count; i++) {
		const struct cell *cells = t->cells + i * t->column_count;
		markup_open(m, "tr");
		markup_open(m, "th");
		markup_attr_text(m, "scope", "row");
		cell_markup(m, &cells[0]);
		markup_close(m, "th");
		for (size_t k = 1; k < t->column_count; k++) {
			markup_open(m, "td");
			cell_markup(m, &cells[k]);
			markup_close(m, "td");
		}
		markup_close(m, "tr");
		out_char(m->out, '\n');
	}
	markup_close(m, "tbody");
	markup_close(m, "table");
}
