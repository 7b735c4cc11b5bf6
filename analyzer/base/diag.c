#include "base/diag.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/banned.h"

struct code_row {
	const char *name;
	enum diag_grade grade;
	const char *sentence;
};

static const struct code_row codes[DIAG_CODE_COUNT] = {
#define DIAG(code, name, grade, sentence) \
	[DIAG_##code] = { name, GRADE_##grade, sentence },
#include "base/diag_codes.h"
#undef DIAG
};

void
diag_init(struct diag *d, struct arena *perm)
{
	*d = (struct diag){ .arena = perm };
}

void
diag_add(struct diag *d, enum diag_code code, struct str file, uint32_t line,
    const char *detail, ...)
{
	uint64_t index = d->count[code]++;
	if (index >= DIAG_PLACES)
		return;
	char text[200];
	va_list arguments;
	va_start(arguments, detail);
	vsnprintf(text, sizeof(text), detail, arguments);
	va_end(arguments);
	d->place[code][index] = (struct diag_place){ str_copy(d->arena, file), line,
		str_copy(d->arena, str_from(text)) };
}

const char *
diag_name(enum diag_code code)
{
	return codes[code].name;
}

const char *
diag_sentence(enum diag_code code)
{
	return codes[code].sentence;
}

enum diag_grade
diag_grade(enum diag_code code)
{
	return codes[code].grade;
}

const char *
diag_grade_name(enum diag_grade grade)
{
	static const char *const names[] = { "note", "row", "frame", "member" };
	return names[grade];
}
