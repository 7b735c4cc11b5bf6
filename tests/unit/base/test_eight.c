#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/eight.h"

/* Each character at each place, between others of each of these. */
static const char beside[] = { ' ', '0', '9', '#', '~', '\t', '\x7f', '\xff' };

static void
each_character_is_told_at_each_place(void **state)
{
	(void)state;
	char text[8];
	for (size_t k = 0; k < sizeof(beside); k++) {
		for (size_t place = 0; place < 8; place++) {
			for (int c = 0; c < 256; c++) {
				memset(text, beside[k], sizeof(text));
				text[place] = (char)c;
				uint64_t x = eight_at(text), digits = 0, all = 0;
				for (size_t i = 0; i < 8; i++) {
					uint64_t bit = UINT64_C(0x80) << 8 * i;
					if (text[i] >= '0' && text[i] <= '9')
						digits |= bit;
					if (text[i] == '#')
						all |= bit;
				}
				assert_true(eight_digits(x) == digits);
				uint64_t signs = eight_is(x, '#');
				assert_int_equal(signs != 0, all != 0);
				if (all != 0)
					assert_int_equal(
					    eight_first(signs), eight_first(all));
			}
		}
	}
}

static void
what_is_not_plain_is_never_missed(void **state)
{
	(void)state;
	char text[9] = "zone: 12";
	for (size_t place = 0; place < 8; place++) {
		for (int c = 0; c < 256; c++) {
			memcpy(text, "zone: 12", 8);
			text[place] = (char)c;
			bool plain = c >= ' ' && c <= '~';
			assert_int_equal(eight_odd(eight_at(text)) == 0, plain);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_character_is_told_at_each_place),
		cmocka_unit_test(what_is_not_plain_is_never_missed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
