#define _XOPEN_SOURCE 700 /* realpath */

#include "base/out.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/die.h"

#include "base/banned.h"

#define BUFFER_BYTES ((size_t)64 << 10)
#define SENTENCE_BYTES \
	((size_t)128) /* what is written to memory is a sentence, mostly; it grows */

struct out {
	struct arena *arena;
	char *buffer;
	size_t used;
	size_t capacity;
	int fd; /* -1: memory */
	bool owns_fd;
	int error;        /* errno of the first failure; 0 none */
	const char *path; /* NULL: nothing to rename */
	const char *beside;
};

static struct out *
new_out(struct arena *a, int fd, size_t capacity)
{
	struct out *o = arena_alloc(a, sizeof(*o));
	o->arena = a;
	o->fd = fd;
	o->capacity = capacity;
	o->buffer = arena_alloc(a, o->capacity);
	return o;
}

struct out *
out_fd(struct arena *a, int fd)
{
	return new_out(a, fd, BUFFER_BYTES);
}

struct out *
out_memory(struct arena *a)
{
	return new_out(a, -1, SENTENCE_BYTES);
}

/*
 * A name in the same folder that nobody else has: tried in turn, so that no clock or randomness is needed. It does not grow with the
 * file's own, which may be as long as a name can be.
 */
static int
open_beside(struct arena *a, const char *path, const char **beside)
{
	size_t folder = 0;
	if (str_last_char(str_from(path), '/', &folder))
		folder++;
	for (int attempt = 0; attempt < 100; attempt++) {
		*beside = str_print(a, "%.*sseep.%ld.%d.part", (int)folder, path,
		    (long)getpid(), attempt)
			      .ptr;
		int fd = open(*beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
	return -1;
}

/* The file that a path stands for: a link is not replaced, and /dev/stdout may be one. NULL: errno says why. */
static const char *
real_path(struct arena *a, const char *path)
{
	char *real = realpath(path, NULL);
	if (real == NULL)
		return NULL;
	const char *copy = str_copy(a, str_from(real)).ptr;
	free(real);
	return copy;
}

struct out *
out_open(struct arena *a, const char *path)
{
	struct stat st;
	bool exists = stat(path, &st) == 0;
	if (path[0] == '\0')
		return NULL;
	if (exists && S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return NULL;
	}
	const char *beside = NULL;
	int fd;
	if (exists && !S_ISREG(st.st_mode)) {
		fd = open(path, O_WRONLY | O_CLOEXEC);
	} else {
		if (exists && (path = real_path(a, path)) == NULL)
			return NULL;
		fd = open_beside(a, path, &beside);
	}
	if (fd < 0)
		return NULL;
	struct out *o = new_out(a, fd, BUFFER_BYTES);
	o->owns_fd = true;
	if (beside != NULL) {
		o->path = str_copy(a, str_from(path)).ptr;
		o->beside = beside;
	}
	return o;
}

static void
flush(struct out *o)
{
	size_t done = 0;
	while (done < o->used && o->error == 0) {
		ssize_t n = write(o->fd, o->buffer + done, o->used - done);
		if (n >= 0)
			done += (size_t)n;
		else if (errno != EINTR)
			o->error = errno;
	}
	o->used = 0;
}

void
out_bytes(struct out *o, const void *bytes, size_t len)
{
	const char *from = bytes;
	if (o->fd < 0)
		o->buffer =
		    arena_grow(o->arena, o->buffer, &o->capacity, o->used + len, 1);
	while (len > 0) {
		if (o->used == o->capacity)
			flush(o);
		size_t part = o->capacity - o->used < len ? o->capacity - o->used : len;
		memcpy(o->buffer + o->used, from, part);
		o->used += part;
		from += part;
		len -= part;
	}
}

void
out_str(struct out *o, struct str s)
{
	out_bytes(o, s.ptr, s.len);
}

void
out_text(struct out *o, const char *text)
{
	out_bytes(o, text, strlen(text));
}

void
out_char(struct out *o, char c)
{
	if (o->used < o->capacity)
		o->buffer[o->used++] = c;
	else
		out_bytes(o, &c, 1);
}

void
out_i64(struct out *o, int64_t value)
{
	out_print(o, "%lld", (long long)value);
}

void
out_print(struct out *o, const char *format, ...)
{
	char text[1024];
	va_list arguments, again;
	va_start(arguments, format);
	va_copy(again, arguments);
	int len = vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	assert(len >= 0);
	if ((size_t)len < sizeof(text)) {
		out_bytes(o, text, (size_t)len);
	} else {
		struct arena scratch;
		arena_init(&scratch);
		char *longer = arena_alloc(&scratch, (size_t)len + 1);
		vsnprintf(longer, (size_t)len + 1, format, again);
		out_bytes(o, longer, (size_t)len);
		arena_close(&scratch);
	}
	va_end(again);
}

struct str
out_written(const struct out *o)
{
	assert(o->fd < 0);
	return (struct str){ o->buffer, o->used };
}

bool
out_close(struct out *o)
{
	if (o->fd < 0)
		return true;
	flush(o);
	if (o->owns_fd && close(o->fd) != 0 && o->error == 0)
		o->error = errno;
	if (o->path != NULL && o->error == 0 && rename(o->beside, o->path) != 0)
		o->error = errno;
	if (o->path != NULL && o->error != 0)
		(void)unlink(o->beside);
	o->fd = -1;
	errno = o->error;
	return o->error == 0;
}

void
out_discard(struct out *o)
{
	if (o->error == 0)
		o->error = ECANCELED;
	o->used = 0;
	(void)out_close(o);
}
