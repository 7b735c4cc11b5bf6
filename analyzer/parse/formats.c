#include "parse/formats.h"

#include <string.h>

#include "base/eight.h"
#include "parse/block.h"
#include "parse/pattern.h"

#include "base/banned.h"

#define PS .tool = "ps", .reader = &read_processes, .kind = KIND_PROCESS
#define TOP .tool = "top", .reader = &read_top, .kind = KIND_PROCESS
#define ZONES .tool = "vmstat-z", .reader = &read_zones, .kind = KIND_ZONE
#define MALLOC .tool = "vmstat-m", .reader = &read_malloc, .kind = KIND_MALLOC
#define SLABS .tool = "vmstat-m", .reader = &read_slabs, .kind = KIND_SLAB
#define VMSTAT .tool = "vmstat", .reader = &read_vmstat, .kind = KIND_LOAD
#define ITEMS .reader = &read_items
#define ASIDE .tool = "vmstat-m", .reader = &read_aside, .kind = KIND_MALLOC
#define JSON .reader = &read_json
#define LABELS .tool = "vmstat-s", .reader = &read_labels, .kind = KIND_MEMORY

/* Header words, whatever the blanks between them. */
#define S "\\s+"
#define ZONE_HEAD "ITEM" S "SIZE" S "LIMIT" S "USED" S "FREE" S
#define END "\\s*$"
/* The first object of libxo's JSON: its version, where it has one, and the name of what is in it. */
#define OBJECT(version, name) "\\{\\s*" version "\"" name "\"\\s*:$"
#define ANY_VERSION "(\"__version\"\\s*:\\s*\"\\d+\",\\s*)?"
#define VERSION_1 "(\"__version\"\\s*:\\s*\"1\",\\s*)?"
#define VERSION_2 "\"__version\"\\s*:\\s*\"[2-9]\",\\s*"

/* clang-format off */
static const struct format formats[] = {
	/* vmstat -z */
	{ .name = "vmstat-z-freebsd-4",    ZONES, .head = ZONE_HEAD "REQUESTS" END, .quirks = QUIRK_USED_32 | QUIRK_COUNTER_32 | QUIRK_NAME_12 },
	{ .name = "vmstat-z-freebsd-7",    ZONES, .head = ZONE_HEAD "REQUESTS" S "FAILURES" END, .quirks = QUIRK_NAME_31 },
	{ .name = "vmstat-z-freebsd-9",    ZONES, .head = ZONE_HEAD "REQ" S "FAIL" S "SLEEP" END, .quirks = QUIRK_NAME_31 },
	{ .name = "vmstat-z-freebsd-12",   ZONES, .head = ZONE_HEAD "REQ" S "FAILSLEEP" S "XDOMAIN" END, .quirks = QUIRK_NAME_31 },
	{ .name = "vmstat-z-freebsd-14",   ZONES, .head = ZONE_HEAD "REQ" S "FAIL" S "SLEEP" S "XDOMAIN" END, .quirks = QUIRK_NAME_31 },
	{ .name = "vmstat-z-freebsd-15",   ZONES, .head = ZONE_HEAD "REQ" S "FAIL" S "SLEEP" S "XDOM" END, .quirks = QUIRK_NAME_31 },
	{ .name = "vmstat-z-added",        ZONES, .head = ZONE_HEAD "REQ" S "FAIL" S "?SLEEP.*\\(H\\).*", .quirks = QUIRK_NAME_31 },
	{ .name = "vmstat-z-dragonfly",    ZONES, .head = "\\S.{0,63}?\\s\\d+(/\\s*\\d+)?\\s+\\d+M used use=\\d+", .quirks = QUIRK_HEADER_REPEATS },
	{ .name = "vmstat-z-json",         JSON, .tool = "vmstat-z", .kind = KIND_ZONE, .head = OBJECT(ANY_VERSION, "memory-zone-statistics") },
	{ .name = "ddb-uma-freebsd-8",     ITEMS, .tool = "vmstat-z", .kind = KIND_ZONE, .head = "\\s*Zone" S "Size" S "Used" S "Free" S "Requests" END },
	{ .name = "ddb-uma-freebsd-10",    ITEMS, .tool = "vmstat-z", .kind = KIND_ZONE, .head = "\\s*Zone" S "Size" S "Used" S "Free" S "Requests" S "(Sleeps" S ")?Bucket" END },
	{ .name = "ddb-uma",               ITEMS, .tool = "vmstat-z", .kind = KIND_ZONE, .head = "\\s*Zone" S "Size" S "Used" S "Free" S "Requests" S "Sleeps" S "Bucket" S "Total Mem" S "XFree" END, .columns = "Zone Size Used Free Requests Sleeps Bucket Total-Mem XFree" },
	{ .name = "zprint-opening",        ITEMS, .tool = "vmstat-z", .kind = KIND_ZONE, .head = "\\s+elem" S "cur" S "max" S "cur" S "max" S "cur" S "alloc" S "alloc" END, .quirks = QUIRK_SUMMARY },
	{ .name = "zprint",                ITEMS, .tool = "vmstat-z", .kind = KIND_ZONE, .head = "zone name" S "size" S "size" S "size" S "#elts" S "#elts" S "inuse" S "size" S "count" END, .columns = "name elem-size cur-size max-size cur-elts max-elts inuse alloc-size alloc-count flags", .quirks = QUIRK_NAME_DOLLAR },
	{ .name = "vmstat-z-rows",         ZONES, .head = "\\S.*:\\s*\\d+(\\s*,\\s*-?\\d+){4,8}\\s*,?" END, .quirks = QUIRK_WEAK | QUIRK_NAME_31 },
	/* vmstat -m, BSD */
	{ .name = "vmstat-m-freebsd-6",    MALLOC, .head = "\\s*Type" S "InUse" S "MemUse" S "HighUse" S "Requests" S "Size\\(s\\)" END, .quirks = QUIRK_GLUED },
	{ .name = "vmstat-m-freebsd-13",   MALLOC, .head = "\\s*Type" S "InUse" S "MemUse" S "Requests" S "Size\\(s\\)" END },
	{ .name = "vmstat-m-freebsd-15",   MALLOC, .head = "\\s*Type" S "Use" S "Memory" S "Req" S "Size\\(s\\)" END, .quirks = QUIRK_BYTES },
	{ .name = "vmstat-m-opening",      MALLOC, .head = "Memory statistics by type\\b", .quirks = QUIRK_SUMMARY },
	{ .name = "vmstat-m-freebsd-4",    MALLOC, .head = "\\s*Type" S "InUse" S "MemUse" S "HighUse" S "Limit" S "Requests" S "Limit" S "Limit" S "Size\\(s\\)" END, .quirks = QUIRK_GLUED | QUIRK_COUNTER_32 },
	{ .name = "vmstat-m-dragonfly",    MALLOC, .head = "\\s*Type" S "InUse" S "MemUse" S "HighUse" S "Limit" S "Requests" S "Limit" S "Limit" END, .quirks = QUIRK_GLUED },
	{ .name = "vmstat-m-openbsd",      MALLOC, .head = "\\s*Type" S "InUse" S "MemUse" S "HighUse" S "Limit" S "Requests" S "Type Lim(" S "Kern Lim)?(" S "Size\\(s\\))?" END, .quirks = QUIRK_GLUED },
	{ .name = "vmstat-m-buckets",      .tool = "vmstat-m", .reader = &read_buckets, .kind = KIND_POOL, .head = "(Memory statistics by bucket size|\\s*Size" S "In Use" S "Free" S "Requests" S "HighWater" S "Couldfree)" END, .quirks = QUIRK_HEADER_REPEATS },
	{ .name = "vmstat-m-usage",        ASIDE, .head = "Memory usage type by bucket size" END },
	{ .name = "vmstat-m-totals",       ASIDE, .head = "Memory Totals:" },
	{ .name = "vmstat-m-caches",       ASIDE, .head = "Pool cache statistics\\." END },
	{ .name = "vmstat-m-json",         JSON, .tool = "vmstat-m", .kind = KIND_MALLOC, .head = OBJECT(VERSION_1, "malloc-statistics") },
	{ .name = "vmstat-m-json-2",       JSON, .tool = "vmstat-m", .kind = KIND_MALLOC, .head = OBJECT(VERSION_2, "malloc-statistics"), .quirks = QUIRK_BYTES },
	{ .name = "ddb-malloc",            MALLOC, .head = "\\s*Type" S "InUse" S "MemUse" S "Requests" END },
	/* pools of NetBSD and OpenBSD */
	{ .name = "pools-opening",         ITEMS, .tool = "vmstat-m", .kind = KIND_POOL, .head = "Memory resource pool statistics" END, .quirks = QUIRK_SUMMARY },
	{ .name = "pools",                 ITEMS, .tool = "vmstat-m", .kind = KIND_POOL, .head = "Name" S "Size" S "Requests" S "Fail" S "Releases" S "Pgreq" S "Pgrel" S "Npage" S "Hiwat" S "Minpg" S "Maxpg" S "Idle" END },
	{ .name = "pools-inuse",           ITEMS, .tool = "vmstat-m", .kind = KIND_POOL, .head = "Name" S "Size" S "Requests" S "Fail" S "InUse" S "Pgreq" S "Pgrel" S "Npage" S "Hiwat" S "Minpg" S "Maxpg" S "Idle" END },
	{ .name = "pools-wide",            ITEMS, .tool = "vmstat-m", .kind = KIND_POOL, .head = "Name" S "Size" S "Requests" S "Fail" S "Releases" S "InUse" S "Avail" S "Pgreq" S "Pgrel" S "Npage" S "PageSz" S "Hiwat" S "Minpg" S "Maxpg" S "Idle" S "Flags" S "Util" END },
	/* vmstat -m and /proc/slabinfo, Linux */
	{ .name = "vmstat-m-procps",       ITEMS, .tool = "vmstat-m", .kind = KIND_SLAB, .head = "Cache" S "Num" S "Total" S "Size" S "Pages" END, .quirks = QUIRK_HEADER_REPEATS | QUIRK_NAME_24 },
	{ .name = "slabinfo-1",            SLABS, .head = "slabinfo - version: 1\\.1", .quirks = QUIRK_SIX },
	{ .name = "slabinfo-2",            SLABS, .head = "slabinfo - version: 2\\.\\d", .quirks = 0 },
	{ .name = "slabinfo-rows",         SLABS, .head = "\\S.*\\s\\d+(\\s+\\d+){4} : tunables\\s", .quirks = QUIRK_WEAK },
	{ .name = "slabtop-opening",       ITEMS, .tool = "vmstat-m", .kind = KIND_SLAB, .head = "\\s*Active / Total Objects \\(% used\\)", .quirks = QUIRK_SUMMARY },
	{ .name = "slabtop",               ITEMS, .tool = "vmstat-m", .kind = KIND_SLAB, .head = "\\s*OBJS" S "ACTIVE" S "USE" S "OBJ SIZE" S "SLABS" S "OBJ/SLAB" S "CACHE SIZE" S "NAME" END, .columns = "OBJS ACTIVE USE OBJ-SIZE SLABS OBJ/SLAB CACHE-SIZE NAME" },
	/* vmstat -s */
	{ .name = "vmstat-s-freebsd",      LABELS, .head = "\\s*\\d+ cpu context switches" END, .quirks = QUIRK_COUNTER_32 | QUIRK_WHOLE },
	{ .name = "vmstat-s-procps",       LABELS, .head = "\\s*\\d+ ([kKmM] )? ?total memory" END },
	{ .name = "vmstat-s-openbsd",      LABELS, .head = "\\s*\\d+ bytes per page" END, .quirks = QUIRK_COUNTER_32 | QUIRK_WHOLE },
	{ .name = "vmstat-s-json",         JSON, .tool = "vmstat-s", .kind = KIND_MEMORY, .head = OBJECT(ANY_VERSION, "summary-statistics"), .quirks = QUIRK_COUNTER_32 },
	{ .name = "vm_stat",               .tool = "vmstat-s", .reader = &read_pairs, .kind = KIND_MEMORY, .head = "Mach Virtual Memory Statistics: \\(page size of \\d+ bytes\\)" END, .quirks = QUIRK_NUMBERS },
	/* vmstat */
	{ .name = "vmstat-opening",        VMSTAT, .head = "\\s*-*procs-*\\s.*\\bmemory\\b", .quirks = QUIRK_SUMMARY | QUIRK_HEADER_REPEATS },
	{ .name = "vmstat-freebsd",        VMSTAT, .head = "\\s?r b( w)?" S "avm" S "fre" S "flt" S "re" S "pi" S "po" S "fr" S "sr\\b.*\\bid" END, .quirks = QUIRK_HEADER_REPEATS },
	{ .name = "vmstat-freebsd-human",  VMSTAT, .head = "\\s?r  b  w" S "avm" S "fre" S "flt" S "re" S "pi" S "po" S "fr" S "sr\\b.*\\bid" END, .quirks = QUIRK_HEADER_REPEATS | QUIRK_BYTES },
	{ .name = "vmstat-procps",         VMSTAT, .head = "\\s*r\\s+b\\s+swpd" S "free" S, .quirks = QUIRK_HEADER_REPEATS },
	{ .name = "vmstat-dragonfly",      VMSTAT, .head = "\\s?r b w" S "fre" S "flt" S "re" S "pi" S "po" S "fr\\b.*\\bid" END, .quirks = QUIRK_HEADER_REPEATS | QUIRK_BYTES },
	{ .name = "vmstat-openbsd",        VMSTAT, .head = "\\s*r" S "s" S "avm" S "fre" S "flt" S "re\\b.*\\bid" END, .quirks = QUIRK_HEADER_REPEATS },
	{ .name = "vm_stat-interval",      VMSTAT, .head = "\\s*free" S "active" S "specul" S "inactive" S "throttle" S "wired" S, .quirks = QUIRK_HEADER_REPEATS | QUIRK_PAGES },
	{ .name = "vmstat-f",              .tool = "load", .reader = &read_forks, .kind = KIND_LOAD, .head = "\\d+ forks, \\d+ pages, average [\\d.]+" END, .quirks = QUIRK_COUNTER_32 },
	{ .name = "vmstat-i",              .tool = "load", .reader = &read_interrupts, .kind = KIND_LOAD, .head = "interrupt" S "total" S "rate" END, .quirks = QUIRK_COUNTER_32 },
	{ .name = "vmstat-o",              .tool = "load", .reader = &read_objects, .kind = KIND_LOAD, .head = "\\s*RES" S "ACT" S "INACT" S "REF" S "SHD" S "CM" S "TP" S "PATH" END },
	{ .name = "vmstat-json",           JSON, .tool = "vmstat", .kind = KIND_MEMORY, .head = OBJECT(VERSION_1, "processes"), .quirks = QUIRK_ITERATES | QUIRK_HEADER_REPEATS },
	{ .name = "vmstat-json-2",         JSON, .tool = "vmstat", .kind = KIND_MEMORY, .head = OBJECT(VERSION_2, "processes"), .quirks = QUIRK_ITERATES | QUIRK_HEADER_REPEATS | QUIRK_BYTES },
	/* ps */
	{ .name = "ps-bsd-u",              PS, .head = "USER" S "PID" S "%CPU" S "%MEM" S "VSZ" S "RSS" S "TT" S "STAT" S "STARTED" S "TIME" S "COMMAND" END },
	{ .name = "ps-bsd-l",              PS, .head = "\\s*UID" S "PID" S "PPID" S "(CPU|C)" S "PRI" S "NI" S "VSZ" S "RSS" S "M?WCHAN" S "STAT" S "TT" S "TIME" S "COMMAND" END },
	{ .name = "ps-bsd-ul",             PS, .head = "USER" S "PID" S "%CPU" S "%MEM" S "VSZ" S "RSS" S "TT" S "STAT" S "STARTED" S "TIME" S "COMMAND" S "UID" S "PPID" S "(CPU|C)" S "PRI" S "NI" S "M?WCHAN" END },
	{ .name = "ps-procps-u",           PS, .head = "USER" S "PID" S "%CPU" S "%MEM" S "VSZ" S "RSS" S "TTY" S "STAT" S "START" S "TIME" S "COMMAND" END },
	{ .name = "ps-f",                  PS, .head = "\\s*UID" S "PID" S "PPID" S "C" S "STIME" S "TTY" S "TIME" S "CMD" END },
	{ .name = "ps-busybox",            PS, .head = "\\s*PID" S "USER(" S "(VSZ|TIME))?(" S "STAT)?" S "COMMAND" END },
	{ .name = "ps-columns",            PS, .head = "(?=(.*\\s)?PID\\s)(?=\\s*[A-Z%][A-Z%+]*\\s+([A-Za-z%][A-Za-z%+_]*\\s+)*(COMMAND|COMM|CMD|ARGS|UCOMM|UCMD)\\b[A-Z%\\s]*$)" },
	{ .name = "ps-json",               JSON, .tool = "ps", .kind = KIND_PROCESS, .head = OBJECT(ANY_VERSION, "process-information") },
	{ .name = "ddb-ps",                .tool = "ps", .reader = &read_ddb_ps, .kind = KIND_PROCESS, .head = "\\s*pid" S "ppid" S "pgrp" S "uid" S "state" S "wmesg" S "wchan" S "cmd" END },
	{ .name = "ddb-ps-openbsd",        PS, .head = "\\s*PID" S "TID" S "PPID" S "UID" S "S" S "FLAGS" S "WAIT" S "COMMAND" END, .quirks = QUIRK_STAR },
	/* top */
	{ .name = "top-bsd",               TOP, .head = "last ?pid: *\\d+;", .quirks = QUIRK_SUMMARY | QUIRK_ITERATES },
	{ .name = "top-freebsd",           TOP, .head = "\\s*PID(" S "JID)?" S "(USERNAME|UID)(" S "THR)?" S "PRI" S "NICE" S "SIZE" S "RES(" S "SWAP)?" S "STATE(" S "C)?" S "TIME" S "(WCPU" S ")?(CPU" S ")?COMMAND" END, .quirks = QUIRK_ITERATES },
	{ .name = "top-freebsd-io",        TOP, .head = "\\s*PID(" S "JID)?" S "(USERNAME|UID)" S "VCSW" S "IVCSW" S "READ" S "WRITE" S "FAULT" S "TOTAL" S "PERCENT" S "COMMAND" END, .quirks = QUIRK_ITERATES },
	{ .name = "top-freebsd-threads",   TOP, .head = "\\s*THR(" S "JID)?" S "(USERNAME|UID)" S "PRI" S "NICE" S "SIZE" S "RES(" S "SWAP)?" S "STATE(" S "C)?" S "TIME" S "(WCPU" S ")?(CPU" S ")?COMMAND" END, .quirks = QUIRK_ITERATES | QUIRK_THREADS },
	{ .name = "top-load",              TOP, .head = "load averages:\\s", .quirks = QUIRK_SUMMARY | QUIRK_ITERATES },
	{ .name = "top-openbsd",           TOP, .head = "\\s*PID" S "USERNAME" S "PRI" S "NICE" S "SIZE" S "RES" S "STATE" S "WAIT" S "TIME" S "CPU" S "COMMAND" END, .quirks = QUIRK_ITERATES },
	{ .name = "top-fortios",           TOP, .head = "Run Time:\\s+\\d+ days?,", .columns = "COMMAND PID STAT CPU %MEM", .quirks = QUIRK_ITERATES },
	{ .name = "top-linux",             TOP, .head = "top - \\d\\d?:\\d\\d", .quirks = QUIRK_SUMMARY | QUIRK_ITERATES },
	{ .name = "top-procps",            TOP, .head = "\\s*PID" S "USER" S "PR" S "NI" S "VIRT" S "RES" S "SHR" S "S" S "%CPU" S "%MEM" S "TIME\\+" S "COMMAND" END, .quirks = QUIRK_ITERATES | QUIRK_NAME_PLUS },
	{ .name = "top-procps-columns",    TOP, .head = "(?=\\s*PID" S "(PPID" S ")?(UID" S ")?USER" S ".*PR" S ".*\\sCOMMAND\\b)", .quirks = QUIRK_ITERATES | QUIRK_NAME_PLUS },
	{ .name = "top-linux-busybox",     TOP, .head = "Mem: \\d+K used, ", .quirks = QUIRK_SUMMARY | QUIRK_ITERATES },
	{ .name = "top-busybox",           TOP, .head = "\\s*PID" S "PPID" S "USER" S "STAT" S "VSZ" S "%VSZ" S "(CPU" S ")?%CPU" S "COMMAND" END, .quirks = QUIRK_ITERATES },
	/* key: value */
	{ .name = "sysctl",                .tool = "memory", .reader = &read_pairs, .kind = KIND_MEMORY, .head = "[a-z][\\w-]*(\\.[\\w%-]+)+\\s?[:=]", .quirks = QUIRK_WEAK },
	{ .name = "vmtotal",               .tool = "memory", .reader = &read_vmtotal, .kind = KIND_MEMORY, .head = "System wide totals computed every five seconds: \\(values in kilobytes\\)" },
	{ .name = "meminfo",               .tool = "memory", .reader = &read_pairs, .kind = KIND_MEMORY, .head = "MemTotal:\\s+\\d+ kB" END, .quirks = QUIRK_NUMBERS },
	{ .name = "free",                  .tool = "memory", .reader = &read_free, .kind = KIND_MEMORY, .head = "\\s+total" S "used" S "free(" S "shared)?" S "(buffers" S "(cached|cache" S "available)|buff/cache" S "available)" END },
	{ .name = "cpstat-memory",         .tool = "memory", .reader = &read_pairs, .kind = KIND_MEMORY, .head = "Total Virtual Memory \\(Bytes\\):", .quirks = QUIRK_NUMBERS },
	{ .name = "cpstat-table",          .tool = "load", .reader = &read_drawn, .kind = KIND_LOAD, .head = "\\|[A-Z][^|]*(\\|[A-Z][^|]*)+\\|" END },
	{ .name = "ipsctl",                .tool = "load", .reader = &read_pairs, .kind = KIND_LOAD, .head = "[a-z][\\w.-]*(:[\\w.-]+)+ = ", .quirks = QUIRK_WEAK | QUIRK_ASSIGN },
	{ .name = "proc-stat",             .tool = "load", .reader = &read_words, .kind = KIND_LOAD, .head = "cpu +\\d+ \\d+ \\d+ \\d+" },
	{ .name = "self",                  .tool = "self", .reader = &read_pairs, .kind = KIND_SELF, .head = "[a-z][\\w-]*:\\s", .quirks = QUIRK_WEAK },
	/* small ones */
	{ .name = "netstat-m-bsd",         .tool = "netstat-m", .reader = &read_netstat, .kind = KIND_MBUF, .head = "\\d+/\\d+/\\d+ mbufs in use \\(current/" },
	{ .name = "netstat-m-freebsd-4",   .tool = "netstat-m", .reader = &read_netstat, .kind = KIND_MBUF, .head = "\\d+/\\d+/\\d+ mbufs in use \\(current/peak/max\\)", .quirks = QUIRK_COUNTER_32 },
	{ .name = "netstat-m-mbufs",       .tool = "netstat-m", .reader = &read_netstat, .kind = KIND_MBUF, .head = "\\d+ mbufs in use:" END },
	{ .name = "netstat-m-json",        JSON, .tool = "netstat-m", .kind = KIND_MEMORY, .head = OBJECT(ANY_VERSION, "mbuf-statistics") },
	{ .name = "swapinfo",              .tool = "swap", .reader = &read_swap, .kind = KIND_SWAP, .head = "Device" S "(\\S+-blocks|Size)" S "Used" S "Avail" S "Capacity" END },
	{ .name = "swapctl",               .tool = "swap", .reader = &read_swap, .kind = KIND_SWAP, .head = "Device" S "\\S+-blocks" S "Used" S "Avail" S "Capacity" S "Priority" END },
	{ .name = "proc-swaps",            .tool = "swap", .reader = &read_swap, .kind = KIND_SWAP, .head = "Filename" S "Type" S "Size" S "Used" S "Priority" END },
	{ .name = "file-nr",               .tool = "files", .reader = &read_single, .kind = KIND_FILES, .head = "\\d+(\\t\\d+\\t| +0 +)\\d{4,19}\\s*$", .quirks = QUIRK_WEAK },
	{ .name = "pstat",                 .tool = "files", .reader = &read_single, .kind = KIND_FILES, .head = "\\d+/\\d+ (open )?files" END },
	{ .name = "fstat",                 .tool = "files", .reader = &read_descriptors, .kind = KIND_PROCESS, .head = "USER" S "CMD" S "PID" S "FD" S "(MOUNT|DEV)" S "INUM" },
	{ .name = "lsof",                  .tool = "files", .reader = &read_descriptors, .kind = KIND_PROCESS, .head = "COMMAND" S "PID(" S "TID)?(" S "TASKCMD)?" S "USER" S "FD" S "TYPE" S "DEVICE" S, .quirks = QUIRK_NAME_9 },
	{ .name = "procstat-f",            .tool = "files", .reader = &read_descriptors, .kind = KIND_PROCESS, .head = "\\s*PID" S "COMM" S "FD" S "T" S "V" S "FLAGS" S },
	{ .name = "uptime",                .tool = "boot", .reader = &read_single, .kind = KIND_HOST, .head = "\\s*\\d?\\d:\\d\\d(:\\d\\d|[AP]M)?\\s+up\\s.*load averages?:" },
	{ .name = "proc-uptime",           .tool = "boot", .reader = &read_single, .kind = KIND_HOST, .head = "\\d+\\.\\d\\d \\d+\\.\\d\\d$", .quirks = QUIRK_WEAK },
	{ .name = "proc-loadavg",          .tool = "load", .reader = &read_single, .kind = KIND_LOAD, .head = "\\d+\\.\\d\\d \\d+\\.\\d\\d \\d+\\.\\d\\d \\d+/\\d+ \\d+$", .quirks = QUIRK_WEAK },
	/* products */
	{ .name = "fw-pstat",              .tool = "product", .reader = &read_pstat, .kind = KIND_PRODUCT, .head = "(System|Machine|Virtual System) Capacity Summary:" END, .quirks = QUIRK_WHOLE },
	{ .name = "fw-pstat-4",            .tool = "product", .reader = &read_pstat, .kind = KIND_PRODUCT, .head = "Hash kernel memory \\(hmem\\) statistics:" END },
	{ .name = "nsapimgr",              .tool = "product", .reader = &read_product, .kind = KIND_PRODUCT, .head = "TotalMEM:\\s+\\(", .quirks = QUIRK_WHOLE },
	{ .name = "nsapimgr-pools",        .tool = "product", .reader = &read_product, .kind = KIND_PRODUCT, .head = "MEMPOOL" S "MaxAllowd" S "CurAlloc" },
};
/* clang-format on */

#define FORMAT_COUNT (sizeof(formats) / sizeof(formats[0]))

/*
 * Answers given lately. Frame after frame asks about the same lines, but for their numbers: so a line has the answer of one that differs in
 * digits alone. No head tells one digit from another, but in lines that speak of a version.
 */
#define ANSWERS 1024
#define ANSWER_BYTES 160

struct answer {
	const char *tool;
	const struct reader *reader;
	bool weak;
	size_t len; /* 0: not used yet */
	char line[ANSWER_BYTES];
	const struct format *format;
};

struct formats {
	struct answer answers[ANSWERS];
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

/* Is b the line a, but for its digits? */
static bool
has_shape(struct str a, struct str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = str_difference(a, b, 0); i < a.len; i++)
		if (a.ptr[i] != b.ptr[i] &&
		    !(str_is_digit(a.ptr[i]) && str_is_digit(b.ptr[i])))
			return false;
	return true;
}

/* Eight characters, each digit a 0. */
static uint64_t
shape_of_eight(const char *at)
{
	uint64_t x = eight_at(at);
	return x & ~((eight_digits(x) >> 7) * 0x0f);
}

/* Of lines with one shape it is the same. */
static uint32_t
shape_hash(struct str line)
{
	const size_t enough = 24;
	const uint64_t odd = UINT64_C(0x9e3779b97f4a7c15); /* of the golden ratio */
	char padded[8] = { 0 };
	uint64_t hash = line.len;
	if (line.len < sizeof(padded)) {
		memcpy(padded, line.ptr, line.len);
		line = (struct str){ padded, sizeof(padded) };
	}
	for (size_t i = 0; i + 8 <= line.len && i < enough; i += 8)
		hash = (hash ^ shape_of_eight(line.ptr + i)) * odd;
	return (uint32_t)(hash >> 32);
}

static const struct format *
ask(const struct formats *f, const char *tool, const struct reader *reader, bool weak,
    struct str line)
{
	struct contest c = { .tool = tool, .reader = reader };
	const struct format *winner = NULL;
	if (pattern_bid(f->any_strong, line) > 0)
		winner = hold(f, &c, line);
	if (winner != NULL || !weak)
		return winner;
	c.weak = true;
	return hold(f, &c, line);
}

static const struct format *
ask_or_remember(struct formats *f, const char *tool, const struct reader *reader,
    bool weak, struct str line)
{
	size_t asked = (uintptr_t)tool / 8 ^ (uintptr_t)reader / 8 ^ (size_t)weak;
	struct answer *a = &f->answers[(shape_hash(line) ^ asked) % ANSWERS];
	if (a->tool == tool && a->reader == reader && a->weak == weak &&
	    has_shape((struct str){ a->line, a->len }, line))
		return a->format;
	const struct format *format = ask(f, tool, reader, weak, line);
	if (line.len == 0 || line.len > ANSWER_BYTES || str_has(line, "version"))
		return format;
	*a = (struct answer){ tool, reader, weak, line.len, { 0 }, format };
	memcpy(a->line, line.ptr, line.len);
	return format;
}

const struct format *
formats_find(struct formats *f, const char *tool, struct str line, bool weak)
{
	return ask_or_remember(f, tool, NULL, weak, line);
}

const struct format *
formats_variant(struct formats *f, const struct format *of, struct str line)
{
	const struct format *winner = ask_or_remember(f, NULL, of->reader, false, line);
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
