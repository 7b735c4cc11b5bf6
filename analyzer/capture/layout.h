#ifndef CAPTURE_LAYOUT_H
#define CAPTURE_LAYOUT_H

#include "base/map.h"
#include "capture/frame.h"
#include "capture/lines.h"
#include "capture/source.h"
#include "capture/text.h"

/*
 * How a member's text is cut into frames. A member that is part of a capture of ours is layout_seep's; any other goes to the layout
 * that bids most for it. A new layout is a file layout_NAME.c and a row in layout.c.
 */
struct layout;

struct layout_kind {
	const char *name; /* public: seep, log, files, transcript */
	/* How sure it is that the member is its own; 0: it is not. */
	int (*bid)(struct layout *l, const struct member *m);
	/* The member's next frame; l->lines has been set to its start before the first. */
	bool (*next_frame)(struct layout *l, struct frame *f);
	bool (*next_line)(struct layout *l, struct frame *f, struct str *line);
	/* Text as frame_ahead gives it. NULL: lines are not given as they stand. */
	struct str (*ahead)(const struct layout *l);
};

extern const struct layout_kind layout_seep, layout_log, layout_transcript,
    layout_files;

/* The SEQs that were delivered, a bit for each, in pages that are there where they are needed. */
#define SEQ_PAGE_BITS 512

struct seq_page {
	uint64_t word[SEQ_PAGE_BITS / 64];
};

struct seq_set {
	struct map pages; /* SEQ / SEQ_PAGE_BITS → index of bits */
	struct seq_page *bits;
	size_t capacity;
	uint32_t number, at; /* of the page last used */
};

/* The state of reading a capture member by member. */
struct layout {
	const struct layout_kind *kind; /* of the current member */
	struct arena *perm;
	struct diag *diag;
	struct lines lines;
	struct str path; /* of the current member */
	uint32_t member; /* its index */
	bool begun;      /* a frame of this member was delivered */
	struct map runs; /* input and prefix of a capture → index of run_of */
	uint32_t *run_of; /* … → number of its run */
	size_t run_capacity;
	uint32_t run_count;
	/* Host, start and pid: the same run, under whatever prefix → index of identity_run. */
	struct map identities;
	uint32_t *identity_run;
	size_t identity_capacity;
	uint32_t input;  /* which of the paths given */

	/* layout_seep: what this member is */
	int part;
	uint32_t run;
	struct str name;
	uint32_t seq; /* of the last frame */
	bool held; /* an empty line that belongs to the closing marker if one follows */
	struct map streams; /* run and NAME → seen */
	uint32_t stream;    /* of the member; UINT32_MAX: not looked up yet */
	struct seq_set *seen;
	size_t seen_capacity;

	struct text text; /* the other layouts */
};

void layout_init(struct layout *l, struct arena *perm, struct diag *diag);
/* Chooses the layout for a member and starts it. */
void layout_begin(struct layout *l, const struct member *m, struct source *source,
    uint32_t member, uint32_t input);
/*
 * The number of the run whose files have this prefix in this input, counted from 0 in order of appearance. identity, when not empty, tells it from all others: one
 * that was met already under another prefix keeps its number.
 */
uint32_t layout_run(struct layout *l, struct str prefix, struct str identity);

#endif
