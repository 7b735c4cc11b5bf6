#include "report/page.h"

#include <math.h>

#include "base/die.h"
#include "base/when.h"

#include "base/banned.h"

struct section *
page_section(struct page *p, int level, const char *id, struct str title)
{
	struct report *r = p->r;
	r->sections = arena_grow(p->perm, r->sections, &p->section_capacity,
	    r->section_count + 1, sizeof(*r->sections));
	struct section *s = &r->sections[r->section_count++];
	*s = (struct section){ .id = str_from(id), .title = title, .level = level };
	p->block_capacity = 0;
	return s;
}

struct section *
page_part(struct page *p, const char *id)
{
	return page_section(p, 2, id, say_page(id));
}

struct block *
page_block(struct page *p, enum block_kind kind, const char *id, struct str caption)
{
	assert(p->r->section_count > 0);
	struct section *s = &p->r->sections[p->r->section_count - 1];
	s->blocks = arena_grow(p->perm, s->blocks, &p->block_capacity,
	    s->block_count + 1, sizeof(*s->blocks));
	struct block *b = &s->blocks[s->block_count++];
	*b = (struct block){ .kind = kind, .caption = caption };
	b->id = str_print(p->perm, "%.*s-%s", (int)s->id.len, s->id.ptr, id);
	return b;
}

static struct block *
last_block(const struct page *p)
{
	const struct section *s = &p->r->sections[p->r->section_count - 1];
	return &s->blocks[s->block_count - 1];
}

void
page_fold(struct page *p)
{
	last_block(p)->folded = true;
}

void
page_text(struct page *p, const char *id, struct str text)
{
	if (text.len > 0)
		page_block(p, BLOCK_TEXT, id, STR(""))->text = text;
}

struct table *
page_table(struct page *p, const char *id, struct str caption,
    const struct column *columns, size_t column_count, size_t most)
{
	struct table *t = &page_block(p, BLOCK_TABLE, id, caption)->table;
	t->columns = columns;
	t->column_count = column_count;
	t->cells = arena_array(p->perm, most * column_count + 1, sizeof(*t->cells));
	return t;
}

struct cell *
page_row(struct table *t)
{
	return &t->cells[t->column_count * t->row_count++];
}

struct table *
page_facts(struct page *p, const char *id, struct str caption, size_t most)
{
	static const struct column columns[] = { { "", NULL, false },
		{ "", NULL, false } };
	struct table *t = page_table(p, id, caption, columns, 2, most);
	last_block(p)->kind = BLOCK_FACTS;
	return t;
}

void
page_fact(struct table *t, const char *words_key, struct cell value)
{
	bool text = value.kind == CELL_TEXT || value.kind == CELL_NAME;
	if (value.kind == CELL_EMPTY || (text && value.text.len == 0))
		return;
	struct cell *row = page_row(t);
	row[0] = cell_text(say_page(words_key));
	row[1] = value;
}

struct cell
cell_text(struct str text)
{
	return (struct cell){ .kind = CELL_TEXT,
		.number = NAN,
		.low = NAN,
		.high = NAN,
		.at_ms = WHEN_UNKNOWN,
		.text = text };
}

struct cell
cell_name(struct str name)
{
	struct cell c = cell_text(name);
	c.kind = CELL_NAME;
	return c;
}

struct cell
cell_number(enum cell_kind kind, double number)
{
	struct cell c = cell_text(STR(""));
	c.kind = isnan(number) ? CELL_EMPTY : kind;
	c.number = number;
	return c;
}

struct cell
cell_interval(enum cell_kind kind, struct rate rate)
{
	struct cell c = cell_number(kind, rate.value);
	if (c.kind == CELL_EMPTY || !(rate.low < rate.high))
		return c;
	c.low = rate.low;
	c.high = rate.high;
	return c;
}

/* One unit of time for all rows, so that a column can be compared by eye. */
struct cell
cell_per_hour(const struct page *p, enum cell_kind unit, struct rate rate)
{
	double hour = p->clock ? 3600 : NAN;
	struct rate per_hour = { rate.value * hour, rate.low * hour, rate.high * hour,
		false };
	return cell_interval(unit_change(unit), per_hour);
}

/* Slowest leak that would have shown; it has no sign. */
struct cell
cell_visible(const struct page *p, enum cell_kind unit, double per_second)
{
	return cell_number(unit, p->clock ? 3600 * per_second : NAN);
}

struct cell
cell_time(int64_t at_ms)
{
	struct cell c = cell_text(STR(""));
	c.kind = at_ms == WHEN_UNKNOWN ? CELL_EMPTY : CELL_TIME;
	c.at_ms = at_ms;
	return c;
}

struct cell
cell_verdict(enum verdict verdict)
{
	struct cell c = cell_text(str_from(verdict_name(verdict)));
	c.kind = CELL_VERDICT;
	return c;
}

void
figure_add(struct figure *figures, size_t *count, const char *words_key,
    struct str value, struct str detail)
{
	if (value.len == 0 || *count == FIGURES)
		return;
	figures[(*count)++] =
	    (struct figure){ words(WORDS_PAGE, words_key), value, detail };
}
