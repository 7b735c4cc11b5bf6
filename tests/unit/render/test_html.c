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
page_named(const char *name)
{
	struct sample s;
	return rendered(&arena, sample_report(&s, str_from(name)), render_html,
	    (struct render_options){ 0 });
}

static size_t
count_of(const char *text, const char *what)
{
	size_t count = 0;
	for (; (text = strstr(text, what)) != NULL; text += strlen(what))
		count++;
	return count;
}

/* The next tag from *at on, which moves behind it; script and style are jumped over. */
static struct str
next_tag(const char **at)
{
	const char *start = strchr(*at, '<');
	if (start == NULL)
		return STR("");
	const char *p = start;
	for (bool quoted = false; *p != '\0' && (quoted || *p != '>'); p++)
		quoted ^= *p == '"';
	struct str tag = { start + 1, (size_t)(p - start) - 1 };
	*at = p;
	if (str_starts(tag, "style"))
		*at = strstr(p, "</style>");
	else if (str_starts(tag, "script"))
		*at = strstr(p, "</script>");
	return tag;
}

static struct str
tag_name(struct str tag)
{
	size_t len = 0;
	while (len < tag.len && strchr(" />", tag.ptr[len]) == NULL)
		len++;
	return str_from_to(tag, 0, len);
}

static void
every_slot_of_the_skeleton_is_filled(void **state)
{
	(void)state;
	const char *page = page_named("memhog");
	assert_null(strstr(page, "<!--slot:"));
	assert_non_null(strstr(page, "Content-Security-Policy"));
	assert_non_null(strstr(page, "<main id=\"main\">\n<section"));
}

static void
every_element_is_closed_where_it_was_opened(void **state)
{
	(void)state;
	const char *at = page_named("memhog");
	struct str open[64];
	size_t depth = 0;
	for (struct str tag; (tag = next_tag(&at)).len > 0;) {
		if (str_starts(tag, "/")) {
			assert_true(depth > 0);
			struct str last = open[--depth];
			assert_true(str_eq(str_skip(tag, 1), last));
		} else if (!str_ends(tag, "/") && !str_starts(tag, "!") &&
			   !str_starts(tag, "meta") && !str_starts(tag, "link")) {
			assert_true(depth < 64);
			open[depth++] = tag_name(tag);
		}
	}
	assert_int_equal(depth, 0);
}

/* The page has the elements that it has with a harmless name. */
static void
a_hostile_name_opens_no_element(void **state)
{
	(void)state;
	const char *plain = page_named("memhog"), *hostile = page_named(HOSTILE);
	for (;;) {
		struct str a = next_tag(&plain), b = next_tag(&hostile);
		assert_true(str_eq(tag_name(a), tag_name(b)));
		if (a.len == 0)
			break;
	}
}

static void
a_hostile_name_ends_no_script_and_no_attribute(void **state)
{
	(void)state;
	const char *page = page_named(HOSTILE);
	assert_int_equal(count_of(page, "<script"), 2);
	assert_int_equal(count_of(page, "</script"), 2);
	assert_int_equal(count_of(page, "<img"), 0);
	assert_int_equal(
	    count_of(page, "</title>"), 1 + count_of(page, "role=\"img\""));
	assert_int_equal(count_of(page, " onerror=alert(1)>"), 0);
}

static void
no_control_character_and_no_broken_utf8_is_in_the_page(void **state)
{
	(void)state;
	struct str page = str_from(page_named(HOSTILE));
	size_t data;
	assert_true(str_find(page, "<script", &data)); /* in JSON the name is whole */
	page.len = data;
	while (page.len > 0) {
		struct utf8_char c = utf8_next(&page);
		assert_true(c.valid);
		assert_true(c.code >= 0x20 || c.code == '\n' || c.code == '\t');
		assert_true(c.code < 0x7f || c.code > 0x9f);
		assert_true(c.code < 0x202a || c.code > 0x202e);
	}
}

static void
the_page_asks_nothing_of_the_network(void **state)
{
	(void)state;
	const char *page = page_named("memhog");
	assert_null(strstr(page, "http:"));
	assert_null(strstr(page, "https:"));
	assert_null(strstr(page, "url("));
	assert_null(strstr(page, "@import"));
	assert_null(strstr(page, " src="));
	for (const char *at = page; (at = strstr(at, "href=\"")) != NULL; at++)
		assert_true(at[6] == '#' || strncmp(at + 6, "data:,\"", 7) == 0);
}

/* The policy forbids both, so a browser would drop them. */
static void
there_are_no_style_attributes_and_no_handlers(void **state)
{
	(void)state;
	const char *at = page_named("memhog");
	for (struct str tag; (tag = next_tag(&at)).len > 0;) {
		assert_false(str_has(tag, " style="));
		assert_false(str_has(tag, " on"));
	}
}

static void
rows_beyond_the_first_are_in_the_page_too(void **state)
{
	(void)state;
	const char *page = page_named("memhog");
	assert_non_null(strstr(page, "<tbody class=\"rest\">"));
	assert_int_equal(
	    count_of(page, "<th scope=\"row\"><a href=\"#suspect-1\">"), 2);
	assert_int_equal(count_of(page, "<tr data-verdict=\"stable\">"), 1);
}

static void
every_table_has_a_name(void **state)
{
	(void)state;
	struct sample s;
	sample_report(&s, STR("memhog"));
	s.blocks[BLOCK_TABLE].caption = STR("");
	const char *page =
	    rendered(&arena, &s.report, render_html, (struct render_options){ 0 });
	size_t tables = count_of(page, "<table");
	assert_int_equal(count_of(page, "<caption>"), tables - 1);
	assert_int_equal(
	    count_of(page, "<table class=\"sortable\" aria-label=\"memhog\">"), 1);
}

static void
an_interval_has_one_unit_and_a_minus_of_full_width(void **state)
{
	(void)state;
	const char *page = page_named("memhog");
	assert_non_null(
	    strstr(page, "data-value=\"-2048\">−120 KB/min<span class=\"interval\">"
			 "−240 to −60 KB/min</span>"));
}

static void
an_inner_section_stands_inside_the_outer_one(void **state)
{
	(void)state;
	const char *page = page_named("memhog");
	const char *inner = strstr(page, "<section class=\"card\"");
	assert_non_null(inner);
	assert_null(strstr(page, "</section>\n<section class=\"card\""));
	assert_non_null(strstr(inner, "</section></section>"));
}

static void
evidence_stands_by_its_direction(void **state)
{
	(void)state;
	const char *page = page_named("memhog");
	const char *first = strstr(page, "Speaks for a leak");
	const char *second = strstr(page, "Speaks against");
	const char *third = strstr(page, "Also measured");
	assert_true(first != NULL && first < second && second < third);
}

static void
the_first_sentence_is_the_headline(void **state)
{
	(void)state;
	assert_non_null(strstr(page_named("It leaks. Since noon. Fast."),
	    "<h1>It leaks. <span>Since noon. Fast.</span></h1>"));
	assert_non_null(strstr(page_named("It leaks."), "<h1>It leaks.</h1>"));
}

static void
the_same_report_gives_the_same_bytes(void **state)
{
	(void)state;
	const char *first = page_named("memhog");
	assert_string_equal(first, page_named("memhog"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_slot_of_the_skeleton_is_filled),
		cmocka_unit_test(every_element_is_closed_where_it_was_opened),
		cmocka_unit_test(a_hostile_name_opens_no_element),
		cmocka_unit_test(a_hostile_name_ends_no_script_and_no_attribute),
		cmocka_unit_test(
		    no_control_character_and_no_broken_utf8_is_in_the_page),
		cmocka_unit_test(the_page_asks_nothing_of_the_network),
		cmocka_unit_test(there_are_no_style_attributes_and_no_handlers),
		cmocka_unit_test(rows_beyond_the_first_are_in_the_page_too),
		cmocka_unit_test(every_table_has_a_name),
		cmocka_unit_test(an_interval_has_one_unit_and_a_minus_of_full_width),
		cmocka_unit_test(an_inner_section_stands_inside_the_outer_one),
		cmocka_unit_test(evidence_stands_by_its_direction),
		cmocka_unit_test(the_first_sentence_is_the_headline),
		cmocka_unit_test(the_same_report_gives_the_same_bytes),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
