# SPDX-License-Identifier: GPL-3.0-or-later
# Topics are loops over the tables: as many lines as the table has rows.
for topic in methods designs distributions estimators plots formats exit-codes; do
    "$GAOXIN" help $topic
done
rows() {
    grep -cE "^ *$1\(" "$SOURCE/$2"
}
functions=$(rows 'GX_(PURE|HELD|DRAW|VECTOR|BENDS|FORM)' src/model/builtins.def)
[ "$("$GAOXIN" help functions | wc -l)" -eq "$functions" ] || echo "help functions: not $functions"
codes=$(rows GX_CODE src/base/diag.def)
[ "$("$GAOXIN" help errors | wc -l)" -eq "$codes" ] || echo "help errors: not $codes"
