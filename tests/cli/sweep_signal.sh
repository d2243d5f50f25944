# SPDX-License-Identifier: GPL-3.0-or-later
# A SIGUSR1 that comes before there is anything to stop is kept until there is: this model's
# own run, before the first chunk, has 20 million steps.
. "$SOURCE/tests/grow.sh"
logistic_study 0.00000047683715820312500 'samples: 64'
"$GAOXIN" sweep run study.yaml &
# bit 9 of the signals that are caught
until sed -n 's/^SigCgt:.*\(.\)..$/\1/p' /proc/$!/status | grep -q '[2367abef]'; do sleep 0.01; done
ls study.d
kill -USR1 $!
wait $!
echo "exit $?"
ls study.d/chunks
