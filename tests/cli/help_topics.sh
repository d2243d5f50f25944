# SPDX-License-Identifier: GPL-3.0-or-later
# Topics are loops over the tables.
for topic in methods designs distributions plots formats exit-codes; do
    "$GAOXIN" help $topic
done
"$GAOXIN" help functions | wc -l
"$GAOXIN" help errors | wc -l
