/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files beside a model: one row a kind. */
#include "cli/cli.h"

static gx_err read_labels(gx_experiment *x, int32_t file, gx_diags *ds)
{
    return gx_labels_read(&x->labels, file, x->arena, ds);
}

static gx_err read_figures(gx_experiment *x, int32_t file, gx_diags *ds)
{
    return gx_figures_read(&x->figures, file, x->arena, ds);
}

static gx_err read_checks(gx_experiment *x, int32_t file, gx_diags *ds)
{
    return gx_checks_read(&x->checks, file, x->arena, ds);
}

static gx_err read_levers(gx_experiment *x, int32_t file, gx_diags *ds)
{
    return gx_levers_read(&x->levers, file, x->arena, ds);
}

static gx_err read_parameters(gx_experiment *x, int32_t file, gx_diags *ds)
{
    return gx_parameters_read(&x->parameters, file, x->arena, ds);
}

const gx_sidecar gx_sidecars[GX_SIDECARS] = {
    {"labels", "-labels.yaml", read_labels},
    {"figures", "-figures.yaml", read_figures},
    {"checks", "-checks.yaml", read_checks},
    {"levers", "-levers.yaml", read_levers},
    {"parameters", "-parameters.csv", read_parameters},
};
