#ifndef ANALYSE_ANALYSE_H
#define ANALYSE_ANALYSE_H

#include "analyse/analysis.h"
#include "base/arena.h"
#include "base/diag.h"

struct lore;

struct analyse_options {
	int64_t from_ms, to_ms; /* WHEN_UNKNOWN: open */
	const struct lore *lore; /* NULL: none */
	bool one_thread;         /* what comes out is the same */
};

/* Judges every series of a frozen store. The result and all it points to live in perm. */
const struct analysis *analyse(struct arena *perm, const struct store *store,
    const struct host *host, const struct diag *diag, const struct analyse_options *options);

#endif
