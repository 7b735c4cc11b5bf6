#ifndef CAPTURE_MOMENT_H
#define CAPTURE_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/*
 * Times as people put them between outputs and into the names of files. Without a zone UTC is taken: distances are right, and that is what
 * rates need.
 */
enum moment_form {
	MOMENT_DATE,   /* the words of date(1), or ISO 8601 with its relatives */
	MOMENT_NUMBER, /* a bare number: seconds since the epoch, or YYYYMMDDhhmm[ss]; a time only where such numbers rise */
	MOMENT_ZZZ     /* OSWatcher's marker: nothing else looks like it */
};

struct moment {
	int64_t at_ms;
	enum moment_form form;
	bool sure; /* its zone is known */
};

/* A time as a line of its own, with ornaments and a label perhaps: "zzz ***Sun Nov 22 …", "=== 2026-11-22 08:41 ===", "date: 1795342309". */
bool moment_line(struct str line, struct moment *m);

/* The last time in a file's name, folders left off: epoch, YYYYMMDD[-T_.]hhmm[ss], YYYY-MM-DD…, yy.mm.dd.hhmm, YYYYMMDDhh. */
bool moment_name(struct str name, int64_t *at_ms);

#endif
