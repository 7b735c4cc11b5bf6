#include "capture/capture.h"

#include "base/when.h"
#include "capture/layout.h"

#include "base/banned.h"

struct capture {
	struct arena *perm;
	struct diag *diag;
	const char *const *paths;
	size_t path_count;
	size_t path_index; /* of the open source */
	struct source *source;
	struct layout layout;
	bool alone; /* no second thread */
	bool in_member;
	struct frame *open; /* the caller's frame, whose rest is skipped */
	uint32_t member_count;
	uint64_t bytes_of_closed;
	int64_t written_ms; /* of the newest live member */
	const struct layout_kind
	    *frames_of[8]; /* kinds met, and how many frames of each */
	uint64_t frame_count[8];
};

static bool
open_next(struct capture *c, const char **error)
{
	c->source = source_open(
	    c->perm, c->paths[c->path_index], c->path_count > 1, c->diag, error);
	if (c->source != NULL && c->alone)
		source_stay_alone(c->source);
	return c->source != NULL;
}

struct capture *
capture_open(struct arena *perm, const char *const *paths, size_t count,
    struct diag *diag, const char **error)
{
	struct capture *c = arena_alloc(perm, sizeof(*c));
	c->perm = perm;
	c->diag = diag;
	c->paths = paths;
	c->path_count = count;
	c->written_ms = WHEN_UNKNOWN;
	layout_init(&c->layout, perm, diag);
	/* All must be there before anything is read: half an answer is not what was asked for. */
	for (c->path_index = count; c->path_index-- > 1;) {
		if (!open_next(c, error))
			return NULL;
		source_close(c->source);
	}
	c->path_index = 0;
	return open_next(c, error) ? c : NULL;
}

void
capture_stay_alone(struct capture *c)
{
	c->alone = true;
	source_stay_alone(c->source);
}

static void
close_source(struct capture *c)
{
	c->bytes_of_closed += source_bytes(c->source);
	source_close(c->source);
	c->source = NULL;
}

static bool
next_member(struct capture *c)
{
	struct member m;
	const char *error;
	while (c->source != NULL) {
		if (source_next(c->source, &m)) {
			struct str path = str_copy(c->perm, m.path);
			if (m.live && m.mtime_ms > c->written_ms)
				c->written_ms = m.mtime_ms;
			m.path = path;
			layout_begin(&c->layout, &m, c->source, c->member_count++,
			    (uint32_t)c->path_index);
			return true;
		}
		close_source(c);
		c->path_index++;
		if (c->path_index < c->path_count && !open_next(c, &error))
			diag_add(c->diag, DIAG_MEMBER_BROKEN,
			    str_from(c->paths[c->path_index]), 0, "%s", error);
	}
	return false;
}

static void
count_frame(struct capture *c)
{
	for (size_t i = 0; i < sizeof(c->frame_count) / sizeof(c->frame_count[0]);
	     i++) {
		if (c->frames_of[i] == NULL)
			c->frames_of[i] = c->layout.kind;
		if (c->frames_of[i] == c->layout.kind) {
			c->frame_count[i]++;
			return;
		}
	}
}

bool
capture_next(struct capture *c, struct frame *f)
{
	struct str line;
	if (c->open != NULL)
		while (frame_next_line(c->open, &line))
			;
	c->open = NULL;
	for (;;) {
		if (!c->in_member) {
			if (!next_member(c))
				return false;
			c->in_member = true;
		}
		if (c->layout.kind != NULL &&
		    c->layout.kind->next_frame(&c->layout, f)) {
			c->layout.begun = true;
			c->open = f;
			if (f->role == FRAME_SAMPLE)
				count_frame(c);
			return true;
		}
		c->in_member = false;
	}
}

void
capture_close(struct capture *c)
{
	if (c->source != NULL)
		close_source(c);
}

const char *
capture_path(const struct capture *c)
{
	return c->paths[c->path_index < c->path_count ? c->path_index : 0];
}

int64_t
capture_written_ms(const struct capture *c)
{
	return c->written_ms;
}

uint64_t
capture_bytes_read(const struct capture *c)
{
	return c->bytes_of_closed + (c->source != NULL ? source_bytes(c->source) : 0);
}

const char *
capture_layout(const struct capture *c)
{
	size_t best = 0;
	for (size_t i = 1; i < sizeof(c->frame_count) / sizeof(c->frame_count[0]); i++)
		if (c->frame_count[i] > c->frame_count[best])
			best = i;
	return c->frames_of[best] != NULL ? c->frames_of[best]->name : "files";
}
