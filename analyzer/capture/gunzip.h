#ifndef CAPTURE_GUNZIP_H
#define CAPTURE_GUNZIP_H

#include "base/arena.h"
#include "capture/reader.h"

/*
 * Inflates a gzip stream, several behind one another too. libarchive could do it, but loses up to 64 KB of good text
 * before a cut: the last minutes before a crash, which are the ones that matter. The first bytes must be gzip's magic.
 */
struct gunzip;

struct gunzip *gunzip_open(struct arena *a, struct block_source bytes);
/* Fills a buffer with plain bytes and says with how many: fewer than it holds are the last, gunzip_damage says why. */
size_t gunzip_read(struct gunzip *g, char *buffer, size_t size);
enum damage gunzip_damage(const struct gunzip *g);
uint64_t gunzip_taken(const struct gunzip *g); /* packed bytes it was given */
void gunzip_close(struct gunzip *g);

#endif
