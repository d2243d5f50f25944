# SPDX-License-Identifier: GPL-3.0-or-later
# The tables of scenarios in README.md and README.zh-CN.md are those that 'gaoxin summary'
# makes. 'WRITE=yes sh tests/cli/run.sh readme' puts them there.
table() { # README LANGUAGE
    "$GAOXIN" summary "$SOURCE"/scenarios/*.yaml -j 0 --lang "$2" -o "$2.md"
    awk -v table="$2.md" '
        /^<!-- end of the table -->$/ { inside = 0; ends++ }
        !inside
        /^<!-- gaoxin summary scenarios\/\*\.yaml/ {
            inside = 1
            while ((getline line <table) > 0) print line
        }
        END { exit ends != 1 }' "$SOURCE/$1" >"$1" || echo "$1 has no table of scenarios"
    if [ "${WRITE:-}" ]; then cat "$1" >"$SOURCE/$1"; fi
    diff "$SOURCE/$1" "$1" || echo "$1 is stale: WRITE=yes sh tests/cli/run.sh readme"
}
table README.md en
table README.zh-CN.md zh
