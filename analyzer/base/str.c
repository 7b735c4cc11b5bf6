#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/die.h"

#include "base/banned.h"

struct str
str_from(const char *text)
{
	return (struct str){ text, text != NULL ? strlen(text) : 0 };
}

int
str_cmp(struct str a, struct str b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = len > 0 ? memcmp(a.ptr, b.ptr, len) : 0;
	if (order != 0)
		return order;
	return (a.len > b.len) - (a.len < b.len);
}

bool
str_ends(struct str a, const char *suffix)
{
	size_t len = strlen(suffix);
	return a.len >= len &&
	       (len == 0 || memcmp(a.ptr + a.len - len, suffix, len) == 0);
}

bool
str_find(struct str a, const char *needle, size_t *at)
{
	size_t len = strlen(needle);
	if (len == 0 || a.len < len)
		return false;
	const char *from = a.ptr;
	const char *last = a.ptr + a.len - len;
	while (from <= last) {
		const char *hit = memchr(from, needle[0], (size_t)(last - from) + 1);
		if (hit == NULL)
			return false;
		if (memcmp(hit, needle, len) == 0) {
			*at = (size_t)(hit - a.ptr);
			return true;
		}
		from = hit + 1;
	}
	return false;
}

bool
str_has(struct str a, const char *needle)
{
	size_t at;
	return str_find(a, needle, &at);
}

bool
str_last_char(struct str a, char c, size_t *at)
{
	for (size_t i = a.len; i-- > 0;) {
		if (a.ptr[i] == c) {
			*at = i;
			return true;
		}
	}
	return false;
}

struct str
str_last_word(struct str *rest)
{
	struct str trimmed = str_trim_right(*rest);
	if (trimmed.len == 0)
		return *rest = trimmed;
	size_t from = trimmed.len;
	while (from > 0 && !str_is_blank(trimmed.ptr[from - 1]))
		from--;
	*rest = (struct str){ trimmed.ptr, from };
	return (struct str){ trimmed.ptr + from, trimmed.len - from };
}

struct str
str_copy(struct arena *a, struct str s)
{
	char *copy = arena_alloc(a, s.len + 1);
	if (s.len > 0)
		memcpy(copy, s.ptr, s.len);
	return (struct str){ copy, s.len };
}

const char *
str_text(struct arena *a, struct str s)
{
	char *copy = arena_alloc(a, s.len + 1);
	for (size_t i = 0; i < s.len; i++)
		copy[i] = s.ptr[i] != '\0' ? s.ptr[i] : '?';
	return copy;
}

struct str
str_print(struct arena *a, const char *format, ...)
{
	char most[256]; /* need not be printed twice to know how long they are */
	va_list arguments, again;
	va_start(arguments, format);
	va_copy(again, arguments);
	int len = vsnprintf(most, sizeof(most), format, arguments);
	va_end(arguments);
	assert(len >= 0);
	char *text = arena_alloc(a, (size_t)len + 1);
	if ((size_t)len < sizeof(most))
		memcpy(text, most, (size_t)len + 1);
	else
		vsnprintf(text, (size_t)len + 1, format, again);
	va_end(again);
	return (struct str){ text, (size_t)len };
}

static uint64_t
mix(uint64_t x)
{
	x ^= x >> 32;
	x *= UINT64_C(0x9e3779b97f4a7c15);
	x ^= x >> 29;
	return x;
}

/* Eight bytes a step; good enough for names, and only the speed of map depends on it. */
uint64_t
str_hash(struct str s)
{
	uint64_t hash = UINT64_C(0x2545f4914f6cdd1d) ^ s.len;
	while (s.len >= 8) {
		uint64_t word;
		memcpy(&word, s.ptr, 8);
		hash = mix(hash ^ word);
		s.ptr += 8;
		s.len -= 8;
	}
	uint64_t tail = 0;
	if (s.len > 0)
		memcpy(&tail, s.ptr, s.len);
	return mix(mix(hash ^ tail));
}
