#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>

#include "sample_report.h"
#include "test_arena.h"

#include "base/banned.h"

static json_t *
loaded(const char *text)
{
	json_error_t error;
	json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);
	if (root == NULL)
		fail_msg("line %d: %s", error.line, error.text);
	return root;
}

static json_t *
report_named(const char *name)
{
	struct sample s;
	return loaded(rendered(&arena, sample_report(&s, str_from(name)), render_json,
	    (struct render_options){ 0 }));
}

static json_t *
first_finding(json_t *root)
{
	return json_array_get(json_object_get(root, "findings"), 0);
}

static void
every_promised_field_is_there(void **state)
{
	(void)state;
	static const char *const root_fields[] = { "schema", "generator", "capture",
		"verdict", "memory", "findings", "answers", "sensitivity", "advice" };
	static const char *const capture_fields[] = { "source", "layout", "host",
		"system", "release", "started", "ended", "samples", "interval_s",
		"state", "complete", "end_reason", "in_flight", "uptime_s", "boots",
		"bytes_read", "damage" };
	static const char *const finding_fields[] = { "rank", "id", "kind", "name",
		"item_size", "ordinal", "pid", "metric", "unit", "verdict", "material",
		"score", "start", "end", "slope_per_s", "slope_low_per_s",
		"slope_high_per_s", "theil_sen_per_s", "p", "q", "onset", "onset_low",
		"onset_high", "share", "share_low", "share_high", "subsystem",
		"fingerprint", "metrics", "evidence" };
	json_t *root = report_named("memhog"), *finding = first_finding(root);
	for (size_t i = 0; i < sizeof(root_fields) / sizeof(root_fields[0]); i++)
		assert_non_null(json_object_get(root, root_fields[i]));
	for (size_t i = 0; i < sizeof(capture_fields) / sizeof(capture_fields[0]); i++)
		assert_non_null(json_object_get(
		    json_object_get(root, "capture"), capture_fields[i]));
	for (size_t i = 0; i < sizeof(finding_fields) / sizeof(finding_fields[0]); i++)
		assert_non_null(json_object_get(finding, finding_fields[i]));
	json_decref(root);
}

static void
what_is_not_known_is_null(void **state)
{
	(void)state;
	json_t *root = report_named("memhog"),
	       *capture = json_object_get(root, "capture");
	assert_true(json_is_null(json_object_get(capture, "uptime_s")));
	assert_true(json_is_null(json_object_get(capture, "end_reason")));
	assert_true(json_is_null(json_object_get(first_finding(root), "item_size")));
	assert_true(json_is_null(
	    json_object_get(json_object_get(root, "memory"), "exhaustion")));
	json_decref(root);
}

static void
a_finding_has_the_verdict_of_its_entity(void **state)
{
	(void)state;
	json_t *root = report_named("memhog");
	assert_string_equal(
	    json_string_value(json_object_get(first_finding(root), "verdict")),
	    "suspected");
	json_decref(root);
}

static void
findings_that_are_not_named_come_with_all(void **state)
{
	(void)state;
	struct sample s;
	sample_report(&s, STR("memhog"));
	s.report.named_count = 0;
	json_t *root = loaded(
	    rendered(&arena, &s.report, render_json, (struct render_options){ 0 }));
	assert_int_equal(json_array_size(json_object_get(root, "findings")), 0);
	json_decref(root);
	root = loaded(rendered(
	    &arena, &s.report, render_json, (struct render_options){ .all = true }));
	assert_int_equal(json_array_size(json_object_get(root, "findings")), 1);
	json_decref(root);
}

static void
a_hostile_name_is_a_string(void **state)
{
	(void)state;
	json_t *root = report_named(HOSTILE);
	const char *name =
	    json_string_value(json_object_get(first_finding(root), "name"));
	assert_non_null(strstr(
	    name, "<img src=x onerror=alert(1)>\x1b[31m\r\n\t\x01\x7f\xef\xbf\xbd"));
	json_decref(root);
}

/* seep extract gives back what seep --json wrote. */
static void
the_page_holds_the_same_report(void **state)
{
	(void)state;
	static const char open[] =
	    "<script type=\"application/json\" id=\"seep-report\">";
	struct sample s;
	sample_report(&s, STR(HOSTILE));
	const char *page =
	    rendered(&arena, &s.report, render_html, (struct render_options){ 0 });
	const char *data = strstr(page, open);
	assert_non_null(data);
	data += sizeof(open) - 1;
	size_t len = (size_t)(strstr(data, "</script>") - data);
	struct str block = str_copy(&arena, (struct str){ data, len });
	assert_false(str_has(block, "<"));
	json_t *in_page = loaded(block.ptr), *in_file = report_named(HOSTILE);
	assert_true(json_equal(in_page, in_file));
	json_decref(in_page);
	json_decref(in_file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_promised_field_is_there),
		cmocka_unit_test(what_is_not_known_is_null),
		cmocka_unit_test(a_finding_has_the_verdict_of_its_entity),
		cmocka_unit_test(findings_that_are_not_named_come_with_all),
		cmocka_unit_test(a_hostile_name_is_a_string),
		cmocka_unit_test(the_page_holds_the_same_report),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
