#include "drive.h"

#include <string.h>

/* The first line is a file's name, the rest its text: how is it cut into frames and lines? */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char name[100];
	const uint8_t *end = size > 0 ? memchr(data, '\n', size) : NULL;
	size_t len = end != NULL ? (size_t)(end - data) : 0;
	bool good = len > 0 && len < sizeof(name);
	bool slash = false;
	for (size_t i = 0; good && i < len; i++) {
		char c = (char)data[i];
		bool second = c == '/' && (slash || i == 0 || i + 1 == len);
		good = c > ' ' && c <= '~' && !second && !(c == '.' && i == 0) &&
		       !(c == '.' && name[i - 1] == '/');
		slash = slash || c == '/';
		name[i] = c;
	}
	name[good ? len : 0] = '\0';
	if (!good)
		strcpy(name, "text");
	const uint8_t *text = end != NULL ? end + 1 : data;
	struct drive d;
	drive_put(name, text, size - (size_t)(text - data));
	drive_read(&d, drive_folder(), false);
	drive_close(&d);
	return 0;
}
