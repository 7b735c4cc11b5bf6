#ifndef SUPPORT_NOISE_H
#define SUPPORT_NOISE_H

#include <stdint.h>

/* Chance that is the same on every machine. */
static uint64_t noise_seed = 7;

static inline double
noise_uniform(void) /* 0 … 1 */
{
	noise_seed =
	    noise_seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (double)(noise_seed >> 11) / 9007199254740992.0;
}

static inline double
noise_gauss(void)
{
	double sum = 0;
	for (int i = 0; i < 12; i++)
		sum += noise_uniform();
	return sum - 6;
}

#endif
