#include <math.h>

#include "report/page.h"

#include "base/banned.h"

/* How findings are called, and how a name in a statement leads back to one. */

void
index_findings(struct page *p)
{
	map_init(&p->ids, p->perm);
	p->by_id = arena_array(p->perm, p->a->finding_count, sizeof(*p->by_id));
	for (size_t i = 0; i < p->a->finding_count; i++) {
		bool is_new;
		uint32_t at = map_add(&p->ids, p->a->findings[i].id, &is_new);
		if (is_new)
			p->by_id[at] = (uint32_t)i;
	}
}

const struct finding *
finding_of(const struct page *p, struct str id)
{
	uint32_t at;
	if (!map_find(&p->ids, id, &at))
		return NULL;
	return &p->a->findings[p->by_id[at]];
}

struct str
finding_anchor(struct page *p, const struct finding *f)
{
	/* A child has its row in its parent's card. */
	for (int depth = 0; f->parent != NULL && depth < 8; depth++)
		f = f->parent;
	for (size_t i = 0; i < p->a->named_count && i < CARDS_MOST; i++)
		if (f == &p->a->findings[i])
			return str_print(p->perm, "suspect-%zu", i + 1);
	return STR("");
}

/* Counters have names of ours. */
static const char *
counter_name(struct page *p, const struct entity *e)
{
	if (e->kind == KIND_MEMORY)
		return words_find(WORDS_MEMORY, str_text(p->scratch, e->name));
	if (e->kind == KIND_FILES)
		return words_find(WORDS_FILES, str_text(p->scratch, e->name));
	return NULL;
}

struct str
say_own_name(struct page *p, const struct entity *e)
{
	const char *counter = counter_name(p, e);
	if (counter != NULL)
		return str_from(counter);
	struct str name = name_brief(p->perm, e->name);
	if (e->ordinal == 0 || e->kind == KIND_PROCESS || e->kind == KIND_COMMAND)
		return name;
	return str_print(
	    p->perm, "%.*s (%u)", (int)name.len, name.ptr, (unsigned)e->ordinal + 1);
}

static struct str
say_name(struct page *p, enum words_set set, const struct finding *f)
{
	const struct entity *e = f->entity;
	double pid = e->pid >= 0 ? (double)e->pid : NAN;
	struct phrase phrase = {
		.value = &pid, .value_count = 1, .name = say_own_name(p, e)
	};
	return phrase_fill(p->perm, words(set, kind_name(e->kind)), &phrase);
}

struct str
say_subject(struct page *p, const struct finding *f)
{
	return say_name(p, WORDS_SUBJECT, f);
}

struct str
say_label(struct page *p, const struct finding *f)
{
	return say_name(p, WORDS_LABEL, f);
}

struct str
say_reference(struct page *p, struct str name)
{
	static const enum words_set terms[] = { WORDS_SHAPE, WORDS_CLASS, WORDS_WORK };
	if (name.len == 0)
		return name;
	const struct finding *f = finding_of(p, name);
	if (f != NULL)
		return say_label(p, f);
	const char *key = str_text(p->scratch, name);
	for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++) {
		const char *term = words_find(terms[i], key);
		if (term != NULL)
			return str_from(term);
	}
	return name;
}
