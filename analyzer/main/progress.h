#ifndef MAIN_PROGRESS_H
#define MAIN_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * One line on the terminal for anything that takes longer than a second; nothing at all when stderr is no terminal.
 */
struct progress {
	bool shown;
	bool wanted;
	int64_t started_ms;
	int64_t last_ms;
	uint32_t calls;
};

void progress_start(struct progress *p, bool wanted);
void progress_tell(struct progress *p, uint64_t bytes_read); /* cheap; looks at the clock now and then */
void progress_end(struct progress *p);                       /* removes the line */

#endif
