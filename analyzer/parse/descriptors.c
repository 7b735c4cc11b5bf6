#include <string.h>

#include "base/num.h"
#include "parse/block.h"

#include "base/banned.h"

/*
 * fstat, lsof and procstat -f: a line for each open file. What counts is how many descriptors each process has: lines with a number in the
 * column FD. All lines are read anew each time, for the row of a process is made at its first line and grows with the others.
 */
/* Where each tool prints what; known by the first title. */
static const struct shape {
	const char *title;
	int before_least,
	    before_most; /* words between the process id and the descriptor */
	bool suffix;     /* a descriptor's number has a letter behind it */
} shapes[] = {
	{ "USER", 0, 0, false }, /* fstat: user, command, id */
	{ "PID", 1, 3, false },  /* procstat: id, command, which may hold blanks */
	{ "COMMAND", 1, 3,
	    true }, /* lsof: command, id, perhaps a thread and its name, user */
};

static const struct shape *
shape_of(struct str header)
{
	struct str first = str_word(&header);
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		if (str_is(first, shapes[i].title))
			return &shapes[i];
	}
	return NULL;
}

static bool
is_descriptor(const struct shape *shape, struct str word, bool *counts)
{
	static const char *const names[] = { "wd", "cwd", "rtd", "root", "tr", "trace",
		"text", "txt", "mmap", "mem", "jail", "ctty", "DEL", "ltx", "NOFD",
		"fp.", "err", "pd" };
	int64_t number;
	*counts = false;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (str_is(word, names[i]))
			return true;
	}
	char last = word.len > 0 ? word.ptr[word.len - 1] : '\0';
	bool letter = strchr("urwURW*", last) != NULL;
	*counts =
	    num_i64(letter ? str_from_to(word, 0, word.len - 1) : word, &number) &&
	    number >= 0 && (letter || !shape->suffix);
	return *counts;
}

/* The row of the process, from the end: its lines stand together. */
static struct row *
row_of(struct block *b, int64_t pid, struct str name)
{
	for (size_t i = b->row_count; i > 0; i--) {
		if (b->rows[i - 1].pid == pid)
			return &b->rows[i - 1];
	}
	struct row *row = block_row(b, KIND_PROCESS, name);
	row->pid = pid;
	row->name_cut = block_has(b, QUIRK_NAME_9) && name.len >= 9;
	row_put(row, METRIC_FDS, 0, 1);
	return row;
}

/* The first number that has a descriptor behind it where the tool prints one: names hold blanks and digits too. */
static bool
find_process(
    const struct shape *shape, struct str line, int64_t *pid, size_t *at, bool *counts)
{
	struct str rest = line;
	for (struct str word = str_word(&rest); word.len > 0; word = str_word(&rest)) {
		if (!num_i64(word, pid) || *pid < 0)
			continue;
		*at = (size_t)(word.ptr - line.ptr);
		struct str after = rest;
		for (int i = 0; i <= shape->before_most; i++) {
			struct str next = str_word(&after);
			if (i >= shape->before_least && next.len > 0 &&
			    is_descriptor(shape, next, counts))
				return true;
		}
	}
	return false;
}

static enum line_kind
descriptor_line(struct block *b, struct str line)
{
	int64_t pid;
	size_t at;
	bool counts;
	if (block_decide(b, line)) {
		stream_set_title(b->stream, line);
		return LINE_CONTEXT;
	}
	const struct shape *shape = shape_of(b->stream->title);
	if (shape == NULL || !find_process(shape, line, &pid, &at, &counts))
		return LINE_ODD;
	/* procstat prints the command behind the number, fstat the user before it, lsof the command alone. */
	struct str before = str_from_to(line, 0, at);
	if (str_is(str_from(shape->title), "USER"))
		(void)str_word(&before);
	struct str name = str_trim(before);
	if (str_is(str_from(shape->title), "PID")) {
		struct str after = str_skip(line, at);
		(void)str_word(&after);
		name = str_word(&after);
	}
	if (name.len == 0)
		return LINE_ODD;
	struct row *row = row_of(b, pid, name);
	if (counts)
		row->value[METRIC_FDS]++;
	b->key = KEY_NEVER_SAME;
	return LINE_ROWS;
}

const struct reader read_descriptors = { .name = "descriptors",
	.line = descriptor_line };
