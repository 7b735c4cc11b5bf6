#ifndef MAIN_OPTIONS_H
#define MAIN_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* The command line as plain data. Strings are argv's own. */
struct options {
	const char *html; /* -o; NULL: not asked for */
	const char *json;
	const char *from;
	const char *to;
	const char *rules; /* file with more rows for the dictionary */
	const char *color; /* auto, always or never */
	bool all;
	bool exit_code;
	bool quiet;
	bool forget_lines;
	bool one_thread;
	bool verbose;
	bool help;
	bool version;
	const char *const *operands;
	size_t operand_count;
};

/* Commands that take options; a row of the option table names those it belongs to. */
enum command_bit {
	COMMAND_REPORT = 1,
	COMMAND_INSPECT = 2,
	COMMAND_EXPLAIN = 4,
	COMMAND_ANALYSES = COMMAND_REPORT | COMMAND_EXPLAIN,
	COMMAND_EVERY = 7
};

/*
 * Reads argv[first] and on; options may stand before, between and after operands, `--` ends them, `-` is an operand. False: one
 * line about what is wrong has been written to stderr.
 */
bool options_read(struct options *o, enum command_bit command, int argc, char **argv, int first);
void options_help(FILE *to, enum command_bit command);

#endif
