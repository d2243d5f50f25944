/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one door to GSL's distributions. GSL asks for numbers through a gsl_rng; ours
 * stands on the stack and counts attempts of one draw, so that nothing is kept. */
#include "eval/distributions.h"

#include <math.h>
#include <stdbool.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

enum { MOST_ATTEMPTS = 10000 };

struct gx_stream {
    gx_draw draw;
    uint32_t attempt;
    gsl_rng rng;
};

static double next_double(void *state)
{
    gx_stream *stream = state;
    double u[2];
    gx_draw_pair(&stream->draw, stream->attempt++, u);
    return u[0];
}

static unsigned long next_word(void *state)
{
    return (unsigned long)(next_double(state) * 0x1p32);
}

/* A gx_draw is its own seed. */
static void no_seed(void *state, unsigned long seed)
{
    (void)state, (void)seed;
}

static const gsl_rng_type counter_based = {.name = "counter-based",
                                           .max = 0xFFFFFFFFU,
                                           .size = sizeof(gx_stream),
                                           .set = no_seed,
                                           .get = next_word,
                                           .get_double = next_double};

static bool is_positive(double x)
{
    return x > 0.0 && isfinite(x);
}

/* A whole number that GSL's unsigned counts hold with room to spare. */
static bool is_count(double n)
{
    return n >= 0.0 && n <= 1e9 && n == floor(n);
}

double gx_sample_beta(gx_stream *stream, double p, double q)
{
    if (!is_positive(p) || !is_positive(q))
        return (double)NAN;
    return gsl_ran_beta(&stream->rng, p, q);
}

double gx_sample_binomial(gx_stream *stream, double p, double q)
{
    if (!(p >= 0.0 && p <= 1.0) || !is_count(q))
        return (double)NAN;
    return gsl_ran_binomial(&stream->rng, p, (unsigned)q);
}

double gx_sample_gamma(gx_stream *stream, double p, double q)
{
    (void)q;
    return p >= 1.0 && isfinite(p) ? gsl_ran_gamma(&stream->rng, p, 1.0) : (double)NAN;
}

double gx_sample_negative_binomial(gx_stream *stream, double p, double q)
{
    if (!(p > 0.0 && p <= 1.0) || !is_count(q) || q * (1.0 - p) / p > 1e8)
        return (double)NAN;
    if (q == 0.0 || p == 1.0) /* every draw succeeds */
        return q;
    return q + gsl_ran_negative_binomial(&stream->rng, p, q);
}

double gx_sample_weibull(gx_stream *stream, double p, double q)
{
    (void)q;
    if (!is_positive(p))
        return (double)NAN;
    return gsl_ran_weibull(&stream->rng, 1.0 / tgamma(1.0 + 1.0 / p), p);
}

double gx_draw_cut(gx_draw draw, gx_sample *sample, double p, double q, gx_cut cut)
{
    gx_stream stream = {.draw = draw, .rng.type = &counter_based};
    stream.rng.state = &stream;
    for (int32_t attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
        double value = cut.shift + cut.stretch * sample(&stream, p, q);
        if (isnan(value)) /* again will not help */
            break;
        if (value >= cut.low && value <= cut.high)
            return value;
    }
    return (double)NAN;
}

/* By the inverse of its distribution function: on a line from start to peak to end. */
static double sample_triangular(gx_stream *stream, double peak, double unused)
{
    (void)unused;
    double u = next_double(stream);
    if (!(peak >= 0.0 && peak <= 1.0))
        return (double)NAN;
    return u < peak ? sqrt(u * peak) : 1.0 - sqrt((1.0 - u) * (1.0 - peak));
}

double gx_draw_triangular(gx_draw draw, gx_cut cut, double start, double peak, double end)
{
    cut.shift = start;
    cut.stretch = end - start;
    return gx_draw_cut(draw, sample_triangular, (peak - start) / (end - start), 0.0, cut);
}

double gx_probit(double p)
{
    return p >= 0.0 && p <= 1.0 ? gsl_cdf_ugaussian_Pinv(p) : (double)NAN;
}
