#include "base/when.h"
#include "capture/layout.h"

#include "base/banned.h"

/* One file with many outputs and lines with the time between them, as a cron loop or OSWatcher writes it. */

static int
log_bid(struct layout *l, const struct member *m)
{
	const struct text *t = &l->text;
	bool more =
	    m->head.len >= SOURCE_HEAD_BYTES; /* and more times in it, perhaps */
	if (t->zzz || t->moments >= 2)
		return 10;
	return t->moments == 1 && (m->alone || more) ? 10 : 0;
}

/* Text before the first time has none of its own; the first one is the nearest. */
static bool
log_next_frame(struct layout *l, struct frame *f)
{
	if (!l->begun) {
		struct text *t = &l->text;
		text_begin(l, t->first_ms);
		t->at_ms += t->first_sure || t->at_ms == WHEN_UNKNOWN ? 0 : t->shift_ms;
		t->drop_cut_line = t->moments >= 2;
	}
	return text_next_frame(l, f);
}

const struct layout_kind layout_log = { "log", log_bid, log_next_frame, text_next_line,
	NULL };
