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

# Write grow.mdl, logistic growth with a TIME STEP, and study.yaml of its two constants with
# the rest of its DESIGN (saltelli). NOISE is added to the flow.
logistic_study() { # STEP DESIGN [NOISE]
    cat >grow.mdl <<END
rate = 0.1 ~ 1/year ~ |
limit = 100 ~ unit ~ |
stock = INTEG(rate * stock * (1 - stock / limit)${3:-}, 1) ~ unit ~ |
INITIAL TIME = 2010 ~ year ~ |
FINAL TIME = 2020 ~ year ~ |
TIME STEP = $1 ~ year ~ |
SAVEPER = 1 ~ year ~ |
END
    cat >study.yaml <<END
model: grow.mdl
inputs: {rate: "uniform(0.05, 0.2)", limit: "uniform(50, 150)"}
design: {name: saltelli, $2}
outputs: [stock]
statistics: [moments, sobol]
END
}
