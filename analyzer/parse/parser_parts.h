#ifndef PARSE_PARSER_PARTS_H
#define PARSE_PARSER_PARTS_H

#include <stdbool.h>

#include "parse/block.h"

/*
 * What the rooms of the parser share: parse.c (frames, streams, time), lines of a frame (text.c), the lines of one output
 * (reading.c), and what is lost of both (losses.c). Nobody else needs this header.
 */

/* So many lines in a row that do not fit, where commands are told by content, and the output has ended. */
#define ODD_LINES_END 3
/* How much of an odd line the ledger shows. */
#define DETAIL_BYTES 60

struct odd_line {
	uint32_t line;
	enum line_kind kind;
	char text[DETAIL_BYTES + 1];
};

/* JSON being cut into pieces, see text.c. */
struct pieces {
	struct arena *perm;
	char *buffer;
	size_t capacity;
	struct str text; /* the piece so far, in buffer */
	struct str rest; /* of the line being cut */
	int64_t depth;   /* of braces */
	bool in_string, escaped;
	bool xml; /* it is XML that becomes JSON, see xml.c */
};

struct parser {
	struct arena *perm;
	struct diag *diag;
	struct formats *formats;
	struct keys keys;
	struct row_space space;
	struct map names; /* key of a stream → index */
	struct stream **streams;
	size_t stream_capacity;
	bool forget_lines;

	/* the frame being read */
	bool in_frame;
	const char *tool; /* its NAME, when the contract has it; NULL: by content */
	bool by_content;
	struct str frame_name, frame_path; /* of the frame before */
	struct str path_key; /* what tells its streams from others without a NAME */
	struct arena path_arena;
	struct stream *last; /* of this NAME; NULL: none yet */
	uint32_t line; /* number of the last line taken */
	bool has_pending;
	struct str pending;
	uint32_t pending_lines; /* that go with it: pieces of one line have none of their own */
	struct pieces pieces;
	char *joined; /* two lines that were one, see wrapped.c */
	size_t joined_capacity;
	bool frame_ended;
	char member_text[24]; /* which part of a chassis speaks: fpc0, node1; "" unless said */
	size_t member_len;
	struct odd_line last_odd[ODD_LINES_END]; /* of the output being read */
	struct stream *resume; /* a series that may go on with its next row */
	int64_t clock_first, clock_days; /* of the outputs' own clock */
	int64_t clock_last;
	bool text_unknown; /* the run of unknown lines has its entry */
	size_t output_count, unknown_count;
	struct {
		const struct format *format;
		uint32_t count;
	} seen[16]; /* formats met in this frame */
};

/* A block while parse.c reads it. */
struct reading {
	struct parser *parser;
	struct block block;
	size_t good, odd;
	size_t odd_run;
	uint32_t first_line;
	size_t pids_counted; /* lines of the frame before whose processes are counted */
	bool pids_differ; /* from those of the frame before: each is counted as it comes */
	bool resumed; /* goes on where the last one left off */
	bool ended;   /* by the end of the frame */
};

/* text.c: the lines of the current frame, without CR and byte order mark. */
bool next_line(struct parser *p, struct frame *f, struct str *line);
void put_back(struct parser *p, struct str line);
bool is_empty(struct str line);
bool is_member_title(struct str line); /* of one machine of several */
bool is_amid_line(const struct parser *p); /* the next line is not the frame's next one */

bool plain_line(struct parser *p, struct frame *f, struct str *line); /* as it stands in the capture */
void pieces_keep(struct pieces *j, char c);

/* xml.c */
bool opens_xml(struct str line);
bool next_xml_piece(struct parser *p, struct frame *f, struct str *line);

/* wrapped.c */
bool unwrap_head(struct parser *p, struct frame *f, struct str *line); /* of an output: *line is the whole of it then, and good for a while in any case */
bool unwrap_row(struct reading *r, struct str line); /* the whole of it is the next line then */

/* losses.c */
void add_unknown(struct parser *p, struct frame *f, struct str line); /* outside of any output */
/* Within an output. False: too many in a row, it has ended before this line. */
bool add_odd(struct reading *r, struct str line, enum line_kind kind);
void commit_odd(struct reading *r);   /* more of the output followed: each of them is a loss */
void drop_odd_end(struct reading *r); /* they were no part of it: unknown text */

/* reading.c: takes the lines of one output. */
const struct format *find_format(struct parser *p, struct frame *f, struct str line, bool weak);
void read_block(struct reading *r);

#endif
