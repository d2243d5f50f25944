/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run's scenario as one file: what its ancestors, the options and their units came to,
 * each number in the units of its variable. */
#include "cli/cli.h"

#include "base/hash.h"

#include <inttypes.h>
#include <string.h>

void gx_print_quoted(const char *text, gx_buf *out)
{
    gx_buf_add(out, "\"", 1);
    for (; *text; text++) {
        const unsigned char *c = (const unsigned char *)text;
        bool is_c1 = c[0] == 0xc2 && c[1] < 0xa0; /* U+0080 to U+009F */
        bool is_break = c[0] == 0xe2 && c[1] == 0x80 && (c[2] == 0xa8 || c[2] == 0xa9);
        if (*c < ' ' || *c == 0x7f || is_c1)
            gx_buf_print(out, "\\x%02x", (unsigned)c[is_c1]);
        else if (is_break)
            gx_buf_print(out, "\\u20%02x", (unsigned)c[2] - 0x80U);
        else
            gx_buf_print(out, *text == '"' || *text == '\\' ? "\\%c" : "%c", *text);
        text += is_c1 ? 1 : is_break ? 2 : 0;
    }
    gx_buf_add(out, "\"", 1);
}

static void print_words(const char *key, const gx_words *said, gx_buf *out)
{
    const char *const words[][2] = {{"en", said->en}, {"zh", said->zh}};
    const char *before = ": {";
    for (int i = 0; i < 2; i++) {
        if (!words[i][1] || !*words[i][1])
            continue;
        gx_buf_print(out, "%s%s%s: ", *before == ',' ? "" : key, before, words[i][0]);
        gx_print_quoted(words[i][1], out);
        before = ", ";
    }
    if (*before == ',')
        gx_buf_print(out, "}\n");
}

static bool is_control(const gx_flat *flat, int32_t cell)
{
    for (int32_t c = 0; c < GX_CONTROL_COUNT; c++)
        if (flat->control[c] == cell)
            return true;
    return false;
}

static void print_settings(const gx_experiment *x, gx_buf *out)
{
    const char *before = "set:\n";
    gx_buf name;
    gx_buf_init(&name, out->oom);
    for (int32_t i = 0; i < x->overrides.list.count; i++) {
        const gx_override *o = &x->overrides.list.at[i];
        if (is_control(x->flat, o->cell))
            continue;
        gx_buf_empty(&name);
        gx_cell_print_name(x->flat, o->cell, &name);
        gx_buf_print(out, "%s  ", before);
        gx_print_quoted(name.text, out);
        gx_buf_print(out, ": ");
        gx_buf_number(out, o->value);
        gx_buf_print(out, "\n");
        before = "";
    }
    for (int32_t i = 0; i < x->overrides.tables.count; i++) {
        const gx_table_override *o = &x->overrides.tables.at[i];
        gx_buf_print(out, "%s  ", before);
        gx_print_quoted(x->flat->tables.at[o->table].name, out);
        for (int32_t p = 0; p < o->count; p++) {
            gx_buf_print(out, p ? ",(" : ": (");
            gx_buf_number(out, o->point[p].x);
            gx_buf_print(out, ",");
            gx_buf_number(out, o->point[p].y);
            gx_buf_print(out, ")");
        }
        gx_buf_print(out, "\n");
        before = "";
    }
    gx_buf_clear(&name);
}

static void print_run(const gx_experiment *x, gx_buf *out)
{
    static const char *const keys[GX_CONTROL_COUNT] = {
        [GX_CONTROL_INITIAL_TIME] = "initial time",
        [GX_CONTROL_FINAL_TIME] = "final time",
        [GX_CONTROL_TIME_STEP] = "time step",
        [GX_CONTROL_SAVEPER] = "save every"};
    gx_buf_print(out, "run:\n  method: %s\n", x->method->name);
    if (x->tolerance > 0.0) {
        gx_buf_print(out, "  tolerance: ");
        gx_buf_number(out, x->tolerance);
        gx_buf_print(out, "\n");
    }
    const int32_t *control = x->flat->control;
    bool has_saveper = control[GX_CONTROL_SAVEPER] != control[GX_CONTROL_TIME_STEP];
    for (int32_t c = 0; c < GX_CONTROL_COUNT; c++)
        for (int32_t i = 0; i < x->overrides.list.count; i++)
            if (x->overrides.list.at[i].cell == control[c] &&
                (c != GX_CONTROL_SAVEPER || has_saveper)) {
                gx_buf_print(out, "  %s: ", keys[c]);
                gx_buf_number(out, x->overrides.list.at[i].value);
                gx_buf_print(out, "\n");
            }
}

void gx_experiment_resolve(const gx_experiment *x, const char *model,
                           const gx_texts *data, gx_buf *out)
{
    if (x->scenario)
        print_words("title", &x->scenario->title, out);
    if (x->scenario)
        print_words("requirement", &x->scenario->requirement, out);
    gx_buf_print(out, "model: ");
    gx_print_quoted(model, out);
    gx_buf_print(out, "\n");
    print_settings(x, out);
    print_run(x, out);
    for (int32_t i = 0; i < data->count; i++) {
        gx_buf_print(out, i ? "  - " : "data:\n  - ");
        gx_print_quoted(data->at[i], out);
        gx_buf_print(out, "\n");
    }
    for (int32_t i = 0; i < x->keep_count; i++) {
        gx_buf_print(out, i ? "  - " : "outputs:\n  - ");
        gx_print_quoted(x->model->variables.at[x->keep[i]].name, out);
        gx_buf_print(out, "\n");
    }
    for (int32_t i = 0; i < x->inputs.count; i++) {
        gx_buf_print(out, "# varied (%s): ", x->design->name);
        gx_print_quoted(x->inputs.at[i].name, out);
        for (int32_t k = 0; k < x->inputs.at[i].level_count; k++) {
            gx_buf_print(out, k ? "," : " = ");
            gx_buf_number(out, x->inputs.at[i].level[k]);
        }
        gx_buf_print(out, "\n");
    }
}

/* ---- what defines the numbers ---- */

static void print_file(const char *what, int32_t file, const gx_diags *ds, gx_buf *out)
{
    if (file < 0)
        return;
    const gx_source *source = &ds->sources.at[file];
    gx_buf_print(out, "%s %s %s\n", what,
                 gx_sha256_text(ds->arena, source->text, source->length),
                 gx_path_base(source->path));
}

const char *gx_build(gx_arena *arena)
{
    return gx_arena_format(arena, "source %s GSL %s arithmetic %016" PRIx64, gx_source_id,
                           gx_gsl_version(), gx_arithmetic());
}

void gx_experiment_origin(const gx_experiment *x, const gx_diags *ds, gx_buf *out)
{
    gx_buf set;
    gx_buf_init(&set, ds->oom);
    gx_buf_print(out, "gaoxin %s %s\n", GAOXIN_VERSION, gx_build(ds->arena));
    print_file("model", x->model->file, ds, out);
    print_file("stdlib", x->model->stdlib_file, ds, out);
    for (int32_t i = 0; i < x->data_files.count; i++)
        print_file("data", x->data_files.at[i], ds, out);
    print_settings(x, &set);
    print_run(x, &set);
    gx_buf_print(out, "scenario %s %s\n", gx_sha256_text(ds->arena, set.text, set.length),
                 x->name);
    gx_buf_clear(&set);
}
