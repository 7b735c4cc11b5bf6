#include <string.h>

#include "base/num.h"
#include "parse/block.h"

#include "base/banned.h"

/*
 * netstat -m of the BSDs: "12/508/520 mbufs in use (current/cache/total)". The names of the numbers stand in parentheses, so releases that print
 * more or fewer of them need nothing new.
 */
#define NUMBERS_MAX 6

/* clang-format off */
static const struct { const char *phrase, *name; } classes[] = {
	{ "mbufs in use", "mbuf" },
	{ "mbuf clusters in use", "cluster" },
	{ "mbuf+clusters out of packet secondary zone in use", "packet" },
	{ "(page size) jumbo clusters in use", "jumbo-page" },
	{ "9k jumbo clusters in use", "jumbo-9k" },
	{ "16k jumbo clusters in use", "jumbo-16k" },
	{ "bytes allocated to network", "network" },
	{ "sfbufs in use", "sfbuf" },
	{ "requests for mbufs denied", "denied" },
	{ "requests for memory denied", "denied" },
	{ "mapped pages in use", "pages" },
};
/* clang-format on */

static const char *
class_of(struct str text)
{
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (str_has(text, classes[i].phrase))
			return classes[i].name;
	return NULL;
}

static size_t
take_numbers(struct str list, int64_t *number)
{
	size_t count = 0;
	int64_t step;
	while (list.len > 0 && count < NUMBERS_MAX) {
		if (!num_size(str_cut(&list, '/'), 1, &number[count++], &step))
			return 0;
	}
	return list.len == 0 ? count : 0;
}

/* The number whose name stands at the same place in the parentheses: "(current/cache/total/max)". */
static bool
number_named(struct str line, const char *name, const int64_t *number, size_t count,
    int64_t *value)
{
	size_t from, to;
	struct str names = line;
	while (str_char(names, '(', &from)) {
		names = str_skip(names, from + 1);
		if (str_starts(names, "current"))
			break;
	}
	if (!str_starts(names, "current") || !str_char(names, ')', &to))
		return false;
	names = str_from_to(names, 0, to);
	for (size_t i = 0; i < count && names.len > 0; i++) {
		if (str_is(str_cut(&names, '/'), name)) {
			*value = number[i];
			return true;
		}
	}
	return false;
}

static void
add_class(struct block *b, struct str line, const char *name, const int64_t *number,
    size_t count)
{
	bool network = strcmp(name, "network") == 0;
	int64_t value;
	struct row *row = block_row(b, KIND_MBUF, str_from(name));
	row->unit = network ? UNIT_BYTES : UNIT_COUNT;
	if (strcmp(name, "denied") == 0) {
		row_put(row, METRIC_FAILS, number[0], 1);
		return;
	}
	row_put(
	    row, network ? METRIC_BYTES : METRIC_USED, number[0], network ? 1024 : 1);
	if (network)
		return;
	if (number_named(line, "cache", number, count, &value))
		row_put(row, METRIC_FREE, value, 1);
	if (number_named(line, "max", number, count, &value) && value > 0)
		row_put(row, METRIC_LIMIT, value, 1);
}

/* "1876 Kbytes allocated to network (9% of mb_map in use)": what is held, not what is in use. */
static bool
add_kbytes(struct block *b, struct str line, int64_t kib)
{
	if (!str_has(line, "Kbytes allocated to network"))
		return false;
	struct row *row = block_row(b, KIND_MBUF, STR("network"));
	row->unit = UNIT_BYTES;
	row_put(row, METRIC_HELD, num_mul(kib, 1024), 1024);
	return true;
}

static enum line_kind
netstat_line(struct block *b, struct str line)
{
	int64_t number[NUMBERS_MAX];
	struct str rest = line;
	size_t count = take_numbers(str_word(&rest), number);
	(void)block_decide(b, line);
	if (count == 0)
		return LINE_ODD;
	const char *name = class_of(line);
	if (!add_kbytes(b, line, number[0]) && name != NULL)
		add_class(b, line, name, number, count);
	return str_trim(rest).len > 0 ? LINE_ROWS : LINE_ODD;
}

const struct reader read_netstat = { .name = "netstat", .line = netstat_line };
