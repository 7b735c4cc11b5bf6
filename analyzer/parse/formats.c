#include "parse/formats.h"

#include "parse/block.h"
#include "parse/pattern.h"

#include "base/banned.h"

#define PS .tool = "ps", .reader = &read_processes, .kind = KIND_PROCESS
#define TOP .tool = "top", .reader = &read_top, .kind = KIND_PROCESS
#define ZONES .tool = "vmstat-z", .reader = &read_zones, .kind = KIND_ZONE
#define MALLOC .tool = "vmstat-m", .reader = &read_malloc, .kind = KIND_MALLOC
#define SLABS .tool = "vmstat-m", .reader = &read_slabs, .kind = KIND_SLAB
#define VMSTAT .tool = "vmstat", .reader = &read_vmstat, .kind = KIND_LOAD
#define LABELS .tool = "vmstat-s", .reader = &read_labels, .kind = KIND_MEMORY

/* Header words, whatever the blanks between them. */
#define S "\\s+"
#define ZONE_HEAD "ITEM" S "SIZE" S "LIMIT" S "USED" S "FREE" S
#define END "\\s*$"

/* clang-format off */
static const struct format formats[] = {
	/* vmstat -z */
	{ .name = "vmstat-z-freebsd-4",    ZONES, .head = ZONE_HEAD "REQUESTS" END, .quirks = QUIRK_USED_32 | QUIRK_COUNTER_32 | QUIRK_NAME_12 },
	{ .name = "vmstat-z-freebsd-7",    ZONES, .head = ZONE_HEAD "REQUESTS" S "FAILURES" END, .quirks = QUIRK_NAME_31 },
	{ .name = "vmstat-z-freebsd-9",    ZONES, .head = ZONE_HEAD "REQ" S "FAIL" S "SLEEP" END, .quirks = QUIRK_NAME_31 },
	{ .name = "vmstat-z-freebsd-12",   ZONES, .head = ZONE_HEAD "REQ" S "FAILSLEEP" S "XDOMAIN" END, .quirks = QUIRK_NAME_31 },
	{ .name = "vmstat-z-freebsd-14",   ZONES, .head = ZONE_HEAD "REQ" S "FAIL" S "SLEEP" S "XDOMAIN" END, .quirks = QUIRK_NAME_31 },
	{ .name = "vmstat-z-freebsd-15",   ZONES, .head = ZONE_HEAD "REQ" S "FAIL" S "SLEEP" S "XDOM" END, .quirks = QUIRK_NAME_31 },
	{ .name = "vmstat-z-rows",         ZONES, .head = "\\S.*:\\s*\\d+(\\s*,\\s*-?\\d+){4,8}\\s*,?" END, .quirks = QUIRK_WEAK | QUIRK_NAME_31 },
	/* vmstat -m, BSD */
	{ .name = "vmstat-m-freebsd-6",    MALLOC, .head = "\\s*Type" S "InUse" S "MemUse" S "HighUse" S "Requests" S "Size\\(s\\)" END },
	{ .name = "vmstat-m-freebsd-13",   MALLOC, .head = "\\s*Type" S "InUse" S "MemUse" S "Requests" S "Size\\(s\\)" END },
	{ .name = "vmstat-m-freebsd-15",   MALLOC, .head = "\\s*Type" S "Use" S "Memory" S "Req" S "Size\\(s\\)" END, .quirks = QUIRK_BYTES },
	/* vmstat -m and /proc/slabinfo, Linux */
	{ .name = "vmstat-m-procps",       SLABS, .head = "Cache" S "Num" S "Total" S "Size" S "Pages" END, .quirks = QUIRK_HEADER_REPEATS },
	{ .name = "slabinfo-2",            SLABS, .head = "slabinfo - version: 2\\.\\d", .quirks = 0 },
	{ .name = "slabinfo-rows",         SLABS, .head = "\\S.*\\s\\d+(\\s+\\d+){4} : tunables\\s", .quirks = QUIRK_WEAK },
	/* vmstat -s */
	{ .name = "vmstat-s-freebsd",      LABELS, .head = "\\s*\\d+ cpu context switches" END, .quirks = QUIRK_COUNTER_32 },
	{ .name = "vmstat-s-procps",       LABELS, .head = "\\s*\\d+ ([kKmM] )? ?total memory" END },
	/* vmstat */
	{ .name = "vmstat-opening",        VMSTAT, .head = "\\s*-*procs-*\\s.*\\bmemory\\b", .quirks = QUIRK_SUMMARY | QUIRK_HEADER_REPEATS },
	{ .name = "vmstat-freebsd",        VMSTAT, .head = "\\s?r b w" S "avm" S "fre" S "flt" S "re" S "pi" S "po" S "fr" S "sr\\b.*\\bid" END, .quirks = QUIRK_HEADER_REPEATS },
	{ .name = "vmstat-freebsd-human",  VMSTAT, .head = "\\s?r  b  w" S "avm" S "fre" S "flt" S "re" S "pi" S "po" S "fr" S "sr\\b.*\\bid" END, .quirks = QUIRK_HEADER_REPEATS | QUIRK_BYTES },
	{ .name = "vmstat-procps",         VMSTAT, .head = "\\s*r\\s+b\\s+swpd" S "free" S, .quirks = QUIRK_HEADER_REPEATS },
	/* ps */
	{ .name = "ps-bsd-u",              PS, .head = "USER" S "PID" S "%CPU" S "%MEM" S "VSZ" S "RSS" S "TT" S "STAT" S "STARTED" S "TIME" S "COMMAND" END },
	{ .name = "ps-bsd-l",              PS, .head = "\\s*UID" S "PID" S "PPID" S "(CPU|C)" S "PRI" S "NI" S "VSZ" S "RSS" S "M?WCHAN" S "STAT" S "TT" S "TIME" S "COMMAND" END },
	{ .name = "ps-bsd-ul",             PS, .head = "USER" S "PID" S "%CPU" S "%MEM" S "VSZ" S "RSS" S "TT" S "STAT" S "STARTED" S "TIME" S "COMMAND" S "UID" S "PPID" S "(CPU|C)" S "PRI" S "NI" S "M?WCHAN" END },
	{ .name = "ps-procps-u",           PS, .head = "USER" S "PID" S "%CPU" S "%MEM" S "VSZ" S "RSS" S "TTY" S "STAT" S "START" S "TIME" S "COMMAND" END },
	{ .name = "ps-procps-f",           PS, .head = "UID" S "PID" S "PPID" S "C" S "STIME" S "TTY" S "TIME" S "CMD" END },
	{ .name = "ps-busybox",            PS, .head = "\\s*PID" S "USER(" S "(VSZ|TIME))?(" S "STAT)?" S "COMMAND" END },
	{ .name = "ps-columns",            PS, .head = "(?=(.*\\s)?PID\\s)(?=\\s*[A-Z%][A-Z%+]*\\s+([A-Za-z%][A-Za-z%+_]*\\s+)*(COMMAND|COMM|CMD|ARGS|UCOMM|UCMD)\\b[A-Z%\\s]*$)" },
	/* top */
	{ .name = "top-bsd",               TOP, .head = "last ?pid: *\\d+;", .quirks = QUIRK_SUMMARY | QUIRK_ITERATES },
	{ .name = "top-freebsd",           TOP, .head = "\\s*PID(" S "JID)?" S "(USERNAME|UID)(" S "THR)?" S "PRI" S "NICE" S "SIZE" S "RES(" S "SWAP)?" S "STATE(" S "C)?" S "TIME" S "(WCPU" S ")?(CPU" S ")?COMMAND" END, .quirks = QUIRK_ITERATES },
	{ .name = "top-freebsd-io",        TOP, .head = "\\s*PID(" S "JID)?" S "(USERNAME|UID)" S "VCSW" S "IVCSW" S "READ" S "WRITE" S "FAULT" S "TOTAL" S "PERCENT" S "COMMAND" END, .quirks = QUIRK_ITERATES },
	{ .name = "top-linux",             TOP, .head = "top - \\d\\d?:\\d\\d", .quirks = QUIRK_SUMMARY | QUIRK_ITERATES },
	{ .name = "top-procps",            TOP, .head = "\\s*PID" S "USER" S "PR" S "NI" S "VIRT" S "RES" S "SHR" S "S" S "%CPU" S "%MEM" S "TIME\\+" S "COMMAND" END, .quirks = QUIRK_ITERATES | QUIRK_NAME_PLUS },
	{ .name = "top-procps-columns",    TOP, .head = "(?=\\s*PID" S "(PPID" S ")?(UID" S ")?USER" S ".*PR" S ".*\\sCOMMAND\\b)", .quirks = QUIRK_ITERATES | QUIRK_NAME_PLUS },
	{ .name = "top-linux-busybox",     TOP, .head = "Mem: \\d+K used, ", .quirks = QUIRK_SUMMARY | QUIRK_ITERATES },
	{ .name = "top-busybox",           TOP, .head = "\\s*PID" S "PPID" S "USER" S "STAT" S "VSZ" S "%VSZ" S "(CPU" S ")?%CPU" S "COMMAND" END, .quirks = QUIRK_ITERATES },
	/* key: value */
	{ .name = "sysctl",                .tool = "memory", .reader = &read_pairs, .kind = KIND_MEMORY, .head = "[a-z][\\w-]*(\\.[\\w%-]+)+\\s?[:=]", .quirks = QUIRK_WEAK },
	{ .name = "meminfo",               .tool = "memory", .reader = &read_pairs, .kind = KIND_MEMORY, .head = "MemTotal:\\s+\\d+ kB" END },
	{ .name = "proc-stat",             .tool = "load", .reader = &read_words, .kind = KIND_LOAD, .head = "cpu +\\d+ \\d+ \\d+ \\d+" },
	{ .name = "self",                  .tool = "self", .reader = &read_pairs, .kind = KIND_SELF, .head = "[a-z][\\w-]*:\\s", .quirks = QUIRK_WEAK },
	/* small ones */
	{ .name = "netstat-m-bsd",         .tool = "netstat-m", .reader = &read_netstat, .kind = KIND_MBUF, .head = "\\d+/\\d+/\\d+ mbufs in use \\(current/" },
	{ .name = "swapinfo",              .tool = "swap", .reader = &read_swap, .kind = KIND_SWAP, .head = "Device" S "(\\S+-blocks|Size)" S "Used" S "Avail" S "Capacity" END },
	{ .name = "proc-swaps",            .tool = "swap", .reader = &read_swap, .kind = KIND_SWAP, .head = "Filename" S "Type" S "Size" S "Used" S "Priority" END },
	{ .name = "file-nr",               .tool = "files", .reader = &read_single, .kind = KIND_FILES, .head = "\\d+\\t\\d+\\t\\d+$", .quirks = QUIRK_WEAK },
	{ .name = "uptime",                .tool = "boot", .reader = &read_single, .kind = KIND_HOST, .head = "\\s*\\d?\\d:\\d\\d(:\\d\\d|[AP]M)?\\s+up\\s.*load averages?:" },
	{ .name = "proc-uptime",           .tool = "boot", .reader = &read_single, .kind = KIND_HOST, .head = "\\d+\\.\\d\\d \\d+\\.\\d\\d$", .quirks = QUIRK_WEAK },
};
/* clang-format on */

#define FORMAT_COUNT (sizeof(formats) / sizeof(formats[0]))

struct formats {
	struct pattern *heads[FORMAT_COUNT];
	struct pattern *any_strong; /* one look settles most lines: none of them */
};

struct formats *
formats_open(struct arena *perm)
{
	struct formats *f = arena_alloc(perm, sizeof(*f));
	const char *strong[FORMAT_COUNT];
	for (size_t i = 0; i < FORMAT_COUNT; i++) {
		f->heads[i] = pattern_open(perm, formats[i].head);
		strong[i] = formats[i].quirks & QUIRK_WEAK ? NULL : formats[i].head;
	}
	f->any_strong = pattern_open_any(perm, strong, FORMAT_COUNT);
	return f;
}

void
formats_close(struct formats *f)
{
	for (size_t i = 0; i < FORMAT_COUNT; i++)
		pattern_close(f->heads[i]);
	pattern_close(f->any_strong);
}

struct contest {
	const char *tool;            /* NULL: any */
	const struct reader *reader; /* NULL: any */
	bool weak;                   /* rows with QUIRK_WEAK, or those without */
	size_t best, winners;
};

static const struct format *
hold(const struct formats *f, struct contest *c, struct str line)
{
	const struct format *winner = NULL;
	c->best = c->winners = 0;
	for (size_t i = 0; i < FORMAT_COUNT; i++) {
		const struct format *format = &formats[i];
		if (c->weak != ((format->quirks & QUIRK_WEAK) != 0) ||
		    (c->tool != NULL && !str_is(str_from(c->tool), format->tool)) ||
		    (c->reader != NULL && c->reader != format->reader))
			continue;
		size_t bid = pattern_bid(f->heads[i], line);
		if (bid > c->best) {
			c->best = bid;
			c->winners = 1;
			winner = format;
		} else if (bid > 0 && bid == c->best)
			c->winners++;
	}
	return winner;
}

const struct format *
formats_find(const struct formats *f, const char *tool, struct str line, bool weak)
{
	struct contest c = { .tool = tool };
	const struct format *winner = NULL;
	if (pattern_bid(f->any_strong, line) > 0)
		winner = hold(f, &c, line);
	if (winner != NULL || !weak)
		return winner;
	c.weak = true;
	return hold(f, &c, line);
}

const struct format *
formats_variant(const struct formats *f, const struct format *of, struct str line)
{
	struct contest c = { .reader = of->reader };
	const struct format *winner = NULL;
	if (pattern_bid(f->any_strong, line) > 0)
		winner = hold(f, &c, line);
	return winner != NULL && !(winner->quirks & QUIRK_SUMMARY) ? winner : NULL;
}

size_t
formats_count(void)
{
	return FORMAT_COUNT;
}

const struct format *
formats_row(size_t index)
{
	return &formats[index];
}

size_t
formats_winners(const struct formats *f, struct str line)
{
	struct contest c = { .weak = false };
	if (hold(f, &c, line) == NULL) {
		c.weak = true;
		hold(f, &c, line);
	}
	return c.winners;
}
