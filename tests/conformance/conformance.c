/* SPDX-License-Identifier: GPL-3.0-or-later */
/* conformance FOLDER PASSING: runs every .mdl below FOLDER that has a canonical
 * output.csv or output.tab beside it, one line a case: ok, refused (with the message) or
 * wrong (with the worst value). The cases named in the file PASSING must be ok; others
 * are only reported.
 *
 * A case is ok when every column of the canonical output, the control parameters aside,
 * agrees at every canonical time within max(1e-4 relative, 1e-5 * min(1, max|column|),
 * half a unit of the column's last printed digit).
 */
#include "front/front.h"
#include "sim/sim.h"
#include "store/store.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct tally {
    gx_arena *arena;
    gx_map *must_pass; /* names of PASSING -> 1 */
    int32_t cases, passed, broken, unlisted;
    gx_buf features; /* "abs 1/1, active_initial 1/1 ..." */
} tally;

static void out_of_memory(size_t wanted, void *context)
{
    (void)context;
    fprintf(stderr, "out of memory: %zu bytes\n", wanted);
    exit(2);
}

static void rename_vars(gx_frame *frame)
{
    for (int32_t i = 0; i < frame->vars.count; i++)
        frame->vars.at[i].name = gx_text_column_key(frame->arena, frame->vars.at[i].name);
}

/* Control parameters are not compared. */
static void drop_controls(gx_frame *frame)
{
    static const char *const controls[] = {"final time", "initial time", "time step",
                                           "saveper", "time"};
    int32_t kept = 0;
    for (int32_t i = 0; i < frame->vars.count; i++) {
        bool control = false;
        for (size_t c = 0; c < sizeof controls / sizeof *controls; c++)
            control |= strcmp(frame->vars.at[i].name, controls[c]) == 0;
        if (!control)
            frame->vars.at[kept++] = frame->vars.at[i];
    }
    frame->vars.count = kept;
}

/* Constants may fill only the first row of the canonical table. */
static void fill_constants(gx_frame *frame)
{
    for (int32_t i = 0; i < frame->vars.count; i++) {
        const gx_var *var = &frame->vars.at[i];
        size_t size = gx_var_size(frame, var), given = 0;
        for (size_t k = 0; k < size; k++)
            given += var->value[k] == var->value[k];
        for (size_t k = 1; given == 1 && k < size; k++)
            var->value[k] = var->value[0];
    }
}

/* Data variables take `data.tab` beside the model when it is there. */
static gx_err read_data(gx_flat *flat, const char *path, gx_diags *ds)
{
    char table[4096];
    gx_frame *data = NULL;
    snprintf(table, sizeof table, "%.*sdata.tab", (int)(strrchr(path, '/') + 1 - path),
             path);
    FILE *there = fopen(table, "rb");
    gx_err err = there ? gx_csv_read(&data, table, ds) : GX_OK;
    if (there)
        fclose(there);
    const gx_frame *tables[] = {data};
    if (!err)
        err = gx_flat_data(flat, tables, data != NULL, false, ds);
    gx_frame_free(data);
    return err;
}

/* Run the model and read its table back, as a user would. */
static gx_err run_model(gx_frame **frame, const char *path, gx_diags *ds)
{
    int32_t file = -1;
    gx_model *model = NULL;
    gx_flat *flat = NULL;
    gx_frame *made = NULL;
    gx_err err = gx_source_read(&file, path, 1 << 26, ds);
    if (!err)
        err = gx_mdl_read(&model, file, ds);
    if (!err)
        err = gx_flat_build(&flat, model, ds);
    if (!err)
        err = read_data(flat, path, ds);
    if (!err) {
        gx_program *program = gx_compile(flat, NULL, NULL, 0, ds->oom);
        gx_run_plan plan = {.method = &gx_methods[0], .lane_count = 1};
        err = gx_run(&made, program, &plan, ds);
        gx_program_free(program);
    }
    if (!err)
        err = gx_csv_write(made, "result.csv", &(gx_storage){.deflate = 0}, ds);
    if (!err)
        err = gx_csv_read(frame, "result.csv", ds);
    gx_frame_free(made);
    gx_flat_free(flat);
    gx_model_free(model);
    return err;
}

/* Half a unit of the last digit of each column, by its value with the most decimals. */
static double *last_digits(const gx_frame *frame, gx_oom oom)
{
    double *digit = GX_ARRAY(frame->arena, double, frame->vars.count);
    for (int32_t i = 0; i < frame->vars.count; i++) {
        size_t most = 0;
        for (size_t k = 0; k < gx_var_size(frame, &frame->vars.at[i]); k++) {
            gx_buf text;
            gx_buf_init(&text, oom);
            gx_buf_number(&text, frame->vars.at[i].value[k]);
            const char *point = strchr(text.text, '.');
            size_t decimals = point && !strchr(point, 'e') ? strlen(point) - 1 : 0;
            most = decimals > most ? decimals : most;
            gx_buf_clear(&text);
        }
        digit[i] = most ? 0.5 * pow(10.0, -(double)most) : 0.0;
    }
    return digit;
}

static const char *first_message(const gx_diags *ds)
{
    for (int32_t i = 0; i < ds->list.count; i++)
        if (ds->list.at[i].severity == GX_ERROR)
            return ds->list.at[i].text;
    return "no message";
}

static bool run_case(const char *name, const char *model, const char *canonical,
                     gx_diags *ds)
{
    gx_frame *expected = NULL, *got = NULL;
    bool good = false;
    if (gx_csv_read(&expected, canonical, ds)) {
        printf("%-52s canonical: %s\n", name, first_message(ds));
    } else if (run_model(&got, model, ds)) {
        printf("%-52s refused: %s\n", name, first_message(ds));
    } else {
        rename_vars(expected);
        rename_vars(got);
        drop_controls(expected);
        fill_constants(expected);
        gx_difference d =
            gx_frame_compare(expected, got, 1e-4, 1e-5, last_digits(expected, ds->oom));
        good = d.excess <= 1.0 && !d.missing;
        if (good)
            printf("%-52s ok\n", name);
        else if (d.missing)
            printf("%-52s wrong: %d columns or times are missing\n", name, d.missing);
        else
            printf("%-52s wrong: %s at %g is %.9g, not %.9g\n", name, d.var, d.at, d.b,
                   d.a);
    }
    gx_frame_free(expected);
    gx_frame_free(got);
    return good;
}

static void count(tally *t, const char *name, bool good)
{
    bool must = gx_map_find(t->must_pass, name) >= 0;
    t->cases++;
    t->passed += good;
    t->broken += must && !good;
    t->unlisted += good && !must;
    if (must && !good)
        printf("  ^ this case used to pass\n");
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names in a folder, sorted. */
static void list_folder(const char *path, gx_arena *arena, const char ***names,
                        int32_t *name_count)
{
    GX_LIST(const char *) list = {0};
    DIR *folder = opendir(path);
    for (struct dirent *entry = NULL; folder && (entry = readdir(folder));)
        if (entry->d_name[0] != '.')
            *GX_ADD(arena, &list) =
                gx_arena_text(arena, entry->d_name, strlen(entry->d_name));
    if (folder)
        closedir(folder);
    if (list.count)
        qsort(list.at, (size_t)list.count, sizeof *list.at, by_name);
    *names = list.at;
    *name_count = list.count;
}

static const char *canonical_of(const char *folder, gx_arena *arena)
{
    static const char *const names[] = {"output.csv", "output.tab"};
    for (int32_t i = 0; i < 2; i++) {
        const char *path = gx_arena_format(arena, "%s/%s", folder, names[i]);
        FILE *file = fopen(path, "rb");
        if (file) {
            fclose(file);
            return path;
        }
    }
    return NULL;
}

/* Run every model of a folder; gives how many there are, and how many of them are ok. */
static int32_t run_feature(tally *t, const char *name, const char *folder,
                           int32_t *passed)
{
    const char *canonical = canonical_of(folder, t->arena), **files = NULL;
    int32_t file_count = 0, cases = t->cases, before = t->passed;
    list_folder(folder, t->arena, &files, &file_count);
    for (int32_t f = 0; canonical && f < file_count; f++) {
        size_t length = strlen(files[f]);
        if (length < 4 || (strcmp(files[f] + length - 4, ".mdl") != 0 &&
                           strcmp(files[f] + length - 4, ".MDL") != 0))
            continue;
        gx_diags *ds = gx_diags_new((gx_oom){.handler = out_of_memory});
        const char *model = gx_arena_format(t->arena, "%s/%s", name, files[f]);
        bool good = run_case(model, gx_arena_format(t->arena, "%s/%s", folder, files[f]),
                             canonical, ds);
        count(t, model, good);
        gx_diags_free(ds);
    }
    *passed = t->passed - before;
    return t->cases - cases;
}

/* Each folder is a feature. */
static void run_folder(tally *t, const char *root, const char *group)
{
    const char *top = gx_arena_format(t->arena, "%s/%s", root, group), **folders = NULL;
    int32_t folder_count = 0;
    list_folder(top, t->arena, &folders, &folder_count);
    for (int32_t i = 0; i < folder_count; i++) {
        const char *folder = gx_arena_format(t->arena, "%s/%s", top, folders[i]);
        int32_t passed = 0, cases = run_feature(t, folders[i], folder, &passed);
        if (cases)
            gx_buf_print(&t->features, "%s%s %d/%d", t->features.length ? ", " : "",
                         folders[i], passed, cases);
    }
}

static void read_passing(tally *t, const char *path)
{
    char line[512];
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = '\0';
        if (*line && *line != '#')
            gx_map_put(t->must_pass, gx_arena_text(t->arena, line, strlen(line)), 1);
    }
    if (file)
        fclose(file);
}

int main(int argc, char **argv)
{
    tally t = {.arena = gx_arena_new((gx_oom){.handler = out_of_memory})};
    if (argc != 3) {
        fprintf(stderr, "usage: conformance FOLDER PASSING\n");
        return 2;
    }
    t.must_pass = gx_map_new(t.arena);
    gx_buf_init(&t.features, (gx_oom){.handler = out_of_memory});
    read_passing(&t, argv[2]);
    run_folder(&t, argv[1], "samples");
    run_folder(&t, argv[1], "tests");
    printf("conformance: %d of %d cases are ok, %d that used to be are not", t.passed,
           t.cases, t.broken);
    printf(t.unlisted ? ", %d new ones should be listed\n" : "\n", t.unlisted);
    printf("conformance by feature: %s\n", t.features.text);
    gx_buf_clear(&t.features);
    gx_arena_free(t.arena);
    return t.broken || t.unlisted || !t.cases;
}
