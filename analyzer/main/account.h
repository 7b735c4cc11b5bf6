#ifndef MAIN_ACCOUNT_H
#define MAIN_ACCOUNT_H

#include <stdbool.h>

#include "base/map.h"
#include "capture/frame.h"
#include "model/store.h"

/*
 * What a capture says of itself beside its samples: capture.txt and end.txt, the journal of risky commands, the errors of commands, verbatim
 * texts. It ends in the store's host and texts.
 */
struct account {
	struct store *store;
	struct arena *perm;
	struct map runs;   /* number of a run → bits of what it has */
	uint8_t *run_has;
	size_t run_capacity;
	uint32_t ended_runs;
	struct map errors; /* command and text: each is kept once */
	size_t error_bytes;
	struct str other_host; /* of a second machine; empty: there is none */
};

void account_init(struct account *a, struct store *store, struct arena *perm);
/* A frame that is no sample. */
void account_take(struct account *a, struct frame *f, struct arena *scratch);

#endif
