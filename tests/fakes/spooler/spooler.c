/* A stand-in for Windows' spooler and its drawing: the same calls with the same shapes, two printers, paper as files.
   How it behaves is said by variables of the environment; see __init__.py. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef uint16_t letter;
typedef struct { letter *name, *server; uint32_t attributes; } named;
typedef struct { void *words[13]; uint32_t attributes, numbers[4], status, jobs, pace; } state;
typedef struct { letter *title, *file, *kind; } paper;
typedef struct { int size; letter *title, *file, *kind; uint32_t how; } title;
typedef struct { uint32_t size; int32_t width, height; uint16_t planes, bits; } picture;

static uint32_t error;
static int job, page, wide, high;
static unsigned char *sheet;

static int said(const char *name, int usual) { char *v = getenv(name); return v ? atoi(v) : usual; }
static int is(const char *name, const char *value) { char *v = getenv(name); return v && !strcmp(v, value); }
static int refuse(uint32_t why) { error = why; return 0; }
static const char *folder(void) { return getenv("SP_FOLDER"); }

static letter *put(unsigned char **at, const char *ascii)
{
    letter *begin = (letter *)*at;
    while (*ascii) { *(letter *)*at = (unsigned char)*ascii++; *at += 2; }
    *(letter *)*at = 0; *at += 2;
    return begin;
}

static int equal(const letter *w, const char *ascii)
{
    while (*ascii && *w == (unsigned char)*ascii) { w++; ascii++; }
    return !*w && !*ascii;
}

static void note(const char *words)
{
    char name[600];
    snprintf(name, sizeof name, "%s/log", folder());
    FILE *f = fopen(name, "a");
    fprintf(f, "%s\n", words);
    fclose(f);
}

static void keep(const char *name, const void *data, size_t size, const char *how)
{
    char path[600];
    snprintf(path, sizeof path, "%s/%s", folder(), name);
    FILE *f = fopen(path, how);
    fwrite(data, 1, size, f);
    fclose(f);
}

static void keep_title(const letter *t)
{
    size_t n = 0;
    while (t[n]) n++;
    keep("title", t, 2 * n, "wb");
}

uint32_t GetLastError(void) { return error; }

int EnumPrintersW(uint32_t flags, letter *name, uint32_t level, unsigned char *room, uint32_t size, uint32_t *needed, uint32_t *count)
{
    if (flags != 6 || level != 4 || name) return refuse(87);
    if (said("SP_STOPPED", 0)) return refuse(1722);
    int n = said("SP_PRINTERS", 2);
    *count = 0; *needed = n ? 400 : 0;
    if (!n) return 1;
    if (size < *needed) return refuse(122);
    unsigned char *at = room + n * sizeof(named);
    for (int i = 0; i < n; i++) {
        ((named *)room)[i].name = put(&at, i ? "Front \\ A4" : "Receipts");
        ((named *)room)[i].server = 0;
        ((named *)room)[i].attributes = 64;
    }
    *count = n;
    return 1;
}

int GetDefaultPrinterW(letter *room, uint32_t *length)
{
    if (!said("SP_DEFAULT", 1)) return refuse(2);
    unsigned char *at = (unsigned char *)room;
    put(&at, "Front \\ A4");
    return 1;
}

int OpenPrinterW(const letter *name, void **handle, void *how)
{
    if (!equal(name, "Front \\ A4") && !equal(name, "Receipts")) return refuse(1801);
    note("open");
    *handle = (void *)(intptr_t)7;
    return 1;
}

int GetPrinterW(void *handle, uint32_t level, unsigned char *room, uint32_t size, uint32_t *needed)
{
    if (handle != (void *)7 || level != 2) return refuse(6);
    *needed = sizeof(state) + 100;
    if (size < *needed) return refuse(122);
    memset(room, 0, *needed);
    ((state *)room)->status = said("SP_STATUS", 0);
    ((state *)room)->attributes = said("SP_ATTRIBUTES", 0);
    return 1;
}

int StartDocPrinterW(void *handle, uint32_t level, paper *p)
{
    if (level != 1 || p->file || !equal(p->kind, "RAW")) return refuse(87);
    if (said("SP_DENIED", 0)) return refuse(5);
    keep_title(p->title);
    return ++job;
}

int StartPagePrinter(void *handle) { return 1; }

int WritePrinter(void *handle, void *data, uint32_t size, uint32_t *went)
{
    if (is("SP_BREAK", "crash")) abort();
    *went = is("SP_BREAK", "short") ? size / 2 : size;
    keep("raw", data, *went, "ab");
    return is("SP_BREAK", "write") ? refuse(1117) : 1;
}

int EndPagePrinter(void *handle) { return 1; }
int EndDocPrinter(void *handle) { note("whole"); return 1; }
int AbortPrinter(void *handle) { note("aborted"); return 1; }
int ClosePrinter(void *handle) { note("closed"); return 1; }

void *CreateDCW(letter *kind, letter *name, letter *port, void *mode)
{
    if (!equal(kind, "WINSPOOL")) return 0;
    puts("a driver prints what it likes");
    fflush(stdout);
    return said("SP_SURFACE", 1) ? (void *)9 : 0;
}

int GetDeviceCaps(void *dc, int what)
{
    int dpi = said("SP_DPI", 600), turned = is("SP_PAPER", "landscape");
    int w = turned ? 2970 : 2100, h = turned ? 2100 : 2970;
    switch (what) {
    case 88: case 90: return dpi;
    case 110: return w * dpi / 254;
    case 111: return h * dpi / 254;
    case 112: return dpi / 6;
    case 113: return dpi / 6;
    }
    return 0;
}

int StartDocW(void *dc, title *t)
{
    if (t->size != sizeof(title)) return -1;
    keep_title(t->title);
    return ++job;
}

int StartPage(void *dc)
{
    wide = GetDeviceCaps(dc, 110); high = GetDeviceCaps(dc, 111);
    sheet = malloc((size_t)wide * high);
    memset(sheet, 255, (size_t)wide * high);
    page++;
    if (is("SP_BREAK", "hang")) sleep(600);
    return is("SP_BREAK", "page") ? 0 : 1;
}

int SetStretchBltMode(void *dc, int mode) { return mode == 3; }

/* As Windows does it: the lowest row first, whole dots repeated; what lies beyond the paper is cut off. */
int StretchDIBits(void *dc, int x, int y, int w, int h, int sx, int sy, int sw, int sh, const unsigned char *bits,
                  const picture *p, uint32_t colors, uint32_t how)
{
    if (p->size != 40 || p->bits != 32 || p->height != sh || how != 0x00CC0020) return 0;
    if (is("SP_BREAK", "draw")) return -1;
    int left = GetDeviceCaps(dc, 112), top = GetDeviceCaps(dc, 113);
    for (int row = 0; row < h; row++)
        for (int col = 0; col < w; col++) {
            int to = y + top + row, over = x + left + col;
            if (to < 0 || to >= high || over < 0 || over >= wide) continue;
            long from = sh - 1 - (long)row * sh / h;
            const unsigned char *dot = bits + 4 * (from * p->width + (long)col * sw / w);
            sheet[(size_t)to * wide + over] = (dot[0] + dot[1] + dot[2]) / 3;
        }
    return sh;
}

int EndPage(void *dc)
{
    char name[40], head[60];
    snprintf(name, sizeof name, "page-%d.pgm", page);
    keep(name, head, snprintf(head, sizeof head, "P5 %d %d 255\n", wide, high), "wb");
    keep(name, sheet, (size_t)wide * high, "ab");
    free(sheet);
    return 1;
}

int EndDoc(void *dc) { note("whole"); return 1; }
int AbortDoc(void *dc) { note("aborted"); return 1; }
int DeleteDC(void *dc) { note("let go"); return 1; }

/* Windows' event log, the part of advapi32 that takes an entry. */
void *RegisterEventSourceW(letter *server, letter *source)
{
    if (said("SP_NO_LOG", 0)) { error = 1314; return 0; }
    return equal(source, "OneWindow") && !server ? (void *)11 : 0;
}

int ReportEventW(void *log, uint16_t kind, uint16_t category, uint32_t entry, void *user, uint16_t count, uint32_t size,
                 letter **texts, void *data)
{
    if (log != (void *)11 || kind != 1 || count != 1 || size || data || user) return refuse(87);
    if (said("SP_LOG_FULL", 0)) return refuse(1502);
    size_t n = 0;
    while (texts[0][n]) n++;
    keep("event", texts[0], 2 * n, "wb");
    char words[40];
    snprintf(words, sizeof words, "entry %u", entry);
    note(words);
    return 1;
}

int DeregisterEventSource(void *log) { note("log closed"); return 1; }
