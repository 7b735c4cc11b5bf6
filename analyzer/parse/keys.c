#include "parse/keys.h"

#include "base/num.h"
#include "base/when.h"

#include "base/banned.h"

/* "{ sec = 1700000000, usec = 123456 } Tue Nov 14 …" and a bare number of seconds. */
static bool
read_boot_time(const struct key *key, struct str text, int64_t *value, int64_t *step)
{
	(void)key;
	size_t at;
	struct str number = text;
	if (str_find(text, "sec = ", &at)) {
		text = str_skip(text, at + 6);
		number = str_trim(str_cut(&text, ','));
	}
	int64_t seconds;
	if (!num_i64(number, &seconds) || seconds <= 0)
		return false;
	*value = num_mul(seconds, 1000);
	*step = 1000;
	return true;
}

/* "Mach Virtual Memory Statistics: (page size of 16384 bytes)" */
static bool
read_page_size(const struct key *key, struct str text, int64_t *value, int64_t *step)
{
	(void)key;
	size_t at;
	*step = 1;
	if (!str_find(text, "page size of ", &at))
		return false;
	text = str_skip(text, at + 13);
	return num_i64(str_word(&text), value) && *value > 0;
}

/* "{ 0.10 0.20 0.30 }": the first, in hundredths of a CPU. */
static bool
read_load(const struct key *key, struct str text, int64_t *value, int64_t *step)
{
	(void)key;
	double load;
	struct str word = str_word(&text);
	if (str_is(word, "{"))
		word = str_word(&text);
	if (str_ends(word, ","))
		word.len--;
	if (!num_decimal(word, &load) || load < 0 || load > 1e9)
		return false;
	*value = (int64_t)(load * 100 + 0.5);
	*step = 1;
	return true;
}

/* "592	0	2466170" of fs.file-nr: what is in use, what is free, what there may be. */
static bool
read_nth(struct str text, int nth, int64_t *value, int64_t *step)
{
	struct str word = { NULL, 0 };
	for (int i = 0; i <= nth; i++)
		word = str_word(&text);
	*step = 1;
	return num_i64(word, value);
}

static bool
read_first(const struct key *key, struct str text, int64_t *value, int64_t *step)
{
	(void)key;
	return read_nth(text, 0, value, step);
}

static bool
read_third(const struct key *key, struct str text, int64_t *value, int64_t *step)
{
	(void)key;
	/* The largest number there is means: no limit. */
	return read_nth(text, 2, value, step) && *value != INT64_MAX;
}

/* kern.cp_time: user nice system interrupt idle, in ticks. */
static bool
read_fifth(const struct key *key, struct str text, int64_t *value, int64_t *step)
{
	(void)key;
	return read_nth(text, 4, value, step);
}

/* "cpu" of /proc/stat: user nice system idle iowait …, in ticks; waiting for a disk is idle too. */
static bool
read_idle(const struct key *key, struct str text, int64_t *value, int64_t *step)
{
	int64_t waiting;
	(void)key;
	if (!read_nth(text, 3, value, step))
		return false;
	if (read_nth(text, 4, &waiting, step))
		*value = num_add(*value, waiting);
	return true;
}

/* The sum of up to eight numbers; those of guests, behind them, are counted in the first two already. */
static bool
read_sum(const struct key *key, struct str text, int64_t *value, int64_t *step)
{
	(void)key;
	*value = 0;
	*step = 1;
	int64_t one;
	int count = 0;
	for (struct str word = str_word(&text); word.len > 0 && count < 8;
	     word = str_word(&text), count++) {
		if (!num_i64(word, &one))
			return false;
		*value = num_add(*value, one);
	}
	return count > 0;
}

#define MEM(name) KIND_MEMORY, name, METRIC_VALUE
#define LOAD(name) KIND_LOAD, name, METRIC_VALUE
#define COUNTER(name) KIND_LOAD, name, METRIC_REQUESTS, UNIT_COUNT, 1, NULL
#define HOST(name) KIND_HOST, name, METRIC_VALUE
#define FILES(name) KIND_FILES, name, METRIC_VALUE, UNIT_COUNT, 1
#define MBUF(name, metric) KIND_MBUF, name, metric, UNIT_COUNT, 1, NULL
#define PAGES UNIT_PAGES, 1, NULL
#define BYTES UNIT_BYTES, 1, NULL
#define KIB UNIT_BYTES, 1024, NULL

/* clang-format off */
static const struct key table[] = {
	/* FreeBSD sysctl */
	{ "vm.stats.vm.v_free_count",      MEM("free"), PAGES },
	{ "vm.stats.vm.v_active_count",    MEM("active"), PAGES },
	{ "vm.stats.vm.v_inactive_count",  MEM("inactive"), PAGES },
	{ "vm.stats.vm.v_laundry_count",   MEM("laundry"), PAGES },
	{ "vm.stats.vm.v_cache_count",     MEM("cache"), PAGES },
	{ "vm.stats.vm.v_wire_count",      MEM("wired"), PAGES },
	{ "vm.stats.vm.v_user_wire_count", MEM("wired-user"), PAGES },
	{ "vm.stats.vm.v_page_count",      MEM("total"), PAGES },
	{ "vm.stats.vm.v_free_target",     KIND_LIMIT, "vm.stats.vm.v_free_target", METRIC_VALUE, PAGES },
	{ "vm.stats.vm.v_free_min",        KIND_LIMIT, "vm.stats.vm.v_free_min", METRIC_VALUE, PAGES },
	{ "vm.stats.vm.v_page_size",       HOST("page-bytes"), BYTES },
	{ "hw.pagesize",                   HOST("page-bytes"), BYTES },
	{ "hw.physmem",                    HOST("memory-bytes"), BYTES },
	{ "hw.ncpu",                       HOST("cpu-count"), UNIT_COUNT, 1, NULL },
	{ "kern.smp.cpus",                 HOST("cpu-count"), UNIT_COUNT, 1, NULL },
	{ "kern.boottime",                 HOST("boot-time"), UNIT_MS, 1, read_boot_time },
	{ "vfs.bufspace",                  MEM("buffers"), BYTES },
	{ "kstat.zfs.misc.arcstats.size",  MEM("arc"), BYTES },
	{ "vm.kmem_map_size",              MEM("kmem-used"), BYTES },
	{ "vm.kmem_map_free",              MEM("kmem-free"), BYTES },
	{ "vm.kmem_size",                  MEM("kmem-limit"), BYTES },
	{ "vm.uma_kmem_total",             MEM("uma-used"), BYTES },
	{ "vm.uma_kmem_limit",             MEM("uma-limit"), BYTES },
	{ "vm.kvm_free",                   MEM("kvm-free"), BYTES },
	{ "vm.kvm_size",                   MEM("kvm-limit"), BYTES },
	{ "kern.ipc.pipekva",              MEM("pipe-kva"), BYTES },
	{ "vm.swap_total",                 MEM("swap-total"), BYTES },
	{ "vm.swap_reserved",              MEM("commit-used"), BYTES },
	{ "kern.openfiles",                FILES("open-files"), NULL },
	{ "kern.maxfiles",                 FILES("max-files"), NULL },
	{ "kern.maxfilesperproc",          FILES("max-files-per-process"), NULL },
	{ "vfs.numvnodes",                 FILES("vnodes"), NULL },
	{ "vfs.freevnodes",                FILES("free-vnodes"), NULL },
	{ "kern.maxvnodes",                FILES("max-vnodes"), NULL },
	{ "kern.ipc.numopensockets",       FILES("open-sockets"), NULL },
	{ "kern.ipc.maxsockets",           FILES("max-sockets"), NULL },
	{ "vm.loadavg",                    LOAD("load-average"), UNIT_PERCENT, 1, read_load },
	{ "kern.cp_time",                  KIND_LOAD, "cpu-idle-ticks", METRIC_REQUESTS, UNIT_COUNT, 1, read_fifth },
	{ "kern.cp_time",                  KIND_LOAD, "cpu-ticks", METRIC_REQUESTS, UNIT_COUNT, 1, read_sum },
	{ "vm.stats.sys.v_swtch",          COUNTER("context-switches") },
	{ "vm.stats.sys.v_intr",           COUNTER("interrupts") },
	{ "vm.stats.sys.v_soft",           COUNTER("soft-interrupts") },
	{ "vm.stats.sys.v_trap",           COUNTER("traps") },
	{ "vm.stats.sys.v_syscall",        COUNTER("syscalls") },
	{ "vm.stats.vm.v_forks",           COUNTER("forks") },
	{ "vm.stats.vm.v_vforks",          COUNTER("vforks") },
	{ "vm.stats.vm.v_vm_faults",       COUNTER("faults") },
	{ "vm.stats.vm.v_pdpages",         COUNTER("pages-scanned") },
	{ "vm.stats.vm.v_pdwakeups",       COUNTER("page-daemon-wakeups") },
	{ "vm.stats.vm.v_swappgsin",       COUNTER("swap-in-pages") },
	{ "vm.stats.vm.v_swappgsout",      COUNTER("swap-out-pages") },
	/* BSD vmstat -s */
	{ "pages free",                    MEM("free"), PAGES },
	{ "pages active",                  MEM("active"), PAGES },
	{ "pages inactive",                MEM("inactive"), PAGES },
	{ "pages in the laundry queue",    MEM("laundry"), PAGES },
	{ "pages in VM cache",             MEM("cache"), PAGES },
	{ "pages wired down",              MEM("wired"), PAGES },
	{ "pages wired",                   MEM("wired"), PAGES },
	{ "virtual user pages wired down", MEM("wired-user"), PAGES },
	{ "permanently allocated pages",   MEM("nofree"), PAGES },
	{ "pages managed",                 MEM("total"), PAGES },
	{ "anonymous pages",               MEM("anon"), PAGES },
	{ "cached file pages",             MEM("cache"), PAGES },
	{ "swap pages",                    MEM("swap-total"), PAGES },
	{ "swap pages in use",             MEM("swap-used"), PAGES },
	{ "bytes per page",                HOST("page-bytes"), BYTES },
	{ "cpu context switches",          COUNTER("context-switches") },
	{ "device interrupts",             COUNTER("interrupts") },
	{ "software interrupts",           COUNTER("soft-interrupts") },
	{ "traps",                         COUNTER("traps") },
	{ "system calls",                  COUNTER("syscalls") },
	{ "syscalls",                      COUNTER("syscalls") },
	{ "kernel threads created",        COUNTER("kernel-threads-created") },
	{ "fork() calls",                  COUNTER("forks") },
	{ "vfork() calls",                 COUNTER("vforks") },
	{ "total VM faults taken",         COUNTER("faults") },
	{ "page faults",                   COUNTER("faults") },
	{ "pages examined by the page daemon", COUNTER("pages-scanned") },
	{ "page daemon wakeups",           COUNTER("page-daemon-wakeups") },
	{ "swap pager pages paged in",     COUNTER("swap-in-pages") },
	{ "swap pager pages paged out",    COUNTER("swap-out-pages") },
	{ "total name lookups",            COUNTER("name-lookups") },
	{ "page faults requiring I/O",     COUNTER("faults-io") },
	/* OpenBSD, NetBSD */
	{ "cpu context switch",            COUNTER("context-switches") },
	{ "pages being paged out",         MEM("paging-out"), PAGES },
	{ "page reactivations",            COUNTER("reactivated") },
	{ "pagein operations",             COUNTER("page-ins") },
	/* the same as members of libxo's objects */
	{ "context-switches",              COUNTER("context-switches") },
	{ "software-interrupts",           COUNTER("soft-interrupts") },
	{ "system-calls",                  COUNTER("syscalls") },
	{ "kernel-threads",                COUNTER("kernel-threads-created") },
	{ "vforks",                        COUNTER("vforks") },
	{ "swap-in-pages",                 COUNTER("swap-in-pages") },
	{ "swap-out-pages",                COUNTER("swap-out-pages") },
	{ "page-daemon-wakeups",           COUNTER("page-daemon-wakeups") },
	{ "page-daemon-pages",             COUNTER("pages-scanned") },
	{ "total-faults",                  COUNTER("faults") },
	{ "active-pages",                  MEM("active"), PAGES },
	{ "inactive-pages",                MEM("inactive"), PAGES },
	{ "laundry-pages",                 MEM("laundry"), PAGES },
	{ "wired-pages",                   MEM("wired"), PAGES },
	{ "virtual-user-wired-pages",      MEM("wired-user"), PAGES },
	{ "nofree-pages",                  MEM("nofree"), PAGES },
	{ "free-pages",                    MEM("free"), PAGES },
	{ "bytes-per-page",                HOST("page-bytes"), BYTES },
	{ "total-name-lookups",            COUNTER("name-lookups") },
	{ "free-memory",                   MEM("free"), KIB },
	/* netstat -m as members of one object */
	{ "mbuf-current",                  MBUF("mbuf", METRIC_USED) },
	{ "mbuf-cache",                    MBUF("mbuf", METRIC_FREE) },
	{ "cluster-current",               MBUF("cluster", METRIC_USED) },
	{ "cluster-cache",                 MBUF("cluster", METRIC_FREE) },
	{ "cluster-max",                   MBUF("cluster", METRIC_LIMIT) },
	{ "packet-count",                  MBUF("packet", METRIC_USED) },
	{ "packet-free",                   MBUF("packet", METRIC_FREE) },
	{ "jumbo-count",                   MBUF("jumbo-page", METRIC_USED) },
	{ "jumbo-cache",                   MBUF("jumbo-page", METRIC_FREE) },
	{ "jumbo-max",                     MBUF("jumbo-page", METRIC_LIMIT) },
	{ "jumbo9-count",                  MBUF("jumbo-9k", METRIC_USED) },
	{ "jumbo9-cache",                  MBUF("jumbo-9k", METRIC_FREE) },
	{ "jumbo9-max",                    MBUF("jumbo-9k", METRIC_LIMIT) },
	{ "jumbo16-count",                 MBUF("jumbo-16k", METRIC_USED) },
	{ "jumbo16-cache",                 MBUF("jumbo-16k", METRIC_FREE) },
	{ "jumbo16-limit",                 MBUF("jumbo-16k", METRIC_LIMIT) },
	{ "bytes-in-use",                  KIND_MBUF, "network", METRIC_BYTES, KIB },
	{ "mbuf-failures",                 MBUF("denied", METRIC_FAILS) },
	/* show page of the kernel debugger */
	{ "vm_cnt.v_free_count",           MEM("free"), PAGES },
	{ "vm_cnt.v_active_count",         MEM("active"), PAGES },
	{ "vm_cnt.v_inactive_count",       MEM("inactive"), PAGES },
	{ "vm_cnt.v_laundry_count",        MEM("laundry"), PAGES },
	{ "vm_cnt.v_wire_count",           MEM("wired"), PAGES },
	/* vm_stat of macOS */
	{ "Mach Virtual Memory Statistics", HOST("page-bytes"), UNIT_BYTES, 1, read_page_size },
	{ "Pages free",                    MEM("free"), PAGES },
	{ "Pages active",                  MEM("active"), PAGES },
	{ "Pages inactive",                MEM("inactive"), PAGES },
	{ "Pages speculative",             MEM("speculative"), PAGES },
	{ "Pages wired down",              MEM("wired"), PAGES },
	{ "Pages purgeable",               MEM("purgeable"), PAGES },
	{ "Anonymous pages",               MEM("anon"), PAGES },
	{ "File-backed pages",             MEM("cache"), PAGES },
	{ "Pages occupied by compressor",  MEM("compressor"), PAGES },
	{ "Translation faults",            COUNTER("faults") },
	{ "Pageins",                       COUNTER("page-ins") },
	{ "Pageouts",                      COUNTER("page-outs") },
	{ "Swapins",                       COUNTER("swap-in-pages") },
	{ "Swapouts",                      COUNTER("swap-out-pages") },
	/* cpstat os -f memory */
	{ "Total Virtual Memory (Bytes)",  MEM("virtual-total"), BYTES },
	{ "Active Virtual Memory (Bytes)", MEM("virtual-active"), BYTES },
	{ "Total Real Memory (Bytes)",     MEM("total"), BYTES },
	{ "Active Real Memory (Bytes)",    MEM("active"), BYTES },
	{ "Free Real Memory (Bytes)",      MEM("free"), BYTES },
	/* /proc/meminfo */
	{ "MemTotal",                      MEM("total"), KIB },
	{ "MemTotal",                      HOST("memory-bytes"), KIB },
	{ "MemFree",                       MEM("free"), KIB },
	{ "MemAvailable",                  MEM("available"), KIB },
	{ "Buffers",                       MEM("buffers"), KIB },
	{ "Cached",                        MEM("cache"), KIB },
	{ "SwapCached",                    MEM("swap-cached"), KIB },
	{ "Active",                        MEM("active"), KIB },
	{ "Inactive",                      MEM("inactive"), KIB },
	{ "Unevictable",                   MEM("unevictable"), KIB },
	{ "Mlocked",                       MEM("locked"), KIB },
	{ "SwapTotal",                     MEM("swap-total"), KIB },
	{ "SwapFree",                      MEM("swap-free"), KIB },
	{ "Dirty",                         MEM("dirty"), KIB },
	{ "Writeback",                     MEM("writeback"), KIB },
	{ "AnonPages",                     MEM("anon"), KIB },
	{ "Mapped",                        MEM("mapped"), KIB },
	{ "Shmem",                         MEM("shmem"), KIB },
	{ "Slab",                          MEM("slab"), KIB },
	{ "SReclaimable",                  MEM("slab-reclaimable"), KIB },
	{ "SUnreclaim",                    MEM("slab-unreclaimable"), KIB },
	{ "KernelStack",                   MEM("kernel-stack"), KIB },
	{ "PageTables",                    MEM("page-tables"), KIB },
	{ "SecPageTables",                 MEM("page-tables-secondary"), KIB },
	{ "Bounce",                        MEM("bounce"), KIB },
	{ "CommitLimit",                   MEM("commit-limit"), KIB },
	{ "Committed_AS",                  MEM("commit-used"), KIB },
	{ "VmallocUsed",                   MEM("vmalloc-used"), KIB },
	{ "Percpu",                        MEM("percpu"), KIB },
	{ "AnonHugePages",                 MEM("anon-huge"), KIB },
	{ "ShmemHugePages",                MEM("shmem-huge"), KIB },
	{ "Hugetlb",                       MEM("hugetlb"), KIB },
	{ "Zswap",                         MEM("zswap"), KIB },
	/* Of a control group, as seep-collect prints its files; "max" is no number, and no limit. */
	{ "cgroup.memory.max",             MEM("cgroup-limit"), BYTES },
	{ "cgroup.memory.current",         MEM("cgroup-used"), BYTES },
	{ "cgroup.memory.inactive_file",   MEM("cgroup-cache"), BYTES },
	/* procps vmstat -s */
	{ "total memory",                  MEM("total"), KIB },
	{ "total memory",                  HOST("memory-bytes"), KIB },
	{ "used memory",                   MEM("used"), KIB },
	{ "active memory",                 MEM("active"), KIB },
	{ "inactive memory",               MEM("inactive"), KIB },
	{ "free memory",                   MEM("free"), KIB },
	{ "buffer memory",                 MEM("buffers"), KIB },
	{ "swap cache",                    MEM("cache"), KIB }, /* so it says; it is the page cache */
	{ "total swap",                    MEM("swap-total"), KIB },
	{ "used swap",                     MEM("swap-used"), KIB },
	{ "free swap",                     MEM("swap-free"), KIB },
	{ "idle cpu ticks",                COUNTER("cpu-idle-ticks") },
	{ "interrupts",                    COUNTER("interrupts") },
	{ "CPU context switches",          COUNTER("context-switches") },
	{ "boot time",                     HOST("boot-time"), UNIT_MS, 1, read_boot_time },
	{ "forks",                         COUNTER("forks") },
	{ "pages swapped in",              COUNTER("swap-in-pages") },
	{ "pages swapped out",             COUNTER("swap-out-pages") },
	/* Linux sysctl and /proc */
	{ "fs.file-nr",                    FILES("open-files"), read_first },
	{ "fs.file-nr",                    FILES("max-files"), read_third },
	{ "fs.file-max",                   FILES("max-files"), NULL },
	{ "fs.inode-nr",                   FILES("inodes"), read_first },
	{ "cpu",                           KIND_LOAD, "cpu-idle-ticks", METRIC_REQUESTS, UNIT_COUNT, 1, read_idle },
	{ "cpu",                           KIND_LOAD, "cpu-ticks", METRIC_REQUESTS, UNIT_COUNT, 1, read_sum },
	{ "btime",                         HOST("boot-time"), UNIT_MS, 1, read_boot_time },
	{ "ctxt",                          COUNTER("context-switches") },
	{ "processes",                     COUNTER("forks") },
	{ "net.netfilter.nf_conntrack_count", LOAD("connections"), UNIT_COUNT, 1, NULL },
};
/* clang-format on */

void
keys_init(struct keys *k, struct arena *perm)
{
	map_init(&k->map, perm);
	size_t count = sizeof(table) / sizeof(table[0]);
	k->first = arena_array(perm, count, sizeof(*k->first));
	for (size_t i = 0; i < count; i++) {
		bool is_new;
		uint32_t index = map_add(&k->map, str_from(table[i].printed), &is_new);
		if (is_new)
			k->first[index] = (uint32_t)i;
	}
}

const struct key *
keys_find(const struct keys *k, struct str printed, size_t *count)
{
	uint32_t index;
	if (!map_find(&k->map, printed, &index))
		return NULL;
	size_t from = k->first[index], to = from + 1;
	while (
	    to < sizeof(table) / sizeof(table[0]) && str_is(printed, table[to].printed))
		to++;
	*count = to - from;
	return &table[from];
}

bool
key_value(const struct key *key, struct str text, int64_t *value, int64_t *step)
{
	if (key->read != NULL)
		return key->read(key, text, value, step);
	struct str number = str_word(&text);
	struct str suffix = str_trim(text);
	/* vmstat -s in the unit that it was asked for. */
	if (str_is(suffix, "B") && num_i64(number, value)) {
		*step = key->scale;
		return true;
	}
	/* "kB" of meminfo says what scale says; a number without is bytes or a count all the same. */
	if (str_is(suffix, "kB") || str_is(suffix, "K")) {
		if (!num_i64(number, value))
			return false;
		*value = num_mul(*value, 1024);
		*step = 1024;
		return true;
	}
	if (suffix.len > 0 || !num_wrapped(number, value))
		return false;
	*value = num_mul(*value, key->scale);
	*step = key->scale;
	return true;
}
