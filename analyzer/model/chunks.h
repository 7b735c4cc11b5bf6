#ifndef MODEL_CHUNKS_H
#define MODEL_CHUNKS_H

#include "model/series.h"

/*
 * The memory of series: chunks as large as a cache line, and the series themselves. What is given back is dealt out again, so that short-lived
 * processes take no more than those that live at one time. Only series.c and chunks.c include this.
 */
#define CACHE_LINE 64
#define CHUNK_WORDS ((CACHE_LINE - sizeof(struct chunk *)) / sizeof(uint64_t))

struct chunk {
	struct chunk *next;
	uint64_t words[CHUNK_WORDS];
};

struct series {
	struct changes at; /* the last change */
	struct chunk *first, *last;
	uint64_t bits;     /* of the word that is not full yet */
	uint8_t bit_count;
	uint8_t word_count; /* of the last chunk */
	uint8_t thinning;   /* of 2^thinning frames one is told */
	bool waits;         /* the last change is not among the others yet */
	struct waiting waiting;
	struct series *next_free;
};

struct chunk *chunk_take(struct chunk_pool *p);
void chunks_give_back(struct chunk_pool *p, struct chunk *first, struct chunk *last);
struct series *series_take(struct chunk_pool *p);
void series_give_back(struct chunk_pool *p, struct series *s);

#endif
