#ifndef CAPTURE_NAME_ORDER_H
#define CAPTURE_NAME_ORDER_H

/*
 * The order in which the files of a capture are read, whatever the order in which a directory or an archive has them. Bytes, but a run of digits is compared by its
 * value (ps.2 before ps.10); leading zeros decide only between equal values.
 */
int name_cmp(const char *a, const char *b);
/* Whole paths: at each level the files by name, then the folders. */
int path_cmp(const char *a, const char *b);

#endif
