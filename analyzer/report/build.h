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
};

const struct report *report_build(struct arena *perm, const struct analysis *a,
    const struct report_facts *facts);

#endif
