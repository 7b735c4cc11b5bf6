#include "capture/layout.h"

#include "base/eight.h"
#include "base/limits.h"

#include "base/banned.h"

/* Where the member is not one of our own. */
static const struct layout_kind *const text_kinds[] = { &layout_log, &layout_transcript,
	&layout_files };

void
layout_init(struct layout *l, struct arena *perm, struct diag *diag)
{
	*l = (struct layout){ .perm = perm, .diag = diag };
	lines_init(&l->lines, perm, diag);
	map_init(&l->runs, perm);
	map_init(&l->identities, perm);
	map_init(&l->streams, perm);
}

/* Pictures, programs, databases: control characters that no text has. NUL is none of them, a crash leaves whole pages of it. */
static bool
is_binary(struct str head)
{
	enum { LOOKED_AT = 4096, ONE_OF = 64 };
	size_t odd = 0, len = head.len < LOOKED_AT ? head.len : LOOKED_AT;
	for (size_t i = 0; i < len; i++) {
		while (i + 8 < len && eight_odd(eight_at(head.ptr + i)) == 0)
			i += 8;
		unsigned char c = (unsigned char)head.ptr[i];
		odd += (c > 0 && c < '\a') || (c > '\r' && c < ' ' && c != 0x1b);
	}
	return odd > len / ONE_OF + 1;
}

/* What seep has written itself: the page, or its JSON. */
static bool
is_report(struct str head)
{
	struct str start = str_from_to(head, 0, 1024);
	return (str_starts(start, "<!DOCTYPE html>") &&
		   str_has(start, "name=\"generator\" content=\"seep")) ||
	       (str_starts(start, "{") && str_has(start, "\"seep-report/"));
}

void
layout_begin(struct layout *l, const struct member *m, struct source *source,
    uint32_t member, uint32_t input)
{
	l->path = m->path;
	l->member = member;
	l->input = input;
	l->begun = false;
	l->held = false;
	l->stream = UINT32_MAX;
	l->seq = 0;
	lines_begin(&l->lines, source, m->path);
	l->kind = &layout_seep;
	if (layout_seep.bid(l, m) > 0)
		return;
	l->kind = NULL;
	if (is_report(m->head)) {
		diag_add(l->diag, DIAG_MEMBER_REPORT, m->path, 1, "seep wrote this");
		return;
	}
	if (is_binary(m->head)) {
		diag_add(l->diag, DIAG_MEMBER_BINARY, m->path, 1, "%zu bytes or more",
		    m->head.len);
		return;
	}
	text_look(&l->text, m, l->perm);
	int best = 0;
	for (size_t i = 0; i < sizeof(text_kinds) / sizeof(text_kinds[0]); i++) {
		int bid = text_kinds[i]->bid(l, m);
		if (bid > best) {
			best = bid;
			l->kind = text_kinds[i];
		}
	}
}

/* The run of that identity; if it is new, the given one. */
static uint32_t
run_of_identity(struct layout *l, struct str identity, uint32_t run)
{
	bool is_new;
	uint32_t at = map_add(&l->identities, identity, &is_new);
	l->identity_run = arena_grow(l->perm, l->identity_run, &l->identity_capacity,
	    (size_t)at + 1, sizeof(*l->identity_run));
	if (is_new)
		l->identity_run[at] = run;
	return l->identity_run[at];
}

uint32_t
layout_run(struct layout *l, struct str prefix, struct str identity)
{
	struct arena scratch;
	arena_init(&scratch);
	bool is_new;
	uint32_t at = map_add(&l->runs,
	    str_print(&scratch, "%u %.*s", l->input, (int)prefix.len, prefix.ptr),
	    &is_new);
	arena_close(&scratch);
	l->run_of = arena_grow(
	    l->perm, l->run_of, &l->run_capacity, (size_t)at + 1, sizeof(*l->run_of));
	uint32_t run = is_new ? l->run_count : l->run_of[at];
	uint32_t same = identity.len > 0 ? run_of_identity(l, identity, run) : run;
	if (!is_new) /* frames that came before capture.txt have their number already */
		return run;
	l->run_count += same == run;
	return l->run_of[at] = same;
}

bool
frame_next_line(struct frame *f, struct str *line)
{
	if (f->end != FRAME_OPEN || !f->layout->kind->next_line(f->layout, f, line))
		return false;
	if (f->copy != NULL &&
	    out_written(f->copy).len + line->len < LIMIT_TEXT_BYTES) {
		out_str(f->copy, *line);
		out_char(f->copy, '\n');
	}
	return true;
}

struct str
frame_ahead(const struct frame *f)
{
	const struct layout_kind *kind = f->layout->kind;
	bool copied = f->copy != NULL;
	return f->end == FRAME_OPEN && !copied && kind->ahead != NULL
		   ? kind->ahead(f->layout)
		   : STR("");
}

void
frame_skip(struct frame *f, size_t bytes, uint32_t lines)
{
	lines_skip(&f->layout->lines, bytes, lines);
}

const char *
frame_layout(const struct frame *f)
{
	return f->layout->kind->name;
}
