#include "analyse/dist.h"

#include <math.h>

#include "base/banned.h"

#define TINY 1e-300
#define PI 3.14159265358979323846

double
normal_tail(double z)
{
	return fmax(0.5 * erfc(z / sqrt(2)), TINY);
}

/* Horner's rule, highest coefficient first. */
static double
polynomial(const double *coefficients, int count, double x)
{
	double sum = 0;
	for (int i = 0; i < count; i++)
		sum = sum * x + coefficients[i];
	return sum;
}

/* The rational approximations of AS 241, PPND16. */
double
normal_quantile(double p)
{
	static const double a[] = { 2.5090809287301226727e3, 3.3430575583588128105e4,
		6.7265770927008700853e4, 4.5921953931549871457e4,
		1.3731693765509461125e4, 1.9715909503065514427e3,
		1.3314166789178437745e2, 3.3871328727963666080e0 };
	static const double b[] = { 5.2264952788528545610e3, 2.8729085735721942674e4,
		3.9307895800092710610e4, 2.1213794301586595867e4,
		5.3941960214247511077e3, 6.8718700749205790830e2,
		4.2313330701600911252e1, 1 };
	static const double c[] = { 7.74545014278341407640e-4,
		2.27238449892691845833e-2, 2.41780725177450611770e-1,
		1.27045825245236838258e0, 3.64784832476320460504e0,
		5.76949722146069140550e0, 4.63033784615654529590e0,
		1.42343711074968357734e0 };
	static const double d[] = { 1.05075007164441684324e-9,
		5.47593808499534494600e-4, 1.51986665636164571966e-2,
		1.48103976427480074590e-1, 6.89767334985100004550e-1,
		1.67638483018380384940e0, 2.05319162663775882187e0, 1 };
	static const double e[] = { 2.01033439929228813265e-7,
		2.71155556874348757815e-5, 1.24266094738807843860e-3,
		2.65321895265761230930e-2, 2.96560571828504891230e-1,
		1.78482653991729133580e0, 5.46378491116411436990e0,
		6.65790464350110377720e0 };
	static const double f[] = { 2.04426310338993978564e-15,
		1.42151175831644588870e-7, 1.84631831751005468180e-5,
		7.86869131145613259100e-4, 1.48753612908506148525e-2,
		1.36929880922735805310e-1, 5.99832206555887937690e-1, 1 };
	double q = p - 0.5;
	if (fabs(q) <= 0.425) {
		double r = 0.180625 - q * q;
		return q * polynomial(a, 8, r) / polynomial(b, 8, r);
	}
	double r = sqrt(-log(q < 0 ? p : 1 - p));
	double z = r <= 5 ? polynomial(c, 8, r - 1.6) / polynomial(d, 8, r - 1.6)
			  : polynomial(e, 8, r - 5) / polynomial(f, 8, r - 5);
	return q < 0 ? -z : z;
}

/* The continued fraction of the incomplete beta function, modified Lentz. */
static double
beta_fraction(double a, double b, double x)
{
	double c = 1, d = 1 - (a + b) * x / (a + 1);
	d = 1 / (fabs(d) < TINY ? TINY : d);
	double h = d;
	for (int m = 1; m < 1000; m++) {
		for (int half = 0; half < 2; half++) {
			double n = half == 0 ? m * (b - m) * x /
						   ((a + 2 * m - 1) * (a + 2 * m))
					     : -(a + m) * (a + b + m) * x /
						   ((a + 2 * m) * (a + 2 * m + 1));
			d = 1 + n * d;
			c = 1 + n / c;
			d = 1 / (fabs(d) < TINY ? TINY : d);
			c = fabs(c) < TINY ? TINY : c;
			h *= d * c;
		}
		if (fabs(d * c - 1) < 1e-15)
			break;
	}
	return h;
}

#define FAR_ENOUGH 16 /* for the series to have all digits */

/*
 * ln of gamma(z + 1/2) / gamma(z), by its asymptotic series. lgamma is not asked: it may write down a sign where all threads see it, and two of
 * its values are lost in each other's digits where z is large.
 */
static double
log_gamma_ratio(double z)
{
	static const double series[] = { 31.0 / 18432, -17.0 / 14336, 1.0 / 640,
		-1.0 / 192, 1.0 / 8 };
	double below = 1, above = 1;
	while (z < FAR_ENOUGH) {
		below *= z;
		above *= z + 0.5;
		z += 1;
	}
	return log(below / above * sqrt(z)) - polynomial(series, 5, 1 / (z * z)) / z;
}

/* I_x(a, 1/2). */
static double
incomplete_beta(double a, double x)
{
	if (x <= 0)
		return 0;
	if (x >= 1)
		return 1;
	double front =
	    exp(log_gamma_ratio(a) + a * log(x) + 0.5 * log1p(-x)) / sqrt(PI);
	if (x < (a + 1) / (a + 2.5))
		return front * beta_fraction(a, 0.5, x) / a;
	return 1 - front * beta_fraction(0.5, a, 1 - x) / 0.5;
}

double
student_tail(double t, double df)
{
	if (!isfinite(t))
		return t > 0 ? TINY : 1;
	double half = 0.5 * incomplete_beta(df / 2, df / (df + t * t));
	return fmax(t >= 0 ? half : 1 - half, TINY);
}

/* Newton's steps from below, where the normal one lies: the tail is convex there, so that none of them goes too far. */
double
student_quantile(double p, double df)
{
	double t = normal_quantile(p), wanted = 1 - p;
	double peak = exp(log_gamma_ratio(df / 2)) / sqrt(df * PI);
	for (int i = 0; i < 200; i++) {
		double density = peak * exp(-(df + 1) / 2 * log1p(t * t / df));
		double step = (student_tail(t, df) - wanted) / density;
		t += step;
		if (!(step > 1e-15 * t))
			break;
	}
	return t;
}
