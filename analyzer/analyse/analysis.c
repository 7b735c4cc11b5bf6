#include "analyse/analysis.h"

#include "base/banned.h"

const struct statement statements[] = {
#define EVIDENCE(constant, id, values) { STATEMENT_EVIDENCE, id, NULL, values },
#define ANSWER(id, state, values) { STATEMENT_ANSWER, id, state, values },
#define ADVICE(constant, id, values) { STATEMENT_ADVICE, id, NULL, values },
#include "analyse/statements.h"
};
const size_t statement_count = sizeof(statements) / sizeof(statements[0]);

static const char *const verdict_names[VERDICT_COUNT] = {
	[VERDICT_LEAK] = "leak",
	[VERDICT_SUSPECTED] = "suspected",
	[VERDICT_BOUNDED] = "growing-bounded",
	[VERDICT_CYCLIC] = "cyclic",
	[VERDICT_STEP] = "step",
	[VERDICT_STABLE] = "stable",
	[VERDICT_INSUFFICIENT] = "insufficient",
};

static const char *const shape_names[SHAPE_COUNT] = {
	[SHAPE_FLAT] = "flat",
	[SHAPE_STEP] = "step",
	[SHAPE_SATURATING] = "saturating",
	[SHAPE_RAMP] = "ramp",
	[SHAPE_LINE] = "line",
	[SHAPE_HINGE] = "hinge",
	[SHAPE_WARMUP] = "warm-up",
};

static const char *const severity_names[] = {
	[SEVERITY_CRITICAL] = "critical",
	[SEVERITY_HIGH] = "high",
	[SEVERITY_MEDIUM] = "medium",
	[SEVERITY_LOW] = "low",
};

const char *
verdict_name(enum verdict v)
{
	return verdict_names[v];
}

const char *
shape_name(enum shape s)
{
	return shape_names[s];
}

const char *
severity_name(enum severity s)
{
	return severity_names[s];
}

bool
metric_is_bytes(const struct entity *e, enum metric metric)
{
	switch (metric) {
	case METRIC_BYTES:
	case METRIC_HELD:
	case METRIC_RSS:
	case METRIC_VSZ:
	case METRIC_SWAP:
	case METRIC_USED_BYTES:
	case METRIC_HELD_BYTES:
		return true;
	case METRIC_VALUE:
		return e->unit == UNIT_BYTES || e->unit == UNIT_PAGES;
	default:
		return false;
	}
}
