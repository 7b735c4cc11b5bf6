#include "analyse/lore.h"

#include <string.h>

#include "base/die.h"
#include "base/num.h"

#include "base/banned.h"

extern const unsigned char asset_freebsd_lore[], asset_linux_lore[],
    asset_processes_lore[];
extern const size_t asset_freebsd_lore_len, asset_linux_lore_len,
    asset_processes_lore_len;

struct lore {
	struct arena *arena;
	struct lore_row
	    *rows; /* in the order in which they are asked: ruled ones first */
	size_t count, capacity;
	size_t ruled_count;
};

static const char *const class_names[LORE_CLASS_COUNT] = {
	[LORE_OBJECT] = "object",
	[LORE_CACHE] = "cache",
	[LORE_QUEUE] = "queue",
	[LORE_FOLLOWER] = "follower",
	[LORE_ALLOCATOR] = "allocator",
	[LORE_MIRROR] = "mirror",
};

const char *lore_class_name(enum lore_class class)
{
	return class_names[class];
}

/* One alternative against the whole name; * is retried from where it last stood, as in any glob. */
static bool
fits_one(struct str p, struct str name)
{
	size_t i = 0, j = 0, star = SIZE_MAX, star_name = 0;
	while (j < name.len) {
		if (i < p.len && p.ptr[i] == '*') {
			star = ++i;
			star_name = j;
			continue;
		}
		if (i < p.len && p.ptr[i] == '#' && str_is_digit(name.ptr[j])) {
			while (j < name.len && str_is_digit(name.ptr[j]))
				j++;
			i++;
			continue;
		}
		bool quoted = i + 1 < p.len && p.ptr[i] == '\\';
		char want = i < p.len ? p.ptr[i + quoted] : '\0';
		bool any = i < p.len && !quoted && want == '?';
		if (i < p.len && (quoted || want != '#') &&
		    (any || want == name.ptr[j])) {
			i += 1 + quoted;
			j++;
			continue;
		}
		if (star == SIZE_MAX)
			return false;
		i = star;
		j = ++star_name;
	}
	while (i < p.len && p.ptr[i] == '*')
		i++;
	return i == p.len;
}

/* A letter that stands for itself, and not the one that the name begins with. */
static bool
begins_otherwise(struct str pattern, size_t start, struct str name)
{
	char c = start < pattern.len ? pattern.ptr[start] : '|';
	bool plain = c != '*' && c != '?' && c != '#' && c != '\\' && c != '|';
	return plain && name.len > 0 && name.ptr[0] != c;
}

bool
lore_fits(struct str pattern, struct str name)
{
	size_t start = 0;
	for (size_t i = 0; i <= pattern.len; i++) {
		if (i < pattern.len && pattern.ptr[i] == '\\') {
			i++;
			continue;
		}
		if (i < pattern.len && pattern.ptr[i] != '|')
			continue;
		if (!begins_otherwise(pattern, start, name) &&
		    fits_one(str_from_to(pattern, start, i), name))
			return true;
		start = i + 1;
	}
	return false;
}

/* Columns stand apart by a tab or by two blanks or more, for names have single blanks in them. "-" is empty. */
static struct str
take_column(struct str *rest)
{
	size_t end = 0;
	while (end < rest->len && rest->ptr[end] != '\t' &&
	       !(rest->ptr[end] == ' ' && end + 1 < rest->len &&
		   (rest->ptr[end + 1] == ' ' || rest->ptr[end + 1] == '\t')))
		end++;
	struct str column = str_trim(str_from_to(*rest, 0, end));
	*rest = str_trim(str_skip(*rest, end));
	return str_is(column, "-") ? (struct str){ NULL, 0 } : column;
}

static bool
take_kind(struct str word, unsigned *kinds)
{
	for (enum kind kind = 0; kind < KIND_COUNT; kind++)
		if (str_is(word, kind_name(kind))) {
			*kinds |= 1u << kind;
			/* What is known of a daemon holds for all its processes together. */
			if (kind == KIND_PROCESS)
				*kinds |= 1u << KIND_COMMAND;
			return true;
		}
	return false;
}

static bool
take_kinds(struct str column, unsigned *kinds)
{
	*kinds = 0;
	while (column.len > 0)
		if (!take_kind(str_cut(&column, ','), kinds))
			return false;
	return *kinds != 0;
}

/* cache, or cache! for one that memory pressure frees. */
static bool
take_class(struct str column, struct lore_row *row)
{
	row->yields = str_ends(column, "!");
	if (row->yields)
		column.len--;
	for (enum lore_class class = 0; class < LORE_CLASS_COUNT; class ++)
		if (str_is(column, class_names[class])) {
			row->class = class;
			return true;
		}
	return false;
}

bool
lore_target_next(const struct lore_row *row, struct str *rest, struct lore_target *t)
{
	if (rest->len == 0)
		return false;
	struct str left = *rest;
	struct str word = str_trim(str_cut(&left, '|'));
	*t = (struct lore_target){ .kinds = row->kinds, .per_item = 2 };
	size_t at;
	if (str_char(word, '*', &at) && at > 0 && at + 1 < word.len) {
		double factor;
		if (num_decimal(str_from_to(word, 0, at), &factor)) {
			t->per_item = factor;
			word = str_skip(word, at + 1);
		}
	}
	if (str_is(word, "@processes"))
		t->what = FOLLOWS_PROCESSES;
	else if (str_is(word, "@descriptors"))
		t->what = FOLLOWS_DESCRIPTORS;
	else if (str_is(word, "@threads"))
		t->what = FOLLOWS_THREADS;
	else if (str_is(word, "@memory"))
		t->what = FOLLOWS_MEMORY;
	else if (word.len == 0 || word.ptr[0] == '@')
		return false;
	unsigned kinds = 0;
	if (str_char(word, ':', &at) && take_kind(str_from_to(word, 0, at), &kinds)) {
		t->kinds = kinds;
		word = str_skip(word, at + 1);
	}
	t->pattern = word;
	*rest = left;
	return true;
}

static const char *
read_row(struct str line, struct lore_row *row)
{
	if (!take_kinds(take_column(&line), &row->kinds))
		return "the first column is no kind (zone, malloc, slab, process …)";
	row->pattern = take_column(&line);
	if (row->pattern.len == 0)
		return "the second column, the name's pattern, is empty";
	if (!take_class(take_column(&line), row))
		return "the third column is no class (object, cache, queue, follower, "
		       "allocator, "
		       "mirror)";
	row->subsystem = take_column(&line);
	row->follows = take_column(&line);
	row->bound = take_column(&line);
	row->look_next = take_column(&line);
	row->note = line;
	struct str rest = row->follows;
	struct lore_target target;
	while (lore_target_next(row, &rest, &target))
		continue;
	return rest.len > 0 ? "the fifth column names no parent" : NULL;
}

/* The rows from `from` on are ruled ones: they go before ours, behind the ruled ones that were there. */
static void
put_before_ours(struct lore *l, size_t from)
{
	size_t added = l->count - from, ours = from - l->ruled_count;
	struct lore_row *first = l->rows + l->ruled_count;
	struct lore_row *rows = arena_array(l->arena, added, sizeof(*rows));
	memcpy(rows, l->rows + from, added * sizeof(*rows));
	memmove(first + added, first, ours * sizeof(*rows));
	memcpy(first, rows, added * sizeof(*rows));
	l->ruled_count += added;
}

bool
lore_add(struct lore *l, struct str text, bool ruled, size_t *line, const char **error)
{
	size_t before = l->count;
	for (*line = 1; text.len > 0; ++*line) {
		struct str row_text = str_trim(str_cut(&text, '\n'));
		if (row_text.len == 0 || row_text.ptr[0] == '#')
			continue;
		struct lore_row row = { .ruled = ruled };
		*error = read_row(row_text, &row);
		if (*error != NULL) {
			l->count = before;
			return false;
		}
		l->rows = arena_grow(
		    l->arena, l->rows, &l->capacity, l->count + 1, sizeof(row));
		l->rows[l->count++] = row;
	}
	if (ruled)
		put_before_ours(l, before);
	return true;
}

static void
add_ours(struct lore *l, const unsigned char *text, size_t len)
{
	size_t line;
	const char *error;
	bool well_formed =
	    lore_add(l, (struct str){ (const char *)text, len }, false, &line, &error);
	assert(well_formed);
}

struct lore *
lore_open(struct arena *perm)
{
	struct lore *l = arena_alloc(perm, sizeof(*l));
	l->arena = perm;
	add_ours(l, asset_freebsd_lore, asset_freebsd_lore_len);
	add_ours(l, asset_linux_lore, asset_linux_lore_len);
	add_ours(l, asset_processes_lore, asset_processes_lore_len);
	return l;
}

const struct lore_row *
lore_find(const struct lore *l, enum kind kind, struct str name)
{
	for (size_t i = 0; i < l->count; i++)
		if ((l->rows[i].kinds & 1u << kind) &&
		    lore_fits(l->rows[i].pattern, name))
			return &l->rows[i];
	return NULL;
}

size_t
lore_count(const struct lore *l)
{
	return l->count;
}

const struct lore_row *
lore_at(const struct lore *l, size_t index)
{
	return &l->rows[index];
}
