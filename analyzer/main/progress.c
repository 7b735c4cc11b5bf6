#include "main/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/fmt.h"

#include "base/banned.h"

#define LOOK_EVERY 256 /* frames between two looks at the clock */
#define SHOW_AFTER_MS 1000
#define SHOW_EVERY_MS 200

static int64_t
monotonic_ms(void)
{
	struct timespec t;
	if (clock_gettime(CLOCK_MONOTONIC, &t) != 0)
		return 0;
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void
progress_start(struct progress *p, bool wanted)
{
	*p = (struct progress){ .wanted = wanted && isatty(STDERR_FILENO) };
	if (p->wanted)
		p->started_ms = monotonic_ms();
}

void
progress_tell(struct progress *p, uint64_t bytes_read)
{
	if (!p->wanted || ++p->calls % LOOK_EVERY != 0)
		return;
	int64_t now = monotonic_ms();
	if (now - p->started_ms < SHOW_AFTER_MS || now - p->last_ms < SHOW_EVERY_MS)
		return;
	char size[FMT_SIZE];
	fprintf(stderr, "\rreading: %s ", fmt_bytes(size, (double)bytes_read));
	p->shown = true;
	p->last_ms = now;
}

void
progress_end(struct progress *p)
{
	if (p->shown)
		fputs("\r                              \r", stderr);
	p->shown = false;
}
