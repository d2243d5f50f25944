# SPDX-License-Identifier: GPL-3.0-or-later
set -e
"${CC:-cc}" -fPIC -c src/sim/sim.c -o sim.c.o
ar rc libgx_sim.a sim.c.o
