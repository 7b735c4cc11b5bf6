#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "parse/formats.h"
#include "ledger_dump.h"
#include "row_dump.h"
#include "standing.h"
#include "text_frame.h"

/*
 * Every row of the format table against its folder fixtures/formats/<name>: input.txt is what the command printed, expected.txt
 * the rows that it must become, origin.txt where the input is from. UPDATE_GOLDEN=1 rewrites expected.txt; read git diff then.
 */
static struct arena arena;
static struct formats *formats;

static struct str
read_path(const char *path)
{
	FILE *in = fopen(path, "rb");
	if (in == NULL)
		return (struct str){ NULL, 0 };
	assert_int_equal(fseek(in, 0, SEEK_END), 0);
	long len = ftell(in);
	rewind(in);
	char *text = arena_alloc(&arena, (size_t)len + 1);
	assert_int_equal(fread(text, 1, (size_t)len, in), (size_t)len);
	fclose(in);
	return (struct str){ text, (size_t)len };
}

static struct str
read_text(const char *name, const char *file)
{
	return read_path(str_text(
	    &arena, str_print(&arena, "%s/formats/%s/%s", SEEP_FIXTURES, name, file)));
}

/* ---- reading a frame, and then another one: the second time most lines are known ---- */

/* Lines that are known come in no order of their own. */
static int
compare_row(const void *left, const void *right)
{
	const struct row *a = left, *b = right;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->pid != b->pid)
		return a->pid < b->pid ? -1 : 1;
	size_t len = a->name.len < b->name.len ? a->name.len : b->name.len;
	int order = len > 0 ? memcmp(a->name.ptr, b->name.ptr, len) : 0;
	if (order != 0 || a->name.len != b->name.len)
		return order != 0 ? order : a->name.len < b->name.len ? -1 : 1;
	if (a->item_size != b->item_size)
		return a->item_size < b->item_size ? -1 : 1;
	for (int m = 0; m < METRIC_COUNT; m++)
		if (a->have & b->have & METRIC_BIT(m) && a->value[m] != b->value[m])
			return a->value[m] < b->value[m] ? -1 : 1;
	return a->have < b->have ? -1 : a->have > b->have;
}

static void
sort_rows(struct sample *s)
{
	if (s->row_count > 1)
		qsort(s->rows, s->row_count, sizeof(*s->rows), compare_row);
}

static struct str
read_rows(const char *tool, struct str input, struct str then, bool forget,
    const char *must_have)
{
	struct arena perm, scratch;
	struct diag diag;
	struct text_frame text;
	struct sample sample;
	struct standing standing = { .arena = &arena };
	char *dump = NULL;
	size_t dump_len = 0;
	bool met = must_have == NULL;
	arena_init(&perm);
	arena_init(&scratch);
	struct parser *p = NULL;
	for (int time = 0; time < (then.len > 0 ? 2 : 1); time++) {
		diag_init(&diag, &perm);
		if (p == NULL)
			p = parser_open(&perm, &diag);
		if (forget && time == 0)
			parser_forget_lines(p);
		free(dump);
		FILE *out = open_memstream(&dump, &dump_len);
		assert_non_null(out);
		text_frame_init(&text, tool, time == 0 ? input : then);
		while (parse_next(p, &text.frame, &sample, &scratch)) {
			standing_complete(&standing, &sample);
			if (then.len > 0)
				sort_rows(&sample);
			dump_sample(out, &sample);
			met = met || strcmp(sample.stream.format, must_have) == 0;
		}
		dump_ledger(out, &diag);
		fclose(out);
	}
	parser_close(p);
	struct str copy = str_copy(&arena, (struct str){ dump, dump_len });
	free(dump);
	arena_close(&scratch);
	arena_close(&perm);
	if (!met)
		print_error(
		    "not read as %s:\n%.*s\n", must_have, (int)copy.len, copy.ptr);
	assert_true(met);
	return copy;
}

static void
one_winner_a_line(struct str input)
{
	while (input.len > 0) {
		struct str line = str_cut(&input, '\n');
		size_t winners = formats_winners(formats, line);
		if (winners > 1)
			print_error(
			    "%zu rows win: %.*s\n", winners, (int)line.len, line.ptr);
		assert_true(winners <= 1);
	}
}

/* What formats.c relies on when it remembers answers. */
static void
digits_are_alike(struct str input)
{
	struct formats *others = formats_open(&arena);
	while (input.len > 0) {
		struct str line = str_cut(&input, '\n');
		char *text = arena_alloc(&arena, line.len + 1);
		for (size_t i = 0; i < line.len; i++) {
			char c = line.ptr[i];
			bool digit = c >= '0' && c <= '9';
			text[i] = (char)(digit ? '0' + (c - '0' + 3) % 10 : c);
		}
		if (str_has(line, "version"))
			continue;
		assert_ptr_equal(formats_find(formats, NULL, line, true),
		    formats_find(others, NULL, (struct str){ text, line.len }, true));
	}
	formats_close(others);
}

static void
compare_rows(const char *name, struct str rows)
{
	if (getenv("UPDATE_GOLDEN") != NULL) {
		const char *path =
		    str_text(&arena, str_print(&arena, "%s/formats/%s/expected.txt",
					 SEEP_FIXTURES, name));
		FILE *out = fopen(path, "wb");
		assert_non_null(out);
		fwrite(rows.ptr, 1, rows.len, out);
		fclose(out);
		return;
	}
	struct str expected = read_text(name, "expected.txt");
	if (str_eq(rows, expected))
		return;
	while (rows.len > 0 || expected.len > 0) {
		struct str is = str_cut(&rows, '\n'), was = str_cut(&expected, '\n');
		if (!str_eq(is, was))
			print_error("is       %.*s\nexpected %.*s\n", (int)is.len,
			    is.ptr, (int)was.len, was.ptr);
	}
	fail();
}

/*
 * The same text with some of its digits moved: what the command could have printed a minute later. The first line is left
 * alone, and what follows a letter (names).
 */
static struct str
stir(struct str input, uint32_t seed)
{
	struct str copy = str_copy(&arena, input);
	char *text = arena_alloc(&arena, input.len + 1);
	memcpy(text, copy.ptr, input.len);
	size_t from = 0;
	(void)str_char(copy, '\n', &from);
	for (size_t i = from + 1; i < input.len; i++) {
		seed = seed * 1664525u + 1013904223u;
		bool digit = text[i] >= '0' && text[i] <= '9';
		bool inside =
		    (text[i - 1] >= '0' && text[i - 1] <= '9') || text[i - 1] == ' ';
		if (digit && inside && seed >> 28 == 0)
			text[i] = (char)('0' + (seed >> 20) % 10);
	}
	return (struct str){ text, input.len };
}

static void
memory_changes_nothing(const char *tool, struct str input, struct str then)
{
	struct str plain = read_rows(tool, input, then, true, NULL);
	struct str again = read_rows(tool, input, then, false, NULL);
	if (!str_eq(plain, again)) {
		for (struct str a = plain, b = again; a.len > 0 || b.len > 0;) {
			struct str is = str_cut(&b, '\n'), should = str_cut(&a, '\n');
			if (!str_eq(is, should))
				print_error("from memory %.*s\nread anew   %.*s\n",
				    (int)is.len, is.ptr, (int)should.len, should.ptr);
		}
	}
	assert_true(str_eq(plain, again));
}

static void
nothing_breaks_where_it_is_cut(const char *tool, struct str input)
{
	struct arena perm, scratch;
	struct diag diag;
	struct text_frame text;
	struct sample sample;
	arena_init(&perm);
	arena_init(&scratch);
	diag_init(&diag, &perm);
	struct parser *p = parser_open(&perm, &diag);
	for (size_t len = 0; len < input.len; len += 1 + input.len / 80) {
		text_frame_init(&text, tool, str_from_to(input, 0, len));
		while (parse_next(p, &text.frame, &sample, &scratch))
			assert_non_null(sample.stream.format);
	}
	parser_close(p);
	arena_close(&scratch);
	arena_close(&perm);
}

static const struct format *
row_of(const char *name)
{
	for (size_t i = 0; i < formats_count(); i++) {
		if (strcmp(formats_row(i)->name, name) == 0)
			return formats_row(i);
	}
	return NULL;
}

static void
fixture_becomes_its_rows(void **state)
{
	const char *name = *state;
	struct str input = read_text(name, "input.txt");
	assert_true(input.len > 0);
	assert_true(read_text(name, "origin.txt").len > 0);
	/* "self" is any key: value text, and means something only under its NAME. */
	const char *tool = strcmp(name, "self") == 0 ? "self" : "";
	one_winner_a_line(input);
	const struct str none = { NULL, 0 };
	struct str rows = read_rows(tool, input, none, true, name);
	compare_rows(name, rows);
	/* The second reading must say the same, from memory and without. */
	digits_are_alike(input);
	memory_changes_nothing(tool, input, input);
	for (uint32_t seed = 1; seed <= 3; seed++)
		memory_changes_nothing(tool, input, stir(input, seed));
	/* Under the NAME that the collector gives it, it is the same variant. */
	(void)read_rows(row_of(name)->tool, input, none, false, name);
	nothing_breaks_where_it_is_cut(tool, input);
}

static void
every_fixture_has_its_row(void **state)
{
	(void)state;
	DIR *dir = opendir(SEEP_FIXTURES "/formats");
	assert_non_null(dir);
	bool all = true;
	for (struct dirent *e = readdir(dir); e != NULL; e = readdir(dir)) {
		bool known = e->d_name[0] == '.';
		for (size_t i = 0; i < formats_count() && !known; i++)
			known = strcmp(formats_row(i)->name, e->d_name) == 0;
		if (!known)
			print_error("fixtures/formats/%s: no such row\n", e->d_name);
		all = all && known;
	}
	closedir(dir);
	assert_true(all);
}

/* Rows of the tables in docs/formats.md: "| `name` | from | caveats |". */
static bool
documented(struct str page, const char *name)
{
	const char *row = str_text(&arena, str_print(&arena, "\n| `%s` |", name));
	return str_has(page, row);
}

static void
every_row_stands_in_the_documentation(void **state)
{
	(void)state;
	struct str page = read_path(SEEP_DOCS "/formats.md");
	bool all = page.len > 0;
	for (size_t i = 0; i < formats_count(); i++) {
		bool found = documented(page, formats_row(i)->name);
		if (!found)
			print_error(
			    "docs/formats.md: %s is missing\n", formats_row(i)->name);
		all = all && found;
	}
	while (page.len > 0) {
		struct str line = str_cut(&page, '\n');
		if (!str_starts(line, "| `") || str_starts(line, "| `read_"))
			continue;
		line = str_skip(line, 3);
		const char *name = str_text(&arena, str_cut(&line, '`'));
		if (row_of(name) == NULL)
			print_error("docs/formats.md: no such row: %s\n", name);
		all = all && row_of(name) != NULL;
	}
	assert_true(all);
}

int
main(int argc, char **argv)
{
	arena_init(&arena);
	formats = formats_open(&arena);
	size_t count = formats_count() + 2;
	struct CMUnitTest *tests = arena_array(&arena, count, sizeof(*tests));
	size_t used = 0;
	if (argc < 2) {
		tests[used++] =
		    (struct CMUnitTest)cmocka_unit_test(every_fixture_has_its_row);
		tests[used++] = (struct CMUnitTest)cmocka_unit_test(
		    every_row_stands_in_the_documentation);
	}
	for (size_t i = 0; i < formats_count(); i++) {
		const char *name = formats_row(i)->name;
		if (argc > 1 && strcmp(argv[1], name) != 0)
			continue;
		char *copy = arena_alloc(&arena, strlen(name) + 1);
		memcpy(copy, name, strlen(name));
		tests[used++] = (struct CMUnitTest){ name, fixture_becomes_its_rows,
			NULL, NULL, copy };
	}
	int failed = _cmocka_run_group_tests("formats", tests, used, NULL, NULL);
	formats_close(formats);
	arena_close(&arena);
	return failed == 0 ? 0 : 1;
}
