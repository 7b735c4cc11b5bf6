#include "random.h"

#include <math.h>

#include "base/banned.h"

static uint64_t
splitmix(uint64_t *x)
{
	uint64_t z = *x += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

void
random_init(struct random *r, uint64_t seed, uint64_t stream)
{
	uint64_t x = seed;
	x = splitmix(&x) ^ stream * UINT64_C(0xd1342543de82ef95);
	for (int i = 0; i < 4; i++)
		r->state[i] = splitmix(&x);
}

static uint64_t
rotate(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

uint64_t
random_u64(struct random *r)
{
	uint64_t *s = r->state;
	uint64_t result = rotate(s[1] * 5, 7) * 9;
	uint64_t t = s[1] << 17;
	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotate(s[3], 45);
	return result;
}

double
random_unit(struct random *r)
{
	return (double)(random_u64(r) >> 11) * 0x1p-53;
}

double
random_between(struct random *r, double low, double high)
{
	return low + (high - low) * random_unit(r);
}

size_t
random_below(struct random *r, size_t count)
{
	return (size_t)(random_unit(r) * (double)count);
}

/* Box and Muller; the second value is thrown away so that a draw has no memory. */
double
random_normal(struct random *r)
{
	double u = 1 - random_unit(r), v = random_unit(r);
	return sqrt(-2 * log(u)) * cos(6.283185307179586 * v);
}

double
random_exponential(struct random *r)
{
	return -log(1 - random_unit(r));
}

double
random_poisson(struct random *r, double mean)
{
	if (mean <= 0)
		return 0;
	if (mean > 30) {
		double count = floor(mean + sqrt(mean) * random_normal(r) + 0.5);
		return count < 0 ? 0 : count;
	}
	double limit = exp(-mean), product = random_unit(r), count = 0;
	while (product > limit) {
		product *= random_unit(r);
		count++;
	}
	return count;
}
