#include <math.h>
#include <hdf5.h>
#include "hdf5_hl.h"
#include <unistr.h>
#include <curl/curl.h>
// #include <popt.h>
#include <gsl/gsl_odeiv2.h>
static void go(struct room *r, struct field *system)
{
    r->system = 1; /* system() in a comment, and a member of that name */
    r->text = "popen(\"x\"); '\"' system(y)";
    char quote = '"'; popen("gnuplot", "w");
}
