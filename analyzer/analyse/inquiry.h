#ifndef ANALYSE_INQUIRY_H
#define ANALYSE_INQUIRY_H

#include "analyse/analyse.h"
#include "analyse/bounds.h"
#include "analyse/judge.h"
#include "analyse/lore.h"

/*
 * The analysis while it is being worked on; what the rooms of this floor share and nobody outside sees. Order: gather → judge → commands → machine
 * → prior → evidence → rank → answers, see analyse.c.
 */

/* Time is cut into the same blocks for all series where they are compared with each other. */
#define BLOCKS 24

enum parent_why { PARENT_NONE, PARENT_FOLLOWS, PARENT_SAME_MEMORY, PARENT_BELONGS_TO,
	PARENT_OVERHEAD, PARENT_MIRROR, PARENT_COMMAND };

/* All that is known about one entity. */
struct dossier {
	struct finding finding;
	const struct lore_row *lore;
	struct bound bound;
	double items[BLOCKS]; /* mean number of items (or of bytes, where nothing else is printed) in each block */
	double bytes[BLOCKS]; /* mean bytes held */
	bool has_items, has_bytes;
	double items_growth, bytes_growth; /* first to last block */
	size_t evidence_capacity;
	struct dossier *lives, *next_life; /* of a command: its first process; of a process: the next of its command */
	const struct finding *placed;      /* once they are in order: its copy among the findings; NULL: not listed */
	struct dossier *parent;
	enum parent_why parent_why;
	double parent_ratio, parent_correlation;
	bool outruns;    /* what it belongs to is in the capture and does not grow with it */
	bool own;        /* the collector's */
	bool covered;    /* told by another dossier: not listed */
	bool capped;     /* the prior lowered its verdict */
	enum { PRIOR_OPEN, PRIOR_AT_WORK, PRIOR_DONE } prior;
};

/* The memory that went away: what is free or can be freed, and free swap. */
struct loss {
	bool known;        /* the capture tells how much memory is available */
	bool significant;  /* it fell, p < .05 */
	double mean[BLOCKS];
	double slope, se, df, p; /* of the loss, per second */
	double fallen;     /* over the run, bytes; negative: memory came free */
};

struct inquiry {
	struct arena *perm, *scratch;
	struct judge *judge; /* of the same arenas */
	const struct store *store;
	const struct host *host;
	const struct lore *lore;
	struct bounds bounds;
	struct analysis *result;

	bool one_thread;
	bool clock;
	uint16_t epoch;           /* the boot that is judged */
	int64_t from_ms, to_ms;
	double ram_bytes;         /* NAN unknown */
	uint8_t *block;           /* tick → block; NO_BLOCK: not in the window */
	size_t block_count;
	double block_at_s[BLOCKS];
	double start_s, end_s;    /* of the window */
	struct frames *frames;    /* of each stream, once they were asked for */
	size_t tick_count;        /* in the window */

	struct dossier *dossiers; /* in the order of the entities */
	size_t dossier_count;
	struct dossier **of_entity; /* index of an entity → its dossier; NULL: not judged */
	struct loss loss;
	struct ends swap; /* swap in use; NAN: not told */
	double processes[BLOCKS], threads[BLOCKS]; /* number of all processes; of all threads */
	bool has_processes, has_threads;
	bool has_types; /* malloc types are listed */
	bool has_slabs;
};

#define NO_BLOCK UINT8_MAX

/* ---- window.c: which samples are judged, and series brought to common blocks ---- */
void window_set(struct inquiry *q);
/* The points of one metric within the window (or within the boot that has most of them). They live in scratch. */
struct points window_points(const struct inquiry *q, const struct entity *e, enum metric metric);
/* The same of several metrics: each series is read once, and its points are made once; everything lives in the arena. */
struct course {
	struct reading reading;
	struct points points[METRIC_COUNT];
	bool made[METRIC_COUNT];
};
void window_read(const struct inquiry *q, struct course *c, const struct entity *e,
    struct arena *arena);
struct points window_points_of(const struct inquiry *q, struct course *c, enum metric metric);
/* The first and the last of them; NAN: there is none. */
struct ends window_ends(const struct inquiry *q, const struct entity *e, enum metric metric);
/* Adds the points of b to a where both have one at the same tick; the others go. */
void points_add(struct points *a, const struct points *b, struct arena *scratch);
/* Means by block; a block without points takes its neighbour's, or 0 when absent_is_zero. False: too few points. */
bool window_means(const struct inquiry *q, const struct points *p, bool absent_is_zero,
    double mean[BLOCKS]);
bool window_blocks(const struct inquiry *q, const struct entity *e, enum metric metric,
    bool absent_is_zero, double mean[BLOCKS]);
double window_correlation(const struct inquiry *q, const double a[BLOCKS], const double b[BLOCKS]);
/* The same of the increments from block to block: that they move at the same moments. */
double window_step_correlation(
    const struct inquiry *q, const double a[BLOCKS], const double b[BLOCKS]);

/* ---- gather.c: which entities and metrics are judged, and each by itself ---- */
void gather(struct inquiry *q);
/* Growth that would matter over the run, in the metric's unit. */
double material_growth(
    const struct inquiry *q, const struct entity *e, const struct judgement *j);
/* How small a leak would have been seen in the leading metric of each finding, and the classical statistics of what is named: after rank_order. */
void gather_sensitivity(struct inquiry *q);
void gather_classical(struct inquiry *q);
/* Of the entity with this index; NULL: it has none. */
struct dossier *dossier_of(const struct inquiry *q, uint32_t entity);
struct judgement *dossier_metric(const struct dossier *d, enum metric metric); /* NULL: not judged */
/* Is it, as things stand, a leak or suspected? */
bool dossier_is_named(const struct dossier *d);
/* No better verdict than this for any of its metrics. */
void dossier_cap(struct dossier *d, enum verdict best);
/* Puts the metric with the best verdict in front and takes its verdict. */
void dossier_lead(struct dossier *d);

/* ---- commands.c: processes and the command they belong to are one story ---- */
void commands_tell(struct inquiry *q);

/* ---- machine.c: memory over time, what was lost, who took it ---- */
void machine_measure(struct inquiry *q);
void machine_attribute(struct inquiry *q);
/* Bytes that can be had without swapping; count 0: not told. */
struct points machine_available(const struct inquiry *q);

/* ---- prior.c: what is known about the entity ---- */
void prior_apply(struct inquiry *q);
void prior_after_attribution(struct inquiry *q);

/* ---- forecast.c: when the walls are reached ---- */
void forecast(struct inquiry *q);

/* ---- evidence.c ---- */
/* Its rate would have made it about as large as it is in the time since boot: it has leaked like this all along. */
bool leaks_since_boot(double rate_times_uptime_by_size);
enum evidence_id {
#define EVIDENCE(constant, id, values) EVIDENCE_##constant,
#include "analyse/statements.h"
	EVIDENCE_ID_COUNT
};
/* Up to four values; unused ones are NAN. */
struct evidence *evidence_add(
    struct inquiry *q, struct dossier *d, enum evidence_id id, int direction);
void evidence_gather(struct inquiry *q);

/* ---- rank.c: ids, severity, order ---- */
void rank_name(struct inquiry *q); /* ids and fingerprints */
void rank_order(struct inquiry *q);

/* ---- answers.c: the five questions and the advice ---- */
void answers_give(struct inquiry *q);
void advice_give(struct inquiry *q);

#endif
