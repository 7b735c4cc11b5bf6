#ifndef RENDER_REPORT_JSON_H
#define RENDER_REPORT_JSON_H

#include "base/json.h"
#include "report/report.h"

/*
 * seep-report/1 (docs/contracts.md §4) as one object, for the file and for the data block of the page. all: every
 * judged finding.
 */
void report_json(struct json *j, const struct report *r, bool all);

#endif
