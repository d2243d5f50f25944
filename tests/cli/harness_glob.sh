# SPDX-License-Identifier: GPL-3.0-or-later
# What a .glob fits: '*' within a line, '...' for lines, brackets and backslashes as they are.
fits() {
    printf '%s\n' "$1" >pattern
    printf '%b' "$2" >text
    if awk -f "$SOURCE/tests/cli/glob.awk" pattern text; then
        printf 'fits    | %s | %s\n' "$1" "$2"
    else
        printf 'differs | %s | %s\n' "$1" "$2"
    fi
}
fits 'a' 'a\n'
fits 'a' 'b\n'
fits 'a' 'a\na\n'
fits 'a' ''
fits 'a*' 'a\n'
fits 'a*c' 'abc\n'
fits 'a*c' 'abcd\n'
fits 'a*b*c' 'a-b-b-c\n'
fits 'a*a' 'a\n'
fits '*高*' '到高新区\n'
fits 'error: [undefined-name]' 'error: [undefined-name]\n'
fits 'error: [undefined-name]' 'error: n\n'
fits 'a\*' 'a\\\\b\n'
fits '...' ''
fits '...' 'a\nb\n'
fits '...
b
...' 'a\nb\nc\n'
fits '...
b' 'b\nb\n'
fits 'a
...
a' 'a\n'
