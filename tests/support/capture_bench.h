#ifndef SUPPORT_CAPTURE_BENCH_H
#define SUPPORT_CAPTURE_BENCH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/when.h"
#include "capture/capture.h"

/* Captures are written into a folder of their own and read back as one string of what came out. */
struct bench {
	struct arena arena;
	struct diag diag;
	char folder[64];
	char layout[16]; /* of the last reading */
	char out[8192];
};

static int
open_bench(void **state)
{
	static struct bench b;
	memset(&b, 0, sizeof(b));
	arena_init(&b.arena);
	diag_init(&b.diag, &b.arena);
	snprintf(b.folder, sizeof(b.folder), "/tmp/seep-test-XXXXXX");
	assert_non_null(mkdtemp(b.folder));
	*state = &b;
	return 0;
}

static void
path_in(struct bench *b, const char *name, char *path, size_t size)
{
	snprintf(path, size, "%s/%s", b->folder, name);
}

static inline void
put(struct bench *b, const char *name, const char *text, size_t len)
{
	char path[200];
	path_in(b, name, path, sizeof(path));
	for (char *slash = path + strlen(b->folder) + 1;
	     (slash = strchr(slash, '/')) != NULL; slash++) {
		*slash = '\0';
		mkdir(path, 0700);
		*slash = '/';
	}
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, len, f), len);
	fclose(f);
}

static inline void
put_text(struct bench *b, const char *name, const char *text)
{
	put(b, name, text, strlen(text));
}

static int
close_bench(void **state)
{
	struct bench *b = *state;
	arena_close(&b->arena);
	char *const argv[] = { (char[]){ "rm" }, (char[]){ "-rf" }, b->folder, NULL };
	pid_t pid = fork();
	if (pid == 0) {
		execvp("rm", argv);
		_exit(127);
	}
	int status;
	return waitpid(pid, &status, 0) == pid && status == 0 ? 0 : -1;
}

/* Every frame as "name/seq: line|line|\n"; where there is no SEQ, the time stands for it. */
static const char *
read_path(struct bench *b, const char *path)
{
	const char *paths[] = { path };
	const char *error;
	struct capture *c = capture_open(&b->arena, paths, 1, &b->diag, &error);
	assert_non_null(c);
	struct frame f;
	struct str line;
	size_t at = 0;
	b->out[0] = '\0';
	while (capture_next(c, &f)) {
		char when[WHEN_TEXT_SIZE];
		at += (size_t)snprintf(b->out + at, sizeof(b->out) - at, "%.*s/",
		    (int)f.name.len, f.name.len > 0 ? f.name.ptr : "");
		if (f.seq > 0)
			at += (size_t)snprintf(
			    b->out + at, sizeof(b->out) - at, "%u:", f.seq);
		else
			at += (size_t)snprintf(b->out + at, sizeof(b->out) - at, "%s:",
			    f.role == FRAME_SAMPLE ? when_text(f.at_ms, when) : "0");
		while (frame_next_line(&f, &line))
			at += (size_t)snprintf(b->out + at, sizeof(b->out) - at,
			    "%.*s|", (int)line.len, line.len > 0 ? line.ptr : "");
		at += (size_t)snprintf(b->out + at, sizeof(b->out) - at, "%s\n",
		    f.end == FRAME_WHOLE ? "" : "torn");
		assert_true(at < sizeof(b->out));
	}
	snprintf(b->layout, sizeof(b->layout), "%s", capture_layout(c));
	capture_close(c);
	return b->out;
}

static inline const char *
read_all(struct bench *b)
{
	return read_path(b, b->folder);
}

/* The file alone, as if it had been named on the command line. */
static inline const char *
read_file(struct bench *b, const char *name)
{
	char path[200];
	path_in(b, name, path, sizeof(path));
	return read_path(b, path);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)

#endif
