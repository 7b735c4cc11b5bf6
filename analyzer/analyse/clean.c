#include "analyse/clean.h"

#include <math.h>

#include "analyse/least_squares.h"
#include "analyse/order.h"
#include "base/when.h"

#include "base/banned.h"

size_t
clean_spikes(double *y, size_t count, struct arena *scratch)
{
	if (count < 8)
		return 0;
	size_t inner = count - 2;
	double *middle = arena_array(scratch, 2 * inner, sizeof(*middle));
	double *distance = middle + inner;
	size_t rank = (size_t)(0.75 * (double)(inner - 1)), far = 0;
	for (size_t i = 0; i < inner; i++) {
		middle[i] = order_middle(y[i], y[i + 1], y[i + 2]);
		distance[i] = fabs(y[i + 1] - middle[i]);
		far += distance[i] > 0;
	}
	if (far < inner - rank)
		return 0;
	double spread = 1.4826 * order_select(distance, inner, rank);
	size_t replaced = 0;
	for (size_t i = 0; i < inner; i++) {
		if (fabs(y[i + 1] - middle[i]) > 8 * spread) {
			y[i + 1] = middle[i];
			replaced++;
		}
	}
	return replaced;
}

#define AGREEING \
	0.15 /* part of a day that the other days explain; a step in a short run: none */
#define BINS 24

/* Which part of its day each moment lies in; they ascend. */
static unsigned char *
bins_of(const double *x, size_t n, size_t bins, struct arena *scratch)
{
	unsigned char *bin = arena_array(scratch, n, sizeof(*bin));
	double midnight = floor(x[0] / DAY_S) * DAY_S;
	for (size_t i = 0; i < n; i++) {
		if (x[i] - midnight >= DAY_S)
			midnight = floor(x[i] / DAY_S) * DAY_S;
		size_t at = (size_t)((x[i] - midnight) / DAY_S * (double)bins);
		bin[i] = (unsigned char)(at < bins ? at : bins - 1);
	}
	return bin;
}

/* y minus its mean over the centred day; NAN within half a day of the ends. */
static size_t
residuals_of_day(const double *x, const double *y, size_t n, double *residual)
{
	size_t from = 0, to = 0, inner = 0;
	double sum = 0;
	for (size_t i = 0; i < n; i++) {
		while (to < n && x[to] <= x[i] + DAY_S / 2)
			sum += y[to++] - y[0];
		while (x[from] < x[i] - DAY_S / 2)
			sum -= y[from++] - y[0];
		residual[i] = NAN;
		if (x[i] - x[0] >= DAY_S / 2 && x[n - 1] - x[i] >= DAY_S / 2) {
			residual[i] = y[i] - y[0] - sum / (double)(to - from);
			inner++;
		}
	}
	return inner;
}

/*
 * Does each day look like the others? What the mean of the other days at the same hour explains of each day's hours: a step or
 * a climb within a short run is explained by its own day alone, a cycle by all. 0 when fewer than two days can be compared.
 */
static double
agreement_of_days(const double *x, const double *residual, size_t n,
    const unsigned char *bin, size_t bins, struct arena *scratch)
{
	size_t days = (size_t)((x[n - 1] - x[0]) / DAY_S) + 2;
	double first = floor(x[0] / DAY_S);
	double *sum = arena_array(scratch, 2 * days * bins, sizeof(*sum));
	double *count = sum + days * bins;
	for (size_t i = 0; i < n; i++) {
		if (isnan(residual[i]))
			continue;
		size_t day = (size_t)(floor(x[i] / DAY_S) - first);
		size_t cell = day * bins + bin[i];
		sum[cell] += residual[i];
		count[cell]++;
	}
	double all = 0, rest = 0;
	for (size_t b = 0; b < bins; b++) {
		double total = 0, seen = 0;
		for (size_t cell = b; cell < days * bins; cell += bins) {
			if (count[cell] > 0) {
				sum[cell] /= count[cell];
				total += sum[cell];
				seen++;
			}
		}
		for (size_t cell = b; seen >= 2 && cell < days * bins; cell += bins) {
			if (count[cell] <= 0)
				continue;
			double others = (total - sum[cell]) / (seen - 1);
			all += sum[cell] * sum[cell];
			rest += (sum[cell] - others) * (sum[cell] - others);
		}
	}
	return all > 0 ? fmax(0, 1 - rest / all) : 0;
}

#define PI 3.14159265358979323846
#define LEAST_PER_DAY 6    /* for a cycle of any shape */
#define LEAST_FOR_WAVE 2.5 /* a plain wave needs little more than two */
#define WAVE_TELLING \
	0.5 /* two numbers fitted to few points explain a third of them by chance */

/* v without its straight line over x. */
static void
detrend(const double *x, double *v, size_t n)
{
	double slope, mean_x = 0, mean_v = 0;
	(void)least_squares_one(x, v, n, &slope);
	for (size_t i = 0; i < n; i++) {
		mean_x += (x[i] - x[0]) / (double)n;
		mean_v += (v[i] - v[0]) / (double)n;
	}
	double v0 = v[0];
	for (size_t i = 0; i < n; i++)
		v[i] = v[i] - v0 - mean_v - slope * (x[i] - x[0] - mean_x);
}

/* Few points a day: a wave of 24 hours beside a straight line, which stays. */
static double
clean_daily_wave(const double *x, double *y, size_t n, struct arena *scratch)
{
	double *wave = arena_array(scratch, 3 * n, sizeof(*wave));
	double *quarter_on = wave + n, *rest = wave + 2 * n, slopes[2], mean;
	for (size_t i = 0; i < n; i++) {
		double angle = 2 * PI * (x[i] - x[0]) / DAY_S;
		wave[i] = sin(angle);
		quarter_on[i] = cos(angle);
		rest[i] = y[i];
	}
	detrend(x, wave, n);
	detrend(x, quarter_on, n);
	detrend(x, rest, n);
	double all = least_squares_centred(rest, n, &mean);
	double left = least_squares_two(wave, quarter_on, rest, n, slopes);
	double strength = all > 0 ? fmax(0, 1 - left / all) : 0;
	if (strength < WAVE_TELLING)
		return 0;
	for (size_t i = 0; i < n; i++)
		y[i] -= slopes[0] * wave[i] + slopes[1] * quarter_on[i];
	return strength;
}

double
clean_daily_cycle(const double *x, double *y, size_t n, struct arena *scratch)
{
	double span = n > 1 ? x[n - 1] - x[0] : 0;
	double per_day = span > 0 ? (double)(n - 1) * DAY_S / span : 0;
	if (span < 2 * DAY_S || per_day < LEAST_FOR_WAVE)
		return 0;
	if (per_day < LEAST_PER_DAY)
		return clean_daily_wave(x, y, n, scratch);
	size_t bins = per_day < BINS ? (size_t)per_day : BINS;
	double *residual = arena_array(scratch, 2 * n, sizeof(*residual));
	double *in_bin = residual + n;
	if (residuals_of_day(x, y, n, residual) == 0)
		return 0;

	/* All of a part of the day side by side. */
	const unsigned char *bin = bins_of(x, n, bins, scratch);
	size_t end[BINS + 1] = { 0 };
	for (size_t i = 0; i < n; i++)
		if (!isnan(residual[i]))
			end[bin[i] + 1]++;
	for (size_t b = 0; b < bins; b++)
		end[b + 1] += end[b];
	for (size_t i = 0; i < n; i++)
		if (!isnan(residual[i]))
			in_bin[end[bin[i]]++] = residual[i];
	double cycle[BINS], mean = 0;
	for (size_t b = 0, from = 0; b < bins; from = end[b++]) {
		size_t count = end[b] - from;
		cycle[b] = count > 0 ? order_median(in_bin + from, count) : 0;
		mean += cycle[b] / (double)bins;
	}
	double all = 0, rest = 0;
	for (size_t i = 0; i < n; i++) {
		if (isnan(residual[i]))
			continue;
		double c = cycle[bin[i]] - mean;
		all += residual[i] * residual[i];
		rest += (residual[i] - c) * (residual[i] - c);
	}
	double strength = all > 0 ? fmax(0, 1 - rest / all) : 0;
	if (strength >= CLEAN_TELLING &&
	    agreement_of_days(x, residual, n, bin, bins, scratch) < AGREEING)
		return 0;
	for (size_t i = 0; strength >= CLEAN_TELLING && i < n; i++)
		y[i] -= cycle[bin[i]] - mean;
	return strength;
}

double
clean_load(
    const double *x, const double *work, double *y, size_t n, struct arena *scratch)
{
	if (n < 8)
		return 0;
	double *pace = arena_array(scratch, n, sizeof(*pace));
	for (size_t i = 1; i < n; i++)
		pace[i] = x[i] > x[i - 1] ? (work[i] - work[i - 1]) / (x[i] - x[i - 1])
					  : pace[i - 1];
	pace[0] = pace[1];
	double along = 0, of_pace = 0, of_level = 0;
	for (size_t i = 2; i < n; i++) {
		double faster = pace[i] - pace[i - 1], higher = y[i] - y[i - 1];
		along += faster * higher;
		of_pace += faster * faster;
		of_level += higher * higher;
	}
	/* More work never frees memory: a level that falls with it is chance. */
	if (!(along > 0) || !(of_pace > 0) || !(of_level > 0))
		return 0;
	double strength = along * along / (of_pace * of_level), least = pace[0];
	for (size_t i = 1; i < n; i++)
		least = order_lesser(least, pace[i]);
	/* What is left is the level at the least pace there was: none at all may never have been. */
	for (size_t i = 0; strength >= CLEAN_TELLING && i < n; i++)
		y[i] -= along / of_pace * (pace[i] - least);
	return strength;
}
