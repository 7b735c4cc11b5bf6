#ifndef SUPPORT_TEST_ARENA_H
#define SUPPORT_TEST_ARENA_H

#include "base/arena.h"

/* One arena for all tests of a program: cmocka_run_group_tests(tests, open_arena, close_arena). */
static struct arena arena;

static int
open_arena(void **state)
{
	(void)state;
	arena_init(&arena);
	return 0;
}

static int
close_arena(void **state)
{
	(void)state;
	arena_close(&arena);
	return 0;
}

#endif
