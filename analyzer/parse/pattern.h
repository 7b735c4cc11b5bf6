#ifndef PARSE_PATTERN_H
#define PARSE_PATTERN_H

#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * Regular expressions for lines that identify: headers, titles, first lines. Rows are taken apart by hand. A pattern is anchored at the start of the
 * line, compiled when it is first asked, and gives up (no match) on input that would make it backtrack without end.
 */
struct pattern;

struct pattern *pattern_open(struct arena *perm, const char *text); /* borrows it; a bad one is a bug */
/* One pattern that matches wherever one of them does; NULL entries are left out. */
struct pattern *pattern_open_any(struct arena *perm, const char *const *texts, size_t count);
/* 0: no match; else 1 + number of bytes matched: the longer, the more specific. */
size_t pattern_bid(struct pattern *p, struct str line);
void pattern_close(struct pattern *p);

#endif
