#ifndef CAPTURE_PROMPT_H
#define CAPTURE_PROMPT_H

#include <stdbool.h>

#include "base/str.h"

/*
 * Is this line of a pasted terminal a shell's prompt with a command behind it ("[admin]# vmstat -z", "root@fw1:~ # date", "% ps ax")? *prompt is what stands
 * before the command. Only commands that people run on a sick box count, so that a row of ps is hardly ever taken for one.
 */
bool prompt_line(struct str line, struct str *prompt);

/* False: no line of the text is one. */
bool prompt_may_be(struct str text);

#endif
