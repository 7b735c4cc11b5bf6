#ifndef CAPTURE_AHEAD_H
#define CAPTURE_AHEAD_H

#include "base/arena.h"
#include "capture/reader.h"

/*
 * Plain bytes of a gzip stream, inflated ahead of who reads them: behind the first `alone_bytes` by a thread of its own. What comes out is the same with
 * and without it, block by block. Until ahead_close nobody else may touch what `bytes` reads from.
 */
struct ahead;

struct ahead *ahead_open(struct arena *a, struct block_source bytes, uint64_t alone_bytes);
/* The next block, in place, valid until the next call. False at the end. */
bool ahead_next(struct ahead *h, struct str *block);
/* How things stood when the last block was made: what was wrong behind it, and how many packed bytes that far. */
enum damage ahead_damage(const struct ahead *h);
uint64_t ahead_taken(const struct ahead *h);
void ahead_close(struct ahead *h);

#endif
