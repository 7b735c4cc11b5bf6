#include "base/num.h"
#include "parse/block.h"

#include "base/banned.h"

/*
 * swapinfo and /proc/swaps: a row for each device. The unit of swapinfo is in its header (512-blocks, 1K-blocks, 1M-blocks); a Total row stands
 * only where there are several devices, so the sum is made here and Total left out.
 */
static int64_t
unit_of(struct str header)
{
	(void)str_word(&header);
	struct str title = str_word(&header);
	size_t at;
	int64_t bytes, step;
	if (!str_char(title, '-', &at) ||
	    !num_size(str_from_to(title, 0, at), 1, &bytes, &step))
		return 1024;
	return bytes;
}

static bool
is_header(struct str line)
{
	return str_starts(line, "Device") || str_starts(line, "Filename");
}

static enum line_kind
swap_line(struct block *b, struct str line)
{
	(void)block_decide(b, line);
	if (is_header(line)) {
		b->stream->unit = str_starts(line, "Device") ? unit_of(line) : 1024;
		return LINE_CONTEXT;
	}
	int64_t total, used, step;
	struct str device = str_word(&line);
	if (str_is(str_from(b->format->name), "proc-swaps"))
		(void)str_word(&line); /* Type */
	if (!num_size(str_word(&line), b->stream->unit, &total, &step) ||
	    !num_size(str_word(&line), b->stream->unit, &used, &step))
		return LINE_ODD;
	if (str_is(device, "Total"))
		return LINE_ROWS;
	struct row *row = block_row(b, KIND_SWAP, device);
	row->unit = UNIT_BYTES;
	row_put(row, METRIC_BYTES, used, step);
	row_put(row, METRIC_LIMIT, total, step);
	return LINE_ROWS;
}

const struct reader read_swap = { .name = "swap", .line = swap_line };
