#include "model/model.h"
const char *text = "#include \"cli/opt.h\"";
