#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

/*
 * A view of bytes that somebody else owns: never NUL-terminated by promise, may hold any byte. The empty string is
 * { NULL or anything, 0 }.
 */
struct str {
	const char *ptr;
	size_t len;
};

#define STR(literal) ((struct str){ (literal), sizeof(literal) - 1 })

struct str str_from(const char *text); /* NULL gives the empty string */
bool str_eq(struct str a, struct str b);
/* In line, so that the length of a literal is known where it is compared: this is asked for every word of every line. */
static inline bool
str_is(struct str a, const char *text)
{
	size_t len = strlen(text);
	return a.len == len && (len == 0 || memcmp(a.ptr, text, len) == 0);
}
int str_cmp(struct str a, struct str b); /* byte order, shorter first */
bool str_starts(struct str a, const char *prefix);
bool str_ends(struct str a, const char *suffix);
bool str_find(struct str a, const char *needle, size_t *at);
bool str_has(struct str a, const char *needle);
bool str_char(struct str a, char c, size_t *at);      /* first c */
bool str_last_char(struct str a, char c, size_t *at); /* last c */

struct str str_from_to(struct str a, size_t from, size_t to); /* clamped to a */
struct str str_skip(struct str a, size_t count);
struct str str_trim(struct str a);       /* blanks, tabs, CR, LF at both ends */
struct str str_trim_right(struct str a); /* the same at the right end only */

/* Takes the next blank-separated word off *rest; empty when there is none. */
struct str str_word(struct str *rest);
/* Takes the last blank-separated word off *rest; empty when there is none. */
struct str str_last_word(struct str *rest);
/* Takes everything up to c off *rest and drops c; all of it when c is absent. */
struct str str_cut(struct str *rest, char c);

struct str str_copy(struct arena *a, struct str s); /* the copy is NUL-terminated too */
const char *str_text(struct arena *a, struct str s); /* as a C string; NULs become '?' */
__attribute__((format(printf, 2, 3))) struct str str_print(
    struct arena *a, const char *format, ...);
uint64_t str_hash(struct str s);

#endif
