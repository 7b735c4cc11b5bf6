#ifndef MAIN_RELAY_H
#define MAIN_RELAY_H

#include <stdbool.h>

#include "base/arena.h"
#include "model/store.h"
#include "parse/sample.h"

/*
 * Hands samples to the store. Where there are many, a thread of its own takes them in, in their order, while the parser reads on: until
 * relay_settle the store, and the arena and ledger that it was opened with, are that thread's. What is handed over is copied.
 */
struct relay;

struct relay *relay_open(struct arena *perm, struct store *store, bool one_thread);
void relay_sample(struct relay *r, const struct sample *sample);
void relay_frame_end(struct relay *r, const struct frame *f);
void relay_settle(struct relay *r); /* all is in the store, which is the caller's up to the next sample */
void relay_close(struct relay *r);  /* the same for good */

#endif
