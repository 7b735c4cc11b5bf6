#include <jansson.h>

#include "parse/items.h"
#include "parse/process.h"

#include "base/banned.h"

/*
 * libxo's JSON. text.c hands over the objects without others inside, one a line, and what leads to them ("zone": [) as lines of their own; so
 * a torn output loses only its last object. A member's key is to an object what a title is to a table's row.
 */

/* Arrays (the sizes of a malloc type) say nothing that counts. */
static bool
member_text(struct block *b, const json_t *value, struct str *text)
{
	switch (json_typeof(value)) {
	case JSON_STRING:
		*text = str_trim((struct str){
		    json_string_value(value), json_string_length(value) });
		return true;
	case JSON_INTEGER:
		*text = str_print(
		    b->scratch, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
		return true;
	case JSON_REAL:
		*text = str_print(b->scratch, "%.2f", json_real_value(value));
		return true;
	default:
		return false;
	}
}

/* The row of this object with that name: several members make one row. */
static struct row *
row_of(struct block *b, size_t first, const struct key *key)
{
	for (size_t i = first; i < b->row_count; i++) {
		if (b->rows[i].kind == key->kind && str_is(b->rows[i].name, key->name))
			return &b->rows[i];
	}
	struct row *row = block_row(b, key->kind, str_from(key->name));
	row->unit = key->unit;
	row->wraps = block_has(b, QUIRK_COUNTER_32);
	return row;
}

static enum line_kind
key_object(struct block *b, json_t *object)
{
	const char *printed;
	json_t *member;
	size_t first = b->row_count;
	/* vmstat: what stands beside the memory are rates, by names that are counters elsewhere. */
	bool vmstat = block_has(b, QUIRK_ITERATES);
	if (vmstat && json_object_get(object, "free-memory") == NULL)
		return LINE_ROWS;
	json_object_foreach(object, printed, member)
	{
		struct str text;
		size_t count;
		const struct key *key = keys_find(b->keys, str_from(printed), &count);
		int64_t value, step;
		if (key == NULL || !member_text(b, member, &text))
			continue;
		for (size_t i = 0; i < count; i++) {
			if (!key_value(&key[i], text, &value, &step) ||
			    (key[i].metric == METRIC_LIMIT && value == 0))
				continue;
			if (block_has(b, QUIRK_BYTES)) {
				value /= step;
				step = 1;
			}
			row_put(row_of(b, first, &key[i]), key[i].metric, value, step);
		}
	}
	if (!vmstat)
		return LINE_ROWS;
	return LINE_SAMPLE;
}

static enum line_kind
table_object(struct block *b, json_t *object)
{
	struct cells cells = { 0 };
	const char *printed;
	json_t *member;
	json_object_foreach(object, printed, member)
	{
		struct str text;
		const struct column *column =
		    column_find(b->format->kind, str_from(printed));
		if (column == NULL || !member_text(b, member, &text))
			continue;
		if (!column->take(&cells, column, &text))
			return LINE_ODD;
	}
	if (b->format->kind == KIND_PROCESS)
		return process_cells(b, &cells);
	if (cells.name.len == 0 || cells.have_metric == 0)
		return LINE_ODD;
	if (block_has(b, QUIRK_BYTES) && cells.metric_step[METRIC_BYTES] > 1) {
		cells.metric[METRIC_BYTES] /= cells.metric_step[METRIC_BYTES];
		cells.metric_step[METRIC_BYTES] = 1;
	}
	add_item(b, &cells);
	return LINE_ROWS;
}

static enum line_kind
json_line(struct block *b, struct str line)
{
	if (block_decide(b, line))
		return LINE_CONTEXT;
	if (!str_starts(line, "{") || !str_ends(line, "}"))
		return LINE_ROWS; /* leads to the next objects */
	json_error_t error;
	json_t *object = json_loadb(line.ptr, line.len, 0, &error);
	if (object == NULL)
		return LINE_ODD;
	size_t before = b->row_count;
	enum line_kind kind = b->format->kind == KIND_MEMORY ? key_object(b, object)
							     : table_object(b, object);
	/* What the rows point to goes with the object. */
	for (size_t i = before; i < b->row_count; i++)
		b->rows[i].name = str_copy(b->scratch, b->rows[i].name);
	json_decref(object);
	return kind;
}

const struct reader read_json = { .name = "json", .line = json_line, .by_pid = true };
