# SPDX-License-Identifier: GPL-3.0-or-later
# What zsh's function hands to compadd, with the words as zsh sets them.
command -v zsh >/dev/null || {
    echo 'no zsh' >&2
    exit 77
}
cp "$SOURCE/model/examples/teacup/teacup.mdl" .
printf 'model: teacup.mdl\n' >'hot tea.yaml'
cp 'hot tea.yaml' 茶.yaml
"$GAOXIN" run 茶.yaml -q -o 茶.h5
cat >ask.zsh <<'END'
compadd() {
    local -a given=("$@")
    local dash=${given[(i)--]}
    local -a sorted=("${(@o)given[dash+1,-1]}") # as folders come in any order
    print -rn -- " $given[1,dash-1] <${(j:> <:)sorted}>"
}
# The last argument is the word at the cursor as zsh gives it: without an open quote.
ask() {
    local PREFIX=$argv[-1]
    local -a words=($GAOXIN "$@")
    local CURRENT=$#words
    print -rn -- "$*:"
    source $SOURCE/docs/completion/_gaoxin
    print
}
ask s
ask run --meth
ask run --method rkf
ask run --method=rkf
ask run ho
ask run 'hot\ t'
ask run 'hot t'
ask run 茶
ask run '"hot tea.yaml"' --set Roo
ask run 'hot\ tea.yaml' --trace Heat
ask show 茶.h5 'Tea\ T'
ask sweep m
ask list --
END
zsh -f ask.zsh
