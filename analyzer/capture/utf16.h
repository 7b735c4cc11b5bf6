#ifndef CAPTURE_UTF16_H
#define CAPTURE_UTF16_H

#include "base/arena.h"
#include "base/str.h"

/* Text that an editor or a shell of Windows saved in two bytes a character: known by its byte order mark, read on as UTF-8. */
struct utf16 {
	enum { UTF16_NONE, UTF16_LITTLE, UTF16_BIG } order;
	bool half; /* a character is cut in two by the border of a block */
	unsigned char first;
	char *text;
	size_t capacity;
};

/* Looks at a text's first bytes. */
void utf16_begin(struct utf16 *u, struct str head);
/* The block itself where it is none, else a copy that lasts until the next call. */
struct str utf16_block(struct utf16 *u, struct arena *arena, struct str block);

#endif
