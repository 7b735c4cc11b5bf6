#ifndef BASE_EIGHT_H
#define BASE_EIGHT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * Eight characters at a time, in a number whose lowest byte is the first of them. What asks of them answers with the high bit of
 * each character that it is so of.
 */
#define EIGHT_ONES UINT64_C(0x0101010101010101)
#define EIGHT_HIGH UINT64_C(0x8080808080808080)

static inline uint64_t
eight_at(const char *p)
{
	uint64_t x;
	memcpy(&x, p, sizeof(x));
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	x = __builtin_bswap64(x);
#endif
	return x;
}

/* Which of them the first bit set is in; of 0 there is none. */
static inline size_t
eight_first(uint64_t bits)
{
	return (size_t)__builtin_ctzll(bits) / 8;
}

/* Those from first to last, of ASCII. */
static inline uint64_t
eight_between(uint64_t eight, char first, char last)
{
	uint64_t low = eight & ~EIGHT_HIGH;
	uint64_t from = low + EIGHT_ONES * (uint64_t)(0x80 - first);
	uint64_t beyond = low + EIGHT_ONES * (uint64_t)(0x7f - last);
	return from & ~beyond & ~eight & EIGHT_HIGH;
}

static inline uint64_t
eight_digits(uint64_t eight)
{
	return eight_between(eight, '0', '9');
}

/* Behind the first that is c there may be one that is not. */
static inline uint64_t
eight_is(uint64_t eight, char c)
{
	uint64_t x = eight ^ EIGHT_ONES * (unsigned char)c;
	return (x - EIGHT_ONES) & ~x & EIGHT_HIGH;
}

/* None only where all are from the blank to the tilde. */
static inline uint64_t
eight_odd(uint64_t eight)
{
	return (eight | (eight - EIGHT_ONES * ' ') | (eight + EIGHT_ONES)) & EIGHT_HIGH;
}

#endif
