# SPDX-License-Identifier: GPL-3.0-or-later
# What goes wrong when several machines share a study: each says what is wrong, and what
# was done stays.
. "$SOURCE/tests/grow.sh"
grow_study 4096
sed s/0.05/0.06/ s.yaml >t.yaml
sweep() {
    "$GAOXIN" sweep "$@"
    echo "exit $?"
}
"$GAOXIN" sweep run s.yaml -q && "$GAOXIN" sweep merge s.yaml -q

# status: claims that are held and not, a rate, failed runs
"$GAOXIN" sweep run s.yaml -q --shard 0/2 -o x.nc
touch -d '2 seconds ago' x.d/chunks/0-000000
echo elsewhere-1 >x.d/claims/0-000001
echo elsewhere-1 >x.d/claims/0-000003
echo elsewhere-1 >x.d/claims/0-000005
echo "$(hostname)-999999-1" >x.d/claims/0-000007 # of a machine whose name begins as ours does
touch -d '2001-01-01' x.d/claims/0-000003
touch -d 'tomorrow' x.d/claims/0-000005
sweep status s.yaml -o x.nc | sed '/^rate/s/[0-9][0-9]*/N/; /^left/s/[0-9][0-9]*/N/'
# a slow study: few chunks in a minute, so ten minutes are asked; as many as say something
"$GAOXIN" sweep run s.yaml -q --shard 0/2 -o slow.nc
echo elsewhere-1 >slow.d/claims/0-000001
for i in 0 2 4 6; do touch -d "$((500 - 50 * i)) seconds ago" slow.d/chunks/0-00000$i; done
sweep status s.yaml -o slow.nc | sed '/^left/s/[0-9][0-9]*/N/; /^rate/s/3\.0[0-9]/3.0/'
# a shard looks at its own chunks alone, however many there are
"$GAOXIN" sweep run s.yaml -q --shard 0/2 -o own.nc
echo cut >own.d/chunks/0-000001
rm own.d/chunks/0-000002
sweep run s.yaml -q --shard 0/2 -o own.nc
sweep run s.yaml -q --shard 1/2 -o own.nc
# one that is damaged keeps nobody from the others: its own say so when they are made, who helps leaves it
rm own.d/chunks/* && "$GAOXIN" sweep run s.yaml -q --shard 0/2 -o own.nc
truncate -s -3 own.d/chunks/0-000002
rm own.d/chunks/0-000004
sweep run s.yaml -q --shard 1/2 --steal -o own.nc
rm own.d/chunks/0-000006 && : >own.d/chunks/0-000000
sweep run s.yaml -q --shard 0/2 -o own.nc
ls own.d/chunks | tr '\n' ' '
sweep merge s.yaml -q -o own.nc
rm own.d/chunks/0-000000 own.d/chunks/0-000002
sweep run s.yaml -q -o own.nc && "$GAOXIN" sweep merge s.yaml -q -o own.nc && cmp s.nc own.nc && echo same
# stale claims, and one that nobody gives up, do not keep anyone
"$GAOXIN" sweep run s.yaml -q -j1 -o x.nc && "$GAOXIN" sweep merge s.yaml -q -o x.nc && cmp s.nc x.nc && echo same
ls x.d/claims
# a claim that cannot be taken away, as that of another user in a folder of all: what is there of
# one that only root could make is a folder
rm x.d/chunks/0-000003 && mkdir x.d/claims/0-000003
touch -d '2 hours ago' x.d/claims/0-000003
timeout 60 "$GAOXIN" sweep run s.yaml -q -j1 -o x.nc
echo "exit $?"
"$GAOXIN" sweep merge s.yaml -q -o x.nc && cmp s.nc x.nc && echo same
rmdir x.d/claims/0-000003
# a program that died has left a claim and a part of a chunk
sh -c 'echo "$(hostname)-$$"' >dead
rm x.d/chunks/0-000003
cp dead x.d/claims/0-000003
head -c 1000 x.d/chunks/0-000002 >"x.d/chunks/0-000003.$(cat dead).tmp"
sweep status s.yaml -o x.nc
sweep run s.yaml -o x.nc -j1 2>/dev/null

# another study, and another version of the program, in the folder
sweep run t.yaml -q -o x.nc
sweep slurm t.yaml -o x.nc
cp -R x.d old.d
first() { # of the sources and libraries that this machine has: what is the same is left out
    sed "s/$(head -1 x.d/design)/this program/; s/GSL .*/.../"
}
sed -i '1s/gaoxin [0-9.]*/gaoxin 0.0.1/; 1s/source [0-9a-f]*/source .../' old.d/design
sweep run s.yaml -q -o old.nc 2>&1 | first
sed '1s/source [0-9a-f]*/source 0123456789ab/' x.d/design >old.d/design
sweep run s.yaml -q -o old.nc 2>&1 | first
# what only looks writes nothing, and nothing is begun where somebody has something
mkdir empty.d foreign.d && cp x.d/chunks/0-000000 foreign.d
for name in empty foreign none; do
    sweep status s.yaml -o $name.nc
    sweep merge s.yaml -o $name.nc
done
sweep run s.yaml -q -o foreign.nc
ls -d none.d
ls empty.d foreign.d
# two studies that begin at the same time: one has the folder, whole
for study in s t s t; do "$GAOXIN" sweep run $study.yaml -q -o race.nc 2>/dev/null & done
wait
for study in s t; do "$GAOXIN" sweep merge $study.yaml -q -o race.nc 2>/dev/null && echo whole; done
ls race.d

# larger chunks: as many as there must be, in a folder of their own
"$GAOXIN" sweep plan s.yaml --chunk 2047 --tasks 3 -o big.nc | sed -n '/^chunks/p; /^files/p; /^tasks/p'
"$GAOXIN" sweep run s.yaml -q --chunk 2047 -o big.nc && ls big.d/chunks
sweep run s.yaml -q -o big.nc 2>&1 | cut -c 1-60
sweep plan s.yaml --chunk 0
"$GAOXIN" sweep merge s.yaml -q --chunk 2047 -o big.nc && "$GAOXIN" show big.nc stock -o big.csv >big.txt
"$GAOXIN" show s.nc stock -o small.csv >big.txt && cmp big.csv small.csv && echo same runs

# a node without the model, and one without the study
mkdir node && cp s.yaml node && cp -R x.d node/x.d
(cd node && sweep run s.yaml -q -o x.nc)
sweep run node/u.yaml -q -o x.nc

# a full quota on one node: the other makes what is missing
(
    ulimit -f 8 # of 512 bytes
    sweep run s.yaml -q -j1 --shard 0/2 -o quota.nc
)
ls quota.d/claims
"$GAOXIN" sweep run s.yaml -q --shard 1/2 --steal -o quota.nc && sweep merge s.yaml -o quota.nc
cmp s.nc quota.nc && echo same

# a killed merge leaves what it had: the next one takes away what no program writes any more
for process in "$(cat dead)" elsewhere-1; do echo part >"s.nc.$process.tmp"; done
echo part >"s.nc.$(cat dead).tmp.$(cat dead).tmp"
sweep merge s.yaml -q && ls s.nc*
rm s.nc.*

# a merged file that is not all there
head -c 20000 s.nc >half.nc
sweep merge s.yaml -o half.nc 2>&1 | head -2
for command in show sensitivity; do
    "$GAOXIN" $command half.nc 2>half.txt
    echo "exit $?"
    sed 's/eof = .*/.../' half.txt
done
ls
