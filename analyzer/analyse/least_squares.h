#ifndef ANALYSE_LEAST_SQUARES_H
#define ANALYSE_LEAST_SQUARES_H

#include <stddef.h>

/* Fits of a few dozen points, centred before anything is squared. What is returned is the sum of squares that is left. */

/* Around the mean, which is stored. */
double least_squares_centred(const double *v, size_t count, double *mean);
/* y on (1, g); with g constant, around the mean. */
double least_squares_one(const double *g, const double *y, size_t count, double *slope);
/* The same for many y: g is given by its distances to its mean, and their sum of squares. y is around its mean. */
double least_squares_of_centred(
    const double *g, double gg, const double *y, size_t count, double *slope);
/* y on (1, g, h); INFINITY where g and h cannot be told apart. */
double least_squares_two(
    const double *g, const double *h, const double *y, size_t count, double slopes[2]);

/* B ln((SSE + B q^2/12)/B) + k ln B: the quantum q keeps the logarithm finite, k is the number of parameters. */
double least_squares_bic(double sse, size_t count, double quantum, int parameters);

#endif
