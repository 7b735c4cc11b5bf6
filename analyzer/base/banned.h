#ifndef BASE_BANNED_H
#define BASE_BANNED_H

/* Functions that depend on locale, time zone, shared state or luck. Included by every .c file's own header chain. */
#pragma GCC poison strcpy strcat sprintf vsprintf strtok atoi atol atoll atof strtod strtof \
    localtime gmtime mktime ctime asctime popen tmpnam mktemp srand setlocale

#endif
