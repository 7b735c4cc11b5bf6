#include "main/account.h"

#include <string.h>

#include "base/limits.h"

#include "base/banned.h"

enum { RUN_HAS_FACTS = 1, RUN_HAS_END = 2 };

void
account_init(struct account *a, struct store *store, struct arena *perm)
{
	*a = (struct account){ .store = store, .perm = perm };
	map_init(&a->runs, perm);
	map_init(&a->errors, perm);
}

/* The whole text of a frame that is shown as it is, up to a little more than what is kept of it. */
static struct str
frame_text(struct frame *f, struct arena *scratch)
{
	char *text = arena_alloc(scratch, LIMIT_TEXT_BYTES + 1);
	size_t len = 0;
	struct str line;
	while (frame_next_line(f, &line)) {
		if (len + line.len + 1 > LIMIT_TEXT_BYTES)
			break;
		memcpy(text + len, line.ptr, line.len);
		len += line.len;
		text[len++] = '\n';
	}
	return (struct str){ text, len };
}

/* ---- capture.txt, end.txt ---- */

/* Notes that the run has this part; true when all runs have an end. */
static bool
note_run(struct account *a, uint32_t run, uint8_t part)
{
	uint32_t at =
	    map_add(&a->runs, (struct str){ (const char *)&run, sizeof(run) }, NULL);
	a->run_has = arena_grow(
	    a->perm, a->run_has, &a->run_capacity, (size_t)at + 1, sizeof(*a->run_has));
	a->ended_runs += part == RUN_HAS_END && !(a->run_has[at] & RUN_HAS_END);
	a->run_has[at] |= part;
	return a->ended_runs == a->runs.count;
}

static void
take_facts(struct account *a, struct frame *f)
{
	struct host *h = store_host(a->store), said;
	struct str line;
	host_init(&said);
	while (frame_next_line(f, &line))
		host_fact(&said, a->perm, line);
	if (h->name.len > 0 && said.name.len > 0 && !str_eq(h->name, said.name)) {
		a->other_host = said.name;
		return;
	}
	host_add(h, &said);
	h->ended =
	    note_run(a, f->run, f->role == FRAME_END ? RUN_HAS_END : RUN_HAS_FACTS);
}

/* ---- errors.log ---- */

#define ERRORS_MOST \
	64 /* different ones; a box that has more is not understood by reading them all */

/* The same command says the same in every sample. */
static void
take_errors(struct account *a, struct frame *f, struct arena *scratch)
{
	struct str text = frame_text(f, scratch);
	struct str key = str_print(scratch, "%.*s %016llx", (int)f->name.len,
	    f->name.ptr, (unsigned long long)str_hash(text));
	uint32_t at;
	if (str_trim(text).len == 0 || map_find(&a->errors, key, &at) ||
	    a->errors.count == ERRORS_MOST ||
	    a->error_bytes + text.len > LIMIT_TEXT_BYTES)
		return;
	map_add(&a->errors, key, NULL);
	a->error_bytes += text.len;
	store_add_text(a->store, FRAME_ERRORS, f->name, text);
}

/* ---- journal.log ---- */

static void
take_journal(struct account *a, struct frame *f)
{
	struct str line;
	while (frame_next_line(f, &line))
		host_journal(store_host(a->store), a->perm, line);
}

void
account_take(struct account *a, struct frame *f, struct arena *scratch)
{
	switch (f->role) {
	case FRAME_FACTS:
	case FRAME_END:
		take_facts(a, f);
		break;
	case FRAME_JOURNAL:
		take_journal(a, f);
		break;
	case FRAME_ERRORS:
		take_errors(a, f, scratch);
		break;
	case FRAME_BEFORE:
	case FRAME_AFTER:
		store_add_text(a->store, f->role, f->name, frame_text(f, scratch));
		break;
	case FRAME_SAMPLE:
		break;
	}
}
