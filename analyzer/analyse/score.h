#ifndef ANALYSE_SCORE_H
#define ANALYSE_SCORE_H

#include "analyse/analysis.h"

/*
 * The score of one series by itself, 0 to 100: a logistic regression over what was measured on its floors. scripts/fit-score finds the
 * weights on simulated series; docs/method.md says what each part means.
 */

/* Fills j's parts and gives their sum, the log odds: above 0 it is suspected. */
double score_odds(struct judgement *j);
/* Fills the score too. */
void score_series(struct judgement *j);
double score_weight(enum score_part part);

#endif
