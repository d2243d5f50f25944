# SPDX-License-Identifier: GPL-3.0-or-later
# Turns a .po file into the C table `name` of base/phrase.h, sorted by bytes (LC_ALL=C). The
# strings of both languages are alike; `<PRId64>` is gettext's way to write that macro.
/^msgid / { end_pair(); in_id = 1 }
/^msgstr / { in_id = 0 }
/^(msgid |msgstr )?"/ {
    sub(/^[a-z]* ?"/, "")
    sub(/"$/, "")
    if (in_id)
        id = id $0
    else
        says = says $0
}
END {
    end_pair()
    sort_keys()
    printf "#include \"cli/cli.h\"\n\n#include <inttypes.h>\n\n"
    printf "static const gx_translation rows[] = {\n"
    for (i = 1; i <= count; i++)
        printf "    {\"%s\",\n     \"%s\"},\n", literal(text[key[i]]), literal(said[key[i]])
    printf "};\n\nconst gx_catalogue %s = {rows, %d};\n", name, count
}

function end_pair() {
    if (id != "" && says != "") {
        key[++count] = bytes(id)
        text[key[count]] = id
        said[key[count]] = says
    }
    id = says = ""
}

# A string as the program has it, but for macros, whose letters are "l" and one more.
function bytes(string,    out, at) {
    gsub(/<PRI[dux]64>/, "ld", string)
    out = ""
    while ((at = index(string, "\\"))) {
        out = out substr(string, 1, at - 1)
        out = out (substr(string, at + 1, 1) == "n" ? "\n" : substr(string, at + 1, 1))
        string = substr(string, at + 2)
    }
    return out string
}

function literal(string,    out) {
    while (match(string, /<PRI[dux]64>/)) {
        out = out substr(string, 1, RSTART - 1) "\" " substr(string, RSTART + 1, RLENGTH - 2) " \""
        string = substr(string, RSTART + RLENGTH)
    }
    return out string
}

function sort_keys(    gap, i, j, held) {
    for (gap = int(count / 2); gap; gap = int(gap / 2))
        for (i = gap + 1; i <= count; i++) {
            held = key[i]
            for (j = i; j > gap && key[j - gap] "" > held ""; j -= gap)
                key[j] = key[j - gap]
            key[j] = held
        }
}
