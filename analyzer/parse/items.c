#include "parse/items.h"

#include "base/num.h"

#include "base/banned.h"

/* Tables of zones, malloc types, caches and pools that need no more than the titles of their columns. */

static bool
has(const struct cells *cells, enum field field)
{
	return (cells->have & 1u << field) != 0;
}

static bool
has_metric(const struct cells *cells, enum metric metric)
{
	return (cells->have_metric & METRIC_BIT(metric)) != 0;
}

static void
put_levels(struct row *row, const struct cells *cells)
{
	int64_t used = cells->metric[METRIC_USED];
	bool known = has_metric(cells, METRIC_USED);
	if (!known && has(cells, FIELD_RELEASES) &&
	    has_metric(cells, METRIC_REQUESTS)) {
		used = num_add(
		    cells->metric[METRIC_REQUESTS], -cells->value[FIELD_RELEASES]);
		known = used >= 0;
	}
	if (known)
		row_put(row, METRIC_USED, used, 1);
	if (known && has(cells, FIELD_TOTAL)) {
		int64_t total = cells->value[FIELD_TOTAL];
		row_put(row, METRIC_FREE, total > used ? total - used : 0, 1);
	}
	/* Pages of a pool's own size; where that is not printed, what it holds is not known. */
	if (has(cells, FIELD_PAGES) && has(cells, FIELD_PAGE_SIZE))
		row_put(row, METRIC_HELD,
		    num_mul(cells->value[FIELD_PAGES], cells->value[FIELD_PAGE_SIZE]),
		    1);
}

void
add_item(struct block *b, const struct cells *cells)
{
	static const enum metric plain[] = { METRIC_FREE, METRIC_BYTES, METRIC_HELD,
		METRIC_REQUESTS, METRIC_FAILS };
	struct row *row = block_row(b, b->format->kind, cells->name);
	row->unit = UNIT_BYTES;
	row->item_size =
	    has(cells, FIELD_ITEM_SIZE) ? cells->value[FIELD_ITEM_SIZE] : 0;
	row->wraps = block_has(b, QUIRK_COUNTER_32);
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
		enum metric m = plain[i];
		if (has_metric(cells, m))
			row_put(row, m, cells->metric[m], cells->metric_step[m]);
	}
	if (has_metric(cells, METRIC_LIMIT) && cells->metric[METRIC_LIMIT] > 0)
		row_put(row, METRIC_LIMIT, cells->metric[METRIC_LIMIT], 1);
	put_levels(row, cells);
	if (block_has(b, QUIRK_NAME_DOLLAR) && str_ends(row->name, "$")) {
		row->name.len--;
		row->name_cut = true;
	}
	row->name_cut |= (block_has(b, QUIRK_NAME_24) && row->name.len >= 24) ||
			 (block_has(b, QUIRK_NAME_31) && row->name.len >= 31);
}

/* Sums below a table, and the rules that frame it. */
static bool
is_frame(struct str line)
{
	return str_starts(line, "Totals") || str_starts(line, "Memory resource pool") ||
	       str_starts(str_trim(line), "elem ") || str_starts(line, "In use ") ||
	       str_starts(line, "---") ||
	       str_starts(str_trim(line), "Active / Total") ||
	       str_starts(str_trim(line), "Minimum / Average");
}

static enum line_kind
item_line(struct block *b, struct str line)
{
	struct table *table = &b->stream->table;
	struct cells cells;
	bool is_short;
	if (block_decide(b, line)) {
		const char *titles = b->format->columns;
		return table_plan(table, b->format->kind,
			   titles != NULL ? str_from(titles) : line)
			   ? LINE_CONTEXT
			   : LINE_ODD;
	}
	if (is_frame(line))
		return LINE_ROWS;
	if (block_has(b, QUIRK_SUMMARY))
		return LINE_ODD;
	if (!table_row(table, line, &cells, &is_short))
		return is_short ? LINE_SHORT : LINE_ODD;
	if (cells.have_metric == 0 || cells.name.len == 0)
		return LINE_ODD;
	add_item(b, &cells);
	return LINE_ROWS;
}

const struct reader read_items = { .name = "items", .line = item_line };

/* Parts of an output that say nothing which another part does not say better: known, and left aside. */
static enum line_kind
aside_line(struct block *b, struct str line)
{
	(void)b;
	struct str rest = line;
	(void)str_word(&rest);
	return str_word(&rest).len > 0 ? LINE_ROWS : LINE_ODD;
}

const struct reader read_aside = { .name = "aside", .line = aside_line };
