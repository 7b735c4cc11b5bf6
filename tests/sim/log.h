#ifndef SIM_LOG_H
#define SIM_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/out.h"

/* Writes a capture as the collector does: one file of frames for each command. */
struct log;

struct log *log_open(struct arena *a, const char *dir); /* NULL: errno says why */
bool log_close(struct log *l); /* false: errno of the first error */

/* The sample that the next frames belong to. */
void log_sample(struct log *l, uint32_t seq, int64_t epoch_s);
/* A frame is open until the next begins: what is written to the returned stream is the command's output. */
struct out *log_frame(struct log *l, const char *name);
void log_frame_end(struct log *l);
/* The collector dies in the frame that is written next: it never ends, and nothing comes after it. */
void log_abort(struct log *l);

/* A file of its own beside the logs. */
struct out *log_file(struct log *l, const char *name);

#endif
