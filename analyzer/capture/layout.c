#include "capture/layout.h"

#include "base/when.h"

#include "base/banned.h"

static const struct layout_kind *const kinds[] = { &layout_seep, &layout_log,
	&layout_files };

void
layout_init(struct layout *l, struct arena *perm, struct diag *diag)
{
	*l = (struct layout){ .perm = perm, .diag = diag };
	lines_init(&l->lines, perm, diag);
	map_init(&l->runs, perm);
	map_init(&l->streams, perm);
}

void
layout_begin(struct layout *l, const struct member *m, struct source *source,
    uint32_t member, uint32_t input)
{
	l->path = m->path;
	l->mtime_ms = m->mtime_ms;
	l->member = member;
	l->input = input;
	l->begun = false;
	l->held = false;
	l->seq = 0;
	lines_begin(&l->lines, source, m->path);
	int best = 0;
	l->kind = NULL;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		int bid = kinds[i]->bid(l, m);
		if (bid > best) {
			best = bid;
			l->kind = kinds[i];
		}
	}
}

uint32_t
layout_run(struct layout *l, struct str prefix, bool *is_new)
{
	struct arena scratch;
	arena_init(&scratch);
	struct str key =
	    str_print(&scratch, "%u %.*s", l->input, (int)prefix.len, prefix.ptr);
	uint32_t run = map_add(&l->runs, key, is_new);
	arena_close(&scratch);
	return run;
}

bool
layout_time_line(struct str line, int64_t *at_ms)
{
	line = str_trim(line);
	if (str_starts(line, "zzz"))
		line = str_trim(str_skip(line, 3));
	while (line.len > 0 &&
	       (line.ptr[0] == '*' || line.ptr[0] == '#' || line.ptr[0] == '='))
		line = str_trim(str_skip(line, 1));
	while (line.len > 0 &&
	       (line.ptr[line.len - 1] == '*' || line.ptr[line.len - 1] == '=' ||
		   line.ptr[line.len - 1] == '#'))
		line = str_trim_right(str_from_to(line, 0, line.len - 1));
	if (line.len < 9 || line.len > 48)
		return false;
	if (when_rfc3339(line, at_ms) || when_ctime(line, 0, at_ms))
		return true;
	/* A bare number is a time only where it lies in a plausible range: 2000 to 2100. */
	return when_epoch(line, at_ms) && *at_ms > INT64_C(946684800000) &&
	       *at_ms < INT64_C(4102444800000);
}

bool
frame_next_line(struct frame *f, struct str *line)
{
	return f->end == FRAME_OPEN && f->layout->kind->next_line(f->layout, f, line);
}
