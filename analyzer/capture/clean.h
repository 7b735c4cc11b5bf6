#ifndef CAPTURE_CLEAN_H
#define CAPTURE_CLEAN_H

#include "base/arena.h"
#include "base/str.h"

/*
 * Undoes what terminals, editors, mail and web pages do to a line of output: carriage returns, escape sequences, overstriking, blanks that do not break;
 * where told to, the escaping of HTML, a quoting prefix, an indentation.
 */
struct cleaner {
	struct arena *arena;
	char *text;
	size_t capacity;
	bool html;
	struct str quote; /* "> ", "    ": in front of every line; empty: none */
};

/* What a member's first bytes say it has suffered. Escapes and carriage returns are always undone. */
struct stains {
	bool html;
	bool escapes;
	struct str quote;
};

struct stains clean_look(struct str head);
/* The line itself when there is nothing to undo, else a copy that lasts until the next call. */
struct str clean_line(struct cleaner *c, struct str line);

#endif
