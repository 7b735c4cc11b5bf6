#ifndef MAIN_STATUS_H
#define MAIN_STATUS_H

/* Exit statuses of the contract; 70, a failed assert, is raised in base/die. */
enum status {
	STATUS_DONE = 0,
	STATUS_LEAK = 1,          /* a leak was found, only with --exit-code */
	STATUS_TROUBLE = 2,       /* usage, or something could not be opened, read or written */
	STATUS_UNRECOGNISED = 3   /* the input was read, and nothing in it was recognised */
};

#endif
