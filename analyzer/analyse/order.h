#ifndef ANALYSE_ORDER_H
#define ANALYSE_ORDER_H

#include <stddef.h>

/* Order statistics. The array is rearranged; count is at least 1. */
double order_select(double *values, size_t count, size_t rank); /* rank 0 is the least; expected O(n) */
/* The same of one rank near the least, and the values stay as they are: one pass. rank < ORDER_LOW. */
#define ORDER_LOW 16
double order_low(const double *values, size_t count, size_t rank);
double order_median(double *values, size_t count);              /* mean of the two middle ones when even */
void order_sort(double *values, size_t count);

#endif
