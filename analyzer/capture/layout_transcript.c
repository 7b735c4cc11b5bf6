#include "base/when.h"
#include "capture/layout.h"

#include "base/banned.h"

/* What somebody pasted from a terminal, a mail or a web page: prompts with commands, escape sequences, quoting, HTML. */

static int
transcript_bid(struct layout *l, const struct member *m)
{
	const struct text *t = &l->text;
	bool quoted = t->stains.quote.len > 0 && t->stains.quote.ptr[0] != ' ' &&
		      t->stains.quote.ptr[0] != '\t';
	(void)m;
	return t->prompts > 0 || t->stains.html || t->stains.escapes || quoted ? 20 : 0;
}

/* Outputs before the first date have no time: here it was somebody typing, and hours may lie between. */
static bool
transcript_next_frame(struct layout *l, struct frame *f)
{
	struct text *t = &l->text;
	if (!l->begun) {
		bool named = t->moments < 2 && t->name_ms != WHEN_UNKNOWN;
		text_begin(l, named ? t->name_ms : t->first_ms);
		t->ignore_first = named;
	}
	return text_next_frame(l, f);
}

const struct layout_kind layout_transcript = { "transcript", transcript_bid,
	transcript_next_frame, text_next_line, NULL };
