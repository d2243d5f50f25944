/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one door to libsmartcols. It measures text as the locale says; the table is printed
 * in a UTF-8 locale of this thread only, whatever the program's is. */
#include "show/show.h"

#include <libsmartcols.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

static struct libscols_table *build(const gx_table_column *column, int32_t column_count,
                                    const char *const *cell, int32_t row_count)
{
    struct libscols_table *table = scols_new_table();
    bool failed = !table || scols_table_set_column_separator(table, "  ") != 0 ||
                  scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER) != 0;
    for (int32_t i = 0; i < column_count && !failed; i++)
        failed = !scols_table_new_column(table, column[i].title, 0.0,
                                         column[i].is_number ? SCOLS_FL_RIGHT : 0);
    for (int32_t r = 0; r < row_count && !failed; r++) {
        struct libscols_line *line = scols_table_new_line(table, NULL);
        failed = !line;
        for (int32_t i = 0; i < column_count && !failed; i++) {
            const char *text = cell[(size_t)r * (size_t)column_count + (size_t)i];
            failed = scols_line_set_data(line, (size_t)i, text ? text : "") != 0;
        }
    }
    if (!failed)
        return table;
    scols_unref_table(table);
    return NULL;
}

/* Append without the blanks that pad the last column. */
static void add_trimmed(const char *text, gx_buf *out)
{
    while (*text) {
        size_t length = strcspn(text, "\n"), used = length;
        while (used > 0 && text[used - 1] == ' ')
            used--;
        gx_buf_add(out, text, used);
        gx_buf_add(out, "\n", 1);
        text += length + (text[length] == '\n');
    }
}

void gx_table_print(const gx_table_column *column, int32_t column_count,
                    const char *const *cell, int32_t row_count, gx_buf *out)
{
    if (column_count <= 0)
        return;
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    locale_t before = utf8 ? uselocale(utf8) : (locale_t)0;
    struct libscols_table *table = build(column, column_count, cell, row_count);
    char *text = NULL;
    int failed = table ? scols_print_table_to_string(table, &text) : -1;
    if (utf8) {
        uselocale(before);
        freelocale(utf8);
    }
    scols_unref_table(table);
    if (failed)
        gx_out_of_memory(out->oom, 1);
    if (text)
        add_trimmed(text, out);
    free(text);
}

void gx_table_markdown(const gx_table_column *column, int32_t column_count,
                       const char *const *cell, int32_t row_count, gx_buf *out)
{
    gx_buf_add(out, "|", 1);
    for (int32_t i = 0; i < column_count; i++)
        gx_buf_markdown(out, column[i].title);
    gx_buf_add(out, "\n|", 2);
    for (int32_t i = 0; i < column_count; i++)
        gx_buf_print(out, column[i].is_number ? " ---: |" : " --- |");
    for (int32_t r = 0; r < row_count; r++) {
        gx_buf_add(out, "\n|", 2);
        for (int32_t i = 0; i < column_count; i++) {
            const char *text = cell[(size_t)r * (size_t)column_count + (size_t)i];
            gx_buf_markdown(out, text ? text : "");
        }
    }
    gx_buf_add(out, "\n", 1);
}
