#ifndef MODEL_STORE_H
#define MODEL_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "model/host.h"
#include "model/series.h"
#include "parse/sample.h"

/*
 * Everything a capture said, by entity: a zone, a type, a process life, a command, a single number. Samples are added in any order that the source
 * delivers; store_freeze puts time in order, finds boots and clock steps and derives what the tools did not print. After that the store
 * is read-only.
 */
struct store;

struct store *store_open(struct arena *perm, struct diag *diag);
void store_close(struct store *st);
struct host *store_host(struct store *st);
void store_add(struct store *st, const struct sample *s);
/* All samples of a frame have been added. */
void store_end_frame(struct store *st, const struct frame *f);

/* Verbatim texts: before/NAME, after/NAME, and the first and last output of each tool. Copied, bounded by LIMIT_TEXT_BYTES. */
void store_add_text(struct store *st, enum frame_role role, struct str name, struct str text);

void store_freeze(struct store *st);

/* ---- reading; all of this only after store_freeze ---- */

/* A moment of the capture: one SEQ, or one time. In order; at_ms never falls. */
struct tick {
	int64_t at_ms;  /* repaired clock; WHEN_UNKNOWN when the capture has no clock at all */
	uint32_t seq;
	uint32_t run;
	uint16_t epoch; /* counts boots from 0 */
	bool stepped;   /* the clock was set just before this tick */
	bool written;   /* the time is that of a file's last change */
	bool whole;     /* has an output that was not cut off */
};

/* One tool's outputs. */
struct stream {
	const char *tool;
	const char *format;
	uint32_t frame_count;
	uint32_t torn_count;
	double interval_s; /* median distance of its frames; NAN with fewer than two */
};

enum entity_mark {
	ENTITY_COLLECTOR = 1,   /* a process of the collector itself */
	ENTITY_NAME_CUT = 2,    /* the tool may have cut the name */
	ENTITY_KERNEL = 4,      /* a kernel process or thread */
	ENTITY_BRIEF = 8,       /* came and went in too few frames: a process is folded into its command, a command is not judged */
	ENTITY_SUBORDINATE = 16 /* the same thing is known better from another stream */
};

struct entity {
	uint32_t index;
	enum kind kind;
	struct str name;
	int64_t item_size; /* bytes; 0 unknown */
	uint32_t ordinal;  /* among entities of the same kind, name and size */
	int64_t pid;       /* -1 none */
	int64_t ppid;
	int64_t started_ms;
	uint32_t stream;
	uint32_t command;  /* KIND_PROCESS: index of its KIND_COMMAND entity; else UINT32_MAX */
	uint32_t life_count; /* KIND_COMMAND: how many processes it had in all */
	uint32_t first, last; /* ordinals of its stream where it was first and last seen */
	uint32_t frame_count; /* frames it was seen in */
	enum unit unit;
	unsigned marks;    /* enum entity_mark */
	uint32_t have;     /* METRIC_BIT of each metric that has a series, derived ones included */
	int64_t step[METRIC_COUNT]; /* coarsest precision seen, in the unit of the points; at least 1 */
};

size_t store_tick_count(const struct store *st);
const struct tick *store_tick(const struct store *st, size_t index);
size_t store_epoch_count(const struct store *st); /* boots seen in the capture, at least 1 */
size_t store_stream_count(const struct store *st);
const struct stream *store_stream(const struct store *st, size_t index);
size_t store_entity_count(const struct store *st);
const struct entity *store_entity(const struct store *st, size_t index);
/* NULL: absent. Any item size and pid; the first when several match. */
const struct entity *store_find(const struct store *st, enum kind kind, const char *name);
/* Number of distinct samples with at least one whole frame (contract §1). */
uint32_t store_sample_count(const struct store *st);

/*
 * Which outputs of its tool are looked at while an entity lives: all, or no more than `most`: where there are more, one of each stretch of equal length, at a
 * place that looks random and is the same every time. The same frames serve all entities of that tool that live as long.
 */
struct frames {
	uint32_t stream, first, last; /* of the entity they were made for */
	size_t count;
	const uint32_t *ordinal, *tick; /* ascending */
	const double *at_s; /* seconds from tick 0, or the tick's index when the capture has no clock */
};
struct frames store_frames(const struct store *st, const struct entity *e, size_t most,
    struct arena *arena);
bool store_frames_fit(const struct frames *f, const struct entity *e);

/*
 * The points of one metric of an entity in time order: missing ones are absent, pages are bytes.
 */
struct points {
	size_t count;
	const double *at_s;
	double *value; /* the caller's own; the rest may be shared */
	const uint32_t *tick;
	double step;   /* quantum: smallest representable change */
	size_t frame_count; /* frames between the entity's first and last: what count could be */
};
/* All that is asked of one entity at the same frames: each series is read once. Everything lives in the arena. */
struct reading {
	const struct store *store;
	const struct entity *entity;
	const struct frames *frames;
	const double *column[METRIC_COUNT];
	struct arena *arena;
};
void reading_start(struct reading *r, const struct store *st, const struct entity *e,
    const struct frames *frames, struct arena *arena);
struct points reading_points(struct reading *r, enum metric metric);
/* The same where one value stands at all of the frames: value is that one alone. False: it is not so. */
bool reading_steady(struct reading *r, enum metric metric, struct points *p);
/* So many points of a series are kept in full (thin.c), and given out at most: 15 days of 10 seconds. */
#define STORE_POINTS_MOST (UINT32_C(1) << 17)
/* One metric alone, at as many frames or at no more than `most`. */
struct points store_points(const struct store *st, const struct entity *e, enum metric metric,
    struct arena *scratch);
struct points store_points_sampled(const struct store *st, const struct entity *e,
    enum metric metric, size_t most, struct arena *scratch);
/* The first and the last of its values; NAN: there is none. */
struct ends {
	double first, last;
};
struct ends store_ends(const struct store *st, const struct entity *e, enum metric metric,
    struct arena *scratch);
/* False when the metric has no points or more than one value. */
bool store_is_constant(const struct store *st, const struct entity *e, enum metric metric);

struct text_view {
	enum frame_role role;
	struct str name;
	struct str text;
	bool cut;
};
size_t store_text_count(const struct store *st);
const struct text_view *store_text(const struct store *st, size_t index);

#endif
