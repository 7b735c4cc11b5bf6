#include "main/options.h"

#include <string.h>

#include "base/banned.h"

enum option_kind { OPTION_FLAG, OPTION_VALUE };

struct option_row {
	char letter; /* 0: none */
	const char *name;
	const char *argument; /* NULL: a flag */
	size_t field;         /* of struct options */
	unsigned commands;
	const char *help;
};

/* clang-format off */
static const struct option_row rows[] = {
	{ 'o', "output",    "FILE", offsetof(struct options, html),      COMMAND_REPORT,
	  "write the HTML report there; - is standard output" },
	{ 0,   "json",      "FILE", offsetof(struct options, json),      COMMAND_REPORT,
	  "write the findings as JSON (seep-report/1); - is standard output" },
	{ 0,   "all",       NULL,   offsetof(struct options, all),       COMMAND_REPORT,
	  "every judged series in the JSON, not only leaks and suspects" },
	{ 0,   "from",      "TIME", offsetof(struct options, from),      COMMAND_ANALYSES,
	  "leave out what was sampled before TIME (RFC 3339, UTC without zone)" },
	{ 0,   "to",        "TIME", offsetof(struct options, to),        COMMAND_ANALYSES,
	  "leave out what was sampled after TIME" },
	{ 0,   "rules",     "FILE", offsetof(struct options, rules),     COMMAND_ANALYSES,
	  "more knowledge about zones and processes, in the form of our own" },
	{ 0,   "exit-code", NULL,   offsetof(struct options, exit_code), COMMAND_REPORT,
	  "exit with status 1 when a leak was found" },
	/* For tests that compare; their help is not printed. */
	{ 0,   "forget-lines", NULL, offsetof(struct options, forget_lines), COMMAND_EVERY,
	  NULL },
	{ 0,   "one-thread", NULL,  offsetof(struct options, one_thread), COMMAND_EVERY,
	  NULL },
	{ 'q', "quiet",     NULL,   offsetof(struct options, quiet),     COMMAND_EVERY,
	  "print no verdict and no progress on the terminal" },
	{ 'v', "verbose",   NULL,   offsetof(struct options, verbose),   COMMAND_EVERY,
	  "print more on the terminal: evidence, answers" },
	{ 0,   "color",     "WHEN", offsetof(struct options, color),     COMMAND_EVERY,
	  "colour on the terminal: auto, always or never" },
	{ 'h', "help",      NULL,   offsetof(struct options, help),      COMMAND_EVERY,
	  "print this" },
	{ 'V', "version",   NULL,   offsetof(struct options, version),   COMMAND_EVERY,
	  "print the version" },
};
/* clang-format on */
#define ROW_COUNT (sizeof(rows) / sizeof(rows[0]))

static const struct option_row *
find_letter(char letter, enum command_bit command)
{
	for (size_t i = 0; i < ROW_COUNT; i++)
		if (rows[i].letter == letter && rows[i].commands & command)
			return &rows[i];
	return NULL;
}

static const struct option_row *
find_name(const char *name, size_t len, enum command_bit command)
{
	for (size_t i = 0; i < ROW_COUNT; i++)
		if (strlen(rows[i].name) == len &&
		    memcmp(rows[i].name, name, len) == 0 && rows[i].commands & command)
			return &rows[i];
	return NULL;
}

static void
set(struct options *o, const struct option_row *row, const char *value)
{
	char *field = (char *)o + row->field;
	if (row->argument != NULL)
		memcpy(field, &value, sizeof(value));
	else
		*(bool *)(void *)field = true;
}

static bool
wrong(const char *what, const char *which)
{
	fprintf(stderr, "seep: %s%s; see 'seep --help'\n", what, which);
	return false;
}

/* One --name, --name=value or --name value; *i is advanced over a value taken from the next word. */
static bool
read_long(struct options *o, enum command_bit command, int argc, char **argv, int *i)
{
	const char *word = argv[*i] + 2;
	const char *equals = strchr(word, '=');
	size_t len = equals != NULL ? (size_t)(equals - word) : strlen(word);
	const struct option_row *row = find_name(word, len, command);
	if (row == NULL)
		return wrong("unknown option ", argv[*i]);
	if (row->argument == NULL) {
		if (equals != NULL)
			return wrong("no value belongs to --", row->name);
		set(o, row, NULL);
		return true;
	}
	if (equals == NULL && *i + 1 >= argc)
		return wrong("a value is missing after --", row->name);
	set(o, row, equals != NULL ? equals + 1 : argv[++*i]);
	return true;
}

/* One cluster of letters: -q, -qv, -oFILE, -o FILE. */
static bool
read_letters(struct options *o, enum command_bit command, int argc, char **argv, int *i)
{
	for (const char *c = argv[*i] + 1; *c != '\0'; c++) {
		const struct option_row *row = find_letter(*c, command);
		if (row == NULL)
			return wrong("unknown option ", argv[*i]);
		if (row->argument == NULL) {
			set(o, row, NULL);
			continue;
		}
		if (c[1] == '\0' && *i + 1 >= argc)
			return wrong("a value is missing after ", argv[*i]);
		set(o, row, c[1] != '\0' ? c + 1 : argv[++*i]);
		return true;
	}
	return true;
}

bool
options_read(
    struct options *o, enum command_bit command, int argc, char **argv, int first)
{
	*o = (struct options){ .color = "auto" };
	int kept = first; /* operands are moved together at the front */
	bool options_over = false;
	for (int i = first; i < argc; i++) {
		char *word = argv[i];
		if (options_over || word[0] != '-' || word[1] == '\0') {
			argv[kept++] = word;
		} else if (strcmp(word, "--") == 0) {
			options_over = true;
		} else if (word[1] == '-') {
			if (!read_long(o, command, argc, argv, &i))
				return false;
		} else if (!read_letters(o, command, argc, argv, &i)) {
			return false;
		}
	}
	o->operands = (const char *const *)&argv[first];
	o->operand_count = (size_t)(kept - first);
	if (strcmp(o->color, "auto") != 0 && strcmp(o->color, "always") != 0 &&
	    strcmp(o->color, "never") != 0)
		return wrong("--color takes auto, always or never, not ", o->color);
	return true;
}

void
options_help(FILE *to, enum command_bit command)
{
	for (size_t i = 0; i < ROW_COUNT; i++) {
		const struct option_row *row = &rows[i];
		if (row->help == NULL || !(row->commands & command))
			continue;
		char left[32];
		char letter[8] = "    ";
		if (row->letter != 0)
			snprintf(letter, sizeof(letter), "-%c, ", row->letter);
		snprintf(left, sizeof(left), "%s--%s%s%s", letter, row->name,
		    row->argument != NULL ? " " : "",
		    row->argument != NULL ? row->argument : "");
		fprintf(to, "  %-22s %s\n", left, row->help);
	}
}
