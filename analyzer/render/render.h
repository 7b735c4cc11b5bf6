#ifndef RENDER_RENDER_H
#define RENDER_RENDER_H

#include <stdbool.h>

#include "base/out.h"
#include "report/report.h"

struct render_options {
	bool all;   /* every judged finding, not only leak and suspected (JSON) */
	bool color; /* terminal text */
	bool verbose;
};

void render_html(struct out *o, const struct report *r, const struct render_options *options);
void render_json(struct out *o, const struct report *r, const struct render_options *options);
/* Every section as plain text: for what is asked on a terminal and piped into a pager. */
void render_plain(struct out *o, const struct report *r, const struct render_options *options);
void render_text(struct out *o, const struct report *r, const struct render_options *options);

#endif
