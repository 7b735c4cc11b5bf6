#include "system.h"

#include <stdio.h>
#include <string.h>

#include "base/when.h"
#include "lstart.h"

#include "base/banned.h"

/*
 * A firewall with FreeBSD 13. Names, sizes and numbers at rest are those of a real one, what each follows is told by
 * the kernel's sources; the text is shaped as its tools shape it.
 */

/* clang-format off */
static const struct pool_row zones[] = {
	/* name, item size, LIMIT, in use at rest, what they follow, items for one of it, bursts, requests/s */
	{ MOVING("kstack_cache", 16384, 0, 20, DRIVER_THREADS, 1, 0, 0.5) },
	{ MOVING("buf free cache", 440, 0, 0, DRIVER_BUFFERS, 1, 0, 2) },
	{ MOVING("vm pgcache", 4096, 0, 4000, DRIVER_USER_PAGES, 0.3, 0, 200), .mirror = true },
	{ MOVING("vm pgcache", 4096, 0, 4000, DRIVER_USER_PAGES, 0.3, 0, 200), .mirror = true },
	{ AT_REST("UMA Kegs", 384, 0, 98) },
	{ AT_REST("UMA Zones", 768, 0, 109) },
	{ MOVING("UMA Slabs 0", 80, 0, 200, DRIVER_KERNEL_PAGES, 0.06, 0, 0) },
	{ AT_REST("UMA Slabs 1", 112, 0, 5) },
	{ AT_REST("UMA Hash", 256, 0, 0) },
	{ MOVING("2 Bucket", 32, 0, 40, DRIVER_NONE, 0, 0, 1) },
	{ MOVING("4 Bucket", 48, 0, 30, DRIVER_NONE, 0, 0, 1) },
	{ MOVING("8 Bucket", 80, 0, 60, DRIVER_NONE, 0, 0, 1) },
	{ MOVING("16 Bucket", 144, 0, 50, DRIVER_NONE, 0, 0, 1) },
	{ MOVING("32 Bucket", 256, 0, 60, DRIVER_NONE, 0, 0, 2) },
	{ MOVING("64 Bucket", 512, 0, 80, DRIVER_NONE, 0, 0, 2) },
	{ MOVING("128 Bucket", 1024, 0, 60, DRIVER_NONE, 0, 0, 1) },
	{ MOVING("256 Bucket", 2048, 0, 120, DRIVER_NONE, 0, 0, 1) },
	{ AT_REST("SMR SHARED", 24, 0, 2) },
	{ AT_REST("SMR CPU", 32, 0, 2) },
	{ AT_REST("vmem", 1856, 0, 1) },
	{ MOVING("vmem btag", 56, 0, 4000, DRIVER_KERNEL_PAGES, 0.15, 0, 0) },
	{ MOVING("VM OBJECT", 264, 0, 300, DRIVER_VNODES, 0.5, 0, 20) },
	{ MOVING("RADIX NODE", 144, 0, 800, DRIVER_VNODES, 0.9, 0, 40) },
	{ AT_REST("KMAP ENTRY", 96, 0, 4) },
	{ MOVING("MAP ENTRY", 96, 0, 200, DRIVER_PROCESSES, 28, 0, 100) },
	{ MOVING("VMSPACE", 2552, 0, 4, DRIVER_PROCESSES, 0.7, 0, 2) },
	{ AT_REST("fakepg", 104, 0, 1) },
	{ AT_REST("pcpu-4", 4, 0, 0) },
	{ MOVING("pcpu-8", 8, 0, 2636, DRIVER_NONE, 0, 0, 0.01) },
	{ AT_REST("pcpu-16", 16, 0, 7) },
	{ AT_REST("pcpu-32", 32, 0, 0) },
	{ MOVING("pcpu-64", 64, 0, 450, DRIVER_NONE, 0, 0, 0.01) },
	{ AT_REST("malloc-16", 16, 0, 0), .sums = true },
	{ AT_REST("malloc-32", 32, 0, 0), .sums = true },
	{ AT_REST("malloc-64", 64, 0, 0), .sums = true },
	{ AT_REST("malloc-128", 128, 0, 0), .sums = true },
	{ AT_REST("malloc-256", 256, 0, 0), .sums = true },
	{ AT_REST("malloc-384", 384, 0, 0), .sums = true },
	{ AT_REST("malloc-512", 512, 0, 0), .sums = true },
	{ AT_REST("malloc-1024", 1024, 0, 0), .sums = true },
	{ AT_REST("malloc-2048", 2048, 0, 0), .sums = true },
	{ AT_REST("malloc-4096", 4096, 0, 0), .sums = true },
	{ AT_REST("malloc-8192", 8192, 0, 0), .sums = true },
	{ AT_REST("malloc-16384", 16384, 0, 0), .sums = true },
	{ AT_REST("malloc-32768", 32768, 0, 0), .sums = true },
	{ AT_REST("malloc-65536", 65536, 0, 0), .sums = true },
	{ MOVING("SLEEPQUEUE", 80, 0, 10, DRIVER_THREADS, 1, 0, 0) },
	{ MOVING("kenv", 258, 0, 12, DRIVER_NONE, 0, 0, 0.02) },
	{ MOVING("Files", 80, 0, 100, DRIVER_DESCRIPTORS, 1, 20, 200) },
	{ MOVING("filedesc0", 1072, 0, 2, DRIVER_PROCESSES, 1, 0, 2) },
	{ MOVING("PWD", 32, 0, 6, DRIVER_PROCESSES, 0.2, 0, 1) },
	{ AT_REST("rangeset pctrie nodes", 144, 0, 0) },
	{ MOVING("rl_entry", 40, 0, 8, DRIVER_THREADS, 0.3, 0, 1) },
	{ MOVING("TURNSTILE", 136, 0, 10, DRIVER_THREADS, 1, 0, 0) },
	{ AT_REST("lkpicurr", 160, 0, 2) },
	{ AT_REST("lkpimm", 160, 0, 1) },
	{ MOVING("umtx pi", 96, 0, 0, DRIVER_NONE, 0, 1, 2) },
	{ AT_REST("umtx_shm", 88, 0, 0) },
	{ AT_REST("swrbuf", 2368, 128, 0) },
	{ AT_REST("swwbuf", 2368, 64, 0) },
	{ AT_REST("nfspbuf", 2368, 128, 0) },
	{ AT_REST("mdpbuf", 2368, 25, 0) },
	{ AT_REST("clpbuf", 2368, 128, 0) },
	{ MOVING("vnpbuf", 2368, 512, 0, DRIVER_NONE, 0, 1, 2) },
	{ MOVING("pbuf", 2368, 16, 0, DRIVER_NONE, 0, 2, 3) },
	{ MOVING("FPU_save_area", 2696, 0, 4, DRIVER_THREADS, 1, 0, 0.5) },
	{ AT_REST("MAC labels", 40, 0, 0) },
	{ MOVING("PROC", 1360, 0, 0, DRIVER_PROCESSES, 1, 0, 2) },
	{ MOVING("PGRP", 88, 0, 2, DRIVER_PROCESSES, 0.4, 0, 0.5) },
	{ MOVING("THREAD", 1808, 0, 10, DRIVER_THREADS, 1, 0, 0.5) },
	{ AT_REST("cpuset", 104, 0, 7) },
	{ AT_REST("domainset", 40, 0, 0) },
	{ AT_REST("pkru ranges", 24, 0, 0) },
	{ AT_REST("audit_record", 1280, 0, 0) },
	{ MOVING("mbuf_packet", 256, 0, 0, DRIVER_NONE, 0, 80, 2000), .mirror = true },
	{ MOVING("mbuf", 256, 391958, 400, DRIVER_CONNECTIONS, 0.5, 120, 6000) },
	{ MOVING("mbuf_cluster", 2048, 61243, 2048, DRIVER_NONE, 0, 0, 20) },
	{ MOVING("mbuf_jumbo_page", 4096, 30621, 0, DRIVER_NONE, 0, 30, 300) },
	{ AT_REST("mbuf_jumbo_9k", 9216, 9073, 0) },
	{ AT_REST("mbuf_jumbo_16k", 16384, 5103, 0) },
	{ AT_REST("epoch_record pcpu", 256, 0, 4) },
	{ AT_REST("ktls_session", 192, 0, 0) },
	{ MOVING("DEVCTL", 1024, 1000, 0, DRIVER_EVENTS, 1, 0, 0) },
	{ AT_REST("ttyinq", 160, 0, 180) },
	{ AT_REST("ttyoutq", 256, 0, 95) },
	{ AT_REST("IOMMU_MAP_ENTRY", 104, 0, 0) },
	{ MOVING("g_bio", 376, 0, 0, DRIVER_NONE, 0, 12, 40) },
	{ AT_REST("linux_dma_pctrie", 144, 0, 0) },
	{ AT_REST("linux_dma_object", 32, 0, 0) },
	{ MOVING("cryptop", 280, 0, 0, DRIVER_NONE, 0, 6, 30) },
	{ AT_REST("vtnet_tx_hdr", 24, 0, 0) },
	{ MOVING("VNODE", 488, 0, 0, DRIVER_VNODES, 1, 0, 3) },
	{ MOVING("BUF TRIE", 144, 0, 20, DRIVER_BUFFERS, 0.5, 0, 3) },
	{ MOVING("S VFS Cache", 104, 0, 400, DRIVER_VNODES, 1.4, 0, 6) },
	{ AT_REST("STS VFS Cache", 144, 0, 0) },
	{ MOVING("L VFS Cache", 320, 0, 4, DRIVER_VNODES, 0.01, 0, 0.2) },
	{ AT_REST("LTS VFS Cache", 360, 0, 0) },
	{ MOVING("NAMEI", 1024, 0, 0, DRIVER_NONE, 0, 1, 600) },
	{ MOVING("DIRHASH", 1024, 0, 0, DRIVER_DIRHASH, 1, 0, 0.2) },
	{ AT_REST("NCLNODE", 616, 0, 0) },
	{ AT_REST("TMPFS node", 224, 0, 0) },
	{ AT_REST("Mountpoints", 2752, 0, 2) },
	{ AT_REST("AIO", 208, 0, 0) },
	{ AT_REST("AIOCB", 552, 0, 0) },
	{ AT_REST("AIOLIO", 272, 0, 0) },
	{ MOVING("pipe", 744, 0, 4, DRIVER_PROCESSES, 0.1, 2, 1) },
	{ MOVING("ksiginfo", 112, 0, 20, DRIVER_PROCESSES, 0.5, 0, 0.1) },
	{ MOVING("itimer", 352, 0, 3, DRIVER_NONE, 0, 0, 0.01) },
	{ MOVING("KNOTE", 160, 0, 40, DRIVER_PROCESSES, 1.5, 4, 20) },
	{ MOVING("socket", 944, 31460, 60, DRIVER_SOCKETS, 1, 0, 30) },
	{ MOVING("unpcb", 256, 31460, 20, DRIVER_PROCESSES, 0.5, 0, 4) },
	{ AT_REST("ipq", 56, 1913, 0) },
	{ MOVING("udp_inpcb", 496, 31460, 14, DRIVER_NONE, 0, 3, 20) },
	{ MOVING("udpcb", 32, 31460, 14, DRIVER_NONE, 0, 3, 20) },
	{ MOVING("tcp_inpcb", 496, 31460, 8, DRIVER_SOCKETS, 1, 0, 20) },
	{ MOVING("tcpcb", 1080, 31460, 8, DRIVER_SOCKETS, 1, 0, 20) },
	{ MOVING("tcptw", 88, 6292, 0, DRIVER_TIMEWAIT, 1, 0, 5) },
	{ MOVING("syncache", 168, 15360, 0, DRIVER_NONE, 0, 4, 10) },
	{ MOVING("hostcache", 96, 15360, 20, DRIVER_NONE, 0, 0, 0.1) },
	{ AT_REST("sackhole", 32, 0, 0) },
	{ AT_REST("tfo", 4, 0, 0) },
	{ AT_REST("tfo_ccache_entries", 80, 0, 0) },
	{ AT_REST("tcpreass", 48, 3827, 0) },
	{ AT_REST("tcp_log", 408, 5000000, 0) },
	{ AT_REST("tcp_log_id_bucket", 176, 0, 0) },
	{ AT_REST("tcp_log_id_node", 120, 0, 0) },
	{ AT_REST("udplite_inpcb", 496, 31460, 0) },
	{ AT_REST("ripcb", 496, 31460, 3) },
	{ AT_REST("IPsec SA lft_c", 16, 0, 0) },
	{ MOVING("routing nhops", 256, 0, 30, DRIVER_NONE, 0, 0, 0.02) },
	{ MOVING("rtentry", 168, 0, 60, DRIVER_NONE, 0, 0, 0.02) },
	{ MOVING("FFS inode", 160, 0, 0, DRIVER_VNODES, 0.97, 0, 3) },
	{ AT_REST("FFS1 dinode", 128, 0, 0) },
	{ MOVING("FFS2 dinode", 256, 0, 0, DRIVER_VNODES, 0.97, 0, 3) },
	{ AT_REST("swpctrie", 144, 122500, 0) },
	{ AT_REST("swblk", 136, 122496, 0) },
	{ MOVING("acmenic_req", 320, 0, 900, DRIVER_NONE, 0, 20, 60) },
	{ MOVING("pf states", 320, 400000, 40, DRIVER_CONNECTIONS, 1.6, 0, 30) },
	{ MOVING("pf state keys", 88, 0, 40, DRIVER_CONNECTIONS, 1.8, 0, 30) },
	{ MOVING("pf source nodes", 136, 10000, 12, DRIVER_NONE, 0, 0, 0.5) },
	{ MOVING("pf frags", 80, 0, 0, DRIVER_NONE, 0, 3, 5) },
	{ MOVING("IPFW dynamic states data", 136, 16384, 20, DRIVER_NONE, 0, 0, 2) },
	{ AT_REST("sctp_ep", 1280, 31460, 1) },
	{ MOVING("NetFlow IPv4 cache", 128, 262184, 200, DRIVER_CONNECTIONS, 1.2, 0, 10) },
	{ MOVING("netgraph items", 64, 4118, 0, DRIVER_NONE, 0, 3, 40) },
	{ MOVING("netgraph data items", 64, 4118, 0, DRIVER_NONE, 0, 8, 400) },
};

static const struct pool_row types[] = {
	{ AT_REST("NFSD V4client", 256, 0, 1), .sizes = "256" },
	{ AT_REST("NFSD lckfile", 256, 0, 1), .sizes = "256" },
	{ AT_REST("NFSD session", 1024, 0, 1), .sizes = "1024" },
	{ AT_REST("pfs_nodes", 384, 0, 20), .sizes = "384" },
	{ AT_REST("pfs_vncache", 8192, 0, 1), .sizes = "8192" },
	{ MOVING("GEOM", 128, 0, 102, DRIVER_NONE, 0, 2, 0.1), .sizes = "16,32,64,128,256,512,1024,2048,4096,8192" },
	{ AT_REST("raid_data", 32, 0, 0), .sizes = "32,128,256" },
	{ AT_REST("isadev", 128, 0, 3), .sizes = "128" },
	{ AT_REST("cdev", 256, 0, 2), .sizes = "256" },
	{ MOVING("filedesc", 4096, 0, 2, DRIVER_PROCESSES, 0.2, 0, 0.3), .sizes = "16,4096,8192" },
	{ MOVING("pwddesc", 64, 0, 1, DRIVER_PROCESSES, 1, 0, 2), .sizes = "64" },
	{ AT_REST("sigio", 64, 0, 0), .sizes = "64" },
	{ MOVING("filecaps", 16, 0, 0, DRIVER_PROCESSES, 0.1, 0, 1), .sizes = "16,32,64" },
	{ MOVING("kdtrace", 256, 0, 5, DRIVER_THREADS, 1.3, 0, 0.5), .sizes = "64,256" },
	{ AT_REST("kenv", 64, 0, 42), .sizes = "16,32,64,8192" },
	{ MOVING("kqueue", 64, 0, 0, DRIVER_PROCESSES, 1, 0, 2), .sizes = "64" },
	{ MOVING("proc-args", 64, 0, 2, DRIVER_PROCESSES, 0.8, 0, 3), .sizes = "16,32,64,128" },
	{ AT_REST("hhook", 256, 0, 13), .sizes = "256" },
	{ AT_REST("ithread", 128, 0, 65), .sizes = "32,128,256" },
	{ AT_REST("prison", 32, 0, 6), .sizes = "32" },
	{ AT_REST("KTRACE", 128, 0, 100), .sizes = "128" },
	{ AT_REST("linker", 64, 0, 209), .sizes = "16,32,64,128,256,384,512,1024,2048" },
	{ MOVING("lockf", 128, 0, 9, DRIVER_PROCESSES, 0.3, 3, 2), .sizes = "64,128" },
	{ AT_REST("loginclass", 64, 0, 2), .sizes = "64" },
	{ MOVING("devbuf", 1024, 0, 18249, DRIVER_NONE, 0, 0, 0.02), .sizes = "16,32,64,128,256,384,1024,2048,4096,8192,16384,65536" },
	{ MOVING("temp", 1024, 0, 14, DRIVER_NONE, 0, 12, 30), .sizes = "16,32,64,128,256,512,1024,2048,8192,65536" },
	{ AT_REST("evdev", 1024, 0, 4), .sizes = "1024" },
	{ AT_REST("module", 128, 0, 506), .sizes = "128" },
	{ AT_REST("mtx_pool", 8192, 0, 2), .sizes = "8192,65536" },
	{ AT_REST("osd", 256, 0, 3), .sizes = "16,32,64,128,256" },
	{ AT_REST("pmchooks", 128, 0, 1), .sizes = "128" },
	{ AT_REST("pmc", 64, 0, 1), .sizes = "64" },
	{ MOVING("session", 128, 0, 2, DRIVER_PROCESSES, 0.4, 0, 0.5), .sizes = "128" },
	{ AT_REST("proc", 8192, 0, 3), .sizes = "512,8192" },
	{ MOVING("subproc", 384, 0, 10, DRIVER_PROCESSES, 2, 0, 2), .sizes = "384,4096" },
	{ MOVING("cred", 256, 0, 4, DRIVER_PROCESSES, 0.4, 0, 1), .sizes = "256" },
	{ MOVING("plimit", 256, 0, 2, DRIVER_PROCESSES, 0.2, 0, 0.5), .sizes = "256" },
	{ AT_REST("uidinfo", 2048, 0, 2), .sizes = "128,2048" },
	{ AT_REST("acpiintr", 64, 0, 1), .sizes = "64" },
	{ MOVING("sysctl", 64, 0, 1, DRIVER_NONE, 0, 0, 6), .sizes = "32,64" },
	{ AT_REST("sysctloid", 64, 0, 18574), .sizes = "16,32,64,128" },
	{ MOVING("sysctltmp", 32, 0, 0, DRIVER_NONE, 0, 0, 3), .sizes = "32,64,256,1024" },
	{ MOVING("acpica", 64, 0, 2274, DRIVER_NONE, 0, 0, 0.2), .sizes = "16,32,64,128,256,384,2048,8192" },
	{ AT_REST("tidhash", 16384, 0, 3), .sizes = "1024,16384" },
	{ AT_REST("callout", 0, 0, 128), .sizes = "" },
	{ MOVING("umtx", 128, 0, 10, DRIVER_THREADS, 2, 0, 0.5), .sizes = "128" },
	{ AT_REST("p1003.1b", 16, 0, 1), .sizes = "16" },
	{ AT_REST("SWAP", 0, 0, 17), .sizes = "" },
	{ MOVING("bus", 64, 0, 1046, DRIVER_NONE, 0, 0, 0.1), .sizes = "16,32,64,128,256,4096" },
	{ AT_REST("bus-sc", 2048, 0, 52), .sizes = "16,32,64,128,256,384,512,1024,2048,4096,8192,16384,32768,65536" },
	{ AT_REST("acpitask", 65536, 0, 1), .sizes = "65536" },
	{ AT_REST("devstat", 4096, 0, 6), .sizes = "32,4096" },
	{ AT_REST("eventhandler", 64, 0, 128), .sizes = "64,128" },
	{ AT_REST("gtaskqueue", 256, 0, 18), .sizes = "16,32,256,8192" },
	{ MOVING("kobj", 4096, 0, 336, DRIVER_NONE, 0, 0, 0.01), .sizes = "4096" },
	{ AT_REST("Per-cpu", 32, 0, 1), .sizes = "32" },
	{ AT_REST("acpisem", 128, 0, 20), .sizes = "128" },
	{ AT_REST("rman", 128, 0, 98), .sizes = "32,128" },
	{ MOVING("sbuf", 256, 0, 1, DRIVER_NONE, 0, 0, 1), .sizes = "16,32,64,128,256,4096,16384" },
	{ AT_REST("sglist", 8192, 0, 3), .sizes = "8192" },
	{ AT_REST("toponodes", 128, 0, 10), .sizes = "128" },
	{ AT_REST("kbdmux", 2048, 0, 6), .sizes = "16,384,1024,2048,8192,16384" },
	{ MOVING("taskqueue", 32, 0, 48, DRIVER_NONE, 0, 0, 0.01), .sizes = "16,32,256" },
	{ AT_REST("terminal", 256, 0, 11), .sizes = "256" },
	{ AT_REST("Unitno", 64, 0, 25), .sizes = "32,64" },
	{ AT_REST("vmem", 16384, 0, 3), .sizes = "512,1024,16384" },
	{ MOVING("ioctlops", 256, 0, 0, DRIVER_NONE, 0, 1, 4), .sizes = "256,384,1024" },
	{ MOVING("select", 128, 0, 11, DRIVER_THREADS, 0.2, 0, 0), .sizes = "128" },
	{ MOVING("iov", 16, 0, 0, DRIVER_NONE, 0, 3, 60), .sizes = "16,64,128,256,384" },
	{ MOVING("selfd", 64, 0, 6, DRIVER_THREADS, 0.2, 4, 30), .sizes = "64" },
	{ AT_REST("procdesc", 128, 0, 0), .sizes = "128" },
	{ AT_REST("msg", 8192, 0, 4), .sizes = "2048,4096,8192,16384" },
	{ AT_REST("sem", 4096, 0, 4), .sizes = "2048,4096" },
	{ AT_REST("shm", 32768, 0, 1), .sizes = "32768" },
	{ AT_REST("tty", 1024, 0, 13), .sizes = "1024" },
	{ AT_REST("acpidev", 64, 0, 32), .sizes = "64" },
	{ AT_REST("CAM SIM", 256, 0, 7), .sizes = "256" },
	{ AT_REST("CAM XPT", 128, 0, 27), .sizes = "32,128,512,1024,2048" },
	{ AT_REST("ktls", 256, 0, 1), .sizes = "256" },
	{ MOVING("mbuf_tag", 32, 0, 0, DRIVER_NONE, 0, 12, 20), .sizes = "32" },
	{ AT_REST("shmfd", 8192, 0, 1), .sizes = "8192" },
	{ MOVING("soname", 128, 0, 2, DRIVER_NONE, 0, 4, 40), .sizes = "16,32,128" },
	{ MOVING("pcb", 64, 0, 30, DRIVER_SOCKETS, 1, 0, 10), .sizes = "16,32,64,1024,2048,65536" },
	{ AT_REST("ppbusdev", 256, 0, 2), .sizes = "256" },
	{ AT_REST("CAM DEV", 2048, 0, 8), .sizes = "2048" },
	{ MOVING("entropy", 64, 0, 1, DRIVER_NONE, 0, 0, 1), .sizes = "32,64,4096" },
	{ MOVING("CAM CCB", 2048, 0, 0, DRIVER_NONE, 0, 3, 10), .sizes = "2048" },
	{ MOVING("CAM path", 32, 0, 9, DRIVER_NONE, 0, 1, 0.2), .sizes = "32" },
	{ AT_REST("CAM periph", 256, 0, 4), .sizes = "16,32,64,128,256" },
	{ AT_REST("vfscache", 512, 0, 3), .sizes = "256,512" },
	{ AT_REST("feeder", 32, 0, 7), .sizes = "32" },
	{ AT_REST("vfs_hash", 0, 0, 64), .sizes = "" },
	{ AT_REST("vnodes", 256, 0, 1), .sizes = "256" },
	{ AT_REST("namei_tracker", 32, 0, 0), .sizes = "32" },
	{ AT_REST("mount", 64, 0, 16), .sizes = "16,32,64,128,256,1024" },
	{ AT_REST("statfs", 4096, 0, 0), .sizes = "4096" },
	{ MOVING("vnodemarker", 512, 0, 2, DRIVER_NONE, 0, 1, 0.3), .sizes = "512" },
	{ AT_REST("chacha20random", 384, 0, 1), .sizes = "384" },
	{ AT_REST("BPF", 128, 0, 1), .sizes = "128" },
	{ AT_REST("ifnet", 2048, 0, 2), .sizes = "128,2048" },
	{ AT_REST("ifaddr", 384, 0, 20), .sizes = "32,64,128,256,384,2048,4096" },
	{ AT_REST("ether_multi", 128, 0, 12), .sizes = "16,32,128" },
	{ AT_REST("clone", 256, 0, 8), .sizes = "256" },
	{ MOVING("lltable", 256, 0, 30, DRIVER_NONE, 0, 2, 0.05), .sizes = "256" },
	{ AT_REST("tun", 32, 0, 3), .sizes = "32" },
	{ AT_REST("pfil", 128, 0, 3), .sizes = "128" },
	{ AT_REST("nhops", 128, 0, 6), .sizes = "128" },
	{ MOVING("routetbl", 128, 0, 140, DRIVER_NONE, 0, 0, 0.05), .sizes = "32,64,128,256,384,512,1024,2048" },
	{ AT_REST("vnet", 64, 0, 1), .sizes = "64" },
	{ AT_REST("vnet_data", 0, 0, 42), .sizes = "" },
	{ AT_REST("vnet_data_free", 32, 0, 1), .sizes = "32" },
	{ AT_REST("igmp", 128, 0, 1), .sizes = "128" },
	{ AT_REST("in_multi", 256, 0, 1), .sizes = "256" },
	{ AT_REST("encap_export_host", 64, 0, 8), .sizes = "32,64" },
	{ AT_REST("tfo_ccache", 0, 0, 32), .sizes = "" },
	{ AT_REST("hostcache", 32768, 0, 1), .sizes = "32768" },
	{ AT_REST("tcpfunc", 64, 0, 1), .sizes = "64" },
	{ AT_REST("syncache", 0, 0, 17), .sizes = "" },
	{ AT_REST("in6_multi", 32, 0, 15), .sizes = "32,256" },
	{ AT_REST("mld", 128, 0, 1), .sizes = "128" },
	{ MOVING("ip6ndp", 256, 0, 12, DRIVER_NONE, 0, 1, 0.05), .sizes = "64,256" },
	{ MOVING("inpcbpolicy", 32, 0, 20, DRIVER_SOCKETS, 1, 0, 20), .sizes = "32" },
	{ AT_REST("secasvar", 1024, 0, 1), .sizes = "1024" },
	{ AT_REST("sahead", 1024, 0, 1), .sizes = "1024" },
	{ AT_REST("ipsecpolicy", 1024, 0, 1), .sizes = "1024" },
	{ AT_REST("ipsec-saq", 1024, 0, 2), .sizes = "1024" },
	{ AT_REST("lkpikmalloc", 64, 0, 5), .sizes = "16,64" },
	{ MOVING("crypto", 256, 0, 4, DRIVER_NONE, 0, 3, 8), .sizes = "64,256" },
	{ AT_REST("audit_evclass", 32, 0, 236), .sizes = "32" },
	{ MOVING("pagedep", 256, 0, 3, DRIVER_NONE, 0, 4, 0.4), .sizes = "256,65536" },
	{ MOVING("inodedep", 384, 0, 20, DRIVER_NONE, 0, 90, 4), .sizes = "384" },
	{ MOVING("bmsafemap", 256, 0, 2, DRIVER_NONE, 0, 6, 1), .sizes = "256,8192" },
	{ MOVING("newblk", 256, 0, 20, DRIVER_NONE, 0, 120, 5), .sizes = "256" },
	{ MOVING("freefrag", 128, 0, 1, DRIVER_NONE, 0, 5, 1), .sizes = "128" },
	{ MOVING("freeblks", 256, 0, 0, DRIVER_NONE, 0, 8, 1), .sizes = "256" },
	{ MOVING("freefile", 128, 0, 0, DRIVER_NONE, 0, 8, 1), .sizes = "128" },
	{ MOVING("diradd", 128, 0, 4, DRIVER_NONE, 0, 30, 2), .sizes = "128" },
	{ AT_REST("mkdir", 128, 0, 3), .sizes = "128" },
	{ MOVING("dirrem", 128, 0, 0, DRIVER_NONE, 0, 12, 2), .sizes = "128" },
	{ AT_REST("newdirblk", 64, 0, 3), .sizes = "64" },
	{ MOVING("freework", 256, 0, 1, DRIVER_NONE, 0, 9, 1), .sizes = "32,256" },
	{ MOVING("sbdep", 64, 0, 0, DRIVER_NONE, 0, 1, 0.1), .sizes = "64" },
	{ MOVING("savedino", 256, 0, 0, DRIVER_NONE, 0, 6, 1), .sizes = "256" },
	{ AT_REST("softdep", 1024, 0, 1), .sizes = "1024" },
	{ MOVING("ufs_dirhash", 32, 0, 4, DRIVER_DIRHASH, 1.05, 0, 0), .sizes = "16,32,512" },
	{ AT_REST("ufs_quota", 0, 0, 64), .sizes = "" },
	{ AT_REST("ufs_mount", 4096, 0, 5), .sizes = "32,64,512,4096,8192" },
	{ AT_REST("vm_pgdata", 128, 0, 1), .sizes = "128" },
	{ AT_REST("UMA", 16, 0, 137), .sizes = "16,32" },
	{ AT_REST("CAM queue", 512, 0, 15), .sizes = "16,32,512" },
	{ AT_REST("UART", 1024, 0, 3), .sizes = "16,1024" },
	{ AT_REST("scsi_cd", 16, 0, 0), .sizes = "16" },
	{ AT_REST("rpc", 4096, 0, 2), .sizes = "4096" },
	{ AT_REST("aesni_data", 128, 0, 2), .sizes = "16,128" },
	{ AT_REST("pci_link", 128, 0, 32), .sizes = "16,128" },
	{ AT_REST("CAM dev queue", 64, 0, 7), .sizes = "64" },
	{ AT_REST("atkbddev", 64, 0, 2), .sizes = "64" },
	{ AT_REST("apmdev", 128, 0, 1), .sizes = "128" },
	{ AT_REST("intr", 65536, 0, 4), .sizes = "65536" },
	{ AT_REST("MCA", 128, 0, 10), .sizes = "128" },
	{ AT_REST("cpus", 16, 0, 2), .sizes = "16" },
	{ AT_REST("nexusdev", 16, 0, 8), .sizes = "16" },
	{ AT_REST("fpukern_ctx", 4096, 0, 3), .sizes = "4096" },
	{ AT_REST("memdesc", 4096, 0, 1), .sizes = "4096" },
	{ AT_REST("vtbuf", 4096, 0, 24), .sizes = "4096" },
	{ AT_REST("vt", 384, 0, 11), .sizes = "384" },
	{ MOVING("DEVFS3", 256, 0, 109, DRIVER_NONE, 0, 0, 0.01), .sizes = "256" },
	{ MOVING("DEVFS1", 1024, 0, 90, DRIVER_NONE, 0, 0, 0.01), .sizes = "1024" },
	{ AT_REST("madt_table", 16, 0, 0), .sizes = "16,4096" },
	{ AT_REST("DEVFS_RULE", 384, 0, 61), .sizes = "64,384" },
	{ AT_REST("io_apic", 2048, 0, 1), .sizes = "2048" },
	{ AT_REST("local_apic", 2048, 0, 1), .sizes = "2048" },
	{ AT_REST("DEVFS", 128, 0, 9), .sizes = "16,128" },
	{ MOVING("acmenic", 256, 0, 700, DRIVER_NONE, 0, 15, 40), .sizes = "256" },
};

static const struct program programs[] = {
	/* comm, command, user, waits for, kind, how many, threads, files, sockets, RSS, VSZ, reach, CPU */
	{ "kernel", "[kernel]", "root", "swapin", PROGRAM_KERNEL, 1, 30, 0, 0, 0, 0, 1, 0.002 },
	{ "init", "/sbin/init", "root", "wait", PROGRAM_STEADY, 1, 1, 3, 0, 1116, 11780, 1, 0 },
	{ "KTLS", "[KTLS]", "root", "-", PROGRAM_KERNEL, 1, 2, 0, 0, 0, 0, 1, 0 },
	{ "crypto", "[crypto]", "root", "crypto_w", PROGRAM_KERNEL, 1, 3, 0, 0, 0, 0, 1, 0 },
	{ "cam", "[cam]", "root", "-", PROGRAM_KERNEL, 1, 2, 0, 0, 0, 0, 1, 0.001 },
	{ "pf purge", "[pf purge]", "root", "pftm", PROGRAM_KERNEL, 1, 1, 0, 0, 0, 0, 1, 0.001 },
	{ "rand_harvestq", "[rand_harvestq]", "root", "-", PROGRAM_KERNEL, 1, 1, 0, 0, 0, 0, 1, 0.001 },
	{ "pagedaemon", "[pagedaemon]", "root", "psleep", PROGRAM_KERNEL, 1, 3, 0, 0, 0, 0, 1, 0 },
	{ "vmdaemon", "[vmdaemon]", "root", "psleep", PROGRAM_KERNEL, 1, 1, 0, 0, 0, 0, 1, 0 },
	{ "bufdaemon", "[bufdaemon]", "root", "psleep", PROGRAM_KERNEL, 1, 3, 0, 0, 0, 0, 1, 0.0005 },
	{ "vnlru", "[vnlru]", "root", "vlruwt", PROGRAM_KERNEL, 1, 1, 0, 0, 0, 0, 1, 0 },
	{ "syncer", "[syncer]", "root", "syncer", PROGRAM_KERNEL, 1, 1, 0, 0, 0, 0, 1, 0.001 },
	{ "audit", "[audit]", "root", "audit_wo", PROGRAM_KERNEL, 1, 1, 0, 0, 0, 0, 1, 0 },
	{ "idle", "[idle]", "root", "-", PROGRAM_KERNEL, 1, 2, 0, 0, 0, 0, 1, 1.2 },
	{ "intr", "[intr]", "root", "-", PROGRAM_KERNEL, 1, 15, 0, 0, 0, 0, 1, 0.05 },
	{ "geom", "[geom]", "root", "-", PROGRAM_KERNEL, 1, 3, 0, 0, 0, 0, 1, 0.001 },
	{ "sequencer 00", "[sequencer 00]", "root", "seqstate", PROGRAM_KERNEL, 1, 1, 0, 0, 0, 0, 1, 0 },
	{ "ng_queue", "[ng_queue]", "root", "sleep", PROGRAM_KERNEL, 1, 2, 0, 0, 0, 0, 1, 0.002 },
	{ "syslogd", "/usr/sbin/syslogd -ss", "root", "select", PROGRAM_STEADY, 1, 1, 12, 6, 2548, 12828, 1, 0.002 },
	{ "devd", "/sbin/devd", "root", "select", PROGRAM_STEADY, 1, 1, 5, 3, 1800, 11100, 1, 0 },
	{ "ntpd", "/usr/sbin/ntpd -p /var/db/ntp/ntpd.pid", "ntpd", "select", PROGRAM_STEADY, 1, 1, 6, 14, 6300, 21700, 1, 0.0005 },
	{ "sshd", "/usr/sbin/sshd", "root", "select", PROGRAM_STEADY, 1, 1, 4, 3, 9300, 20900, 1, 0.0002 },
	{ "cron", "/usr/sbin/cron -s", "root", "nanslp", PROGRAM_STEADY, 1, 1, 4, 1, 2508, 12868, 1, 0.0001 },
	{ "getty", "/usr/libexec/getty Pc ttyv0", "root", "ttyin", PROGRAM_STEADY, 8, 1, 3, 0, 2270, 12680, 1, 0 },
	{ "snmpd", "/usr/local/sbin/snmpd -p /var/run/snmpd.pid", "root", "select", PROGRAM_STEADY, 1, 1, 9, 5, 13900, 38200, 1, 0.004 },
	{ "named", "/usr/local/sbin/named -u bind", "bind", "sigwait", PROGRAM_FILLS, 1, 7, 30, 24, 38000, 180000, 3.5, 0.03 },
	{ "bgpd", "/usr/local/sbin/bgpd -d", "frr", "select", PROGRAM_STEADY, 1, 4, 20, 14, 41000, 120000, 1, 0.01 },
	{ "zebra", "/usr/local/sbin/zebra -d", "frr", "select", PROGRAM_STEADY, 1, 4, 18, 10, 17500, 96000, 1, 0.006 },
	{ "ospfd", "/usr/local/sbin/ospfd -d", "frr", "select", PROGRAM_STEADY, 1, 1, 12, 8, 11200, 30500, 1, 0.003 },
	{ "pflogd", "pflogd: [running] -s 116 -i pflog0", "_pflogd", "bpf", PROGRAM_STEADY, 2, 1, 4, 2, 2300, 12600, 1, 0.001 },
	{ "dhcpd", "/usr/local/sbin/dhcpd -q igb1", "dhcpd", "select", PROGRAM_STEADY, 1, 1, 7, 4, 8100, 24400, 1, 0.001 },
	{ "charon", "/usr/local/libexec/ipsec/charon", "root", "sigwait", PROGRAM_STEADY, 1, 17, 24, 12, 14800, 97000, 1, 0.01 },
	{ "openvpn", "/usr/local/sbin/openvpn --config /etc/vpn.conf", "root", "select", PROGRAM_STEADY, 1, 1, 8, 5, 8900, 22100, 1, 0.02 },
	{ "squid", "(squid-1) --kid squid-1", "squid", "kqread", PROGRAM_FILLS, 1, 2, 60, 40, 52000, 160000, 2.6, 0.05 },
	{ "snort", "/usr/local/bin/snort -D -i igb0", "snort", "select", PROGRAM_RELOADS, 1, 3, 14, 3, 190000, 420000, 1.12, 0.2 },
	{ "lighttpd", "/usr/local/sbin/lighttpd -f /etc/lighttpd.conf", "www", "kqread", PROGRAM_STEADY, 1, 1, 12, 10, 7400, 21800, 1, 0.003 },
	{ "php-fpm", "php-fpm: pool www", "www", "accept", PROGRAM_WORKER, 6, 1, 7, 3, 24000, 96000, 1, 0.01 },
	{ "httpd", "/usr/local/sbin/httpd -k start", "www", "lockf", PROGRAM_WORKER, 10, 1, 9, 4, 9800, 41000, 1, 0.01 },
	{ "mgmtd", "/opt/fw/bin/mgmtd", "root", "uwait", PROGRAM_COLLECTS, 1, 28, 80, 30, 88000, 640000, 1.8, 0.04 },
	{ "logind", "/opt/fw/bin/logind -q", "root", "select", PROGRAM_STEADY, 1, 2, 22, 9, 16400, 54000, 1, 0.02 },
	{ "vpnd", "/opt/fw/bin/vpnd", "root", "select", PROGRAM_STEADY, 1, 3, 31, 16, 28700, 88000, 1, 0.02 },
	{ "rad", "/opt/fw/bin/rad", "root", "uwait", PROGRAM_STEADY, 1, 9, 26, 11, 33500, 121000, 1, 0.02 },
	{ "watchdog", "/opt/fw/bin/watchdog", "root", "select", PROGRAM_STEADY, 1, 1, 7, 3, 4300, 17800, 1, 0.001 },
	{ "monitord", "/opt/fw/bin/monitord -i 10", "root", "nanslp", PROGRAM_STEADY, 1, 2, 17, 6, 11800, 39000, 1, 0.005 },
	{ "sh", "sh seep-collect 604800", "root", "wait", PROGRAM_STEADY, 1, 1, 5, 0, 2650, 13540, 1, 0.002 },
	{ "atrun", "/usr/libexec/atrun", "root", "-", PROGRAM_PASSING, 1, 1, 3, 0, 2100, 12500, 1, 0.05 },
	{ "newsyslog", "newsyslog", "root", "-", PROGRAM_PASSING, 1, 1, 3, 0, 2200, 12600, 1, 0.05 },
	{ "pfctl", "pfctl -s info", "root", "-", PROGRAM_PASSING, 1, 1, 4, 0, 2700, 13100, 1, 0.05 },
};
/* clang-format on */

/* Names that are not a cache's, so that growth there means something. */
static const char *const leaky_zones[] = { "acmenic_req", "pf state keys", "rtentry", "KNOTE",
	"routing nhops", "cpuset", "pipe", NULL };
static const char *const leaky_types[] = { "acmenic", "devbuf", "temp", "routetbl", "lltable",
	"crypto", "mbuf_tag", "lockf", NULL };

static const char *const commands[] = { "vmstat-z", "vmstat -z", "vmstat-m", "vmstat -m",
	"vmstat-s", "vmstat -s", "vmstat", "vmstat", "ps",
	"ps -axww -o pid,ppid,lstart,time,rss,vsz,nlwp,state,command", "top", "top -b -d1", "memory",
	"sysctl vm.stats.vm hw.physmem vm.kmem_size vm.kmem_map_size vfs.bufspace", "files",
	"sysctl kern.openfiles kern.ipc.numopensockets vfs.numvnodes vfs.freevnodes", "swap",
	"swapinfo -k", "boot", "sysctl kern.boottime", "limits",
	"sysctl kern.maxvnodes kern.maxfiles kern.ipc kern.nbuf vfs.ufs.dirhash_maxmem", NULL };

static void
end_line(struct pool *p, int len)
{
	p->line_len = len < 0 ? 0 : (size_t)len < sizeof(p->line) ? (size_t)len : sizeof(p->line) - 1;
	p->changed = false;
}

static void
write_zones(struct machine *m, struct log *log)
{
	struct out *out = log_frame(log, "vmstat-z");
	out_text(out,
	    "ITEM                   SIZE  LIMIT     USED     FREE      REQ     FAILSLEEP XDOMAIN\n");
	for (size_t i = 0; i < m->pool_count; i++) {
		struct pool *p = &m->pools[i];
		char name[40];
		if (p->changed || p->line_len == 0) {
			snprintf(name, sizeof(name), "%s:", p->row->name);
			end_line(p,
			    snprintf(p->line, sizeof(p->line),
			        "%-20s %6lld, %6lld, %7lld, %7lld, %7lld, %3d, %3d, %3d\n", name,
			        (long long)p->row->size, (long long)p->limit, (long long)p->used,
			        (long long)(p->held - p->used), (long long)p->requests, 0, 0, 0));
		}
		out_bytes(out, p->line, p->line_len);
	}
	log_frame_end(log);
}

static int64_t
type_kib(const struct pool *p)
{
	int64_t size = p->row->size > 0 ? p->row->size : 4096;
	return (p->used * size + 1023) / 1024;
}

static void
write_types(struct machine *m, struct log *log)
{
	struct out *out = log_frame(log, "vmstat-m");
	out_text(out, "         Type InUse MemUse Requests  Size(s)\n");
	for (size_t i = 0; i < m->type_count; i++) {
		struct pool *p = &m->types[i];
		if (p->changed || p->line_len == 0)
			end_line(p,
			    snprintf(p->line, sizeof(p->line), "%13s %5lld %5lldK %8lld  %s\n",
			        p->row->name, (long long)(p->row->size > 0 ? p->used : 1),
			        (long long)type_kib(p), (long long)p->requests, p->row->sizes));
		out_bytes(out, p->line, p->line_len);
	}
	log_frame_end(log);
}

static void
write_summary(struct machine *m, struct log *log)
{
	struct out *out = log_frame(log, "vmstat-s");
	/* clang-format off */
	const struct { double count; const char *label; } rows[] = {
		{ m->switches, "cpu context switches" }, { m->interrupts, "device interrupts" },
		{ m->interrupts * 1.2, "software interrupts" }, { m->traps, "traps" }, { m->syscalls, "system calls" },
		{ 30, "kernel threads created" }, { m->forks, " fork() calls" }, { m->forks * .6, "vfork() calls" },
		{ 4, "rfork() calls" }, { 0, "swap pager pageins" }, { 0, "swap pager pages paged in" },
		{ (double)m->swap_used / 8, "swap pager pageouts" }, { (double)m->swap_used, "swap pager pages paged out" },
		{ 266, "vnode pager pageins" }, { 1855, "vnode pager pages paged in" }, { 0, "vnode pager pageouts" },
		{ 0, "vnode pager pages paged out" }, { 0, "page daemon wakeups" }, { 632, "pages examined by the page daemon" },
		{ 0, "clean page reclamation shortfalls" }, { 0, "pages reactivated by the page daemon" },
		{ m->faults * .2, "copy-on-write faults" }, { m->faults * .01, "copy-on-write optimized faults" },
		{ m->faults * .6, "zero fill pages zeroed" }, { 0, "zero fill pages prezeroed" },
		{ 22, "intransit blocking page faults" }, { m->faults, "total VM faults taken" },
		{ 184, "page faults requiring I/O" }, { 0, "pages affected by kernel thread creation" },
		{ m->forks * 40, "pages affected by  fork()" }, { m->forks * 20, "pages affected by vfork()" },
		{ 132, "pages affected by rfork()" }, { m->faults * .9, "pages freed" }, { 0, "pages freed by daemon" },
		{ m->faults * .5, "pages freed by exiting processes" }, { (double)m->active, "pages active" },
		{ (double)m->inactive, "pages inactive" }, { (double)m->laundry, "pages in the laundry queue" },
		{ (double)m->wired, "pages wired down" }, { 0, "virtual user pages wired down" },
		{ (double)m->free, "pages free" }, { 4096, "bytes per page" }, { m->lookups, "total name lookups" },
	};
	/* clang-format on */
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		out_print(out, "%9.0f %s\n", rows[i].count, rows[i].label);
	out_text(out,
	    "          cache hits (85% pos + 8% neg) system 0% per-directory\n"
	    "          deletions 0%, falsehits 0%, toolong 0%\n");
	log_frame_end(log);
}

static void
write_vmstat(struct machine *m, struct log *log)
{
	struct out *out = log_frame(log, "vmstat");
	int busy = (int)(m->load * 80);
	out_text(out,
	    "procs     memory       page                      disks     faults       cpu\n"
	    "r b w     avm     fre  flt  re  pi  po    fr   sr da0 da1   in   sy   cs us sy id\n");
	out_print(out,
	    "%2d %2d %2d %7lld %7lld %5d %3d %3d %3d %5d %4d %3d %3d %4d %5d %5d %2d %2d %2d\n",
	    busy / 40, 0, 0, (long long)(m->active + m->inactive) * 40, (long long)m->free * 4,
	    50 + busy * 9, 0, 2, 0, 40 + busy * 9, 5, busy / 4, 0, 100 + busy * 40,
	    400 + busy * 200, 300 + busy * 90, busy * 6 / 10, busy * 4 / 10, 100 - busy);
	log_frame_end(log);
}

struct widths {
	int pid, ppid, time, rss, vsz;
};

static int
digits(int64_t value)
{
	int count = 1;
	while (value >= 10) {
		value /= 10;
		count++;
	}
	return count;
}

static int
wider(int width, int64_t value)
{
	int need = digits(value);
	return need > width ? need : width;
}

/* ps makes each column as wide as its widest value. */
static struct widths
measure(const struct machine *m)
{
	struct widths w = { 3, 4, 4, 3, 3 };
	for (size_t i = 0; i < m->process_count; i++) {
		const struct process *p = &m->processes[i];
		if (p->program == NULL)
			continue;
		w.pid = wider(w.pid, p->pid);
		w.ppid = wider(w.ppid, p->ppid);
		w.rss = wider(w.rss, p->rss_kib);
		w.vsz = wider(w.vsz, p->vsz_kib);
		int time = digits((int64_t)p->cpu_s / 60) + 6;
		w.time = time > w.time ? time : w.time;
	}
	return w;
}

static const char *
state_of(const struct process *p)
{
	if (p->program->kind == PROGRAM_KERNEL)
		return strcmp(p->program->name, "idle") == 0 ? "RNL" : "DL";
	return p->program->kind == PROGRAM_PASSING ? "R" : p->program->cpu < 0.0005 ? "Is" : "Ss";
}

static void
write_ps(struct machine *m, struct log *log)
{
	static struct widths last;
	struct widths w = measure(m);
	bool moved = memcmp(&w, &last, sizeof(w)) != 0;
	last = w;
	struct out *out = log_frame(log, "ps");
	out_print(out, "%*s %*s STARTED                  %*s %*s %*s NLWP STAT COMMAND\n", w.pid,
	    "PID", w.ppid, "PPID", w.time, "TIME", w.rss, "RSS", w.vsz, "VSZ");
	for (size_t i = 0; i < m->process_count; i++) {
		struct process *p = &m->processes[i];
		if (p->program == NULL)
			continue;
		if (moved || p->changed || p->line_len == 0) {
			char started[LSTART_SIZE], time[32];
			lstart_text(p->started_s, started);
			int64_t hundredths = (int64_t)(p->cpu_s * 100);
			snprintf(time, sizeof(time), "%lld:%02d.%02d", (long long)(hundredths / 6000),
			    (int)(hundredths / 100 % 60), (int)(hundredths % 100));
			int len = snprintf(p->line, sizeof(p->line),
			    "%*lld %*lld %-24s %*s %*lld %*lld %4d %-4s %s\n", w.pid,
			    (long long)p->pid, w.ppid, (long long)p->ppid, started, w.time, time,
			    w.rss, (long long)p->rss_kib, w.vsz, (long long)p->vsz_kib,
			    p->program->threads, state_of(p), p->program->command);
			p->line_len = len > 0 && (size_t)len < sizeof(p->line) ? (size_t)len : 0;
			p->changed = false;
		}
		out_bytes(out, p->line, p->line_len);
	}
	log_frame_end(log);
}

/* top has four digits for a size. */
static const char *
short_size(int64_t kib, char *text, size_t size)
{
	if (kib < 10240)
		snprintf(text, size, "%lldK", (long long)kib);
	else if (kib < 10240 * 1024)
		snprintf(text, size, "%lldM", (long long)(kib / 1024));
	else
		snprintf(text, size, "%lldG", (long long)(kib / 1024 / 1024));
	return text;
}

static void
write_top(struct machine *m, struct log *log)
{
	struct out *out = log_frame(log, "top");
	char a[24], b[24], c[24], d[24], e[24], f[24], at[WHEN_TEXT_SIZE];
	int64_t now_s = machine_epoch_s(m), up_s = now_s - m->boot_s;
	int busy = (int)(m->load * 800), count = (int)m->driver[DRIVER_PROCESSES];
	int running = 1 + busy / 400;
	double average = m->load * 2;
	out_print(out,
	    "last pid: %5lld;  load averages: %5.2f, %5.2f, %5.2f  up %lld+%02d:%02d:%02d    %.8s\n",
	    (long long)m->next_pid, average, average * 0.9, average * 0.8,
	    (long long)(up_s / 86400), (int)(up_s / 3600 % 24), (int)(up_s / 60 % 60),
	    (int)(up_s % 60), when_text(now_s * 1000, at) + 11);
	out_print(out, "%d processes: %2d running, %d sleeping\n", count, running,
	    count - running);
	out_print(out,
	    "CPU: %4.1f%% user,  0.0%% nice, %4.1f%% system,  0.4%% interrupt, %4.1f%% idle\n",
	    busy * 0.06, busy * 0.04, 99.6 - busy * 0.1);
	out_print(out, "Mem: %s Active, %s Inact, ", short_size(m->active * 4, a, sizeof(a)),
	    short_size(m->inactive * 4, b, sizeof(b)));
	if (m->laundry > 0)
		out_print(out, "%s Laundry, ", short_size(m->laundry * 4, f, sizeof(f)));
	out_print(out, "%s Wired, %s Buf, %s Free\n", short_size(m->wired * 4, c, sizeof(c)),
	    short_size(m->buffers * 4, d, sizeof(d)), short_size(m->free * 4, e, sizeof(e)));
	out_print(out, "Swap: %s Total, ", short_size(m->swap_total * 4, a, sizeof(a)));
	if (m->swap_used > 0)
		out_print(out, "%s Used, ", short_size(m->swap_used * 4, c, sizeof(c)));
	out_print(out, "%s Free\n\n",
	    short_size((m->swap_total - m->swap_used) * 4, b, sizeof(b)));
	out_text(out,
	    "  PID USERNAME    THR PRI NICE   SIZE    RES STATE    C   TIME    WCPU COMMAND\n");
	int shown = 0;
	for (size_t i = 0; i < m->process_count && shown < 18; i++) {
		const struct process *p = &m->processes[i];
		if (p->program == NULL || p->program->kind == PROGRAM_KERNEL ||
		    p->program->cpu <= 0)
			continue;
		shown++;
		int64_t cpu_s = (int64_t)p->cpu_s;
		snprintf(c, sizeof(c), "%lld:%02d", (long long)(cpu_s / 60), (int)(cpu_s % 60));
		out_print(out, "%5lld %-11s%4d %3d %4d %6s %6s %-7s %2d %6s %6.2f%% %s\n",
		    (long long)p->pid, p->program->user, p->program->threads, 20, 0,
		    short_size(p->vsz_kib, a, sizeof(a)), short_size(p->rss_kib, b, sizeof(b)),
		    p->program->wchan, (int)(p->pid % 2), c, p->program->cpu * m->load * 100,
		    p->program->name);
	}
	log_frame_end(log);
}

static void
write_memory(struct machine *m, struct log *log)
{
	struct out *out = log_frame(log, "memory");
	/* clang-format off */
	const struct { const char *name; double value; } rows[] = {
		{ "vm.stats.vm.v_laundry_count", (double)m->laundry }, { "vm.stats.vm.v_inactive_count", (double)m->inactive },
		{ "vm.stats.vm.v_active_count", (double)m->active }, { "vm.stats.vm.v_wire_count", (double)m->wired },
		{ "vm.stats.vm.v_free_count", (double)m->free }, { "vm.stats.vm.v_free_min", (double)m->ram_pages / 150 },
		{ "vm.stats.vm.v_free_target", (double)m->ram_pages / 46 }, { "vm.stats.vm.v_page_count", (double)m->ram_pages },
		{ "vm.stats.vm.v_page_size", 4096 }, { "vm.kmem_size", (double)m->ram_bytes * .97 },
		{ "vm.kmem_map_size", m->driver[DRIVER_KERNEL_PAGES] * 4096 }, { "vfs.bufspace", (double)m->buffers * 4096 },
		{ "hw.physmem", (double)m->ram_bytes },
	};
	/* clang-format on */
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		out_print(out, "%s: %.0f\n", rows[i].name, rows[i].value);
	log_frame_end(log);
}

static void
write_small(struct machine *m, struct log *log, bool slow)
{
	char started[LSTART_SIZE];
	double scale = (double)m->ram_bytes / 1073741824;
	struct out *out = log_frame(log, "files");
	out_print(out,
	    "kern.openfiles: %lld\nkern.ipc.numopensockets: %.0f\nvfs.numvnodes: %.0f\n"
	    "vfs.freevnodes: %.0f\n",
	    (long long)machine_descriptors(m) + 100, m->driver[DRIVER_SOCKETS] + 60,
	    m->driver[DRIVER_VNODES], m->driver[DRIVER_VNODES] * 0.8);
	log_frame_end(log);
	out = log_frame(log, "swap");
	out_text(out, "Device          1K-blocks     Used    Avail Capacity\n");
	out_print(out, "/dev/da0p3       %8lld %8lld %8lld %5d%%\n", (long long)m->swap_total * 4,
	    (long long)m->swap_used * 4, (long long)(m->swap_total - m->swap_used) * 4,
	    (int)(m->swap_used * 100 / m->swap_total));
	log_frame_end(log);
	out = log_frame(log, "boot");
	lstart_text(m->boot_s, started);
	out_print(out, "kern.boottime: { sec = %lld, usec = 270361 } %s\n", (long long)m->boot_s,
	    started);
	log_frame_end(log);
	if (!slow)
		return;
	out = log_frame(log, "limits");
	out_print(out,
	    "kern.maxvnodes: %.0f\nkern.maxfiles: %.0f\nkern.maxproc: 6372\nkern.nbuf: %.0f\n"
	    "kern.ipc.maxsockets: %.0f\nkern.ipc.nmbclusters: %.0f\nkern.maxthread: 1000000\n"
	    "vfs.ufs.dirhash_maxmem: 2097152\nhw.bus.devctl_queue: 1000\n",
	    m->bound[DRIVER_VNODES], 31460 * scale, m->bound[DRIVER_BUFFERS], 31460 * scale,
	    61243 * scale);
	log_frame_end(log);
}

static void
write_sample(struct machine *m, struct log *log, bool slow)
{
	write_memory(m, log);
	write_zones(m, log);
	write_types(m, log);
	write_ps(m, log);
	write_small(m, log, slow);
	if (m->options.neutral)
		return;
	write_summary(m, log);
	write_vmstat(m, log);
	write_top(m, log);
}

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

const struct system system_freebsd = { .name = "freebsd", .uname = "FreeBSD",
	.release = "13.2-RELEASE", .architecture = "amd64", .least_bytes = INT64_C(2) << 30, .pool_kind = "zone", .pools = zones,
	.pool_count = COUNT(zones), .types = types, .type_count = COUNT(types),
	.programs = programs, .program_count = COUNT(programs), .leaky_pools = leaky_zones,
	.leaky_types = leaky_types, .write = write_sample, .commands = commands };
