#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/out.h"
#include "main/command.h"
#include "main/pipeline.h"
#include "render/render.h"
#include "report/build.h"

#include "base/banned.h"

/* Endings that say how a capture was packed, not what it is called. */
static const char *const packings[] = { ".tgz", ".tar", ".tar.gz", ".tar.xz",
	".tar.bz2", ".tar.zst", ".txz", ".tbz", ".tbz2", ".zip", ".7z", ".cpio", ".gz",
	".xz", ".bz2", ".zst", ".log", ".txt" };

/* /mail/fw1.tgz → fw1.html; standard input → seep.html. */
static const char *
default_path(struct arena *perm, const char *capture)
{
	struct str name = str_from(capture);
	while (name.len > 1 && name.ptr[name.len - 1] == '/')
		name.len--;
	size_t slash;
	if (str_last_char(name, '/', &slash))
		name = str_skip(name, slash + 1);
	if (str_is(name, "-") || str_is(name, ".") || str_is(name, "..") ||
	    name.len == 0)
		return "seep.html";
	for (size_t i = sizeof(packings) / sizeof(packings[0]); i-- > 0;) {
		size_t len = strlen(packings[i]);
		if (str_ends(name, packings[i]) && name.len > len) {
			name.len -= len;
			break;
		}
	}
	return str_print(perm, "%.*s.html", (int)name.len, name.ptr).ptr;
}

static bool
is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Is the file below the folder? Climbs from the file's own folder to the root. */
static bool
lies_in(const struct stat *folder, struct str path, struct arena *scratch)
{
	size_t slash;
	struct str up = str_last_char(path, '/', &slash)
			    ? str_print(scratch, "%.*s.", (int)slash + 1, path.ptr)
			    : STR(".");
	struct stat here, below = { 0 };
	while (stat(up.ptr, &here) == 0 && !is_same_file(&here, &below)) {
		if (is_same_file(&here, folder))
			return true;
		below = here;
		up = str_print(scratch, "%s/..", up.ptr);
	}
	return false;
}

/* The input is never overwritten, under whatever name it is reached. */
static bool
is_input(const char *path, const struct options *o)
{
	struct stat output, input;
	struct arena scratch;
	bool found = false;
	if (stat(path, &output) != 0 || !S_ISREG(output.st_mode))
		return false;
	arena_init(&scratch);
	for (size_t i = 0; i < o->operand_count && !found; i++) {
		const char *operand = o->operands[i];
		bool there = strcmp(operand, "-") == 0
				 ? fstat(STDIN_FILENO, &input) == 0
				 : stat(operand, &input) == 0;
		found = there && (is_same_file(&input, &output) ||
				     (S_ISDIR(input.st_mode) &&
					 lies_in(&input, str_from(path), &scratch)));
	}
	arena_close(&scratch);
	return found;
}

typedef void render_function(
    struct out *o, const struct report *r, const struct render_options *options);

static bool
write_output(struct arena *perm, const char *path, render_function *render,
    const struct report *r, const struct render_options *how)
{
	bool standard = strcmp(path, "-") == 0;
	struct out *out = standard ? out_fd(perm, STDOUT_FILENO) : out_open(perm, path);
	if (out != NULL) {
		render(out, r, how);
		if (out_close(out))
			return true;
	}
	fprintf(stderr, "seep: %s: cannot be written: %s\n",
	    standard ? "standard output" : path, strerror(errno));
	return false;
}

static bool
wants_color(const char *when)
{
	if (strcmp(when, "auto") != 0)
		return strcmp(when, "always") == 0;
	const char *no_color = getenv("NO_COLOR");
	return isatty(STDOUT_FILENO) && (no_color == NULL || no_color[0] == '\0');
}

static enum status
write_outputs(struct pipeline *p, const struct options *o, const struct report *r)
{
	const char *html = o->html;
	if (html == NULL && o->json == NULL)
		html = default_path(&p->perm, o->operands[0]);
	bool stdout_taken = (html != NULL && strcmp(html, "-") == 0) ||
			    (o->json != NULL && strcmp(o->json, "-") == 0);

	struct render_options how = { .all = o->all, .verbose = o->verbose };
	if (html != NULL && !write_output(&p->perm, html, render_html, r, &how))
		return STATUS_TROUBLE;
	if (o->json != NULL && !write_output(&p->perm, o->json, render_json, r, &how))
		return STATUS_TROUBLE;
	if (o->quiet || stdout_taken)
		return STATUS_DONE;

	how.color = wants_color(o->color);
	if (!write_output(&p->perm, "-", render_text, r, &how))
		return STATUS_TROUBLE;
	if (html != NULL)
		printf("\nreport: %s\n", html);
	return STATUS_DONE;
}

static bool
outputs_are_safe(const struct options *o)
{
	const char *const paths[] = { o->html, o->json };
	for (size_t i = 0; i < 2; i++) {
		if (paths[i] != NULL && is_input(paths[i], o)) {
			fprintf(stderr,
			    "seep: %s: is the input; it is not overwritten\n",
			    paths[i]);
			return false;
		}
	}
	return true;
}

static enum status
report(struct pipeline *p, const struct options *o)
{
	enum status status = pipeline_read(p, o, o->operands, o->operand_count);
	if (status == STATUS_DONE)
		status = pipeline_analyse(p, o);
	if (status != STATUS_DONE)
		return status;

	struct report_facts facts = {
		.source = str_from(o->operands[0]),
		.layout = capture_layout(p->capture),
		.bytes_read = capture_bytes_read(p->capture),
		.generator = GENERATOR,
		.all = o->all,
	};
	status = write_outputs(p, o, report_build(&p->perm, p->analysis, &facts));
	if (status == STATUS_DONE && o->exit_code &&
	    p->analysis->verdict == VERDICT_LEAK)
		return STATUS_LEAK;
	return status;
}

enum status
cmd_report(const struct options *o)
{
	if (!outputs_are_safe(o))
		return STATUS_TROUBLE;
	struct pipeline pipeline;
	pipeline_init(&pipeline);
	enum status status = report(&pipeline, o);
	pipeline_close(&pipeline);
	return status;
}
