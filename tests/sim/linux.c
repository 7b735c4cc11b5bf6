#include "system.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/when.h"
#include "lstart.h"

#include "base/banned.h"

/* A server with Linux 6.1 and procps-ng 4. Item sizes are those of an amd64 kernel. */

#define SLAB(pages_) .pages = pages_

/* clang-format off */
static const struct pool_row slabs[] = {
	/* name, item size, -, in use at rest, what they follow, items for one of it, bursts, requests/s */
	{ MOVING("nf_conntrack", 256, 0, 60, DRIVER_CONNECTIONS, 1.6, 0, 30), SLAB(2) },
	{ AT_REST("nft_expr", 64, 0, 240), SLAB(1) },
	{ AT_REST("fib6_node", 64, 0, 44), SLAB(1) },
	{ MOVING("ip6_dst_cache", 256, 0, 60, DRIVER_NONE, 0, 12, 2), SLAB(2) },
	{ MOVING("ip_dst_cache", 192, 0, 80, DRIVER_CONNECTIONS, 0.2, 6, 8), SLAB(1) },
	{ AT_REST("RAWv6", 1216, 0, 10), SLAB(8) },
	{ AT_REST("UDPv6", 1344, 0, 22), SLAB(8) },
	{ MOVING("TCPv6", 2496, 0, 12, DRIVER_SOCKETS, 0.4, 0, 10), SLAB(8) },
	{ MOVING("request_sock_TCP", 304, 0, 0, DRIVER_NONE, 0, 5, 10), SLAB(2) },
	{ MOVING("tw_sock_TCP", 248, 0, 0, DRIVER_TIMEWAIT, 1, 0, 5), SLAB(1) },
	{ MOVING("TCP", 2304, 0, 8, DRIVER_SOCKETS, 0.6, 0, 20), SLAB(8) },
	{ MOVING("UDP", 1152, 0, 28, DRIVER_NONE, 0, 4, 10), SLAB(8) },
	{ MOVING("UNIX", 1024, 0, 40, DRIVER_PROCESSES, 1.2, 4, 10), SLAB(4) },
	{ MOVING("sock_inode_cache", 832, 0, 90, DRIVER_SOCKETS, 1, 6, 30), SLAB(4) },
	{ MOVING("skbuff_head_cache", 256, 0, 500, DRIVER_CONNECTIONS, 0.5, 160, 4000), SLAB(2) },
	{ MOVING("skbuff_fclone_cache", 512, 0, 60, DRIVER_NONE, 0, 60, 900), SLAB(4) },
	{ MOVING("skbuff_small_head", 640, 0, 260, DRIVER_NONE, 0, 80, 2000), SLAB(4) },
	{ MOVING("ext4_inode_cache", 1176, 0, 900, DRIVER_VNODES, 0.6, 0, 3), SLAB(8) },
	{ AT_REST("ext4_groupinfo_4k", 192, 0, 168), SLAB(1) },
	{ MOVING("ext4_extent_status", 40, 0, 400, DRIVER_VNODES, 0.5, 0, 3), SLAB(1) },
	{ MOVING("jbd2_journal_head", 120, 0, 20, DRIVER_NONE, 0, 60, 20), SLAB(1) },
	{ MOVING("jbd2_transaction_s", 256, 0, 1, DRIVER_NONE, 0, 1, 1), SLAB(2) },
	{ MOVING("inode_cache", 632, 0, 9000, DRIVER_VNODES, 0.1, 0, 2), SLAB(4) },
	{ MOVING("shmem_inode_cache", 776, 0, 1400, DRIVER_NONE, 0, 2, 1), SLAB(4) },
	{ MOVING("proc_inode_cache", 696, 0, 700, DRIVER_PROCESSES, 4, 40, 30), SLAB(4) },
	{ AT_REST("kernfs_node_cache", 128, 0, 32000), SLAB(1) },
	{ MOVING("dentry", 192, 0, 12000, DRIVER_VNODES, 1.5, 20, 60), SLAB(1) },
	{ MOVING("buffer_head", 104, 0, 1000, DRIVER_BUFFERS, 4, 0, 30), SLAB(1) },
	{ MOVING("radix_tree_node", 576, 0, 4000, DRIVER_VNODES, 0.3, 0, 10), SLAB(4) },
	{ MOVING("filp", 256, 0, 300, DRIVER_DESCRIPTORS, 1, 30, 200), SLAB(2) },
	{ MOVING("names_cache", 4096, 0, 0, DRIVER_NONE, 0, 2, 300), SLAB(8) },
	{ MOVING("vm_area_struct", 200, 0, 800, DRIVER_PROCESSES, 60, 60, 100), SLAB(1) },
	{ MOVING("anon_vma", 104, 0, 300, DRIVER_PROCESSES, 26, 30, 60), SLAB(1) },
	{ MOVING("anon_vma_chain", 64, 0, 500, DRIVER_PROCESSES, 40, 40, 90), SLAB(1) },
	{ MOVING("mm_struct", 1408, 0, 4, DRIVER_PROCESSES, 0.7, 1, 3), SLAB(8) },
	{ MOVING("task_struct", 9792, 0, 10, DRIVER_THREADS, 1, 1, 3), SLAB(8) },
	{ MOVING("files_cache", 704, 0, 4, DRIVER_PROCESSES, 0.8, 1, 3), SLAB(4) },
	{ MOVING("signal_cache", 1152, 0, 6, DRIVER_PROCESSES, 1, 1, 3), SLAB(8) },
	{ MOVING("sighand_cache", 2112, 0, 4, DRIVER_PROCESSES, 1, 1, 3), SLAB(8) },
	{ MOVING("cred_jar", 192, 0, 60, DRIVER_PROCESSES, 2, 10, 20), SLAB(1) },
	{ MOVING("pid", 128, 0, 20, DRIVER_THREADS, 1, 3, 3), SLAB(1) },
	{ MOVING("task_delay_info", 80, 0, 10, DRIVER_THREADS, 1, 1, 3), SLAB(1) },
	{ MOVING("eventpoll_epi", 128, 0, 100, DRIVER_PROCESSES, 4, 6, 20), SLAB(1) },
	{ MOVING("eventpoll_pwq", 72, 0, 100, DRIVER_PROCESSES, 4, 6, 20), SLAB(1) },
	{ MOVING("bio-256", 256, 0, 16, DRIVER_NONE, 0, 20, 60), SLAB(2) },
	{ AT_REST("biovec-max", 4096, 0, 90), SLAB(8) },
	{ AT_REST("dm_bufio_buffer", 184, 0, 60), SLAB(1) },
	{ MOVING("acme_flow", 320, 0, 900, DRIVER_NONE, 0, 16, 40), SLAB(2) },
	{ MOVING("acme_session", 448, 0, 240, DRIVER_NONE, 0, 6, 10), SLAB(2) },
	{ MOVING("kmalloc-8k", 8192, 0, 100, DRIVER_NONE, 0, 1, 2), SLAB(8) },
	{ MOVING("kmalloc-4k", 4096, 0, 600, DRIVER_PROCESSES, 1, 6, 20), SLAB(8) },
	{ MOVING("kmalloc-2k", 2048, 0, 900, DRIVER_NONE, 0, 12, 60), SLAB(8) },
	{ MOVING("kmalloc-1k", 1024, 0, 1600, DRIVER_PROCESSES, 2, 20, 200), SLAB(8) },
	{ MOVING("kmalloc-512", 512, 0, 3600, DRIVER_NONE, 0, 20, 200), SLAB(4) },
	{ MOVING("kmalloc-256", 256, 0, 2300, DRIVER_PROCESSES, 3, 20, 200), SLAB(2) },
	{ MOVING("kmalloc-192", 192, 0, 4100, DRIVER_NONE, 0, 20, 100), SLAB(1) },
	{ MOVING("kmalloc-128", 128, 0, 1900, DRIVER_NONE, 0, 20, 100), SLAB(1) },
	{ MOVING("kmalloc-96", 96, 0, 3300, DRIVER_NONE, 0, 30, 100), SLAB(1) },
	{ MOVING("kmalloc-64", 64, 0, 9800, DRIVER_PROCESSES, 6, 40, 300), SLAB(1) },
	{ MOVING("kmalloc-32", 32, 0, 14000, DRIVER_NONE, 0, 30, 300), SLAB(1) },
	{ MOVING("kmalloc-16", 16, 0, 11000, DRIVER_NONE, 0, 30, 100), SLAB(1) },
	{ MOVING("kmalloc-8", 8, 0, 8900, DRIVER_NONE, 0, 20, 60), SLAB(1) },
	{ MOVING("kmalloc-cg-1k", 1024, 0, 180, DRIVER_PROCESSES, 1, 8, 30), SLAB(8) },
	{ MOVING("kmalloc-cg-512", 512, 0, 200, DRIVER_NONE, 0, 10, 60), SLAB(4) },
	{ MOVING("kmalloc-cg-64", 64, 0, 900, DRIVER_PROCESSES, 2, 10, 60), SLAB(1) },
	{ MOVING("kmalloc-rcl-64", 64, 0, 700, DRIVER_VNODES, 0.05, 0, 2), SLAB(1) },
	{ AT_REST("kmem_cache_node", 64, 0, 256), SLAB(1) },
	{ AT_REST("kmem_cache", 256, 0, 224), SLAB(2) },
};

static const struct program programs[] = {
	/* comm, command, user, -, kind, how many, threads, files, sockets, RSS, VSZ, reach, CPU */
	{ "systemd", "systemd", "root", "-", PROGRAM_STEADY, 1, 1, 90, 40, 12300, 168000, 1, 0.002 },
	{ "kthreadd", "kthreadd", "root", "-", PROGRAM_KERNEL, 1, 1, 0, 0, 0, 0, 1, 0 },
	{ "rcu_gp", "rcu_gp", "root", "-", PROGRAM_KERNEL, 1, 1, 0, 0, 0, 0, 1, 0 },
	{ "mm_percpu_wq", "mm_percpu_wq", "root", "-", PROGRAM_KERNEL, 1, 1, 0, 0, 0, 0, 1, 0 },
	{ "ksoftirqd/0", "ksoftirqd/0", "root", "-", PROGRAM_KERNEL, 1, 1, 0, 0, 0, 0, 1, 0.002 },
	{ "rcu_preempt", "rcu_preempt", "root", "-", PROGRAM_KERNEL, 1, 1, 0, 0, 0, 0, 1, 0.004 },
	{ "migration/0", "migration/0", "root", "-", PROGRAM_KERNEL, 1, 1, 0, 0, 0, 0, 1, 0 },
	{ "kswapd0", "kswapd0", "root", "-", PROGRAM_KERNEL, 1, 1, 0, 0, 0, 0, 1, 0.0005 },
	{ "kcompactd0", "kcompactd0", "root", "-", PROGRAM_KERNEL, 1, 1, 0, 0, 0, 0, 1, 0.0005 },
	{ "jbd2/sda1-8", "jbd2/sda1-8", "root", "-", PROGRAM_KERNEL, 1, 1, 0, 0, 0, 0, 1, 0.001 },
	{ "systemd-journal", "systemd-journal", "root", "-", PROGRAM_FILLS, 1, 1, 30, 14, 18000, 66000, 2.2, 0.003 },
	{ "systemd-udevd", "systemd-udevd", "root", "-", PROGRAM_STEADY, 1, 1, 14, 6, 6200, 25400, 1, 0 },
	{ "systemd-logind", "systemd-logind", "root", "-", PROGRAM_STEADY, 1, 1, 22, 9, 7800, 49000, 1, 0.0004 },
	{ "dbus-daemon", "dbus-daemon", "messagebus", "-", PROGRAM_STEADY, 1, 1, 16, 22, 4800, 9200, 1, 0.0008 },
	{ "cron", "cron", "root", "-", PROGRAM_STEADY, 1, 1, 4, 2, 2900, 6700, 1, 0.0001 },
	{ "rsyslogd", "rsyslogd", "syslog", "-", PROGRAM_STEADY, 1, 4, 9, 5, 5900, 222000, 1, 0.003 },
	{ "sshd", "sshd", "root", "-", PROGRAM_STEADY, 1, 1, 5, 4, 9200, 15400, 1, 0.0002 },
	{ "chronyd", "chronyd", "_chrony", "-", PROGRAM_STEADY, 1, 1, 8, 6, 3300, 18900, 1, 0.0005 },
	{ "agetty", "agetty", "root", "-", PROGRAM_STEADY, 2, 1, 4, 0, 1100, 5800, 1, 0 },
	{ "snmpd", "snmpd", "Debian-snmp", "-", PROGRAM_STEADY, 1, 1, 9, 5, 12900, 30100, 1, 0.004 },
	{ "nginx", "nginx", "root", "-", PROGRAM_STEADY, 1, 1, 10, 5, 1700, 55000, 1, 0 },
	{ "nginx-worker", "nginx-worker", "www-data", "-", PROGRAM_WORKER, 4, 1, 14, 16, 8900, 56000, 1, 0.02 },
	{ "php-fpm8.2", "php-fpm8.2", "www-data", "-", PROGRAM_WORKER, 8, 1, 9, 4, 31000, 214000, 1, 0.02 },
	{ "mariadbd", "mariadbd", "mysql", "-", PROGRAM_FILLS, 1, 30, 120, 30, 160000, 1500000, 2.4, 0.08 },
	{ "redis-server", "redis-server", "redis", "-", PROGRAM_FILLS, 1, 5, 14, 20, 11000, 66000, 2.5, 0.02 },
	{ "java", "java", "app", "-", PROGRAM_COLLECTS, 1, 58, 150, 40, 420000, 3600000, 1.5, 0.2 },
	{ "node", "node", "app", "-", PROGRAM_COLLECTS, 2, 11, 30, 20, 78000, 1000000, 1.4, 0.05 },
	{ "postgres", "postgres", "postgres", "-", PROGRAM_STEADY, 1, 1, 12, 7, 26000, 216000, 1, 0.004 },
	{ "zabbix_agentd", "zabbix_agentd", "zabbix", "-", PROGRAM_STEADY, 5, 1, 6, 4, 5600, 26000, 1, 0.001 },
	{ "fail2ban-server", "fail2ban-server", "root", "-", PROGRAM_STEADY, 1, 5, 14, 4, 24000, 250000, 1, 0.003 },
	{ "charon", "charon", "root", "-", PROGRAM_STEADY, 1, 17, 26, 12, 14900, 1300000, 1, 0.006 },
	{ "bird", "bird", "bird", "-", PROGRAM_STEADY, 1, 1, 11, 9, 7400, 12400, 1, 0.004 },
	{ "dnsmasq", "dnsmasq", "dnsmasq", "-", PROGRAM_STEADY, 1, 1, 11, 8, 2100, 10500, 1, 0.002 },
	{ "haproxy", "haproxy", "haproxy", "-", PROGRAM_STEADY, 1, 3, 30, 44, 21000, 230000, 1, 0.04 },
	{ "acme-agent", "acme-agent", "root", "-", PROGRAM_STEADY, 1, 9, 18, 8, 33000, 720000, 1, 0.01 },
	{ "clamd", "clamd", "clamav", "-", PROGRAM_RELOADS, 1, 2, 9, 3, 610000, 1300000, 1.05, 0.01 },
	{ "sh", "sh", "root", "-", PROGRAM_STEADY, 1, 1, 5, 0, 1700, 2600, 1, 0.002 },
	{ "run-parts", "run-parts", "root", "-", PROGRAM_PASSING, 1, 1, 3, 0, 1100, 2500, 1, 0.02 },
	{ "logrotate", "logrotate", "root", "-", PROGRAM_PASSING, 1, 1, 4, 0, 3100, 12400, 1, 0.05 },
	{ "apt-check", "apt-check", "root", "-", PROGRAM_PASSING, 1, 1, 12, 0, 48000, 92000, 1, 0.3 },
};
/* clang-format on */

static const char *const leaky_slabs[] = { "acme_flow", "acme_session", "kmalloc-1k",
	"kmalloc-256", "kmalloc-64", "nft_expr", "skbuff_small_head", NULL };

static const char *const commands[] = { "vmstat-m", "cat /proc/slabinfo", "vmstat-s",
	"vmstat -s", "vmstat", "vmstat", "ps", "ps -eo pid,ppid,lstart,time,rss,vsz,nlwp,stat,comm",
	"top", "top -b -n1", "memory", "cat /proc/meminfo", "files", "cat /proc/sys/fs/file-nr",
	"boot", "cat /proc/uptime", "load", "sysctl net.netfilter.nf_conntrack_count", "limits",
	"sysctl fs.file-max net.netfilter.nf_conntrack_max", NULL };

static void
write_slabs(struct machine *m, struct log *log)
{
	struct out *out = log_frame(log, "vmstat-m");
	out_text(out,
	    "slabinfo - version: 2.1\n"
	    "# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : "
	    "tunables <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> "
	    "<sharedavail>\n");
	for (size_t i = 0; i < m->pool_count; i++) {
		struct pool *p = &m->pools[i];
		if (p->changed || p->line_len == 0) {
			const struct pool_row *row = p->row;
			int64_t pages = row->pages > 0 ? row->pages : 1;
			int64_t per_slab = pages * 4096 / row->size, slabs_held = p->held / per_slab;
			int len = snprintf(p->line, sizeof(p->line),
			    "%-17s %6lld %6lld %6lld %4lld %4lld : tunables %4d %4d %4d : slabdata "
			    "%6lld %6lld %6d\n",
			    row->name, (long long)p->used, (long long)p->held, (long long)row->size,
			    (long long)per_slab, (long long)pages, 0, 0, 0, (long long)slabs_held,
			    (long long)slabs_held, 0);
			p->line_len = len > 0 && (size_t)len < sizeof(p->line) ? (size_t)len : 0;
			p->changed = false;
		}
		out_bytes(out, p->line, p->line_len);
	}
	log_frame_end(log);
}

/* Caches that memory pressure shrinks: what follows the files that are cached. */
static double
reclaimable_pages(const struct machine *m)
{
	double bytes = 0;
	for (size_t i = 0; i < m->pool_count; i++) {
		const struct pool *p = &m->pools[i];
		if (p->row->driver == DRIVER_VNODES || p->row->driver == DRIVER_BUFFERS)
			bytes += (double)p->held * (double)p->row->size;
	}
	return bytes / 4096;
}

struct amounts { /* KiB */
	double total, free, available, buffers, cached, active, inactive, anon, slab,
	    reclaimable, stacks, tables, swap_total, swap_free;
};

static struct amounts
measure(const struct machine *m)
{
	double user = m->driver[DRIVER_USER_PAGES];
	struct amounts a = { .total = (double)m->ram_pages * 4,
		.free = (double)m->free * 4,
		.buffers = (double)m->buffers * 4,
		.cached = m->file_cache * 4,
		.anon = user * 4,
		.slab = m->driver[DRIVER_KERNEL_PAGES] * 4,
		.reclaimable = reclaimable_pages(m) * 4,
		.stacks = m->driver[DRIVER_THREADS] * 16,
		.tables = user * 0.04,
		.swap_total = (double)m->swap_total * 4,
		.swap_free = (double)(m->swap_total - m->swap_used) * 4 };
	a.active = a.anon + a.cached * 0.3;
	a.inactive = a.cached * 0.7 + a.buffers;
	a.available = a.free + (a.cached + a.buffers) * 0.9 + a.reclaimable * 0.5;
	return a;
}

static void
write_meminfo(struct machine *m, struct log *log)
{
	struct amounts a = measure(m);
	struct out *out = log_frame(log, "memory");
	/* clang-format off */
	const struct { const char *name; double kib; } rows[] = {
		{ "MemTotal:", a.total }, { "MemFree:", a.free }, { "MemAvailable:", a.available }, { "Buffers:", a.buffers },
		{ "Cached:", a.cached }, { "SwapCached:", 0 }, { "Active:", a.active }, { "Inactive:", a.inactive },
		{ "Active(anon):", a.anon }, { "Inactive(anon):", 0 }, { "Active(file):", a.cached * .3 },
		{ "Inactive(file):", a.inactive }, { "Unevictable:", 17988 }, { "Mlocked:", 17140 },
		{ "SwapTotal:", a.swap_total }, { "SwapFree:", a.swap_free }, { "Dirty:", floor(m->load * 900) },
		{ "Writeback:", 0 }, { "AnonPages:", a.anon }, { "Mapped:", a.cached * .08 }, { "Shmem:", 8872 },
		{ "KReclaimable:", a.reclaimable }, { "Slab:", a.slab }, { "SReclaimable:", a.reclaimable },
		{ "SUnreclaim:", a.slab - a.reclaimable }, { "KernelStack:", a.stacks }, { "PageTables:", a.tables },
		{ "SecPageTables:", 0 }, { "NFS_Unstable:", 0 }, { "Bounce:", 0 }, { "WritebackTmp:", 0 },
		{ "CommitLimit:", a.total / 2 + a.swap_total }, { "Committed_AS:", a.anon * 1.6 },
		{ "VmallocTotal:", 34359738367 }, { "VmallocUsed:", 34000 }, { "VmallocChunk:", 0 }, { "Percpu:", 4400 },
		{ "HardwareCorrupted:", 0 }, { "AnonHugePages:", 0 }, { "ShmemHugePages:", 0 }, { "ShmemPmdMapped:", 0 },
		{ "FileHugePages:", 0 }, { "FilePmdMapped:", 0 },
	};
	/* clang-format on */
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		out_print(out, "%-15s %8.0f kB\n", rows[i].name, floor(rows[i].kib));
	out_text(out,
	    "HugePages_Total:       0\nHugePages_Free:        0\nHugePages_Rsvd:        0\n"
	    "HugePages_Surp:        0\nHugepagesize:       2048 kB\nHugetlb:               0 kB\n"
	    "DirectMap4k:      126976 kB\nDirectMap2M:     4067328 kB\n");
	log_frame_end(log);
}

static void
write_summary(struct machine *m, struct log *log)
{
	struct amounts a = measure(m);
	struct out *out = log_frame(log, "vmstat-s");
	/* clang-format off */
	const struct { double count; const char *label; } rows[] = {
		{ a.total, "K total memory" }, { a.total - a.available, "K used memory" }, { a.active, "K active memory" },
		{ a.inactive, "K inactive memory" }, { a.free, "K free memory" }, { a.buffers, "K buffer memory" },
		{ a.cached + a.reclaimable, "K swap cache" }, { a.swap_total, "K total swap" },
		{ a.swap_total - a.swap_free, "K used swap" }, { a.swap_free, "K free swap" },
		{ m->busy_ticks * .5, "non-nice user cpu ticks" }, { 4664, "nice user cpu ticks" },
		{ m->busy_ticks * .4, "system cpu ticks" }, { m->idle_ticks, "idle cpu ticks" },
		{ m->busy_ticks * .02, "IO-wait cpu ticks" }, { 0, "IRQ cpu ticks" }, { m->busy_ticks * .01, "softirq cpu ticks" },
		{ 0, "stolen cpu ticks" }, { 0, "non-nice guest cpu ticks" }, { 0, "nice guest cpu ticks" },
		{ m->faults * .3, "K paged in" }, { m->faults * .6, "K paged out" }, { 0, "pages swapped in" },
		{ (double)m->swap_used, "pages swapped out" }, { m->interrupts, "interrupts" },
		{ m->switches, "CPU context switches" }, { (double)m->boot_s, "boot time" }, { m->forks, "forks" },
	};
	/* clang-format on */
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		out_print(out, "%13.0f %s\n", floor(rows[i].count), rows[i].label);
	log_frame_end(log);
}

static void
write_vmstat(struct machine *m, struct log *log)
{
	struct amounts a = measure(m);
	int busy = (int)(m->load * 80);
	struct out *out = log_frame(log, "vmstat");
	out_text(out,
	    "procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu-----\n"
	    " r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st\n");
	out_print(out,
	    "%2d %2d %6.0f %6.0f %6.0f %6.0f %4d %4d %5d %5d %4d %4d %2d %2d %2d %2d %2d\n",
	    busy / 40, 0, a.swap_total - a.swap_free, a.free, a.buffers,
	    a.cached + a.reclaimable, 0, 0, 16, 42, 90 + busy * 30, 120 + busy * 70,
	    busy * 6 / 10, busy * 4 / 10, 100 - busy, 0, 0);
	log_frame_end(log);
}

static const char *
state_of(const struct process *p)
{
	if (p->program->kind == PROGRAM_KERNEL)
		return p->program->cpu > 0 ? "S" : "I<";
	return p->program->kind == PROGRAM_PASSING ? "R" : p->program->threads > 1 ? "Ssl" : "Ss";
}

static void
write_ps(struct machine *m, struct log *log)
{
	struct out *out = log_frame(log, "ps");
	out_text(out,
	    "    PID    PPID                  STARTED     TIME   RSS    VSZ NLWP STAT COMMAND\n");
	for (size_t i = 0; i < m->process_count; i++) {
		struct process *p = &m->processes[i];
		if (p->program == NULL)
			continue;
		if (p->changed || p->line_len == 0) {
			bool kernel = p->program->kind == PROGRAM_KERNEL;
			char started[LSTART_SIZE], time[32];
			lstart_text(p->started_s, started);
			int64_t cpu_s = (int64_t)p->cpu_s;
			snprintf(time, sizeof(time), "%02lld:%02d:%02d", (long long)(cpu_s / 3600),
			    (int)(cpu_s / 60 % 60), (int)(cpu_s % 60));
			int len = snprintf(p->line, sizeof(p->line),
			    "%7lld %7lld %s %8s %5lld %6lld %4d %-4s %s\n", (long long)p->pid,
			    (long long)p->ppid, started, time, kernel ? 0LL : (long long)p->rss_kib,
			    kernel ? 0LL : (long long)p->vsz_kib, p->program->threads, state_of(p),
			    p->program->name);
			p->line_len = len > 0 && (size_t)len < sizeof(p->line) ? (size_t)len : 0;
			p->changed = false;
		}
		out_bytes(out, p->line, p->line_len);
	}
	log_frame_end(log);
}

static void
write_top(struct machine *m, struct log *log)
{
	struct out *out = log_frame(log, "top");
	struct amounts a = measure(m);
	char at[WHEN_TEXT_SIZE], time[32];
	int64_t now_s = machine_epoch_s(m), up_s = now_s - m->boot_s;
	int count = (int)m->driver[DRIVER_PROCESSES];
	double busy = m->load * 80;
	out_print(out, "top - %.8s up %lld days, %2d:%02d,  0 user,  load average: %.2f, %.2f, %.2f\n",
	    when_text(now_s * 1000, at) + 11, (long long)(up_s / 86400),
	    (int)(up_s / 3600 % 24), (int)(up_s / 60 % 60), m->load * 2, m->load * 1.8,
	    m->load * 1.6);
	out_print(out, "Tasks: %3d total, %3d running, %3d sleeping, %3d stopped, %3d zombie\n",
	    count, 1, count - 1, 0, 0);
	out_print(out,
	    "%%Cpu(s): %4.1f us, %4.1f sy,  0.0 ni,%5.1f id,  0.0 wa,  0.0 hi,  0.0 si,  0.0 st \n",
	    busy * 0.6, busy * 0.4, 100 - busy);
	out_print(out, "MiB Mem : %8.1f total, %8.1f free, %8.1f used, %8.1f buff/cache     \n",
	    a.total / 1024, a.free / 1024, (a.total - a.available) / 1024,
	    (a.buffers + a.cached + a.reclaimable) / 1024);
	out_print(out, "MiB Swap: %8.1f total, %8.1f free, %8.1f used. %8.1f avail Mem \n\n",
	    a.swap_total / 1024, a.swap_free / 1024, (a.swap_total - a.swap_free) / 1024,
	    a.available / 1024);
	out_text(out,
	    "    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND\n");
	int shown = 0;
	for (size_t i = 0; i < m->process_count && shown < 40; i++) {
		const struct process *p = &m->processes[i];
		if (p->program == NULL || p->program->kind == PROGRAM_KERNEL)
			continue;
		shown++;
		int64_t hundredths = (int64_t)(p->cpu_s * 100);
		snprintf(time, sizeof(time), "%lld:%02d.%02d", (long long)(hundredths / 6000),
		    (int)(hundredths / 100 % 60), (int)(hundredths % 100));
		out_print(out, "%7lld %-8.8s  20   0 %7lld %6lld %6lld S %5.1f %5.1f %9s %s\n",
		    (long long)p->pid, p->program->user, (long long)p->vsz_kib,
		    (long long)p->rss_kib, (long long)(p->rss_kib / 3),
		    p->program->cpu * m->load * 100, (double)p->rss_kib * 100 / a.total, time,
		    p->program->name);
	}
	log_frame_end(log);
}

static void
write_small(struct machine *m, struct log *log, bool slow)
{
	double up_s = (double)(machine_epoch_s(m) - m->boot_s);
	struct out *out = log_frame(log, "files");
	out_print(out, "%lld\t0\t2466170\n", (long long)machine_descriptors(m) + 300);
	log_frame_end(log);
	out = log_frame(log, "boot");
	out_print(out, "%.2f %.2f\n", up_s, up_s * 3.1);
	log_frame_end(log);
	out = log_frame(log, "load");
	out_print(out, "net.netfilter.nf_conntrack_count = %.0f\n",
	    60 + 1.6 * m->driver[DRIVER_CONNECTIONS]);
	log_frame_end(log);
	if (!slow)
		return;
	out = log_frame(log, "limits");
	out_text(out, "fs.file-max = 2466170\nnet.netfilter.nf_conntrack_max = 262144\n");
	log_frame_end(log);
}

static void
write_sample(struct machine *m, struct log *log, bool slow)
{
	write_meminfo(m, log);
	write_slabs(m, log);
	write_ps(m, log);
	write_small(m, log, slow);
	if (m->options.neutral)
		return;
	write_summary(m, log);
	write_vmstat(m, log);
	write_top(m, log);
}

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

const struct system system_linux = { .name = "linux", .uname = "Linux",
	.release = "6.1.0-18-amd64", .architecture = "x86_64", .least_bytes = INT64_C(4) << 30, .pool_kind = "slab", .pools = slabs,
	.pool_count = COUNT(slabs), .programs = programs, .program_count = COUNT(programs),
	.leaky_pools = leaky_slabs, .write = write_sample, .commands = commands };
