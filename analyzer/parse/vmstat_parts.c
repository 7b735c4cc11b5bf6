#include "base/num.h"
#include "parse/block.h"

#include "base/banned.h"

/* What BSD's vmstat prints beside memory: forks (-f), interrupts (-i), objects (-o); and vm.vmtotal, which sysctl prints as a text. */

static void
put_count(struct block *b, const char *name, int64_t value)
{
	struct row *row = block_row(b, KIND_LOAD, str_from(name));
	row->wraps = block_has(b, QUIRK_COUNTER_32);
	row_put(row, METRIC_REQUESTS, value, 1);
}

/* "279 forks, 10873 pages, average 38.97", and the same of vforks and rforks. */
static enum line_kind
forks_line(struct block *b, struct str line)
{
	int64_t value, pages;
	if (!num_i64(str_word(&line), &value) || value < 0)
		return LINE_OTHER;
	struct str what = str_word(&line);
	if (!str_ends(what, "forks,") || !num_i64(str_word(&line), &pages) ||
	    !str_is(str_word(&line), "pages,"))
		return LINE_OTHER;
	if (str_is(what, "forks,"))
		put_count(b, "forks", value);
	return LINE_ROWS;
}

const struct reader read_forks = { .name = "forks", .line = forks_line };

/* "irq16: ahci0   1472   12": the name has blanks, the sum of all stands in the last line. */
static enum line_kind
interrupts_line(struct block *b, struct str line)
{
	if (block_decide(b, line))
		return LINE_CONTEXT;
	int64_t rate, total;
	if (!num_i64(str_last_word(&line), &rate) ||
	    !num_i64(str_last_word(&line), &total) || str_trim(line).len == 0)
		return LINE_OTHER;
	if (str_is(str_trim(line), "Total") && total >= 0)
		put_count(b, "interrupts", total);
	return LINE_ROWS;
}

const struct reader read_interrupts = { .name = "interrupts", .line = interrupts_line };

/* Objects of the page cache, thousands of them, each known by the path of its file: none is a leak of its own. */
static enum line_kind
objects_line(struct block *b, struct str line)
{
	enum { NUMBERS = 5 };
	int64_t number;
	if (block_decide(b, line))
		return LINE_CONTEXT;
	for (int i = 0; i < NUMBERS; i++)
		if (!num_i64(str_word(&line), &number))
			return LINE_OTHER;
	return LINE_ROWS;
}

const struct reader read_objects = { .name = "objects", .line = objects_line };

/* "(Total: 538085180K Active: 538084908K)": the number behind a label. */
static bool
kib_after(struct str text, const char *label, int64_t *bytes, int64_t *step)
{
	size_t at, end = 0;
	if (!str_find(text, label, &at))
		return false;
	text = str_trim(str_skip(text, at + str_from(label).len));
	while (end < text.len &&
	       ((text.ptr[end] >= '0' && text.ptr[end] <= '9') || text.ptr[end] == 'K'))
		end++;
	return num_size(str_from_to(text, 0, end), 1, bytes, step);
}

/* The title, a line under it, then "Virtual Memory: (Total: nK Active: nK)" … and "Free Memory: nK". */
static enum line_kind
vmtotal_line(struct block *b, struct str line)
{
	static const struct {
		const char *title, *label, *name;
	} wanted[] = { { "Virtual Memory:", "Active:", "virtual-active" },
		{ "Free Memory:", "Memory:", "free" } };
	int64_t bytes, step;
	if (str_starts(line, "System wide totals") || str_starts(line, "==="))
		return LINE_ROWS;
	size_t at;
	if (!str_char(line, ':', &at) ||
	    !(str_ends(str_from_to(line, 0, at), " Memory") ||
		str_starts(line, "Processes:")))
		return LINE_OTHER;
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		if (str_starts(line, wanted[i].title) &&
		    kib_after(line, wanted[i].label, &bytes, &step))
			block_value(
			    b, KIND_MEMORY, wanted[i].name, UNIT_BYTES, bytes, step);
	return LINE_ROWS;
}

const struct reader read_vmtotal = { .name = "vmtotal", .line = vmtotal_line };
