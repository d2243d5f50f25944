#include "sim/sim.h"
#include "cli/opt.h"
/* #include "store/store.h" */
#include <stdio.h>
#include "base/diag.h"
  #  include "farm/farm.h" /* nor with blanks */
#include "stepper.h"
#include "attick/old.h"
