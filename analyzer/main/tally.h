#ifndef MAIN_TALLY_H
#define MAIN_TALLY_H

#include "base/map.h"
#include "capture/frame.h"
#include "parse/sample.h"

/*
 * What was recognised in which files. Files whose names differ only in numbers (one per sample) count together.
 */
#define TALLY_FORMATS 4 /* different ones that are named; files of more are mixtures anyway */

struct tally_row {
	struct str pattern; /* their name, numbers as * */
	struct str path;    /* of the first */
	const char *layout;
	enum frame_role role;
	uint32_t file_count, last_member;
	uint64_t output_count, row_count;
	const char *formats[TALLY_FORMATS];
	uint32_t format_count;
	bool more_formats;
};

struct tally {
	struct arena *perm;
	struct map names;
	struct tally_row *rows;
	size_t capacity;
	struct tally_row *open; /* of the frame being read */
};

void tally_init(struct tally *t, struct arena *perm);
void tally_frame(struct tally *t, const struct frame *f);
void tally_sample(struct tally *t, const struct sample *s);

#endif
