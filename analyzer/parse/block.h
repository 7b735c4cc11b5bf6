#ifndef PARSE_BLOCK_H
#define PARSE_BLOCK_H

#include "base/diag.h"
#include "parse/formats.h"
#include "parse/keys.h"
#include "parse/repeat.h"
#include "parse/table.h"

/*
 * What parse.c and the readers share: the output being read (a block), and the stream it belongs to, which keeps what outlives a frame.
 */
struct pids;

struct stream {
	struct stream_id id;
	const struct reader *reader;
	const struct format *format; /* of the last output */
	struct repeat repeat;
	struct table table;   /* as the last header said */
	int section;          /* which part of an output with several; the reader's own numbers */
	struct str title;     /* the last title within the output; lives in title_text */
	char title_text[128];
	int64_t unit;         /* of plain numbers, where a header says it */
	struct map names;     /* seen so far, where glued columns need them */
	struct pids *pids;
	struct str name;      /* of its frames; empty: known by content */
	bool by_content;      /* of files, not of a NAME */
	const struct format *opened_by;
	uint32_t nth;         /* which of several outputs of that format in one frame */
	uint32_t run, sample_count;
	int64_t first_ms, last_ms; /* of its samples */
};

#define KEY_NEVER_SAME INT64_MIN /* as the key of a line: read it anew each time */

/* Where the rows of one output are put together: used again for the next one. */
struct row_space {
	struct arena *perm;
	struct row *rows;
	size_t capacity;
	struct marks marks; /* of the line being read */
};

struct block {
	struct row_space *space;
	struct formats *formats;
	const struct keys *keys;
	struct stream *stream;
	const struct format *format;
	bool fixed; /* the variant is decided */
	bool begun; /* behind the first line */
	struct frame *frame;
	struct arena *scratch;
	int64_t at_ms; /* of this reading; a reader that sees a clock may set it */
	int64_t clock_ms; /* time of day that the output itself prints; WHEN_UNKNOWN */
	bool partial;
	struct str line; /* being read */
	size_t line_row; /* the first that it makes */
	struct marks *marks; /* where its values stand; in space */
	int64_t key; /* set by a reader for the line: pid + 1, 0, or KEY_NEVER_SAME */
	struct row *rows; /* of the lines read anew */
	size_t row_count;
	size_t standing_rows; /* of the others */
};

/* A new row with nothing known yet. */
struct row *block_row(struct block *b, enum kind kind, struct str name);
void row_put(struct row *row, enum metric metric, int64_t value, int64_t step);
/* The word of the line says that value of the newest row: if it changes alone, the line need not be read again (marks.h). */
void block_mark(struct block *b, struct str word, enum mark_kind kind, enum metric metric,
    int64_t unit);
/* The word is a number that nobody keeps. */
void block_mark_idle(struct block *b, struct str word);
/* A row that is one number. */
void block_value(struct block *b, enum kind kind, const char *name, enum unit unit,
    int64_t value, int64_t step);
/* When the line is the head of a variant of this reader, that is the block's variant now. */
bool block_decide(struct block *b, struct str line);
/* First line of this process in the output? Counts the lines of each. */
bool block_pid_is_new(struct block *b, int64_t pid);
bool block_has(const struct block *b, enum quirk quirk);
void stream_set_title(struct stream *st, struct str title);

extern const struct reader read_processes, read_top, read_zones, read_malloc, read_pairs, read_words,
    read_labels, read_vmstat, read_netstat, read_swap, read_slabs, read_single, read_items, read_aside,
    read_json, read_free, read_descriptors, read_pstat, read_ddb_ps, read_product, read_buckets,
    read_forks, read_interrupts, read_objects, read_vmtotal, read_drawn;

#endif
