#ifndef SUPPORT_TEXT_FRAME_H
#define SUPPORT_TEXT_FRAME_H

#include <string.h>

#include "base/when.h"
#include "capture/layout.h"
#include "parse/parse.h"

/* Text in memory as a frame, without any capture around it. */
struct text_frame {
	struct layout layout;
	struct frame frame;
	struct str rest;
};

static bool
text_frame_line(struct layout *l, struct frame *f, struct str *line)
{
	struct text_frame *t = (struct text_frame *)(void *)l;
	size_t at;
	if (!str_char(t->rest, '\n', &at)) {
		f->end = t->rest.len > 0 ? FRAME_TORN : FRAME_WHOLE;
		return false;
	}
	*line = str_cut(&t->rest, '\n');
	return true;
}

static const struct layout_kind text_frame_kind = { .name = "text", .next_line = text_frame_line };

static void
text_frame_init(struct text_frame *t, const char *name, struct str text)
{
	memset(t, 0, sizeof(*t));
	t->layout.kind = &text_frame_kind;
	t->rest = text;
	t->frame = (struct frame){ .role = FRAME_SAMPLE, .name = str_from(name),
		.path = STR("input.txt"), .at_ms = WHEN_UNKNOWN, .origin = { 0, 1 },
		.end = FRAME_OPEN, .status = -1, .layout = &t->layout };
}

#endif
