# SPDX-License-Identifier: GPL-3.0-or-later
# How numbers are kept is a choice that the file states; tables for a report and for Excel.
cp "$SOURCE/tests/errors/drawn.mdl" .
printf 'model: drawn.mdl\nrun: {final time: 2999}\n' >long.yaml # what is small is not compressed
"$GAOXIN" run long.yaml -q -o plain.h5
"$GAOXIN" run long.yaml -q --float32 --deflate 9 -o small.h5
"$GAOXIN" run long.yaml -q --deflate 0 -o none.h5 && cmp plain.h5 none.h5 && echo same
"$GAOXIN" show small.h5 | grep gaoxin_storage
name=x
h5dump -pH -d "/$name" small.h5 | grep -e DATATYPE -e CHUNKED -e PREPROCESSING -e LEVEL | head -n 5
ncdump -h small.h5 | grep -e "float $name" -e "double time"
# a model's many short series would only get larger
"$GAOXIN" run drawn.mdl -q --deflate 9 -o short.h5 && h5dump -pH -d "/$name" short.h5 | grep -e CONTIGUOUS
# the numbers are the same but for their digits, and so is what runs again
"$GAOXIN" run small.h5 -q -o again.h5 && cmp plain.h5 again.h5 && echo again
"$GAOXIN" show plain.h5 "$name" >plain.txt
"$GAOXIN" show small.h5 "$name" | cmp - plain.txt && echo equal
# tables
"$GAOXIN" show plain.h5 "$name" -o table.md && head -n 3 table.md
"$GAOXIN" show plain.h5 "$name" --bom -o table.csv && head -c 8 table.csv | od -An -tx1
"$GAOXIN" run drawn.mdl -q --bom -o all.tab && head -c 3 all.tab | od -An -tx1
# a choice that is none is refused
for options in '--float32 -o x.csv' '--deflate 1 -o x.md' '--bom -o x.h5' '--bom -o x.md' \
    '--deflate 10 -o x.h5' '--deflate 1.5 -o x.h5' '--deflate= -o x.h5'; do
    # shellcheck disable=SC2086 # a list of words
    "$GAOXIN" run drawn.mdl -q $options
    echo "$options: exit $?"
done
"$GAOXIN" show plain.h5 -o x.h5
echo "exit $?"
"$GAOXIN" show all.md
