# SPDX-License-Identifier: GPL-3.0-or-later
# fish completion of gaoxin: the program itself knows what a word may become.
function __gaoxin_complete
    set -l words (commandline -opc) (commandline -ct)
    $words[1] --complete $words[2..-1] 2>/dev/null
end
complete -c gaoxin -f -a '(__gaoxin_complete)'
