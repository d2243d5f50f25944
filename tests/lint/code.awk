# SPDX-License-Identifier: GPL-3.0-or-later
# Puts into `code` what the compiler sees of a line: comments are blanks, string and
# character literals are empty. The first file given is a table, not C.
FNR == 1 { file_number++; in_comment = 0 }
file_number > 1 { code = code_of($0) }

function code_of(line,    out, i, n, c, two) {
    out = ""
    n = length(line)
    for (i = 1; i <= n; i++) {
        c = substr(line, i, 1)
        two = substr(line, i, 2)
        if (in_comment) {
            if (two == "*/") {
                in_comment = 0
                i++
            }
        } else if (two == "/*") {
            in_comment = 1
            out = out " "
            i++
        } else if (two == "//") {
            break
        } else if (c == "\"" || c == "'") {
            for (i++; i <= n && substr(line, i, 1) != c; i++)
                if (substr(line, i, 1) == "\\")
                    i++
            out = out c c
        } else {
            out = out c
        }
    }
    return out
}

# The header that the current line includes, with its brackets or quotes, or "".
function included(    header) {
    if (code !~ /^[ \t]*#[ \t]*include[ \t]*[<"]/)
        return ""
    header = $0
    sub(/^[ \t]*#[ \t]*include[ \t]*/, "", header)
    match(header, /^<[^>]*>|^"[^"]*"/)
    return substr(header, 1, RLENGTH)
}
