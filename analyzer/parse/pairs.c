#include <string.h>

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
		struct str rest = text;
		if (key[i].read == NULL)
			block_mark(
			    b, str_word(&rest), MARK_POSITIVE, key[i].metric, step);
	}
}

/* "1234", "1234 kB", "-". */
static bool
is_plain_value(struct str text)
{
	int64_t value;
	struct str word = str_word(&text);
	(void)str_word(&text);
	return (str_is(word, "-") || num_wrapped(word, &value)) &&
	       str_trim(text).len == 0;
}

static bool
is_stream(const struct block *b, const char *tool)
{
	return str_is(str_from(b->stream->id.tool), tool);
}

/*
 * Where nothing says that these are limits: kern.maxvnodes, vfs.zfs.arc_max, net.inet.tcp.syncache.cachelimit. The name of a bound says that it is
 * one, but for a few.
 */
static bool
names_bound(struct str key)
{
	static const char *const words[] = { "max", "limit", "highwater", "threshold",
		"gc_thresh3", "kern.nbuf", "kern.nswbuf", "nmb", "queue" };
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_has(key, words[i]))
			return true;
	return false;
}

static void
add_bound(struct block *b, struct str key, struct str text)
{
	int64_t value;
	struct str word = str_word(&text);
	if (str_trim(text).len > 0 || !num_i64(word, &value))
		return;
	struct row *row = block_row(b, KIND_LIMIT, key);
	row_put(row, METRIC_VALUE, value, 1);
	block_mark(b, word, MARK_POSITIVE, METRIC_VALUE, 1);
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
		block_mark(b, word, MARK_POSITIVE, METRIC_VALUE, 1);
	}
}

/* Where the key ends: at the first : or =, or, where keys hold colons, at " = ". */
static bool
find_key_end(const struct block *b, struct str line, size_t *end, size_t *text)
{
	if (block_has(b, QUIRK_ASSIGN)) {
		*text = 3;
		return str_find(line, " = ", end);
	}
	*text = 1;
	for (*end = 0; *end < line.len; ++*end) {
		if (line.ptr[*end] == ':' || line.ptr[*end] == '=')
			return *end > 0;
	}
	return false;
}

/* vm_stat of macOS quotes one of its labels, and puts a full stop behind each number. */
static void
strip_ornaments(struct str *key, struct str *text)
{
	if (key->len > 2 && str_starts(*key, "\"") && str_ends(*key, "\""))
		*key = str_from_to(*key, 1, key->len - 1);
	if (text->len > 1 && str_ends(*text, "."))
		text->len--;
}

/*
 * vm.uma.ZONE.…, some thirty keys for each zone: they make one row, at the first of them. Blanks, dots and slashes of a zone's name
 * are printed as _, so the name ends where one of the known groups begins.
 */
static bool
uma_zone(struct str key, struct str *zone, struct str *rest)
{
	static const char *const groups[] = { ".stats.", ".domain.", ".limit.",
		".keg." };
	size_t end = key.len, at;
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		if (str_find(key, groups[i], &at) && at < end)
			end = at;
	}
	if (end == key.len && !str_last_char(key, '.', &end))
		return false;
	*zone = str_from_to(key, 0, end);
	*rest = str_skip(key, end + 1);
	return end > 0;
}

/* Is it the name that these keys were made from? A zone on top of another one has the other one's there. */
static bool
is_mangled(struct str name, struct str zone)
{
	if (name.len != zone.len)
		return false;
	for (size_t i = 0; i < name.len; i++) {
		bool kept = strchr("./\\ -", name.ptr[i]) == NULL;
		if (zone.ptr[i] != (kept ? name.ptr[i] : '_') &&
		    zone.ptr[i] != name.ptr[i])
			return false;
	}
	return true;
}

static void
put_uma(struct row *row, struct str key, int64_t value)
{
	if (str_is(key, "size"))
		row->item_size = value < 0 ? 0 : value;
	else if (str_is(key, "stats.current"))
		row_put(row, METRIC_USED, value < 0 ? 0 : value, 1);
	else if (str_is(key, "stats.allocs") && value >= 0)
		row_put(row, METRIC_REQUESTS, value, 1);
	else if (str_is(key, "stats.fails") && value >= 0)
		row_put(row, METRIC_FAILS, value, 1);
	else if (str_is(key, "limit.max_items") && value > 0)
		row_put(row, METRIC_LIMIT, value, 1);
	/* What the zone really holds, in each memory domain. */
	else if (str_starts(key, "keg.domain.") && str_ends(key, ".pages") &&
		 value >= 0)
		row_put(row, METRIC_HELD,
		    row->have & METRIC_BIT(METRIC_HELD)
			? num_add(row->value[METRIC_HELD], value)
			: value,
		    1);
}

static enum line_kind
uma_pair(struct block *b, struct str key, struct str text)
{
	struct str zone, rest;
	int64_t value;
	if (!uma_zone(str_skip(key, 7), &zone, &rest))
		return LINE_ODD;
	b->key = KEY_NEVER_SAME;
	struct row *row = b->row_count > 0 ? &b->rows[b->row_count - 1] : NULL;
	if (row == NULL || row->kind != KIND_ZONE || !str_eq(b->stream->title, zone)) {
		row = block_row(b, KIND_ZONE, zone);
		row->unit = UNIT_PAGES;
		stream_set_title(b->stream, zone);
	}
	if (str_is(rest, "keg.name") && is_mangled(text, zone))
		row->name = text;
	else if (num_wrapped(text, &value))
		put_uma(row, rest, value);
	return LINE_ROWS;
}

static enum line_kind
pair_line(struct block *b, struct str line)
{
	(void)block_decide(b, line);
	size_t end, skip, count;
	if (!find_key_end(b, line, &end, &skip))
		return LINE_ODD;
	struct str key = str_trim(str_from_to(line, 0, end));
	struct str text = str_trim(str_skip(line, end + skip));
	strip_ornaments(&key, &text);
	if (str_starts(key, "vm.uma."))
		return uma_pair(b, key, text);
	const struct key *known = keys_find(b->keys, key, &count);
	if (known != NULL)
		add_known(b, known, count, text);
	else if (block_has(b, QUIRK_NUMBERS) && !is_plain_value(text))
		return LINE_ODD;
	if (known == NULL || is_stream(b, "limits"))
		add_unknown(b, key, text);
	bool sysctl = block_has(b, QUIRK_WEAK) && !block_has(b, QUIRK_ASSIGN);
	if (known == NULL && b->frame->name.len == 0 && sysctl && names_bound(key))
		add_bound(b, key, text);
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
	/* The unit that procps was asked for; old releases print none, and mean KiB. */
	static const struct {
		const char *letter;
		int64_t bytes;
	} units[] = { { "K ", 1024 }, { "k ", 1000 }, { "M ", 1 << 20 },
		{ "m ", 1000000 } };
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (!str_starts(label, units[i].letter))
			continue;
		label = str_trim(str_skip(label, 2));
		text = str_print(
		    b->scratch, "%lld B", (long long)num_mul(value, units[i].bytes));
	}
	size_t count;
	const struct key *known = keys_find(b->keys, label, &count);
	if (known != NULL)
		add_known(b, known, count, text);
	else
		block_mark_idle(b, number);
	return label.len > 0 ? LINE_ROWS : LINE_ODD;
}

const struct reader read_labels = { .name = "labels", .line = label_line };
