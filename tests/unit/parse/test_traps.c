#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "parse_bench.h"

/*
 * What in the output of real commands misleads a reader, and the test that fails when its rule is gone:
 *
 *   header words that touch        header_words_that_touch_are_two
 *   columns that touch             numbers_that_touch_end_at_their_k, name_that_touches_its_count_...
 *   disks and switches that touch  disks_that_touch_..., user_that_touches_the_switches_...
 *   size that touches a colon      size_may_touch_the_colon_of_a_long_name
 *   colon, comma, blank in a name  last_colon_ends_the_name_of_a_zone
 *   names cut short                names_that_may_be_cut_say_so
 *   equal names                    equal_names_are_two_rows
 *   negative numbers               negative_...
 *   counters of 32 bits            counters_of_32_bits_say_so
 *   placeholders                   dash_is_missing_and_not_zero, words_for_unlimited_and_unknown_are_missing
 *   zero items left out            label_left_out_of_a_list_of_top_is_zero
 *   label without a number         label_without_a_number_is_missing
 *   units that flip                the_same_columns_are_kib_or_bytes, memory_of_a_type_..., version_of_the_json_..., header_of_swapinfo_..., free_...
 *   1000 or 1024                   counts_are_scaled_by_1000_and_memory_by_1024
 *   threads                        memory_of_threads_is_counted_once
 *   first sample                   first_row_of_vmstat_has_no_percentages
 *   wrapped, cut, blanks for tabs  lines_that_were_wrapped_..., short_row_of_vmstat_..., tabs_may_have_become_blanks; test_damage.c
 *   lines that end in CR and LF    carriage_return_at_the_end_is_no_part_of_a_line
 *   error lines                    test_damage.c: error_text_among_rows_is_noted_and_no_loss
 */
/* clang-format off */

#define Z9 "ITEM                   SIZE  LIMIT     USED     FREE      REQ FAIL SLEEP\n"
#define Z12 "ITEM                   SIZE  LIMIT     USED     FREE      REQ FAILSLEEP XDOMAIN\n"
#define Z15 "ITEM                    SIZE  LIMIT    USED    FREE     REQ FAIL SLEEP XDOM\n"
#define M4 "        Type  InUse MemUse HighUse  Limit Requests Limit Limit Size(s)\n"
#define M6 "         Type InUse MemUse HighUse Requests  Size(s)\n"
#define M15 "            Type  Use Memory    Req Size(s)\n"
#define TOP "last pid: 87140;  load averages:  1.93,  1.99,  1.98  up 13+06:56:39    02:31:20\n" \
	    "29 processes:  1 running, 28 sleeping\n"
#define TOP_TABLE "  PID USERNAME    THR PRI NICE   SIZE    RES STATE   C   TIME    WCPU COMMAND\n"
#define PS_UL "USER   PID %CPU %MEM    VSZ    RSS  TT  STAT STARTED      TIME COMMAND          " \
	      "UID PPID CPU PRI NI MWCHAN\n"
#define VMSTAT "r b w     avm     fre  flt  re  pi  po    fr   sr da0 da1   in    sy    cs us sy id\n"

/* ---- ends of lines ---- */

/* A capture that went through a transfer as text. */
static void
carriage_return_at_the_end_is_no_part_of_a_line(void **state)
{
	struct bench *b = *state;
	bench_read_as(b, "ps", "  PID  PPID   RSS    VSZ COMMAND\r\n  812     1  2048  12345 sshd\r\n");
	assert_int_equal(bench_value(b, "sshd", METRIC_RSS), 2048 * 1024);
	bench_read_as(b, "files", "1024\t0\t50000\r\n");
	assert_string_equal(b->format, "file-nr");
	bench_read_as(b, "load", "0.10 0.20 0.30 1/200 4711\r\n");
	assert_string_equal(b->format, "proc-loadavg");
}

/* ---- columns that touch ---- */

static void
header_words_that_touch_are_two(void **state)
{
	struct bench *b = *state;
	bench_read(b, Z12 "socket:                 944,  31000,      16,      12,    4411,   0,   0,   0\n");
	assert_string_equal(b->format, "vmstat-z-freebsd-12");
	assert_int_equal(bench_value(b, "socket", METRIC_USED), 16);
}

static void
numbers_that_touch_end_at_their_k(void **state)
{
	struct bench *b = *state;
	bench_read(b, M4 "       isadev    13     1K      1K127753K       13    0     0  64\n");
	assert_int_equal(bench_value(b, "isadev", METRIC_USED), 13);
	assert_int_equal(bench_value(b, "isadev", METRIC_BYTES), 1024);
	assert_int_equal(bench_value(b, "isadev", METRIC_REQUESTS), 13);
}

static void
name_that_touches_its_count_is_cut_where_it_is_known(void **state)
{
	struct bench *b = *state;
	bench_read(b, M4 "      solaris    13     1K      1K127753K       13    0     0  64\n");
	bench_read(b, M4 "      solaris1234567  9654K   9700K127753K 12345678    0     0  64\n"
			 "         temp    12     1K      1K127753K       13    0     0  64\n");
	assert_int_equal(bench_value(b, "solaris", METRIC_USED), 1234567);
}

static void
name_that_touches_its_count_and_is_unknown_is_no_row(void **state)
{
	struct bench *b = *state;
	bench_read(b, M4 "    neverseen1234567  9654K   9700K127753K 12345678    0     0  64\n"
			 "         temp    12     1K      1K127753K       13    0     0  64\n");
	assert_int_equal(b->row_count, 1);
	assert_int_equal(b->diag.count[DIAG_ROW_ODD], 1);
}

static void
disks_that_touch_do_not_shift_the_columns_behind_them(void **state)
{
	struct bench *b = *state;
	bench_read(b, VMSTAT " 0  0  0 2109876 388112    35   0   0   0    41    0   0   0  112   843   611  2  1 97\n"
			     " 0  0  0 2109876 388000    35   0   0   0    41   0123456  112   843   611  3  1 96\n");
	assert_int_equal(b->output_count, 2);
	assert_int_equal(bench_value(b, "cpu-idle", METRIC_VALUE), 96);
	assert_int_equal(bench_value(b, "cpu-user", METRIC_VALUE), 3);
}

static void
user_that_touches_the_switches_keeps_his_process(void **state)
{
	struct bench *b = *state;
	bench_read(b, TOP "  PID USERNAME     VCSW  IVCSW   READ  WRITE  FAULT  TOTAL PERCENT COMMAND\n"
			  "  461 verylongname123456    317      0      0      0      0   0.00% netchat\n"
			  "  428 root          94     16      0      0      0      0   0.00% sh\n");
	assert_int_equal(bench_row(b, "netchat")->pid, 461);
	assert_int_equal(bench_row(b, "sh")->pid, 428);
}

static void
size_may_touch_the_colon_of_a_long_name(void **state)
{
	struct bench *b = *state;
	bench_read(b, Z15 "hdr_for_a_very_long_zone_name_x:56,      0,       1,       2,       3,   0,   0,   0\n");
	assert_int_equal(bench_row(b, "hdr_for_a_very_long_zone_name_x")->item_size, 56);
}

/* ---- names ---- */

static void
last_colon_ends_the_name_of_a_zone(void **state)
{
	struct bench *b = *state;
	bench_read(b, Z9 "gr3:16k:              16384,      0,      12,       4,  220111,   0,   0\n"
			 "UDF translation buffer, zone:   2048,      0,       1,       1,       4,   0,   0\n"
			 "64:                      64,      0,   40121,    1201, 99187263,   0,   0\n");
	assert_int_equal(bench_value(b, "gr3:16k", METRIC_USED), 12);
	assert_int_equal(bench_value(b, "UDF translation buffer, zone", METRIC_USED), 1);
	assert_int_equal(bench_value(b, "64", METRIC_USED), 40121);
}

static void
names_that_may_be_cut_say_so(void **state)
{
	struct bench *b = *state;
	bench_read(b, Z9 "0123456789012345678901234567890:  8,  0,  1,  2,  3,  0,  0\n"
			 "short:                            8,  0,  1,  2,  3,  0,  0\n");
	assert_true(b->rows[0].name_cut);
	assert_false(b->rows[1].name_cut);
	bench_read(b, "Cache                       Num  Total   Size  Pages\n"
		      "mlx_compat_radix_tree_no     28     28    584     28\n");
	assert_true(b->rows[0].name_cut);
	bench_read(b, "top - 18:53:50 up 3 days,  1:06,  2 users,  load average: 0.15, 0.08, 0.09\n"
		      "  PID USER      PR  NI    VIRT    RES    SHR S  %CPU %MEM     TIME+ COMMAND\n"
		      " 2300 kube      20   0  396m   52m   33m S   0.0  0.7   5:02.00 kube-apise+\n");
	assert_true(bench_row(b, "kube-apise")->name_cut);
	bench_read(b, PS_UL "root   381  0.0  0.1  12828   2548   -  Ss   09:33     0:00.48 /usr/sbin/syslog   0    1   0  20  0 select\n");
	assert_true(b->rows[0].name_cut);
}

static void
equal_names_are_two_rows(void **state)
{
	struct bench *b = *state;
	bench_read(b, Z9 "vm pgcache:  4096,  0,  4939,  71,  39573,  0,  0\n"
			 "vm pgcache:  4096,  0,  4517,  67,  20198,  220,  0\n");
	assert_int_equal(b->row_count, 2);
	assert_int_not_equal(b->rows[0].slot, b->rows[1].slot);
}

/* ---- numbers that are none ---- */

static void
negative_printed_unsigned_is_zero(void **state)
{
	struct bench *b = *state;
	bench_read(b, Z9 "g_bio:  132,  0, 18446744073709551614,  580,  1922101,  0,  0\n");
	assert_int_equal(bench_value(b, "g_bio", METRIC_USED), 0);
	bench_read(b, M6 "     80211node 18446744073709551615 18014398509481984K       -      310  16,512\n");
	assert_int_equal(bench_value(b, "80211node", METRIC_USED), 0);
	assert_int_equal(bench_value(b, "80211node", METRIC_BYTES), 0);
}

static void
negative_in_32_bits_is_zero_where_the_zone_has_32_bits(void **state)
{
	struct bench *b = *state;
	bench_read(b, "ITEM            SIZE     LIMIT    USED    FREE  REQUESTS\n"
		      "tcpcb:           576,     6656, 4294967295,    13,     9021\n");
	assert_int_equal(bench_value(b, "tcpcb", METRIC_USED), 0);
	bench_read(b, Z9 "abd_chunk:  4096,  0, 4294967295,  580,  1922101,  0,  0\n");
	assert_int_equal(bench_value(b, "abd_chunk", METRIC_USED), INT64_C(4294967295));
}

static void
negative_printed_as_such_is_zero(void **state)
{
	struct bench *b = *state;
	bench_read(b, M6 "       kqueue    -1     0K       -     9182  256,2048\n");
	assert_int_equal(bench_value(b, "kqueue", METRIC_USED), 0);
}

static void
counters_of_32_bits_say_so(void **state)
{
	struct bench *b = *state;
	bench_read(b, "139502112 cpu context switches\n 15623506 device interrupts\n");
	assert_true(bench_row(b, "context-switches")->wraps);
	bench_read(b, Z9 "socket:  944,  0,  16,  12,  4411,  0,  0\n");
	assert_false(bench_row(b, "socket")->wraps);
}

static void
dash_is_missing_and_not_zero(void **state)
{
	struct bench *b = *state;
	bench_read(b, "USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\n"
		      "root           3  0.0    -      -     - ?        S    Jun06   0:00 worker\n");
	assert_non_null(bench_row(b, "worker"));
	assert_int_equal(bench_value(b, "worker", METRIC_RSS), -1);
	assert_int_equal(bench_value(b, "worker", METRIC_CPU_MS), 0);
}

static void
words_for_unlimited_and_unknown_are_missing(void **state)
{
	struct bench *b = *state;
	bench_read(b, TOP TOP_TABLE "   12 root         17 -92    -     0K   272K WAIT    0   ???    0.00% intr\n");
	assert_int_equal(bench_value(b, "intr", METRIC_CPU_MS), -1);
	assert_int_equal(bench_value(b, "intr", METRIC_RSS), 272 * 1024);
	bench_read(b, "Name        Size Requests Fail    InUse Pgreq Pgrel Npage Hiwat Minpg Maxpg Idle\n"
		      "mbufpl       256   918233    0     1203    77     0    77    77     1   inf    2\n");
	assert_int_equal(bench_value(b, "mbufpl", METRIC_USED), 1203);
	assert_int_equal(bench_value(b, "mbufpl", METRIC_LIMIT), -1);
}

static void
number_that_lost_digits_is_missing(void **state)
{
	struct bench *b = *state;
	bench_read(b, "top - 18:53:50 up 3 days,  1:06,  2 users,  load average: 0.15, 0.08, 0.09\n"
		      "KiB Mem : 13174387+total,  1970928 free,    43592 used,   171340 buff/cache\n");
	assert_int_equal(bench_value(b, "total", METRIC_VALUE), -1);
	assert_int_equal(bench_value(b, "free", METRIC_VALUE), INT64_C(1970928) * 1024);
	bench_read(b, "top - 18:53:50 up 3 days,  1:06,  2 users,  load average: 0.15, 0.08, 0.09\n"
		      "  PID USER      PR  NI    VIRT    RES    SHR S  %CPU %MEM     TIME+ COMMAND\n"
		      " 2300 kube      20   0 131743+   5200   3300 S   0.0  0.7   5:02.00 java\n");
	assert_int_equal(bench_value(b, "java", METRIC_VSZ), -1);
	assert_int_equal(bench_value(b, "java", METRIC_RSS), 5200 * 1024);
}

static void
number_that_lost_its_decimals_is_coarse(void **state)
{
	struct bench *b = *state;
	bench_read(b, "top - 18:53:50 up 3 days,  1:06,  2 users,  load average: 0.15, 0.08, 0.09\n"
		      "  PID USER      PR  NI  VIRT  RES  SHR S  %CPU %MEM    TIME+  COMMAND\n"
		      " 1272 admin     20   0  22.m 5.3m 4.8m R  35.9  0.0   0:36.94 agent\n");
	assert_int_equal(bench_value(b, "agent", METRIC_VSZ), 22 << 20);
	assert_int_equal(bench_row(b, "agent")->step[METRIC_VSZ], 1 << 20);
}

/* ---- what is left out, and what must not be made up ---- */

static void
label_left_out_of_a_list_of_top_is_zero(void **state)
{
	struct bench *b = *state;
	bench_read(b, TOP "Mem: 57M Active, 54M Inact, 17M Wired, 118M Free\nSwap: 1024M Total, 1024M Free\n");
	assert_int_equal(bench_value(b, "laundry", METRIC_VALUE), 0);
	assert_int_equal(bench_value(b, "swap-used", METRIC_VALUE), 0);
}

static void
label_without_a_number_is_missing(void **state)
{
	struct bench *b = *state;
	bench_read(b, TOP "Mem:  Active, 54M Inact, 17M Wired, 118M Free\n");
	assert_int_equal(bench_value(b, "active", METRIC_VALUE), -1);
	assert_int_equal(bench_value(b, "inactive", METRIC_VALUE), 54 << 20);
}

static void
first_row_of_vmstat_has_no_percentages(void **state)
{
	struct bench *b = *state;
	bench_read(b, VMSTAT " 0  0  0 2109876 388112    35   0   0   0    41    0   0   0  112   843   611  2  1 97\n");
	assert_int_equal(bench_value(b, "free", METRIC_VALUE), INT64_C(388112) * 1024);
	assert_null(bench_row(b, "cpu-idle"));
}

static void
equal_rows_of_vmstat_are_a_reading_each(void **state)
{
	struct bench *b = *state;
	const char *row = " 0  0  0 2109876 388112    35   0   0   0    41    0   0   0  112   843   611  2  1 97\n";
	bench_read(b, str_text(&b->arena, str_print(&b->arena, VMSTAT "%s%s%s%s", row, row, row, row)));
	assert_int_equal(b->output_count, 4);
}

static void
percentages_of_single_cpus_are_nobodys(void **state)
{
	struct bench *b = *state;
	const char *row = " 0  0  0 538085320  867080   431   0   2   0   599    5   0   0   20   320   236 12 13 75 11 13 76\n";
	bench_read(b, str_text(&b->arena, str_print(&b->arena,
	    "r b w     avm     fre  flt  re  pi  po    fr   sr vt0 vt1   in   sy   cs us sy id us sy id\n%s%s", row, row)));
	assert_int_equal(b->output_count, 2);
	assert_null(bench_row(b, "cpu-user"));
}

/* ---- units ---- */

static void
the_same_columns_are_kib_or_bytes(void **state)
{
	struct bench *b = *state;
	bench_read(b, " r  b  w  avm  fre  flt  re  pi  po   fr   sr da0   in   sy   cs us sy id\n"
		      " 0  0  0 551041024000 880803840  428   0   2   0  595    5   0   20  316  236 12 13 75\n");
	assert_int_equal(bench_value(b, "free", METRIC_VALUE), 880803840);
	bench_read(b, " r  b  w  avm  fre  flt  re  pi  po   fr   sr da0   in   sy   cs us sy id\n"
		      " 0  0  0 513G 847M  428   0   2   0  595    5   0   20  316  236 12 13 75\n");
	assert_int_equal(bench_value(b, "free", METRIC_VALUE), 847 << 20);
}

static void
memory_of_a_type_is_kib_or_bytes(void **state)
{
	struct bench *b = *state;
	bench_read(b, M15 "         echodev    1    128      2 64,128\n");
	assert_int_equal(bench_value(b, "echodev", METRIC_BYTES), 128);
	bench_read(b, M6 "      echodev     1     1K       -        2  64,128\n");
	assert_int_equal(bench_value(b, "echodev", METRIC_BYTES), 1024);
}

static void
counts_are_scaled_by_1000_and_memory_by_1024(void **state)
{
	struct bench *b = *state;
	bench_read(b, M15 "       sysctloid  26k   1.5M    27k 16,32,64,128\n");
	assert_int_equal(bench_value(b, "sysctloid", METRIC_USED), 26000);
	assert_int_equal(bench_value(b, "sysctloid", METRIC_BYTES), 3 << 19);
}

static void
version_of_the_json_tells_the_unit(void **state)
{
	struct bench *b = *state;
#define TYPE "\"malloc-statistics\": {\"memory\": [{\"type\":\"temp\",\"in-use\":3,\"memory-use\":8,\"requests\":3}]}}\n"
	bench_read(b, "{\"__version\": \"1\", " TYPE);
	assert_int_equal(bench_value(b, "temp", METRIC_BYTES), 8192);
	bench_read(b, "{\"__version\": \"2\", " TYPE);
	assert_int_equal(bench_value(b, "temp", METRIC_BYTES), 8);
}

static void
xml_says_what_json_says(void **state)
{
	struct bench *b = *state;
	bench_read(b, "<malloc-statistics version=\"2\">\n  <memory>\n    <type>a &lt;b&gt; &amp; \"c\"</type>\n"
		      "    <in-use>7</in-use>\n    <memory-use>4100</memory-use>\n    <requests>9</requests>\n"
		      "    <size>16</size>\n    <size>32</size>\n  </memory>\n</malloc-statistics>\n"
		      "<empty version=\"1\"></empty>\n"
		      Z12 "socket:                 944,  31000,      16,      12,    4411,   0,   0,   0\n");
	assert_int_equal(bench_value(b, "a <b> & \"c\"", METRIC_BYTES), 4100);
	assert_int_equal(bench_value(b, "socket", METRIC_USED), 16);
	bench_read(b, "<memory-zone-statistics version=\"1\"><zone><name>mbuf</name><size>256</size><limit>0</limit>"
		      "<used>12</used><free>3</free><requests>99</requests></zone><zone><name>tcpcb</name>"
		      "<size>1024</size><limit>0</limit><used>2</used><free>1</free><requests>3</requests></zone>"
		      "</memory-zone-statistics>\n");
	assert_string_equal(b->format, "vmstat-z-json");
	assert_int_equal(b->row_count, 2);
	assert_int_equal(bench_value(b, "tcpcb", METRIC_USED), 2);
}

static void
header_of_swapinfo_tells_the_unit(void **state)
{
	struct bench *b = *state;
	bench_read(b, "Device          512-blocks     Used    Avail Capacity\n/dev/da0p3      2048        2  2046     0%\n");
	assert_int_equal(bench_value(b, "/dev/da0p3", METRIC_BYTES), 1024);
	bench_read(b, "Device          1M-blocks     Used    Avail Capacity\n/dev/da0p3      2048        2  2046     0%\n");
	assert_int_equal(bench_value(b, "/dev/da0p3", METRIC_BYTES), 2 << 20);
}

static void
free_without_a_unit_is_not_guessed(void **state)
{
	struct bench *b = *state;
	bench_read(b, "              total        used        free      shared  buff/cache   available\n"
		      "Mem:           3931         940         124           1        2866        2710\n"
		      "Swap:          2047           0        2047\n");
	assert_string_equal(b->format, "free");
	assert_int_equal(b->row_count, 0);
}

static void
precision_of_a_scaled_value_is_known(void **state)
{
	struct bench *b = *state;
	bench_read(b, TOP TOP_TABLE " 9196 openacs      18  20    0   518M   243M uwait   0   4:55   0.00% nsd\n");
	assert_int_equal(bench_row(b, "nsd")->step[METRIC_RSS], 1 << 20);
}

static void
comma_before_a_digit_is_a_decimal_point(void **state)
{
	struct bench *b = *state;
	bench_read(b, "top - 11:20:43 up  1:18,  2 users,  load average: 0,00, 0,01, 0,05\n"
		      "MiB Mem :  24105,5 total,  19354,1 free,   1772,4 used,   3285,9 buff/cache\n");
	assert_int_equal(bench_value(b, "total", METRIC_VALUE), INT64_C(24105) * 1048576 + 524288);
}

/* ---- processes ---- */

static void
memory_of_threads_is_counted_once(void **state)
{
	struct bench *b = *state;
	bench_read(b, "UID   PID  PPID CPU PRI NI   VSZ  RSS MWCHAN STAT TT     TIME COMMAND\n"
		      "1001 21103 21096   0  20  0 12852 2456 wait   S+    0  0:00,00 pt: main (pt)\n"
		      "1001 21103 21096   0  35  0 12852 2456 wait   I+    0  0:55,30 pt: main (pt)\n");
	assert_int_equal(b->row_count, 1);
	assert_int_equal(bench_value(b, "pt", METRIC_RSS), 2456 * 1024);
}

static void
columns_stand_behind_the_command(void **state)
{
	struct bench *b = *state;
	bench_read(b, PS_UL "root   428  0.0  0.3  13540   2656   -  S    09:34     0:02.49 sh ./run.sh /var   0  405   0  52  0 wait\n"
			    "root    11 99.0  0.0      0     32   -  RNL  09:33     2:36.31 [idle]             0    0   0 155  0 -\n");
	assert_int_equal(bench_row(b, "sh")->ppid, 405);
	assert_int_equal(bench_row(b, "idle")->ppid, 0);
	assert_true(bench_row(b, "idle")->kernel);
}

static void
date_of_five_words_is_one_column(void **state)
{
	struct bench *b = *state;
	bench_read(b, "  PID STARTED                    RSS COMMAND\n"
		      "  812 Tue Sep 16 01:03:52 2025  1024 fwd\n"
		      "  813 Tue03PM                   2048 sh\n");
	int64_t at_ms;
	assert_true(when_civil(2025, 9, 16, 1, 3, 52, &at_ms));
	assert_true(bench_row(b, "fwd")->started_ms == at_ms);
	assert_true(bench_row(b, "sh")->started_ms == WHEN_UNKNOWN);
	assert_int_equal(bench_value(b, "sh", METRIC_RSS), 2048 * 1024);
}

static void
wait_channel_may_be_empty_or_two_words(void **state)
{
	struct bench *b = *state;
	bench_read(b, TOP TOP_TABLE " 9196 root   18  20    0   518M   243M  0   4:55   0.00% nsd\n"
				    " 9197 root   18  20    0   518M   243M sbwait x 0   4:55   0.00% fwd\n");
	assert_int_equal(bench_value(b, "nsd", METRIC_CPU_MS), 295000);
	assert_int_equal(bench_value(b, "fwd", METRIC_CPU_MS), 295000);
}

static void
state_of_busybox_may_be_two_words(void **state)
{
	struct bench *b = *state;
	bench_read(b, "Mem: 4858052K used, 19825604K free, 8924K shrd, 8208K buff, 3060500K cached\n"
		      "  PID  PPID USER     STAT   VSZ %VSZ %CPU COMMAND\n"
		      "  911     1 root     S <   530m   2%   0% agent\n"
		      "  912     1 root     S N   1530   2%   0% shell\n");
	assert_int_equal(bench_value(b, "agent", METRIC_VSZ), 530 << 20);
	assert_int_equal(bench_value(b, "shell", METRIC_VSZ), 1530 * 1024);
}

static void
terminal_that_was_revoked_is_one_word(void **state)
{
	struct bench *b = *state;
	bench_read(b, "UID   PID  PPID CPU PRI NI  VSZ  RSS MWCHAN STAT TT     TIME COMMAND\n"
		      "  0 72280     1   0  20  0 5992 1768 mntref D     0- 0:03.20 umount /mnt\n");
	assert_int_equal(bench_value(b, "umount", METRIC_CPU_MS), 3200);
}

static void
hours_of_cpu_time_have_letters(void **state)
{
	struct bench *b = *state;
	bench_read(b, TOP TOP_TABLE "    0 root        842 -16    -     0K 13472K -       7  53.4H   0.00% kernel\n");
	assert_int_equal(bench_value(b, "kernel", METRIC_CPU_MS), 534 * 360000);
	assert_int_equal(bench_row(b, "kernel")->step[METRIC_CPU_MS], 360000);
}

static void
tabs_may_have_become_blanks(void **state)
{
	struct bench *b = *state;
	bench_read(b, "1622    0       2466170\n");
	assert_string_equal(b->format, "file-nr");
	assert_int_equal(bench_value(b, "open-files", METRIC_VALUE), 1622);
	bench_read(b, "1622    17      42\n");
	assert_int_equal(b->output_count, 0);
}

static void
lines_that_were_wrapped_are_one_again(void **state)
{
	struct bench *b = *state;
	/* A terminal of 80 columns, which breaks words, and a mail, which does not. */
	bench_read(b, " procs    memory      page                    disks     faults         cpu\n"
		      "r b w     avm     fre  flt  re  pi  po    fr   sr vt0 vt1   in   sy   cs us sy i\nd\n"
		      " 0  0  0 538085320  866308   525   0   2   0   694    5   0   0   20   328   237\n 12 13 75\n"
		      " 0  0  0 538085320  866200    30   0   0   0     0   11   0   0   32   146   376\n  1  6 93\n");
	assert_int_equal(b->output_count, 2);
	assert_int_equal(bench_value(b, "free", METRIC_VALUE), INT64_C(866308) * 1024);
	assert_int_equal(bench_value(b, "cpu-idle", METRIC_VALUE), 93);
	assert_int_equal(b->diag.count[DIAG_ROW_SHORT] + b->diag.count[DIAG_ROW_ODD], 0);
	bench_read(b, Z12 "TCP reassembly segment headers:     40,   6400,       0,     200,  100000,   0,\n"
		      "   0,   7\n"
		      "socket:                 944,  31000,      16,      12,    4411,   3,   0,   0\n");
	assert_int_equal(b->row_count, 2);
	assert_int_equal(bench_value(b, "TCP reassembly segment headers", METRIC_REQUESTS), 100000);
	assert_int_equal(b->diag.count[DIAG_ROW_SHORT] + b->diag.count[DIAG_ROW_ODD], 0);
}

static void
what_is_no_row_together_costs_both_lines(void **state)
{
	struct bench *b = *state;
	bench_read(b, Z12 "socket of a very long name:                 944,  31000,      16,      12,\n"
			  "not a number\n"
			  "socket:                 944,  31000,      16,      12,    4411,   3,   0,   0\n");
	assert_int_equal(b->row_count, 1);
	assert_int_equal(b->diag.count[DIAG_ROW_SHORT] + b->diag.count[DIAG_ROW_ODD], 2);
}

static void
short_row_of_vmstat_is_none_where_its_end_is_missing(void **state)
{
	struct bench *b = *state;
	bench_read(b, VMSTAT " 0  0  0 2109876 388112    35   0   0   0    41    0   0   0  112   843   611\n"
			     " 0  0  0 2109876 388000    35   0   0   0    41    0   0   0  112   843   611  3  1 96\n");
	assert_int_equal(b->output_count, 1);
	assert_int_equal(b->diag.count[DIAG_ROW_SHORT], 1);
}

static void
bound_is_known_by_its_name_where_nothing_says_limits(void **state)
{
	struct bench *b = *state;
	bench_read(b, "vfs.ufs.dirhash_maxmem: 2097152\nvfs.ufs.dirhash_mem: 299008\n");
	assert_int_equal(bench_value(b, "vfs.ufs.dirhash_maxmem", METRIC_VALUE), 2097152);
	assert_int_equal(b->row_count, 1);
}

static void
descriptors_are_rows_with_a_number(void **state)
{
	struct bench *b = *state;
	bench_read(b, "USER     CMD          PID   FD MOUNT      INUM MODE         SZ|DV R/W\n"
		      "root     fwd          812   wd /             2 drwxr-xr-x    512  r\n"
		      "root     fwd          812    0 /dev         41 crw-rw-rw-    null rw\n"
		      "root     fwd          812   12* internet stream tcp fffff8000ab12340\n");
	assert_int_equal(bench_value(b, "fwd", METRIC_FDS), 2);
	bench_read(b, "USER     CMD          PID   FD MOUNT      INUM MODE         SZ|DV R/W\n"
		      "root     fwd          812    0 /dev         41 crw-rw-rw-    null rw\n");
	assert_int_equal(bench_value(b, "fwd", METRIC_FDS), 1);
}

int
main(void)
{
#define TRAP(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)
	const struct CMUnitTest tests[] = {
		TRAP(carriage_return_at_the_end_is_no_part_of_a_line),
		TRAP(header_words_that_touch_are_two),
		TRAP(numbers_that_touch_end_at_their_k),
		TRAP(name_that_touches_its_count_is_cut_where_it_is_known),
		TRAP(name_that_touches_its_count_and_is_unknown_is_no_row),
		TRAP(disks_that_touch_do_not_shift_the_columns_behind_them),
		TRAP(user_that_touches_the_switches_keeps_his_process),
		TRAP(size_may_touch_the_colon_of_a_long_name),
		TRAP(last_colon_ends_the_name_of_a_zone),
		TRAP(names_that_may_be_cut_say_so),
		TRAP(equal_names_are_two_rows),
		TRAP(negative_printed_unsigned_is_zero),
		TRAP(negative_in_32_bits_is_zero_where_the_zone_has_32_bits),
		TRAP(negative_printed_as_such_is_zero),
		TRAP(counters_of_32_bits_say_so),
		TRAP(dash_is_missing_and_not_zero),
		TRAP(words_for_unlimited_and_unknown_are_missing),
		TRAP(number_that_lost_digits_is_missing),
		TRAP(number_that_lost_its_decimals_is_coarse),
		TRAP(label_left_out_of_a_list_of_top_is_zero),
		TRAP(label_without_a_number_is_missing),
		TRAP(first_row_of_vmstat_has_no_percentages),
		TRAP(equal_rows_of_vmstat_are_a_reading_each),
		TRAP(percentages_of_single_cpus_are_nobodys),
		TRAP(the_same_columns_are_kib_or_bytes),
		TRAP(memory_of_a_type_is_kib_or_bytes),
		TRAP(counts_are_scaled_by_1000_and_memory_by_1024),
		TRAP(version_of_the_json_tells_the_unit),
		TRAP(xml_says_what_json_says),
		TRAP(header_of_swapinfo_tells_the_unit),
		TRAP(free_without_a_unit_is_not_guessed),
		TRAP(precision_of_a_scaled_value_is_known),
		TRAP(comma_before_a_digit_is_a_decimal_point),
		TRAP(memory_of_threads_is_counted_once),
		TRAP(columns_stand_behind_the_command),
		TRAP(date_of_five_words_is_one_column),
		TRAP(wait_channel_may_be_empty_or_two_words),
		TRAP(state_of_busybox_may_be_two_words),
		TRAP(terminal_that_was_revoked_is_one_word),
		TRAP(hours_of_cpu_time_have_letters),
		TRAP(tabs_may_have_become_blanks),
		TRAP(lines_that_were_wrapped_are_one_again),
		TRAP(what_is_no_row_together_costs_both_lines),
		TRAP(short_row_of_vmstat_is_none_where_its_end_is_missing),
		TRAP(bound_is_known_by_its_name_where_nothing_says_limits),
		TRAP(descriptors_are_rows_with_a_number),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) == 0 ? 0 : 1;
}
