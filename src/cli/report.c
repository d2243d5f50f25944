/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run came to: its milestones and, for honesty, the indicators of X-checks.yaml
 * that are outside their range; as text in a language, or for scripts. */
#include "cli/report.h"

#include <math.h>
#include <string.h>

/* ---- text ---- */

static const gx_words target_word = {"target", "目标"};
static const gx_words growth_word = {"growth", "年均增长"};
static const gx_words per_year = {"%/year", "%"};
static const gx_words to_word = {"to", "至"};

/* The head, where counts have a plural. */
static const gx_words variable_words[2] = {{"variables", "个变量"},
                                           {"variable", "个变量"}};
static const gx_words time_words[2] = {{"times", "个时刻"}, {"time", "个时刻"}};
static const gx_words run_words[2] = {{"runs", "次运行"}, {"run", "次运行"}};

static const char *say(gx_words words, gx_language language)
{
    return gx_words_in(words, language, "");
}

static void add_count(gx_buf *out, int32_t count, const gx_words words[2],
                      gx_language language)
{
    gx_buf_print(out, "%d %s, ", count, say(words[count == 1], language));
}

static void add_target(gx_buf *out, const gx_figure_target *target, double value,
                       gx_language language)
{
    if (isnan(target->low))
        return;
    gx_buf_print(
        out, "; %s: ",
        gx_words_in(target->label, language, gx_words_in(target_word, language, "")));
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

static void add_milestone(gx_buf *out, const gx_experiment *x, const gx_milestone *m,
                          const gx_frame *frame, gx_language language)
{
    gx_reached r;
    if (!gx_milestone_reached(&r, m, frame))
        return;
    const gx_label *label = gx_label_find(x->labels, m->variable.text, x->arena);
    bool is_zh = language == GX_LANG_ZH && label && label->units.zh;
    gx_buf_print(out, "  %s %g: %.1f %s",
                 gx_called_typed(x->labels, m->variable.text, language, x->arena),
                 m->year, r.value, is_zh ? label->units.zh : r.units);
    if (!isnan(r.growth))
        gx_buf_print(out, ", %s %g-%g %.1f %s", say(growth_word, language),
                     m->growth_from, m->year, 100.0 * r.growth, say(per_year, language));
    add_target(out, &m->target, r.value, language);
    gx_buf_print(out, "\n");
}

static void add_stray(gx_buf *out, const gx_experiment *x, const gx_stray *s,
                      gx_language language)
{
    const char *name = gx_cell_name(x->flat, s->cell, x->arena, out->oom);
    gx_buf_print(
        out,
        s->value < s->limit
            ? gx_say(language, "  outside its range: %s is %.4g at %g, %.4g below "
                               "%.4g; from %g to %g (%s)\n")
            : gx_say(language, "  outside its range: %s is %.4g at %g, %.4g above "
                               "%.4g; from %g to %g (%s)\n"),
        gx_called_typed(x->labels, name, language, x->arena), s->value, s->at,
        fabs(s->value - s->limit), s->limit, s->since, s->until,
        gx_words_in(s->indicator->source, language, ""));
}

void gx_report_text(gx_buf *out, const gx_experiment *x, const gx_frame *frame,
                    const char *path, gx_language language, gx_diags *ds)
{
    const gx_dim *time = &frame->dims.at[gx_frame_find_dim(frame, "time")];
    int32_t run = gx_frame_find_dim(frame, "run");
    gx_strays strays = {0};
    gx_case c = gx_experiment_case(x);
    gx_buf_print(out, "%s: ", x->name);
    add_count(out, frame->vars.count, variable_words, language);
    add_count(out, time->length, time_words, language);
    if (run >= 0)
        add_count(out, frame->dims.at[run].length, run_words, language);
    gx_buf_print(out, "%g %s %g, %s -> %s\n", time->value[0], say(to_word, language),
                 time->value[time->length - 1], x->method->name, path);
    const char *required = gx_scenario_requirement(x->scenario, language, x->arena);
    if (*required)
        gx_buf_print(out, "  %s\n", required);
    for (int32_t i = 0; x->figures && i < x->figures->milestones.count; i++)
        add_milestone(out, x, &x->figures->milestones.at[i], frame, language);
    if (run < 0)
        gx_strays_find(&strays, x->checks, &c, frame, x->arena, ds);
    for (int32_t i = 0; i < strays.count; i++)
        add_stray(out, x, &strays.at[i], language);
}

/* ---- JSON ---- */

void gx_json_milestones(gx_json *json, const gx_experiment *x, const gx_frame *frame)
{
    gx_json_open(json, "milestones", '[');
    for (int32_t i = 0; x->figures && i < x->figures->milestones.count; i++) {
        const gx_milestone *m = &x->figures->milestones.at[i];
        gx_reached r;
        bool is_there = gx_milestone_reached(&r, m, frame);
        gx_json_open(json, NULL, '{');
        gx_json_text(json, "variable", m->variable.text);
        gx_json_number(json, "year", m->year);
        gx_json_number(json, "value", is_there ? r.value : (double)NAN);
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
