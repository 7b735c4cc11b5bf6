#ifndef ANALYSE_JUDGE_H
#define ANALYSE_JUDGE_H

#include "analyse/analysis.h"
#include "analyse/rival.h"
#include "analyse/shape.h"
#include "base/arena.h"

#define LEAST_POINTS 10 /* a series of fewer has no trend */
/* docs/method.md: what a score stands for. */
#define SCORE_LEAK 80
#define SCORE_SUSPECTED 50
#define SCORE_DOUBT 20     /* from here on a series is measured in full, and asked to be looked at longer */
#define GROWTH_P 0.05      /* no growth is spoken of beyond */

/*
 * What one series says by itself: the pipeline of docs/method.md (despike, daily cycle, floors, floor-trend test, onset, shapes, features, score). Knows no entity,
 * no dictionary, no machine.
 */
struct series_view {
	const double *at_s; /* ascending */
	const double *value;
	size_t count;
	double quantum;
	const double *work; /* cumulative work (requests) at the same moments, or NULL */
	const double *clean; /* the values as they are judged; NULL until judge_series has made them, in its scratch */
};

/*
 * What serves one series after the other: memory that the caller rewinds, and the curves that so many floors are held against, made once and kept
 * in perm. Begins with the two arenas alone; of one thread.
 */
struct judge {
	struct arena *scratch, *perm;
	const struct shape_grid *shapes[FLOOR_COUNT + 1];
	const struct rival_grid *rivals[FLOOR_COUNT + 1];
};
const struct shape_grid *judge_shapes(struct judge *judge, size_t floor_count);

/* Fills j up to by_score (and verdict = by_score), and s->clean. */
void judge_series(struct judgement *j, struct series_view *s, struct judge *judge);
/* The same where one value stands at each of the moments: value is that one alone. */
void judge_steady(struct judgement *j, const struct series_view *s);
/* Adds the growth rate alone, after judge_series. */
void judge_rate(struct judgement *j, const struct series_view *s, struct judge *judge);
/* Adds rate and onset interval. */
void judge_in_full(struct judgement *j, const struct series_view *s, struct judge *judge);
/* The smallest slope that would have been suspected in this noise, from the floors; several times as dear as the verdict. NAN: there are none. */
double judge_sensitivity(const struct judgement *j, struct judge *judge);
/* Adds the classical statistics: as dear as all the rest together, so only where somebody will look at them. */
void judge_classical(struct judgement *j, const struct series_view *s, struct arena *scratch);

#endif
