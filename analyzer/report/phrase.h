#ifndef REPORT_PHRASE_H
#define REPORT_PHRASE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "report/report.h"

/*
 * A sentence with places for numbers and names. In the text of words.c
 *
 *   {0}            the first value as a count          {0 sample}   with its noun: 1 sample, 12 samples
 *   {0 #amount}    bytes or items, as `unit` says      {0 #rate}    the same per time
 *   {0 #bytes}     {0 #byterate}  {0 #percent}  {0 #duration}  {0 #score}  {0 #number}
 *   {0 #signed}    bytes with their sign       {0 #p} as "= 0.03" or "< 1e-12"
 *   {0 #ratio}     "53 % of" or "31 times"
 *   {0 #plain}     digits and nothing else: a pid
 *   {0 #time}      seconds from the start as UTC, or as "after 3 min" where the capture has no clock
 *   {name} {other} the names
 *   [ … ]          left out as a whole when a value or name in it is not known
 *   {0 #if}        nothing itself; its bracket is left out unless the value is known and not 0
 *   {0 #unless}    the opposite
 */
struct phrase {
	const double *value;
	size_t value_count;
	struct str name, other;
	enum cell_kind unit; /* CELL_BYTES or CELL_COUNT */
	int64_t start_ms;    /* moment of second 0; WHEN_UNKNOWN: no clock */
};

struct str phrase_fill(struct arena *perm, const char *text, const struct phrase *p);

/* A name as it stands in a sentence or a table: cut to a readable length between characters. */
#define NAME_BYTES 64
struct str name_brief(struct arena *perm, struct str name);

#endif
