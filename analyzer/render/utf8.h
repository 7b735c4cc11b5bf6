#ifndef RENDER_UTF8_H
#define RENDER_UTF8_H

#include <stdbool.h>
#include <stdint.h>

#include "base/out.h"
#include "base/str.h"

/* Text of the captured machine, character by character, made visible: see markup.h. */
struct utf8_char {
	struct str bytes; /* as they stand in the text */
	uint32_t code;
	bool valid;
};

/* Takes the next character off *text, which is not empty. A byte that begins none is one by itself, not valid. */
struct utf8_char utf8_next(struct str *text);
/* The character, or what stands for it when it is not valid, a control character, or one that hides. */
void utf8_write_visible(struct out *out, struct utf8_char c);
/* Columns of it on a terminal: none for marks that combine, two for wide characters. */
size_t utf8_columns(struct utf8_char c);
size_t utf8_width(struct str text);

#endif
