#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "parse_bench.h"

/* What damage within an output costs: the damaged line, an entry in the ledger, and nothing else. */
/* clang-format off */

#define ZONES "ITEM                   SIZE  LIMIT     USED     FREE      REQ FAIL SLEEP\n"
#define SOCKET "socket:                 944,  31000,      16,      12,    4411,   0,   0\n"
#define TCPCB "tcpcb:                  976,  31000,       9,      11,    3311,   0,   0\n"
#define UNPCB "unpcb:                  256,  31000,       7,      10,    2211,   0,   0\n"

static void
torn_output_loses_its_last_partial_line(void **state)
{
	struct bench *b = *state;
	bench_read(b, ZONES SOCKET "tcpcb:                  976,  31000,  ");
	assert_int_equal(b->row_count, 1);
	assert_int_equal(bench_value(b, "socket", METRIC_USED), 16);
	assert_true(b->torn);
}

static void
row_cut_short_is_dropped_and_counted(void **state)
{
	struct bench *b = *state;
	bench_read(b, ZONES SOCKET "tcpcb:                  976,  31000,\n" UNPCB);
	assert_int_equal(b->row_count, 2);
	assert_int_equal(b->diag.count[DIAG_ROW_SHORT], 1);
	assert_int_equal(b->diag.place[DIAG_ROW_SHORT][0].line, 3);
}

static void
bytes_that_are_no_text_cost_their_line(void **state)
{
	struct bench *b = *state;
	bench_read(b, ZONES SOCKET "\x01\xff\xfe\x80garbage \x7f\n" TCPCB UNPCB);
	assert_int_equal(b->row_count, 3);
	assert_int_equal(b->diag.count[DIAG_ROW_ODD], 1);
}

static void
error_text_among_rows_is_noted_and_no_loss(void **state)
{
	struct bench *b = *state;
	bench_read(b, ZONES SOCKET "vmstat: kvm_open: something\n" TCPCB UNPCB);
	assert_int_equal(b->row_count, 3);
	assert_int_equal(b->diag.count[DIAG_ERROR_TEXT], 1);
	assert_int_equal(b->diag.count[DIAG_ROW_ODD], 0);
}

static void
rows_without_their_header_are_read_where_they_speak_for_themselves(void **state)
{
	struct bench *b = *state;
	bench_read(b, SOCKET TCPCB);
	assert_string_equal(b->format, "vmstat-z-rows");
	assert_int_equal(b->row_count, 2);
	bench_read(b, "size-128          4086041 4106550    128   30    1 : tunables  120   60    8 : slabdata 136885 136885      0\n");
	assert_string_equal(b->format, "slabinfo-rows");
}

static void
header_printed_again_is_no_data_and_no_end(void **state)
{
	struct bench *b = *state;
	bench_read(b, "Cache                       Num  Total   Size  Pages\nfuse_inode  1  2  768  21\n"
		      "Cache                       Num  Total   Size  Pages\nxfs_inode  3  4  1024  16\n");
	assert_int_equal(b->output_count, 1);
	assert_int_equal(b->row_count, 2);
}

static void
the_same_output_again_is_a_second_output(void **state)
{
	struct bench *b = *state;
	bench_read(b, ZONES SOCKET TCPCB ZONES SOCKET TCPCB);
	assert_int_equal(b->output_count, 2);
	assert_int_equal(b->row_count, 4);
}

static void
output_within_another_costs_neither(void **state)
{
	struct bench *b = *state;
	bench_read(b, ZONES SOCKET "MemTotal:        1048576 kB\nMemFree:            2612 kB\n" TCPCB UNPCB);
	assert_int_equal(b->output_count, 3);
	assert_int_equal(bench_value(b, "free", METRIC_VALUE), 2612 * 1024);
	assert_int_equal(bench_value(b, "unpcb", METRIC_USED), 7);
	assert_int_equal(b->diag.count[DIAG_ROW_ODD], 0);
}

static void
unknown_text_becomes_nothing(void **state)
{
	struct bench *b = *state;
	bench_read(b, "Dear colleague,\nplease find below what we saw: it grows.\nRegards\n");
	assert_int_equal(b->output_count, 0);
	assert_int_equal(b->diag.count[DIAG_TEXT_UNKNOWN], 1);
}

static void
outputs_mixed_line_by_line_cost_a_loss_for_each_line_of_one(void **state)
{
	struct bench *b = *state;
	bench_read(b, "ITEM                   SIZE  LIMIT     USED     FREE      REQ FAIL SLEEP\n"
		      "         Type InUse MemUse Requests  Size(s)\n"
		      "socket:                 944,  31000,      16,      12,    4411,   0,   0\n"
		      "       devbuf 19223 61843K    19544  16,32,64\n"
		      "mbuf:                   256,  31000,     160,      12,   84411,   0,   0\n"
		      "         temp    12     1K      130  16,32\n"
		      "tcpcb:                 1024,  31000,      17,      12,    4499,   0,   0\n"
		      "       kqueue     3     1K        9  256\n");
	size_t zones = 0;
	for (size_t i = 0; i < b->row_count; i++)
		zones += b->rows[i].kind == KIND_ZONE;
	assert_int_equal(zones, 3);
	assert_int_equal(bench_value(b, "mbuf", METRIC_USED), 160);
	/* Every line of a type is a row of its own table or a loss. */
	assert_int_equal(b->row_count - zones + b->diag.count[DIAG_ROW_ODD] +
			     b->diag.count[DIAG_ROW_SHORT] + b->diag.count[DIAG_TEXT_UNKNOWN] +
			     b->diag.count[DIAG_FRAME_UNKNOWN],
	    3);
}

static void
text_behind_an_output_ends_it(void **state)
{
	struct bench *b = *state;
	bench_read(b, ZONES SOCKET TCPCB "That is all.\nPlease tell us what you think.\nRegards\nA colleague\n");
	assert_int_equal(b->row_count, 2);
	assert_int_equal(b->diag.count[DIAG_ROW_ODD], 0);
	assert_int_equal(b->diag.count[DIAG_TEXT_UNKNOWN], 1);
}

static void
output_that_hardly_fits_is_reported_and_not_forced(void **state)
{
	struct bench *b = *state;
	bench_read_as(b, "vmstat-z", ZONES "one line\nanother line\na third\n");
	assert_int_equal(b->output_count, 0);
	assert_int_equal(b->diag.count[DIAG_FRAME_UNKNOWN], 2);
}

static void
carriage_returns_and_a_byte_order_mark_are_no_text(void **state)
{
	struct bench *b = *state;
	bench_read(b, "\xef\xbb\xbf" "ITEM                   SIZE  LIMIT     USED     FREE      REQ FAIL SLEEP\r\n\r\n"
		      "socket:                 944,  31000,      16,      12,    4411,   0,   0\r\n");
	assert_int_equal(bench_value(b, "socket", METRIC_USED), 16);
	assert_int_equal(b->diag.count[DIAG_ROW_ODD], 0);
}

static void
number_beyond_64_bits_is_no_number(void **state)
{
	struct bench *b = *state;
	bench_read(b, ZONES SOCKET "tcpcb:  976,  31000,  99999999999999999999999999,  11,  3311,  0,  0\n" UNPCB);
	assert_int_equal(b->row_count, 2);
	assert_int_equal(b->diag.count[DIAG_ROW_ODD], 1);
}

static void
very_long_line_costs_itself(void **state)
{
	struct bench *b = *state;
	size_t len = 1 << 20;
	char *text = arena_alloc(&b->arena, len + 1024);
	size_t at = (size_t)snprintf(text, 1024, "%s%s", ZONES, SOCKET);
	memset(text + at, 'x', len);
	snprintf(text + at + len, 512, "\n%s%s", TCPCB, UNPCB);
	bench_read(b, text);
	assert_int_equal(b->row_count, 3);
	assert_int_equal(b->diag.count[DIAG_ROW_ODD], 1);
}

#define JUNOS(n, free) \
	"-------------------------------\nnode: fpc" n "\n-------------------------------\n" \
	"top - 00:49:18 up 149 days,  5:29,  0 users,  load average: 0.85, 1.08, 0.99\n" \
	"MiB Mem :  31554.4 total,  " free " free,  10600.3 used,   3661.7 buff/cache\n"

static void
answers_of_several_machines_are_several_streams(void **state)
{
	struct bench *b = *state;
	bench_read(b, JUNOS("0", "17292.4") JUNOS("1", "9000.0"));
	assert_int_equal(b->output_count, 2);
	assert_int_not_equal(b->streams[0], b->streams[1]);
	uint32_t first = b->streams[0], second = b->streams[1];
	bench_read(b, JUNOS("0", "17290.1") JUNOS("1", "9001.0"));
	assert_int_equal(b->streams[0], first);
	assert_int_equal(b->streams[1], second);
}

/* ---- JSON ---- */

#define JSON_HEAD "{\"__version\": \"1\", \"memory-zone-statistics\": {\"zone\": ["
#define JSON_SOCKET "{\"name\":\"socket\",\"size\":944,\"limit\":31000,\"used\":16,\"free\":12,\"requests\":4411,\"fail\":0}"

static void
json_cut_off_keeps_its_whole_objects(void **state)
{
	struct bench *b = *state;
	bench_read(b, JSON_HEAD JSON_SOCKET ",\n{\"name\":\"tcpcb\",\"size\":976,\"lim\n");
	assert_int_equal(b->row_count, 1);
	assert_int_equal(bench_value(b, "socket", METRIC_USED), 16);
}

static void
braces_in_a_string_are_text(void **state)
{
	struct bench *b = *state;
	bench_read(b, JSON_HEAD "{\"name\":\"a } b \\\" { c\",\"size\":8,\"limit\":0,\"used\":5,\"free\":1,\"requests\":6,\"fail\":0}]}}\n");
	assert_int_equal(bench_value(b, "a } b \" { c", METRIC_USED), 5);
}

static void
output_behind_json_that_never_ends_is_found(void **state)
{
	struct bench *b = *state;
	bench_read(b, JSON_HEAD JSON_SOCKET "\n" ZONES TCPCB UNPCB);
	assert_int_equal(b->output_count, 2);
	assert_string_equal(b->format, "vmstat-z-freebsd-9");
	assert_int_equal(bench_value(b, "unpcb", METRIC_USED), 7);
}

static void
member_of_another_type_costs_its_object(void **state)
{
	struct bench *b = *state;
	bench_read(b, JSON_HEAD JSON_SOCKET ",{\"name\":\"tcpcb\",\"size\":\"large\",\"used\":1},"
			"{\"name\":\"unpcb\",\"size\":256,\"limit\":0,\"used\":7,\"free\":1,\"requests\":9,\"fail\":0}]}}\n");
	assert_int_equal(b->row_count, 2);
	assert_int_equal(b->diag.count[DIAG_ROW_ODD], 1);
}

int
main(void)
{
#define DAMAGE_TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)
	const struct CMUnitTest tests[] = {
		DAMAGE_TEST(torn_output_loses_its_last_partial_line),
		DAMAGE_TEST(row_cut_short_is_dropped_and_counted),
		DAMAGE_TEST(bytes_that_are_no_text_cost_their_line),
		DAMAGE_TEST(error_text_among_rows_is_noted_and_no_loss),
		DAMAGE_TEST(rows_without_their_header_are_read_where_they_speak_for_themselves),
		DAMAGE_TEST(header_printed_again_is_no_data_and_no_end),
		DAMAGE_TEST(the_same_output_again_is_a_second_output),
		DAMAGE_TEST(output_within_another_costs_neither),
		DAMAGE_TEST(unknown_text_becomes_nothing),
		DAMAGE_TEST(outputs_mixed_line_by_line_cost_a_loss_for_each_line_of_one),
		DAMAGE_TEST(text_behind_an_output_ends_it),
		DAMAGE_TEST(output_that_hardly_fits_is_reported_and_not_forced),
		DAMAGE_TEST(carriage_returns_and_a_byte_order_mark_are_no_text),
		DAMAGE_TEST(number_beyond_64_bits_is_no_number),
		DAMAGE_TEST(very_long_line_costs_itself),
		DAMAGE_TEST(answers_of_several_machines_are_several_streams),
		DAMAGE_TEST(json_cut_off_keeps_its_whole_objects),
		DAMAGE_TEST(braces_in_a_string_are_text),
		DAMAGE_TEST(output_behind_json_that_never_ends_is_found),
		DAMAGE_TEST(member_of_another_type_costs_its_object),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) == 0 ? 0 : 1;
}
