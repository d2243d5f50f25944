/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The command line: options, loading, printing, exit codes. Only this room prints, exits
 * and reads the environment; it may use every other room.
 */
#ifndef GX_CLI_CLI_H
#define GX_CLI_CLI_H

#include "base/frame.h"
#include "eval/eval.h"
#include "front/front.h"
#include "store/store.h"
#include "study/case.h"
#include "study/study.h"

/** A subcommand; `argv[0]` is its name. What went wrong is in the diags. */
typedef gx_err gx_command_fn(int argc, char **argv, gx_diags *ds);

typedef struct gx_command {
    const char *name;
    const char *group;
    const char *doc;
    gx_command_fn *run;
} gx_command;

#define GX_COMMAND(name, group, doc) gx_command_fn gx_cmd_##name;
#include "cli/commands.def"

extern const gx_command gx_commands[];
extern const int32_t gx_command_count;

const gx_command *gx_command_find(const char *name);

/* ---- options (opt.c) ---- */

typedef GX_LIST(const char *) gx_texts;

typedef enum gx_opt_kind {
    GX_OPT_FLAG, /* bool: present */
    GX_OPT_TEXT, /* const char *: the last one given */
    GX_OPT_LIST  /* gx_texts: all given, in order */
} gx_opt_kind;

/** One option: a row in the command's table, pointing at a local variable of the command.
 */
typedef struct gx_opt {
    const char *name; /* long name without dashes */
    char letter;      /* short name, or 0 */
    gx_opt_kind kind;
    void *to;
    const char *argument; /* what it takes, a word of words.c; NULL for a flag */
    const char *doc;
} gx_opt;

/** What a command takes; help prints it, examples first. */
typedef struct gx_usage {
    const char *name;
    const char *arguments; /* words of words.c: `RESULT [VARIABLE]...` */
    int32_t least, most;   /* how many arguments; most 0: any number */
    const char *doc;       /* a few lines */
    const char *examples;  /* lines, indented by two */
    const gx_opt *opt;
    int32_t opt_count;
} gx_usage;

typedef enum gx_parsed {
    GX_PARSED,      /* go on */
    GX_PARSED_HELP, /* help was asked for and printed */
    GX_PARSED_WRONG /* an error was added */
} gx_parsed;

/**
 * Parse options anywhere on the line; the rest are `args`, as many as the usage says.
 * Adds
 * `--help` by itself.
 */
gx_parsed gx_opt_parse(const gx_usage *usage, int argc, char **argv, gx_texts *args,
                       gx_diags *ds);

/** True when an option stands on a line as it is, before any `--`. */
bool gx_is_on_line(const char *option, int argc, char **argv);

/** Split `a,b,c` and add each part to the list. */
void gx_texts_split(gx_texts *list, const char *text, gx_arena *arena);

/* ---- years on the line (years.c) ---- */

typedef GX_LIST(double) gx_years;

/** Read the year that was given to an option. Errors: usage. */
gx_err gx_year_read(double *year, const char *option, const char *text, gx_diags *ds);

/** Read a list as 2015,2018-2020 is into `years`: each once, in the order of the list, at
 * least one. Errors: usage. */
gx_err gx_years_read(gx_years *years, const char *option, const char *text, gx_diags *ds);

/* ---- did you mean (suggest.c) ---- */

/** Add a note with the variable of a frame that is nearest to a name, if one is. */
void gx_suggest_var(const gx_frame *frame, const char *name, gx_diags *ds);

/** The same with the model, scenario or result in the folder of a path. */
void gx_suggest_file(const char *path, gx_diags *ds);

/** The command whose results a figure shows. */
const char *gx_figure_maker(const gx_figure *figure);

/** The kind of a figure draws variables over names, which are no variables of the model.
 */
bool gx_figure_is_of_names(const gx_figure *figure);

/* ---- experiments (load.c) ---- */

/** Options of every command that runs something. */
typedef struct gx_run_options {
    gx_texts set;           /* NAME=VALUE */
    const char *method;     /* NULL: the scenario's, else Euler */
    const char *tolerance;  /* NULL: the scenario's, else GX_TOLERANCE */
    const char *time_step;  /* with or without unit; NULL: the model's */
    const char *final_time; /* likewise */
    gx_texts data;          /* tables for data variables */
    bool is_check;          /* nothing is run: data variables may lack points, and the
                               units of a wrong model are checked too */
    gx_texts vary;          /* NAME=VALUE,VALUE,... */
    const char *design;     /* how --vary combines; NULL: the first */
    const char *seed;       /* of random numbers; NULL: 0 */
} gx_run_options;

enum { GX_SIDECAR_LABELS, GX_SIDECARS = 5 }; /* rows of gx_sidecars */

/** What a result says of the command that made it. */
typedef struct gx_maker {
    const char *path;    /* of the result; NULL: the experiment is of no result */
    const char *command; /* run, levers ... */
    const char *year;    /* of a result of `levers`, else NULL */
    const char *study;   /* the study of a sweep, as it is embedded; else NULL */
} gx_maker;

/** A model with all that defines a run of it. */
typedef struct gx_experiment {
    gx_arena *arena;
    const char *name;       /* of the scenario or model, without folder and extension */
    const char *model_path; /* as opened */
    gx_maker maker;         /* when it was read from a result */
    gx_scenario *scenario;  /* NULL for a bare model */
    gx_model *model;
    gx_flat *flat;
    gx_labels *labels;              /* NULL without sidecar */
    gx_figures *figures;            /* NULL without sidecar */
    gx_checks *checks;              /* NULL without sidecar */
    gx_levers *levers;              /* NULL without sidecar */
    gx_parameters *parameters;      /* NULL without sidecar */
    const struct gx_ranges *ranges; /* of constants, once asked for (ranges.c) */
    int32_t sidecar[GX_SIDECARS];   /* sources, or -1 */
    gx_overrides overrides;
    gx_overrides typed; /* those of --set alone */
    const gx_method *method;
    double tolerance; /* of an adaptive method, else 0 */
    int32_t *keep;    /* variables to save, or NULL for all */
    int32_t keep_count;
    uint64_t seed;
    GX_LIST(int32_t) data_files; /* sources of the tables read */
    const gx_design *design;
    GX_LIST(gx_input) inputs; /* what varies between runs; none: one run */
    gx_buf settings;          /* what --set, --dt ... added, one a line, for the result */
} gx_experiment;

/** Read a model or scenario with its sidecars, flatten it, resolve what it sets. */
gx_err gx_experiment_load(gx_experiment **experiment, const char *path,
                          const gx_run_options *options, gx_diags *ds);
void gx_experiment_free(gx_experiment *experiment);

/** A file beside `X.mdl`, `X` and an ending: one row a kind (sidecars.c). */
typedef struct gx_sidecar {
    const char *role; /* also its folder in a result */
    const char *ending;
    gx_err (*read)(gx_experiment *x, int32_t file, gx_diags *ds);
} gx_sidecar;

extern const gx_sidecar gx_sidecars[GX_SIDECARS];

/** An experiment as study/ takes it; borrows it. */
gx_case gx_experiment_case(const gx_experiment *experiment);

/** Warn of a setting, resolved into overrides, outside the range that the parameter table
 * gives (part of load). */
void gx_ranges_warn(gx_experiment *experiment, const gx_setting *setting,
                    const gx_overrides *overrides, gx_diags *ds);

/** Resolve what --vary and --design ask for (part of load). */
gx_err gx_experiment_vary(gx_experiment *experiment, const gx_run_options *options,
                          gx_diags *ds);

/** Compile and run: one run, or one for each point of the design. */
gx_err gx_experiment_run(gx_frame **frame, const gx_experiment *experiment,
                         const gx_workers *workers, gx_diags *ds);

/** Run and print a variable beside what it reads, until the run ends or fails; nothing is
 * saved. */
gx_err gx_experiment_trace(gx_experiment *experiment, const char *name, gx_diags *ds);

/* ---- results (record.c, describe.c, resolved.c) ---- */

/** Record in a frame what defines its numbers, with the files embedded (decisions 6). */
void gx_experiment_record(const gx_experiment *experiment, gx_frame *frame,
                          const gx_diags *ds);

/** Give the variables and dimensions of a frame their names in both languages. */
void gx_experiment_describe(const gx_experiment *experiment, gx_frame *frame);

/** Append the options that define the numbers, one a line, none after the last. */
void gx_options_print(const gx_run_options *options, gx_buf *out);

/** True for the name of a file that embeds what made it. */
bool gx_is_result(const char *path);

/**
 * Turn `*path` from a result into its scenario or model: its files are kept in `ds` in
 * place of the disk's, its options come before those of `options`. Warns when the numbers
 * may come out otherwise: another version, another arithmetic. Errors: file, result,
 * usage.
 */
gx_err gx_result_open(const char **path, gx_maker *maker, gx_run_options *options,
                      gx_arena *arena, gx_diags *ds);

/** Refuse an experiment that was read from another command's result: the file has in it
 * what makes one run of its scenario, not what that command made of many; a note says
 * which command makes it again. Errors: result. */
gx_err gx_result_check_maker(const gx_experiment *experiment, const char *command,
                             gx_diags *ds);

/**
 * Append a scenario without ancestor that says all that was set in the end. `model` and
 * `data` are the names under which the result embeds those files.
 */
void gx_experiment_resolve(const gx_experiment *experiment, const char *model,
                           const gx_texts *data, gx_buf *out);

/** Append a text in double quotes, as YAML and JSON have them. */
void gx_print_quoted(const char *text, gx_buf *out);

/** Where a frame is saved (save.c). */
typedef struct gx_saving {
    const char *path;
    const char *command;             /* whose result it is */
    const gx_experiment *experiment; /* which is recorded in it; NULL: none */
    gx_storage how;
    bool force;              /* replace whatever is there */
    const gx_format *format; /* set by gx_saving_choose, and ... */
    bool is_there;           /* ... something that may be in the way */
} gx_saving;

/** Refuse variables whose names in an HDF5 result are taken, by each other or by what is
 * the result's own (datasets.c). Errors: duplicate-name. */
gx_err gx_datasets_check(const gx_experiment *experiment, const char *path, gx_diags *ds);

/** Look before the work is done: the format, the names of what is saved, and what is in
 * the way as far as that can be seen. Errors: usage, exists, duplicate-name. */
gx_err gx_saving_choose(gx_saving *to, gx_diags *ds);

/** Record the experiment in the frame and write it. Errors: exists, file, value. */
gx_err gx_saving_write(const gx_saving *to, gx_frame *frame, gx_diags *ds);

/** Write a Markdown table; one with the same columns is replaced. Errors: exists, file.
 */
gx_err gx_saving_write_table(const char *path, bool force, const gx_buf *table,
                             gx_diags *ds);

/** A hash of this program's sources, for its builds to be told apart (source_id.cmake).
 */
extern const char gx_source_id[];

/** `source HASH GSL VERSION arithmetic HASH`: what beside the version defines numbers;
 * two programs that say the same give the same. In the arena. */
const char *gx_build(gx_arena *arena);

/** Append what defines the numbers of a run, one thing a line: program, files, scenario.
 */
void gx_experiment_origin(const gx_experiment *experiment, const gx_diags *ds,
                          gx_buf *out);

/** Make the folders of a path that are not there; what fails shows when writing. */
void gx_make_folders(char *path);

/** File name without folder and extension; owned by the arena. */
const char *gx_path_stem(gx_arena *arena, const char *path);

/** The path by which a file at `from` names the one at `to`; owned by the arena. */
const char *gx_path_from(gx_arena *arena, const char *from, const char *to);

/** File name without folder; borrowed. */
const char *gx_path_base(const char *path);

/** More are taken for a slip. */
enum { GX_MOST_THREADS = 1024 };

/** Workers for `-j N`; NULL: in turn. Errors: usage. */
gx_err gx_workers_choose(gx_workers *workers, const char *threads, gx_diags *ds);

/* ---- the reader's language (language.c) ---- */

/** src/cli/zh.po, made by the build. */
extern const gx_catalogue gx_chinese;

/** The language of a name; when it is NULL that of the environment's GAOXIN_LANG, and
 * English without. Errors: usage. */
gx_err gx_language_find(gx_language *language, const char *name, gx_diags *ds);

/** Say messages in the language of a name, found likewise. Errors: usage. */
gx_err gx_language_choose(const char *name, gx_diags *ds);

/** The same before the line is read: what looks like `--lang NAME` on it, if known. */
void gx_language_guess(int argc, char **argv, gx_diags *ds);

/** The language in which messages are said, and all that a command prints. */
gx_language gx_language_of(const gx_diags *ds);

/** `en`, `zh`. */
const char *gx_language_name(gx_language language);

/** A text of the program in a language; tests/lint/texts.sh finds it in src/cli/zh.po. */
const char *gx_say(gx_language language, const char *text) __attribute__((format_arg(2)));

/** Append a phrase in a language. */
void gx_say_phrase(gx_language language, const char *phrase, gx_buf *out);

/** Print a line of a list in two columns, the left one `width` wide on a terminal. */
void gx_print_row(const char *left, int32_t width, const char *right);

/* ---- labels (labels.c) ---- */

/** The row of a variable or element, compared as names are, or NULL. */
const gx_label *gx_label_find(const gx_labels *labels, const char *name, gx_arena *arena);

/** The name in a frame of what was typed, a label of one variable perhaps, with its
 * subscripts; what was typed when there is none. */
const char *gx_name_typed(const gx_frame *frame, const char *typed, gx_arena *arena);

/** What a variable or an element is called; itself without a label. */
const char *gx_called(const gx_labels *labels, const char *name, gx_language language,
                      gx_arena *arena);

/** True when that is its name or, in a language, its label. */
bool gx_is_called(const gx_labels *labels, const char *name, const char *typed,
                  gx_arena *arena);

/** The same for `name[element]`: `Variable: Element`, when the whole has no label. */
const char *gx_called_whole(const gx_labels *labels, const char *name,
                            gx_language language, gx_arena *arena);

/** The same in a list that starts with `first`: its element alone, when the variable is
 * the same. */
const char *gx_called_among(const gx_labels *labels, const char *name, const char *first,
                            gx_language language, gx_arena *arena);

/** As gx_called_whole, but in English as the model spells it, which is what one types. */
const char *gx_called_typed(const gx_labels *labels, const char *name,
                            gx_language language, gx_arena *arena);

/** The unit of a variable of the model in a language; in English as the model spells it,
 * which is what one types. */
const char *gx_units_in(const gx_experiment *experiment, int32_t variable,
                        gx_language language);

/** The same of a variable of a result. */
const char *gx_units_said(const gx_var *var, gx_language language);

/** The unit of a variable, perhaps with elements, on a figure, which may meet a reader
 * who has no model: by the labels file in both languages, else `units`. */
const char *gx_units_drawn(const gx_labels *labels, const char *name, const char *units,
                           gx_language language, gx_arena *arena);

/** As gx_units_drawn, but in English `units`, which is what one types. */
const char *gx_units_typed(const gx_labels *labels, const char *name, const char *units,
                           gx_language language, gx_arena *arena);

/* ---- commands on X-levers.yaml (analysis.c) ---- */

/** What such a command was asked for. */
typedef struct gx_analysis {
    gx_experiment *experiment; /* the caller frees it */
    gx_workers workers;
    gx_saving to;         /* its path is NULL when nothing is to be saved */
    gx_language language; /* of what is printed */
    bool is_json;
} gx_analysis;

/** Read the line, with the options that all share added to the command's, and load; no
 * experiment when help was asked for or after an error. */
gx_err gx_analysis_begin(gx_analysis *a, const gx_usage *usage, int argc, char **argv,
                         gx_diags *ds);

/** The unit of the outcome. */
const char *gx_analysis_units(const gx_analysis *a, gx_diags *ds);

/** Save a frame (and free it) at the target, if there is one. Errors: exists, file. */
gx_err gx_analysis_save(const gx_analysis *a, gx_frame *frame, gx_diags *ds);

/* ---- JSON (json.c) ---- */

enum { GX_JSON_VERSION = 1 }; /* goes up when a key changes or goes, not for new ones */

/** A document that grows: commas, quotes and lines are its own. */
typedef struct gx_json {
    gx_buf *out;
    int32_t depth;
    bool has_member;
} gx_json;

/** Begin a command's document: an object whose first keys are `command`, `version`. */
void gx_json_begin(gx_json *json, gx_buf *out, const char *command);
void gx_json_end(gx_json *json);

/** Open and close an object or a list; `name` is NULL inside a list. */
void gx_json_open(gx_json *json, const char *name, char bracket);
void gx_json_close(gx_json *json, char bracket);

/** Add a member; no text is null, and so is a number that is not finite. */
void gx_json_text(gx_json *json, const char *name, const char *text);
void gx_json_number(gx_json *json, const char *name, double value);
void gx_json_numbers(gx_json *json, const char *name, const double *value, int32_t count);
void gx_json_bool(gx_json *json, const char *name, bool value);

/** Add the list `errors`: code, message, place (if any) and notes of each. */
void gx_json_errors(gx_json *json, const gx_diags *ds);

/** Append the document of a command that failed before it made its own. */
void gx_json_failure(gx_buf *out, gx_err err, const gx_diags *ds);

/* ---- printing (print.c) ---- */

/** Print as printf does, with names and paths of others in it: without control
 * characters but line breaks and tabs, as all that this file prints. */
void gx_print(const char *format, ...) __attribute__((format(printf, 1, 2), nonnull(1)));

/** Print the messages to stderr and give the outcome of the first error. */
gx_err gx_print_diags(const gx_diags *ds);

/** Print a buffer to stdout and clear it; when there is something in it, no script waits
 * for a document any longer (gx_diags.document). */
void gx_print_buf(gx_buf *buf, gx_diags *ds);

/** The same with what is to become a file: only to a terminal without those. */
void gx_print_file(gx_buf *buf, gx_diags *ds);

#endif
