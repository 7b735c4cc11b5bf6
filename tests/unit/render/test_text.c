#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "render/utf8.h"
#include "sample_report.h"
#include "test_arena.h"

#include "base/banned.h"

static const char *
text_named(const char *name, struct render_options options)
{
	struct sample s;
	return rendered(
	    &arena, sample_report(&s, str_from(name)), render_text, options);
}

static void
no_control_byte_of_a_name_reaches_the_terminal(void **state)
{
	(void)state;
	struct str text =
	    str_from(text_named(HOSTILE, (struct render_options){ .verbose = true }));
	while (text.len > 0) {
		struct utf8_char c = utf8_next(&text);
		assert_true(c.valid);
		assert_true(c.code >= 0x20 || c.code == '\n');
		assert_true(c.code < 0x7f || c.code > 0x9f);
		assert_true(c.code != 0x202e && c.code != 0x200b);
	}
}

static void
color_comes_on_request_only(void **state)
{
	(void)state;
	assert_null(strchr(text_named("memhog", (struct render_options){ 0 }), '\033'));
	assert_non_null(strchr(
	    text_named("memhog", (struct render_options){ .color = true }), '\033'));
}

static void
a_suspect_is_one_line_with_its_figures(void **state)
{
	(void)state;
	const char *text = text_named("memhog", (struct render_options){ 0 });

	assert_non_null(strstr(text,
	    "   suspected     kind              growth    +/-  share  score  since\n"
	    " 1 memhog        process 469  27.9 KB/min  1.5 %   93 %     98  11-22 "
	    "08:41\n"));
}

static void
no_line_is_longer_than_the_screen_and_none_ends_in_a_blank(void **state)
{
	(void)state;
	static const char name[] =
	    "a name with many words, longer than any line of the "
	    "terminal can be, so that it has to be cut or wrapped";
	struct str text =
	    str_from(text_named(name, (struct render_options){ .verbose = true }));
	while (text.len > 0) {
		struct str line = str_cut(&text, '\n');
		if (str_has(line, " × "))
			continue; /* places of damage are told whole */
		assert_true(utf8_width(line) <= 80);
		assert_false(str_ends(line, " "));
	}
}

static void
a_column_without_values_is_left_out(void **state)
{
	(void)state;
	struct sample s;
	const struct report *r = sample_report(&s, STR("memhog"));
	s.finding.onset_ms = WHEN_UNKNOWN;
	s.finding.share = NAN;
	const char *text =
	    rendered(&arena, r, render_text, (struct render_options){ 0 });
	assert_non_null(strstr(text, "growth    +/-  score\n"));
}

static void
evidence_answers_and_damage_are_for_the_verbose(void **state)
{
	(void)state;
	const char *brief = text_named("memhog", (struct render_options){ 0 });
	const char *verbose =
	    text_named("memhog", (struct render_options){ .verbose = true });
	assert_null(strstr(brief, "     + memhog"));
	assert_non_null(strstr(verbose, "     + memhog\n"));
	assert_non_null(strstr(verbose, "     - memhog\n"));
	assert_non_null(strstr(verbose, "  3 × memhog (memhog:8812)\n"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_control_byte_of_a_name_reaches_the_terminal),
		cmocka_unit_test(color_comes_on_request_only),
		cmocka_unit_test(a_suspect_is_one_line_with_its_figures),
		cmocka_unit_test(
		    no_line_is_longer_than_the_screen_and_none_ends_in_a_blank),
		cmocka_unit_test(a_column_without_values_is_left_out),
		cmocka_unit_test(evidence_answers_and_damage_are_for_the_verbose),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
