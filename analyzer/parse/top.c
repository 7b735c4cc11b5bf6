#include <math.h>

#include "base/num.h"
#include "base/when.h"
#include "parse/process.h"

#include "base/banned.h"

/*
 * top: a few lines about the machine, then a table of processes. The lines are taken by their labels, for their order changed between
 * releases; the table is read like that of ps.
 */
enum section { SECTION_SUMMARY, SECTION_TABLE };

/* ---- lists: "57M Active, 54M Inact", "6101524 total,  195720 free", "1.2%us, 0.3 sy" ---- */

/* What a label of a list means. Zero items are left out of FreeBSD's lists, so a label that is absent is 0. */
struct label {
	const char *line; /* what the list starts with: Mem, Swap, ARC, Memory */
	const char *text;
	const char *name;
	bool zero_if_absent;
};

/* clang-format off */
static const struct label labels[] = {
	{ "Mem",  "Active",  "active",    true },
	{ "Mem",  "Inact",   "inactive",  true },
	{ "Mem",  "Laundry", "laundry",   true },
	{ "Mem",  "Wired",   "wired",     true },
	{ "Mem",  "Cache",   "cache",     false },
	{ "Mem",  "Buf",     "buffers",   true },
	{ "Mem",  "Free",    "free",      true },
	{ "Swap", "Total",   "swap-total", true },
	{ "Swap", "Used",    "swap-used", true },
	{ "Swap", "Free",    "swap-free", true },
	{ "ARC",  "Total",   "arc",       true },
	/* procps and busybox; what follows the swap line's own items is about memory */
	{ "Mem",  "total",   "total",     false },
	{ "Mem",  "used",    "used",      false },
	{ "Mem",  "free",    "free",      false },
	{ "Mem",  "buffers", "buffers",   false },
	{ "Mem",  "buff",    "buffers",   false },
	{ "Mem",  "buff/cache", "cache",  false },
	{ "Mem",  "cached",  "cache",     false },
	{ "Mem",  "shrd",    "shmem",     false },
	{ "Swap", "total",   "swap-total", false },
	{ "Swap", "used",    "swap-used", false },
	{ "Swap", "free",    "swap-free", false },
	{ "Swap", "cached",  "cache",     false },
	{ "Swap", "avail",   "available", false },
	/* NetBSD */
	{ "Memory", "Act",   "active",    false },
	{ "Memory", "Inact", "inactive",  false },
	{ "Memory", "Wired", "wired",     false },
	{ "Memory", "Exec",  "executables", false },
	{ "Memory", "File",  "cache",     false },
	{ "Memory", "Free",  "free",      false },
};

static const struct { const char *text, *name; } cpu_labels[] = {
	{ "user", "cpu-user" }, { "us", "cpu-user" }, { "usr", "cpu-user" },
	{ "nice", "cpu-nice" }, { "ni", "cpu-nice" }, { "nic", "cpu-nice" },
	{ "system", "cpu-system" }, { "sy", "cpu-system" }, { "sys", "cpu-system" },
	{ "interrupt", "cpu-interrupt" }, { "hi", "cpu-interrupt" }, { "irq", "cpu-interrupt" },
	{ "idle", "cpu-idle" }, { "id", "cpu-idle" },
	{ "wa", "cpu-wait" }, { "io", "cpu-wait" },
	{ "st", "cpu-stolen" },
};
/* clang-format on */

#define LABEL_COUNT (sizeof(labels) / sizeof(labels[0]))

struct item {
	struct str number, label;
};

/* Takes "NUMBER LABEL[ more]" up to the next comma that is none within a number. False: the list is over. */
static bool
next_item(struct str *list, struct item *item)
{
	struct str rest = str_trim(*list);
	if (rest.len == 0)
		return false;
	size_t end = 0;
	while (
	    end < rest.len &&
	    !((rest.ptr[end] == ',' || rest.ptr[end] == ';') &&
		(end + 1 == rest.len || rest.ptr[end + 1] == ' ')) &&
	    !(rest.ptr[end] == '.' && end + 1 < rest.len && rest.ptr[end + 1] == ' '))
		end++;
	struct str text = str_from_to(rest, 0, end);
	*list = str_skip(rest, end + 1);
	item->number = str_word(&text);
	item->label = str_word(&text);
	size_t at;
	if (item->label.len > 0)
		return true;
	/* 1.2%us */
	if (str_char(item->number, '%', &at) && at + 1 < item->number.len) {
		item->label = str_skip(item->number, at + 1);
		item->number = str_from_to(item->number, 0, at + 1);
	} else { /* " Active": the number is missing because it was negative */
		item->label = item->number;
		item->number = (struct str){ NULL, 0 };
	}
	return true;
}

static const struct label *
find_label(const char *line, struct str text)
{
	for (size_t i = 0; i < LABEL_COUNT; i++) {
		if (str_is(str_from(line), labels[i].line) &&
		    str_is(text, labels[i].text))
			return &labels[i];
	}
	return NULL;
}

/* Zero rows for the labels of this line that a FreeBSD top left out. */
static void
add_zeros(struct block *b, const char *line, const bool *seen)
{
	for (size_t i = 0; i < LABEL_COUNT; i++) {
		if (labels[i].zero_if_absent && !seen[i] &&
		    str_is(str_from(line), labels[i].line))
			block_value(b, KIND_MEMORY, labels[i].name, UNIT_BYTES, 0, 1);
	}
}

/* One list of sizes; unit: bytes of a number without suffix. */
static bool
add_sizes(struct block *b, const char *line, struct str list, int64_t unit)
{
	bool seen[LABEL_COUNT] = { false };
	bool bsd = false;
	struct item item;
	while (next_item(&list, &item)) {
		const struct label *label = find_label(line, item.label);
		if (label == NULL)
			continue;
		bsd |= label->zero_if_absent;
		seen[label - labels] = true;
		int64_t bytes, step;
		if (!num_size(item.number, unit, &bytes, &step))
			continue;
		block_value(b, KIND_MEMORY, label->name, UNIT_BYTES, bytes, step);
		block_mark(b, item.number, MARK_SIZE, METRIC_VALUE, unit);
	}
	if (bsd)
		add_zeros(b, line, seen);
	return true;
}

static bool
add_percents(struct block *b, struct str list)
{
	struct item item;
	bool any = false;
	while (next_item(&list, &item)) {
		double percent;
		struct str word = item.number;
		if (str_ends(item.number, "%"))
			item.number.len--;
		for (size_t i = 0; i < sizeof(cpu_labels) / sizeof(cpu_labels[0]);
		     i++) {
			if (!str_is(item.label, cpu_labels[i].text) ||
			    !num_decimal(item.number, &percent) || percent < 0 ||
			    percent > 1e6)
				continue;
			block_value(b, KIND_LOAD, cpu_labels[i].name, UNIT_PERCENT,
			    lround(percent), 1);
			block_mark(b, word, MARK_PERCENT, METRIC_VALUE, 1);
			any = true;
		}
	}
	return any;
}

/* ---- the lines of the summary ---- */

static void
add_load(struct block *b, struct str line)
{
	size_t at;
	double load;
	if (!str_find(line, "load average", &at))
		return;
	line = str_skip(line, at);
	if (!str_char(line, ':', &at))
		return;
	line = str_skip(line, at + 1);
	struct str word = str_word(&line);
	if (str_ends(word, ","))
		word.len--;
	if (num_decimal(word, &load) && load >= 0 && load < 1e6)
		block_value(
		    b, KIND_LOAD, "load-average", UNIT_PERCENT, lround(load * 100), 1);
}

/* The last word of the line, or the one behind "top -": 09:35:28. */
static void
see_clock(struct block *b, struct str word)
{
	int64_t ms;
	if (word.len >= 7 && word.len <= 8 && when_elapsed(word, &ms) && ms < 86400000)
		b->clock_ms = ms;
}

/* "0+00:01:49" of BSD. */
static void
add_uptime(struct block *b, struct str line)
{
	size_t at;
	int64_t days, ms;
	if (!str_find(line, " up ", &at))
		return;
	line = str_skip(line, at + 4);
	struct str word = str_word(&line);
	if (!str_char(word, '+', &at) || !num_i64(str_from_to(word, 0, at), &days) ||
	    !when_elapsed(str_skip(word, at + 1), &ms))
		return;
	ms = num_add(ms, num_mul(days, INT64_C(86400000)));
	block_value(b, KIND_HOST, "uptime", UNIT_MS, ms, 1000);
}

/* "27 processes:  2 running", "Tasks: 80 total,", "81 threads:" */
static bool
processes_line(struct block *b, struct str line)
{
	struct str first = str_word(&line), second = str_word(&line);
	int64_t count;
	if (str_is(first, "Tasks:"))
		first = second;
	else if (
	    str_is(first,
		"Threads:")) /* top -H of Linux prints threads in the place of processes */
		return true;
	else if (!str_is(second, "processes:") && !str_is(second, "threads:"))
		return false;
	if (!num_i64(first, &count))
		return false;
	if (!str_is(second, "threads:"))
		block_value(b, KIND_LOAD, "processes", UNIT_COUNT, count, 1);
	return true;
}

static bool
first_line(struct block *b, struct str line)
{
	struct str rest = line;
	bool linux_top = str_starts(line, "top - ");
	if (!linux_top && !str_starts(line, "last pid") &&
	    !str_starts(line, "lastpid") && !str_starts(line, "load averages:"))
		return false;
	b->key = KEY_NEVER_SAME; /* the clock is wanted each time */
	add_load(b, line);
	add_uptime(b, line);
	if (linux_top) {
		rest = str_skip(rest, 6);
		see_clock(b, str_word(&rest));
	} else
		see_clock(b, str_last_word(&rest));
	return true;
}

/* "Mem:", "KiB Mem :", "MiB Swap:", "Swap:", "ARC:", "Memory:" */
static bool
memory_line(struct block *b, struct str line)
{
	size_t at;
	if (!str_char(line, ':', &at))
		return false;
	struct str title = str_trim(str_from_to(line, 0, at)),
		   list = str_skip(line, at + 1);
	int64_t unit = 1024;
	static const char *const units[] = { "KiB ", "MiB ", "GiB ", "TiB ", "PiB ",
		"EiB " };
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (str_starts(title, units[i])) {
			unit = INT64_C(1) << (10 * (i + 1));
			title = str_skip(title, 4);
		}
	}
	static const char *const titles[] = { "Mem", "Swap", "ARC", "Memory" };
	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
		if (str_is(title, titles[i]))
			return add_sizes(b, titles[i], list, unit);
	}
	return false;
}

static bool
cpu_line(struct block *b, struct str line)
{
	static const char *const titles[] = {
		"CPU:", "CPU states:", "%Cpu(s):", "Cpu(s):"
	};
	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
		if (str_starts(line, titles[i]))
			return add_percents(b, str_skip(line, str_from(titles[i]).len));
	}
	return false;
}

/* busybox: "CPU:   0% usr   0% sys   0% nic 100% idle …" has no commas. */
static bool
busybox_cpu_line(struct block *b, struct str line)
{
	if (!str_starts(line, "CPU:") || !str_has(line, "% usr"))
		return false;
	line = str_skip(line, 4);
	for (struct str number = str_word(&line); number.len > 0;
	     number = str_word(&line)) {
		struct str label = str_word(&line);
		struct str pair = str_print(b->scratch, "%.*s %.*s", (int)number.len,
		    number.ptr, (int)label.len, label.ptr);
		add_percents(b, pair);
	}
	return true;
}

/* Known to say nothing about memory, or said better elsewhere. */
static bool
other_line(struct str line)
{
	return str_starts(line, "CPU") || str_starts(line, "%Cpu") ||
	       str_starts(line, "Load average:") || str_has(line, " Compressed,") ||
	       str_is(line, "Swap:") || str_starts(str_trim(line), "up ");
}

/* OpenBSD: "Memory: Real: 32M/206M act/tot Free: 3739M Cache: 116M Swap: 0K/890M" */
static bool
real_line(struct block *b, struct str line)
{
	static const struct {
		const char *title, *name, *second;
	} pairs[] = { { "Real: ", "active", NULL }, { "Free: ", "free", NULL },
		{ "Cache: ", "cache", NULL }, { "Swap: ", "swap-used", "swap-total" } };
	if (!str_starts(line, "Memory: Real: "))
		return false;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		size_t at;
		int64_t bytes, step;
		if (!str_find(line, pairs[i].title, &at))
			continue;
		struct str rest = str_skip(line, at + str_from(pairs[i].title).len);
		struct str both = str_word(&rest);
		if (num_size(str_cut(&both, '/'), 1024, &bytes, &step))
			block_value(
			    b, KIND_MEMORY, pairs[i].name, UNIT_BYTES, bytes, step);
		if (pairs[i].second != NULL && num_size(both, 1024, &bytes, &step))
			block_value(
			    b, KIND_MEMORY, pairs[i].second, UNIT_BYTES, bytes, step);
	}
	return true;
}

/* FortiOS: "0U, 0N, 0S, 100I, 0WA, 0HI, 0SI, 0ST; 1919T, 1214F", the last two in MB. */
static bool
fortios_line(struct block *b, struct str line)
{
	size_t at;
	int64_t mb[2];
	if (!str_has(line, "U, ") || !str_find(line, "; ", &at))
		return false;
	struct str rest = str_skip(line, at + 2);
	for (int i = 0; i < 2; i++) {
		struct str word = str_trim(str_cut(&rest, ','));
		if (!str_ends(word, i == 0 ? "T" : "F") ||
		    !num_i64(str_from_to(word, 0, word.len - 1), &mb[i]))
			return false;
	}
	block_value(
	    b, KIND_MEMORY, "total", UNIT_BYTES, num_mul(mb[0], 1 << 20), 1 << 20);
	block_value(
	    b, KIND_MEMORY, "free", UNIT_BYTES, num_mul(mb[1], 1 << 20), 1 << 20);
	return true;
}

static enum line_kind
summary_line(struct block *b, struct str line)
{
	if (first_line(b, line) || processes_line(b, line) || real_line(b, line) ||
	    fortios_line(b, line) || memory_line(b, line) ||
	    busybox_cpu_line(b, line) || cpu_line(b, line) || other_line(line))
		return LINE_ROWS;
	return LINE_ODD;
}

static void
top_begin(struct block *b)
{
	b->stream->section = SECTION_SUMMARY;
}

static enum line_kind
top_line(struct block *b, struct str line)
{
	if (block_decide(b, line)) {
		b->stream->section = SECTION_TABLE;
		/* Unless told otherwise top shows as many as fit a screen. */
		b->partial = true;
		const char *titles = b->format->columns;
		return table_plan(&b->stream->table, KIND_PROCESS,
			   titles != NULL ? str_from(titles) : line)
			   ? LINE_CONTEXT
			   : LINE_ODD;
	}
	if (b->stream->section == SECTION_TABLE) {
		enum line_kind kind = process_line(b, line);
		if (kind == LINE_ROWS)
			return kind;
		/* The next iteration, or a summary that stands below the titles. */
		return summary_line(b, line) == LINE_ROWS ? LINE_ROWS : kind;
	}
	return summary_line(b, line);
}

const struct reader read_top = {
	.name = "top", .begin = top_begin, .line = top_line, .by_pid = true
};
