#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "main/command.h"
#include "main/options.h"

#include "base/banned.h"

struct command {
	const char *name;
	enum command_bit bit;
	const char *usage;
	const char *summary;
	enum status (*run)(const struct options *o);
};

/* clang-format off */
static const struct command commands[] = { /* the first is the one meant when none is named */
	{ "report",  COMMAND_REPORT,  "[report] [options] CAPTURE...",
	  "HTML report and a short verdict on the terminal", cmd_report },
	{ "inspect", COMMAND_INSPECT, "inspect [options] CAPTURE...",
	  "what was recognised as what, and what was lost; no analysis", cmd_inspect },
	{ "explain", COMMAND_EXPLAIN, "explain [options] NAME [CAPTURE...]",
	  "what the dictionary knows; with a capture, how its verdict came about", cmd_explain },
};
/* clang-format on */
#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

static void
print_usage(FILE *to)
{
	fputs("usage:\n", to);
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		fprintf(
		    to, "  seep %-36s %s\n", commands[i].usage, commands[i].summary);
}

static void
print_help(const struct command *c)
{
	if (c == &commands[0]) {
		puts("seep finds memory leaks from raw statistics, offline.\n");
		print_usage(stdout);
		puts("\nCAPTURE is a directory, an archive or a plain file of what ps, "
		     "top, vmstat and\n"
		     "the like printed again and again; - is standard input. Alone, "
		     "'seep CAPTURE'\n"
		     "writes CAPTURE's name with .html into the current "
		     "directory.\n\noptions of report:");
	} else {
		printf("usage: seep %s\n\n%s\n\noptions:\n", c->usage, c->summary);
	}
	options_help(stdout, c->bit);
	printf("\nexit status: 0 done, %s2 trouble, 3 nothing recognised\n",
	    c->bit == COMMAND_REPORT ? "1 leak found (--exit-code), " : "");
}

/* A closed standard descriptor would go to the first file that is opened, and messages into that file. */
static void
occupy_standard_descriptors(void)
{
	int fd;
	do /* not for writing: what is printed where nobody listens is still an error */
		fd = open("/dev/null", O_RDONLY);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

static const struct command *
find_command(const char *name)
{
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		if (strcmp(name, commands[i].name) == 0)
			return &commands[i];
	return NULL;
}

static enum status
run(int argc, char **argv)
{
	const struct command *command = argc > 1 ? find_command(argv[1]) : NULL;
	int first = command != NULL ? 2 : 1;
	if (command == NULL)
		command = &commands[0];

	struct options options;
	if (!options_read(&options, command->bit, argc, argv, first))
		return STATUS_TROUBLE;
	if (options.help) {
		print_help(command);
		return STATUS_DONE;
	}
	if (options.version) {
		puts(GENERATOR);
		return STATUS_DONE;
	}
	if (options.operand_count == 0) {
		print_usage(stderr);
		return STATUS_TROUBLE;
	}
	if (first == 1 && find_command(options.operands[0]) != NULL &&
	    access(options.operands[0], F_OK) != 0) {
		fprintf(stderr,
		    "seep: %s: a command stands before its options; see 'seep "
		    "--help'\n",
		    options.operands[0]);
		return STATUS_TROUBLE;
	}
	return command->run(&options);
}

int
main(int argc, char **argv)
{
	occupy_standard_descriptors();
	enum status status = run(argc, argv);
	/* A full disk reports late. */
	if (fflush(stdout) == 0)
		return (int)status;
	fprintf(
	    stderr, "seep: standard output: cannot be written: %s\n", strerror(errno));
	return STATUS_TROUBLE;
}
