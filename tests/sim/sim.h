#ifndef SIM_SIM_H
#define SIM_SIM_H

#include "system.h"

/*
 * Writes the capture of a machine that does not exist, as the collector would have written it, and beside it a file DIR.truth.txt
 * that says what is wrong with the machine. The same request gives the same bytes everywhere.
 */
struct sim_request {
	const struct system *system;
	struct machine_options machine;
	int64_t samples, seed;
	int64_t
	    family; /* 1 … FAMILY_COUNT: one such series on a quiet machine; 0: a whole machine */
	int64_t mix; /* so many clean series on a quiet machine; 0: none */
	double interval_s;
	double
	    growth; /* added to the series of a family, as a line: items in the whole run */
	double ahead; /* runs beyond this one after which the zone of a family reaches its limit; 0: it has none */
	const char *uptime; /* fresh, old; NULL: by seed */
	bool reboot, gap, jitter, aborted;
	const char *dir;
};

struct sim_request sim_default(void);
bool sim_write(
    const struct sim_request *request, struct arena *arena); /* false: errno says why */

/* The series that sim_write puts on the quiet machine for a request with family, as it can be read from the text. */
struct family_series sim_series(const struct sim_request *request, struct arena *arena);
/* Seconds between the samples of that request. */
double sim_interval(const struct sim_request *request, struct arena *arena);
/* The limit that this zone then has, in items; 0: none. */
int64_t sim_limit(const struct sim_request *request, struct arena *arena);
/* Bytes of one unit of that series: of an item, or 1024 of a process. */
int64_t sim_unit_bytes(const struct sim_request *request);

/* What a settled machine (machine.settled) with FreeBSD comes to: its leaks in the run, and the time after it. */
struct sim_outlook {
	double taken[LEAK_COUNT]; /* bytes that each leak has taken, as its own row shows them */
	double lost; /* bytes of available memory that all of them have taken, with all that follows them */
	double unlisted; /* of which no command shows anything: the tables of pages */
	double lasts_s; /* from the end until, at that pace, dips of what is available (the lowest twentieth) reach the reserve */
	bool pressed; /* processes were pushed out to swap within the run */
};

void sim_outlook(
    const struct sim_request *request, struct sim_outlook *outlook, struct arena *arena);

#endif
