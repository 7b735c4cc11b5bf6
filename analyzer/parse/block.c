#include "parse/block.h"

#include <string.h>

#include "base/limits.h"
#include "base/when.h"
#include "parse/pids.h"

#include "base/banned.h"

struct row *
block_row(struct block *b, enum kind kind, struct str name)
{
	struct row_space *space = b->space;
	space->rows = arena_grow(space->perm, space->rows, &space->capacity,
	    b->row_count + 1, sizeof(*space->rows));
	b->rows = space->rows;
	struct row *row = &b->rows[b->row_count++];
	/* What `have` does not name is not read, so the large arrays are left as the last frame left them. */
	row->kind = kind;
	row->slot = 0;
	row->kernel = row->name_cut = row->wraps = false;
	row->name = str_from_to(name, 0, LIMIT_NAME_BYTES);
	row->item_size = 0;
	row->pid = row->ppid = -1;
	row->started_ms = WHEN_UNKNOWN;
	row->started_step_ms = 0;
	row->unit = UNIT_COUNT;
	row->have = 0;
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
block_mark(struct block *b, struct str word, enum mark_kind kind, enum metric metric,
    int64_t unit)
{
	const struct row *row = &b->rows[b->row_count - 1];
	if (row->have & METRIC_BIT(metric))
		marks_add(b->marks, b->line, word,
		    (struct mark){ .kind = (uint8_t)kind,
			.row = (uint8_t)(b->row_count - 1 - b->line_row),
			.metric = (uint8_t)metric,
			.unit = unit,
			.value = row->value[metric] });
}

void
block_mark_idle(struct block *b, struct str word)
{
	marks_add(b->marks, b->line, word, (struct mark){ .kind = MARK_NUMBER });
}

void
block_value(struct block *b, enum kind kind, const char *name, enum unit unit,
    int64_t value, int64_t step)
{
	struct row *row = block_row(b, kind, str_from(name));
	row->unit = unit;
	row_put(row, METRIC_VALUE, value, step);
}

/* A word that is a number: digits, and then a blank, a comma or the end. */
static bool
has_number(struct str line)
{
	bool in_number = false, starts = true;
	for (size_t i = 0; i < line.len; i++) {
		char c = line.ptr[i];
		bool ends = c == ' ' || c == ',' || c == '\t';
		if (in_number && ends)
			return true;
		bool digit = c >= '0' && c <= '9';
		in_number = digit && (in_number || starts);
		starts = c == ' ' || c == '\t';
	}
	return in_number;
}

bool
block_decide(struct block *b, struct str line)
{
	/* A line with a number in it is a row, or part of a summary, and no head: patterns need not be asked. */
	if ((b->fixed || block_has(b, QUIRK_SUMMARY)) && b->begun && has_number(line))
		return false;
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
	size_t len =
	    title.len < sizeof(st->title_text) ? title.len : sizeof(st->title_text);
	if (len > 0)
		memcpy(st->title_text, title.ptr, len);
	st->title = (struct str){ st->title_text, len };
}
