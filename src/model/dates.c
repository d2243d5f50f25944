/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GET TIME VALUE: Time, or a part of its date. Which date is Time 0 and what a unit of
 * Time is stands in the settings behind the sketch, lines 37 to 39 (year, month, day)
 * and 40. A model without settings that counts in years counts them from year 0: Time is
 * the calendar. */
#include "base/calendar.h"
#include "model/resolve.h"

#include <stdlib.h>
#include <string.h>

static const char *const unit_names[] = {"year", "quarter", "month",  "week",
                                         "day",  "hour",    "minute", "second"};

enum { UNITS = sizeof unit_names / sizeof *unit_names, FIRST_EXACT = 3 };

/* What the date of Time 0 is, and the unit of Time (an index above). */
typedef struct calendar {
    int32_t unit;
    int64_t day;
} calendar;

/* The number in the settings' line that begins with `key`; false when there is none. */
static bool read_setting(double *value, const gx_expander *x, const char *key)
{
    const gx_model *model = x->flat->model;
    bool found = false;
    if (model->sketch.file < 0)
        return false;
    const char *at = x->ds->sources.at[model->sketch.file].text + model->sketch.offset;
    while (*at) {
        size_t length = strcspn(at, "\r\n");
        if (strncmp(at, key, strlen(key)) == 0) {
            const char *text =
                gx_arena_text(x->flat->arena, at + strlen(key), length - strlen(key));
            found = gx_text_to_number(text, value);
        }
        at += length + strspn(at + length, "\r\n");
    }
    return found;
}

/* The unit that TIME STEP is in, or -1. */
static int32_t unit_of_time(const gx_expander *x)
{
    const gx_model *model = x->flat->model;
    int32_t v = gx_map_find(model->names, "time step");
    const char *text = v < 0 ? "" : model->variables.at[v].units;
    const char *key = gx_text_key(x->flat->arena, text, strlen(text));
    for (int32_t u = 0; u < UNITS; u++) {
        size_t length = strlen(unit_names[u]);
        if (strncmp(key, unit_names[u], length) == 0 &&
            (!key[length] || strcmp(key + length, "s") == 0))
            return u;
    }
    return -1;
}

static bool find_calendar(calendar *found, gx_expander *x, const gx_expr *call)
{
    double year = 0.0, month = 1.0, day = 1.0, unit = -1.0;
    int32_t own = unit_of_time(x);
    bool is_set = read_setting(&year, x, "37:") && read_setting(&month, x, "38:") &&
                  read_setting(&day, x, "39:") && read_setting(&unit, x, "40:");
    if (own < 0)
        gx_error(x->ds, GX_CODE_CONTROL, call->loc,
                 "'%s' needs TIME STEP in years, quarters, months, weeks, days, hours, "
                 "minutes or seconds",
                 call->name);
    else if (!is_set && own != 0)
        gx_error(x->ds, GX_CODE_CONTROL, call->loc,
                 "'%s' needs the date of Time 0: lines 37 to 40 of the settings",
                 call->name);
    else if (is_set && !(unit == own && year > -1e5 && year < 1e5 && month >= 1.0 &&
                         month <= 12.0 && day >= 1.0 && day <= 31.0))
        gx_error(x->ds, GX_CODE_CONTROL, call->loc,
                 "the settings (lines 37 to 40) have no date for a Time in %ss",
                 unit_names[own]);
    else {
        gx_date date = {
            .year = (int64_t)year, .month = (int32_t)month, .day = (int32_t)day};
        *found = (calendar){.unit = own, .day = gx_date_day(date)};
        return true;
    }
    return false;
}

/* The literal that an argument must be, from 0 to `most`; -1 after an error. */
static int32_t literal_of(gx_expander *x, const gx_expr *call, int32_t i, int32_t most)
{
    const gx_node *node = gx_resolve(x, call->args.at[i]);
    for (int32_t n = 0; node && node->kind == GX_NODE_NUMBER && n <= most; n++)
        if (node->number == n)
            return n;
    if (node)
        gx_error(x->ds, GX_CODE_ARGUMENTS, call->args.at[i]->loc,
                 "argument %d of '%s' is a whole number from 0 to %d", i + 1, call->name,
                 most);
    return -1;
}

static const gx_node *call_of(gx_expander *x, gx_builtin fn, const gx_node *const *arg,
                              gx_loc loc)
{
    gx_node *node = gx_node_new(x, GX_NODE_CALL, gx_builtins[fn].least, loc);
    node->fn = fn;
    memcpy(node->arg, arg, (size_t)node->arg_count * sizeof *arg);
    return node;
}

const gx_node *gx_resolve_time_value(gx_expander *x, const gx_expr *call)
{
    int32_t from = literal_of(x, call, 0, 2);
    int32_t part = from < 0 ? -1 : literal_of(x, call, 2, 10);
    const gx_node *offset = part < 0 ? NULL : gx_resolve(x, call->args.at[1]);
    if (!offset)
        return NULL;
    if (from == 2 || part == 10) {
        gx_error(x->ds, GX_CODE_UNSUPPORTED, call->loc,
                 "'%s' of the computer's clock is not supported", call->name);
        gx_note(x->ds, GX_NOWHERE, "a run gives the same numbers whenever it is done");
        return NULL;
    }
    int32_t start = gx_map_find(x->flat->model->names, "initial time");
    if (from == 1 && (start < 0 || x->flat->array[start].is_wrong))
        return NULL; /* which is an error by itself */
    const gx_node *at = from ? gx_node_cell(x, x->flat->array[start].first, call->loc)
                             : gx_node_new(x, GX_NODE_TIME, 0, call->loc);
    const gx_node *moved =
        call_of(x, GX_FN_ADD, (const gx_node *[]){at, offset}, call->loc);
    calendar known;
    if (part == 0)
        return moved;
    if (!find_calendar(&known, x, call))
        return NULL;
    if (part == 5 && known.unit < FIRST_EXACT) {
        gx_error(x->ds, GX_CODE_ARGUMENTS, call->loc,
                 "a Time in %ss has no days of the week", unit_names[known.unit]);
        return NULL;
    }
    const gx_node *const args[] = {moved, gx_node_number(x, known.unit, call->loc),
                                   gx_node_number(x, (double)known.day, call->loc),
                                   gx_node_number(x, part, call->loc)};
    return call_of(x, GX_FN_DATEPART, args, call->loc);
}
