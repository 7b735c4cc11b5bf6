#include "parse/columns.h"

#include <string.h>

#include "base/num.h"
#include "base/when.h"

#include "base/banned.h"

static void
put(struct cells *cells, const struct column *column, int64_t value, int64_t step)
{
	if (column->field == FIELD_METRIC) {
		cells->have_metric |= METRIC_BIT(column->metric);
		cells->metric[column->metric] = value;
		cells->metric_step[column->metric] = step;
	} else {
		cells->have |= 1u << column->field;
		cells->value[column->field] = value;
		cells->step[column->field] = step;
	}
}

void
cells_mark_idle(struct cells *cells, struct str word, enum mark_kind kind)
{
	marks_add(
	    &cells->marks, cells->line, word, (struct mark){ .kind = (uint8_t)kind });
}

static void
mark(struct cells *cells, const struct column *column, struct str word,
    enum mark_kind kind)
{
	if (column->field == FIELD_METRIC)
		marks_add(&cells->marks, cells->line, word,
		    (struct mark){ .kind = (uint8_t)kind,
			.metric = (uint8_t)column->metric,
			.unit = column->unit,
			.value = cells->metric[column->metric] });
}

static bool
is_missing(struct str word)
{
	return str_is(word, "-") || str_is(word, "?") || str_is(word, "n/a") ||
	       str_is(word, "inf") || str_is(word, "nan") || str_starts(word, "---");
}

bool
take_word(struct cells *cells, const struct column *column, struct str *rest)
{
	(void)cells;
	(void)column;
	return str_word(rest).len > 0;
}

static bool
take_count(struct cells *cells, const struct column *column, struct str *rest)
{
	struct str word = str_word(rest);
	int64_t value;
	if (is_missing(word))
		return true;
	if (!num_wrapped(word, &value))
		return false;
	/* Sums over CPU caches without a lock may be below zero for a moment. */
	put(cells, column, value < 0 && column->field == FIELD_METRIC ? 0 : value, 1);
	mark(cells, column, word, MARK_POSITIVE);
	return true;
}

/* Like take_count, for numbers that matter only as an anchor for what stands before them. */
static bool
take_number(struct cells *cells, const struct column *column, struct str *rest)
{
	(void)column;
	double value;
	struct str word = str_word(rest);
	cells_mark_idle(cells, word, MARK_NUMBER);
	return is_missing(word) || num_decimal(word, &value);
}

/* "22.m": top had no room for what stood behind the point. */
static bool
size_without_decimals(struct str word, int64_t *bytes, int64_t *step)
{
	if (word.len < 3 || word.ptr[word.len - 2] != '.')
		return false;
	char text[32];
	size_t len = word.len - 2;
	if (len + 1 > sizeof(text))
		return false;
	memcpy(text, word.ptr, len);
	text[len] = word.ptr[word.len - 1];
	return num_size((struct str){ text, len + 1 }, 1, bytes, step);
}

static bool
take_size(struct cells *cells, const struct column *column, struct str *rest)
{
	struct str word = str_word(rest);
	int64_t bytes, step;
	if (is_missing(word))
		return true;
	/* "The number did not fit": a lower bound. */
	if (word.len > 1 && word.ptr[word.len - 1] == '+')
		return true;
	if (!num_size(word, column->unit, &bytes, &step) &&
	    !size_without_decimals(word, &bytes, &step))
		return false;
	put(cells, column, bytes < 0 ? 0 : bytes, step);
	mark(cells, column, word, MARK_SIZE);
	return true;
}

static bool
take_percent(struct cells *cells, const struct column *column, struct str *rest)
{
	(void)column;
	struct str word = str_word(rest);
	double value;
	cells_mark_idle(cells, word, MARK_NUMBER);
	if (is_missing(word) || str_is(word, "nan%") || str_is(word, "---"))
		return true;
	if (str_ends(word, "%"))
		word.len--;
	return num_decimal(word, &value);
}

/* What a span of CPU time is counted in when it is scaled: 53.4H, 12h, 3d, 1w. */
static bool
scaled_time(struct str word, int64_t *ms, int64_t *step)
{
	double value;
	int64_t unit;
	switch (word.ptr[word.len - 1]) {
	case 'H':
	case 'h':
		unit = 3600 * 1000;
		break;
	case 'd':
		unit = 24 * 3600 * 1000;
		break;
	case 'w':
		unit = 7 * 24 * 3600 * 1000;
		break;
	default:
		return false;
	}
	word.len--;
	if (!num_decimal(word, &value) || value < 0 || value > 1e9)
		return false;
	*ms = (int64_t)(value * (double)unit);
	*step = str_has(word, ".") || str_has(word, ",") ? unit / 10 : unit;
	return true;
}

/* Hours and minutes: 1,02 of procps, 1h02 of busybox. */
static bool
hours_time(struct str word, int64_t *ms)
{
	size_t at;
	int64_t hours, minutes;
	if ((!str_char(word, ',', &at) && !str_char(word, 'h', &at)) ||
	    at + 3 != word.len || !num_i64(str_from_to(word, 0, at), &hours) ||
	    !num_i64(str_skip(word, at + 1), &minutes))
		return false;
	*ms = num_mul(num_add(num_mul(hours, 60), minutes), 60000);
	return true;
}

/* 0:18, 123:45.67, 12:01,44, 1-02:03:04, 53.4H, 1h02. */
static bool
cpu_time(struct str word, int64_t *ms, int64_t *step)
{
	if (word.len == 0)
		return false;
	if (scaled_time(word, ms, step))
		return true;
	if (when_elapsed(word, ms)) {
		*step = str_has(word, ".") || str_has(word, ",") ? 10 : 1000;
		return true;
	}
	*step = 60000;
	return hours_time(word, ms);
}

static bool
take_time(struct cells *cells, const struct column *column, struct str *rest)
{
	struct str word = str_word(rest);
	int64_t ms, step;
	if (is_missing(word) || str_is(word, "???"))
		return true;
	if (!cpu_time(word, &ms, &step))
		return false;
	put(cells, column, ms, step);
	mark(cells, column, word, MARK_TIME);
	return true;
}

static bool
take_elapsed(struct cells *cells, const struct column *column, struct str *rest)
{
	struct str word = str_word(rest);
	int64_t ms;
	if (is_missing(word))
		return true;
	if (num_i64(word, &ms)) /* etimes: seconds */
		ms = num_mul(ms, 1000);
	else if (!when_elapsed(word, &ms))
		return false;
	if (ms < 0)
		return false;
	put(cells, column, ms, 1000);
	return true;
}

static bool
is_weekday(struct str word)
{
	static const char *const names[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri",
		"Sat" };
	for (size_t i = 0; i < 7; i++) {
		if (str_is(word, names[i]))
			return true;
	}
	return false;
}

/* STARTED is printed for lstart (five words) and for start (one): only the former tells the second. */
static bool
take_started(struct cells *cells, const struct column *column, struct str *rest)
{
	struct str begin = *rest;
	struct str word = str_word(rest);
	if (!is_weekday(word))
		return word.len > 0;
	for (int i = 0; i < 4; i++)
		word = str_word(rest);
	struct str five =
	    str_from_to(begin, 0, (size_t)(word.ptr + word.len - begin.ptr));
	int64_t at_ms;
	if (word.len == 0 || !when_ctime(str_trim(five), 0, &at_ms))
		return false;
	put(cells, column, at_ms, 1000);
	return true;
}

/* busybox prints "S N" and "S <": the flag is a word of its own. */
static bool
take_state(struct cells *cells, const struct column *column, struct str *rest)
{
	(void)column;
	cells->state = str_word(rest);
	struct str after = *rest;
	struct str flag = str_word(&after);
	if (str_is(flag, "<") || str_is(flag, "N"))
		*rest = after;
	else
		cells_mark_idle(cells, cells->state, MARK_WORD);
	return cells->state.len > 0;
}

/* The two that table.c feeds itself. */
static bool
take_rest(struct cells *cells, const struct column *column, struct str *rest)
{
	(void)column;
	cells->name = str_trim(*rest);
	*rest = (struct str){ NULL, 0 };
	return true;
}

static bool
take_loose(struct cells *cells, const struct column *column, struct str *rest)
{
	(void)cells;
	(void)column;
	(void)rest;
	return true;
}

#define KIB 1024

/* clang-format off */
static const struct column columns[] = {
	/* ps and top */
	{ KIND_PROCESS, "PID",      FIELD_PID,     0, 1,   take_count },
	{ KIND_PROCESS, "PPID",     FIELD_PPID,    0, 1,   take_count },
	{ KIND_PROCESS, "LWP",      FIELD_THREAD,  0, 1,   take_count },
	{ KIND_PROCESS, "SPID",     FIELD_THREAD,  0, 1,   take_count },
	{ KIND_PROCESS, "TID",      FIELD_THREAD,  0, 1,   take_count },
	{ KIND_PROCESS, "RSS",      FIELD_METRIC,  METRIC_RSS,     KIB, take_size },
	{ KIND_PROCESS, "RSZ",      FIELD_METRIC,  METRIC_RSS,     KIB, take_size },
	{ KIND_PROCESS, "RES",      FIELD_METRIC,  METRIC_RSS,     KIB, take_size },
	{ KIND_PROCESS, "VSZ",      FIELD_METRIC,  METRIC_VSZ,     KIB, take_size },
	{ KIND_PROCESS, "VIRT",     FIELD_METRIC,  METRIC_VSZ,     KIB, take_size },
	{ KIND_PROCESS, "SIZE",     FIELD_METRIC,  METRIC_VSZ,     KIB, take_size },
	{ KIND_PROCESS, "SWAP",     FIELD_METRIC,  METRIC_SWAP,    KIB, take_size },
	{ KIND_PROCESS, "NLWP",     FIELD_METRIC,  METRIC_THREADS, 1,   take_count },
	{ KIND_PROCESS, "THCNT",    FIELD_METRIC,  METRIC_THREADS, 1,   take_count },
	{ KIND_PROCESS, "THR",      FIELD_METRIC,  METRIC_THREADS, 1,   take_count },
	{ KIND_PROCESS, "nTH",      FIELD_METRIC,  METRIC_THREADS, 1,   take_count },
	{ KIND_PROCESS, "TH",       FIELD_METRIC,  METRIC_THREADS, 1,   take_count },
	{ KIND_PROCESS, "FDS",      FIELD_METRIC,  METRIC_FDS,     1,   take_count },
	{ KIND_PROCESS, "TIME",     FIELD_METRIC,  METRIC_CPU_MS,  1,   take_time },
	{ KIND_PROCESS, "TIME+",    FIELD_METRIC,  METRIC_CPU_MS,  1,   take_time },
	{ KIND_PROCESS, "CPUTIME",  FIELD_METRIC,  METRIC_CPU_MS,  1,   take_time },
	{ KIND_PROCESS, "STARTED",  FIELD_STARTED, 0, 1,   take_started },
	{ KIND_PROCESS, "ELAPSED",  FIELD_ELAPSED, 0, 1,   take_elapsed },
	{ KIND_PROCESS, "STAT",     FIELD_STATE,   0, 1,   take_state },
	{ KIND_PROCESS, "STATE",    FIELD_NONE,    0, 1,   take_loose },
	{ KIND_PROCESS, "WCHAN",    FIELD_NONE,    0, 1,   take_loose },
	{ KIND_PROCESS, "MWCHAN",   FIELD_NONE,    0, 1,   take_loose },
	{ KIND_PROCESS, "WAIT",     FIELD_NONE,    0, 1,   take_loose },
	{ KIND_PROCESS, "VCSW",     FIELD_NONE,    0, 1,   take_loose }, /* a long user touches it */
	{ KIND_PROCESS, "ENVIRON",  FIELD_NONE,    0, 1,   take_loose },
	{ KIND_PROCESS, "%CPU",     FIELD_NONE,    0, 1,   take_percent },
	{ KIND_PROCESS, "%MEM",     FIELD_NONE,    0, 1,   take_percent },
	{ KIND_PROCESS, "WCPU",     FIELD_NONE,    0, 1,   take_percent },
	{ KIND_PROCESS, "CPU",      FIELD_NONE,    0, 1,   take_percent },
	{ KIND_PROCESS, "PERCENT",  FIELD_NONE,    0, 1,   take_percent },
	{ KIND_PROCESS, "C",        FIELD_NONE,    0, 1,   take_number },
	{ KIND_PROCESS, "UID",      FIELD_NONE,    0, 1,   take_word },
	{ KIND_PROCESS, "NI",       FIELD_NONE,    0, 1,   take_word },
	{ KIND_PROCESS, "COMMAND",  FIELD_NAME,    0, 1,   take_rest },
	{ KIND_PROCESS, "COMM",     FIELD_NAME,    0, 1,   take_rest },
	{ KIND_PROCESS, "CMD",      FIELD_NAME,    0, 1,   take_rest },
	{ KIND_PROCESS, "UCOMM",    FIELD_NAME,    0, 1,   take_rest },
	{ KIND_PROCESS, "UCMD",     FIELD_NAME,    0, 1,   take_rest },
	{ KIND_PROCESS, "ARGS",     FIELD_NAME,    0, 1,   take_rest },
	{ KIND_PROCESS, "pid",      FIELD_PID,     0, 1,   take_count },
	{ KIND_PROCESS, "ppid",     FIELD_PPID,    0, 1,   take_count },
	{ KIND_PROCESS, "rss",      FIELD_METRIC,  METRIC_RSS,     KIB, take_size },
	{ KIND_PROCESS, "virtual-size", FIELD_METRIC, METRIC_VSZ,  KIB, take_size },
	{ KIND_PROCESS, "cpu-time", FIELD_METRIC,  METRIC_CPU_MS,  1,   take_time },
	{ KIND_PROCESS, "state",    FIELD_STATE,   0, 1,   take_state },
	{ KIND_PROCESS, "command",  FIELD_NAME,    0, 1,   take_rest },
	/* Linux slab caches; "Pages" of vmstat -m are really objects in a slab */
	{ KIND_SLAB,    "Cache",    FIELD_NAME,    0, 1,   take_rest },
	{ KIND_SLAB,    "Num",      FIELD_METRIC,  METRIC_USED,    1,   take_count },
	{ KIND_SLAB,    "Total",    FIELD_TOTAL,   0, 1,   take_count },
	{ KIND_SLAB,    "Size",     FIELD_ITEM_SIZE, 0, 1, take_count },
	{ KIND_SLAB,    "Pages",    FIELD_NONE,    0, 1,   take_number },
	{ KIND_SLAB,    "OBJS",     FIELD_TOTAL,   0, 1,   take_count },
	{ KIND_SLAB,    "ACTIVE",   FIELD_METRIC,  METRIC_USED,    1,   take_count },
	{ KIND_SLAB,    "USE",      FIELD_NONE,    0, 1,   take_percent },
	{ KIND_SLAB,    "OBJ-SIZE", FIELD_ITEM_SIZE, 0, 1, take_size },
	{ KIND_SLAB,    "SLABS",    FIELD_NONE,    0, 1,   take_number },
	{ KIND_SLAB,    "OBJ/SLAB", FIELD_NONE,    0, 1,   take_number },
	{ KIND_SLAB,    "CACHE-SIZE", FIELD_METRIC, METRIC_HELD,   1,   take_size },
	{ KIND_SLAB,    "NAME",     FIELD_NAME,    0, 1,   take_rest },
	/* zones: the kernel debugger's, zprint's, and the members of libxo's objects */
	{ KIND_ZONE,    "Zone",     FIELD_NAME,    0, 1,   take_rest },
	{ KIND_ZONE,    "Size",     FIELD_ITEM_SIZE, 0, 1, take_count },
	{ KIND_ZONE,    "Used",     FIELD_METRIC,  METRIC_USED,    1,   take_count },
	{ KIND_ZONE,    "Free",     FIELD_METRIC,  METRIC_FREE,    1,   take_count },
	{ KIND_ZONE,    "Requests", FIELD_METRIC,  METRIC_REQUESTS, 1,  take_count },
	{ KIND_ZONE,    "Sleeps",   FIELD_NONE,    0, 1,   take_number },
	{ KIND_ZONE,    "Bucket",   FIELD_NONE,    0, 1,   take_number },
	{ KIND_ZONE,    "Total-Mem", FIELD_METRIC, METRIC_HELD,    1,   take_size },
	{ KIND_ZONE,    "XFree",    FIELD_NONE,    0, 1,   take_number },
	{ KIND_ZONE,    "elem-size", FIELD_ITEM_SIZE, 0, 1, take_size },
	{ KIND_ZONE,    "cur-size", FIELD_METRIC,  METRIC_HELD,    1,   take_size },
	{ KIND_ZONE,    "max-size", FIELD_NONE,    0, 1,   take_word },
	{ KIND_ZONE,    "cur-elts", FIELD_TOTAL,   0, 1,   take_count },
	{ KIND_ZONE,    "max-elts", FIELD_METRIC,  METRIC_LIMIT,   1,   take_count },
	{ KIND_ZONE,    "inuse",    FIELD_METRIC,  METRIC_USED,    1,   take_count },
	{ KIND_ZONE,    "alloc-size", FIELD_NONE,  0, 1,   take_word },
	{ KIND_ZONE,    "alloc-count", FIELD_NONE, 0, 1,   take_number },
	{ KIND_ZONE,    "flags",    FIELD_NONE,    0, 1,   take_loose },
	{ KIND_ZONE,    "name",     FIELD_NAME,    0, 1,   take_rest },
	{ KIND_ZONE,    "size",     FIELD_ITEM_SIZE, 0, 1, take_count },
	{ KIND_ZONE,    "limit",    FIELD_METRIC,  METRIC_LIMIT,   1,   take_count },
	{ KIND_ZONE,    "used",     FIELD_METRIC,  METRIC_USED,    1,   take_count },
	{ KIND_ZONE,    "free",     FIELD_METRIC,  METRIC_FREE,    1,   take_count },
	{ KIND_ZONE,    "requests", FIELD_METRIC,  METRIC_REQUESTS, 1,  take_count },
	{ KIND_ZONE,    "fail",     FIELD_METRIC,  METRIC_FAILS,   1,   take_count },
	/* malloc types in libxo's objects */
	{ KIND_MALLOC,  "type",     FIELD_NAME,    0, 1,   take_rest },
	{ KIND_MALLOC,  "in-use",   FIELD_METRIC,  METRIC_USED,    1,   take_count },
	{ KIND_MALLOC,  "memory-use", FIELD_METRIC, METRIC_BYTES,  KIB, take_size },
	{ KIND_MALLOC,  "requests", FIELD_METRIC,  METRIC_REQUESTS, 1,  take_count },
	/* pools of NetBSD and OpenBSD, and malloc's buckets */
	{ KIND_POOL,    "Name",     FIELD_NAME,    0, 1,   take_rest },
	{ KIND_POOL,    "Size",     FIELD_ITEM_SIZE, 0, 1, take_size },
	{ KIND_POOL,    "Requests", FIELD_METRIC,  METRIC_REQUESTS, 1,  take_count },
	{ KIND_POOL,    "Fail",     FIELD_METRIC,  METRIC_FAILS,   1,   take_count },
	{ KIND_POOL,    "Releases", FIELD_RELEASES, 0, 1,  take_count },
	{ KIND_POOL,    "InUse",    FIELD_METRIC,  METRIC_USED,    1,   take_count },
	{ KIND_POOL,    "Avail",    FIELD_METRIC,  METRIC_FREE,    1,   take_count },
	{ KIND_POOL,    "Free",     FIELD_METRIC,  METRIC_FREE,    1,   take_count },
	{ KIND_POOL,    "Pgreq",    FIELD_NONE,    0, 1,   take_number },
	{ KIND_POOL,    "Pgrel",    FIELD_NONE,    0, 1,   take_number },
	{ KIND_POOL,    "Npage",    FIELD_PAGES,   0, 1,   take_count },
	{ KIND_POOL,    "PageSz",   FIELD_PAGE_SIZE, 0, 1, take_count },
	{ KIND_POOL,    "Hiwat",    FIELD_NONE,    0, 1,   take_number },
	{ KIND_POOL,    "Minpg",    FIELD_NONE,    0, 1,   take_number },
	{ KIND_POOL,    "Maxpg",    FIELD_NONE,    0, 1,   take_number },
	{ KIND_POOL,    "Idle",     FIELD_NONE,    0, 1,   take_number },
	{ KIND_POOL,    "Flags",    FIELD_NONE,    0, 1,   take_word },
	{ KIND_POOL,    "Util",     FIELD_NONE,    0, 1,   take_percent },
	{ KIND_POOL,    "HighWater", FIELD_NONE,   0, 1,   take_number },
	{ KIND_POOL,    "Couldfree", FIELD_NONE,   0, 1,   take_number },
};
/* clang-format on */

const struct column *
column_find(enum kind kind, struct str title)
{
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		if (columns[i].kind == kind && str_is(title, columns[i].title))
			return &columns[i];
	}
	return NULL;
}

bool
column_is_rest(const struct column *column)
{
	return column->take == take_rest;
}

bool
column_is_loose(const struct column *column)
{
	return column->take == take_loose;
}
