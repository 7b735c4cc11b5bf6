#include "parse/block.h"

#include <string.h>

#include "base/when.h"
#include "parse/pids.h"

#include "base/banned.h"

struct row *
block_row(struct block *b, enum kind kind, struct str name)
{
	b->rows = arena_grow(
	    b->scratch, b->rows, &b->row_capacity, b->row_count + 1, sizeof(*b->rows));
	struct row *row = &b->rows[b->row_count++];
	memset(row, 0, sizeof(*row));
	row->kind = kind;
	row->name = name;
	row->pid = row->ppid = -1;
	row->started_ms = WHEN_UNKNOWN;
	return row;
}

void
row_put(struct row *row, enum metric metric, int64_t value, int64_t step)
{
	row->have |= METRIC_BIT(metric);
	row->value[metric] = value;
	row->step[metric] = step;
}

void
block_value(struct block *b, enum kind kind, const char *name, enum unit unit, int64_t value,
    int64_t step)
{
	struct row *row = block_row(b, kind, str_from(name));
	row->unit = unit;
	row_put(row, METRIC_VALUE, value, step);
}

bool
block_decide(struct block *b, struct str line)
{
	const struct format *variant = formats_variant(b->formats, b->format, line);
	if (variant == NULL)
		return false;
	b->format = variant;
	b->fixed = true;
	return true;
}

bool
block_has(const struct block *b, enum quirk quirk)
{
	return (b->format->quirks & quirk) != 0;
}

bool
block_pid_is_new(struct block *b, int64_t pid)
{
	return pids_count(b->stream->pids, pid) == 1;
}

void
stream_set_title(struct stream *st, struct str title)
{
	size_t len = title.len < sizeof(st->title_text) ? title.len : sizeof(st->title_text);
	memcpy(st->title_text, title.ptr, len);
	st->title = (struct str){ st->title_text, len };
}
