#ifndef ANALYSE_ANALYSIS_H
#define ANALYSE_ANALYSIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "model/store.h"

/*
 * The result of the analysis: plain data, no text for people (report/words has every sentence). Sizes are bytes or items, rates per second, times seconds from
 * the first tick unless they end in _ms. NAN: not known. Formulas and their numbers: docs/method.md.
 */
#define KERNEL_KINDS (1u << KIND_ZONE | 1u << KIND_MALLOC | 1u << KIND_SLAB | 1u << KIND_POOL)
#define PROCESS_KINDS (1u << KIND_PROCESS | 1u << KIND_COMMAND)

/* Is it counted in bytes? Else in items, descriptors, processes. */
bool metric_is_bytes(const struct entity *e, enum metric metric);

enum verdict { /* in order of rank */
	VERDICT_LEAK,
	VERDICT_SUSPECTED,
	VERDICT_BOUNDED, /* growing-bounded */
	VERDICT_CYCLIC,
	VERDICT_STEP,
	VERDICT_STABLE,
	VERDICT_INSUFFICIENT,
	VERDICT_COUNT
};

enum shape { SHAPE_FLAT, SHAPE_STEP, SHAPE_SATURATING, SHAPE_RAMP, /* bounded */
	SHAPE_LINE, SHAPE_HINGE, SHAPE_WARMUP, /* growing */
	SHAPE_COUNT };

enum severity { SEVERITY_CRITICAL, SEVERITY_HIGH, SEVERITY_MEDIUM, SEVERITY_LOW };

/*
 * One observation for or against, shown to the reader and promised in the JSON. statements.h lists the ids and what the numbers and names of
 * each mean; report/words.c has the sentences.
 */
struct evidence {
	const char *id;   /* kebab-case: never-falls, floor-trend, still-growing, below-bound … */
	int direction;    /* +1 speaks for a leak, -1 against, 0 neither */
	double value[4];  /* NAN where unused */
	struct str name, other; /* an entity, a bound, a shape … */
};

#define FLOOR_COUNT 24

/* What a score is made of (analyse/score.h). */
enum score_part { SCORE_START, SCORE_TREND, SCORE_GROWING, SCORE_JUMP, SCORE_SHAPE,
	SCORE_MEMORY, SCORE_WANDERING, SCORE_STAIRS, SCORE_THINNING, SCORE_DAY, SCORE_STEPS,
	SCORE_FALLS, SCORE_PART_COUNT };

/* A value with its 95 % interval, per second. */
struct rate {
	double value, low, high;
	bool approximate; /* the level wanders: the interval is wide by nature */
};

/*
 * Harmless stories that growth can be told with: three steps up and no more; growth that thins out like a logarithm (a record that is
 * broken ever more seldom, a cache that finds ever fewer new things); the rising part of a day, in a run that is shorter than one.
 * Each is a BIC less that of growth: below 0 the story fits better.
 */
struct rivals {
	double stairs;   /* against the best straight line, from the start or from somewhere on */
	double thinning; /* the same, or against a warm-up and a line where that is far better */
	double day;      /* against the best shape that grows on; INFINITY where no part of a day could be told */
};

/* Everything known about one metric of one entity. */
struct judgement {
	enum metric metric;
	enum verdict verdict;   /* after prior and materiality */
	enum verdict by_score;  /* of the series alone */
	size_t count;           /* points */
	double span_s;
	double quantum;
	bool constant;
	double start, end, least, most; /* first and last value, range */
	double floors[FLOOR_COUNT], floor_at_s[FLOOR_COUNT];
	size_t floor_count;
	double p, t, rho;       /* floor-trend test: one-sided p, statistic, AR root */
	bool wandering;
	double floors_rose;     /* of the steps between floors */
	double retained, drop, never_falls; /* G, D, G/(G+D) */
	double still_growing, jump_share;   /* ts, st */
	int active_sextiles;
	enum shape shape, runner_up;
	double bic[SHAPE_COUNT], bic_margin; /* dBIC: bounded minus growing, not yet divided */
	struct rivals rivals;
	struct { double measured, adds; } part[SCORE_PART_COUNT]; /* of the score */
	double score;
	double daily_strength;
	double load_strength;   /* part of its movement that follows the pace of its work 0 … 1 */
	int reversals;
	struct rate rate;
	double theil_sen, theil_sen_low, theil_sen_high; /* per second; NAN: not computed */
	double kendall_s, kendall_z, kendall_p, hamed_rao_p;
	double ols, ols_se, r_squared, newey_west_se;
	double q;               /* Benjamini–Hochberg over the run */
	double onset_s, onset_low_s, onset_high_s;
	bool onset_before;      /* was there when the capture started */
	double per_1000_work, work_p; /* growth per 1000 requests (or CPU seconds) */
	bool follows_work;
	double growth;          /* net, over the run, in the unit of the metric */
	bool material;
	double smallest_visible; /* sensitivity, per second; of the leading metric alone, else NAN */
	int other_boots, boots_agree; /* boots beside the judged one that are long enough, and those that grow as well */
	double stable_thirds;   /* share of the three thirds that give the same answer; NAN: too short */
};

/* One judged entity with its leading metric in front. */
struct finding {
	const struct entity *entity;
	enum verdict verdict;
	enum severity severity;
	struct judgement *judged; /* [0] leads */
	size_t judged_count;
	struct evidence *evidence;
	size_t evidence_count;
	double share, share_low, share_high; /* of the memory lost; NAN: none was lost or not attributed */
	struct str subsystem, note; /* from the lore; empty: unknown */
	struct str look_next;
	const struct finding *parent; /* listed under it: follows it, or is the same memory seen elsewhere */
	uint32_t lives;          /* restarts + 1 for a command's story; 1 */
	struct str id;           /* zone/socket/944/0 */
	struct str fingerprint;  /* the same for the same leak elsewhere */
};

struct memory_trend {
	const char *name; /* free, wired, … */
	double start, end;
	struct rate rate;
	const struct entity *entity;
	enum metric metric;
};

struct forecast {
	const char *resource;  /* "free memory", "swap", "zone limit", … */
	const struct entity *entity; /* whose wall; NULL: the machine's */
	enum unit unit;        /* of headroom: UNIT_BYTES or UNIT_COUNT */
	double headroom;
	double eta_s, low_s, high_s; /* from the end of the capture; NAN: not within the horizon */
	bool beyond;           /* eta is beyond 10 × the span: say ">" */
};

struct attribution_line {
	const struct finding *finding; /* one of the collector's own, too */
	bool process;          /* else the kernel */
	double share, low, high;
	double rate;
};

struct attribution {
	bool done;             /* memory fell significantly */
	double lost_per_s;     /* slope of the loss */
	struct attribution_line *lines;
	size_t line_count;
	double unexplained, unexplained_low, unexplained_high;
};

struct answer { /* see statements.h */
	const char *id;        /* busy uptime normal where trigger */
	const char *state;
	double value[6];
	struct str name;
};

struct advice { /* see statements.h */
	const char *id;
	double value[2];
	struct str name, other;
};

struct analysis {
	const struct store *store;
	const struct host *host;
	const struct diag *diag;
	enum verdict verdict;      /* leak, suspected, stable (= none) or insufficient */
	bool where_kernel, where_process, where_files;
	uint32_t sample_count;     /* samples that were judged: of the time that was asked for */
	double span_s;
	double interval_s;
	double uptime_s;           /* at the end; NAN unknown */
	struct finding *findings;  /* every judged entity, by rank: verdict, severity, share, score, name */
	size_t finding_count;
	size_t named_count;        /* the first so many are leak or suspected and stand by themselves (no parent) */
	struct finding *own;       /* the collector's own processes: judged, listed apart, never named */
	size_t own_count;
	size_t verdict_count[VERDICT_COUNT];
	struct memory_trend *memory;
	size_t memory_count;
	struct forecast *forecasts; /* [0] is the nearest wall */
	size_t forecast_count;
	struct attribution attribution;
	struct answer answers[5];
	struct advice *advice;
	size_t advice_count;
};

/* One row of statements.h, for tests that want a sentence for each. */
struct statement {
	enum { STATEMENT_EVIDENCE, STATEMENT_ANSWER, STATEMENT_ADVICE } set;
	const char *id;
	const char *state;  /* of an answer, else NULL */
	const char *values; /* what its values and names are */
};
extern const struct statement statements[];
extern const size_t statement_count;

const char *verdict_name(enum verdict v); /* contract §4: growing-bounded … */
const char *shape_name(enum shape s);
const char *severity_name(enum severity s);

#endif
