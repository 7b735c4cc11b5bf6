#ifndef MODEL_SERIES_H
#define MODEL_SERIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * One measured quantity over the frames of one stream, stored as its changes: between two changes the value holds.
 * A point is addressed by its ordinal, the count of frames of that stream before it. Memory comes in small chunks from a pool, so that
 * short-lived processes can be given back.
 */
struct chunk_pool;
struct series;

struct chunk_pool *chunk_pool_open(void);
void chunk_pool_close(struct chunk_pool *p);

struct series *series_open(struct chunk_pool *p);
void series_close(struct chunk_pool *p, struct series *s); /* back to the pool */

/* The value from this ordinal on. Costs nothing when equal to the last. False: ordinal went backwards. */
bool series_set(struct chunk_pool *p, struct series *s, uint32_t ordinal, int64_t value);
/* From this ordinal on there is no value, until the next series_set. */
bool series_unset(struct chunk_pool *p, struct series *s, uint32_t ordinal);

bool series_is_constant(const struct series *s);
uint32_t series_change_count(const struct series *s);
bool series_last(const struct series *s, int64_t *value);

/* One stretch of equal values: ordinals first … first + count - 1. */
struct run {
	uint32_t first;
	uint32_t count;
	int64_t value;
};
struct series_cursor {
	const struct series *series;
	uint32_t end; /* ordinals from here on are not given out */
	uint64_t state[4];
};
void series_start(struct series_cursor *c, const struct series *s, uint32_t end);
bool series_next(struct series_cursor *c, struct run *run);

#endif
