#include "base/fmt.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/num.h"

#include "base/banned.h"

#define UNKNOWN "\xe2\x80\x93" /* an en dash */

struct scale {
	double size;
	const char *unit;
};

/* The digits of whole, at least so many, end at `end`; returns where they begin. */
static char *
digits_before(char *end, uint64_t whole, int least)
{
	for (; whole > 0 || least > 0; whole /= 10, least--)
		*--end = (char)('0' + whole % 10);
	return end;
}

const char *
fmt_fixed(char *buf, double value, int decimals)
{
	static const double scales[] = { 1, 10, 100 };
	assert(decimals >= 0 && decimals <= 2);
	double size = fabs(value) * scales[decimals], whole = floor(size);
	double rest = size - whole;
	/* Near the middle between two the product does not tell which is nearer. */
	if (!(size < 1e15) || !(fabs(rest - 0.5) > 1e-15 * size)) {
		snprintf(buf, FMT_SIZE, "%.*f", decimals, value);
		return buf;
	}
	char *end = buf + FMT_SIZE - 1, *at = end;
	uint64_t units = (uint64_t)whole + (rest > 0.5);
	uint64_t scale = (uint64_t)scales[decimals];
	*at = '\0';
	if (decimals > 0) {
		at = digits_before(at, units % scale, decimals);
		*--at = '.';
	}
	at = digits_before(at, units / scale, 1);
	if (signbit(value))
		*--at = '-';
	memmove(buf, at, (size_t)(end - at) + 1);
	return buf;
}

/* Three significant digits, no exponent: 1.24, 12.4, 124, 1240. */
static void
three_digits(char *buf, double value, const char *unit)
{
	double size = fabs(value);
	int decimals = size >= 99.95 || value == floor(value) ? 0
		       : size >= 9.995                        ? 1
							      : 2;
	char digits[FMT_SIZE];
	snprintf(buf, FMT_SIZE, "%.30s %s", fmt_fixed(digits, value, decimals), unit);
}

const char *
fmt_bytes(char *buf, double bytes)
{
	static const char *const units[] = { "B", "KB", "MB", "GB", "TB", "PB", "EB" };
	if (!isfinite(bytes)) {
		snprintf(buf, FMT_SIZE, UNKNOWN);
		return buf;
	}
	size_t power = 0;
	while (fabs(bytes) >= 1023.5 && power < 6) {
		bytes /= 1024;
		power++;
	}
	if (fabs(bytes) >= 1000 && power == 6) {
		snprintf(buf, FMT_SIZE, bytes > 0 ? ">1000 EB" : "<-1000 EB");
		return buf;
	}
	if (power == 0)
		bytes = round(bytes) + 0.0;
	three_digits(buf, bytes, units[power]);
	return buf;
}

/* The largest unit of time in which the amount is at least `least`, else the smallest that gives anything. */
static const struct scale *
best_time(double per_second, double least)
{
	static const struct scale times[] = { { 1, "s" }, { 60, "min" }, { 3600, "h" },
		{ 86400, "day" } };
	for (size_t i = 0; i < 3; i++)
		if (fabs(per_second) * times[i].size >= least)
			return &times[i];
	return &times[3];
}

const char *
fmt_bytes_rate(char *buf, double per_second)
{
	char size[FMT_SIZE];
	if (!isfinite(per_second)) {
		snprintf(buf, FMT_SIZE, UNKNOWN);
		return buf;
	}
	if (per_second == 0) {
		snprintf(buf, FMT_SIZE, "0 B/s");
		return buf;
	}
	const struct scale *t = best_time(per_second, 10240);
	snprintf(
	    buf, FMT_SIZE, "%.25s/%s", fmt_bytes(size, per_second * t->size), t->unit);
	return buf;
}

const char *
fmt_count(char *buf, double count)
{
	if (!isfinite(count)) {
		snprintf(buf, FMT_SIZE, UNKNOWN);
		return buf;
	}
	char digits[FMT_SIZE];
	if (fabs(count) < 0.05)
		count = 0; /* and never -0.0 */
	bool whole = count == floor(count) || fabs(count) >= 100;
	fmt_fixed(digits, fmin(fmax(count, -1e18), 1e18), whole ? 0 : 1);
	size_t at = 0, i = 0;
	if (digits[0] == '-')
		buf[at++] = digits[i++];
	size_t integer = i;
	while (digits[integer] >= '0' && digits[integer] <= '9')
		integer++;
	for (; digits[i] != '\0'; i++) {
		if (i > (digits[0] == '-' ? 1u : 0u) && i < integer &&
		    (integer - i) % 3 == 0)
			buf[at++] = ',';
		buf[at++] = digits[i];
	}
	buf[at] = '\0';
	return buf;
}

const char *
fmt_count_rate(char *buf, double per_second)
{
	char count[FMT_SIZE];
	if (!isfinite(per_second)) {
		snprintf(buf, FMT_SIZE, UNKNOWN);
		return buf;
	}
	const struct scale *t = best_time(per_second, 1);
	snprintf(
	    buf, FMT_SIZE, "%.28s/%s", fmt_count(count, per_second * t->size), t->unit);
	return buf;
}

const char *
fmt_duration(char *buf, double seconds)
{
	static const struct scale units[] = { { 31536000, "y" }, { 86400, "d" },
		{ 3600, "h" }, { 60, "min" }, { 1, "s" } };
	if (!isfinite(seconds)) {
		snprintf(buf, FMT_SIZE, UNKNOWN);
		return buf;
	}
	const char *sign = seconds < 0 ? "-" : "";
	seconds = fabs(seconds);
	if (seconds < 10) {
		snprintf(buf, FMT_SIZE, "%s%.3g s", sign, seconds);
		return buf;
	}
	if (seconds >= 1000 * units[0].size) {
		snprintf(buf, FMT_SIZE, "%s1000 y", *sign != '\0' ? "<-" : ">");
		return buf;
	}
	/* Two units, rounded in the smaller one: 59.7 s is a minute. */
	size_t i = 0;
	while (i < 4 &&
	       round(seconds / units[i + 1].size) * units[i + 1].size < units[i].size)
		i++;
	if (i == 4) {
		snprintf(buf, FMT_SIZE, "%s%.0f s", sign, seconds);
		return buf;
	}
	double per_large = units[i].size / units[i + 1].size;
	double steps = round(seconds / units[i + 1].size);
	double large = floor(steps / per_large);
	double rest = steps - large * per_large;
	if (rest > 0)
		snprintf(buf, FMT_SIZE, "%s%.0f %s %.0f %s", sign, large, units[i].unit,
		    rest, units[i + 1].unit);
	else
		snprintf(buf, FMT_SIZE, "%s%.0f %s", sign, large, units[i].unit);
	return buf;
}

const char *
fmt_percent(char *buf, double fraction)
{
	if (!isfinite(fraction))
		snprintf(buf, FMT_SIZE, UNKNOWN);
	else if (fabs(fraction) < 0.095 && fraction != 0)
		snprintf(
		    buf, FMT_SIZE, "%.1f %%", fmin(fmax(100 * fraction, -1e9), 1e9));
	else
		snprintf(
		    buf, FMT_SIZE, "%.0f %%", fmin(fmax(100 * fraction, -1e9), 1e9));
	return buf;
}

const char *
fmt_p(char *buf, double p)
{
	if (!isfinite(p))
		snprintf(buf, FMT_SIZE, UNKNOWN);
	else if (p < 1e-12)
		snprintf(buf, FMT_SIZE, "<1e-12");
	else
		snprintf(buf, FMT_SIZE, p < 0.001 ? "%.0e" : "%.2g", p);
	return buf;
}

/* sscanf reads in the C locale, which the program never leaves. */
static bool
survives(char *buf, double value, int digits)
{
	double back = 0;
	assert(digits > 0);
	assert(digits <= 17);
	snprintf(buf, FMT_SIZE, "%.*g", digits, value);
	return sscanf(buf, "%lf", &back) == 1 && !(back < value) && !(back > value);
}

/* Digits from the first to the last that is not 0. */
static int
significant_digits(const char *text)
{
	int count = 0, significant = 0;
	for (; *text != '\0' && *text != 'e'; text++) {
		bool digit = *text >= '0' && *text <= '9';
		if (!digit || (count == 0 && *text == '0'))
			continue;
		count++;
		if (*text != '0')
			significant = count;
	}
	return significant;
}

#define FEWEST 6 /* digits, before there is an exponent */
/* What was written with so many digits at most is found with as many; 17 tell any number. */
#define CERTAIN 15

const char *
fmt_double(char *buf, double value)
{
	if (survives(buf, value, CERTAIN)) {
		int digits = significant_digits(buf);
		snprintf(
		    buf, FMT_SIZE, "%.*g", digits < FEWEST ? FEWEST : digits, value);
	} else if (!survives(buf, value, CERTAIN + 1)) {
		snprintf(buf, FMT_SIZE, "%.*g", CERTAIN + 2, value);
	}
	return buf;
}
