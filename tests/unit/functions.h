/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functions whose sensitivity indices are known exactly, with these. */
#ifndef GX_TESTS_FUNCTIONS_H
#define GX_TESTS_FUNCTIONS_H

#include <math.h>
#include <stdint.h>

#include "stats/distribution.h"

#define PI 3.14159265358979323846

static inline double ishigami(const double *x)
{
    return sin(x[0]) + 7.0 * pow(sin(x[1]), 2.0) + 0.1 * pow(x[2], 4.0) * sin(x[0]);
}

static inline double g_function(const double *x)
{
    static const double a[] = {0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0};
    double product = 1.0;
    for (int32_t i = 0; i < 8; i++)
        product *= (fabs(4.0 * x[i] - 2.0) + a[i]) / (1.0 + a[i]);
    return product;
}

static inline double linear(const double *x)
{
    return 1e6 + 5.0 * x[0] + 4.0 * x[1] + 3.0 * x[2] + 2.0 * x[3] + x[4];
}

static inline double constant(const double *x)
{
    (void)x;
    return 0.1;
}

/* Morris 1991, 20 inputs. */
static inline double morris_function(const double *x)
{
    double w[20], y = 0.0;
    for (int32_t i = 0; i < 20; i++)
        w[i] = i == 2 || i == 4 || i == 6 ? 2.0 * (1.1 * x[i] / (x[i] + 0.1) - 0.5)
                                          : 2.0 * (x[i] - 0.5);
    for (int32_t i = 0; i < 20; i++)
        y += (i < 10 ? 20.0 : i % 2 ? 1.0 : -1.0) * w[i];
    for (int32_t i = 0; i < 20; i++)
        for (int32_t j = i + 1; j < 20; j++)
            y += (j < 6 ? -15.0 : (i + j) % 2 ? -1.0 : 1.0) * w[i] * w[j];
    for (int32_t i = 0; i < 5; i++)
        for (int32_t j = i + 1; j < 5; j++)
            for (int32_t l = j + 1; l < 5; l++)
                y += -10.0 * w[i] * w[j] * w[l];
    return y + 5.0 * w[0] * w[1] * w[2] * w[3];
}

/* Oakley and O'Hagan 2004, 15 standard normal inputs; the coefficients are those that the
 * authors published with the paper. x is in (0, 1). */
static inline double oakley_ohagan(const double *x)
{
    static const double a[3][15] = {
        {0.0118, 0.0456, 0.2297, 0.0393, 0.1177, 0.3865, 0.3897, 0.6061, 0.6159, 0.4005,
         1.0741, 1.1474, 0.788, 1.1242, 1.1982},
        {0.4341, 0.0887, 0.0512, 0.3233, 0.1489, 1.036, 0.9892, 0.9672, 0.8977, 0.8083,
         1.8426, 2.4712, 2.3946, 2.0045, 2.2621},
        {0.1044, 0.2057, 0.0774, 0.273, 0.1253, 0.7526, 0.857, 1.0331, 0.8388, 0.797,
         2.2145, 2.0382, 2.4004, 2.0541, 1.9845},
    };
    static const double m[15][15] = {
        {-0.0225, -0.185, 0.134, 0.369, 0.172, 0.137, -0.44, -0.0814, 0.713, -0.444,
         0.504, -0.0241, -0.0459, 0.217, 0.0559},
        {0.257, 0.0538, 0.258, 0.238, -0.591, -0.0816, -0.287, 0.416, 0.498, 0.0839,
         -0.111, 0.0332, -0.14, -0.031, -0.223},
        {-0.056, 0.195, 0.0955, -0.286, -0.144, 0.224, 0.145, 0.29, 0.231, -0.319, -0.29,
         -0.21, 0.431, 0.0244, 0.0449},
        {0.664, 0.431, 0.299, -0.162, -0.315, -0.39, 0.177, 0.058, 0.172, 0.135, -0.353,
         0.251, -0.0188, 0.365, -0.325},
        {-0.121, 0.125, 0.107, 0.0466, -0.217, 0.195, -0.0655, 0.0244, -0.0968, 0.194,
         0.334, 0.313, -0.0836, -0.253, 0.373},
        {-0.284, -0.328, -0.105, -0.221, -0.137, -0.144, -0.115, 0.224, -0.0304, -0.515,
         0.0173, 0.039, 0.361, 0.309, 0.05},
        {-0.0779, 0.00375, 0.887, -0.266, -0.0793, -0.0427, -0.187, -0.356, -0.175,
         0.0887, 0.4, -0.056, 0.137, 0.215, -0.0113},
        {-0.0923, 0.592, 0.0313, -0.0331, -0.243, -0.0998, 0.0345, 0.0951, -0.338,
         0.00639, -0.612, 0.0813, 0.887, 0.143, 0.148},
        {-0.132, 0.529, 0.127, 0.0451, 0.584, 0.373, 0.114, -0.295, -0.57, 0.463, -0.0941,
         0.14, -0.386, -0.449, -0.146},
        {0.0581, -0.323, 0.0931, 0.0724, -0.569, 0.526, 0.237, -0.0118, 0.0718, 0.0783,
         -0.134, 0.227, 0.144, -0.452, -0.556},
        {0.661, 0.346, 0.141, 0.519, -0.28, -0.16, -0.0684, -0.204, 0.0697, 0.231,
         -0.0444, -0.165, 0.216, 0.00427, -0.0874},
        {0.316, -0.0276, 0.134, 0.135, 0.054, -0.174, 0.175, 0.0603, -0.179, -0.311,
         -0.254, 0.0258, -0.43, -0.623, -0.034},
        {-0.29, 0.0341, 0.0349, -0.121, 0.026, -0.335, -0.414, 0.0532, -0.271, -0.0263,
         0.41, 0.266, 0.156, -0.187, 0.0199},
        {-0.244, -0.441, 0.0126, 0.249, 0.0711, 0.246, 0.175, 0.00853, 0.251, -0.147,
         -0.0846, 0.369, -0.3, 0.11, -0.757},
        {0.0415, -0.26, 0.464, -0.361, -0.95, -0.165, 0.00309, 0.0528, 0.225, 0.384,
         0.456, -0.186, 0.00823, 0.167, 0.16},
    };
    gx_distribution normal = {.type = gx_distribution_type_find("normal"),
                              .count = 2,
                              .parameter = (const double[]){0.0, 1.0},
                              .low = -INFINITY,
                              .high = INFINITY};
    double z[15], y = 0.0;
    for (int32_t i = 0; i < 15; i++)
        z[i] = gx_distribution_quantile(&normal, x[i]);
    for (int32_t i = 0; i < 15; i++) {
        y += a[0][i] * z[i] + a[1][i] * sin(z[i]) + a[2][i] * cos(z[i]);
        for (int32_t j = 0; j < 15; j++)
            y += z[i] * m[i][j] * z[j];
    }
    return y;
}

typedef struct function {
    const char *name;
    int32_t inputs;
    double low, high; /* of each input */
    double (*of)(const double *x);
} function;

static const function ISHIGAMI = {"ishigami", 3, -PI, PI, ishigami};
static const function G8 = {"g8", 8, 0.0, 1.0, g_function};
static const function LINEAR = {"linear", 5, 0.0, 1.0, linear};
static const function CONSTANT = {"constant", 3, 0.0, 1.0, constant};
static const function MORRIS = {"morris", 20, 0.0, 1.0, morris_function};
static const function OAKLEY = {"oakley", 15, 0.0, 1.0, oakley_ohagan};

/* ---- exact values ---- */

/* Ishigami: variances of the parts, from its closed form. */
#define V_ISHIGAMI 13.844587940719254
static const double ISHIGAMI_FIRST[] = {0.31390519114781146, 0.44241114479004084, 0.0};
static const double ISHIGAMI_TOTAL[] = {0.5575888552099592, 0.44241114479004084,
                                        0.24368366406214773};
static const double ISHIGAMI_SECOND[] = {0.0, 0.24368366406214773, 0.0};
static const double ISHIGAMI_GROUP[] = {0.5575888552099592, 0.44241114479004084};
/* Morris' effects over the full grid of 4 levels: of their sizes the means. Means of the
 * squared slopes. */
static const double ISHIGAMI_EFFECT[] = {7.7040541, 7.875, 6.2487961};
static const double ISHIGAMI_SLOPE[] = {7.71958794, 24.5, 10.98730509};
static const double G8_FIRST[] = {.716192169,    .179048042,    .0236757742,
                                  .00716192169,  7.16192169e-5, 7.16192169e-5,
                                  7.16192169e-5, 7.16192169e-5};
static const double G8_TOTAL[] = {.787144127,    .242198193,    .0343169102,
                                  .0104603871,   1.04949052e-4, 1.04949052e-4,
                                  1.04949052e-4, 1.04949052e-4};
static const double LINEAR_SHARE[] = {25.0 / 55, 16.0 / 55, 9.0 / 55, 4.0 / 55, 1.0 / 55};
static const double LINEAR_COEFFICIENT[] = {5.0, 4.0, 3.0, 2.0, 1.0};
static const double MORRIS_TOTAL[] = {.253477, .257394, .112872, .257394, .112733,
                                      .093952, .069439, .102081, .152128, .102081,
                                      .002125, .002125, .002125, .002125, .002125,
                                      .002125, .002125, .002125, .002125, .002125};
static const double MORRIS_FIRST[] = {.005020, .008937, .016856, .008937, .016856,
                                      .000222, .068538, .100277, .150324, .100277,
                                      .000321, .000321, .000321, .000321, .000321,
                                      .000321, .000321, .000321, .000321, .000321};
/* First order as the authors published it, to which the closed form with the coefficients
 * above comes within 2e-5; total order by that form: the variance of a[.][i] and m[i][i]
 * is that of a sum of z, sin z, cos z, z^2, that of a pair (m[i][j] + m[j][i])^2. */
static const double OAKLEY_FIRST[] = {.001560, .000186, .001307, .003045, .002905,
                                      .023035, .024151, .026517, .046036, .014945,
                                      .101823, .135708, .101989, .105169, .122818};
static const double OAKLEY_TOTAL[] = {.058959, .062917, .035881, .054620, .023692,
                                      .041289, .057966, .082213, .097425, .035752,
                                      .151379, .148196, .142332, .141297, .154874};

#endif
