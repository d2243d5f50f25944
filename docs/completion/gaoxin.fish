# SPDX-License-Identifier: GPL-3.0-or-later
# fish completion of gaoxin: the program itself knows what a word may become.
function __gaoxin_complete
    set -l words (commandline -opc)
    set -l start (commandline -ct) # as typed, with blanks escaped or in open quotes
    for quote in '' '"' "'"
        set -l plain (string unescape -- $start$quote) && set start $plain && break
    end
    $words[1] --complete $words[2..-1] "$start" 2>/dev/null
end
complete -c gaoxin -f -a '(__gaoxin_complete)'
