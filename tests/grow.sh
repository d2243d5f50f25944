# SPDX-License-Identifier: GPL-3.0-or-later
# For tests of sweeps, to be sourced: one stock that grows, and a study of its rate.

# Write grow.mdl and s.yaml, a study of so many SAMPLES, here.
grow_study() {
    cat >grow.mdl <<'END'
rate = 0.1 ~ 1/year ~ |
stock = INTEG(rate * stock, 1) ~ unit ~ |
INITIAL TIME = 2010 ~ year ~ |
FINAL TIME = 2020 ~ year ~ |
TIME STEP = 1 ~ year ~ |
END
    cat >s.yaml <<END
model: grow.mdl
inputs: {rate: "uniform(0.05, 0.2)"}
design: {name: monte-carlo, samples: $1}
outputs: [stock]
statistics: [moments]
END
}
