#include "base/num.h"
#include "parse/block.h"
#include "parse/command.h"

#include "base/banned.h"

/*
 * ps of FreeBSD's kernel debugger: "pid ppid pgrp uid state wmesg wchan cmd", and below a process with "(threaded)" a row for each
 * of its threads. There is no memory in it, only who is whose child.
 */
static void
skip_wait(struct str *rest)
{
	struct str after = *rest;
	struct str word = str_word(&after);
	if (str_is(word, "(threaded)") || str_starts(word, "[")) {
		*rest = str_starts(word, "[") ? *rest : after;
		return;
	}
	if (str_trim(after).len ==
	    0) /* it waits for nothing: the only word is the command */
		return;
	*rest = after; /* wmesg, or CPU */
	struct str next = str_word(&after);
	int64_t cpu;
	if (str_starts(next, "0x") || (str_is(word, "CPU") && num_i64(next, &cpu)))
		*rest = after;
}

static enum line_kind
ddb_ps_line(struct block *b, struct str line)
{
	int64_t number[4];
	if (block_decide(b, line))
		return LINE_CONTEXT;
	struct str rest = line;
	for (int i = 0; i < 4; i++) {
		if (!num_i64(str_word(&rest), &number[i])) {
			/* A thread has its own number and no others. */
			return i == 1 ? LINE_ROWS : LINE_ODD;
		}
	}
	if (str_word(&rest).len == 0)
		return LINE_ODD;
	skip_wait(&rest);
	struct command command = command_from(rest);
	if (command.name.len == 0)
		return LINE_ODD;
	struct row *row = block_row(b, KIND_PROCESS, command.name);
	row->pid = number[0];
	row->ppid = number[1];
	row->kernel = command.kernel;
	return LINE_ROWS;
}

const struct reader read_ddb_ps = { .name = "ddb-ps", .line = ddb_ps_line };
