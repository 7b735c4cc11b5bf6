#include "analyse/order.h"

#include <stdlib.h>

#include "base/die.h"

#include "base/banned.h"

static void
swap(double *a, double *b)
{
	double t = *a;
	*a = *b;
	*b = t;
}

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

/* Hoare's selection with the median of three as pivot. */
double
order_select(double *values, size_t count, size_t rank)
{
	size_t low = 0, high = count - 1;
	if (count <= FEW) {
		sort_few(values, count);
		return values[rank];
	}
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (values[middle] < values[low])
			swap(&values[middle], &values[low]);
		if (values[high] < values[low])
			swap(&values[high], &values[low]);
		if (values[high] < values[middle])
			swap(&values[high], &values[middle]);
		double pivot = values[middle];
		size_t i = low, j = high;
		for (;;) {
			while (values[i] < pivot)
				i++;
			while (values[j] > pivot)
				j--;
			if (i >= j)
				break;
			swap(&values[i++], &values[j--]);
		}
		if (rank <= j)
			high = j;
		else
			low = j + 1;
	}
	return values[rank];
}

/* The least of what was seen so far stand in order; seldom does a further one belong among them. */
double
order_low(const double *values, size_t count, size_t rank)
{
	double low[ORDER_LOW];
	size_t kept = 0;
	assert(rank < ORDER_LOW && rank < count);
	for (size_t i = 0; i < count; i++) {
		if (kept > rank && !(values[i] < low[rank]))
			continue;
		size_t at = kept > rank ? rank : kept++;
		for (; at > 0 && low[at - 1] > values[i]; at--)
			low[at] = low[at - 1];
		low[at] = values[i];
	}
	return low[rank];
}

double
order_median(double *values, size_t count)
{
	double upper = order_select(values, count, count / 2);
	if (count % 2 == 1)
		return upper;
	double lower = values[0];
	for (size_t i = 1; i < count / 2; i++)
		lower = values[i] > lower ? values[i] : lower;
	return (lower + upper) / 2;
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
