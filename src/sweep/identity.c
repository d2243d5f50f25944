/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What defines the numbers of a sweep's chunks, as text: two texts that are the same mean
 * the same numbers, and a line that differs says why they are not. */
#include "sweep/resolve.h"

#include <inttypes.h>

static void print_numbers(gx_buf *out, const double *value, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        gx_buf_print(out, " ");
        gx_buf_number(out, value[i]);
    }
}

static void print_input(gx_buf *out, const gx_sweep_input *input, int32_t factor,
                        bool is_column)
{
    const gx_distribution *d = &input->distribution;
    gx_buf_print(out, "input '%s' factor %d own", input->name, factor);
    print_numbers(out, &input->own, 1);
    if (is_column) {
        gx_buf_print(out, " column");
    } else if (input->value) {
        gx_buf_print(out, " values");
        print_numbers(out, input->value, input->value_count);
    } else {
        gx_buf_print(out, " %s", d->type->name);
        print_numbers(out, d->parameter, d->count);
        gx_buf_print(out, " within");
        print_numbers(out, &d->low, 1);
        print_numbers(out, &d->high, 1);
        gx_buf_print(out, " times");
        print_numbers(out, &input->scale, 1);
    }
    gx_buf_print(out, "\n");
}

static void print_design(gx_buf *out, const gx_sweep_making *m)
{
    const gx_sweep *s = m->s;
    const gx_sampling *sampling = &s->sample.sampling;
    gx_buf_print(out, "design %s seed %" PRIu64 " replicates %d", s->sample.design->name,
                 sampling->seed, sampling->replicates);
    if (sampling->grid)
        gx_buf_print(out, " levels %d", sampling->grid);
    for (int32_t i = 0; i < sampling->inputs && s->sample.design->lists; i++)
        gx_buf_print(out, " %d", sampling->level[i]);
    if (m->given)
        gx_buf_print(out, " table %s", m->table);
    if (!s->grows)
        gx_buf_print(out, " samples %" PRId64, sampling->samples);
    gx_buf_print(out, "\nblock %" PRId64 "\n", s->block);
}

const char *gx_sweep_identity(const gx_sweep_making *m)
{
    const gx_sweep *s = m->s;
    int32_t inputs = s->inputs.count;
    gx_buf out;
    gx_buf_init(&out, m->ds->oom);
    gx_buf_print(&out, "%s", m->setup->origin);
    print_design(&out, m);
    for (int32_t i = 0; i < inputs; i++)
        print_input(&out, &s->inputs.at[i], m->factor ? m->factor[i] : i, m->given);
    for (int32_t i = 0; i < inputs && s->copula; i++) {
        gx_buf_print(&out, "copula");
        print_numbers(&out, s->copula + (size_t)i * (size_t)inputs, i + 1);
        gx_buf_print(&out, "\n");
    }
    for (int32_t o = 0; o < s->outputs.count; o++)
        gx_buf_print(&out, "output '%s'\n", s->outputs.at[o].name);
    gx_buf_print(&out, "times");
    print_numbers(&out, s->time, s->time_count);
    gx_buf_print(&out, "\nkeep %s\n", s->keeps_runs ? "runs" : "statistics");
    for (int32_t i = 0; i < s->statistics.count && !s->keeps_runs; i++)
        gx_buf_print(&out, "statistic %s\n", s->statistics.at[i].estimator->name);
    const char *text = gx_arena_text(s->arena, out.text, out.length);
    gx_buf_clear(&out);
    return text;
}
