#ifndef RENDER_TERMINAL_H
#define RENDER_TERMINAL_H

#include "base/out.h"
#include "base/str.h"

/* Text for a terminal or a pipe: no control byte of a captured name gets through, lines are broken between words. */
#define TERMINAL_WRAP 78

void terminal_text(struct out *o, struct str text);
void terminal_padded(struct out *o, struct str text, size_t width);
/* first stands before the first line, next before the others; ends the last line. */
void terminal_wrapped(struct out *o, struct str text, const char *first, const char *next);

#endif
