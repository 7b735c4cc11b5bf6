#include "log.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/when.h"

#include "base/banned.h"

#define LOG_COUNT 16

struct log {
	struct arena *arena;
	struct str dir;
	const char *name[LOG_COUNT];
	struct out *out[LOG_COUNT];
	size_t count;
	struct out *open;    /* the frame being written */
	struct out *nowhere; /* after an abort */
	bool dying, aborted;
	uint32_t seq;
	char at[WHEN_TEXT_SIZE];
};

static const char *
path_of(struct log *l, const char *folder, const char *name, const char *suffix)
{
	return str_text(l->arena, str_print(l->arena, "%.*s/%s%s%s", (int)l->dir.len,
				      l->dir.ptr, folder, name, suffix));
}

struct log *
log_open(struct arena *a, const char *dir)
{
	struct log *l = arena_alloc(a, sizeof(*l));
	l->arena = a;
	l->dir = str_from(dir);
	if (mkdir(dir, 0777) != 0 || mkdir(path_of(l, "", "samples", ""), 0777) != 0)
		return NULL;
	return l;
}

bool
log_close(struct log *l)
{
	bool good = true;
	for (size_t i = 0; i < l->count; i++)
		good = out_close(l->out[i]) && good;
	return good;
}

void
log_sample(struct log *l, uint32_t seq, int64_t epoch_s)
{
	l->seq = seq;
	when_text(epoch_s * 1000, l->at);
}

static struct out *
find(struct log *l, const char *name)
{
	for (size_t i = 0; i < l->count; i++) {
		if (strcmp(l->name[i], name) == 0)
			return l->out[i];
	}
	struct out *out = l->count < LOG_COUNT
			      ? out_open(l->arena, path_of(l, "samples/", name, ".log"))
			      : NULL;
	if (out == NULL)
		return out_memory(l->arena);
	l->name[l->count] = name;
	l->out[l->count++] = out;
	return out;
}

struct out *
log_frame(struct log *l, const char *name)
{
	if (l->aborted)
		return l->nowhere;
	struct out *out = l->open = find(l, name);
	out_print(out, "#seep> %u %s %s\n", l->seq, l->at, name);
	return out;
}

void
log_frame_end(struct log *l)
{
	if (l->dying && !l->aborted) {
		l->aborted = true;
		l->nowhere = out_memory(l->arena);
	} else if (l->open != NULL)
		out_print(l->open, "\n#seep< %u 0\n", l->seq);
	l->open = NULL;
}

void
log_abort(struct log *l)
{
	l->dying = true;
}

struct out *
log_file(struct log *l, const char *name)
{
	return out_open(l->arena, path_of(l, "", name, ""));
}
