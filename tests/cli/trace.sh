# SPDX-License-Identifier: GPL-3.0-or-later
# A variable beside what it reads; a macro's inside is looked through.
cat >tea.mdl <<'END'
Tea = INTEG(-loss, 180) ~ degF ~ |
loss = (felt - Room) / time constant ~ degF/Minute ~ |
felt = SMOOTH(Tea, 2) ~ degF ~ |
time constant = 10 ~ Minute ~ |
Room = 70 ~ degF ~ |
INITIAL TIME = 0 ~ ~ |
FINAL TIME = 2 ~ ~ |
TIME STEP = 1 ~ Minute ~ |
END
"$GAOXIN" run tea.mdl --trace loss
"$GAOXIN" run tea.mdl --trace felt
"$GAOXIN" run tea.mdl --trace los
# until a run fails, and in Chinese
sed -i 's/(felt - Room)/IF THEN ELSE(Time > 0, 1 \/ (Room - Room), felt - Room)/' tea.mdl
printf 'loss: {en: Heat loss, zh: 散热}\n' >tea-labels.yaml
"$GAOXIN" run tea.mdl --trace loss --lang zh
echo "exit $?"
ls
