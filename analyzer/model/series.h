#ifndef MODEL_SERIES_H
#define MODEL_SERIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * One measured quantity over the frames of one stream, stored as its changes: between two changes the value holds.
 * A point is addressed by its ordinal, the count of frames of that stream before it. Memory comes in small chunks
 * from a pool, so that the series of short-lived processes can be given back.
 */
struct chunk_pool;
struct chunk;
struct series;

struct chunk_pool *chunk_pool_open(void);
void chunk_pool_close(struct chunk_pool *p);
size_t chunk_pool_bytes(const struct chunk_pool *p); /* asked from the system */

struct series *series_open(struct chunk_pool *p);
void series_close(struct chunk_pool *p, struct series *s); /* back to the pool */

/* The value from this ordinal on; costs nothing when equal to the last. False: the ordinal went backwards. */
bool series_set(struct chunk_pool *p, struct series *s, uint32_t ordinal, int64_t value);
/* From this ordinal on there is no value, until the next series_set. */
bool series_unset(struct chunk_pool *p, struct series *s, uint32_t ordinal);

/*
 * Of 2^thinning frames one is told from here on, and of those before: what is told at its ordinal stands for all of them. Which one that is looks
 * random, and is the same for all series. With 0 all frames are told again. The last value there is always is the one that was set.
 */
void series_thin(struct chunk_pool *p, struct series *s, unsigned thinning);
uint32_t series_told_frame(uint32_t ordinal, unsigned thinning); /* which stands for this one */

bool series_is_constant(const struct series *s); /* at most one value was ever set */
uint32_t series_change_count(const struct series *s);
bool series_last(const struct series *s, int64_t *value); /* false: none, or unset at the end */

/* One stretch of equal values: ordinals first … first + count - 1. */
struct run {
	uint32_t first;
	uint32_t count;
	int64_t value;
};

/* How the numbers of one sort are written: so many low bits, and whether that was too few or too many of late. */
struct rice {
	unsigned low_bits;
	int lean;
};

/* What is known after some changes. Writing and reading learn the same from each, so that what was to be expected need not be written. */
struct changes {
	int64_t value;    /* last one set */
	uint64_t common;  /* divisor of all differences; 0: there was none */
	uint64_t unit;    /* that, once there were enough; 1 before */
	uint64_t drift;   /* by how many units it rises each time, modulo 2^64 */
	uint32_t ordinal; /* of the last change */
	uint32_t count;
	struct rice gap, step;
	bool set;
};

/* A change of a series that is thinned, while it is not known whether it lasts. */
struct waiting {
	int64_t value;
	uint32_t ordinal;
	bool set;
};

struct series_cursor {
	const struct series *series;
	const struct chunk *chunk;
	unsigned words_read; /* of the chunk */
	unsigned bits_read;  /* of the word, which is the last but one of these */
	uint64_t word, word_after;
	uint32_t end;        /* ordinals from here on are not given out */
	struct changes at;   /* the change last read */
};

void series_start(struct series_cursor *c, const struct series *s, uint32_t end);
bool series_next(struct series_cursor *c, struct run *run);

/* The value at each of these ordinals, which ascend; NAN: there is none. */
void series_values(
    const struct series *s, const uint32_t *ordinal, size_t count, double *value);

#endif
