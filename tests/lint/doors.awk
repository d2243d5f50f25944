# SPDX-License-Identifier: GPL-3.0-or-later
# Files: doors.txt, then C files. Set `kinds` to the kinds of rows to check.
file_number == 1 {
    if ($0 !~ /^#/ && NF) {
        rows++
        kind[rows] = index(" " kinds " ", " " $1 " ") ? $1 : ""
        pattern[rows] = "^(" $2 ")$"
        files[rows] = ""
        for (i = 3; i <= NF; i++)
            files[rows] = files[rows] (i > 3 ? " " : "") $i
    }
    next
}

# True when the current file is one of row's files.
function allowed(row,    n, i, glob, list) {
    n = split(files[row], list, " ")
    for (i = 1; i <= n; i++) {
        glob = list[i]
        gsub(/\./, "[.]", glob)
        gsub(/\*/, ".*", glob)
        if (FILENAME ~ ("^" glob "$"))
            return 1
    }
    return 0
}

# Check one thing; returns whether there was a row for it.
function check(what, name,    row) {
    for (row = 1; row <= rows; row++)
        if (kind[row] == what && name ~ pattern[row]) {
            if (!allowed(row))
                printf "%s:%d: error: '%s' may only stand in %s\n", FILENAME, FNR, name,
                       files[row]
            return 1
        }
    return 0
}

{
    header = included()
    if (header != "") {
        name = substr(header, 2, length(header) - 2)
        if (kinds ~ /include/ && !check("include", name) && header ~ /^</)
            printf "%s:%d: error: <%s> has no row in tests/lint/doors.txt\n", FILENAME, FNR, name
        next
    }
    rest = code
    gsub(/format(__)?[ \t]*\([ \t]*(__)?printf/, " ", rest) # of __attribute__, not a call
    gsub(/(\.|->)[ \t]*[A-Za-z_][A-Za-z_0-9]*/, " ", rest) # members may be called anything
    while (match(rest, /[A-Za-z_][A-Za-z_0-9]*/)) {
        name = substr(rest, RSTART, RLENGTH)
        rest = substr(rest, RSTART + RLENGTH)
        if (rest ~ /^[ \t]*\(/)
            check("call", name)
        check("quiet", name)
    }
}
