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
	while (list.len > 0 && count < NUMBERS_MAX)
		if (!num_size(str_cut(&list, '/'), 1, &number[count++], &step))
			return 0;
	return count;
}

static void
add_class(struct block *b, const char *name, const int64_t *number, size_t count)
{
	bool network = str_is(str_from(name), "network");
	struct row *row = block_row(b, KIND_MBUF, str_from(name));
	row->unit = network ? UNIT_BYTES : UNIT_COUNT;
	if (str_is(str_from(name), "denied")) {
		row_put(row, METRIC_FAILS, number[0], 1);
		return;
	}
	row_put(
	    row, network ? METRIC_BYTES : METRIC_USED, number[0], network ? 1024 : 1);
	if (count > 1 && !network)
		row_put(row, METRIC_FREE, number[1], 1);
	if (count > 3 && number[3] > 0)
		row_put(row, METRIC_LIMIT, number[3], 1);
}

static enum line_kind
netstat_line(struct block *b, struct str line)
{
	int64_t number[NUMBERS_MAX];
	struct str rest = line;
	size_t count = take_numbers(str_word(&rest), number);
	if (count == 0)
		return LINE_ODD;
	const char *name = class_of(line);
	if (name != NULL)
		add_class(b, name, number, count);
	return LINE_ROWS;
}

const struct reader read_netstat = { .name = "netstat", .line = netstat_line };
