#ifndef SUPPORT_LEDGER_DUMP_H
#define SUPPORT_LEDGER_DUMP_H

#include <inttypes.h>
#include <stdio.h>

#include "base/diag.h"

/* What was lost, one place a line. */
static void
dump_ledger(FILE *out, const struct diag *d)
{
	for (int code = 0; code < DIAG_CODE_COUNT; code++) {
		uint64_t count = d->count[code];
		for (size_t i = 0; i < count && i < DIAG_PLACES; i++) {
			const struct diag_place *place = &d->place[code][i];
			fprintf(out, "ledger: %s, line %u: %.*s\n", diag_name((enum diag_code)code),
			    place->line, (int)place->detail.len, place->detail.ptr);
		}
		if (count > DIAG_PLACES)
			fprintf(out, "ledger: %s, %" PRIu64 " in all\n",
			    diag_name((enum diag_code)code), count);
	}
}

#endif
