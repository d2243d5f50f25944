/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is not a model: scenario files with a parent, sidecars, studies, calibrations,
 * --set and quantities; settings are resolved against a small model. */
#include "fuzz.h"

#include <unistd.h>

static const char model_text[] =
    "r: a, b ~~|\ns: c, d ~~|\nk = 1 ~ km ~|\nx[r,s] = 1,2;3,4; ~ 1/year ~|\n"
    "fixed == 2 ~~|\nsum = SUM(x[r!,s!]) + k * fixed ~~|\nf((0,0),(1,1)) ~~|\n"
    "INITIAL TIME = 0 ~~|\nFINAL TIME = 4 ~~|\nTIME STEP = 1 ~ year ~|\n";

static void write_file(const char *path, const uint8_t *data, size_t size)
{
    FILE *out = fopen(path, "wb");
    if (!out || fwrite(data, 1, size, out) != size || fclose(out))
        abort();
}

/* In the current folder, beside the file `base.yaml` that it may extend. */
static const char *scenario_path(void)
{
    static const char base[] = "model: m.mdl\nset: {k: 2 km, 'x[*,*]': 3}\nrun: {time "
                               "step: 0.5}\n";
    if (access("./base.yaml", R_OK) != 0)
        write_file("./base.yaml", (const uint8_t *)base, sizeof base - 1);
    return "./fuzz.yaml";
}

static void resolve(const gx_setting *setting, int32_t count, const gx_labels *labels,
                    gx_diags *ds)
{
    gx_model *model = NULL;
    gx_flat *flat = NULL;
    gx_overrides overrides = {.list = {.count = 0}};
    int32_t file = gx_source_add(ds, "m.mdl", model_text, sizeof model_text - 1);
    if (gx_mdl_read(&model, file, ds) || gx_flat_build(&flat, model, ds))
        abort();
    gx_override_resolve(&overrides, flat, setting, count, labels, ds->arena, ds);
    gx_flat_free(flat);
    gx_model_free(model);
}

/* The first byte says which reader gets the rest. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2 || !fuzz_is_text(data + 1, size - 1, 1 << 14))
        return 0;
    const char *text = (const char *)data + 1;
    gx_diags *ds = fuzz_diags();
    gx_scenario *scenario = NULL;
    gx_labels *labels = NULL;
    gx_figures *figures = NULL;
    gx_checks *checks = NULL;
    gx_levers *levers = NULL;
    gx_parameters *parameters = NULL;
    gx_study *study = NULL;
    gx_calibration *calibration = NULL;
    gx_setting setting;
    int32_t file = gx_source_add(ds, "text", text, size - 1);
    switch ((data[0] + 6) % 9) { /* '0' is 0 */
    case 0:
        write_file(scenario_path(), data + 1, size - 1);
        gx_scenario_read(&scenario, scenario_path(), ds->arena, ds);
        if (scenario)
            resolve(scenario->settings.at, scenario->settings.count, NULL, ds);
        break;
    case 1:
        if (!gx_labels_read(&labels, file, ds->arena, ds)) {
            setting = (gx_setting){.name = {"人口", GX_NOWHERE}, .value = {.units = ""}};
            resolve(&setting, 1, labels, ds);
        }
        break;
    case 2:
        gx_figures_read(&figures, file, ds->arena, ds);
        break;
    case 3:
        gx_checks_read(&checks, file, ds->arena, ds);
        break;
    case 4:
        gx_levers_read(&levers, file, ds->arena, ds);
        break;
    case 5:
        gx_parameters_read(&parameters, file, ds->arena, ds);
        break;
    case 6:
        write_file(scenario_path(), data + 1, size - 1);
        gx_study_read(&study, scenario_path(), ds->arena, ds);
        break;
    case 7:
        gx_calibration_read(&calibration, file, ds->arena, ds);
        break;
    default:
        if (!gx_setting_parse(&setting, file, ds->arena, ds))
            resolve(&setting, 1, NULL, ds);
        break;
    }
    fuzz_render(ds);
    gx_diags_free(ds);
    return 0;
}
