/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nonlinear regression of NIST's Statistical Reference Datasets (StRD), public domain:
 * https://www.itl.nist.gov/div898/strd/nls/nls_main.shtml: all 27. Certified values have
 * 11 digits. The residual sum of squares at the certified values tells a wrong digit in
 * the data, but for Lanczos1, whose residuals are those of rounding to 14. Deviations of
 * 0 were not copied. */
#ifndef NIST_H
#define NIST_H

#include "nist_data.h"

#include <math.h>
#include <stdbool.h>

enum { NIST_PARAMETERS = 9, NIST_DATA = 250 };

typedef struct nist {
    const char *name;
    double (*model)(const double *b, const double *x);
    int parameters, data;
    double start[2][NIST_PARAMETERS];
    double value[NIST_PARAMETERS];
    double deviation[NIST_PARAMETERS];
    double sum;          /* of squares of residuals */
    const double *x, *y; /* [data][inputs], [data]; x NULL: 1 to data */
    int inputs;
    bool is_log; /* the model is of the logarithm */
} nist;

static double misra1a(const double *b, const double *x)
{
    return b[0] * (1.0 - exp(-b[1] * x[0]));
}

static double misra1b(const double *b, const double *x)
{
    return b[0] * (1.0 - pow(1.0 + b[1] * x[0] / 2.0, -2.0));
}

static double misra1c(const double *b, const double *x)
{
    return b[0] * (1.0 - pow(1.0 + 2.0 * b[1] * x[0], -0.5));
}

static double misra1d(const double *b, const double *x)
{
    return b[0] * b[1] * x[0] / (1.0 + b[1] * x[0]);
}

static double chwirut(const double *b, const double *x)
{
    return exp(-b[0] * x[0]) / (b[1] + b[2] * x[0]);
}

static double danwood(const double *b, const double *x)
{
    return b[0] * pow(x[0], b[1]);
}

static double mgh09(const double *b, const double *x)
{
    return b[0] * (x[0] * x[0] + b[1] * x[0]) / (x[0] * x[0] + x[0] * b[2] + b[3]);
}

static double mgh10(const double *b, const double *x)
{
    return b[0] * exp(b[1] / (x[0] + b[2]));
}

static double mgh17(const double *b, const double *x)
{
    return b[0] + b[1] * exp(-x[0] * b[3]) + b[2] * exp(-x[0] * b[4]);
}

static double rat42(const double *b, const double *x)
{
    return b[0] / (1.0 + exp(b[1] - b[2] * x[0]));
}

static double rat43(const double *b, const double *x)
{
    return b[0] / pow(1.0 + exp(b[1] - b[2] * x[0]), 1.0 / b[3]);
}

static double eckerle4(const double *b, const double *x)
{
    double z = (x[0] - b[2]) / b[1];
    return b[0] / b[1] * exp(-0.5 * z * z);
}

static double thurber(const double *b, const double *x)
{
    return (b[0] + x[0] * (b[1] + x[0] * (b[2] + x[0] * b[3]))) /
           (1.0 + x[0] * (b[4] + x[0] * (b[5] + x[0] * b[6])));
}

static double roszman1(const double *b, const double *x)
{
    return b[0] - b[1] * x[0] - atan(b[2] / (x[0] - b[3])) / 3.141592653589793;
}

static double bennett5(const double *b, const double *x)
{
    return b[0] * pow(b[1] + x[0], -1.0 / b[2]);
}

static double lanczos(const double *b, const double *x)
{
    return b[0] * exp(-b[1] * x[0]) + b[2] * exp(-b[3] * x[0]) + b[4] * exp(-b[5] * x[0]);
}

static double gauss(const double *b, const double *x)
{
    double first = (x[0] - b[3]) / b[4], second = (x[0] - b[6]) / b[7];
    return b[0] * exp(-b[1] * x[0]) + b[2] * exp(-first * first) +
           b[5] * exp(-second * second);
}

static double kirby2(const double *b, const double *x)
{
    return (b[0] + x[0] * (b[1] + x[0] * b[2])) / (1.0 + x[0] * (b[3] + x[0] * b[4]));
}

static double hahn1(const double *b, const double *x)
{
    return (b[0] + x[0] * (b[1] + x[0] * (b[2] + x[0] * b[3]))) /
           (1.0 + x[0] * (b[4] + x[0] * (b[5] + x[0] * b[6])));
}

/* Three cycles: a year, and two of lengths that are fitted. */
static double enso(const double *b, const double *x)
{
    const double turn = 6.283185307179586 * x[0];
    return b[0] + b[1] * cos(turn / 12.0) + b[2] * sin(turn / 12.0) +
           b[4] * cos(turn / b[3]) + b[5] * sin(turn / b[3]) + b[7] * cos(turn / b[6]) +
           b[8] * sin(turn / b[6]);
}

static double nelson(const double *b, const double *x)
{
    return b[0] - b[1] * x[0] * exp(-b[2] * x[1]);
}

/* clang-format off */
static const nist nist_sets[] = {
    {"Misra1a", misra1a, 2, 14, {{500, 1e-4}, {250, 5e-4}},
     {2.3894212918E+02, 5.5015643181E-04}, {2.7070075241E+00, 7.2668688436E-06},
     1.2455138894E-01, misra_x, misra_y, 1, false},
    {"Misra1b", misra1b, 2, 14, {{500, 1e-4}, {300, 2e-4}},
     {3.3799746163E+02, 3.9039091287E-04}, {3.1643950207E+00, 4.2547321834E-06},
     7.5464681533E-02, misra_x, misra_y, 1, false},
    {"Misra1c", misra1c, 2, 14, {{500, 1e-4}, {600, 2e-4}},
     {6.3642725809E+02, 2.0813627256E-04}, {4.6638326572E+00, 1.7728423155E-06},
     4.0966836971E-02, misra_x, misra_y, 1, false},
    {"Misra1d", misra1d, 2, 14, {{500, 1e-4}, {450, 3e-4}},
     {4.3736970754E+02, 3.0227324449E-04}, {3.6489174345E+00, 2.9334354479E-06},
     5.6419295283E-02, misra_x, misra_y, 1, false},
    {"Chwirut2", chwirut, 3, 54, {{0.1, 0.01, 0.02}, {0.15, 0.008, 0.010}},
     {1.6657666537E-01, 5.1653291286E-03, 1.2150007096E-02},
     {3.8303286810E-02, 6.6621605126E-04, 1.5304234767E-03},
     5.1304802941E+02, chwirut2_x, chwirut2_y, 1, false},
    {"DanWood", danwood, 2, 6, {{1, 5}, {0.7, 4}},
     {7.6886226176E-01, 3.8604055871E+00}, {1.8281973860E-02, 5.1726610913E-02},
     4.3173084083E-03, danwood_x, danwood_y, 1, false},
    {"MGH09", mgh09, 4, 11, {{25, 39, 41.5, 39}, {0.25, 0.39, 0.415, 0.39}},
     {1.9280693458E-01, 1.9128232873E-01, 1.2305650693E-01, 1.3606233068E-01},
     {1.1435312227E-02, 1.9633220911E-01, 8.0842031232E-02, 9.0025542308E-02},
     3.0750560385E-04, mgh09_x, mgh09_y, 1, false},
    {"MGH10", mgh10, 3, 16, {{2, 400000, 25000}, {0.02, 4000, 250}},
     {5.6096364710E-03, 6.1813463463E+03, 3.4522363462E+02},
     {1.5687892471E-04, 2.3309021107E+01, 7.8486103508E-01},
     8.7945855171E+01, mgh10_x, mgh10_y, 1, false},
    {"MGH17", mgh17, 5, 33, {{50, 150, -100, 1, 2}, {0.5, 1.5, -1, 0.01, 0.02}},
     {3.7541005211E-01, 1.9358469127E+00, -1.4646871366E+00, 1.2867534640E-02,
      2.2122699662E-02},
     {2.0723153551E-03, 2.2031669222E-01, 2.2175707739E-01, 4.4861358114E-04,
      8.9471996575E-04},
     5.4648946975E-05, mgh17_x, mgh17_y, 1, false},
    {"Rat42", rat42, 3, 9, {{100, 1, 0.1}, {75, 2.5, 0.07}},
     {7.2462237576E+01, 2.6180768402E+00, 6.7359200066E-02}, {0},
     8.0565229338E+00, rat42_x, rat42_y, 1, false},
    {"Rat43", rat43, 4, 15, {{100, 10, 1, 1}, {700, 5, 0.75, 1.3}},
     {6.9964151270E+02, 5.2771253025E+00, 7.5962938329E-01, 1.2792483859E+00},
     {1.6302297817E+01, 2.0828735829E+00, 1.9566123451E-01, 6.8761936385E-01},
     8.7864049080E+03, rat43_x, rat43_y, 1, false},
    {"BoxBOD", misra1a, 2, 6, {{1, 1}, {100, 0.75}},
     {2.1380940889E+02, 5.4723748542E-01}, {0},
     1.1680088766E+03, boxbod_x, boxbod_y, 1, false},
    {"Eckerle4", eckerle4, 3, 35, {{1, 10, 500}, {1.5, 5, 450}},
     {1.5543827178E+00, 4.0888321754E+00, 4.5154121844E+02}, {0},
     1.4635887487E-03, eckerle4_x, eckerle4_y, 1, false},
    {"Thurber", thurber, 7, 37,
     {{1000, 1000, 400, 40, 0.7, 0.3, 0.03}, {1300, 1500, 500, 75, 1, 0.4, 0.05}},
     {1.2881396800E+03, 1.4910792535E+03, 5.8323836877E+02, 7.5416644291E+01,
      9.6629502864E-01, 3.9797285797E-01, 4.9727297349E-02}, {0},
     5.6427082397E+03, thurber_x, thurber_y, 1, false},
    {"Roszman1", roszman1, 4, 25, {{0.1, -1e-5, 1000, -100}, {0.2, -5e-6, 1200, -150}},
     {2.0196866396E-01, -6.1953516256E-06, 1.2044556708E+03, -1.8134269537E+02},
     {1.9172666023E-02, 3.2058931691E-06, 7.4050983057E+01, 4.9573513849E+01},
     4.9484847331E-04, roszman1_x, roszman1_y, 1, false},
    {"Bennett5", bennett5, 3, 154, {{-2000, 50, 0.8}, {-1500, 45, 0.85}},
     {-2.5235058043E+03, 4.6736564644E+01, 9.3218483193E-01}, {0},
     5.2404744073E-04, bennett5_x, bennett5_y, 1, false},
    {"Chwirut1", chwirut, 3, 214, {{0.1, 0.01, 0.02}, {0.15, 0.008, 0.010}},
     {1.9027818370E-01, 6.1314004477E-03, 1.0530908399E-02},
     {2.1938557035E-02, 3.4500025051E-04, 7.9281847748E-04},
     2.3844771393E+03, chwirut1_x, chwirut1_y, 1, false},
    {"Lanczos1", lanczos, 6, 24,
     {{1.2, 0.3, 5.6, 5.5, 6.5, 7.6}, {0.5, 0.7, 3.6, 4.2, 4, 6.3}},
     {9.5100000027E-02, 1.0000000001E+00, 8.6070000013E-01, 3.0000000002E+00,
      1.5575999998E+00, 5.0000000001E+00}, {0},
     1.4307867721E-25, lanczos_x, lanczos1_y, 1, false},
    {"Lanczos2", lanczos, 6, 24,
     {{1.2, 0.3, 5.6, 5.5, 6.5, 7.6}, {0.5, 0.7, 3.6, 4.2, 4, 6.3}},
     {9.6251029939E-02, 1.0057332849E+00, 8.6424689056E-01, 3.0078283915E+00,
      1.5529016879E+00, 5.0028798100E+00},
     {6.6770575477E-04, 3.3989646176E-03, 1.7185846685E-03, 4.1707005856E-03,
      2.3744381417E-03, 1.3958787284E-03},
     2.2299428125E-11, lanczos_x, lanczos2_y, 1, false},
    {"Lanczos3", lanczos, 6, 24,
     {{1.2, 0.3, 5.6, 5.5, 6.5, 7.6}, {0.5, 0.7, 3.6, 4.2, 4, 6.3}},
     {8.6816414977E-02, 9.5498101505E-01, 8.4400777463E-01, 2.9515951832E+00,
      1.5825685901E+00, 4.9863565084E+00},
     {1.7197908859E-02, 9.7041624475E-02, 4.1488663282E-02, 1.0766312506E-01,
      5.8371576281E-02, 3.4436403035E-02},
     1.6117193594E-08, lanczos_x, lanczos3_y, 1, false},
    {"Gauss1", gauss, 8, 250,
     {{97, 0.009, 100, 65, 20, 70, 178, 16.5}, {94, 0.0105, 99, 63, 25, 71, 180, 20}},
     {9.8778210871E+01, 1.0497276517E-02, 1.0048990633E+02, 6.7481111276E+01,
      2.3129773360E+01, 7.1994503004E+01, 1.7899805021E+02, 1.8389389025E+01},
     {5.7527312730E-01, 1.1406289017E-04, 5.8831775752E-01, 1.0460593412E-01,
      1.7439951146E-01, 6.2622793913E-01, 1.2436988217E-01, 2.0134312832E-01},
     1.3158222432E+03, NULL, gauss1_y, 1, false},
    {"Gauss2", gauss, 8, 250,
     {{96, 0.009, 103, 106, 18, 72, 151, 18}, {98, 0.0105, 103, 105, 20, 73, 150, 20}},
     {9.9018328406E+01, 1.0994945399E-02, 1.0188022528E+02, 1.0703095519E+02,
      2.3578584029E+01, 7.2045589471E+01, 1.5327010194E+02, 1.9525972636E+01},
     {5.3748766879E-01, 1.3335306766E-04, 5.9217315772E-01, 1.5006798316E-01,
      2.2695595067E-01, 6.1721965884E-01, 1.9466674341E-01, 2.6416549393E-01},
     1.2475282092E+03, NULL, gauss2_y, 1, false},
    {"Gauss3", gauss, 8, 250,
     {{94.9, 0.009, 90.1, 113, 20, 73.8, 140, 20}, {96, 0.0096, 80, 110, 25, 74, 139, 25}},
     {9.8940368970E+01, 1.0945879335E-02, 1.0069553078E+02, 1.1163619459E+02,
      2.3300500029E+01, 7.3705031418E+01, 1.4776164251E+02, 1.9668221230E+01},
     {5.3005192833E-01, 1.2554058911E-04, 8.1256587317E-01, 3.5317859757E-01,
      3.6584783023E-01, 1.2091239082E+00, 4.0488183351E-01, 3.7806634336E-01},
     1.2444846360E+03, NULL, gauss3_y, 1, false},
    {"Kirby2", kirby2, 5, 151,
     {{2, -0.1, 0.003, -0.001, 1e-5}, {1.5, -0.15, 0.0025, -0.0015, 2e-5}},
     {1.6745063063E+00, -1.3927397867E-01, 2.5961181191E-03, -1.7241811870E-03,
      2.1664802578E-05},
     {8.7989634338E-02, 4.1182041386E-03, 4.1856520458E-05, 5.8931897355E-05,
      2.0129761919E-07},
     3.9050739624E+00, kirby2_x, kirby2_y, 1, false},
    {"Hahn1", hahn1, 7, 236,
     {{10, -1, 0.05, -1e-5, -0.05, 0.001, -1e-6}, {1, -0.1, 0.005, -1e-6, -0.005, 1e-4, -1e-7}},
     {1.0776351733E+00, -1.2269296921E-01, 4.0863750610E-03, -1.4262662514E-06,
      -5.7609940901E-03, 2.4053735503E-04, -1.2314450199E-07},
     {1.7070154742E-01, 1.2000289189E-02, 2.2508314937E-04, 2.7578037666E-07,
      2.4712888219E-04, 1.0449373768E-05, 1.3027335327E-08},
     1.5324382854E+00, hahn1_x, hahn1_y, 1, false},
    {"ENSO", enso, 9, 168,
     {{11, 3, 0.5, 40, -0.7, -1.3, 25, -0.3, 1.4}, {10, 3, 0.5, 44, -1.5, 0.5, 26, -0.1, 1.5}},
     {1.0510749193E+01, 3.0762128085E+00, 5.3280138227E-01, 4.4311088700E+01,
      -1.6231428586E+00, 5.2554493756E-01, 2.6887614440E+01, 2.1232288488E-01,
      1.4966870418E+00},
     {1.7488832467E-01, 2.4310052139E-01, 2.4354686618E-01, 9.4408025976E-01,
      2.8078369611E-01, 4.8073701119E-01, 4.1612939130E-01, 5.1460022911E-01,
      2.5434468893E-01},
     7.8853978668E+02, NULL, enso_y, 1, false},
    {"Nelson", nelson, 3, 128, {{2, 0.0001, -0.01}, {2.5, 5e-9, -0.05}},
     {2.5906836021E+00, 5.6177717026E-09, -5.7701013174E-02},
     {1.9149996413E-02, 6.1124096540E-09, 3.9572366543E-03},
     3.7976833176E+00, nelson_x, nelson_y, 2, true},
};
/* clang-format on */

#endif
