#include "base/num.h"
#include "parse/block.h"

#include "base/banned.h"

/*
 * Linux slab caches: vmstat -m is a table; /proc/slabinfo prints "name active total size objects-per-slab pages-per-slab : tunables … :
 * slabdata active-slabs slabs shared". The name may hold blanks, so the numbers are taken from the right.
 */
static void
add_slab(struct block *b, struct str name, int64_t size, int64_t used, int64_t total)
{
	struct row *row = block_row(b, KIND_SLAB, name);
	row->item_size = size;
	row->name_cut = block_has(b, QUIRK_NAME_24) && name.len >= 24;
	row->unit = UNIT_PAGES;
	row_put(row, METRIC_USED, used, 1);
	row_put(row, METRIC_FREE, total > used ? total - used : 0, 1);
}

static enum line_kind
slabinfo_row(struct block *b, struct str line)
{
	struct str rest = line;
	struct str first = str_cut(&rest, ':');
	int64_t n[5], slabs;
	for (int i = 5; i-- > 0;)
		if (!num_i64(str_last_word(&first), &n[i]) || n[i] < 0)
			return LINE_ODD;
	struct str name = str_trim(first);
	if (name.len == 0)
		return LINE_ODD;
	add_slab(b, name, n[2], n[0], n[1]);
	(void)str_cut(&rest, ':');
	if (str_is(str_word(&rest), "slabdata") && str_word(&rest).len > 0 &&
	    num_i64(str_word(&rest), &slabs))
		row_put(
		    &b->rows[b->row_count - 1], METRIC_HELD, num_mul(slabs, n[4]), 1);
	return LINE_ROWS;
}

static enum line_kind
table_line(struct block *b, struct str line)
{
	struct cells cells;
	bool is_short;
	if (!table_row(&b->stream->table, line, &cells, &is_short))
		return is_short ? LINE_SHORT : LINE_ODD;
	if (!(cells.have_metric & METRIC_BIT(METRIC_USED)))
		return LINE_ODD;
	int64_t used = cells.metric[METRIC_USED];
	int64_t total =
	    cells.have & (1u << FIELD_TOTAL) ? cells.value[FIELD_TOTAL] : used;
	add_slab(b, cells.name, cells.value[FIELD_ITEM_SIZE], used, total);
	return LINE_ROWS;
}

static enum line_kind
slab_line(struct block *b, struct str line)
{
	if (str_starts(line, "# name"))
		return LINE_ROWS;
	if (block_decide(b, line) && !block_has(b, QUIRK_WEAK)) {
		if (str_starts(line, "slabinfo"))
			return LINE_CONTEXT;
		return table_plan(&b->stream->table, KIND_SLAB, line) ? LINE_CONTEXT
								      : LINE_ODD;
	}
	bool table = str_is(str_from(b->format->name), "vmstat-m-procps");
	return table ? table_line(b, line) : slabinfo_row(b, line);
}

const struct reader read_slabs = { .name = "slabs", .line = slab_line };
