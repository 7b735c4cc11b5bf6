#ifndef REPORT_BUILD_H
#define REPORT_BUILD_H

#include "analyse/analysis.h"
#include "base/arena.h"
#include "report/report.h"

struct report_facts { /* what only main knows */
	struct str source;     /* the capture as named on the command line */
	const char *layout;
	uint64_t bytes_read;
	const char *generator;
	bool all;              /* sentences for the evidence of every finding, not only of those that are named */
};

const struct report *report_build(struct arena *perm, const struct analysis *a,
    const struct report_facts *facts);

struct lore;

/*
 * What is known of a name, and how the verdict over everything of that name (or that id) came about; a NULL: only what is known. NULL: the name is
 * not known, and the capture has nothing of it.
 */
const struct report *explain_build(struct arena *perm, const struct analysis *a,
    const struct lore *lore, struct str name);

#endif
