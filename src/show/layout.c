/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Widths: ASCII from a table of a bold sans serif, wide characters one em. Spreading is
 * isotonic regression by pooling adjacent violators. Placing looks at every place of a
 * lattice: a page has few labels, and the search is exact and always the same. */
#include "show/layout.h"

#include <math.h>
#include <string.h>

/* Advance of ' ' to '~' in Noto Sans CJK SC Bold, in hundredths of an em. */
static const uint8_t ascii_width[95] = {
    23, 37, 57, 59, 59, 96, 74, 32, 38, 38, 51, 59, 32, 37, 32, 39, 59, 59, 59,
    59, 59, 59, 59, 59, 59, 59, 32, 32, 59, 59, 59, 51, 99, 64, 68, 66, 71, 62,
    58, 72, 76, 33, 57, 69, 58, 85, 75, 77, 67, 77, 68, 62, 62, 75, 62, 92, 63,
    58, 61, 38, 39, 38, 59, 57, 63, 59, 64, 53, 64, 58, 37, 60, 64, 30, 31, 60,
    32, 96, 64, 63, 64, 64, 44, 50, 42, 64, 58, 86, 56, 57, 51, 38, 30, 38, 59};

/* ---- text ---- */

int32_t gx_layout_step(const char *text)
{
    unsigned char lead = (unsigned char)*text;
    int32_t length = lead < 0x80U ? 1 : lead < 0xE0U ? 2 : lead < 0xF0U ? 3 : 4;
    if (lead == 0)
        return 0;
    for (int32_t i = 1; i < length; i++)
        if (((unsigned char)text[i] & 0xC0U) != 0x80U)
            return -1;
    size_t bad = 0;
    return gx_text_is_utf8(text, (size_t)length, &bad) ? length : -1;
}

static double char_ems(const char *text, int32_t length)
{
    unsigned char lead = (unsigned char)*text;
    if (length == 1)
        return lead < ' ' || lead > '~' ? 0.0 : ascii_width[lead - ' '] / 100.0;
    int32_t columns = gx_text_width(text, (size_t)length);
    if (columns <= 0)
        return 0.0;
    return lead < 0xCDU ? 0.65
                        : 1.0; /* Latin letters; others are wide in Chinese fonts */
}

double gx_layout_ems(const char *text, size_t length)
{
    double ems = 0.0;
    for (size_t i = 0; i < length;) {
        int32_t step = gx_layout_step(text + i);
        ems += step > 0 ? char_ems(text + i, step) : 1.0;
        i += step > 0 ? (size_t)step : 1;
    }
    return ems;
}

static bool is_one_of(const char *text, int32_t length, const char *const *list)
{
    for (; *list; list++)
        if ((int32_t)strlen(*list) == length && memcmp(text, *list, (size_t)length) == 0)
            return true;
    return false;
}

typedef enum break_kind { BREAK_NEVER, BREAK_FORCED, BREAK_FINE, BREAK_BEST } break_kind;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* How well a line may end between two neighbouring characters; `before` is the character
 * in front of them. */
static break_kind break_between(const char *before, const char *a, int32_t a_length,
                                const char *b, int32_t b_length)
{
    static const char *const closing[] = {"，", "。", "、", "；", "：", "！", "？", "）",
                                          "》", "」", "』", "】", "”",  "’",  "％", ",",
                                          ".",  ";",  ":",  "!",  "?",  ")",  "%",  NULL};
    static const char *const opening[] = {"（", "《", "「", "『", "【",
                                          "“",  "‘",  "(",  NULL};
    static const char *const pausing[] = {"，", "。", "；", "：", NULL};
    static const char *const signs[] = {"≤", "≥", "<", ">", "=", "≈", NULL};
    if (char_ems(b, b_length) <= 0.0)
        return BREAK_NEVER; /* a combining mark stays with its letter */
    if (*a == ' ' && is_one_of(before, (int32_t)(a - before), signs))
        return BREAK_FORCED;
    if (*a == ' ') /* a number stays with what is counted, if it can */
        return is_digit(*before) ? (*b == '%' ? BREAK_FORCED : BREAK_FINE) : BREAK_BEST;
    if (*b == ' ' || is_one_of(b, b_length, closing) || is_one_of(a, a_length, opening))
        return BREAK_FORCED;
    if (is_one_of(a, a_length, pausing))
        return BREAK_BEST;
    bool wide = a_length >= 3 || b_length >= 3;
    return wide && !is_digit(*a) ? BREAK_FINE : BREAK_FORCED;
}

/* Where to end a line so that it and an equal share of the rest in the lines that follow
 * are as short as possible, by kind of break. */
typedef struct best_break {
    size_t at[BREAK_BEST + 1];
    double ems[BREAK_BEST + 1]; /* of the longer one */
} best_break;

static best_break find_breaks(const char *text, double total, int32_t following)
{
    best_break best = {.ems = {HUGE_VAL, HUGE_VAL, HUGE_VAL, HUGE_VAL}};
    double before = 0.0, solid = 0.0; /* width so far, and without blanks at its end */
    const char *last = text;
    bool has_paused = false;
    for (size_t i = 0; text[i];) {
        int32_t a = gx_layout_step(text + i);
        a = a > 0 ? a : 1;
        before += gx_layout_ems(text + i, (size_t)a);
        if (text[i] != ' ')
            solid = before;
        size_t next = i + (size_t)a;
        int32_t b = gx_layout_step(text + next);
        if (b == 0)
            break;
        break_kind kind = break_between(last, text + i, a, text + next, b > 0 ? b : 1);
        bool is_colon = strncmp(text + i, "：", strlen("：")) == 0;
        if (has_paused && is_colon && kind == BREAK_BEST)
            kind = BREAK_FORCED; /* what it ends introduces what follows */
        has_paused |= kind == BREAK_BEST && text[i] != ' ';
        if (kind == BREAK_BEST && 3.0 * solid * (following + 1) < total)
            kind = BREAK_FINE; /* a lone first word */
        last = text + i;
        double after = (total - before) / following;
        double longer = solid > after ? solid : after;
        for (break_kind k = BREAK_FORCED; k <= kind; k++) {
            if (longer <= best.ems[k]) {
                best.ems[k] = longer;
                best.at[k] = next;
            }
        }
        i = next;
    }
    return best;
}

/* The best kind that costs little width. */
static break_kind choose_kind(const best_break *best, double enough)
{
    const double *ems = best->ems;
    if (ems[BREAK_BEST] <= enough || ems[BREAK_BEST] < ems[BREAK_FINE] * 1.1)
        return BREAK_BEST;
    if (ems[BREAK_FINE] <= enough || ems[BREAK_FINE] < ems[BREAK_FORCED] * 1.5)
        return BREAK_FINE;
    return BREAK_FORCED;
}

static gx_fit fit_lines(gx_arena *arena, const char *text, double size, double width,
                        int32_t lines)
{
    gx_fit fit = {.size = size};
    double widest = 0.0, rest = gx_layout_ems(text, strlen(text)); /* ems */
    for (; lines > 1; lines--) {
        best_break best = find_breaks(text, rest, lines - 1);
        break_kind kind = choose_kind(&best, width / size);
        if (!(best.ems[kind] < rest))
            break;
        size_t end = best.at[kind];
        while (end > 0 && text[end - 1] == ' ')
            end--;
        fit.line[fit.line_count++] = gx_arena_text(arena, text, end);
        widest = fmax(widest, gx_layout_ems(text, end));
        text += best.at[kind];
        rest = gx_layout_ems(text, strlen(text));
    }
    fit.line[fit.line_count++] = gx_arena_text(arena, text, strlen(text));
    widest = fmax(widest, rest);
    if (widest * size > width)
        fit.size = width / widest;
    fit.width = widest * fit.size;
    return fit;
}

gx_fit gx_layout_wrap(gx_arena *arena, const char *text, double size, double width,
                      int32_t most)
{
    gx_fit fit = {.size = size};
    for (int32_t lines = 1; text && *text && lines <= most; lines++) {
        fit = fit_lines(arena, text, size, width, lines);
        if (fit.size >= size)
            break;
    }
    return fit;
}

gx_fit gx_layout_fit(gx_arena *arena, const char *text, double size, double width)
{
    return gx_layout_wrap(arena, text, size, width, 2);
}

gx_fit gx_layout_fit_within(gx_arena *arena, const char *text, double size, double least,
                            double most)
{
    enum { WIDTHS = 4 };
    for (int32_t i = 0; i <= WIDTHS; i++) {
        gx_fit fit =
            gx_layout_fit(arena, text, size, least + (most - least) * i / WIDTHS);
        if (fit.size >= size)
            return fit;
    }
    return gx_layout_wrap(arena, text, size, most, GX_NAME_LINES);
}

double gx_layout_height(const gx_fit *fit)
{
    return fit->line_count * fit->size * GX_LINE_HEIGHT;
}

/* ---- spreading ---- */

typedef struct pool {
    int32_t first, count; /* in rising order */
    double wish;          /* sum of the wished lower ends of the pool */
    double height, bottom;
} pool;

static void pool_settle(pool *p, double low, double high)
{
    p->bottom = p->wish / p->count;
    if (p->bottom + p->height > high)
        p->bottom = high - p->height;
    if (p->bottom < low && high - low >= p->height)
        p->bottom = low;
}

void gx_layout_spread(gx_arena *arena, double *at, const double *height, int32_t count,
                      double low, double high)
{
    int32_t *order = GX_ARRAY(arena, int32_t, count);
    pool *pools = GX_ARRAY(arena, pool, count);
    for (int32_t i = 0; i < count; i++) {
        int32_t j = i;
        for (; j > 0 && at[i] <= at[order[j - 1]]; j--)
            order[j] = order[j - 1];
        order[j] = i;
    }
    int32_t used = 0;
    for (int32_t k = 0; k < count; k++) {
        int32_t i = order[k];
        pools[used] = (pool){
            .first = k, .count = 1, .wish = at[i] - height[i] / 2, .height = height[i]};
        pool_settle(&pools[used], low, high);
        while (used > 0 &&
               pools[used - 1].bottom + pools[used - 1].height > pools[used].bottom) {
            pool *a = &pools[used - 1];
            const pool *b = &pools[used];
            a->wish += b->wish - b->count * a->height;
            a->count += b->count;
            a->height += b->height;
            pool_settle(a, low, high);
            used--;
        }
        used++;
    }
    for (int32_t p = 0; p < used; p++) {
        double bottom = pools[p].bottom;
        for (int32_t k = pools[p].first; k < pools[p].first + pools[p].count; k++) {
            at[order[k]] = bottom + height[order[k]] / 2;
            bottom += height[order[k]];
        }
    }
}

/* ---- placing ---- */

gx_spot gx_layout_nearest(gx_box box, gx_spot spot)
{
    return (gx_spot){fmin(fmax(spot.x, box.left), box.right),
                     fmin(fmax(spot.y, box.bottom), box.top)};
}

void gx_layout_avoid(gx_scene *scene, gx_spot from, gx_spot to, double weight)
{
    *GX_ADD(scene->arena, &scene->strokes) =
        (gx_stroke){from, to, weight, scene->lines++};
}

/* Liang and Barsky: does any part of the stroke lie in the box? */
static bool crosses(const gx_stroke *stroke, gx_box box)
{
    double dx = stroke->to.x - stroke->from.x, dy = stroke->to.y - stroke->from.y;
    double slope[4] = {-dx, dx, -dy, dy};
    double room[4] = {stroke->from.x - box.left, box.right - stroke->from.x,
                      stroke->from.y - box.bottom, box.top - stroke->from.y};
    double enter = 0.0, leave = 1.0;
    for (int32_t i = 0; i < 4; i++) {
        if (slope[i] == 0.0) {
            if (room[i] < 0.0)
                return false;
        } else if (slope[i] < 0.0) {
            enter = fmax(enter, room[i] / slope[i]);
        } else {
            leave = fmin(leave, room[i] / slope[i]);
        }
    }
    return enter <= leave;
}

static bool overlap(const gx_box *a, const gx_box *b)
{
    return a->left < b->right && b->left < a->right && a->bottom < b->top &&
           b->bottom < a->top;
}

static double cost_of(const gx_scene *scene, gx_box box)
{
    const double air = 2.0;
    gx_box wide = {box.left - air, box.bottom - air / 2, box.right + air,
                   box.top + air / 2};
    double cost = 0.0;
    for (int32_t i = 0; i < scene->boxes.count; i++)
        if (overlap(&scene->boxes.at[i], &wide))
            cost += 1000.0;
    int32_t crossed = -1; /* a line is crossed once, however many points it has */
    for (int32_t i = 0; i < scene->strokes.count; i++) {
        const gx_stroke *stroke = &scene->strokes.at[i];
        if (stroke->line != crossed && crosses(stroke, wide)) {
            crossed = stroke->line;
            cost += stroke->weight;
        }
    }
    return cost;
}

/* A text that is nearer to the mark of another than to its own seems to be that one's. */
static double cost_of_marks(const gx_scene *scene, gx_box box, const gx_spot *anchor,
                            int32_t anchor_count, gx_spot near)
{
    gx_spot own = gx_layout_nearest(box, near);
    double cost = 0.0, far = fmin(hypot(own.x - near.x, own.y - near.y), 2.0 * GX_CLOSE);
    for (int32_t i = 0; i < scene->marks.count; i++) {
        gx_spot mark = scene->marks.at[i], edge = gx_layout_nearest(box, mark);
        bool is_own = false;
        for (int32_t k = 0; k < anchor_count && !is_own; k++)
            is_own = anchor[k].x == mark.x && anchor[k].y == mark.y;
        if (!is_own && hypot(edge.x - mark.x, edge.y - mark.y) < far + 2.0)
            cost += 60.0;
    }
    return cost;
}

/* What lies between a box and its anchor, whether a thin line is drawn there or not: a
 * text just behind a line seems to belong to that line. */
static double cost_of_way(const gx_scene *scene, gx_box box, gx_spot anchor)
{
    const double air = 0.7; /* beside other texts */
    gx_spot end = gx_layout_nearest(box, anchor);
    double dx = end.x - anchor.x, dy = end.y - anchor.y, cost = 0.0;
    int32_t near = hypot(dx, dy) > 48.0 ? 1 : 2; /* what is at the anchor */
    for (int32_t k = near; k <= 8; k++) {        /* spots of the way */
        gx_spot at = {anchor.x + dx * k / 8.0, anchor.y + dy * k / 8.0};
        double x = fabs(dx) / 16.0, y = fabs(dy) / 16.0;
        gx_box part = {at.x - x, at.y - y, at.x + x, at.y + y};
        int32_t crossed = -1;
        for (int32_t i = 0; i < scene->strokes.count; i++) {
            const gx_stroke *stroke = &scene->strokes.at[i];
            if (stroke->line != crossed && crosses(stroke, part)) {
                crossed = stroke->line;
                cost += 0.3 * stroke->weight;
            }
        }
        part = (gx_box){part.left - air, part.bottom, part.right + air, part.top};
        for (int32_t i = 0; i < scene->boxes.count; i++)
            if (overlap(&scene->boxes.at[i], &part))
                cost += 100.0;
    }
    return cost;
}

static double distance_to(gx_box box, const gx_spot *anchor, int32_t count,
                          gx_spot *nearest)
{
    double best = HUGE_VAL;
    gx_spot centre = {(box.left + box.right) / 2, (box.bottom + box.top) / 2};
    for (int32_t i = 0; i < count; i++) {
        gx_spot edge = gx_layout_nearest(box, anchor[i]);
        double way = hypot(edge.x - anchor[i].x, edge.y - anchor[i].y) +
                     0.1 * hypot(centre.x - anchor[i].x, centre.y - anchor[i].y);
        if (way < best) {
            best = way;
            *nearest = anchor[i];
        }
    }
    return best;
}

gx_box gx_layout_place(gx_scene *scene, double width, double height,
                       const gx_spot *anchor, int32_t anchor_count, gx_spot *nearest)
{
    const double step = 2.0;
    gx_box room = scene->room, best = {0};
    double least = HUGE_VAL;
    int32_t across = (int32_t)fmax(0.0, (room.right - room.left - width) / step);
    int32_t up = (int32_t)fmax(0.0, (room.top - room.bottom - height) / step);
    for (int32_t j = 0; j <= up; j++) {
        for (int32_t i = 0; i <= across; i++) {
            gx_box box = {.left = room.left + i * step, .bottom = room.bottom + j * step};
            box.right = box.left + width;
            box.top = box.bottom + height;
            gx_spot near = {0};
            double cost = distance_to(box, anchor, anchor_count, &near);
            if (cost < least)
                cost += cost_of(scene, box) + cost_of_way(scene, box, near) +
                        cost_of_marks(scene, box, anchor, anchor_count, near);
            if (cost < least) {
                least = cost;
                best = box;
                *nearest = near;
            }
        }
    }
    *GX_ADD(scene->arena, &scene->boxes) = best;
    return best;
}
