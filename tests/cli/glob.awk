# SPDX-License-Identifier: GPL-3.0-or-later
# Exits 0 when the second file fits the patterns of the first: '*' is any text within a line, a
# line '...' any number of lines, all else is itself.
FILENAME == ARGV[1] { pattern[++patterns] = $0; next }
{ line[++lines] = $0 }

function line_fits(p, text,    star, head, tail, at) {
    star = index(p, "*")
    if (!star)
        return p == text
    head = substr(p, 1, star - 1)
    if (substr(text, 1, star - 1) != head)
        return 0
    p = substr(p, star + 1)
    text = substr(text, star)
    while ((star = index(p, "*"))) {
        head = substr(p, 1, star - 1)
        p = substr(p, star + 1)
        at = index(text, head)
        if (head != "" && !at)
            return 0
        if (head != "")
            text = substr(text, at + length(head))
    }
    tail = length(text) - length(p)
    return tail >= 0 && substr(text, tail + 1) == p
}

# fits[j]: the patterns so far fit lines 1..j.
END {
    fits[0] = 1
    for (i = 1; i <= patterns; i++) {
        any = pattern[i] == "..."
        before = 0
        for (j = 0; j <= lines; j++) {
            now = fits[j]
            if (any)
                fits[j] = now || (j && fits[j - 1])
            else
                fits[j] = before && line_fits(pattern[i], line[j])
            before = now
        }
    }
    exit !fits[lines + 0]
}
