#include "trial.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/banned.h"

static void
fail(const char *what)
{
	perror(what);
	exit(2);
}

/* Removes the files of one folder and the folder. */
static void
remove_folder(const char *path)
{
	char file[600];
	DIR *dir = opendir(path);
	struct dirent *entry;
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		snprintf(file, sizeof(file), "%s/%s", path, entry->d_name);
		if (entry->d_name[0] != '.')
			unlink(file);
	}
	if (dir != NULL)
		closedir(dir);
	rmdir(path);
}

static json_t *
read_report(const char *seep, const char *dir)
{
	int ends[2];
	if (pipe(ends) != 0)
		fail("pipe");
	pid_t pid = fork();
	if (pid < 0)
		fail("fork");
	if (pid == 0) {
		dup2(ends[1], 1);
		close(ends[0]);
		close(ends[1]);
		execl(
		    seep, "seep", "--quiet", "--all", "--json", "-", dir, (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	FILE *in = fdopen(ends[0], "r");
	json_error_t error;
	json_t *report = json_loadf(in, JSON_DISABLE_EOF_CHECK, &error);
	fclose(in);
	int status;
	waitpid(pid, &status, 0);
	if (!WIFEXITED(status) || WEXITSTATUS(status) > 1) {
		fprintf(stderr, "accuracy: %s: seep failed (status %d)\n", dir, status);
		json_decref(report);
		return NULL;
	}
	return report;
}

static char *
read_text(const char *path)
{
	FILE *in = fopen(path, "r");
	char *text = calloc(1, 1 << 20);
	if (in == NULL || text == NULL)
		fail(path);
	size_t len = fread(text, 1, (1 << 20) - 1, in);
	text[len] = '\0';
	fclose(in);
	return text;
}

json_t *
trial_run(const struct setting *s, struct sim_request *request, char **truth)
{
	char dir[256], path[300];
	snprintf(dir, sizeof(dir), "%s/capture.%ld", s->folder, (long)getpid());
	request->dir = dir;
	struct arena arena;
	arena_init(&arena);
	if (!sim_write(request, &arena))
		fail(dir);
	arena_close(&arena);
	json_t *report = read_report(s->seep, dir);
	snprintf(path, sizeof(path), "%s/samples", dir);
	remove_folder(path);
	remove_folder(dir);
	snprintf(path, sizeof(path), "%s.truth.txt", dir);
	if (truth != NULL)
		*truth = read_text(path);
	unlink(path);
	request->dir = NULL;
	return report;
}

void
trial_many(const struct setting *s, size_t count, void *results, size_t size,
    void (*body)(
	const struct setting *s, size_t index, void *result, const void *context),
    const void *context)
{
	FILE *file = tmpfile();
	if (file == NULL)
		fail("temporary file");
	int fd = fileno(file);
	fflush(stdout);
	for (int job = 0; job < s->jobs; job++) {
		pid_t pid = fork();
		if (pid < 0)
			fail("fork");
		if (pid > 0)
			continue;
		void *result = calloc(1, size);
		for (size_t i = (size_t)job; result != NULL && i < count;
		     i += (size_t)s->jobs) {
			memset(result, 0, size);
			body(s, i, result, context);
			if (pwrite(fd, result, size, (off_t)(i * size)) !=
			    (ssize_t)size)
				_exit(1);
		}
		_exit(result == NULL);
	}
	int status;
	while (wait(&status) > 0) {
		if (status != 0)
			fail("a trial");
	}
	for (size_t i = 0; i < count; i++) {
		if (pread(fd, (char *)results + i * size, size, (off_t)(i * size)) !=
		    (ssize_t)size)
			fail("results");
	}
	fclose(file);
}

double
member_number(const json_t *object, const char *name)
{
	const json_t *value = json_object_get(object, name);
	return json_is_number(value) ? json_number_value(value) : NAN;
}

const char *
member_text(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));
	return text != NULL ? text : "";
}

const json_t *
report_finding(const json_t *report, const char *kinds, const char *name)
{
	size_t i;
	json_t *finding;
	const json_t *best = NULL;
	json_array_foreach(json_object_get(report, "findings"), i, finding)
	{
		if (strcmp(member_text(finding, "name"), name) != 0 ||
		    strstr(kinds, member_text(finding, "kind")) == NULL)
			continue;
		if (best == NULL ||
		    member_number(finding, "score") > member_number(best, "score"))
			best = finding;
	}
	return best;
}

const json_t *
finding_metric(const json_t *finding, const char *metric)
{
	size_t i;
	json_t *other;
	if (strcmp(member_text(finding, "metric"), metric) == 0)
		return finding;
	json_array_foreach(json_object_get(finding, "metrics"), i, other)
	{
		if (strcmp(member_text(other, "metric"), metric) == 0)
			return other;
	}
	return NULL;
}

bool
truth_line(const char *truth, const char *key, char *value, size_t size)
{
	size_t length = strlen(key);
	for (const char *line = truth; line != NULL && *line != '\0';) {
		const char *end = strchr(line, '\n');
		if (strncmp(line, key, length) == 0 && line[length] == ':') {
			snprintf(value, size, "%.*s",
			    (int)((end == NULL ? strlen(line) : (size_t)(end - line)) -
				  length - 2),
			    line + length + 2);
			return true;
		}
		line = end == NULL ? NULL : end + 1;
	}
	return false;
}

static int
ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

double
median(double *values, size_t count)
{
	qsort(values, count, sizeof(*values), ascending);
	return count == 0 ? NAN : values[count / 2];
}
