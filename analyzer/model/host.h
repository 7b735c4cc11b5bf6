#ifndef MODEL_HOST_H
#define MODEL_HOST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * What the capture says about itself and its machine, gathered from capture.txt, end.txt and what the samples told. Unknown keys are ignored; what is
 * not known is an empty string, -1 or WHEN_UNKNOWN.
 */
enum capture_state {
	STATE_COMPLETE,    /* end.txt: completed */
	STATE_ENDED_EARLY, /* end.txt with another reason */
	STATE_ABORTED,     /* no end.txt */
	STATE_MAYBE_RUNNING /* no end.txt, and the last sample is younger than a few intervals in the file system */
};

struct host {
	struct str name, system, release, machine, timezone, collector;
	int64_t started_ms, ended_ms, boot_ms;
	int64_t collector_pid;
	int64_t duration_s;
	double interval_s; /* nominal; NAN unknown */
	int64_t page_bytes;
	int64_t memory_bytes; /* RAM */
	int64_t promised_samples; /* end.txt's count; -1 */
	struct str end_reason;
	bool ended; /* end.txt was read */
	bool written_lately; /* told by the caller: the newest file is younger than a few intervals */
	struct str in_flight; /* the last risky command that started and did not end; empty: none */
	struct str begun;     /* of the journal: the one that started last, until it ends */
	int64_t begun_seq;    /* -1: it has ended */
	struct str died_in;   /* one that never ended, though others came after it */
};

void host_init(struct host *h);
/* One `key: value` line of capture.txt or end.txt. */
void host_fact(struct host *h, struct arena *perm, struct str line);
/*
 * What another capture.txt or end.txt says of the same machine: a piece of the same run, or another run. What is known stays; the whole starts with the
 * earliest and ends with the latest.
 */
void host_add(struct host *h, const struct host *said);
/* One line of journal.log: `start SEQ TIME NAME` or `done SEQ NAME`. */
void host_journal(struct host *h, struct arena *perm, struct str line);
enum capture_state host_state(const struct host *h);
const char *capture_state_name(enum capture_state state); /* complete, ended-early, aborted, maybe-running */

#endif
