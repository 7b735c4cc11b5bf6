#ifndef PARSE_MARKS_H
#define PARSE_MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "parse/sample.h"

/*
 * Where the values of a line stand. A line that differs from the one before in marked words alone need not be read again: what changed
 * in them is all there is to know. Everything else must be the same byte for byte, except the number of blanks in front of a marked
 * word. A word that changed its nature (a number that was or becomes 0, a time that fell, another unit) is a line to read.
 */
enum mark_kind {
	MARK_COUNT,    /* digits, times unit */
	MARK_POSITIVE, /* the same, where 0 would mean something else */
	MARK_SIZE,     /* as num_size reads them; positive */
	MARK_TIME,     /* minutes and seconds, perhaps with hundredths; never falls */
	MARK_PERCENT,  /* a number, rounded */
	MARK_NUMBER,   /* a number that does not count */
	MARK_WORD      /* a word that does not count */
};

struct mark {
	uint32_t at, len; /* the word, in the line */
	uint32_t gap;     /* bytes since the word before it that must stay: all but the last blanks */
	uint8_t kind;
	uint8_t row;      /* of the line's rows, from 0 */
	uint8_t metric;
	int64_t unit;     /* bytes of 1, where the word does not say */
	int64_t step;     /* how fine the word is: of a size, of a time; 1: percent */
	int64_t value;
};

#define MARKS_MAX 16

/* The marks of one line, in any order while they are added. */
struct marks {
	struct mark items[MARKS_MAX];
	size_t count;
};

/* The word of the line stands for that value; a word that cannot be marked is left out. */
void marks_add(struct marks *m, struct str line, struct str word, struct mark what);
/* Puts them in order, for marks_follow. */
void marks_settle(struct marks *m, struct str line);
/* A line of the frame before, and so many bytes from it on that can be read: this line, or whole lines with their newlines. */
struct old_line {
	struct str text;
	size_t run;
	uint32_t slot; /* of its first row */
};

/*
 * Does the text begin with a line that differs from the old one in marked words alone? Then the marks are where its words are, *changes
 * (MARKS_MAX of them) says what changed, and the line's length comes back; else 0, and marks are as before. The
 * line ends with a newline or, where the text is a whole line, with the text. *same is the first byte where the old run and the text differ; it becomes the
 * next one behind the changes, or 0 where the line's length has changed.
 */
size_t marks_follow(struct mark *marks, size_t count, const struct old_line *old,
    struct str text, bool whole, size_t *same, struct change *changes,
    size_t *change_count);

#endif
