# SPDX-License-Identifier: GPL-3.0-or-later
# bash completion of gaoxin: the program itself knows what a word may become.
_gaoxin() {
    local word words=() i
    for ((i = 1; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]#[\"\']}
        words+=("${word//\\/}")
    done
    COMPREPLY=()
    while IFS= read -r word; do
        COMPREPLY+=("$word")
    done < <("${COMP_WORDS[0]}" --complete "${words[@]}" 2>/dev/null)
    compopt -o filenames 2>/dev/null # quotes blanks
    case ${COMPREPLY[0]-} in
    *= | */) compopt -o nospace 2>/dev/null ;;
    esac
}
complete -F _gaoxin gaoxin
