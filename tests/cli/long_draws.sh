# SPDX-License-Identifier: GPL-3.0-or-later
# Wherever constants are in their ranges, every run ends, balances and has no negative stock.
for name in baseline plan-20 plan-33; do
    "$GAOXIN" check "$SOURCE/scenarios/$name.yaml" --draws 10000 -j 0 | grep "^draws"
done
