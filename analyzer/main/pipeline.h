#ifndef MAIN_PIPELINE_H
#define MAIN_PIPELINE_H

#include <stdbool.h>

#include "analyse/analyse.h"
#include "base/arena.h"
#include "base/diag.h"
#include "capture/capture.h"
#include "main/account.h"
#include "main/options.h"
#include "main/status.h"
#include "main/tally.h"
#include "model/store.h"

/*
 * Capture → samples → store → analysis: the way that every command goes, as far as it needs. perm owns all results until
 * pipeline_close; scratch is rewound after each frame.
 */
struct pipeline {
	struct arena perm;
	struct arena scratch;
	struct diag diag;
	struct capture *capture;
	struct store *store;
	struct account account;
	uint64_t sample_count; /* outputs recognised */
	uint64_t nameless_count; /* outputs whose command only their content tells */
	bool has_top;            /* the first top was kept as it is */
	struct tally *tally;     /* of who wants to know what was recognised where; else NULL */
	const struct lore *lore;
	const struct analysis *analysis;
};

void pipeline_init(struct pipeline *p);

/* Reads everything and freezes the store. Other than STATUS_DONE: the reason is on stderr. */
enum status pipeline_read(struct pipeline *p, const struct options *o,
    const char *const *paths, size_t path_count);
/* Judges what was read: fills p->analysis. */
enum status pipeline_analyse(struct pipeline *p, const struct options *o);
/* Our own dictionary, and that of --rules before it: fills p->lore. False: the reason is on stderr. */
bool pipeline_open_lore(struct pipeline *p, const struct options *o);
void pipeline_close(struct pipeline *p);

#endif
