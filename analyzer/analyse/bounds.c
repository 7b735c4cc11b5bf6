#include "analyse/bounds.h"

#include <math.h>

#include "base/num.h"

#include "base/banned.h"

void
bounds_init(struct bounds *b, struct arena *perm)
{
	*b = (struct bounds){ 0 };
	map_init(&b->names, perm);
}

void
bounds_add(struct bounds *b, struct str name, double value)
{
	uint32_t index = map_add(&b->names, name, NULL);
	b->value = arena_grow(b->names.arena, b->value, &b->capacity, (size_t)index + 1,
	    sizeof(*b->value));
	b->value[index] = value;
}

/* The same bounds where they are printed beside the counts that they bound. */
static const struct {
	const char *printed;
	const char *names[2];
} aliases[] = {
	{ "max-files", { "kern.maxfiles", "fs.file-max" } },
	{ "max-files-per-process", { "kern.maxfilesperproc", NULL } },
	{ "max-vnodes", { "kern.maxvnodes", NULL } },
	{ "max-sockets", { "kern.ipc.maxsockets", NULL } },
};

/* Under both its names; what a frame of limits says counts for more than what stands beside a count. */
static void
add_with_aliases(struct bounds *b, const struct entity *e, double value)
{
	bounds_add(b, e->name, value);
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		for (size_t k = 0; k < 2; k++) {
			const char *name = aliases[i].names[k];
			if (name == NULL)
				continue;
			if (e->kind == KIND_FILES &&
			    str_is(e->name, aliases[i].printed) &&
			    isnan(bounds_value(b, str_from(name))))
				bounds_add(b, str_from(name), value);
			if (e->kind == KIND_LIMIT && str_is(e->name, name))
				bounds_add(b, str_from(aliases[i].printed), value);
		}
}

void
bounds_read(struct bounds *b, const struct store *st, struct arena *scratch)
{
	for (size_t i = 0; i < store_entity_count(st); i++) {
		const struct entity *e = store_entity(st, i);
		if (e->kind != KIND_LIMIT && e->kind != KIND_FILES)
			continue;
		double last = store_ends(st, e, METRIC_VALUE, scratch).last;
		if (!isnan(last))
			add_with_aliases(b, e, last);
	}
}

double
bounds_value(const struct bounds *b, struct str name)
{
	uint32_t index;
	return map_find(&b->names, name, &index) ? b->value[index] : NAN;
}

/* One alternative: LIMIT, NAME, bytes:NAME, N*NAME. */
static struct bound
read_bound(struct str word, const struct bounds *b, double limit)
{
	struct bound bound = { .state = BOUND_UNTOLD, .value = NAN, .name = word };
	if (word.len == 0 || str_is(word, "none") || str_starts(word, "free:"))
		return (struct bound){ .state = BOUND_NONE, .value = NAN };
	if (str_is(word, "LIMIT")) {
		bound.value = limit;
		/* A zone that prints no limit has none. */
		bound.state = isnan(limit) ? BOUND_NONE : BOUND_KNOWN;
		return bound;
	}
	double factor = 1;
	size_t star;
	if (str_char(word, '*', &star) &&
	    num_decimal(str_from_to(word, 0, star), &factor))
		word = str_skip(word, star + 1);
	if (str_starts(word, "bytes:")) {
		bound.bytes = true;
		word = str_skip(word, sizeof("bytes:") - 1);
	}
	bound.name = word;
	double value = bounds_value(b, word);
	/* 0 stands for "no limit", or for a size that is worked out elsewhere. */
	if (value > 0) {
		bound.state = BOUND_KNOWN;
		bound.value = factor * value;
	}
	return bound;
}

struct bound
bound_of(const struct lore_row *row, const struct bounds *b, double limit)
{
	struct bound best = { .state = BOUND_NONE, .value = NAN };
	struct str rest = row->bound;
	while (rest.len > 0) {
		struct bound one = read_bound(str_trim(str_cut(&rest, ';')), b, limit);
		if (one.state == BOUND_KNOWN &&
		    (best.state != BOUND_KNOWN || one.value < best.value))
			best = one;
		else if (one.state == BOUND_UNTOLD && best.state == BOUND_NONE)
			best = one;
	}
	return best;
}
