#ifndef PARSE_PIDS_H
#define PARSE_PIDS_H

#include <stdint.h>

#include "base/arena.h"

/* How many lines of one output had each process id: more than one are threads. */
struct pids;

struct pids *pids_open(struct arena *perm);
void pids_clear(struct pids *p);
uint32_t pids_count(struct pids *p, int64_t pid); /* counts one more, and says how many now */
void pids_uncount(struct pids *p, int64_t pid);

#endif
