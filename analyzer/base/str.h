#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/eight.h"

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

/* What is asked for every word of every line is in line: the length of a literal is then known where it is compared. */
static inline bool
str_eq(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool
str_is(struct str a, const char *text)
{
	/* Mostly the first character tells, and how long the text is need not be known. */
	if (a.len > 0 && a.ptr[0] != text[0])
		return false;
	size_t len = strlen(text);
	return a.len == len && (len == 0 || memcmp(a.ptr, text, len) == 0);
}

int str_cmp(struct str a, struct str b); /* byte order, shorter first */

static inline bool
str_starts(struct str a, const char *prefix)
{
	if (a.len > 0 && prefix[0] != '\0' && a.ptr[0] != prefix[0])
		return false;
	size_t len = strlen(prefix);
	return a.len >= len && (len == 0 || memcmp(a.ptr, prefix, len) == 0);
}

bool str_ends(struct str a, const char *suffix);
bool str_find(struct str a, const char *needle, size_t *at);
bool str_has(struct str a, const char *needle);

/* The first c. */
static inline bool
str_char(struct str a, char c, size_t *at)
{
	const char *hit = a.len > 0 ? memchr(a.ptr, c, a.len) : NULL;
	if (hit == NULL)
		return false;
	*at = (size_t)(hit - a.ptr);
	return true;
}

bool str_last_char(struct str a, char c, size_t *at); /* last c */

/* Clamped to a. */
static inline struct str
str_from_to(struct str a, size_t from, size_t to)
{
	if (to > a.len)
		to = a.len;
	if (from >= to)
		return (struct str){ a.ptr, 0 };
	return (struct str){ a.ptr + from, to - from };
}

static inline struct str
str_skip(struct str a, size_t count)
{
	return str_from_to(a, count, a.len);
}

static inline bool
str_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static inline bool
str_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Eight characters of both that differ have a bit set here. */
static inline uint64_t
str_differ_8(const char *a, const char *b)
{
	return eight_at(a) ^ eight_at(b);
}

/* The first byte at or behind from where they differ; the length of the shorter one if none. */
static inline size_t
str_difference(struct str a, struct str b, size_t from)
{
	size_t len = a.len < b.len ? a.len : b.len;
	for (; from + 32 <= len; from += 32) {
		const char *p = a.ptr + from, *q = b.ptr + from;
		if ((str_differ_8(p, q) | str_differ_8(p + 8, q + 8) |
			str_differ_8(p + 16, q + 16) | str_differ_8(p + 24, q + 24)) !=
		    0)
			break;
	}
	for (; from + 8 <= len; from += 8) {
		uint64_t differ = str_differ_8(a.ptr + from, b.ptr + from);
		if (differ != 0)
			return from + eight_first(differ);
	}
	while (from < len && a.ptr[from] == b.ptr[from])
		from++;
	return from;
}

/* Without blanks, tabs, CR and LF at the right end. */
static inline struct str
str_trim_right(struct str a)
{
	while (a.len > 0 && str_is_blank(a.ptr[a.len - 1]))
		a.len--;
	return a;
}

/* The same at both ends. */
static inline struct str
str_trim(struct str a)
{
	while (a.len > 0 && str_is_blank(a.ptr[0])) {
		a.ptr++;
		a.len--;
	}
	return str_trim_right(a);
}


/* Takes the next blank-separated word off *rest; empty when there is none. */
static inline struct str
str_word(struct str *rest)
{
	if (rest->len == 0)
		return *rest;
	const char *p = rest->ptr;
	const char *end = p + rest->len;
	while (p < end && str_is_blank(*p))
		p++;
	const char *start = p;
	while (p < end && !str_is_blank(*p))
		p++;
	*rest = (struct str){ p, (size_t)(end - p) };
	return (struct str){ start, (size_t)(p - start) };
}

/* Takes the last blank-separated word off *rest; empty when there is none. */
struct str str_last_word(struct str *rest);
/* Takes everything up to c off *rest and drops c; all of it when c is absent. */
static inline struct str
str_cut(struct str *rest, char c)
{
	struct str whole = *rest;
	size_t at;
	if (!str_char(whole, c, &at)) {
		*rest = (struct str){ NULL, 0 };
		return whole;
	}
	*rest = (struct str){ whole.ptr + at + 1, whole.len - at - 1 };
	return (struct str){ whole.ptr, at };
}

struct str str_copy(struct arena *a, struct str s); /* the copy is NUL-terminated too */
const char *str_text(struct arena *a, struct str s); /* as a C string; NULs become '?' */
__attribute__((format(printf, 2, 3))) struct str str_print(
    struct arena *a, const char *format, ...);
uint64_t str_hash(struct str s);

#endif
