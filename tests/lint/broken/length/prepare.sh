# SPDX-License-Identifier: GPL-3.0-or-later
# long.c: 601 lines. sim.c: a function of 60 lines (fine) and, at line 67, one of 61.
set -e
awk 'BEGIN { for (i = 1; i <= 601; i++) print "int line" i ";" }' >src/sim/long.c
awk 'BEGIN { for (i = 1; i <= 600; i++) print "int row" i ";" }' >src/sim/rows.def
awk 'function body(n) { print "{"; while (n--) print "    x();"; print "}" }
BEGIN {
    print "void short_enough(void)"
    body(60)
    print "static const int table[] = {\n    1,\n};"
    print "static int too_long(int a,\n                    int b)"
    body(61)
}' >src/sim/sim.c
