/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "show/looks.h"

gx_look gx_look_of(int32_t series)
{
    static const struct {
        const char *line, *text, *dash;
    } colours[GX_COLOURS] = {
        {"#0072B2", "#0072B2", "solid"},         {"#009E73", "#00805D", "(9,3)"},
        {"#CC79A7", "#B4518A", "(3,2)"},         {"#E69F00", "#A87400", "(10,3,2,3)"},
        {"#56B4E9", "#2B87BE", "(6,2,2,2,2,2)"}, {"#000000", "#000000", "(14,3)"},
        {"#D55E00", "#C05500", "(1.5,1.5)"},
    };
    static const int32_t marks[GX_ROUNDS] = {0, 13, 8}; /* diamond, hollow triangle */
    int32_t i = series % GX_COLOURS, round = series / GX_COLOURS % GX_ROUNDS;
    return (gx_look){.line = colours[i].line,
                     .text = colours[i].text,
                     .dash = colours[(i + 3 * round) % GX_COLOURS].dash,
                     .mark = marks[round],
                     .filling = (gx_filling)round};
}

gx_area_look gx_area_look_of(int32_t area)
{
    static const struct {
        const char *fill, *ink;
    } colours[GX_MOST_LAYERS] = {
        {"#0072B2", "white"}, {"#E69F00", GX_INK}, {"#009E73", "white"},
        {"#CC79A7", GX_INK},  {"#F0E442", GX_INK}, {"#999999", GX_INK},
        {"#D55E00", "white"}, {"#56B4E9", GX_INK}, {"#404040", "white"}};
    int32_t i = area % GX_MOST_LAYERS;
    gx_filling filling = (gx_filling)(area / GX_MOST_LAYERS % GX_ROUNDS);
    return (gx_area_look){.fill = colours[i].fill,
                          .ink = filling == GX_FILLING_HOLLOW ? GX_INK : colours[i].ink,
                          .filling = filling};
}

const gx_band_look *gx_look_of_band(const gx_band *band, int32_t i)
{
    static const gx_band_look plain[GX_BAND_LOOKS] = {
        {"#DCE9F5", "#B4CFE6", "#44698C"},
        {"#EDE6DA", "#D3C4A8", "#7A6645"},
        {"#E1EEE1", "#B9D6B9", "#4F7A4F"},
    };
    static const gx_band_look nested[GX_BAND_LOOKS] = {
        {"#DCE9F5", "#B4CFE6", "#44698C"},
        {"#9ECAE1", "#7FB4D1", "#2E6A8E"},
        {"#6BAED6", "#4F97C2", "#1F5A85"},
    };
    return band->is_share ? &nested[i % GX_BAND_LOOKS] : &plain[i % GX_BAND_LOOKS];
}

const struct gx_mark gx_marks[GX_MARKS] = {{7, 6}, {5, 4}, {9, 8}, {13, 12}};
