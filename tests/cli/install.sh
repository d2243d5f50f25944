# SPDX-License-Identifier: GPL-3.0-or-later
# What is installed runs from elsewhere: program, models, pages, completion.
# Manual pages name every option of the help and are good roff; bash completes from them.
build=$(dirname -- "$GAOXIN")
[ -f "$build/cmake_install.cmake" ] || {
    echo "no build folder beside '$GAOXIN'" >&2
    exit 77
}
cmake --install "$build" --prefix "$PWD/prefix" >install.txt || cat install.txt
mkdir elsewhere && cd elsewhere
PATH=$PWD/../prefix/bin:$PATH
share=../prefix/share
gaoxin run $share/gaoxin/scenarios/baseline.yaml -q -o here.h5 && ls
for text in "$SOURCE"/docs/*.md "$SOURCE"/README*.md; do
    cmp "$text" $share/doc/gaoxin/"${text##*/}"
done
gaoxin help | sed -n 's/^  \([a-z][a-z-]*\)  .*/\1/p' >commands
while read -r command; do
    page=$share/man/man1/gaoxin-$command.1
    gaoxin help --man "$command" | cmp - "$page"
    [ -n "$(find "$build/man/gaoxin-$command.1" ! -newer "$build/gaoxin")" ] && echo "$command: an old page"
    gaoxin help "$command" | grep -o -e '--[a-z0-9-]*' | sort -u | while read -r option; do
        sed 's/\\-/-/g' "$page" | grep -q -e "$option" || echo "$command: the page lacks $option"
    done
    grep -q "^## $command\$" "$SOURCE/docs/commands.md" || echo "$command: not in docs/commands.md"
    if command -v groff >/dev/null; then groff -ww -man -Tutf8 -k "$page" >/dev/null; fi
done <commands
grep -c . $share/man/man1/gaoxin.1 >/dev/null || echo 'no page of the program'
command -v bash >/dev/null || exit 0
cat >complete.bash <<'END'
source $1
shift
COMP_WORDS=("$@")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_gaoxin
printf '<%s>' "${COMPREPLY[@]}"
echo
END
ask() {
    bash complete.bash $share/bash-completion/completions/gaoxin gaoxin "$@"
}
cp "$SOURCE/model/examples/teacup/teacup.mdl" .
printf 'model: teacup.mdl\n' >hot.yaml
ask r
ask run --meth
ask run hot.yaml --method r
ask run hot.yaml --method = rkf
ask run --method=rkf
ask run ho
ask run hot.yaml --set Roo
ask run hot.yaml --trace '"Heat'
ask show he
ask show here.h5 'annual\ out'
ask plot --format s
