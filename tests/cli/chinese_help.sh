# SPDX-License-Identifier: GPL-3.0-or-later
# Help in Chinese: every line of every command and topic but for examples has some; of two
# the text is kept, with columns that stand below each other.
has_chinese() {
    LC_ALL=C awk -v what="$1" '$1 != "gaoxin" && NF && !/[\344-\351]/ { print what ": " $0 }'
}
commands=$("$GAOXIN" help | sed -n 's/^  \([a-z]*\)  .*/\1/p')
topics="functions $("$GAOXIN" help | tail -n 3 | grep -o "'[a-z-]*'" | tr -d "'")"
echo $commands
echo $topics
export GAOXIN_LANG=zh
for name in $commands; do
    "$GAOXIN" $name --help | has_chinese $name
    "$GAOXIN" help $name --lang en | grep '[^ -~]' # `resolved.yaml`, 25 % and nothing else
done
for name in $topics; do
    "$GAOXIN" help $name | has_chinese $name
done
unset GAOXIN_LANG
"$GAOXIN" --help --lang zh
"$GAOXIN" help compare --lang zh
"$GAOXIN" help -l zh exit-codes
"$GAOXIN" help methods --lang=zh
