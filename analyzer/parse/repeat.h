#ifndef PARSE_REPEAT_H
#define PARSE_REPEAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "parse/marks.h"
#include "parse/sample.h"

/*
 * The line memo of a stream: two thirds and more of all lines equal a line of the frame before, and need not be read again. A line that
 * differs from the old one at its place in marked words alone (marks.h) is the same, with changes.
 *
 * Most frames go in step with the one before: each line is the same as the old one at its place, or takes that place over. The
 * memo then is the old frame, changed where it stands, and what stays costs nothing. Once a line is found two or less places away (a
 * process that exits or starts shifts the list), the frame is out of step and put together anew: each line is compared with the
 * old line at its place and with the two before and behind it; the first equal one is it. A line without an equal takes over the place of the
 * old line where it stands.
 *
 * Rows have slots: numbers that stay with a line for as long as it is found again, and pass to the changed line that
 * takes its place. A slot that nobody took is gone, and given out anew. Slots are settled in repeat_end.
 *
 * A context line (a header, a title) decides what the lines below it mean: where one differs, nothing below it
 * counts as equal until the next context line that does; nor does a line that stands below fewer or more of them.
 */
struct repeat_line {
	struct str text; /* with a newline behind it */
	char *own;       /* where text stands */
	uint32_t room;   /* bytes that it may grow to there */
	uint32_t run;    /* bytes from the text on that are this and following lines of the frame */
	struct mark *marks;
	uint32_t mark_count;
	uint32_t row_count;
	uint32_t slot;   /* of its first row; the others follow */
	uint32_t under;  /* so many context lines stand before it */
	int64_t key;     /* the reader's own mark: a process id; 0 none */
	uint32_t changed_in; /* the frame where a mark of it changed last */
	uint32_t place;  /* (new lines) index of the old line where it stands */
	bool context;
	bool plain;      /* nobody but its reader cares for it: may be taken in bulk */
	bool elastic;    /* its length changes */
	bool same;       /* as a line of the frame before, but for changes */
	bool taken;      /* (old lines) found again */
};

struct repeat_lines {
	struct repeat_line *items;
	size_t count, capacity;
};

struct repeat_slots {
	uint32_t *items;
	size_t count, capacity;
};

#define REPEAT_ROWS_MAX 32 /* longest run of slots that is reused; no line makes more rows */

struct repeat {
	struct arena *perm;
	struct arena text[2]; /* of the lines; the other one is empty */
	int text_index;
	size_t garbage_bytes; /* so much text, and it is worth while to look how much of it lives */
	size_t scattered; /* lines that stand where there was room */
	bool reshaped;    /* lines came, went or moved: runs are to be found anew */
	bool off;

	struct repeat_lines old;   /* the frame before; in step, this one up to place */
	struct repeat_lines fresh; /* in step: the lines read anew, in order */
	struct repeat_lines lines; /* out of step: all lines of this frame */
	size_t place; /* in old */
	uint32_t under; /* context lines so far */
	bool out_of_step, broken;
	bool unseen;    /* the last frame was forgotten: what is gone is yet to be told */
	bool doubtful;  /* who is who among lines of one name: the next frame is read anew */
	uint32_t frame; /* counts them */
	struct repeat_line *last;

	/* What became of this frame; valid from repeat_end to the next repeat_begin. */
	struct change *changes;
	size_t change_count, change_capacity;
	size_t changes_before; /* the last line */
	struct repeat_slots gone; /* what is in neither stands as it was */

	uint32_t slot_count;
	struct repeat_slots free[REPEAT_ROWS_MAX + 1]; /* given out again, in runs of one length */
};

void repeat_init(struct repeat *r, struct arena *perm, bool off);
void repeat_close(struct repeat *r);

void repeat_begin(struct repeat *r); /* a frame (or one output within it) begins */
/*
 * Takes all lines off the text that are whole, plain and, in step, the same; *count of them that made *rows rows. Returns their bytes.
 */
size_t repeat_take(struct repeat *r, struct str text, uint32_t *count, size_t *rows);
/* Takes the next line; valid until the next call. When same is set, row_count, key and context are the old line's. */
struct repeat_line *repeat_next(struct repeat *r, struct str line);
/* What the last line was read as. It is not the same any more then, unless it is context without rows. */
struct repeat_line *repeat_read(
    struct repeat *r, uint32_t row_count, int64_t key, bool context);
/* The last line, read anew, has its values there. */
void repeat_mark(struct repeat *r, struct marks *marks);
void repeat_back(struct repeat *r); /* the last line belongs elsewhere: as if it had not been taken */
void repeat_drop_rows(struct repeat *r); /* the lines so far make no rows, and equal nothing from now on */
/*
 * The frame is over: rows, in the order in which they were read anew, get their slots. Slots of r->gone have ended, r->changes are of those
 * that stay. by_order: rows of one name are told apart by their order.
 */
void repeat_end(struct repeat *r, struct row *rows, size_t row_count, bool by_order);
/* Nobody saw the last frame: the next one starts anew, and what stood before is gone. */
void repeat_forget(struct repeat *r);

#endif
