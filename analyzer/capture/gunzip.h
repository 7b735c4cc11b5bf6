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
/* The next block of plain bytes, in place, valid until the next call. False at the end: gunzip_damage says which. */
bool gunzip_block(struct gunzip *g, struct str *block);
enum damage gunzip_damage(const struct gunzip *g);
void gunzip_close(struct gunzip *g);

#endif
