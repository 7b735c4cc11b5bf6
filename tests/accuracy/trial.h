#ifndef ACCURACY_TRIAL_H
#define ACCURACY_TRIAL_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim.h"

/* One trial: a capture is written as text, seep reads it, and its JSON comes back. */

struct setting {
	const char *seep;   /* the program under test */
	const char *folder; /* where captures are written and removed again */
	int jobs;
};

/* The report on what the request makes; NULL: seep failed. The truth file is read into truth, if that is not NULL. */
json_t *trial_run(const struct setting *s, struct sim_request *request, char **truth);

/* Calls body(index, result, context) for each index, jobs at a time, each in a process of its own; result has `size` bytes. */
void trial_many(const struct setting *s, size_t count, void *results, size_t size,
    void (*body)(
	const struct setting *s, size_t index, void *result, const void *context),
    const void *context);

/* Sorts them; NAN: there are none. */
double median(double *values, size_t count);

/* The value of `key: ` in a truth file. */
bool truth_line(const char *truth, const char *key, char *value, size_t size);

/* Members that may be null or absent. */
double member_number(const json_t *object, const char *name);    /* NAN */
const char *member_text(const json_t *object, const char *name); /* "" */

/* The finding of that name and of one of the kinds; of several the one with the highest score. NULL: none */
const json_t *report_finding(const json_t *report, const char *kinds, const char *name);
/* What was judged of one metric of a finding: the finding itself or one of its `metrics`. NULL: not judged */
const json_t *finding_metric(const json_t *finding, const char *metric);

#endif
