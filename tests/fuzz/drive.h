#ifndef FUZZ_DRIVE_H
#define FUZZ_DRIVE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "model/store.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A folder of this process that goes away with it. */
const char *drive_folder(void);
/* Writes a file there and gives its path, valid until the next call. name: at most two levels. */
const char *drive_put(const char *name, const void *bytes, size_t size);

struct drive {
	struct arena perm, scratch;
	struct diag diag;
	struct store *store;
	uint64_t frames, samples, rows;
};

/* Reads the path to its end: every line; with samples, parsed and stored too. */
void drive_read(struct drive *d, const char *path, bool samples);
void drive_close(struct drive *d);

#endif
