#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "capture/capture.h"
#include "parse/parse.h"
#include "ledger_dump.h"

/*
 * Captures of other people's systems, which are no part of the repository: the folder is told by SEEP_EXTRA_CAPTURES. What is in each
 * file stands in extra-captures.txt: the variants in order, how many rows of each, and how many lines are no data of anybody (cut, or
 * put in, by who published them).
 */
#define SKIPPED 77
#define LOST_MAX_PER_MILLE 5

static struct arena arena;

static bool
read_file(const char *path, struct str *text)
{
	FILE *in = fopen(path, "rb");
	if (in == NULL)
		return false;
	assert_int_equal(fseek(in, 0, SEEK_END), 0);
	long len = ftell(in);
	rewind(in);
	char *bytes = arena_alloc(&arena, (size_t)len + 1);
	*text = (struct str){ bytes, fread(bytes, 1, (size_t)len, in) };
	fclose(in);
	return true;
}

struct reading_of_file {
	char blocks[4096]; /* "ps-bsd-u 34, vmstat 5" */
	size_t rows;
	uint64_t lost;
	size_t lines;
};

static void
add_block(struct reading_of_file *r, const struct sample *s)
{
	size_t at = strlen(r->blocks);
	snprintf(r->blocks + at, sizeof(r->blocks) - at, "%s%s %zu", at > 0 ? ", " : "",
	    s->stream.format, s->rows_in_all);
	r->rows += s->rows_in_all;
}

static size_t
count_lines(struct str text)
{
	size_t count = 0;
	while (text.len > 0)
		count += str_trim(str_cut(&text, '\n')).len > 0;
	return count;
}

static void
read_blocks(
    struct reading_of_file *r, const char *path, struct diag *diag, struct arena *perm)
{
	struct frame frame;
	struct sample sample;
	struct arena scratch;
	const char *error;
	arena_init(&scratch);
	struct parser *p = parser_open(perm, diag);
	struct capture *c = capture_open(perm, &path, 1, diag, &error);
	assert_non_null(c);
	while (capture_next(c, &frame))
		while (parse_next(p, &frame, &sample, &scratch))
			add_block(r, &sample);
	capture_close(c);
	parser_close(p);
	r->lost = diag->count[DIAG_ROW_ODD] + diag->count[DIAG_ROW_SHORT];
	arena_close(&scratch);
}

struct totals {
	size_t files, wrong, rows;
	uint64_t lost, lines;
};

/* "FILE | variant rows, … | lines that are no data" */
static void
check_file(struct totals *all, struct str line, const char *folder)
{
	struct str file = str_trim(str_cut(&line, '|'));
	struct str expected = str_trim(str_cut(&line, '|'));
	int64_t strange = atoi(str_text(&arena, str_trim(line)));
	struct str text;
	struct reading_of_file r;
	struct diag diag;
	struct arena perm;
	const char *path = str_text(
	    &arena, str_print(&arena, "%s/%.*s", folder, (int)file.len, file.ptr));
	if (!read_file(path, &text)) {
		print_error("%s: is missing\n", path);
		all->wrong++;
		return;
	}
	arena_init(&perm);
	diag_init(&diag, &perm);
	r = (struct reading_of_file){ .lines = count_lines(text) };
	read_blocks(&r, path, &diag, &perm);
	const char *is = r.blocks[0] != '\0' ? r.blocks : "raw";
	bool lossy = r.rows > 0 && r.lost > (uint64_t)strange &&
		     (r.lost - (uint64_t)strange) * 1000 > r.lines * LOST_MAX_PER_MILLE;
	if (!str_is(expected, is) || lossy) {
		print_error("%.*s | %s | %llu\n", (int)file.len, file.ptr, is,
		    (unsigned long long)r.lost);
		dump_ledger(stderr, &diag);
		all->wrong++;
	}
	all->files++;
	all->rows += r.rows;
	all->lost += r.lost;
	all->lines += r.rows > 0 ? r.lines : 0;
	arena_close(&perm);
}

static void
every_file_is_read_as_what_it_is(void **state)
{
	const char *folder = *state;
	struct str table;
	struct totals all = { 0 };
	assert_true(read_file(EXTRA_TABLE, &table));
	while (table.len > 0) {
		struct str line = str_cut(&table, '\n');
		if (line.len > 0 && line.ptr[0] != '#')
			check_file(&all, line, folder);
	}
	print_message("%zu files, %zu rows, %llu of %llu lines lost\n", all.files,
	    all.rows, (unsigned long long)all.lost, (unsigned long long)all.lines);
	assert_int_equal(all.wrong, 0);
}

int
main(void)
{
	char *folder = getenv("SEEP_EXTRA_CAPTURES");
	if (folder == NULL)
		return SKIPPED;
	arena_init(&arena);
	const struct CMUnitTest tests[] = { cmocka_unit_test_prestate(
	    every_file_is_read_as_what_it_is, folder) };
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_close(&arena);
	return failed == 0 ? 0 : 1;
}
