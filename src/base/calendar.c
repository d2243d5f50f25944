/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By eras of 400 years and years that begin in March, so that the leap day is the last:
 * H. Hinnant, chrono-Compatible Low-Level Date Algorithms, 2021. */
#include "base/calendar.h"

enum {
    ERA = 146097,       /* days of 400 years */
    FIRST_OF_MARCH = 60 /* day of 1 March of year 0, a leap year */
};

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

int64_t gx_date_day(gx_date date)
{
    int64_t year = date.year - (date.month <= 2);
    int64_t era = floor_div(year, 400), of_era = year - era * 400;
    int64_t month = (date.month + 9) % 12; /* from March */
    int64_t of_year = (153 * month + 2) / 5 + date.day - 1;
    return era * ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year +
           FIRST_OF_MARCH;
}

gx_date gx_date_of_day(int64_t day)
{
    int64_t march = day - FIRST_OF_MARCH, era = floor_div(march, ERA);
    int64_t of_era = march - era * ERA;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / (ERA - 1)) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153; /* from March */
    gx_date date = {.year = year + era * 400,
                    .month = (int32_t)(month < 10 ? month + 3 : month - 9),
                    .day = (int32_t)(of_year - (153 * month + 2) / 5 + 1)};
    date.year += date.month <= 2;
    return date;
}
