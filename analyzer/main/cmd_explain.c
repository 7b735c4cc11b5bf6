#include <stdio.h>
#include <unistd.h>

#include "analyse/lore.h"
#include "base/out.h"
#include "main/command.h"
#include "main/pipeline.h"
#include "render/render.h"
#include "report/build.h"

#include "base/banned.h"

static enum status
explain(struct pipeline *p, const struct options *o)
{
	struct str name = str_from(o->operands[0]);
	if (o->operand_count > 1) {
		enum status status =
		    pipeline_read(p, o, o->operands + 1, o->operand_count - 1);
		if (status == STATUS_DONE)
			status = pipeline_analyse(p, o);
		if (status != STATUS_DONE)
			return status;
	} else if (!pipeline_open_lore(p, o)) {
		return STATUS_TROUBLE;
	}
	const struct report *r = explain_build(&p->perm, p->analysis, p->lore, name);
	if (r == NULL) {
		fprintf(stderr, "seep: %s: is not in the dictionary%s\n",
		    o->operands[0],
		    o->operand_count > 1
			? ", nor in the capture"
			: "; how a verdict came about is told with the capture "
			  "behind the name");
		return STATUS_TROUBLE;
	}
	struct out *out = out_fd(&p->perm, STDOUT_FILENO);
	struct render_options how = { .verbose = o->verbose };
	render_plain(out, r, &how);
	if (out_close(out))
		return STATUS_DONE;
	fputs("seep: standard output: cannot be written\n", stderr);
	return STATUS_TROUBLE;
}

enum status
cmd_explain(const struct options *o)
{
	struct pipeline pipeline;
	pipeline_init(&pipeline);
	enum status status = explain(&pipeline, o);
	pipeline_close(&pipeline);
	return status;
}
