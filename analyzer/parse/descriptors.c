#include "base/num.h"
#include "parse/block.h"
#include "parse/command.h"

#include "base/banned.h"

/*
 * fstat, lsof and procstat -f: a line for each open file. What counts is how many descriptors each process has: lines with a number in the
 * column FD. All lines are read anew each time, for the row of a process is made at its first line and grows with the others.
 */
static bool
leading_number(struct str word, int64_t *value)
{
	size_t len = 0;
	while (len < word.len && word.ptr[len] >= '0' && word.ptr[len] <= '9')
		len++;
	return len > 0 && num_i64(str_from_to(word, 0, len), value);
}

/* What stands for a descriptor that has no number, and what may follow one: 12*, 4u, 7w. */
static bool
is_descriptor(struct str word, bool *counts)
{
	static const char *const names[] = { "wd", "cwd", "rtd", "root", "tr", "text", "txt", "mmap",
		"mem", "jail", "ctty", "DEL", "ltx", "NOFD", "fp.", "err", "twd", "pd" };
	int64_t number;
	*counts = false;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (str_is(word, names[i]))
			return true;
	}
	if (!leading_number(word, &number))
		return false;
	*counts = true;
	char last = word.ptr[word.len - 1];
	return (last >= '0' && last <= '9') || last == '*' || str_ends(word, "u") ||
	    str_ends(word, "r") || str_ends(word, "w") || str_ends(word, "W") ||
	    str_ends(word, "R") || str_ends(word, "U");
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

/*
 * The first word that is a number and has a descriptor behind it, perhaps with a thread's number or a user between them, is the process: names
 * hold blanks and digits.
 */
#define WORDS_BETWEEN 2

static bool
find_process(struct str line, int64_t *pid, size_t *pid_at, bool *counts)
{
	struct str rest = line;
	for (struct str word = str_word(&rest); word.len > 0; word = str_word(&rest)) {
		if (!num_i64(word, pid) || *pid < 0)
			continue;
		*pid_at = (size_t)(word.ptr - line.ptr);
		struct str after = rest;
		for (int i = 0; i <= WORDS_BETWEEN; i++) {
			struct str next = str_word(&after);
			int64_t number;
			if (i < WORDS_BETWEEN && num_i64(next, &number) && *pid_at == 0)
				break;
			if (is_descriptor(next, counts))
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
	if (!find_process(line, &pid, &at, &counts))
		return LINE_ODD;
	/* procstat prints the command behind the number, fstat the user before it, lsof the command alone. */
	struct str title = b->stream->title, before = str_from_to(line, 0, at);
	struct str first = str_word(&title);
	if (str_is(first, "USER"))
		(void)str_word(&before);
	struct str name = str_trim(before);
	if (str_is(first, "PID")) {
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

const struct reader read_descriptors = { .name = "descriptors", .line = descriptor_line };
