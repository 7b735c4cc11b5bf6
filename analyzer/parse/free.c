#include "base/num.h"
#include "parse/block.h"

#include "base/banned.h"

/*
 * free of Linux: titles, then a row for memory and one for swap. Unless it was asked for suffixes (-h) nothing says what the unit is; it is KiB by
 * default, and a machine with next to no memory was rather printed in MiB or GiB: then the numbers are left out.
 */
#define PLAIN_TOTAL_MIN 65536 /* in KiB: 64 MiB */

/* clang-format off */
static const struct { const char *row, *title, *name; } meanings[] = {
	{ "Mem:",  "total",      "total" },
	{ "Mem:",  "used",       "used" },
	{ "Mem:",  "free",       "free" },
	{ "Mem:",  "shared",     "shmem" },
	{ "Mem:",  "buffers",    "buffers" },
	{ "Mem:",  "cached",     "cache" },
	{ "Mem:",  "cache",      "cache" },
	{ "Mem:",  "buff/cache", "cache" },
	{ "Mem:",  "available",  "available" },
	{ "Swap:", "total",      "swap-total" },
	{ "Swap:", "used",       "swap-used" },
	{ "Swap:", "free",       "swap-free" },
};
/* clang-format on */

static void
add_cell(struct block *b, struct str row, struct str title, struct str word)
{
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++) {
		int64_t bytes, step;
		if (str_is(row, meanings[i].row) && str_is(title, meanings[i].title) &&
		    num_size(word, 1024, &bytes, &step))
			block_value(
			    b, KIND_MEMORY, meanings[i].name, UNIT_BYTES, bytes, step);
	}
}

/* Of the memory row; what it says of the unit holds for the swap row below it. */
static void
see_total(struct block *b, struct str row, struct str word)
{
	int64_t plain;
	if (str_is(row, "Mem:"))
		b->stream->unit =
		    num_i64(word, &plain) && plain < PLAIN_TOTAL_MIN ? 0 : 1024;
}

static enum line_kind
free_line(struct block *b, struct str line)
{
	if (block_decide(b, line)) {
		stream_set_title(b->stream, str_trim(line));
		b->stream->unit = 0;
		return LINE_CONTEXT;
	}
	struct str rest = line, titles = b->stream->title;
	struct str row = str_word(&rest);
	if (!str_ends(row, ":") && !str_starts(line, "-/+"))
		return LINE_OTHER;
	if (!str_is(row, "Mem:") && !str_is(row, "Swap:"))
		return LINE_ROWS; /* Low: High: Total: and the memory without its caches */
	struct str first = rest;
	see_total(b, row, str_word(&first));
	for (struct str word = str_word(&rest); word.len > 0; word = str_word(&rest)) {
		struct str title = str_word(&titles);
		if (b->stream->unit > 0)
			add_cell(b, row, title, word);
	}
	/* The unit of the swap row stands above it. */
	b->key = KEY_NEVER_SAME;
	return LINE_ROWS;
}

const struct reader read_free = { .name = "free", .line = free_line };
