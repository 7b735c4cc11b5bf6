#include "drive.h"

/* Bytes that are an archive, or a compressed file, or look like one. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct drive d;
	drive_read(&d, drive_put("capture.tgz", data, size), false);
	drive_close(&d);
	return 0;
}
