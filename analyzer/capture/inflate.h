#ifndef CAPTURE_INFLATE_H
#define CAPTURE_INFLATE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * Inflates one gzip stream, header and checksum included: with ISA-L where it was found when seep was built, else with zlib. Both give the same
 * bytes of what is whole; see docs/decisions/0006-isa-l.md.
 */
struct inflater;

enum inflated {
	INFLATED_SOME, /* what could be; nothing at all when the input was used up */
	INFLATED_END,
	INFLATED_BROKEN
};

struct inflater *inflater_open(struct arena *a);
void inflater_restart(struct inflater *i); /* at the head of another stream */
/* Takes bytes off the front of in, puts them to *out, and moves that. */
enum inflated inflater_run(struct inflater *i, struct str *in, char **out, size_t *room);
void inflater_close(struct inflater *i);

#endif
