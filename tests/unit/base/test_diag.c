#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/diag.h"
#include "test_arena.h"

#include <string.h>

static void
all_are_counted_and_the_first_places_kept(void **state)
{
	(void)state;
	struct diag d;
	diag_init(&d, &arena);
	for (uint32_t i = 1; i <= 8; i++)
		diag_add(&d, DIAG_ROW_SHORT, STR("ps.log"), i, "%u of %d", i, 9);
	assert_int_equal(d.count[DIAG_ROW_SHORT], 8);
	for (uint32_t i = 0; i < DIAG_PLACES; i++) {
		const struct diag_place *place = &d.place[DIAG_ROW_SHORT][i];
		assert_int_equal(place->line, i + 1);
		assert_true(str_is(place->file, "ps.log"));
		assert_true(str_eq(place->detail, str_print(&arena, "%u of 9", i + 1)));
	}
	assert_int_equal(d.count[DIAG_ROW_ODD], 0);
}

static void
the_name_of_the_file_is_copied(void **state)
{
	(void)state;
	struct diag d;
	char file[] = "ps.log";
	diag_init(&d, &arena);
	diag_add(&d, DIAG_ROW_ODD, str_from(file), 1, "odd");
	memset(file, 'x', sizeof(file) - 1);
	assert_true(str_is(d.place[DIAG_ROW_ODD][0].file, "ps.log"));
}

static void
a_long_detail_is_cut(void **state)
{
	(void)state;
	struct diag d;
	diag_init(&d, &arena);
	diag_add(&d, DIAG_ROW_ODD, STR("ps.log"), 1, "%5000d", 1);
	assert_int_equal(d.place[DIAG_ROW_ODD][0].detail.len, 199);
}

static void
every_code_has_a_name_of_its_own_and_a_sentence(void **state)
{
	(void)state;
	for (int a = 0; a < DIAG_CODE_COUNT; a++) {
		const char *name = diag_name((enum diag_code)a);
		assert_true(strlen(name) > 0);
		assert_int_equal(
		    strspn(name, "abcdefghijklmnopqrstuvwxyz-"), strlen(name));
		assert_true(strlen(diag_sentence((enum diag_code)a)) > 0);
		assert_non_null(diag_grade_name(diag_grade((enum diag_code)a)));
		for (int b = 0; b < a; b++)
			assert_string_not_equal(name, diag_name((enum diag_code)b));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_are_counted_and_the_first_places_kept),
		cmocka_unit_test(the_name_of_the_file_is_copied),
		cmocka_unit_test(a_long_detail_is_cut),
		cmocka_unit_test(every_code_has_a_name_of_its_own_and_a_sentence),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
