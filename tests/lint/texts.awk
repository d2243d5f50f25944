# SPDX-License-Identifier: GPL-3.0-or-later
# Finds the texts of the program, by the table texts.txt, and compares them with the Chinese
# of a .po file. The files are given in this order: the table, the .po, the sources.
FNR == 1 { file_number++; start_file() }
file_number == 1 && NF && $1 !~ /^#/ { place[$1, $2] = $3 }
file_number == 2 { read_po($0) }
file_number > 2 { scan($0) }
END { compare() }

# ---- the .po file ----

function read_po(line) {
    if (line ~ /^msgid /) {
        end_pair()
        id_line = FNR
        in_id = 1
    } else if (line ~ /^msgstr /) {
        in_id = 0
    } else if (line !~ /^"/) {
        return
    }
    sub(/^[a-z]* */, "", line)
    line = substr(line, 2, length(line) - 2)
    if (in_id)
        id = id line
    else
        said = said line
}

function end_pair() {
    if (id != "" && id in chinese)
        complain(po, id_line, "twice: \"" id "\"")
    if (id != "") {
        chinese[id] = said
        line_of[id] = id_line
    }
    id = said = ""
}

# ---- C ----

# What is open has a depth; for each are kept: `name`, of a call; `row`, the word that makes
# it one; `table`, whose rows are in it; `of`, the table whose row it is; `argument`, the
# number of the one that is read; `field`, whether it sets one.
function start_file() {
    if (file_number == 2)
        po = FILENAME
    if (file_number == 3)
        end_pair()
    depth = in_comment = has_text = 0
    text = word = before_sign = ""
}

function scan(line,    rest, c) {
    rest = line
    if (!in_comment && line ~ /^[ \t]*#[ \t]*(define|include)/) {
        take_define(line)
        return
    }
    while (rest != "") {
        if (in_comment) {
            c = index(rest, "*/")
            rest = c ? substr(rest, c + 2) : ""
            in_comment = !c
        } else if (match(rest, /^[ \t\\]+/)) {
            rest = substr(rest, RLENGTH + 1)
        } else if (substr(rest, 1, 2) == "/*") {
            in_comment = 1
            rest = substr(rest, 3)
        } else if (match(rest, /^"([^"\\]|\\.)*"/)) {
            if (text == "")
                text_line = FNR
            text = text substr(rest, 2, RLENGTH - 2)
            rest = substr(rest, RLENGTH + 1)
            has_text = 1
        } else if (match(rest, /^'([^'\\]|\\.)+'/)) {
            end_text()
            rest = substr(rest, RLENGTH + 1)
        } else if (match(rest, /^PRI[dux][0-9]+/)) {
            text = text "<" substr(rest, 1, RLENGTH) ">"
            rest = substr(rest, RLENGTH + 1)
        } else if (match(rest, /^[.]?[A-Za-z_][A-Za-z_0-9]*/)) {
            end_text()
            before_sign = ""
            word = substr(rest, 1, RLENGTH)
            if (depth && ("row", word) in place)
                row[depth] = word
            rest = substr(rest, RLENGTH + 1)
        } else {
            sign(substr(rest, 1, 1))
            rest = substr(rest, 2)
        }
    }
}

function sign(c) {
    end_text()
    if (c == "(" || c == "{" || c == "[") {
        depth++
        table[depth] = c == "{" && before_sign == "=" && ("table", word) in place ? word : ""
        of[depth] = c == "{" ? table[depth - 1] : ""
        name[depth] = c == "(" ? word : ""
        argument[depth] = 1
        row[depth] = ""
        field[depth] = 0
    } else if (c == ")" || c == "}" || c == "]") {
        depth -= depth > 0
    } else if (c == "," && depth) {
        argument[depth]++
        field[depth] = 0
    } else if (c == ";" && depth) {
        field[depth] = 0
    } else if (c == "=" && depth) {
        field[depth] = ("field", word) in place
    }
    word = c == "(" ? "" : word
    before_sign = c
}

# `#define NAME "text"`, of a name in the table.
function take_define(line,    part) {
    split(line, part, /[ \t]+/)
    if (("define", part[2]) in place && match(line, /"([^"\\]|\\.)*"/))
        take(substr(line, RSTART + 1, RLENGTH - 2), FNR)
}

# A string has ended, as long as it is written.
function end_text(    d) {
    if (!has_text) {
        text = ""
        return
    }
    for (d = depth; d; d--) {
        if (field[d] || stands("call", name[d], argument[d]) ||
            stands("table", of[d], argument[d]) || stands("row", row[d], argument[d]))
            take(text, text_line)
        if (("call", name[d]) in place || name[d] == "")
            break
    }
    text = ""
    has_text = 0
}

function stands(kind, word, at) {
    return (kind, word) in place && index("," place[kind, word] ",", "," at ",")
}

function take(text, line) {
    if ((is_prose(text) || text in chinese) && !(text in used)) {
        used[text] = FILENAME ":" line
        order[++count] = text
    }
}

# Something to read is left when conversions and what is quoted are taken out, or an argument
# is quoted. Signs alone may have other ones in Chinese.
function is_prose(text) {
    if (text ~ /'%/)
        return 1
    gsub(/%[-+#0-9.*]*(l|ll|z)?(<PRI[dux][0-9]+>|[sdcuxefg])|\\.|'[^']*'/, "", text)
    return text ~ /[A-Za-z]/
}

# ---- what is missing ----

function complain(file, line, what) {
    printf "%s:%d: error: %s\n", file, line, what
}

# The conversions of a format, as they take arguments: `s d 2$s`.
function conversions(format,    all, one, n) {
    while (match(format, /%[-+#0-9.*$]*(l|ll|z)?(<PRI[dux][0-9]+>|[sdcuxefg]|%)/)) {
        one = substr(format, RSTART + 1, RLENGTH - 1)
        format = substr(format, RSTART + RLENGTH)
        if (one == "%")
            continue
        n++
        if (one ~ /^[0-9]+[$]/) {
            at = one + 0
            sub(/^[0-9]+[$]/, "", one)
        } else {
            at = n
        }
        gsub(/[-+#0-9.]/, "", one)
        argument_of[at] = one
        most = at > most ? at : most
    }
    for (one = 1; one <= n; one++)
        all = all " " argument_of[one]
    for (one in argument_of)
        delete argument_of[one]
    return all
}

function compare(    i, text, at, id) {
    if (print_all) {
        for (i = 1; i <= count; i++)
            printf "%s\t%s\n", used[order[i]], order[i]
        return
    }
    for (i = 1; i <= count; i++) {
        text = order[i]
        at = index(used[text], ":")
        if (!(text in chinese) || chinese[text] == "")
            complain(substr(used[text], 1, at - 1), substr(used[text], at + 1),
                     "no Chinese in " po " for \"" text "\"")
        else if (conversions(text) != conversions(chinese[text]))
            complain(po, line_of[text], "other conversions than in \"" text "\"")
    }
    for (id in chinese)
        if (!(id in used))
            complain(po, line_of[id], "no longer used: \"" id "\"")
}
