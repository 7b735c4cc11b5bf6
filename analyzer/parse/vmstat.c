
#include "base/num.h"
#include "base/when.h"
#include "parse/block.h"

#include "base/banned.h"

/*
 * The default vmstat, once or again and again: each row of numbers is one reading. Titles tell the columns, counted from the left up to the
 * disks and from the right behind them, for disk columns may touch each other. The first row is the average since boot: its
 * memory is of now, its percentages say nothing.
 */
#define COLUMNS_MAX 40
#define BEHIND_DISKS 6 /* in sy cs us sy id */

struct meaning {
	const char *title;
	enum kind kind;
	const char *name;
	enum unit unit;
};

/* clang-format off */
static const struct meaning meanings[] = {
	{ "fre",   KIND_MEMORY, "free",      UNIT_BYTES },
	{ "free",  KIND_MEMORY, "free",      UNIT_BYTES },
	{ "swpd",  KIND_MEMORY, "swap-used", UNIT_BYTES },
	{ "buff",  KIND_MEMORY, "buffers",   UNIT_BYTES },
	{ "cache", KIND_MEMORY, "cache",     UNIT_BYTES },
	{ "inact", KIND_MEMORY, "inactive",  UNIT_BYTES },
	{ "inactive", KIND_MEMORY, "inactive", UNIT_BYTES },
	{ "wired", KIND_MEMORY, "wired",     UNIT_BYTES },
	{ "anonymous", KIND_MEMORY, "anon",  UNIT_BYTES },
	{ "cmprssor", KIND_MEMORY, "compressor", UNIT_BYTES },
	{ "active", KIND_MEMORY, "active",   UNIT_BYTES },
	{ "us",    KIND_LOAD,   "cpu-user",  UNIT_PERCENT },
	{ "id",    KIND_LOAD,   "cpu-idle",  UNIT_PERCENT },
	{ "wa",    KIND_LOAD,   "cpu-wait",  UNIT_PERCENT },
};
/* clang-format on */

static const struct meaning *
meaning_of(struct str title)
{
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (str_is(title, meanings[i].title))
			return &meanings[i];
	return NULL;
}

static size_t
split(struct str line, struct str *words)
{
	size_t count = 0;
	for (;;) {
		struct str word = str_word(&line);
		if (word.len == 0 || count == COLUMNS_MAX)
			return word.len == 0 ? count : 0;
		words[count++] = word;
	}
}

static size_t
count_word(struct str line, const char *word)
{
	size_t count = 0;
	for (struct str w = str_word(&line); w.len > 0; w = str_word(&line))
		count += str_is(w, word);
	return count;
}

/* The titles of a stream are kept as the names it has seen, in order. */
static void
keep_titles(struct block *b, struct str line)
{
	struct arena *arena = b->stream->names.arena;
	map_init(&b->stream->names, arena);
	struct str words[COLUMNS_MAX];
	size_t count = split(line, words);
	for (size_t i = 0; i < count; i++) {
		/* "sy" stands twice: the second one is made unique, and means nothing to us. */
		bool is_new;
		(void)map_add(&b->stream->names, words[i], &is_new);
		if (!is_new)
			(void)map_add(
			    &b->stream->names, str_print(b->scratch, "%zu", i), NULL);
	}
}

static bool
same_titles(const struct block *b, struct str line)
{
	struct str words[COLUMNS_MAX];
	size_t count = split(line, words);
	if (count != b->stream->names.count)
		return false;
	for (size_t i = 0; i < count; i++)
		if (meaning_of(words[i]) != NULL &&
		    !str_eq(words[i], map_key(&b->stream->names, (uint32_t)i)))
			return false;
	return true;
}

static void
add_value(struct block *b, const struct meaning *m, struct str word)
{
	int64_t value, step;
	bool first_row = b->stream->section == 0;
	if (m->unit == UNIT_PERCENT) {
		/* With -P each CPU has its own percentages. */
		if (!first_row && b->stream->unit == 1 && num_i64(word, &value))
			block_value(b, m->kind, m->name, UNIT_PERCENT, value, 1);
		return;
	}
	if (block_has(b, QUIRK_PAGES)) {
		if (num_count(word, &value, &step))
			block_value(b, m->kind, m->name, UNIT_PAGES, value, step);
		return;
	}
	if (num_size(word, block_has(b, QUIRK_BYTES) ? 1 : 1024, &value, &step))
		block_value(b, m->kind, m->name, UNIT_BYTES, value, step);
}

/* vmstat -t of Linux: date and time behind the numbers, under the zone's name. Other zones than UTC are offsets nobody knows: then only the clock counts. */
static void
see_time(struct block *b, const struct str *words, size_t count)
{
	const struct map *titles = &b->stream->names;
	int64_t ms;
	if (count != (size_t)titles->count + 1)
		return;
	struct str zone = map_key(titles, titles->count - 1);
	struct str date = words[count - 2], clock = words[count - 1];
	if (str_is(zone, "UTC") || str_is(zone, "GMT")) {
		struct str both = { date.ptr,
			(size_t)(clock.ptr + clock.len - date.ptr) };
		if (when_rfc3339(both, &ms))
			b->at_ms = ms;
	} else if (when_elapsed(clock, &ms) && ms < 86400000)
		b->clock_ms = ms;
}

/* Fewer words than titles: disks touch, and the last three are us, sy and id all the same; or the line was cut or wrapped, and they are not. */
static bool
ends_in_percentages(const struct map *titles, const struct str *words, size_t count)
{
	int64_t sum = 0, value;
	if (titles->count < 3 || count < 3 ||
	    !str_is(map_key(titles, titles->count - 1), "id"))
		return true;
	for (size_t i = count - 3; i < count; i++) {
		if (!num_i64(words[i], &value))
			return false;
		sum = num_add(sum, value);
	}
	return sum >= 98 && sum <= 102;
}

static enum line_kind
reading_line(struct block *b, struct str line)
{
	const struct map *titles = &b->stream->names;
	struct str words[COLUMNS_MAX];
	int64_t number, step;
	size_t count = split(line, words);
	if (titles->count == 0 || count == 0)
		return LINE_ODD;
	for (size_t i = 0; i < count && i < 3; i++)
		if (!num_size(words[i], 1, &number, &step))
			return LINE_ODD;
	if (count + 4 < titles->count ||
	    count > titles->count + 2) /* glued disks; a time behind */
		return LINE_SHORT;
	if (count < titles->count && !ends_in_percentages(titles, words, count))
		return LINE_SHORT;
	for (uint32_t i = 0; i < titles->count; i++) {
		const struct meaning *m = meaning_of(map_key(titles, i));
		size_t at = i;
		if (count < titles->count && titles->count - i <= BEHIND_DISKS)
			at = count - (titles->count - i);
		if (m != NULL && at < count)
			add_value(b, m, words[at]);
	}
	b->stream->section = 1;
	see_time(b, words, count);
	return LINE_SAMPLE;
}

static void
vmstat_begin(struct block *b)
{
	b->stream->section = 0;
}

static enum line_kind
vmstat_line(struct block *b, struct str line)
{
	if ((str_has(line, "procs") && str_has(line, "memory")) ||
	    str_starts(line, "Mach Virtual Memory Statistics"))
		return LINE_ROWS;
	if (!block_decide(b, line))
		return reading_line(b, line);
	b->stream->unit = (int64_t)count_word(line, "us");
	if (!same_titles(b, line))
		keep_titles(b, line);
	return LINE_CONTEXT;
}

const struct reader read_vmstat = {
	.name = "vmstat", .begin = vmstat_begin, .line = vmstat_line
};
