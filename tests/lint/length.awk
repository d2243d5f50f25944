# SPDX-License-Identifier: GPL-3.0-or-later
# A function is what stands between '{' and '}' in column 1, as .clang-format has it.
function finish() {
    if (lines > 600)
        printf "%s:601: error: the file is %d lines long, at most 600\n", file, lines
}
FNR == 1 {
    finish()
    file = FILENAME
    opened = 0
}
{ lines = FNR }
/^[A-Za-z_].*\(/ {
    line_of_name = FNR
    name = $0
    sub(/\(.*$/, "", name)
    sub(/^.*[^A-Za-z_0-9]/, "", name)
}
/^\{/ { opened = FNR }
/^\}/ {
    if (opened && FNR - opened - 1 > 60)
        printf "%s:%d: error: function '%s' is %d lines long, at most 60\n", FILENAME,
               line_of_name, name, FNR - opened - 1
    opened = 0
}
END { finish() }
