#include "sample_report.h"

#include "base/banned.h"

/* A page in which everything that a machine can name has a hostile name: for a browser to look at. */
int
main(void)
{
	struct arena arena;
	struct sample sample;
	const struct render_options options = { .all = true };
	arena_init(&arena);
	struct out *o = out_fd(&arena, 1);
	render_html(o, sample_report(&sample, STR(HOSTILE)), &options);
	bool written = out_close(o);
	arena_close(&arena);
	return written ? 0 : 1;
}
