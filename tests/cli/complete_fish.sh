# SPDX-License-Identifier: GPL-3.0-or-later
# fish itself completes commands, options and what they take; blanks, quotes, Chinese.
command -v fish >/dev/null || {
    echo 'no fish' >&2
    exit 77
}
cp "$SOURCE/model/examples/teacup/teacup.mdl" .
printf 'model: teacup.mdl\n' >'hot tea.yaml'
cp 'hot tea.yaml' 茶.yaml
"$GAOXIN" run 茶.yaml -q -o 茶.h5
mkdir bin
ln -s "$GAOXIN" bin/gaoxin
cat >ask.fish <<'END'
source $SOURCE/docs/completion/gaoxin.fish
while read -l line
    echo "$line: "(complete -C $line | string join ' | ')
end
END
HOME=$PWD PATH=$PWD/bin:$PATH fish --no-config ask.fish <<'END'
gaoxin s
gaoxin run --meth
gaoxin run --method rkf
gaoxin run --method=rkf
gaoxin run ho
gaoxin run hot\ t
gaoxin run "hot t
gaoxin run 茶
gaoxin run 'hot tea.yaml' --set Roo
gaoxin run hot\ tea.yaml --trace "Heat
gaoxin show 茶.h5 Tea\ T
gaoxin sweep m
gaoxin help form
END
