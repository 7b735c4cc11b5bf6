#ifndef ANALYSE_DIST_H
#define ANALYSE_DIST_H

/*
 * Distribution functions. Accuracy 1e-12 relative or better in the range used here; no result is below 1e-300.
 */
double normal_tail(double z);       /* P(Z > z) */
double normal_quantile(double p);   /* z with P(Z <= z) = p, 0 < p < 1; Wichura, Applied Statistics 37 (1988), AS 241 */
double student_tail(double t, double df); /* P(T > t); incomplete beta by continued fraction (Lentz) */
double student_quantile(double p, double df); /* t with P(T <= t) = p, 0.5 <= p < 1 */

#endif
