#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "render/markup.h"
#include "render/utf8.h"
#include "test_arena.h"

#include "base/banned.h"

static const char *
as_text(struct str text)
{
	struct out *o = out_memory(&arena);
	struct markup m;
	markup_init(&m, o);
	markup_text(&m, text);
	return str_copy(&arena, out_written(o)).ptr;
}

static void
what_is_special_becomes_a_reference(void **state)
{
	(void)state;
	assert_string_equal(
	    as_text(STR("<a href='x'>&\"")), "&lt;a href=&#39;x&#39;&gt;&amp;&quot;");
}

static void
a_start_tag_ends_by_itself_when_content_follows(void **state)
{
	(void)state;
	struct out *o = out_memory(&arena);
	struct markup m;
	markup_init(&m, o);
	markup_open_class(&m, "p", "lead");
	markup_attr(&m, "title", STR("a \"b\" <c>"));
	markup_element(&m, "b", NULL, STR("x"));
	markup_print(&m, " y");
	markup_close(&m, "p");
	assert_string_equal(str_copy(&arena, out_written(o)).ptr,
	    "<p class=\"lead\" title=\"a &quot;b&quot; &lt;c&gt;\"><b>x</b> y</p>");
}

static void
control_characters_become_their_pictures(void **state)
{
	(void)state;
	assert_string_equal(as_text(STR("a\x1b[0m\0\x7f")), "a␛[0m␀␡");
	assert_string_equal(as_text(STR("lines\n\tstay")), "lines\n\tstay");
}

static void
bytes_that_are_no_utf8_become_replacement_characters(void **state)
{
	(void)state;
	assert_string_equal(
	    as_text(STR("\xff|\xc0\xaf|\xe2\x82|\xed\xa0\x80|\xf4\x90\x80\x80")),
	    "�|��|��|���|����");
	assert_string_equal(as_text(STR("Grüße, 漢字")), "Grüße, 漢字");
}

static void
characters_that_hide_are_shown(void **state)
{
	(void)state;
	/* Turned direction, no width, end of line, an 8-bit escape, no character. */
	assert_string_equal(as_text(STR("a\xe2\x80\xae"
					"b\xe2\x80\x8b"
					"c\xe2\x80\xa8"
					"d\xc2\x9b"
					"e\xef\xbf\xbe")),
	    "a�b�c�d�e�");
}

static void
width_counts_columns(void **state)
{
	(void)state;
	assert_int_equal(utf8_width(STR("Grüße")), 5);
	assert_int_equal(utf8_width(STR("漢字")), 4);
	assert_int_equal(utf8_width(STR("e\xcc\x81")), 1);
	assert_int_equal(utf8_width(STR("\xff\x1b\xe2\x80\xae")), 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_special_becomes_a_reference),
		cmocka_unit_test(a_start_tag_ends_by_itself_when_content_follows),
		cmocka_unit_test(control_characters_become_their_pictures),
		cmocka_unit_test(bytes_that_are_no_utf8_become_replacement_characters),
		cmocka_unit_test(characters_that_hide_are_shown),
		cmocka_unit_test(width_counts_columns),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
