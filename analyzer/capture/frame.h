#ifndef CAPTURE_FRAME_H
#define CAPTURE_FRAME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/out.h"
#include "base/str.h"

/* Where text came from: the member (its number in the order of reading) and its line, 1-based. */
struct origin {
	uint32_t member;
	uint32_t line;
};

enum frame_role {
	FRAME_SAMPLE,  /* one output (or, by content, several) of the series */
	FRAME_BEFORE,  /* verbatim text taken before the loop: shown, never a point */
	FRAME_AFTER,   /* the same after it */
	FRAME_FACTS,   /* capture.txt: key: value lines */
	FRAME_END,     /* end.txt: the same, and proof of an orderly end */
	FRAME_JOURNAL, /* journal.log */
	FRAME_ERRORS   /* one command's standard error in one sample */
};

enum frame_end { FRAME_OPEN, FRAME_WHOLE, FRAME_TORN };

/*
 * One piece of captured text: what a command printed once, or, when name is empty, text whose commands must be
 * told from its content. Lines are pulled; that a frame is torn is known only when the last one has been taken.
 */
struct frame {
	enum frame_role role;
	struct str name;  /* NAME of the contract (vmstat-z, ps …) or empty: by content */
	struct str path;  /* of the member, for the ledger */
	uint32_t run;     /* which capture of several this belongs to, from 0 */
	uint32_t seq;     /* sample number from 1; 0: the layout has none */
	int64_t at_ms;    /* WHEN_UNKNOWN: no clock */
	bool written;     /* at_ms is when the file was last written: the moment its text ended */
	bool series;      /* a file by itself: an output that repeats in it is the next sample, not the same command again */
	struct origin origin; /* of the first line of text */
	enum frame_end end;   /* FRAME_OPEN until frame_next_line has returned false */
	int status;           /* exit status of the command, -1 unknown, FRAME_TIMEOUT */
	struct layout *layout; /* who delivers the lines */
	struct out *copy;      /* the lines taken are written here too, up to LIMIT_TEXT_BYTES; NULL: nowhere */
};

#define FRAME_TIMEOUT (-2)

/*
 * The next line, without its newline; valid until the next call. False: no more whole lines, and f->end is set. Lines
 * not taken are skipped when the next frame is asked for.
 */
bool frame_next_line(struct frame *f, struct str *line);
/*
 * Text that comes next and is at hand, for who knows its lines already; valid until the next call. It may end amid a line, go beyond the
 * frame, or be empty: that says nothing.
 */
struct str frame_ahead(const struct frame *f);
/* Takes so many whole lines off it. They are such as frame_next_line has given before, do not begin with # and are not empty. */
void frame_skip(struct frame *f, size_t bytes, uint32_t lines);
const char *frame_layout(const struct frame *f); /* seep, log, files, transcript */

#endif
