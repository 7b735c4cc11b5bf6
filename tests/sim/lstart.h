#ifndef SIM_LSTART_H
#define SIM_LSTART_H

#include <stdint.h>

#define LSTART_SIZE 32

/* Sun Nov 22 09:33:40 2026: as ps -o lstart and ctime(3) print a time. */
void lstart_text(int64_t epoch_s, char text[LSTART_SIZE]);

#endif
