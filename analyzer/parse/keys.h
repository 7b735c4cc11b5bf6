#ifndef PARSE_KEYS_H
#define PARSE_KEYS_H

#include <stdbool.h>

#include "base/map.h"
#include "parse/sample.h"

/*
 * The dictionary of single numbers: a printed key (sysctl name, meminfo key, label of vmstat -s …) → kind, canonical name, unit. One printed
 * key may stand for several rows. The canonical names of each kind are listed in sample.h.
 */
struct key;
typedef bool key_read(const struct key *key, struct str text, int64_t *value, int64_t *step);

struct key {
	const char *printed;
	enum kind kind;
	const char *name;
	enum metric metric;
	enum unit unit;
	int64_t scale;  /* value of a plain number, in unit */
	key_read *read; /* NULL: an integer, perhaps with a suffix */
};

struct keys {
	struct map map;
	uint32_t *first; /* by index of the map: the first row of the table */
};

void keys_init(struct keys *k, struct arena *perm);
/* The rows of a printed key: *count of them from the one returned; NULL: unknown. */
const struct key *keys_find(const struct keys *k, struct str printed, size_t *count);
bool key_value(const struct key *key, struct str text, int64_t *value, int64_t *step);

#endif
