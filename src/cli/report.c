/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run came to: its milestones and, for honesty, the indicators of X-checks.yaml
 * that are outside their range; as text in a language, or for scripts. */
#include "cli/report.h"

#include <math.h>
#include <string.h>

/* ---- text ---- */

static void add_target(gx_buf *out, const gx_figure_target *target, double value,
                       gx_language language)
{
    if (isnan(target->low))
        return;
    gx_buf_print(out, gx_say(language, "; %s: "),
                 gx_words_in(target->label, language, gx_say(language, "target")));
    if (value < target->low)
        gx_buf_print(out, gx_say(language, "%.1f short of %g"), target->low - value,
                     target->low);
    else if (value > target->high)
        gx_buf_print(out, gx_say(language, "%.1f above %g"), value - target->high,
                     target->high);
    else
        gx_buf_print(out, gx_say(language, "reached (%g to %g)"), target->low,
                     target->high);
}

/* Why a run has no value of a year: it is labelled as milestones are. */
static void add_absence(gx_buf *out, const gx_milestone *m, const gx_dim *time,
                        gx_language language)
{
    double first = time->value[0] - m->year_offset;
    double last = time->value[time->length - 1] - m->year_offset;
    if (m->year > last)
        gx_buf_print(out, gx_say(language, "not reached: the run ends in %g\n"),
                     floor(last));
    else if (m->year < first)
        gx_buf_print(out, gx_say(language, "not known: the run begins in %g\n"),
                     ceil(first));
    else
        gx_buf_print(out, "%s\n", gx_say(language, "not saved"));
}

/* Growth, or why there is none where it was asked for. */
static void add_growth(gx_buf *out, const gx_milestone *m, const gx_reached *r,
                       gx_language language)
{
    if (isnan(m->growth_from))
        return;
    if (!r->lacks_growth)
        gx_buf_print(out, gx_say(language, ", growth %g-%g %.1f %%/year"), m->growth_from,
                     m->year, 100.0 * r->growth);
    else if (r->lacks_growth == GX_ABSENT_GROWTH)
        gx_buf_print(out, gx_say(language, ", no growth %g-%g: a value is not above 0"),
                     m->growth_from, m->year);
    else
        gx_buf_print(
            out,
            r->lacks_growth == GX_ABSENT_SAVED
                ? gx_say(language, ", growth %g-%g not known: %g is not saved")
                : gx_say(language, ", growth %g-%g not known: the run does not have %g"),
            m->growth_from, m->year, r->missing);
}

static void add_milestone(gx_buf *out, const gx_experiment *x, const gx_milestone *m,
                          const gx_frame *frame, gx_language language)
{
    gx_reached r;
    bool is_there = gx_milestone_reached(&r, m, frame);
    const gx_label *label = gx_label_find(x->labels, m->variable.text, x->arena);
    bool is_zh = language == GX_LANG_ZH && label && label->units.zh;
    if (!r.units)
        return;
    gx_buf_print(out, gx_say(language, "  %s %g: "),
                 gx_called_typed(x->labels, m->variable.text, language, x->arena),
                 m->year);
    if (!is_there) {
        add_absence(out, m, &frame->dims.at[gx_frame_find_dim(frame, "time")], language);
        return;
    }
    gx_buf_print(out, *r.units ? "%.1f %s" : "%.1f%s", r.value,
                 is_zh ? label->units.zh : r.units);
    add_growth(out, m, &r, language);
    add_target(out, &m->target, r.value, language);
    gx_buf_print(out, "\n");
}

/* The same of several runs: from where to where, and how many reach what was planned. */
static void add_spread(gx_buf *out, const gx_experiment *x, const gx_milestone *m,
                       const gx_frame *frame, gx_language language)
{
    gx_reached_by s;
    const gx_label *label = gx_label_find(x->labels, m->variable.text, x->arena);
    bool is_zh = language == GX_LANG_ZH && label && label->units.zh;
    if (!gx_milestone_spread(&s, m, frame))
        return;
    gx_buf_print(out, gx_say(language, "  %s %g: "),
                 gx_called_typed(x->labels, m->variable.text, language, x->arena),
                 m->year);
    if (!s.known) {
        add_absence(out, m, &frame->dims.at[gx_frame_find_dim(frame, "time")], language);
        return;
    }
    gx_buf_print(out, gx_say(language, "%.1f to %.1f %s in %d run%s"), s.least, s.most,
                 is_zh ? label->units.zh : s.units, s.known, s.known == 1 ? "" : "s");
    if (!isnan(m->target.low))
        gx_buf_print(out, gx_say(language, "; %s: reached by %d of %d"),
                     gx_words_in(m->target.label, language, gx_say(language, "target")),
                     s.reaching, s.known);
    gx_buf_print(out, "\n");
}

const char *gx_stray_units(const gx_experiment *x, const gx_stray *s,
                           gx_language language)
{
    static const char *const none[] = {"", "1", "Dmnl", "dmnl"};
    const char *units = gx_units_in(x, x->flat->cells.at[s->cell].variable, language);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (strcmp(units, none[i]) == 0)
            return "";
    return gx_arena_format(x->arena, " %s", units);
}

static void add_stray(gx_buf *out, const gx_experiment *x, const gx_stray *s,
                      gx_language language)
{
    const char *name = gx_cell_name(x->flat, s->cell, x->arena, out->oom);
    gx_buf_print(
        out,
        s->value < s->limit
            ? gx_say(language, "  outside its range: %s is %.4g%s at Time %g, %.4g below "
                               "%.4g; from Time %g to %g (%s)\n")
            : gx_say(language, "  outside its range: %s is %.4g%s at Time %g, %.4g above "
                               "%.4g; from Time %g to %g (%s)\n"),
        gx_called_typed(x->labels, name, language, x->arena), s->value,
        gx_stray_units(x, s, language), s->at, fabs(s->value - s->limit), s->limit,
        s->since, s->until, gx_words_in(s->indicator->source, language, ""));
}

/* Move a line from one text to another: names, labels and paths in it are of others. */
static void end_line(gx_buf *line, gx_buf *out)
{
    size_t length = line->length;
    length -= length && line->text[length - 1] == '\n';
    gx_buf_line(out, line->text, length, "?");
    gx_buf_add(out, "\n", line->length > 0);
    gx_buf_empty(line);
}

static void add_heading(gx_buf *out, const gx_experiment *x, const gx_frame *frame,
                        const char *path, gx_language language)
{
    const gx_dim *time = &frame->dims.at[gx_frame_find_dim(frame, "time")];
    int32_t run = gx_frame_find_dim(frame, "run");
    gx_buf_print(out, "%s: ", x->name);
    gx_buf_print(out,
                 frame->vars.count == 1 ? gx_say(language, "%d variable, ")
                                        : gx_say(language, "%d variables, "),
                 frame->vars.count);
    gx_buf_print(out,
                 time->length == 1 ? gx_say(language, "%d time, ")
                                   : gx_say(language, "%d times, "),
                 time->length);
    if (run >= 0)
        gx_buf_print(out,
                     frame->dims.at[run].length == 1 ? gx_say(language, "%d run, ")
                                                     : gx_say(language, "%d runs, "),
                     frame->dims.at[run].length);
    gx_buf_print(out, gx_say(language, "%g to %g, %s -> %s\n"), time->value[0],
                 time->value[time->length - 1], x->method->name, path);
}

void gx_report_text(gx_buf *out, const gx_experiment *x, const gx_frame *frame,
                    const char *path, gx_language language, gx_diags *ds)
{
    int32_t run = gx_frame_find_dim(frame, "run");
    gx_strays strays = {0};
    gx_case c = gx_experiment_case(x);
    gx_buf line;
    gx_buf_init(&line, out->oom);
    add_heading(&line, x, frame, path, language);
    end_line(&line, out);
    const char *required = gx_scenario_requirement(x->scenario, language, x->arena);
    gx_buf_print(&line, *required ? "  %s" : "%s", required);
    end_line(&line, out);
    for (int32_t i = 0; x->figures && i < x->figures->milestones.count; i++) {
        (run < 0 ? add_milestone : add_spread)(&line, x, &x->figures->milestones.at[i],
                                               frame, language);
        end_line(&line, out);
    }
    if (run < 0)
        gx_strays_find(&strays, x->checks, &c, frame, x->arena, ds);
    for (int32_t i = 0; i < strays.count; i++) {
        add_stray(&line, x, &strays.at[i], language);
        end_line(&line, out);
    }
    gx_buf_clear(&line);
}

/* ---- JSON ---- */

void gx_json_milestones(gx_json *json, const gx_experiment *x, const gx_frame *frame)
{
    gx_json_open(json, "milestones", '[');
    for (int32_t i = 0; x->figures && i < x->figures->milestones.count; i++) {
        const gx_milestone *m = &x->figures->milestones.at[i];
        gx_reached r;
        gx_reached_by s;
        bool is_there = gx_milestone_reached(&r, m, frame);
        gx_json_open(json, NULL, '{');
        gx_json_text(json, "variable", m->variable.text);
        gx_json_number(json, "year", m->year);
        gx_json_number(json, "value", is_there ? r.value : (double)NAN);
        if (gx_milestone_spread(&s, m, frame)) {
            gx_json_number(json, "least", s.least);
            gx_json_number(json, "most", s.most);
            gx_json_number(json, "runs", s.known);
            if (!isnan(m->target.low))
                gx_json_number(json, "reached_by", s.reaching);
        }
        if (!isnan(m->growth_from)) {
            gx_json_number(json, "growth_from", m->growth_from);
            gx_json_number(json, "growth", r.growth);
        }
        gx_json_close(json, '}');
    }
    gx_json_close(json, ']');
}

void gx_json_strays(gx_json *json, const gx_experiment *x, const gx_strays *strays)
{
    gx_json_open(json, "out_of_range", '[');
    for (int32_t i = 0; i < strays->count; i++) {
        const gx_stray *s = &strays->at[i];
        gx_json_open(json, NULL, '{');
        gx_json_text(json, "variable",
                     gx_cell_name(x->flat, s->cell, x->arena, json->out->oom));
        gx_json_text(json, "units",
                     gx_units_in(x, x->flat->cells.at[s->cell].variable, GX_LANG_EN));
        gx_json_number(json, "value", s->value);
        gx_json_number(json, "at", s->at);
        gx_json_number(json, "limit", s->limit);
        gx_json_number(json, "since", s->since);
        gx_json_number(json, "until", s->until);
        gx_json_close(json, '}');
    }
    gx_json_close(json, ']');
}

void gx_report_json(gx_json *json, const gx_experiment *x, const gx_frame *frame,
                    const char *path, gx_diags *ds)
{
    const gx_dim *time = &frame->dims.at[gx_frame_find_dim(frame, "time")];
    int32_t run = gx_frame_find_dim(frame, "run");
    gx_strays strays = {0};
    gx_case c = gx_experiment_case(x);
    if (run < 0)
        gx_strays_find(&strays, x->checks, &c, frame, x->arena, ds);
    const char *required = gx_scenario_requirement(x->scenario, GX_LANG_EN, x->arena);
    gx_json_text(json, "name", x->name);
    if (*required)
        gx_json_text(json, "requirement", required);
    gx_json_text(json, "result", path);
    gx_json_number(json, "variables", frame->vars.count);
    gx_json_number(json, "times", time->length);
    gx_json_number(json, "runs", run < 0 ? 1 : frame->dims.at[run].length);
    gx_json_number(json, "from", time->value[0]);
    gx_json_number(json, "to", time->value[time->length - 1]);
    gx_json_text(json, "method", x->method->name);
    gx_json_milestones(json, x, frame);
    gx_json_strays(json, x, &strays);
}
