#include <math.h>
#include <stdio.h>

#include "analyse/judge.h"
#include "sim.h"

#include "base/banned.h"

/* What the score of each series of the families is made of, a line each, for scripts/fit-score: family, leak or not, parts as measured. */

#define SEEDS 200 /* 1 … 200: all of half A */

static void
put_series(int family, int64_t samples, int64_t seed)
{
	struct arena arena;
	arena_init(&arena);
	struct sim_request q = sim_default();
	q.family = family;
	q.samples = samples;
	q.seed = seed;
	struct family_series s = sim_series(&q, &arena);
	double interval = sim_interval(&q, &arena);
	double *at_s = arena_array(&arena, s.count, sizeof(*at_s));
	for (size_t i = 0; i < s.count; i++)
		at_s[i] = interval * (double)i;
	/* One in two is a process, counted in pages of four units, as sim_series has it. */
	struct series_view view = { at_s, s.value, s.count, seed % 2 == 1 ? 4 : 1, NULL,
		NULL };
	struct judgement j = { .metric = METRIC_VALUE };
	struct judge judge = { .scratch = &arena, .perm = &arena };
	judge_series(&j, &view, &judge);
	if (!j.constant) {
		printf("%d %d", family, family_find(family)->leak);
		for (int part = 0; part < SCORE_PART_COUNT; part++)
			printf(" %.6g", j.part[part].measured);
		printf("\n");
	}
	arena_close(&arena);
}

int
main(void)
{
	static const int64_t lengths[] = { 24, 60, 300, 1000 };
	for (int family = 1; family <= 41; family++)
		for (size_t l = 0; l < sizeof(lengths) / sizeof(lengths[0]); l++)
			for (int64_t seed = 1; seed <= SEEDS; seed++)
				put_series(family, lengths[l], seed);
	return 0;
}
