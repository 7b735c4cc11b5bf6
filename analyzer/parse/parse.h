#ifndef PARSE_PARSE_H
#define PARSE_PARSE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/diag.h"
#include "capture/frame.h"
#include "parse/sample.h"

/*
 * Frame text → samples. A parser keeps, for each stream (tool of a capture), the format last chosen and the lines of the frame
 * before (see repeat.h); nothing else outlives a frame.
 */
struct parser;

struct parser *parser_open(struct arena *perm, struct diag *diag);
/*
 * The next output found in the frame: usually one, several where a frame holds the outputs of several commands or
 * repeated outputs of one. False: no more; damage is in the ledger. The sample and all it points to live in
 * scratch, which may be rewound between calls. A frame once begun is read to its end: call until false.
 */
bool parse_next(struct parser *p, struct frame *f, struct sample *out, struct arena *scratch);
void parser_close(struct parser *p);

/* Reads every line anew, as if none had stood there before: for tests that compare. Before the first frame. */
void parser_forget_lines(struct parser *p);

#endif
