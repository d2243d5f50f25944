# SPDX-License-Identifier: GPL-3.0-or-later
# Files: layers.txt, then C files, then perhaps CMakeLists.txt.
function report(text) {
    printf "%s:%d: error: %s\n", FILENAME, FNR, text
}

file_number == 1 {
    if ($0 !~ /^#/ && match($0, /^[a-z_]+:/)) {
        name = substr($0, 1, RLENGTH - 1)
        n = split(substr($0, RLENGTH + 1), below)
        known[name] = n
        for (i = 1; i <= n; i++)
            may[name, below[i]] = 1
    }
    next
}

FILENAME ~ /CMakeLists\.txt$/ {
    if ($0 ~ /^gaoxin_room\([a-z]/) {
        line = $0
        gsub(/^gaoxin_room\(|\).*$/, "", line)
        n = split(line, word)
        same = (word[1] in known) && n - 1 == known[word[1]]
        for (i = 2; i <= n; i++)
            same = same && ((word[1], word[i]) in may)
        if (!same)
            report("room '" word[1] "' is not as tests/lint/layers.txt has it")
    }
    next
}

FNR == 1 {
    split(FILENAME, part, "/")
    room = part[2]
    if (!(room in known))
        report("room '" room "' is not in tests/lint/layers.txt")
}

{
    header = included()
    if (header !~ /^"/ || !(room in known))
        next
    header = substr(header, 2, length(header) - 2)
    to = header
    if (!sub(/\/.*$/, "", to))
        report("'" header "' must be included as '" room "/" header "'")
    else if (!(to in known))
        report("room '" to "' is not in tests/lint/layers.txt")
    else if (to != room && !((room, to) in may) && !((room, "*") in may))
        report("room '" room "' must not include '" to "'")
}
