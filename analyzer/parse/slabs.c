#include "base/num.h"
#include "parse/block.h"

#include "base/banned.h"

/*
 * /proc/slabinfo: "name active total size objects-per-slab pages-per-slab : tunables … : slabdata active-slabs slabs shared", and of 2.4
 * "name active total size active-slabs slabs pages-per-slab". The name may hold blanks, so the numbers are taken from the right.
 */
enum { ACTIVE, TOTAL, SIZE, NUMBERS_MAX = 6 };

static void
add_slab(struct block *b, struct str name, const int64_t *n, bool held, int64_t pages)
{
	struct row *row = block_row(b, KIND_SLAB, name);
	row->item_size = n[SIZE];
	row->unit = UNIT_PAGES;
	row_put(row, METRIC_USED, n[ACTIVE], 1);
	row_put(row, METRIC_FREE, n[TOTAL] > n[ACTIVE] ? n[TOTAL] - n[ACTIVE] : 0, 1);
	if (held)
		row_put(row, METRIC_HELD, pages, 1);
}

/* The slabs of "slabdata active slabs shared", the third part of the line. */
static bool
take_slabs(struct str rest, int64_t *slabs)
{
	(void)str_cut(&rest, ':');
	return str_is(str_word(&rest), "slabdata") && str_word(&rest).len > 0 &&
	       num_i64(str_word(&rest), slabs);
}

static enum line_kind
slab_row(struct block *b, struct str line)
{
	struct str rest = line;
	struct str first = str_cut(&rest, ':');
	int64_t n[NUMBERS_MAX], slabs = 0;
	bool six = block_has(b, QUIRK_SIX);
	for (int i = six ? 6 : 5; i-- > 0;) {
		if (!num_i64(str_last_word(&first), &n[i]) || n[i] < 0)
			return LINE_ODD;
	}
	struct str name = str_trim(first);
	if (name.len == 0)
		return LINE_ODD;
	bool held = six || take_slabs(rest, &slabs);
	add_slab(b, name, n, held, six ? num_mul(n[4], n[5]) : num_mul(slabs, n[4]));
	return LINE_ROWS;
}

static enum line_kind
slab_line(struct block *b, struct str line)
{
	if (block_decide(b, line))
		return LINE_CONTEXT;
	return str_starts(line, "#") ? LINE_ROWS : slab_row(b, line);
}

const struct reader read_slabs = { .name = "slabs", .line = slab_line };
