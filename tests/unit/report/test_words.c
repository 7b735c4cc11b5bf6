#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "analyse/analysis.h"
#include "analyse/lore.h"
#include "base/when.h"
#include "report/phrase.h"
#include "report/words.h"

#define VALUES 6

static struct arena arena;

static int
open_arena(void **state)
{
	(void)state;
	arena_init(&arena);
	return 0;
}

static int
close_arena(void **state)
{
	(void)state;
	arena_close(&arena);
	return 0;
}

static const char *
filled(const char *text, double value, const char *name)
{
	double values[VALUES];
	for (size_t i = 0; i < VALUES; i++)
		values[i] = value;
	struct phrase phrase = { .value = values,
		.value_count = VALUES,
		.name = str_from(name),
		.other = str_from(name),
		.unit = CELL_BYTES,
		.start_ms = INT64_C(1795342309000) };
	return str_text(&arena, phrase_fill(&arena, text, &phrase));
}

static void
assert_clean(const char *key, const char *text)
{
	if (strpbrk(text, "{}[]#") != NULL || strstr(text, "  ") != NULL)
		fail_msg("%s: %s", key, text);
}

static const struct words_row *
row_of(enum words_set set, const char *key)
{
	const struct words_row *found = NULL;
	for (size_t i = 0; i < words_count; i++) {
		if (words_table[i].set != set || strcmp(words_table[i].key, key) != 0)
			continue;
		if (found != NULL)
			fail_msg("%s stands twice", key);
		found = &words_table[i];
	}
	if (found == NULL)
		fail_msg("%s has no words", key);
	return found;
}

static void
every_row_fills_without_a_trace_of_its_markup(void **state)
{
	(void)state;
	for (size_t i = 0; i < words_count; i++) {
		const struct words_row *row = &words_table[i];
		assert_clean(row->key, filled(row->text, 12345.5, "socket"));
		assert_clean(row->key, filled(row->text, 0.25, "socket"));
		assert_clean(row->key, filled(row->text, 0, "socket"));
	}
}

static void
no_row_stands_twice(void **state)
{
	(void)state;
	for (size_t i = 0; i < words_count; i++)
		assert_ptr_equal(
		    row_of(words_table[i].set, words_table[i].key), &words_table[i]);
}

static void
every_statement_of_the_analysis_has_a_sentence(void **state)
{
	(void)state;
	static const enum words_set sets[] = { [STATEMENT_EVIDENCE] = WORDS_EVIDENCE,
		[STATEMENT_ANSWER] = WORDS_ANSWER,
		[STATEMENT_ADVICE] = WORDS_ADVICE };
	for (size_t i = 0; i < statement_count; i++) {
		const struct statement *s = &statements[i];
		const char *key = s->id;
		if (s->state != NULL)
			key = str_text(
			    &arena, str_print(&arena, "%s/%s", s->id, s->state));
		const char *text = filled(row_of(sets[s->set], key)->text, 2, "socket");
		if (!str_ends(str_from(text), ".") && strcmp(key, "look-next") != 0)
			fail_msg("%s is no sentence: %s", key, text);
	}
}

static void
every_name_of_the_analysis_has_words(void **state)
{
	(void)state;
	for (int verdict = 0; verdict < VERDICT_COUNT; verdict++)
		row_of(WORDS_VERDICT, verdict_name((enum verdict)verdict));
	for (int shape = 0; shape < SHAPE_COUNT; shape++)
		row_of(WORDS_SHAPE, shape_name((enum shape)shape));
	for (int class = 0; class < LORE_CLASS_COUNT; class ++)
		row_of(WORDS_CLASS, lore_class_name((enum lore_class) class));
	for (int kind = 0; kind <= KIND_MEMORY; kind++) {
		row_of(WORDS_SUBJECT, kind_name((enum kind)kind));
		row_of(WORDS_LABEL, kind_name((enum kind)kind));
		row_of(WORDS_KIND, kind_name((enum kind)kind));
	}
	for (int metric = 0; metric < METRIC_COUNT; metric++)
		row_of(WORDS_METRIC, metric_name((enum metric)metric));
	for (int state_of = STATE_COMPLETE; state_of <= STATE_MAYBE_RUNNING; state_of++)
		row_of(WORDS_STATE, capture_state_name((enum capture_state)state_of));
	for (int grade = GRADE_NOTE; grade <= GRADE_MEMBER; grade++)
		row_of(WORDS_GRADE, diag_grade_name((enum diag_grade)grade));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_fills_without_a_trace_of_its_markup),
		cmocka_unit_test(no_row_stands_twice),
		cmocka_unit_test(every_statement_of_the_analysis_has_a_sentence),
		cmocka_unit_test(every_name_of_the_analysis_has_words),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
