# SPDX-License-Identifier: GPL-3.0-or-later
# Prints 'file:line path' for each [text](path) and for each table row that begins with
# a folder or a file in backquotes, as in '| `src/` | the program |'.
FNR == 1 {
    fenced = 0
    folder = FILENAME
    if (!sub(/\/[^\/]*$/, "", folder))
        folder = "."
}
/^ *```/ { fenced = !fenced }
fenced { next }
match($0, /^\| *`[^` ]+`/) {
    path = substr($0, RSTART, RLENGTH)
    gsub(/^\| *`|`$/, "", path)
    if (path ~ /[\/.]/ && path !~ /^[-<*]/)
        printf "%s:%d %s/%s\n", FILENAME, FNR, folder, path
}
{
    rest = $0
    gsub(/`[^`]*`/, "", rest)
    while (match(rest, /\]\([^) ]+/)) {
        path = substr(rest, RSTART + 2, RLENGTH - 2)
        rest = substr(rest, RSTART + RLENGTH)
        sub(/#.*$/, "", path)
        if (path != "" && path !~ /^[a-z]+:/)
            printf "%s:%d %s/%s\n", FILENAME, FNR, folder, path
    }
}
