# SPDX-License-Identifier: GPL-3.0-or-later
# './bootstrap help' prints its text; a command that is none prints it too, as a mistake.
"$SOURCE/bootstrap" help
"$SOURCE/bootstrap" nonsense 2>mistake
echo "exit $?"
"$SOURCE/bootstrap" help | cmp - mistake
