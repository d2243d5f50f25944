/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The Gregorian calendar, prolonged to all years; year 0 is 1 BC. Days are counted from
 * 1 January of year 0, which is day 0.
 */
#ifndef GX_BASE_CALENDAR_H
#define GX_BASE_CALENDAR_H

#include <stdint.h>

typedef struct gx_date {
    int64_t year;
    int32_t month; /* 1 to 12 */
    int32_t day;   /* of the month, from 1 */
} gx_date;

/** The day of a date; a day of the month past its end is in a month after it. */
int64_t gx_date_day(gx_date date);

gx_date gx_date_of_day(int64_t day);

#endif
