#include "base/when.h"
#include "capture/layout.h"

#include "base/banned.h"

/* One file with many outputs and lines with the time between them, as a cron loop or OSWatcher writes it. */

static int
log_bid(struct layout *l, const struct member *m)
{
	struct str rest = m->head;
	int64_t at_ms;
	(void)l;
	while (rest.len > 0)
		if (layout_time_line(str_cut(&rest, '\n'), &at_ms))
			return 10;
	return 0;
}

/* Text up to the first marker has no time of its own: it belongs to the moment of that marker's file. */
static bool
log_next_frame(struct layout *l, struct frame *f)
{
	struct str line;
	if (!l->begun)
		l->at_ms = WHEN_UNKNOWN;
	while (lines_next(&l->lines, &line)) {
		if (str_trim(line).len == 0)
			continue;
		int64_t at_ms;
		if (layout_time_line(line, &at_ms)) {
			l->at_ms = at_ms;
			continue;
		}
		lines_back(&l->lines);
		*f = (struct frame){ .role = FRAME_SAMPLE,
			.path = l->path,
			.run = l->input,
			.at_ms = l->at_ms,
			.origin = { l->member, l->lines.number },
			.end = FRAME_OPEN,
			.status = -1,
			.layout = l };
		return true;
	}
	return false;
}

static bool
log_next_line(struct layout *l, struct frame *f, struct str *line)
{
	if (!lines_next(&l->lines, line)) {
		f->end = l->lines.whole ? FRAME_WHOLE : FRAME_TORN;
		return false;
	}
	if (line->len > 0 && line->ptr[line->len - 1] == '\r')
		line->len--;
	int64_t at_ms;
	if (layout_time_line(*line, &at_ms)) {
		lines_back(&l->lines);
		f->end = FRAME_WHOLE;
		return false;
	}
	return true;
}

const struct layout_kind layout_log = { "log", log_bid, log_next_frame, log_next_line };
