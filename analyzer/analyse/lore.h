#ifndef ANALYSE_LORE_H
#define ANALYSE_LORE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "parse/sample.h"

/*
 * What is known about zones, types, slabs and daemons: the rows of assets/NAME.lore and of --rules FILE. The format is written down at
 * the top of assets/freebsd.lore. Knowledge never makes a leak; it says what may grow, how far, and along with what.
 */
enum lore_class {
	LORE_OBJECT,    /* one for each thing that somebody asked for: may leak */
	LORE_CACHE,     /* fills on purpose, up to its bound */
	LORE_QUEUE,     /* work in flight: drains by itself, up to its bound */
	LORE_FOLLOWER,  /* a fixed number for each item of its parent */
	LORE_ALLOCATOR, /* the allocator's own memory: grows with its users */
	LORE_MIRROR,    /* counts memory that others own */
	LORE_CLASS_COUNT
};

struct lore_row {
	unsigned kinds;     /* 1 << enum kind */
	struct str pattern; /* see lore_fits */
	enum lore_class class;
	struct str subsystem;
	struct str follows; /* alternatives separated by |, see lore_target_next */
	struct str bound;   /* alternatives separated by ;, see bounds.h */
	bool yields;        /* memory pressure frees it */
	struct str look_next;
	struct str note;
	bool ruled;         /* from --rules */
};

struct lore;

/* Our own rows. */
struct lore *lore_open(struct arena *perm);
/*
 * More rows; ruled ones win over ours, and among equals the first. False: *line (from 1) is wrong, *error says how, nothing was added. The
 * text must live as long as the lore.
 */
bool lore_add(struct lore *l, struct str text, bool ruled, size_t *line, const char **error);
/* The first row that fits; NULL: unknown. */
const struct lore_row *lore_find(const struct lore *l, enum kind kind, struct str name);
size_t lore_count(const struct lore *l);
/* In the order in which they are asked. */
const struct lore_row *lore_at(const struct lore *l, size_t index);

/* Alternatives separated by |; in each * is any text, # one or more digits, ? any byte, \ takes the next byte as it is. */
bool lore_fits(struct str pattern, struct str name);

const char *lore_class_name(enum lore_class class);

/* One alternative of `follows`. */
struct lore_target {
	enum { FOLLOWS_NAME, FOLLOWS_PROCESSES, FOLLOWS_DESCRIPTORS, FOLLOWS_THREADS,
		FOLLOWS_MEMORY } what;
	unsigned kinds;     /* of the name */
	struct str pattern; /* of the name */
	double per_item;    /* at most so many items for one of the parent */
};

/* Takes the next alternative off *rest; false: none is left, or it is not well formed (*rest is then not empty). */
bool lore_target_next(const struct lore_row *row, struct str *rest, struct lore_target *t);

#endif
