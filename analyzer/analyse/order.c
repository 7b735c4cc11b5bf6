#include "analyse/order.h"

#include <math.h>
#include <stdlib.h>

#include "base/die.h"

#include "base/banned.h"

#define FEW 8 /* are sorted as fast as one of them is found */

static void
sort_few(double *values, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		double v = values[i];
		size_t at = i;
		for (; at > 0 && values[at - 1] > v; at--)
			values[at] = values[at - 1];
		values[at] = v;
	}
}

/* Puts what is less than the pivot first and returns where the rest begins. Nothing hangs on a guess: every value is moved. */
static size_t
put_less_first(double *values, size_t from, size_t to, double pivot)
{
	size_t end = from;
	for (size_t i = from; i < to; i++) {
		double v = values[i];
		values[i] = values[end];
		values[end] = v;
		end += v < pivot;
	}
	return end;
}

static size_t
put_equal_first(double *values, size_t from, size_t to, double pivot)
{
	size_t end = from;
	for (size_t i = from; i < to; i++) {
		double v = values[i];
		values[i] = values[end];
		values[end] = v;
		end += !(pivot < v);
	}
	return end;
}

/* Hoare's selection with the median of three as pivot. */
double
order_select(double *values, size_t count, size_t rank)
{
	size_t from = 0, to = count;
	while (to - from > FEW) {
		double pivot = order_middle(
		    values[from], values[from + (to - from) / 2], values[to - 1]);
		size_t rest = put_less_first(values, from, to, pivot);
		if (rank < rest) {
			to = rest;
			continue;
		}
		from = put_equal_first(values, rest, to, pivot);
		if (rank < from)
			return values[rank];
	}
	sort_few(values + from, to - from);
	return values[rank];
}

double
order_median(double *values, size_t count)
{
	double upper = order_select(values, count, count / 2);
	if (count % 2 == 1)
		return upper;
	double lower = values[0];
	for (size_t i = 1; i < count / 2; i++)
		lower = order_larger(lower, values[i]);
	return (lower + upper) / 2;
}

/* The least of what was seen so far stand in order; seldom does a further one belong among them. */
double
order_low(const double *values, size_t count, size_t rank)
{
	double low[ORDER_LOW];
	assert(rank < ORDER_LOW && rank < count);
	for (size_t i = 0; i < ORDER_LOW; i++)
		low[i] = INFINITY;
	for (size_t i = 0; i < count; i++) {
		if (!(values[i] < low[rank]))
			continue;
		size_t at = rank;
		for (; at > 0 && low[at - 1] > values[i]; at--)
			low[at] = low[at - 1];
		low[at] = values[i];
	}
	return low[rank];
}

static int
compare(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;
	return (a > b) - (a < b);
}

void
order_sort(double *values, size_t count)
{
	if (count > 1)
		qsort(values, count, sizeof(*values), compare);
}
