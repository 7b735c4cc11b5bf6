#include "base/when.h"
#include "capture/layout.h"

#include "base/banned.h"

/*
 * One file per command and sample, or a single output alone: the time comes from the file's name, else from its content, else from when it was written. A
 * command that was left running into a file (top -b, vmstat 5) is read so too: its outputs tell their own clock, or have none.
 */

static int
files_bid(struct layout *l, const struct member *m)
{
	(void)l;
	(void)m;
	return 1;
}

static bool
files_next_frame(struct layout *l, struct frame *f)
{
	struct text *t = &l->text;
	if (!l->begun) {
		text_begin(l, t->name_ms != WHEN_UNKNOWN ? t->name_ms : t->first_ms);
		t->ignore_first = t->name_ms != WHEN_UNKNOWN;
		t->written = t->at_ms == WHEN_UNKNOWN && t->written_ms != WHEN_UNKNOWN;
		if (t->written)
			t->at_ms = t->written_ms;
	}
	return text_next_frame(l, f);
}

const struct layout_kind layout_files = { "files", files_bid, files_next_frame,
	text_next_line, NULL };
