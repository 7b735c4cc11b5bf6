#include "render/prose.h"

#include <string.h>

#include "base/banned.h"

static bool
is_digit(struct str s, size_t at)
{
	return at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9';
}

static bool
is_word(struct str s, size_t at)
{
	if (at >= s.len)
		return false;
	unsigned char c = (unsigned char)s.ptr[at];
	return is_digit(s, at) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       c >= 0x80 || c == '_';
}

/* How long the pattern is (9: any digit) if s begins with it, else 0. */
static size_t
matched(struct str s, const char *pattern)
{
	size_t len = strlen(pattern);
	for (size_t i = 0; i < len; i++)
		if (pattern[i] == '9' ? !is_digit(s, i)
				      : i >= s.len || s.ptr[i] != pattern[i])
			return 0;
	return len;
}

/* 2026-11-22 08:41:00 UTC, and less of it. */
static size_t
moment_length(struct str s)
{
	size_t len = matched(s, "9999-99-99");
	if (len == 0)
		return 0;
	len += matched(str_skip(s, len), " 99:99");
	len += matched(str_skip(s, len), ":99");
	len += matched(str_skip(s, len), " UTC");
	return is_word(s, len) ? 0 : len;
}

/* 35.2 KB/min */
static size_t
quantity_length(struct str s)
{
	static const char *const units[] = { "%", "B", "KB", "MB", "GB", "TB", "PB",
		"EB", "s", "min", "h", "d", "y" };
	static const char *const times[] = { "/s", "/min", "/h", "/day" };
	size_t number = 0;
	while (is_digit(s, number) ||
	       (number < s.len && strchr(".,", s.ptr[number]) != NULL))
		number++;
	if (number == 0 || number >= s.len || s.ptr[number] != ' ')
		return 0;
	struct str rest = str_skip(s, number + 1);
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		size_t len = strlen(units[i]);
		if (!str_starts(rest, units[i]))
			continue;
		for (size_t k = 0; k < sizeof(times) / sizeof(times[0]); k++) {
			size_t time = strlen(times[k]);
			if (str_starts(str_skip(rest, len), times[k]) &&
			    !is_word(rest, len + time))
				return number + 1 + len + time;
		}
		if (!is_word(rest, len))
			return number + 1 + len;
	}
	return 0;
}

/* 2 h 6 min is two quantities that are one. */
static size_t
kept_together(struct str s)
{
	size_t len = moment_length(s);
	if (len > 0)
		return len;
	len = quantity_length(s);
	if (len > 0 && len < s.len && s.ptr[len] == ' ') {
		size_t second = quantity_length(str_skip(s, len + 1));
		if (second > 0)
			len += 1 + second;
	}
	return len;
}

void
prose_markup(struct markup *m, struct str text)
{
	size_t written = 0, at = 0;
	while (at < text.len) {
		bool begins = is_digit(text, at) && (at == 0 || !is_word(text, at - 1));
		size_t len = begins ? kept_together(str_skip(text, at)) : 0;
		if (len == 0) {
			at++;
			continue;
		}
		markup_text(m, str_from_to(text, written, at));
		markup_element(m, "span", "whole", str_from_to(text, at, at + len));
		written = at += len;
	}
	markup_text(m, str_skip(text, written));
}

void
prose_element(struct markup *m, const char *tag, const char *class, struct str text)
{
	markup_open_class(m, tag, class);
	prose_markup(m, text);
	markup_close(m, tag);
}
