#include "base/num.h"

#include <math.h>

#include "base/banned.h"

bool
num_u64(struct str s, uint64_t *value)
{
	if (s.len == 0)
		return false;
	uint64_t v = 0;
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] < '0' || s.ptr[i] > '9')
			return false;
		unsigned digit = (unsigned)(s.ptr[i] - '0');
		if (v > (UINT64_MAX - digit) / 10)
			return false;
		v = v * 10 + digit;
	}
	*value = v;
	return true;
}

bool
num_i64(struct str s, int64_t *value)
{
	bool negative = s.len > 0 && s.ptr[0] == '-';
	uint64_t v;
	if (!num_u64(negative ? str_skip(s, 1) : s, &v))
		return false;
	if (v > (uint64_t)INT64_MAX + (negative ? 1 : 0))
		return false;
	if (negative)
		*value = v == 0 ? 0 : -(int64_t)(v - 1) - 1;
	else
		*value = (int64_t)v;
	return true;
}

bool
num_wrapped(struct str s, int64_t *value)
{
	uint64_t v;
	if (s.len > 0 && s.ptr[0] == '-')
		return num_i64(s, value);
	if (!num_u64(s, &v))
		return false;
	/* Two's complement without a conversion that depends on the compiler. */
	*value = v <= INT64_MAX ? (int64_t)v : -(int64_t)(UINT64_MAX - v) - 1;
	return true;
}

/* digits with at most one . or , between or before them: mantissa and number of digits behind the point. */
static bool
read_digits(struct str s, uint64_t *mantissa, int *decimals)
{
	uint64_t m = 0;
	int behind = -1;
	int digits = 0;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		if ((c == '.' || c == ',') && behind < 0) {
			behind = 0;
			continue;
		}
		if (c < '0' || c > '9')
			return false;
		digits++;
		if (m > (UINT64_MAX - 9) / 10) {
			if (behind < 0)
				return false;
			continue; /* more decimals than anybody prints */
		}
		m = m * 10 + (uint64_t)(c - '0');
		if (behind >= 0)
			behind++;
	}
	*mantissa = m;
	*decimals = behind > 0 ? behind : 0;
	return digits > 0 && behind != 0;
}

static double
power_of_ten(int exponent)
{
	/* Exact in double up to 10^22; a mantissa has at most 20 digits. */
	double power = 1;
	for (int i = 0; i < exponent; i++)
		power *= 10;
	return power;
}

bool
num_decimal(struct str s, double *value)
{
	bool negative = s.len > 0 && s.ptr[0] == '-';
	uint64_t mantissa;
	int decimals;
	if (!read_digits(negative ? str_skip(s, 1) : s, &mantissa, &decimals))
		return false;
	double v = (double)mantissa / power_of_ten(decimals);
	*value = negative ? -v : v;
	return true;
}

/* The power of the suffix letter: B 0, K 1, … E 6; -1: no such letter. */
static int
suffix_power(char c)
{
	static const char upper[] = "BKMGTPE", lower[] = "bkmgtpe";
	for (int i = 0; i < 7; i++)
		if (c == upper[i] || c == lower[i])
			return i;
	return -1;
}

static bool
scaled(struct str digits, double unit, int64_t *value, int64_t *step)
{
	uint64_t mantissa;
	int decimals;
	bool negative = digits.len > 0 && digits.ptr[0] == '-';
	if (!read_digits(negative ? str_skip(digits, 1) : digits, &mantissa, &decimals))
		return false;
	double v, s = unit / power_of_ten(decimals);
	if (decimals == 0 && mantissa <= INT64_MAX && unit < (double)INT64_MAX) {
		/* Whole numbers stay exact. */
		int64_t factor = (int64_t)unit;
		if (mantissa != 0 && factor > INT64_MAX / (int64_t)mantissa)
			return false;
		*value =
		    negative ? -(int64_t)mantissa * factor : (int64_t)mantissa * factor;
		*step = factor;
		return true;
	}
	v = (double)mantissa * s;
	if (v >= 9.2e18)
		return false;
	*value = (int64_t)llround(negative ? -v : v);
	*step = s < 1 ? 1 : (int64_t)llround(s);
	return true;
}

/* KB, KiB and Ki are K. */
static struct str
without_decoration(struct str s)
{
	static const char *const endings[] = { "iB", "i", "B", "b" };
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t len = strlen(endings[i]);
		if (str_ends(s, endings[i]) && s.len > len &&
		    suffix_power(s.ptr[s.len - len - 1]) > 0)
			return str_from_to(s, 0, s.len - len);
	}
	return s;
}

bool
num_size(struct str s, int64_t unit, int64_t *bytes, int64_t *step)
{
	s = without_decoration(s);
	if (s.len == 0)
		return false;
	int power = suffix_power(s.ptr[s.len - 1]);
	double factor = (double)unit;
	if (power >= 0) {
		s.len--;
		factor = ldexp(1, 10 * power);
	}
	return scaled(s, factor, bytes, step);
}

bool
num_count(struct str s, int64_t *count, int64_t *step)
{
	if (s.len == 0)
		return false;
	int power = suffix_power(s.ptr[s.len - 1]);
	if (power >= 0)
		s.len--;
	return scaled(s, power > 0 ? power_of_ten(3 * power) : 1, count, step);
}

int64_t
num_add(int64_t a, int64_t b)
{
	if (b > 0 && a > INT64_MAX - b)
		return INT64_MAX;
	if (b < 0 && a < INT64_MIN - b)
		return INT64_MIN;
	return a + b;
}

int64_t
num_mul(int64_t a, int64_t b)
{
	int64_t product;
	if (!__builtin_mul_overflow(a, b, &product))
		return product;
	return (a < 0) == (b < 0) ? INT64_MAX : INT64_MIN;
}
