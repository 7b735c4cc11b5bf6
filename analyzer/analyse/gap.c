#include "analyse/gap.h"

#include <math.h>

#include "analyse/order.h"
#include "base/die.h"

#include "base/banned.h"

#define MAX_FLOORS 96
#define STRETCHED 1.5 /* times it: a part of the gap, beside it */
#define LONG 3        /* times the usual distance of two floors: a gap */
#define LEAST_STEPS 4 /* after it, to tell a pace */

static double
usual_distance(const double *x, size_t n)
{
	double distance[MAX_FLOORS];
	for (size_t i = 1; i < n; i++)
		distance[i - 1] = x[i] - x[i - 1];
	return order_median(distance, n - 1);
}

/* The usual pace of the stretch of floors from … to, both included: the median over all pairs of floors. */
static double
pace_of(const double *x, const double *f, size_t from, size_t to)
{
	double slope[MAX_FLOORS * (MAX_FLOORS - 1) / 2];
	size_t count = 0;
	for (size_t i = from; i <= to; i++)
		for (size_t k = i + 1; k <= to; k++)
			if (x[k] > x[i])
				slope[count++] = (f[k] - f[i]) / (x[k] - x[i]);
	return count > 0 ? order_median(slope, count) : 0;
}

/* Floors `before` and `after` stand on either side of a gap, those between saw both its ends. */
struct gap {
	size_t before, after;
};

/* The gap of which the step to floor `at` is a part. */
static struct gap
gap_around(const double *x, size_t n, size_t at, double usual)
{
	struct gap g = { at - 1, at };
	while (g.before > 0 && x[g.before] - x[g.before - 1] >= STRETCHED * usual)
		g.before--;
	while (g.after + 1 < n && x[g.after + 1] - x[g.after] >= STRETCHED * usual)
		g.after++;
	return g;
}

/*
 * The pace after a gap, if it rises there. Whether it rose before does not matter: it may have begun in the gap. What stands still after it
 * was a step.
 */
static double
pace_after(const double *x, const double *f, size_t n, struct gap g, double usual)
{
	size_t last = g.after;
	while (last + 1 < n && x[last + 1] - x[last] < LONG * usual)
		last++;
	return last - g.after < LEAST_STEPS ? 0 : fmax(0, pace_of(x, f, g.after, last));
}

void
gaps_bridge(const double *x, const double *f, size_t n, double *level)
{
	assert(n <= MAX_FLOORS);
	double usual = n > 1 ? usual_distance(x, n) : 0, gained = 0;
	level[0] = f[0];
	for (size_t i = 1; i < n; i++) {
		if (!(usual > 0) || x[i] - x[i - 1] < LONG * usual) {
			level[i] = f[i] - gained;
			continue;
		}
		struct gap g = gap_around(x, n, i, usual);
		double steps = (double)(g.after - g.before);
		double missing = x[g.after] - x[g.before] - steps * usual;
		double by_pace = missing * pace_after(x, f, n, g, usual);
		gained += fmax(0, fmin(by_pace, f[g.after] - f[g.before]));
		level[g.after] = f[g.after] - gained;
		for (i = g.before + 1; i < g.after; i++)
			level[i] = level[g.before];
	}
}
