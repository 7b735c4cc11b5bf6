#include "drive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Two samples of one command, the second the text again without its last third: what parse and the store make of them. */
static const char *const names[] = { "ps", "top", "vmstat", "vmstat-z", "vmstat-m",
	"vmstat-s", "netstat-m", "memory", "files", "swap", "load", "limits", "boot",
	"self", "unheard-of" };

static void
put_frame(FILE *f, int seq, const char *name, const uint8_t *text, size_t size)
{
	fprintf(f, "#seep> %d 2026-11-22T08:4%d:00Z %s\n", seq, seq, name);
	fwrite(text, 1, size, f);
	fprintf(f, "\n#seep< %d 0\n", seq);
}

static void
read_as(const char *name, const uint8_t *data, size_t size)
{
	char path[40], *log = NULL;
	size_t log_size = 0;
	FILE *f = open_memstream(&log, &log_size);
	if (f == NULL)
		abort();
	put_frame(f, 1, name, data, size);
	put_frame(f, 2, name, data, size - size / 3);
	fclose(f);
	snprintf(path, sizeof(path), "samples/%s.log", name);
	struct drive d;
	drive_put(path, log, log_size);
	drive_read(&d, drive_folder(), true);
	drive_close(&d);
	free(log);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t count = sizeof(names) / sizeof(names[0]);
	read_as(names[size > 0 ? (data[0] + size) % count : 0], data, size);
	/* And told by its content alone. */
	struct drive d;
	drive_read(&d, drive_put("text", data, size), true);
	drive_close(&d);
	return 0;
}
