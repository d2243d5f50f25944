/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Dates of times, as GET TIME VALUE has them (internal to eval/).
 */
#ifndef GX_EVAL_DATES_H
#define GX_EVAL_DATES_H

/**
 * A part of the date that is `time` units after a day (base/calendar.h). Units and parts
 * are those of DATE PART. Years, quarters and months have 30 days a month, as the field
 * has it; a day of the week has no meaning there. GX_NA where there is none.
 */
double gx_date_part(double time, double unit, double day, double part);

#endif
