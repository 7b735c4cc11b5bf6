#ifndef CAPTURE_SOURCE_H
#define CAPTURE_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"

/*
 * One input, whatever its packing, as a row of plain members: directories are walked, archives and compressed files opened
 * where they lie (a .log.gz in a .tgz in a directory), nothing is written to disk. Damage to the packing goes into the ledger; what stood
 * before it is delivered.
 */
struct source;

struct member {
	struct str path;  /* inside the input, without "./"; entries of packed files follow its name and a slash */
	int64_t mtime_ms; /* WHEN_UNKNOWN */
	struct str head;  /* the first bytes, SOURCE_HEAD_BYTES or all there are, to tell what it is */
	bool alone;       /* the input is this and nothing beside it */
	bool live;        /* a file in a directory: somebody may be writing it */
};

#define SOURCE_HEAD_BYTES (64 << 10) /* holds the first outputs of a log and the date line behind them */

/*
 * named: members of a packed file or directory carry the input's own name in front. NULL: *error says why in one line.
 */
struct source *source_open(struct arena *perm, const char *path, bool named,
    struct diag *diag, const char **error);
/* Reads without a thread that inflates ahead; what comes out is the same. Before the first member. */
void source_stay_alone(struct source *s);
/* The next member; what is left of the one before is skipped. m is valid until the next call. */
bool source_next(struct source *s, struct member *m);
/* The member's next bytes (its head first), in place, valid until the next call. False at its end. */
bool source_block(struct source *s, struct str *block);
/* After source_block gave false: all of the member was read. If not, the ledger knows (line is where). */
bool source_member_ended(struct source *s, struct str path, uint32_t line);
uint64_t source_bytes(const struct source *s); /* given out so far */
void source_close(struct source *s);

#endif
