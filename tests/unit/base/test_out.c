#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/out.h"
#include "test_arena.h"

static char folder[] = "/tmp/seep-out-XXXXXX";

static int
make_folder(void **state)
{
	assert_non_null(mkdtemp(folder));
	return open_arena(state) + chdir(folder);
}

static int
remove_folder(void **state)
{
	char command[sizeof(folder) + 16];
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	return close_arena(state) + system(command);
}

static void
put_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static void
assert_file(const char *path, const char *expected)
{
	char text[64] = "";
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	size_t len = fread(text, 1, sizeof(text) - 1, f);
	fclose(f);
	text[len] = '\0';
	assert_string_equal(text, expected);
}

static bool
is_there(const char *path)
{
	return access(path, F_OK) == 0;
}

/* Nothing but what was asked for lies in the folder afterwards. */
static void
assert_nothing_left_beside(void)
{
	assert_int_equal(system("test -z \"$(find . -name '*.part')\""), 0);
}

static void
a_file_appears_when_it_is_closed(void **state)
{
	(void)state;
	struct out *o = out_open(&arena, "new");
	assert_non_null(o);
	out_text(o, "whole");
	assert_false(is_there("new"));
	assert_true(out_close(o));
	assert_file("new", "whole");
	assert_nothing_left_beside();
}

static void
an_older_file_is_replaced_whole(void **state)
{
	(void)state;
	put_file("old", "old and longer");
	struct out *o = out_open(&arena, "old");
	out_text(o, "new");
	assert_file("old", "old and longer");
	assert_true(out_close(o));
	assert_file("old", "new");
	assert_nothing_left_beside();
}

static void
what_is_given_up_does_not_appear(void **state)
{
	(void)state;
	put_file("kept", "old");
	struct out *o = out_open(&arena, "kept");
	out_text(o, "new");
	out_discard(o);
	assert_file("kept", "old");
	assert_nothing_left_beside();
}

static void
a_name_beside_that_is_taken_is_left_alone(void **state)
{
	(void)state;
	struct out *first = out_open(&arena, "twice"),
		   *second = out_open(&arena, "twice");
	out_text(first, "first");
	out_text(second, "second");
	assert_true(out_close(first));
	assert_true(out_close(second));
	assert_file("twice", "second");
	assert_nothing_left_beside();
}

static void
a_name_of_full_length_is_possible(void **state)
{
	(void)state;
	char name[256];
	memset(name, 'n', sizeof(name) - 1);
	name[255] = '\0';
	struct out *o = out_open(&arena, name);
	assert_non_null(o);
	assert_true(out_close(o));
	assert_true(is_there(name));
}

static void
a_link_stays_and_its_file_is_replaced(void **state)
{
	(void)state;
	put_file("target", "old");
	assert_int_equal(symlink("target", "link"), 0);
	struct out *o = out_open(&arena, "link");
	out_text(o, "new");
	assert_true(out_close(o));
	struct stat st;
	assert_int_equal(lstat("link", &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_file("target", "new");
}

static void
a_folder_that_is_not_there_is_told_at_once(void **state)
{
	(void)state;
	assert_null(out_open(&arena, "nowhere/file"));
	assert_int_equal(errno, ENOENT);
	assert_null(out_open(&arena, ""));
	assert_int_equal(errno, ENOENT);
	assert_null(out_open(&arena, "."));
	assert_int_equal(errno, EISDIR);
}

static void
a_device_is_written_to_and_stays(void **state)
{
	(void)state;
	struct stat st;
	struct out *o = out_open(&arena, "/dev/null");
	out_text(o, "gone");
	assert_true(out_close(o));
	assert_int_equal(stat("/dev/null", &st), 0);
	assert_true(S_ISCHR(st.st_mode));
}

static void
a_full_disk_is_told_when_closing(void **state)
{
	(void)state;
	if (!is_there("/dev/full"))
		skip();
	struct out *o = out_open(&arena, "/dev/full");
	assert_non_null(o);
	for (int i = 0; i < 100000; i++)
		out_text(o, "more than one buffer holds ");
	errno = 0;
	assert_false(out_close(o));
	assert_int_equal(errno, ENOSPC);
}

static void
a_closed_descriptor_is_told_when_closing(void **state)
{
	(void)state;
	int fd = dup(STDOUT_FILENO);
	struct out *o = out_fd(&arena, fd);
	close(fd);
	out_text(o, "to nobody");
	assert_false(out_close(o));
	assert_int_equal(errno, EBADF);
}

static void
a_descriptor_of_others_stays_open(void **state)
{
	(void)state;
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	struct out *o = out_fd(&arena, ends[1]);
	out_text(o, "one ");
	assert_true(out_close(o));
	assert_int_equal(write(ends[1], "two", 3), 3);
	close(ends[1]);
	char text[16] = "";
	assert_int_equal(read(ends[0], text, 15), 7);
	assert_string_equal(text, "one two");
	close(ends[0]);
}

static void
tick(int signal)
{
	(void)signal;
}

/* A reader that is slower than a pipe is deep, and a clock that interrupts each write. */
static void
interrupted_writes_are_gone_on_with(void **state)
{
	(void)state;
	enum { TOTAL = 2000000 };
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	pid_t reader = fork();
	if (reader == 0) {
		static char part[5000];
		size_t sum = 0;
		ssize_t n;
		close(ends[1]);
		while ((n = read(ends[0], part, sizeof(part))) > 0) {
			for (ssize_t i = 0; i < n; i++, sum++)
				if (part[i] != (char)('a' + sum % 26))
					_exit(1);
			(void)nanosleep(&(struct timespec){ 0, 100000 }, NULL);
		}
		_exit(sum == TOTAL ? 0 : 2);
	}
	close(ends[0]);
	struct sigaction action = { .sa_handler = tick };
	struct itimerval every = { { 0, 500 }, { 0, 500 } },
			 never = { { 0, 0 }, { 0, 0 } };
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &every, NULL);
	struct out *o = out_fd(&arena, ends[1]);
	for (size_t i = 0; i < TOTAL; i++)
		out_char(o, (char)('a' + i % 26));
	bool closed = out_close(o);
	setitimer(ITIMER_REAL, &never, NULL);
	close(ends[1]);
	int status;
	assert_int_equal(waitpid(reader, &status, 0), reader);
	assert_true(closed);
	assert_int_equal(status, 0);
}

static void
after_an_error_nothing_more_is_written(void **state)
{
	(void)state;
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	close(ends[0]);
	signal(SIGPIPE, SIG_IGN);
	struct out *o = out_fd(&arena, ends[1]);
	for (int i = 0; i < 100000; i++)
		out_text(o, "to a reader who left ");
	assert_false(out_close(o));
	assert_int_equal(errno, EPIPE);
	close(ends[1]);
	signal(SIGPIPE, SIG_DFL);
}

static void
memory_takes_any_bytes_and_any_amount(void **state)
{
	(void)state;
	struct out *o = out_memory(&arena);
	assert_int_equal(out_written(o).len, 0);
	out_str(o, STR("a\0b"));
	out_str(o, (struct str){ NULL, 0 });
	out_i64(o, INT64_MIN);
	assert_true(str_eq(out_written(o), STR("a\0b-9223372036854775808")));
	for (int i = 0; i < 100000; i++)
		out_text(o, "0123456789");
	assert_int_equal(out_written(o).len, 1000023);
	assert_true(str_ends(out_written(o), "0123456789"));
	assert_true(out_close(o));
}

static void
print_is_not_cut_where_its_buffer_ends(void **state)
{
	(void)state;
	for (int width = 1020; width < 1030; width++) {
		struct out *o = out_memory(&arena);
		out_print(o, "%*d", width, 7);
		assert_int_equal(out_written(o).len, width);
		assert_true(str_ends(out_written(o), " 7"));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_appears_when_it_is_closed),
		cmocka_unit_test(an_older_file_is_replaced_whole),
		cmocka_unit_test(what_is_given_up_does_not_appear),
		cmocka_unit_test(a_name_beside_that_is_taken_is_left_alone),
		cmocka_unit_test(a_name_of_full_length_is_possible),
		cmocka_unit_test(a_link_stays_and_its_file_is_replaced),
		cmocka_unit_test(a_folder_that_is_not_there_is_told_at_once),
		cmocka_unit_test(a_device_is_written_to_and_stays),
		cmocka_unit_test(a_full_disk_is_told_when_closing),
		cmocka_unit_test(a_closed_descriptor_is_told_when_closing),
		cmocka_unit_test(a_descriptor_of_others_stays_open),
		cmocka_unit_test(interrupted_writes_are_gone_on_with),
		cmocka_unit_test(after_an_error_nothing_more_is_written),
		cmocka_unit_test(memory_takes_any_bytes_and_any_amount),
		cmocka_unit_test(print_is_not_cut_where_its_buffer_ends),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
