#include "lstart.h"

#include <stdio.h>

#include "base/when.h"

#include "base/banned.h"

void
lstart_text(int64_t epoch_s, char text[LSTART_SIZE])
{
	static const char *const days[] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue",
		"Wed" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
		"Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	char iso[WHEN_TEXT_SIZE];
	when_text(epoch_s * 1000, iso);
	int month = (iso[5] - '0') * 10 + iso[6] - '0',
	    day = (iso[8] - '0') * 10 + iso[9] - '0';
	snprintf(text, LSTART_SIZE, "%s %s %2d %.8s %.4s", days[epoch_s / 86400 % 7],
	    months[(month + 11) % 12], day, iso + 11, iso);
}
