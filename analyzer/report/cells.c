#include <math.h>

#include "base/fmt.h"
#include "base/num.h"
#include "base/when.h"
#include "report/page.h"

#include "base/banned.h"

struct cell
cell_number(enum cell_kind kind, double number)
{
	if (isnan(number))
		return (struct cell){ .kind = CELL_EMPTY, .number = NAN, .low = NAN, .high = NAN };
	return (struct cell){ .kind = kind, .number = number, .low = NAN, .high = NAN };
}

struct cell
cell_text(struct str text)
{
	struct cell c = cell_number(CELL_TEXT, 0);
	c.text = text;
	if (text.len == 0)
		c.kind = CELL_EMPTY;
	return c;
}

struct cell
cell_name(struct page *p, struct str name)
{
	struct cell c = cell_text(name_brief(p->perm, name));
	if (c.kind == CELL_TEXT)
		c.kind = CELL_NAME;
	return c;
}

struct cell
cell_time(int64_t at_ms)
{
	struct cell c = cell_number(at_ms == WHEN_UNKNOWN ? CELL_EMPTY : CELL_TIME, 0);
	c.at_ms = at_ms;
	return c;
}

bool
is_bytes(const struct finding *f, const struct judgement *j)
{
	switch (j->metric) {
	case METRIC_BYTES:
	case METRIC_HELD:
	case METRIC_RSS:
	case METRIC_VSZ:
	case METRIC_SWAP:
	case METRIC_USED_BYTES:
	case METRIC_HELD_BYTES:
		return true;
	case METRIC_VALUE:
		return f->entity->unit == UNIT_BYTES || f->entity->unit == UNIT_PAGES;
	default:
		return false;
	}
}

enum cell_kind
unit_of(const struct finding *f, const struct judgement *j)
{
	return is_bytes(f, j) ? CELL_BYTES : CELL_COUNT;
}

struct cell
cell_rate(const struct finding *f, const struct judgement *j)
{
	struct cell c =
	    cell_number(is_bytes(f, j) ? CELL_BYTES_RATE : CELL_COUNT_RATE, j->rate.value);
	c.low = j->rate.low;
	c.high = j->rate.high;
	return c;
}

struct cell
cell_amount(const struct finding *f, const struct judgement *j, double amount)
{
	return cell_number(unit_of(f, j), amount);
}

struct str
text_of(struct page *p, const char *(*fmt)(char *, double), double value)
{
	char buf[FMT_SIZE];
	if (isnan(value))
		return STR("");
	return str_copy(p->perm, str_from(fmt(buf, value)));
}

struct str
rate_text(struct page *p, const struct finding *f, const struct judgement *j)
{
	return text_of(p, is_bytes(f, j) ? fmt_bytes_rate : fmt_count_rate, j->rate.value);
}

int64_t
moment(const struct page *p, double at_s)
{
	if (!p->clock || isnan(at_s))
		return WHEN_UNKNOWN;
	return num_add(p->start_ms, (int64_t)(at_s * 1000));
}

struct str
subject(struct page *p, const struct finding *f)
{
	const struct entity *e = f->entity;
	double pid = e->pid >= 0 ? (double)e->pid : NAN;
	struct phrase phrase = { &pid, 1, e->name, { NULL, 0 }, CELL_COUNT, p->start_ms };
	return phrase_fill(p->perm, words(WORDS_SUBJECT, kind_name(e->kind)), &phrase);
}

struct str
subject_within(struct page *p, const struct finding *f)
{
	struct str text = str_copy(p->perm, subject(p, f));
	char *first = (char *)(uintptr_t)text.ptr;
	if (text.len > 0 && first[0] == 'T')
		first[0] = 't';
	return text;
}

struct str
full_name(struct page *p, const struct finding *f)
{
	const struct entity *e = f->entity;
	struct str name = name_brief(p->perm, e->name);
	int len = (int)name.len;
	if (e->kind == KIND_PROCESS && e->pid >= 0)
		return str_print(p->perm, "%.*s (pid %lld)", len, name.ptr, (long long)e->pid);
	if (e->ordinal > 0)
		return str_print(p->perm, "%.*s (%u)", len, name.ptr, (unsigned)e->ordinal + 1);
	return name;
}

struct str
card_id(struct page *p, const struct finding *f)
{
	const struct finding *parent = f;
	for (int i = 0; parent->parent != NULL && i < 8; i++)
		parent = parent->parent;
	size_t index = (size_t)(parent - p->a->findings);
	if (index >= p->a->named_count)
		return STR("");
	return str_print(p->perm, "suspect-%zu", index + 1);
}

/* Ids of findings within sentences are for machines; people read the name. */
static struct str
name_for_people(struct page *p, struct str name)
{
	for (size_t i = 0; i < p->a->finding_count; i++)
		if (str_eq(p->a->findings[i].id, name))
			return full_name(p, &p->a->findings[i]);
	return name;
}

struct str
evidence_text(struct page *p, const struct finding *f, const struct evidence *e)
{
	struct str name = name_for_people(p, e->name), other = e->other;
	const char *shape = words_find(WORDS_SHAPE, str_text(p->perm, name));
	if (str_is(str_from(e->id), "shape") && shape != NULL) {
		name = str_from(shape);
		const char *second = words_find(WORDS_SHAPE, str_text(p->perm, other));
		other = second != NULL ? str_from(second) : other;
	}
	struct phrase phrase = { e->value, 4, name, other, unit_of(f, &f->judged[0]),
		p->start_ms };
	return phrase_fill(p->perm, words(WORDS_EVIDENCE, e->id), &phrase);
}
