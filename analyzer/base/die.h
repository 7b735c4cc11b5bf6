#ifndef BASE_DIE_H
#define BASE_DIE_H

#include <stdnoreturn.h>

/*
 * The only exits outside main. Exit statuses of the contract that are decided down here.
 */
#define STATUS_NO_MEMORY 2
#define STATUS_BUG 70

noreturn void die_no_memory(void);
noreturn void die_bug(const char *file, int line, const char *condition);

/* Ours, on in release builds too: one line and exit 70; aborts in sanitizer and fuzzing builds. */
#undef assert
#define assert(condition) ((condition) ? (void)0 : die_bug(__FILE__, __LINE__, #condition))

#endif
