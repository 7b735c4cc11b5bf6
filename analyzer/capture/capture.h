#ifndef CAPTURE_CAPTURE_H
#define CAPTURE_CAPTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "capture/frame.h"

/*
 * One or more captures given as paths ("-" is standard input): directories, archives or plain files, whole or cut off, read as one
 * stream of frames. Members come in the order that the source has them (directories: sorted by name).
 */
struct capture;

/* NULL: *error says why in one line (the path does not exist, cannot be opened). Result lives in perm. */
struct capture *capture_open(struct arena *perm, const char *const *paths, size_t count,
    struct diag *diag, const char **error);
/* Reads without a second thread; what comes out is the same. Before the first frame. */
void capture_stay_alone(struct capture *c);
/* The next frame, false at the end. What f points to is valid until the next call. */
bool capture_next(struct capture *c, struct frame *f);
void capture_close(struct capture *c);

/* The path that is being read, of those given. */
const char *capture_path(const struct capture *c);
/* Of the newest file that lay in a directory, and may still be written; WHEN_UNKNOWN: none. */
int64_t capture_written_ms(const struct capture *c);
uint64_t capture_bytes_read(const struct capture *c);  /* after decompression */
const char *capture_layout(const struct capture *c);   /* of most frames: seep, log, files, transcript */

#endif
