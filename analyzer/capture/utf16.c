#include "capture/utf16.h"

#include "base/banned.h"

#define BYTE_ORDER_MARK 0xfeffu
#define UTF8_BYTES_MAX 3 /* of one unit: halves of a pair are not joined */

void
utf16_begin(struct utf16 *u, struct str head)
{
	u->half = false;
	u->order = str_starts(head, "\xff\xfe")   ? UTF16_LITTLE
		   : str_starts(head, "\xfe\xff") ? UTF16_BIG
						  : UTF16_NONE;
}

static size_t
put_utf8(char *to, unsigned unit)
{
	if (unit == BYTE_ORDER_MARK)
		return 0;
	if (unit < 0x80) {
		to[0] = (char)unit;
		return 1;
	}
	if (unit < 0x800) {
		to[0] = (char)(0xc0 | unit >> 6);
		to[1] = (char)(0x80 | (unit & 0x3f));
		return 2;
	}
	if (unit >= 0xd800 &&
	    unit < 0xe000) { /* half of a pair: no name of ours has one */
		to[0] = '?';
		return 1;
	}
	to[0] = (char)(0xe0 | unit >> 12);
	to[1] = (char)(0x80 | (unit >> 6 & 0x3f));
	to[2] = (char)(0x80 | (unit & 0x3f));
	return 3;
}

struct str
utf16_block(struct utf16 *u, struct arena *arena, struct str block)
{
	if (u->order == UTF16_NONE)
		return block;
	u->text = arena_grow(
	    arena, u->text, &u->capacity, (block.len / 2 + 1) * UTF8_BYTES_MAX, 1);
	size_t len = 0;
	for (size_t i = 0; i < block.len; i++) {
		unsigned char byte = (unsigned char)block.ptr[i];
		if (u->half) {
			unsigned low = u->order == UTF16_LITTLE ? u->first : byte;
			unsigned high = u->order == UTF16_LITTLE ? byte : u->first;
			len += put_utf8(u->text + len, high << 8 | low);
		}
		u->first = byte;
		u->half = !u->half;
	}
	return (struct str){ u->text, len };
}
