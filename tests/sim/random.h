#ifndef SIM_RANDOM_H
#define SIM_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/*
 * Random numbers that are the same on every machine: xoshiro256** (Blackman and Vigna, ACM TOMS 47, 2021), seeded through
 * splitmix64. Streams of one seed are independent, so that drawing more here changes nothing there.
 */
struct random {
	uint64_t state[4];
};

void random_init(struct random *r, uint64_t seed, uint64_t stream);
uint64_t random_u64(struct random *r);
double random_unit(struct random *r); /* [0, 1) */
double random_between(struct random *r, double low, double high);
size_t random_below(struct random *r, size_t count);  /* count >= 1 */
double random_normal(struct random *r);               /* mean 0, sd 1 */
double random_exponential(struct random *r);          /* mean 1 */
double random_poisson(struct random *r, double mean); /* a whole number */

#endif
