#ifndef ACCURACY_ACCURACY_H
#define ACCURACY_ACCURACY_H

#include "trial.h"

/* Each part of docs/accuracy.md runs its trials and prints its tables; it returns how many floors were missed. */
struct plan {
	struct setting setting;
	int64_t first_seed; /* of the half of the seeds that is used */
	int seeds;          /* for each cell */
	int machines;       /* whole machines */
	int hosts;          /* captures of the host mix */
	bool floors;        /* hold the results against the floors */
};

int part_families(const struct plan *p);
int part_hosts(const struct plan *p);
int part_machines(const struct plan *p);
int part_sensitivity(const struct plan *p);
int part_walls(const struct plan *p);
int part_shares(const struct plan *p);

/* The capture of one machine of part_machines, to look at it closer. */
bool machine_write(const struct plan *p, size_t index, const char *dir);

/* Says so when value is below (above) what it must be. */
int floor_low(const struct plan *p, const char *what, double value, double least);
int floor_high(const struct plan *p, const char *what, double value, double most);

#endif
