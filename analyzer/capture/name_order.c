#include "capture/name_order.h"

#include <stdbool.h>
#include <string.h>

#include "base/str.h"

#include "base/banned.h"

int
name_cmp(const char *a, const char *b)
{
	const char *whole_a = a, *whole_b = b;

	while (*a != '\0' && *b != '\0') {
		if (str_is_digit(*a) && str_is_digit(*b)) {
			size_t zeros_a = strspn(a, "0"), zeros_b = strspn(b, "0");
			size_t len_a = strspn(a + zeros_a, "0123456789");
			size_t len_b = strspn(b + zeros_b, "0123456789");
			if (len_a != len_b)
				return len_a < len_b ? -1 : 1;
			int order = memcmp(a + zeros_a, b + zeros_b, len_a);
			if (order != 0)
				return order;
			a += zeros_a + len_a;
			b += zeros_b + len_b;
		} else if (*a != *b) {
			return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
		} else {
			a++;
			b++;
		}
	}
	if (*a != *b)
		return *a == '\0' ? -1 : 1;
	return strcmp(whole_a, whole_b);
}

int
path_cmp(const char *a, const char *b)
{
	/* What both have in common up to the last slash does not matter. */
	size_t at = 0, level = 0;
	while (a[at] != '\0' && a[at] == b[at])
		if (a[at++] == '/')
			level = at;
	bool a_is_folder = strchr(a + level, '/') != NULL;
	bool b_is_folder = strchr(b + level, '/') != NULL;
	if (a_is_folder != b_is_folder)
		return a_is_folder ? 1 : -1;
	return name_cmp(a + level, b + level);
}
