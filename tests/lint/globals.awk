# SPDX-License-Identifier: GPL-3.0-or-later
# Reads `objdump -t` of room libraries; constant tables with addresses (.data.rel.ro) are fine.
/^In archive / {
    room = $3
    sub(/^.*libgx_/, "", room)
    sub(/\.a:$/, "", room)
}
/: +file format / {
    object = $1
    sub(/\.o(bj)?:$/, "", object)
}
/^[0-9a-f]+ .*\t/ {
    before = $0 # address, flags, section; then a tab, size and name
    sub(/\t.*$/, "", before)
    n = split(before, word)
    section = word[n]
    name = $NF
    if (name == section || section !~ /^(\.(data|bss|tdata|tbss)|\*COM\*)/ ||
        section ~ /^\.data\.rel\.ro/)
        next
    sub(/\.[0-9]+$/, "", name) # statics of functions: 'calls.0' or 'next.calls'
    sub(/^.*\./, "", name)
    printf "src/%s/%s:1: error: '%s' can change and outlives its caller\n", room, object, name
}
