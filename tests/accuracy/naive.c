#include "naive.h"

#include "analyse/classical.h"

#include "base/banned.h"

const char *const naive_names[NAIVE_COUNT] = {
	[NAIVE_TABLE] = "start/end table: last > 1.05 × first",
	[NAIVE_OLS_HALF] = "OLS slope > 0 and R² > .5",
	[NAIVE_OLS] = "OLS slope > 0 and R² > .8",
	[NAIVE_KENDALL] = "Mann–Kendall p < .05",
	[NAIVE_KENDALL_STRICT] = "Mann–Kendall p < .001",
};

unsigned
naive_calls(const double *value, size_t count)
{
	struct arena arena;
	arena_init(&arena);
	double *at = arena_array(&arena, count, sizeof(*at));
	for (size_t i = 0; i < count; i++)
		at[i] = (double)i;
	struct classical c = classical_statistics(at, value, count, &arena);
	arena_close(&arena);
	unsigned calls = 0;
	if (value[count - 1] > 1.05 * value[0])
		calls |= 1u << NAIVE_TABLE;
	if (c.ols > 0 && c.r_squared > 0.5)
		calls |= 1u << NAIVE_OLS_HALF;
	if (c.ols > 0 && c.r_squared > 0.8)
		calls |= 1u << NAIVE_OLS;
	if (c.kendall_s > 0 && c.kendall_p < 0.05)
		calls |= 1u << NAIVE_KENDALL;
	if (c.kendall_s > 0 && c.kendall_p < 0.001)
		calls |= 1u << NAIVE_KENDALL_STRICT;
	return calls;
}
