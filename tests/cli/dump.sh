# SPDX-License-Identifier: GPL-3.0-or-later
# Each product between text and numbers, of one small model.
cat >tea.mdl <<'END'
Tea = INTEG(-loss[air] - loss[cup], 180) ~ degF ~ the tea cools |
way: air, cup ~~|
loss[way] = (Tea - Room) / time constant[way] ~ degF/Minute ~~|
time constant[way] = 10, 40 ~ Minute ~~|
Room = 70 ~ degF ~~|
INITIAL TIME = 0 ~~| FINAL TIME = 1 ~~| TIME STEP = 0.5 ~ Minute ~~|
END
for product in model flat order program; do
    echo "== $product"
    "$GAOXIN" run tea.mdl --dump=$product
done
"$GAOXIN" run tea.mdl -o tea.csv
cat tea.csv
