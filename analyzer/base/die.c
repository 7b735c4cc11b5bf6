#include "base/die.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/banned.h"

noreturn void
die_no_memory(void)
{
	fputs("seep: out of memory\n", stderr);
	exit(STATUS_NO_MEMORY);
}

noreturn void
die_bug(const char *file, int line, const char *condition)
{
	fprintf(stderr, "seep: a bug: %s:%d: %s\n", file, line, condition);
#ifdef SEEP_ABORT_ON_BUG
	abort();
#else
	exit(STATUS_BUG);
#endif
}
