#include "analyse/score.h"

#include <math.h>

#include "analyse/judge.h"

#include "base/banned.h"

#define FEW_STEPS 8      /* of the smallest size: growth by fewer may be chance alone */
#define RARELY_FALLS 0.8 /* beyond, never is no better */
#define LEAK_P 0.01      /* no leak is spoken of beyond, however well the rest looks */

/* Fitted by scripts/fit-score, rounded, 0.4 off the start so that doubt comes before a false alarm. */
static const double weights[SCORE_PART_COUNT] = {
	[SCORE_START] = -8.6,
	[SCORE_TREND] = 0.2,
	[SCORE_GROWING] = 0.5,
	[SCORE_JUMP] = -3.2,
	[SCORE_SHAPE] = 1.1,
	[SCORE_MEMORY] = -3.3,
	[SCORE_WANDERING] = 1.6,
	[SCORE_STAIRS] = 0.55,
	[SCORE_THINNING] = 0.4,
	[SCORE_DAY] = 3.3,
	[SCORE_STEPS] = 2.7,
	[SCORE_FALLS] = 3.8,
};

double
score_weight(enum score_part part)
{
	return weights[part];
}

static double
within(double low, double value, double high)
{
	return fmax(low, fmin(high, value));
}

double
score_odds(struct judgement *j)
{
	const double measured[SCORE_PART_COUNT] = {
		[SCORE_START] = 1,
		[SCORE_TREND] = within(0, -log10(j->p), 6),
		[SCORE_GROWING] = j->still_growing,
		[SCORE_JUMP] = j->jump_share,
		[SCORE_SHAPE] = within(-4, j->bic_margin / 10, 3),
		[SCORE_MEMORY] = j->rho,
		[SCORE_WANDERING] = j->wandering,
		[SCORE_STAIRS] = within(-4, j->rivals.stairs / 10, 3),
		[SCORE_THINNING] = within(-2, j->rivals.thinning / 10, 2),
		[SCORE_DAY] = within(-1, j->rivals.day / 10, 0),
		[SCORE_STEPS] = log2(within(1, j->retained / j->quantum, FEW_STEPS)),
		[SCORE_FALLS] = fmin(j->never_falls, RARELY_FALLS),
	};
	double z = 0;
	for (int i = 0; i < SCORE_PART_COUNT; i++) {
		j->part[i].measured = measured[i];
		j->part[i].adds = weights[i] * measured[i];
		z += j->part[i].adds;
	}
	return z;
}

void
score_series(struct judgement *j)
{
	j->score = 100 / (1 + exp(-score_odds(j)));
	if (j->p > LEAK_P || j->retained < 3 * j->quantum)
		j->score = fmin(j->score, SCORE_LEAK - 1);
}
