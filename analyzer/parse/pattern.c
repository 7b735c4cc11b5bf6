#include "parse/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/die.h"
#include "base/out.h"

#include "base/banned.h"

/* A header line needs some hundred steps; a hostile one gets no more than this. */
#define MATCH_STEPS 20000

/* Compiling to machine code costs as much as some hundred matches: few patterns of a small capture are asked so often. */
#define USES_WORTH_JIT 200

struct pattern {
	const char *text;
	pcre2_code *code; /* NULL until it is first asked */
	pcre2_match_data *match;
	pcre2_match_context *limits;
	unsigned uses;
};

struct pattern *
pattern_open(struct arena *perm, const char *text)
{
	struct pattern *p = arena_alloc(perm, sizeof(*p));
	p->text = text;
	return p;
}

static void
compile(struct pattern *p)
{
	int error;
	PCRE2_SIZE at;
	p->code = pcre2_compile((PCRE2_SPTR)p->text, PCRE2_ZERO_TERMINATED,
	    PCRE2_ANCHORED, &error, &at, NULL);
	assert(p->code != NULL);
	p->match = pcre2_match_data_create(1, NULL);
	p->limits = pcre2_match_context_create(NULL);
	if (p->match == NULL || p->limits == NULL)
		die_no_memory();
	pcre2_set_match_limit(p->limits, MATCH_STEPS);
}

struct pattern *
pattern_open_any(struct arena *perm, const char *const *texts, size_t count)
{
	struct arena scratch;
	arena_init(&scratch);
	struct out *any = out_memory(&scratch);
	out_text(any, "(?!)");
	for (size_t i = 0; i < count; i++) {
		if (texts[i] == NULL)
			continue;
		out_text(any, "|(?:");
		out_text(any, texts[i]);
		out_char(any, ')');
	}
	struct pattern *p = pattern_open(perm, str_text(perm, out_written(any)));
	arena_close(&scratch);
	return p;
}

size_t
pattern_bid(struct pattern *p, struct str line)
{
	if (line.len == 0)
		return 0;
	if (p->code == NULL)
		compile(p);
	/* Where the machine has no JIT the interpreter does the same. */
	if (p->uses < USES_WORTH_JIT && ++p->uses == USES_WORTH_JIT)
		(void)pcre2_jit_compile(p->code, PCRE2_JIT_COMPLETE);
	int found = pcre2_match(
	    p->code, (PCRE2_SPTR)line.ptr, line.len, 0, 0, p->match, p->limits);
	if (found < 0)
		return 0;
	const PCRE2_SIZE *span = pcre2_get_ovector_pointer(p->match);
	return 1 + span[1] - span[0];
}

void
pattern_close(struct pattern *p)
{
	pcre2_code_free(p->code);
	pcre2_match_data_free(p->match);
	pcre2_match_context_free(p->limits);
}
