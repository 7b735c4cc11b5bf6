#include "parse/process.h"

#include "base/limits.h"
#include "base/num.h"
#include "base/when.h"
#include "parse/command.h"

#include "base/banned.h"

/* In the middle of a line FreeBSD's ps cuts the command to this width, even with ww. */
#define COMMAND_COLUMN 16
/* An ELAPSED of whole seconds, and a frame's time of whole seconds. */
#define ELAPSED_STEP_MS 2000

static bool
has(const struct cells *cells, enum field field)
{
	return (cells->have & 1u << field) != 0;
}

static void
put_metrics(struct row *row, const struct cells *cells, bool is_thread)
{
	uint32_t have = cells->have_metric;
	/* A thread's CPU time is its own; what it shows of memory is the process's. */
	if (is_thread)
		have &= ~(METRIC_BIT(METRIC_CPU_MS) | METRIC_BIT(METRIC_THREADS));
	row->have = have;
	for (int m = 0; m < METRIC_COUNT; m++) {
		row->value[m] = have & METRIC_BIT(m) ? cells->metric[m] : 0;
		row->step[m] = have & METRIC_BIT(m) ? cells->metric_step[m] : 0;
	}
}

static void
put_start(struct row *row, const struct cells *cells, const struct block *b)
{
	if (has(cells, FIELD_STARTED)) {
		row->started_ms = cells->value[FIELD_STARTED];
		row->started_step_ms = 1000;
	} else if (has(cells, FIELD_ELAPSED) && b->frame->at_ms != WHEN_UNKNOWN) {
		int64_t started_ms =
		    num_add(b->frame->at_ms, -cells->value[FIELD_ELAPSED]);
		if (when_is_moment(started_ms))
			row->started_ms = started_ms;
		row->started_step_ms = ELAPSED_STEP_MS;
	}
}

/* Kernel processes are in brackets, or have no memory of their own and are no zombies. */
static bool
is_kernel(const struct cells *cells, const struct command *command)
{
	bool zombie = command->zombie || str_starts(cells->state, "Z");
	bool no_memory = (cells->have_metric & METRIC_BIT(METRIC_VSZ)) != 0 &&
			 cells->metric[METRIC_VSZ] == 0;
	return !zombie && (command->kernel || no_memory);
}

static bool
name_is_cut(const struct block *b, const struct cells *cells, struct command *command)
{
	const struct table *t = &b->stream->table;
	if (block_has(b, QUIRK_NAME_PLUS) && command->name.len > 1 &&
	    command->name.ptr[command->name.len - 1] == '+') {
		command->name.len--;
		return true;
	}
	/* Cut while still within the name, or already within its path. */
	return t->rest + 1 < t->count && cells->name.len == COMMAND_COLUMN &&
	       command->name.ptr + command->name.len ==
		   cells->name.ptr + cells->name.len;
}

static void
add_process(struct block *b, const struct cells *cells, bool is_thread)
{
	struct command command = command_from(cells->name);
	struct row *row = block_row(b, KIND_PROCESS, command.name);
	row->kernel = is_kernel(cells, &command);
	row->name_cut = name_is_cut(b, cells, &command);
	/* A kernel thread's name without brackets may hold a slash that is no path: kworker/0:1. */
	size_t slash;
	if (row->kernel && !command.kernel && cells->name.ptr[0] != '/' &&
	    str_char(cells->name, '/', &slash) && slash > 0)
		command.name = str_from_to(cells->name, 0, slash);
	row->name = str_from_to(command.name, 0, LIMIT_NAME_BYTES);
	row->pid = cells->value[FIELD_PID];
	row->ppid = has(cells, FIELD_PPID) ? cells->value[FIELD_PPID] : -1;
	put_metrics(row, cells, is_thread);
	put_start(row, cells, b);
	for (size_t i = 0; i < cells->marks.count; i++) {
		struct mark m = cells->marks.items[i];
		bool idle = m.kind == MARK_WORD || m.kind == MARK_NUMBER;
		if (idle || row->have & METRIC_BIT(m.metric))
			b->marks->items[b->marks->count++] = m;
	}
}

enum line_kind
process_cells(struct block *b, const struct cells *cells)
{
	/* "ps m" prints the threads of a process below it, with "-" for the process. */
	if (!has(cells, FIELD_PID) || block_has(b, QUIRK_THREADS))
		return LINE_ROWS;
	int64_t pid = cells->value[FIELD_PID];
	if (pid < 0)
		return LINE_ODD;
	b->key = pid + 1;
	if (block_pid_is_new(b, pid))
		add_process(b, cells,
		    b->stream->table.has_thread || command_from(cells->name).thread);
	return LINE_ROWS;
}

enum line_kind
process_line(struct block *b, struct str line)
{
	struct cells cells;
	bool is_short;
	if (block_has(b, QUIRK_STAR) && str_starts(line, "*"))
		line = str_skip(line, 1);
	if (!table_row(&b->stream->table, line, &cells, &is_short))
		return is_short ? LINE_SHORT : LINE_ODD;
	return process_cells(b, &cells);
}

static enum line_kind
ps_line(struct block *b, struct str line)
{
	if (block_decide(b, line))
		return table_plan(&b->stream->table, KIND_PROCESS, line) ? LINE_CONTEXT
									 : LINE_ODD;
	return process_line(b, line);
}

const struct reader read_processes = { .name = "ps", .line = ps_line, .by_pid = true };
