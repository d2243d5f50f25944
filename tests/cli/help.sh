# SPDX-License-Identifier: GPL-3.0-or-later
# The list of commands, and each command's own help with its examples first.
"$GAOXIN" help
"$GAOXIN" help | sed -n 's/^  \([a-z][a-z-]*\)  .*/\1/p' >commands
while read -r command; do
    "$GAOXIN" "$command" --help >help.txt || echo "$command --help: exit $?"
    "$GAOXIN" help "$command" >again.txt || echo "help $command: exit $?"
    cmp help.txt again.txt
    head -n 1 help.txt | grep -q "^  gaoxin $command" || echo "$command: no example"
    grep -q "^usage: gaoxin $command" help.txt || echo "$command: no usage"
    "$GAOXIN" help --man "$command" | LC_ALL=C grep -q '[^ -~]' && echo "$command: roff is ASCII"
done <commands
true
