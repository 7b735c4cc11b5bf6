#ifndef PARSE_REPEAT_H
#define PARSE_REPEAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "parse/marks.h"

/*
 * The line memo of a stream: two thirds and more of all lines equal a line of the frame before, and need not be read again. Each line is
 * compared with the old line at its place and with the two before and behind it (a process that exits or starts shifts the list);
 * the first equal one is it. A line without an equal takes over the place of the old line where it stands.
 *
 * Rows have slots: numbers that stay with a line for as long as it is found again, and pass to the changed line that
 * takes its place. A slot that nobody took is given out anew. Slots are settled in repeat_end.
 *
 * A line that differs from the old one at its place in marked words alone (marks.h) is the same, with news.
 *
 * A context line (a header, a title) decides what the lines below it mean: where one differs, nothing below it
 * counts as equal until the next context line that does; nor does a line that stands below fewer or more of them.
 */
struct repeat_line {
	struct str text;
	uint32_t room; /* bytes that text may grow to where it stands */
	uint32_t mark_count;
	struct mark *marks;
	uint32_t slot; /* of its first row; the others follow */
	uint32_t row_count;
	int64_t key;   /* the reader's own mark: a process id; 0 none */
	bool context;
	uint32_t under; /* so many context lines stand before it */
	bool same;     /* equals a line of the frame before, but for its news */
	bool taken;    /* (old lines) found again */
	uint32_t place; /* (new lines) index of the old line where it stands */
};

struct repeat_lines {
	struct repeat_line *items;
	size_t count, capacity;
};

struct repeat_free { /* slots that can be given out again, in runs of one length */
	uint32_t *slots;
	size_t count, capacity;
};

#define REPEAT_ROWS_MAX 32 /* longest run of slots that is reused; no line makes more rows */

struct repeat {
	struct arena *perm;
	struct arena text[2]; /* of the lines; the other one is empty */
	int text_index;
	struct repeat_lines old, lines;
	size_t place;
	uint32_t under; /* context lines so far */
	bool off, broken;
	struct news news[MARKS_MAX]; /* of the last line, when it is the same */
	size_t news_count;
	uint32_t slot_count;
	struct repeat_free free[REPEAT_ROWS_MAX + 1];
};

void repeat_init(struct repeat *r, struct arena *perm, bool off);
void repeat_close(struct repeat *r);

void repeat_begin(struct repeat *r); /* a frame (or one output within it) begins */
/* Takes the next line; valid until the next call. When same is set, row_count, key and context are the old line's. */
struct repeat_line *repeat_next(struct repeat *r, struct str line);
/* What the last line was read as. After this it is not the same any more, whatever it was. */
void repeat_read(struct repeat *r, uint32_t row_count, int64_t key, bool context);
/* The last line, read anew, has its values there. */
void repeat_mark(struct repeat *r, struct marks *marks);
void repeat_back(struct repeat *r); /* the last line belongs elsewhere: as if it had not been taken */
void repeat_drop_rows(struct repeat *r); /* the lines so far make no rows, and equal nothing from now on */
/* The frame is over; r->old are its lines with their slots. */
void repeat_end(struct repeat *r);
/* Nobody saw the last frame's rows: the next one starts anew. */
void repeat_forget(struct repeat *r);

#endif
