#ifndef CAPTURE_READER_H
#define CAPTURE_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/str.h"
#include "base/when.h"

/*
 * One level of the stack in source.c: something that holds entries, each a run of blocks. A directory and a plain file
 * are one at the bottom; an archive or a compressed file is one on top of the entry it was found in.
 */
struct entry {
	struct str path;  /* within this level; empty: what a compressed file holds; valid until the next entry */
	int64_t mtime_ms; /* WHEN_UNKNOWN */
	bool regular;     /* false: a link, device …: nothing to read */
};

/* An archive may say anything. */
static inline int64_t
entry_mtime_ms(int64_t seconds)
{
	int64_t at_ms = num_mul(seconds, 1000);
	return when_is_moment(at_ms) ? at_ms : WHEN_UNKNOWN;
}

enum damage {
	DAMAGE_NONE,
	DAMAGE_CUT,    /* the bytes end before they should */
	DAMAGE_BROKEN, /* the bytes make no sense, or cannot be had */
	DAMAGE_LIMIT   /* deeper than seep looks */
};

struct reader {
	/* The next entry; false: none, and damage says if that is the true end. */
	bool (*next)(struct reader *r, struct entry *e);
	/* The entry's next block, in place, valid until the next call; false at its end, and damage says if it is true. */
	bool (*block)(struct reader *r, struct str *block);
	/* As lseek, for entries that can; else NULL. */
	int64_t (*seek)(struct reader *r, int64_t offset, int whence);
	void (*close)(struct reader *r);
	enum damage damage; /* of the last call */
	struct str why;     /* one line with damage, else empty */
};

/*
 * Where an archive takes its bytes from. next and seek may be called by a thread which reads ahead; then they are by nobody else.
 */
struct block_source {
	bool (*next)(void *from, struct str *block);
	/* Counts what was taken, once what came of it is given on. False: it is too much, and nothing more is read. */
	bool (*took)(void *from, uint64_t bytes);
	int64_t (*seek)(void *from, int64_t offset, int whence); /* NULL: cannot */
	void *from;
};

/* NULL: cannot be opened, errno says why. */
struct reader *source_dir_open(struct arena *a, const char *path);
struct reader *source_file_open(struct arena *a, const char *path); /* "-" is standard input */
/* The entries of another reader in order of name, as far as they are small and fit into memory; then the rest as it comes. */
struct reader *source_sorted_open(struct arena *a, struct reader *unsorted);
/* Never NULL: what is wrong comes out of next. */
struct reader *source_archive_open(
    struct arena *a, struct block_source bytes, bool gzip, bool may_thread);

#define READER_BLOCK_BYTES (256 << 10) /* large enough to forget the system call, small enough for the cache */

#endif
