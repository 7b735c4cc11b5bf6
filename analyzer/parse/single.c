#include "base/num.h"
#include "base/when.h"
#include "parse/block.h"

#include "base/banned.h"

/* Outputs of one line: /proc/sys/fs/file-nr, uptime, /proc/uptime, /proc/loadavg; and of two: pstat -T. */

static enum line_kind
file_nr(struct block *b, struct str line)
{
	int64_t open, free_count, most;
	if (!num_i64(str_word(&line), &open) ||
	    !num_i64(str_word(&line), &free_count) ||
	    !num_i64(str_word(&line), &most) || str_trim(line).len > 0)
		return LINE_ODD;
	block_value(b, KIND_FILES, "open-files", UNIT_COUNT, open, 1);
	if (most != INT64_MAX) /* the largest number there is means: no limit */
		block_value(b, KIND_FILES, "max-files", UNIT_COUNT, most, 1);
	return LINE_ROWS;
}

/* pstat -T: "178/31460 files" and "0M/1024M swap space"; pstat -f begins with the first, "open" put in. */
static enum line_kind
table_sizes(struct block *b, struct str line)
{
	struct str both = str_word(&line), label = str_trim(line);
	struct str first = str_cut(&both, '/');
	int64_t used, total, step;
	if (!num_size(first, 1, &used, &step) || !num_size(both, 1, &total, &step))
		return LINE_OTHER;
	if (str_is(label, "swap space")) {
		block_value(b, KIND_MEMORY, "swap-used", UNIT_BYTES, used, step);
		block_value(b, KIND_MEMORY, "swap-total", UNIT_BYTES, total, step);
		return LINE_ROWS;
	}
	if (!str_ends(label, "files"))
		return LINE_OTHER;
	block_value(b, KIND_FILES, "open-files", UNIT_COUNT, used, 1);
	block_value(b, KIND_FILES, "max-files", UNIT_COUNT, total, 1);
	return LINE_ROWS;
}

static enum line_kind
proc_uptime(struct block *b, struct str line)
{
	double seconds;
	if (!num_decimal(str_word(&line), &seconds) || seconds < 0 || seconds > 1e10)
		return LINE_ODD;
	block_value(b, KIND_HOST, "uptime", UNIT_MS, (int64_t)(seconds * 1000), 10);
	return LINE_ROWS;
}

/* /proc/loadavg: "0.15 0.08 0.09 1/202 4811" */
static enum line_kind
proc_loadavg(struct block *b, struct str line)
{
	double load;
	if (!num_decimal(str_word(&line), &load) || load < 0 || load > 1e6)
		return LINE_ODD;
	block_value(
	    b, KIND_LOAD, "load-average", UNIT_PERCENT, (int64_t)(load * 100 + 0.5), 1);
	return LINE_ROWS;
}

/* "3 days", "2:05", "13 mins", "45 secs", "1 hr": the parts between "up" and the users. */
static bool
add_part(struct str part, int64_t *ms)
{
	static const struct {
		const char *unit;
		int64_t ms;
	} units[] = { { "day", 86400000 }, { "hr", 3600000 }, { "hour", 3600000 },
		{ "min", 60000 }, { "sec", 1000 } };
	struct str number = str_word(&part), unit = str_word(&part);
	int64_t value, hours, minutes;
	size_t at;
	if (unit.len == 0 && str_char(number, ':', &at)) {
		if (!num_i64(str_from_to(number, 0, at), &hours) ||
		    !num_i64(str_skip(number, at + 1), &minutes))
			return false;
		*ms += (hours * 60 + minutes) * 60000;
		return true;
	}
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (str_starts(unit, units[i].unit) && num_i64(number, &value)) {
			*ms += value * units[i].ms;
			return true;
		}
	}
	return false;
}

static enum line_kind
uptime(struct block *b, struct str line)
{
	size_t at;
	if (!str_find(line, " up ", &at))
		return LINE_ODD;
	struct str rest = str_skip(line, at + 4);
	int64_t ms = 0;
	bool any = false;
	while (rest.len > 0 && add_part(str_trim(str_cut(&rest, ',')), &ms))
		any = true;
	if (!any)
		return LINE_ODD;
	block_value(b, KIND_HOST, "uptime", UNIT_MS, ms, 60000);
	return LINE_ROWS;
}

/* What each variant's line is; pstat has two of them. */
static const struct {
	const char *format;
	enum line_kind (*line)(struct block *b, struct str line);
	bool several;
} kinds[] = {
	{ "file-nr", file_nr, false },
	{ "pstat", table_sizes, true },
	{ "uptime", uptime, false },
	{ "proc-uptime", proc_uptime, false },
	{ "proc-loadavg", proc_loadavg, false },
};

static enum line_kind
single_line(struct block *b, struct str line)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (!str_is(str_from(b->format->name), kinds[i].format))
			continue;
		return b->row_count + b->standing_rows > 0 && !kinds[i].several
			   ? LINE_OTHER
			   : kinds[i].line(b, line);
	}
	return LINE_ODD;
}

const struct reader read_single = { .name = "single", .line = single_line };
