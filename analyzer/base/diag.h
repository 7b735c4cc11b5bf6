#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * The ledger of what was thrown away, and where. Damage is normal input: whoever meets it drops exactly the damaged
 * unit, writes one entry and goes on. The first DIAG_PLACES places of each code are kept, the rest counted.
 */
enum diag_code {
#define DIAG(code, name, grade, sentence) DIAG_##code,
#include "base/diag_codes.h"
#undef DIAG
	DIAG_CODE_COUNT
};

enum diag_grade { GRADE_NOTE, GRADE_ROW, GRADE_FRAME, GRADE_MEMBER };

#define DIAG_PLACES 5

struct diag_place {
	struct str file; /* member path */
	uint32_t line;   /* 1-based; 0: the file as a whole */
	struct str detail;
};

struct diag {
	struct arena *arena;
	uint64_t count[DIAG_CODE_COUNT];
	struct diag_place place[DIAG_CODE_COUNT][DIAG_PLACES];
};

void diag_init(struct diag *d, struct arena *perm);
/* file is copied on first sight of the place; detail as printf, at most one line. */
__attribute__((format(printf, 5, 6))) void diag_add(struct diag *d, enum diag_code code,
    struct str file, uint32_t line, const char *detail, ...);

const char *diag_name(enum diag_code code);
const char *diag_sentence(enum diag_code code);
enum diag_grade diag_grade(enum diag_code code);
const char *diag_grade_name(enum diag_grade grade);

#endif
