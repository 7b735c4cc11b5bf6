#include "base/num.h"
#include "parse/block.h"

#include "base/banned.h"

/*
 * Outputs of single numbers: sysctl and /proc/meminfo ("key: value", "key=value") and vmstat -s ("value label"). What a key means is in keys.c;
 * under the NAMEs self and limits every whole number counts, by its printed key.
 */
static void
add_known(struct block *b, const struct key *key, size_t count, struct str text)
{
	for (size_t i = 0; i < count; i++) {
		int64_t value, step;
		if (!key_value(&key[i], text, &value, &step))
			continue;
		struct row *row = block_row(b, key[i].kind, str_from(key[i].name));
		row->unit = key[i].unit;
		row->wraps = block_has(b, QUIRK_COUNTER_32);
		row_put(row, key[i].metric, value, step);
	}
}

static bool
is_stream(const struct block *b, const char *tool)
{
	return str_is(str_from(b->stream->id.tool), tool);
}

/* A number whose key only this capture knows the meaning of. */
static void
add_unknown(struct block *b, struct str key, struct str text)
{
	static const struct {
		const char *tool;
		enum kind kind;
	} open_tools[] = { { "limits", KIND_LIMIT }, { "self", KIND_SELF },
		{ "load", KIND_LOAD } };
	int64_t value;
	struct str word = str_word(&text);
	if (str_trim(text).len > 0 || !num_i64(word, &value))
		return;
	for (size_t i = 0; i < sizeof(open_tools) / sizeof(open_tools[0]); i++) {
		if (!is_stream(b, open_tools[i].tool))
			continue;
		struct row *row = block_row(b, open_tools[i].kind, key);
		row_put(row, METRIC_VALUE, value, 1);
	}
}

static bool
is_key_end(char c)
{
	return c == ':' || c == '=';
}

static enum line_kind
pair_line(struct block *b, struct str line)
{
	(void)block_decide(b, line);
	size_t at = 0;
	while (at < line.len && !is_key_end(line.ptr[at]))
		at++;
	if (at == 0 || at == line.len)
		return LINE_ODD;
	struct str key = str_trim(str_from_to(line, 0, at));
	struct str text = str_trim(str_skip(line, at + 1));
	size_t count;
	const struct key *known = keys_find(b->keys, key, &count);
	if (known != NULL)
		add_known(b, known, count, text);
	if (known == NULL || is_stream(b, "limits"))
		add_unknown(b, key, text);
	return LINE_ROWS;
}

const struct reader read_pairs = { .name = "pairs", .line = pair_line };

/* /proc/stat: "key value", the key being one word. */
static enum line_kind
word_line(struct block *b, struct str line)
{
	(void)block_decide(b, line);
	struct str text = line;
	struct str key = str_word(&text);
	size_t count;
	const struct key *known = keys_find(b->keys, key, &count);
	if (known != NULL)
		add_known(b, known, count, str_trim(text));
	return str_trim(text).len > 0 ? LINE_ROWS : LINE_ODD;
}

const struct reader read_words = { .name = "words", .line = word_line };

static enum line_kind
label_line(struct block *b, struct str line)
{
	(void)block_decide(b, line);
	struct str rest = line;
	struct str number = str_word(&rest);
	struct str label = str_trim(rest);
	int64_t value;
	if (!num_i64(number,
		&value)) /* the last lines of BSD's are percentages without a number in front */
		return str_has(line, "%") ? LINE_ROWS : LINE_ODD;
	struct str text = number;
	if (str_starts(label, "K ")) {
		label = str_trim(str_skip(label, 2));
		text = str_print(b->scratch, "%lld K", (long long)value);
	}
	size_t count;
	const struct key *known = keys_find(b->keys, label, &count);
	if (known != NULL)
		add_known(b, known, count, text);
	return label.len > 0 ? LINE_ROWS : LINE_ODD;
}

const struct reader read_labels = { .name = "labels", .line = label_line };
