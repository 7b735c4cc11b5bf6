#ifndef PARSE_COMMAND_H
#define PARSE_COMMAND_H

#include <stdbool.h>

#include "base/str.h"

/*
 * The name of a process out of what ps and top print in their last column: without path, arguments, tree drawing and
 * brackets. Never decoded: what the tool escaped stays escaped.
 */
struct command {
	struct str name;
	bool kernel; /* printed in square brackets */
	bool zombie;
	bool thread; /* name{thread}, [process/thread] */
};

struct command command_from(struct str text);

#endif
