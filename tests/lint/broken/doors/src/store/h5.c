#include "store/store.h"
#include <hdf5.h>
#include <hdf5_hl.h>
#include <unistd.h>
