#ifndef CAPTURE_LINES_H
#define CAPTURE_LINES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "capture/source.h"

/*
 * Cuts a member's blocks into lines, in place where a line lies within one block. Lines longer than LIMIT_LINE_BYTES lose their
 * end, and the NUL bytes that a crash leaves are taken out; both are in the ledger.
 */
struct lines {
	struct source *source;
	struct diag *diag;
	struct str path;
	struct str block; /* what is left of the current block */
	char *spill;      /* a line across a border */
	size_t spill_len, spill_capacity;
	bool nuls;        /* the block has some */
	size_t nul_bytes; /* met in the line being cut, with what they swallowed */
	struct arena *arena;
	uint32_t number; /* of the line last given, from 1 */
	bool partial;    /* the line last given has no newline: the member ends in it */
	bool whole;      /* after the last line: the member was read to its true end */
	bool ended;
	bool again; /* the last line is given once more */
	struct str last;
};

void lines_init(struct lines *l, struct arena *perm, struct diag *diag);
void lines_begin(struct lines *l, struct source *source, struct str path);
/* The next line without its newline, valid until the next call. False at the member's end. */
bool lines_next(struct lines *l, struct str *line);
/* What is left of the block, for frame_ahead; empty when it has to be looked at byte by byte. */
struct str lines_ahead(const struct lines *l);
void lines_skip(struct lines *l, size_t bytes, uint32_t lines);
void lines_back(struct lines *l); /* lines_next gives the last line again */

#endif
