#ifndef ANALYSE_CREW_H
#define ANALYSE_CREW_H

#include <stddef.h>

/*
 * The same work on many items, none of which depends on another, by two workers at a time: the caller, and a thread that lives as long as the call. Whoever is
 * free takes the next item. work() may change its worker and its item and nothing else, and what it makes of the item must not depend on the worker: then
 * nothing of the order shows. second may be NULL: the caller does it all, as he does where there is no thread to be had.
 */
void crew_work(size_t item_count, void (*work)(void *worker, size_t item), void *first,
    void *second);

#endif
