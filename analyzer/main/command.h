#ifndef MAIN_COMMAND_H
#define MAIN_COMMAND_H

#include "main/options.h"
#include "main/status.h"

#define GENERATOR "seep " SEEP_VERSION

/* Each reads like its own data flow; the table in main.c names them. */
enum status cmd_report(const struct options *o);
enum status cmd_inspect(const struct options *o);
enum status cmd_explain(const struct options *o);

#endif
