#ifndef BASE_OUT_H
#define BASE_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * Buffered output. Errors stick: after the first one everything is swallowed, and out_close tells. A file appears
 * whole or not at all: it is written beside its place and renamed by out_close. A path that exists and is no regular
 * file (/dev/null, a pipe) is written to as it is.
 */
struct out;

struct out *out_open(struct arena *a, const char *path); /* NULL: errno says why */
struct out *out_fd(struct arena *a, int fd);             /* out_close flushes and leaves fd open */
struct out *out_memory(struct arena *a);                 /* for tests and for sizes */
bool out_close(struct out *o);   /* false: errno of the first error; the file did not appear */
void out_discard(struct out *o); /* gives up: the file does not appear */

void out_bytes(struct out *o, const void *bytes, size_t len);
void out_str(struct out *o, struct str s);
void out_text(struct out *o, const char *text);
void out_char(struct out *o, char c);
void out_i64(struct out *o, int64_t value);
__attribute__((format(printf, 2, 3))) void out_print(struct out *o, const char *format, ...);
struct str out_written(const struct out *o); /* of out_memory; valid until the next write */

#endif
