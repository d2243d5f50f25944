/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/dates.h"

#include "base/calendar.h"
#include "model/model.h"

#include <math.h>

enum { YEAR = 1, QUARTER, MONTH, DAY, WEEKDAY, DAYS, HOUR, MINUTE, SECOND };

/* A date, the day's number and the time of the day in seconds. */
typedef struct moment {
    gx_date date;
    double days, seconds;
    bool has_weekday;
} moment;

/* Times are sums of ticks: what only rounding keeps below a day is of that day. */
static const double month_rounding = 1e-8, second_rounding = 1e-3;

/* Of `months` after a date, each of 30 days. */
static moment by_months(gx_date from, double months)
{
    double all = 12.0 * (double)from.year + (from.month - 1) + (from.day - 1) / 30.0 +
                 months + month_rounding;
    double whole = floor(all), days = (all - whole) * 30.0;
    double year = floor(whole / 12.0);
    moment m = {.date = {.year = (int64_t)year,
                         .month = (int32_t)(whole - 12.0 * year) + 1,
                         .day = (int32_t)days + 1}};
    m.days = 360.0 * year + 30.0 * (m.date.month - 1) + (m.date.day - 1);
    m.seconds = fmax(0.0, (days - floor(days) - 30.0 * month_rounding) * 86400.0);
    return m;
}

static moment by_seconds(double day, double seconds)
{
    double days = floor((seconds + second_rounding) / 86400.0);
    return (moment){.date = gx_date_of_day((int64_t)(day + days)),
                    .days = day + days,
                    .seconds = fmax(0.0, seconds - 86400.0 * days),
                    .has_weekday = true};
}

static double part_of(const moment *m, int32_t part)
{
    double rounded = m->seconds + second_rounding;
    switch (part) {
    case YEAR:
        return (double)m->date.year;
    case QUARTER:
        return (m->date.month + 2) / 3; /* whole */
    case MONTH:
        return m->date.month;
    case DAY:
        return m->date.day;
    case WEEKDAY: /* day 0 was a Saturday */
        return m->has_weekday ? fmod(fmod(m->days + 6.0, 7.0) + 7.0, 7.0) : GX_NA;
    case DAYS:
        return m->days;
    case HOUR:
        return floor(rounded / 3600.0);
    case MINUTE:
        return floor(fmod(rounded, 3600.0) / 60.0);
    case SECOND:
        return fmax(0.0, fmod(rounded, 60.0) - second_rounding);
    default:
        return GX_NA;
    }
}

double gx_date_part(double time, double unit, double day, double part)
{
    static const double months[] = {12.0, 3.0, 1.0};
    static const double seconds[] = {604800.0, 86400.0, 3600.0, 60.0, 1.0};
    const double far = 1e13; /* seconds; further whole ones would be lost */
    if (isnan(time) || isnan(unit) || isnan(day) || isnan(part))
        return time + unit + day + part;
    if (!(unit >= 0.0 && unit < 8.0 && part >= 1.0 && part < 10.0 && fabs(day) < 1e8))
        return GX_NA;
    int32_t u = (int32_t)unit;
    double after = time * (u < 3 ? months[u] : seconds[u - 3]);
    if (fabs(after) > far)
        return GX_NA;
    moment m =
        u < 3 ? by_months(gx_date_of_day((int64_t)day), after) : by_seconds(day, after);
    return part_of(&m, (int32_t)part);
}
