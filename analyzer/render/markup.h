#ifndef RENDER_MARKUP_H
#define RENDER_MARKUP_H

#include <stdbool.h>

#include "base/out.h"
#include "base/str.h"

/*
 * The only code that writes <. Elements are opened, given attributes, filled and closed; a start tag ends by itself
 * when content follows. Whatever comes from the captured machine goes through markup_text or markup_attr, which make it
 * harmless and visible: control characters become their pictures (U+2400 and on); bytes that are no UTF-8, characters
 * that are not seen and those that turn the direction of writing become U+FFFD.
 */
struct markup {
	struct out *out;
	bool in_tag; /* a start tag is still open for attributes */
};

void markup_init(struct markup *m, struct out *out);
void markup_open(struct markup *m, const char *tag);
void markup_attr(struct markup *m, const char *name, struct str value);
void markup_attr_text(struct markup *m, const char *name, const char *value);
/* With thirteen digits, enough for a time to the millisecond; and a coordinate, with one decimal. */
void markup_attr_number(struct markup *m, const char *name, double value);
void markup_attr_place(struct markup *m, const char *name, double value);
void markup_text(struct markup *m, struct str text);
void markup_print(struct markup *m, const char *text); /* a text of ours */
void markup_close(struct markup *m, const char *tag);
void markup_empty(struct markup *m); /* ends an element without content: <path …/> */
/* Bytes as they are: our own assets, and the skeleton of the page. */
void markup_raw(struct markup *m, struct str text);
/* Where others write (the JSON of the data block): ends the start tag first. */
struct out *markup_content(struct markup *m);

/* Shorthand: an element with a class (NULL: none) around a text. */
void markup_element(struct markup *m, const char *tag, const char *class, struct str text);
void markup_open_class(struct markup *m, const char *tag, const char *class);
/* <a href="#id">: a place within the page. */
void markup_open_link(struct markup *m, struct str id);

#endif
