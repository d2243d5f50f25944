# SPDX-License-Identifier: GPL-3.0-or-later
# A build says which sources it is of, by a hash that anybody can work out: no two programs
# with other sources look alike, and builds of the same do.
"$GAOXIN" --version | sed 's/source [0-9a-f]\{12\} GSL [0-9.]* arithmetic [0-9a-f]\{16\}/source ... GSL ... arithmetic .../'
cd "$SOURCE" || exit 1
for file in $(printf '%s\n' src/*/*.c src/*/*.h src/*/*.def model/stdlib.mdl CMakeLists.txt | LC_ALL=C sort); do
    sha256sum "$file"
done | sha256sum | cut -c 1-12 >"$OLDPWD/mine"
cd "$OLDPWD" || exit 1
"$GAOXIN" --version | sed -n 's/^source \([0-9a-f]*\) .*/\1/p' | cmp - mine && echo same
pkg-config --modversion gsl >gsl
"$GAOXIN" --version | sed -n 's/.* GSL \([0-9.]*\) .*/\1/p' | cmp - gsl && echo same
