#include "drive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/die.h"
#include "base/limits.h"
#include "capture/capture.h"
#include "parse/parse.h"

static char folder[64], last_path[200];

/* The file last put, and the folder it was in. */
static void
remove_last(void)
{
	if (last_path[0] == '\0')
		return;
	unlink(last_path);
	*strrchr(last_path, '/') = '\0';
	if (strcmp(last_path, folder) != 0)
		rmdir(last_path);
	last_path[0] = '\0';
}

static void
remove_folder(void)
{
	remove_last();
	rmdir(folder);
}

const char *
drive_folder(void)
{
	if (folder[0] != '\0')
		return folder;
	const char *shm = "/dev/shm"; /* in memory, where there is one */
	struct stat st;
	bool fast = stat(shm, &st) == 0 && S_ISDIR(st.st_mode);
	snprintf(folder, sizeof(folder), "%s/seep-fuzz-XXXXXX", fast ? shm : "/tmp");
	if (mkdtemp(folder) == NULL)
		abort();
	atexit(remove_folder);
	return folder;
}

const char *
drive_put(const char *name, const void *bytes, size_t size)
{
	remove_last();
	snprintf(last_path, sizeof(last_path), "%s/%s", drive_folder(), name);
	char *slash = strchr(last_path + strlen(folder) + 1, '/');
	if (slash != NULL) {
		*slash = '\0';
		mkdir(last_path, 0700);
		*slash = '/';
	}
	FILE *f = fopen(last_path, "wb");
	if (f == NULL || fwrite(bytes, 1, size, f) != size || fclose(f) != 0)
		abort();
	return last_path;
}

static void
read_lines(struct frame *f)
{
	struct str line;
	volatile char sink = 0;
	while (frame_next_line(f, &line)) {
		assert(line.len <= LIMIT_LINE_BYTES);
		for (size_t i = 0; i < line.len; i++)
			sink = (char)(sink ^ line.ptr[i]);
	}
	assert(f->end != FRAME_OPEN);
}

static void
read_samples(struct drive *d, struct parser *parser, struct frame *f)
{
	struct sample sample;
	while (parse_next(parser, f, &sample, &d->scratch)) {
		d->samples++;
		d->rows += sample.rows_in_all;
		store_add(d->store, &sample);
	}
	store_end_frame(d->store, f);
}

void
drive_read(struct drive *d, const char *path, bool samples)
{
	const char *error;
	*d = (struct drive){ 0 };
	arena_init(&d->perm);
	arena_init(&d->scratch);
	diag_init(&d->diag, &d->perm);
	d->store = store_open(&d->perm, &d->diag);
	struct parser *parser = parser_open(&d->perm, &d->diag);
	struct capture *c = capture_open(&d->perm, &path, 1, &d->diag, &error);
	struct frame f;
	while (c != NULL && capture_next(c, &f)) {
		struct arena_mark mark = arena_mark(&d->scratch);
		d->frames++;
		if (samples && f.role == FRAME_SAMPLE)
			read_samples(d, parser, &f);
		else
			read_lines(&f);
		arena_rewind(&d->scratch, mark);
	}
	if (c != NULL)
		capture_close(c);
	parser_close(parser);
	if (d->samples > 0)
		store_freeze(d->store);
}

void
drive_close(struct drive *d)
{
	store_close(d->store);
	arena_close(&d->scratch);
	arena_close(&d->perm);
}
