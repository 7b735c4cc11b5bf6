#include "main/tally.h"

#include <string.h>

#include "base/banned.h"

void
tally_init(struct tally *t, struct arena *perm)
{
	*t = (struct tally){ .perm = perm };
	map_init(&t->names, perm);
}

static struct str
without_numbers(struct arena *scratch, struct str path)
{
	char *name = arena_alloc(scratch, path.len + 1);
	size_t len = 0;
	for (size_t i = 0; i < path.len; i++) {
		/* The 2 of fw2 is part of a name; numbers that stand alone count. */
		bool counts = str_is_digit(path.ptr[i]) &&
			      (i == 0 || strchr("./-_#", path.ptr[i - 1]) != NULL);
		if (!counts) {
			name[len++] = path.ptr[i];
			continue;
		}
		name[len++] = '*';
		while (i + 1 < path.len && str_is_digit(path.ptr[i + 1]))
			i++;
	}
	return (struct str){ name, len };
}

void
tally_frame(struct tally *t, const struct frame *f)
{
	if (t->open != NULL && t->open->last_member == f->origin.member)
		return;
	struct arena scratch;
	arena_init(&scratch);
	struct str name = without_numbers(&scratch, f->path);
	bool is_new;
	uint32_t at = map_add(&t->names,
	    str_print(&scratch, "%s %.*s", frame_layout(f), (int)name.len, name.ptr),
	    &is_new);
	t->rows = arena_grow(
	    t->perm, t->rows, &t->capacity, (size_t)at + 1, sizeof(*t->rows));
	t->open = &t->rows[at];
	if (is_new)
		*t->open = (struct tally_row){ .pattern = str_copy(t->perm, name),
			.path = f->path,
			.layout = frame_layout(f),
			.role = f->role };
	t->open->file_count++;
	t->open->last_member = f->origin.member;
	arena_close(&scratch);
}

void
tally_sample(struct tally *t, const struct sample *s)
{
	struct tally_row *row = t->open;
	row->output_count++;
	row->row_count += s->rows_in_all;
	for (uint32_t i = 0; i < row->format_count; i++)
		if (strcmp(row->formats[i], s->stream.format) == 0)
			return;
	if (row->format_count < TALLY_FORMATS)
		row->formats[row->format_count++] = s->stream.format;
	else
		row->more_formats = true;
}
