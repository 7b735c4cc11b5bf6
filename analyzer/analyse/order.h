#ifndef ANALYSE_ORDER_H
#define ANALYSE_ORDER_H

#include <stddef.h>

/* Order statistics. The array is rearranged; count is at least 1. */
double order_select(double *values, size_t count, size_t rank); /* rank 0 is the least; expected O(n) */
double order_median(double *values, size_t count);              /* mean of the two middle ones when even */
void order_sort(double *values, size_t count);

/* One rank near the least in one pass; the array stays as it is. rank < ORDER_LOW. */
#define ORDER_LOW 16
double order_low(const double *values, size_t count, size_t rank);

/* Of numbers that are known: fmin and fmax are calls, for they look for NAN. */
static inline double
order_lesser(double a, double b)
{
	return a < b ? a : b;
}

static inline double
order_larger(double a, double b)
{
	return a > b ? a : b;
}

static inline double
order_middle(double a, double b, double c)
{
	return order_larger(
	    order_lesser(a, b), order_lesser(order_larger(a, b), c));
}

#endif
