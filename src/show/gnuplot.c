/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one door to gnuplot. It is started without a shell: script from an unlinked file,
 * image to standard output, messages over a pipe whose end tells that it is done. It gets
 * the caller's environment (fonts and libraries of a user's own may depend on it) but for
 * what changes gnuplot's ways or the locale.
 *
 * Quoting: gnuplot runs what stands in backticks inside double quotes, and enhanced mode
 * reads some characters as markup. So markup is escaped with a backslash, and then every
 * byte of ASCII but letters and the blank is written as an octal escape; digits too,
 * because an escape would take a digit that follows it. */
#include "show/gnuplot.h"

#include "base/elapsed.h"
#include "show/layout.h"
#include "show/show.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static const char *const install =
    GX_TEXT("install gnuplot: apt install gnuplot-nox fonts-noto-cjk");

/* ---- quoting ---- */

/* True for characters that XML 1.0 does not allow or that steer a terminal. */
static bool is_control(const char *text, int32_t length)
{
    const unsigned char *c = (const unsigned char *)text;
    if (length == 1)
        return c[0] < 0x20U || c[0] == 0x7FU;
    if (length == 2)
        return c[0] == 0xC2U && c[1] < 0xA0U;
    return length == 3 && c[0] == 0xEFU && c[1] == 0xBFU && c[2] >= 0xBEU;
}

void gx_gnuplot_quote(const char *text, gx_buf *out)
{
    gx_buf_add(out, "\"", 1);
    while (text && *text) {
        int32_t length = gx_layout_step(text);
        char c = *text;
        if (length < 0)
            gx_buf_add(out, "\xEF\xBF\xBD", 3);
        else if (length > 1 && !is_control(text, length))
            gx_buf_add(out, text, (size_t)length);
        else if (length == 1 &&
                 ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' '))
            gx_buf_add(out, text, 1);
        else if (length == 1 && !is_control(text, 1))
            gx_buf_print(out, strchr("\\^_{}@&~", c) ? "\\134\\%03o" : "\\%03o",
                         (unsigned)(unsigned char)c);
        text += length > 0 ? length : 1;
    }
    gx_buf_add(out, "\"", 1);
}

/* ---- starting ---- */

/* The caller's environment without what would change a figure; in the arena. */
static char **environment(gx_arena *arena)
{
    static const char *const dropped[] = {"LC_", "LANG", "GNU", "GDFONT", "FIT_", NULL};
    size_t count = 0, used = 0;
    while (environ && environ[count])
        count++;
    char **kept = GX_ARRAY(arena, char *, count + 2);
    for (size_t i = 0; i < count; i++) {
        bool is_dropped = false;
        for (const char *const *d = dropped; *d; d++)
            is_dropped = is_dropped || strncmp(environ[i], *d, strlen(*d)) == 0;
        if (!is_dropped)
            kept[used++] = environ[i];
    }
    kept[used] = gx_arena_format(arena, "LC_ALL=C.UTF-8");
    return kept;
}

/* A process group of its own; SIGXFSZ as usual, for gnuplot goes on after a write that
 * failed. */
static int choose_attributes(posix_spawnattr_t *attributes)
{
    sigset_t usual;
    sigemptyset(&usual);
    sigaddset(&usual, SIGXFSZ);
    int failed = posix_spawnattr_setsigdefault(attributes, &usual);
    return failed ? failed
                  : posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP |
                                                             POSIX_SPAWN_SETSIGDEF);
}

/* Start `program argument`, in a process group of its own; 0 or an errno. */
static int start(pid_t *pid, const char *program, const char *argument, const int fd[3],
                 gx_arena *arena)
{
    char *argv[] = {gx_arena_format(arena, "%s", program),
                    gx_arena_format(arena, "%s", argument), NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int failed = posix_spawn_file_actions_init(&actions);
    if (failed)
        return failed;
    failed = posix_spawnattr_init(&attributes);
    if (!failed) {
        for (int i = 0; i < 3 && !failed; i++)
            failed = posix_spawn_file_actions_adddup2(&actions, fd[i], i);
        if (!failed)
            failed = choose_attributes(&attributes);
        if (!failed)
            failed = posix_spawnp(pid, program, &actions, &attributes, argv,
                                  environment(arena));
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return failed;
}

/* Read until the other end is closed; false when that takes too long. */
static bool read_messages(int fd, int32_t timeout_seconds, gx_buf *messages)
{
    enum { LONGEST = 65536 };
    double deadline = gx_seconds_now() + timeout_seconds;
    for (;;) {
        double left = deadline - gx_seconds_now();
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        if (left <= 0.0)
            return false;
        int got = poll(&ready, 1, left < 60.0 ? 1 + (int)(1000.0 * left) : 60000);
        if (got <= 0)
            continue; /* interrupted, or the deadline is near */
        char chunk[4096];
        ssize_t length = read(fd, chunk, sizeof chunk);
        if (length == 0 || (length < 0 && errno != EINTR))
            return true;
        if (length > 0 && messages->length < LONGEST)
            gx_buf_add(messages, chunk, (size_t)length);
    }
}

/* How a program ended: see `finish`. */
typedef struct ending {
    int failed_start; /* errno, or 0 */
    bool in_time;
    int status; /* as waitpid gives it */
} ending;

/* Run a program from a file to a file, collecting its messages. */
static ending run(const gx_helper *helper, const char *argument, int in, int out,
                  gx_buf *messages, gx_arena *arena)
{
    ending end = {.in_time = true};
    int ends[2];
    if (pipe(ends) != 0)
        return (ending){.failed_start = errno};
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    pid_t pid = 0;
    end.failed_start =
        start(&pid, helper->program, argument, (const int[3]){in, out, ends[1]}, arena);
    close(ends[1]);
    if (!end.failed_start) {
        end.in_time = read_messages(ends[0], helper->timeout_seconds, messages);
        if (!end.in_time)
            kill(-pid, SIGKILL);
        while (waitpid(pid, &end.status, 0) < 0 && errno == EINTR)
            continue;
    }
    close(ends[0]);
    return end;
}

/* ---- messages ---- */

/* The next line of `*text` that says something, without blanks at its ends, or NULL. */
static const char *next_line(const char **text, gx_arena *arena)
{
    while (**text) {
        const char *line = *text + strspn(*text, " \t\r\n");
        size_t length = strcspn(line, "\n");
        *text = line + length;
        while (length > 0 && strchr(" \t\r", line[length - 1]))
            length--;
        size_t bad = 0;
        if (length > 0 && !gx_text_is_utf8(line, length, &bad))
            length = bad;
        if (length > strspn(line, "^"))
            return gx_arena_text(arena, line, length < 400 ? length : 400);
    }
    return NULL;
}

static gx_err report_failure(const gx_helper *helper, ending end, const char *messages,
                             gx_arena *arena, gx_diags *ds)
{
    const char *last = NULL;
    for (const char *line; (line = next_line(&messages, arena));)
        last = line;
    const char *program = helper->program;
    if (end.failed_start == ENOENT || end.failed_start == ENOTDIR ||
        (WIFEXITED(end.status) && WEXITSTATUS(end.status) == 127)) {
        gx_err err =
            gx_error(ds, GX_CODE_HELPER, GX_NOWHERE, "cannot find '%s'", program);
        gx_note(ds, GX_NOWHERE, "%-s", install);
        return err;
    }
    if (end.failed_start)
        return gx_error(ds, GX_CODE_HELPER, GX_NOWHERE, "cannot start '%s': %-s", program,
                        gx_errno_text(end.failed_start));
    if (!end.in_time)
        return gx_error(ds, GX_CODE_HELPER, GX_NOWHERE,
                        "'%s' was stopped after %d seconds", program,
                        (int)helper->timeout_seconds);
    if (WIFSIGNALED(end.status))
        return gx_error(ds, GX_CODE_HELPER, GX_NOWHERE, "'%s' was ended by signal %d",
                        program, WTERMSIG(end.status));
    return gx_error(ds, GX_CODE_HELPER, GX_NOWHERE, "'%s' failed: %-s", program,
                    last ? gx_phrase(arena, "%s", last) : GX_TEXT("it gave no reason"));
}

static bool went_well(ending end)
{
    return !end.failed_start && end.in_time && WIFEXITED(end.status) &&
           WEXITSTATUS(end.status) == 0;
}

/* ---- running ---- */

/* An open file without a name that holds `text`, at its start; NULL on error. */
static FILE *nameless(const char *text, size_t length)
{
    FILE *file = tmpfile();
    if (!file)
        return NULL;
    fcntl(fileno(file), F_SETFD, FD_CLOEXEC);
    if (fwrite(text, 1, length, file) == length && fflush(file) == 0 &&
        lseek(fileno(file), 0, SEEK_SET) == 0)
        return file;
    fclose(file);
    return NULL;
}

gx_err gx_gnuplot_run(const gx_helper *helper, const gx_buf *script, int image,
                      gx_diags *ds)
{
    FILE *in = nameless(script->text, script->length);
    if (!in)
        return gx_error(ds, GX_CODE_FILE, GX_NOWHERE,
                        "cannot write a temporary file: %-s", gx_errno_text(errno));
    gx_arena *arena = gx_arena_new(ds->oom);
    gx_buf messages;
    gx_buf_init(&messages, ds->oom);
    ending end = run(helper, "-d", fileno(in), image, &messages, arena);
    fclose(in);
    gx_err err = GX_OK;
    if (!went_well(end)) {
        err = report_failure(helper, end, messages.text, arena, ds);
    } else {
        const char *rest = messages.text;
        for (const char *line; (line = next_line(&rest, arena));)
            if (strstr(line, "warning:"))
                gx_warning(ds, GX_CODE_HELPER, GX_NOWHERE, "gnuplot says: %s", line);
    }
    gx_buf_clear(&messages);
    gx_arena_free(arena);
    return err;
}

gx_err gx_gnuplot_check(const gx_helper *helper, gx_diags *ds)
{
    enum { MAJOR = 5, MINOR = 2 };
    FILE *file = nameless("", 0);
    if (!file)
        return gx_error(ds, GX_CODE_FILE, GX_NOWHERE,
                        "cannot write a temporary file: %-s", gx_errno_text(errno));
    gx_arena *arena = gx_arena_new(ds->oom);
    gx_buf messages;
    gx_buf_init(&messages, ds->oom);
    /* its input is the same empty file: at its end at once, whoever reads it */
    ending end = run(helper, "--version", fileno(file), fileno(file), &messages, arena);
    gx_err err = GX_OK;
    if (went_well(end)) {
        char text[128] = "";
        rewind(file);
        size_t length = fread(text, 1, sizeof text - 1, file);
        text[length] = '\0';
        text[strcspn(text, "\n")] = '\0';
        long major = 0, minor = 0;
        if (strncmp(text, "gnuplot ", 8) == 0) {
            char *dot = NULL;
            major = strtol(text + 8, &dot, 10);
            minor = *dot == '.' ? strtol(dot + 1, NULL, 10) : 0;
        }
        if (major < MAJOR || (major == MAJOR && minor < MINOR)) {
            err = gx_error(ds, GX_CODE_HELPER, GX_NOWHERE,
                           "'%s' is not gnuplot %d.%d or newer but '%s'", helper->program,
                           MAJOR, MINOR, text);
            gx_note(ds, GX_NOWHERE, "%-s", install);
        }
    } else {
        err = report_failure(helper, end, messages.text, arena, ds);
    }
    fclose(file);
    gx_buf_clear(&messages);
    gx_arena_free(arena);
    return err;
}
