#include "base/num.h"
#include "parse/block.h"

#include "base/banned.h"

/*
 * The memory pools of firewalls and load balancers, which keep their own books inside the kernel.
 *
 * fw ctl pstat: sections with a title, "Hash kernel memory (hmem) statistics:", and below them numbers behind labels. What a section
 * is called stands in parentheses; where instances are listed one after the other, a title names them (fw_0, VS 1).
 */
/* The number behind a label: "used: 201600", "bytes  used: 5615497". */
static bool
number_after(struct str line, const char *label, int64_t *value)
{
	size_t at;
	if (!str_find(line, label, &at))
		return false;
	struct str rest = str_trim(str_skip(line, at + str_from(label).len));
	size_t len = rest.len > 0 && rest.ptr[0] == '-' ? 1 : 0;
	while (len < rest.len && rest.ptr[len] >= '0' && rest.ptr[len] <= '9')
		len++;
	return num_i64(str_from_to(rest, 0, len), value);
}

/* The number before a label: "61671 alloc", "0 failed alloc". */
static bool
number_before(struct str line, const char *label, int64_t *value)
{
	size_t at;
	if (!str_find(line, label, &at))
		return false;
	struct str left = str_from_to(line, 0, at);
	return num_i64(str_last_word(&left), value);
}

static struct row *
pool_row(struct block *b)
{
	if (b->row_count > 0 &&
	    str_eq(b->rows[b->row_count - 1].name, b->stream->title))
		return &b->rows[b->row_count - 1];
	struct row *row =
	    block_row(b, KIND_PRODUCT, str_copy(b->scratch, b->stream->title));
	row->unit = UNIT_BYTES;
	row->wraps = true; /* 32 bits on old builds */
	return row;
}

/* A number that is below zero has left the 32 bits that old builds keep it in: nobody knows what it is. */
static void
put_number(struct block *b, enum metric metric, bool found, const int64_t *value)
{
	if (found && *value >= 0)
		row_put(pool_row(b), metric, *value, 1);
}

static void
pool_line(struct block *b, struct str line)
{
	int64_t value = 0;
	struct str rest = line;
	bool found;
	if (b->stream->title.len == 0)
		return;
	if (str_has(line, "Total memory allocated")) {
		found = number_after(line, "allocated:", &value);
		put_number(b, METRIC_HELD, found, &value);
	} else if (str_has(line, "Total memory") && str_has(line, "bytes")) {
		found = number_after(line, "used:", &value);
		put_number(b, METRIC_BYTES, found, &value);
	} else if (str_starts(str_trim(line), "Allocations:")) {
		found = number_before(str_cut(&rest, ','), " alloc", &value);
		put_number(b, METRIC_REQUESTS, found, &value);
		found = number_before(line, " failed alloc", &value);
		put_number(b, METRIC_FAILS, found, &value);
	}
}

/* The name of a section's pool: what stands in parentheses, hmem, smem or kmem; "" for a section without one. */
static struct str
pool_name(struct str title)
{
	size_t from, to;
	if (!str_char(title, '(', &from) || !str_char(title, ')', &to) ||
	    to <= from + 1 || !str_ends(str_from_to(title, from, to), "mem"))
		return (struct str){ NULL, 0 };
	return str_from_to(title, from + 1, to);
}

static bool
is_title(struct str line)
{
	return line.len > 0 && line.ptr[0] != ' ' && line.ptr[0] != '\t' &&
	       str_ends(str_trim_right(line), ":");
}

/* The memory of the whole machine: "Memory used: 3% (265 MB out of 7117 MB)". */
static void
capacity_line(struct block *b, struct str line)
{
	size_t at;
	int64_t used, total, step;
	struct str rest = line;
	if (!str_find(line, "Memory used:", &at) || !str_char(line, '(', &at))
		return;
	rest = str_skip(line, at + 1);
	struct str number = str_word(&rest);
	if (!str_is(str_word(&rest), "MB") ||
	    !num_size(number, 1 << 20, &used, &step) ||
	    !str_starts(str_trim(rest), "out of "))
		return;
	rest = str_skip(str_trim(rest), 7);
	if (!num_size(str_word(&rest), 1 << 20, &total, &step))
		return;
	struct row *row = block_row(b, KIND_PRODUCT, STR("capacity"));
	row->unit = UNIT_BYTES;
	row_put(row, METRIC_BYTES, used, step);
	row_put(row, METRIC_LIMIT, total, step);
}

static enum line_kind
pstat_line(struct block *b, struct str line)
{
	b->key = KEY_NEVER_SAME;
	if (is_title(line)) {
		stream_set_title(b->stream, pool_name(line));
		return LINE_CONTEXT;
	}
	if (line.ptr[0] != ' ' && line.ptr[0] != '\t')
		return LINE_OTHER;
	capacity_line(b, line);
	pool_line(b, line);
	return LINE_ROWS;
}

const struct reader read_pstat = { .name = "pstat", .line = pstat_line };

/* Tables that cpstat draws with bars: loads of processors, interfaces, policies; the memory is elsewhere. */
static enum line_kind
drawn_line(struct block *b, struct str line)
{
	(void)b;
	return str_starts(line, "|") || str_starts(line, "---") ? LINE_ROWS
								: LINE_OTHER;
}

const struct reader read_drawn = { .name = "drawn", .line = drawn_line };

/*
 * nsapimgr of NetScaler: "TotalMEM: (used/all) Allocated: n(p%) ActualInUse: n(p%) Free: n", then a table of pools, bytes with percentages
 * that touch them: "name most bytes(own%)(overall%) failures failures failures".
 */
static bool
pool_total(struct block *b, struct str line)
{
	int64_t used, held;
	if (!number_after(line, "ActualInUse:", &used) ||
	    !number_after(line, "Allocated:", &held))
		return false;
	struct row *row = block_row(b, KIND_PRODUCT, STR("TotalMEM"));
	row->unit = UNIT_BYTES;
	row_put(row, METRIC_BYTES, used, 1);
	row_put(row, METRIC_HELD, held, 1);
	return true;
}

static enum line_kind
mempool_line(struct block *b, struct str line)
{
	int64_t most, bytes, fails, more;
	size_t at;
	if (str_starts(line, "TotalMEM"))
		return pool_total(b, line) ? LINE_ROWS : LINE_ODD;
	if (str_starts(line, "MEMPOOL"))
		return LINE_CONTEXT;
	struct str rest = line;
	struct str name = str_word(&rest);
	if (!num_i64(str_word(&rest), &most) || !str_char(rest, '(', &at) ||
	    !num_i64(str_trim(str_from_to(rest, 0, at)), &bytes) || bytes < 0)
		return LINE_ODD;
	if (!str_last_char(rest, ')', &at))
		return LINE_ODD;
	rest = str_skip(rest, at + 1);
	if (!num_i64(str_word(&rest), &more) || !num_i64(str_word(&rest), &fails))
		return LINE_ODD;
	struct row *row = block_row(b, KIND_PRODUCT, name);
	row->unit = UNIT_BYTES;
	row_put(row, METRIC_BYTES, bytes, 1);
	row_put(row, METRIC_FAILS, num_add(fails, more), 1);
	if (most > 0)
		row_put(row, METRIC_LIMIT, most, 1);
	return LINE_ROWS;
}

const struct reader read_product = { .name = "mempool", .line = mempool_line };
