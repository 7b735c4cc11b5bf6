#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/eight.h"
#include "base/str.h"

/*
 * Text → numbers, in the C locale whatever the environment says. All functions want the whole of s to be the number
 * (no blanks around it) and return false, leaving the outputs alone, when it is not, or when it does not fit.
 */
bool num_i64(struct str s, int64_t *value);     /* -?digits */
bool num_u64(struct str s, uint64_t *value);    /* digits, up to 2^64-1 */
/* digits up to 2^64-1; from 2^63 on they are a negative number printed as unsigned. */
bool num_wrapped(struct str s, int64_t *value);
bool num_decimal(struct str s, double *value);  /* 12, 12.5 or 12,5; -? in front */

/*
 * A size with an optional suffix B K M G T P E (either case, optionally followed by i or iB), each 1024 times the one before. `unit` is the
 * number of bytes that a value without suffix counts (1024 for ps RSS). *step is what one step of the last printed
 * digit is worth in bytes: the precision of the reading.
 */
bool num_size(struct str s, int64_t unit, int64_t *bytes, int64_t *step);
/* The same with 1000 per suffix and lower-case k: libxo's counts. */
bool num_count(struct str s, int64_t *count, int64_t *step);

#define NUM_DIGITS_MAX 15 /* are far from the end of int64_t */

/* How many digits s begins with, and their value; 0 for more than NUM_DIGITS_MAX. */
static inline size_t
num_digits(struct str s, int64_t *value)
{
	size_t len = 0;
	int64_t v = 0;
	*value = 0;
	if (s.len >= 8) {
		uint64_t x = eight_at(s.ptr), other = ~eight_digits(x) & EIGHT_HIGH;
		len = other != 0 ? eight_first(other) : 8;
		if (len == 0)
			return 0;
		/* All at once: D. Lemire, Quickly parsing eight digits, 2018. */
		x = (x ^ EIGHT_ONES * '0') << 8 * (8 - len);
		x = x * 2561 >> 8;
		x = (x & UINT64_C(0x00ff00ff00ff00ff)) * 6553601 >> 16;
		x = (x & UINT64_C(0x0000ffff0000ffff)) * 42949672960001 >> 32;
		v = (int64_t)x;
		if (len < 8) {
			*value = v;
			return len;
		}
	}
	for (; len < s.len && str_is_digit(s.ptr[len]); len++) {
		if (len == NUM_DIGITS_MAX)
			return 0;
		v = v * 10 + (s.ptr[len] - '0');
	}
	*value = v;
	return len;
}

/* Saturating arithmetic for numbers that come from outside. */
int64_t num_add(int64_t a, int64_t b);
int64_t num_mul(int64_t a, int64_t b);

#endif
