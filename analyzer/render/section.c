#include "render/section.h"

#include "render/cell.h"
#include "render/chart.h"
#include "render/prose.h"
#include "render/table.h"

#include "base/banned.h"

static void
heading(struct markup *m, int level, struct str text)
{
	char tag[] = { 'h', (char)('0' + level), '\0' };
	if (text.len > 0)
		markup_element(m, tag, NULL, text);
}

static void
put_list(struct markup *m, const struct block *b)
{
	markup_open(m, "ul");
	for (size_t i = 0; i < b->item_count; i++)
		prose_element(m, "li", NULL, b->items[i].text);
	markup_close(m, "ul");
}

/* The statements of one direction, under its name: colour alone would not do. */
static void
put_direction(struct markup *m, const struct block *b, int direction)
{
	static const struct {
		const char *class, *name;
	} names[] = { { "against", "Speaks against" }, { "neither", "Also measured" },
		{ "for", "Speaks for a leak" } };
	bool open = false;
	for (size_t i = 0; i < b->item_count; i++) {
		const struct item *item = &b->items[i];
		if ((item->direction > 0) - (item->direction < 0) != direction)
			continue;
		if (!open) {
			markup_open_class(m, "div", names[direction + 1].class);
			markup_element(
			    m, "p", NULL, str_from(names[direction + 1].name));
			markup_open(m, "ul");
			open = true;
		}
		prose_element(m, "li", NULL, item->text);
	}
	if (open) {
		markup_close(m, "ul");
		markup_close(m, "div");
	}
}

static void
put_evidence(struct markup *m, const struct block *b)
{
	markup_open_class(m, "div", "evidence");
	put_direction(m, b, +1);
	put_direction(m, b, -1);
	put_direction(m, b, 0);
	markup_close(m, "div");
}

static void
put_chart(struct markup *m, const struct block *b)
{
	markup_open(m, "figure");
	if (b->id.len > 0 && !b->folded)
		markup_attr(m, "id", b->id);
	chart_markup(m, &b->chart);
	if (b->caption.len > 0 && !b->folded)
		markup_element(m, "figcaption", NULL, b->caption);
	markup_close(m, "figure");
}

static void
put_content(struct markup *m, const struct block *b, const struct section *s)
{
	int level = s->level + 1;
	switch (b->kind) {
	case BLOCK_TEXT:
		prose_element(m, "p", NULL, b->text);
		break;
	case BLOCK_LIST:
		if (!b->folded)
			heading(m, level, b->caption);
		put_list(m, b);
		break;
	case BLOCK_EVIDENCE:
		if (!b->folded)
			heading(m, level, b->caption);
		put_evidence(m, b);
		break;
	case BLOCK_TABLE:
		table_markup(m, b, s->title);
		break;
	case BLOCK_FACTS:
		facts_markup(m, b, s->title);
		break;
	case BLOCK_CHART:
		put_chart(m, b);
		break;
	case BLOCK_VERBATIM:
		markup_element(m, "pre", NULL, b->text);
		break;
	}
}

static void
put_block(struct markup *m, const struct block *b, const struct section *s)
{
	if (b->folded) {
		markup_open(m, "details");
		if (b->id.len > 0)
			markup_attr(m, "id", b->id);
		markup_element(m, "summary", NULL, b->caption);
	}
	put_content(m, b, s);
	if (b->folded)
		markup_close(m, "details");
	out_char(m->out, '\n');
}

void
figures_markup(struct markup *m, const struct figure *figures, size_t count)
{
	if (count == 0)
		return;
	markup_open_class(m, "dl", "figures");
	for (size_t i = 0; i < count; i++) {
		markup_open(m, "div");
		markup_element(m, "dt", NULL, str_from(figures[i].label));
		prose_element(m, "dd", NULL, figures[i].value);
		if (figures[i].detail.len > 0)
			prose_element(m, "dd", "detail", figures[i].detail);
		markup_close(m, "div");
	}
	markup_close(m, "dl");
	out_char(m->out, '\n');
}

/* ---- sections ---- */

void
section_open(struct markup *m, const struct section *s)
{
	char tag[] = { 'h', (char)('0' + s->level), '\0' };
	markup_open_class(m, "section", s->verdict != NULL ? "card" : NULL);
	markup_attr(m, "id", s->id);
	if (s->verdict != NULL)
		markup_attr_text(m, "data-verdict", s->verdict);
	markup_open(m, tag);
	markup_text(m, s->title);
	if (s->verdict != NULL) {
		markup_print(m, " ");
		verdict_markup(m, str_from(s->verdict), str_from(s->verdict));
	}
	markup_close(m, tag);
	out_char(m->out, '\n');
	if (s->lead.len > 0)
		prose_element(m, "p", "lead", s->lead);
	figures_markup(m, s->figures, s->figure_count);
	for (size_t i = 0; i < s->block_count; i++)
		put_block(m, &s->blocks[i], s);
}
