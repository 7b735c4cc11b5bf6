#ifndef CAPTURE_TEXT_H
#define CAPTURE_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "capture/clean.h"
#include "capture/frame.h"
#include "capture/source.h"

/*
 * What logs, transcripts and files of single outputs have in common: lines are cleaned, a line that is a time begins the next moment, a prompt
 * ends an output. The commands are told from the content, by parse.
 */
struct layout;

struct text {
	/* what the member's first bytes say */
	struct stains stains;
	uint32_t moments; /* lines that are times */
	uint32_t prompts;
	bool zzz;         /* an OSWatcher marker among them */
	bool numbers;     /* bare numbers count as times: they rise */
	int64_t first_ms; /* the first of the moments */
	bool first_sure;
	int64_t name_ms;    /* the time in the member's name; WHEN_UNKNOWN */
	int64_t written_ms; /* its mtime; WHEN_UNKNOWN */
	bool alone;         /* the input is this member and nothing beside it */

	/* while it is read */
	struct cleaner cleaner;
	char quote[64];
	int64_t at_ms;     /* of the last time; WHEN_UNKNOWN */
	bool written;      /* at_ms is written_ms */
	bool ignore_first; /* the name's time outranks the first one inside */	int64_t shift_ms; /* from the zone that lines are in to the name's */
	int64_t last_ms; /* of the last time line, as it says; WHEN_UNKNOWN */
	int64_t gap_ms;  /* the last way forward */
	int64_t step_ms; /* how far the clock was set back so far */
	int64_t seen[512]; /* times met lately, each in its place */
	bool
	    drop_cut_line; /* a last line without newline was being written when the writer died */
};

/* Looks at a member before any layout bids for it. */
void text_look(struct text *t, const struct member *m, struct arena *perm);
/* Before the first frame: at_ms is the time of what stands before any time line. */
void text_begin(struct layout *l, int64_t at_ms);
bool text_next_frame(struct layout *l, struct frame *f);
bool text_next_line(struct layout *l, struct frame *f, struct str *line);

#endif
