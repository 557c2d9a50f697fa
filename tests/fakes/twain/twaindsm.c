/* A manager of TWAIN's sources with one source in it, compiled by the tests: it answers DSM_Entry as a real one does and
   keeps to the states of the specification. What it is asked out of turn it writes into TW_LOG as "sequence", as it does
   with all that matters to a device; how it behaves stands in variables of the environment (see twain/machine.py). */
#include <stdint.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#pragma pack(push, 2)
typedef struct { uint16_t major, minor, language, country; char info[34]; } Version;
typedef struct {
    uint32_t id; Version version; uint16_t protocol_major, protocol_minor; uint32_t groups;
    char maker[34], family[34], product[34];
} Identity;
typedef struct { uint16_t condition, data; } Status;
typedef struct { uint16_t show, modal; void *parent; } UserInterface;
typedef struct { uint16_t cap, container_kind; void *container; } Capability;
typedef struct { uint16_t count; uint32_t reserved; } Pending;
typedef struct { void *function; uint32_t reference; int16_t message; } Callback;
typedef struct { uint32_t size; void *entry, *allocate, *free, *lock, *unlock; } EntryPoint;
typedef struct { int16_t whole; uint16_t fraction; } Fix32;
typedef struct { Fix32 left, top, right, bottom; uint32_t document, page, frame; } Layout;
typedef struct {
    Fix32 x_resolution, y_resolution; int32_t width, length; int16_t samples, bits_per_sample[8], bits; uint16_t planar;
    int16_t pixel_type; uint16_t compression;
} ImageInfo;
typedef struct { uint32_t least, most, preferred; } SetupMemory;
typedef struct { uint32_t flags, length; void *at; } Memory;
typedef struct {
    uint16_t compression; uint32_t bytes_per_row, columns, rows, x, y, written; Memory memory;
} ImageMemory;
typedef struct { uint16_t kind; uint32_t item; } OneValue;
typedef struct { uint16_t kind; uint32_t count, now, usual; uint8_t items[64]; } Enumeration;
typedef struct { uint16_t kind; uint32_t low, high, step, usual, now; } Range;
typedef struct {
    uint32_t size; int32_t width, height; uint16_t planes, bits; uint32_t packed, bytes; int32_t across, down;
    uint32_t used, important;
} Bitmap;
#pragma pack(pop)

typedef uint16_t (*Heard)(Identity *, Identity *, uint32_t, uint16_t, uint16_t, void *);

static int state = 1, condition = 0, feeder = 0, duplex = 0, pixels = 2, mechanism = 0, loaded, side, row, taken, limit = -1;
static double dots = 200, right = 8.5, bottom = 11.7;
static Heard heard = NULL;
static Identity ours;

static const char *word(const char *name) { const char *told = getenv(name); return told ? told : ""; }
static int number(const char *name, int usual) { return *word(name) ? atoi(word(name)) : usual; }
static int is(const char *name, const char *value) { return strcmp(word(name), value) == 0; }

static void note(const char *what)
{
    FILE *file = *word("TW_LOG") ? fopen(word("TW_LOG"), "a") : NULL;
    if (file) { fprintf(file, "%s\n", what); fclose(file); }
}

static uint16_t fail(int why) { condition = why; return 1; }
static uint16_t out_of_turn(const char *what)
{
    char said[80];
    snprintf(said, sizeof said, "sequence %s in state %d", what, state);
    note(said);
    return fail(11);
}

static void *allocate(uint32_t size) { return calloc(1, size); }
static void release(void *piece) { free(piece); }
static void *locked(void *piece) { return piece; }
static void unlocked(void *piece) { (void)piece; }

static uint32_t fixed(double value)
{
    Fix32 made = { (int16_t)value, (uint16_t)((value - (int16_t)value) * 65536) };
    uint32_t bits;
    memcpy(&bits, &made, 4);
    return bits;
}
static double unfixed(uint32_t bits)
{
    Fix32 told;
    memcpy(&told, &bits, 4);
    return told.whole + told.fraction / 65536.0;
}

static uint16_t one(Capability *told, int kind, uint32_t item)
{
    OneValue *made = calloc(1, sizeof *made);
    made->kind = kind;
    made->item = item;
    told->container_kind = 5;
    told->container = made;
    return 0;
}
static uint16_t some(Capability *told, int kind, const uint16_t *items, int count, int now)
{
    Enumeration *made = calloc(1, sizeof *made);
    made->kind = kind;
    made->count = count;
    made->now = now;
    memcpy(made->items, items, 2 * count);
    told->container_kind = 4;
    told->container = made;
    return 0;
}

static int has_feeder(void) { return !is("TW_PAPER", "glass"); }

static uint16_t get(Capability *told, int now)
{
    static const uint16_t both[] = { 0, 1 }, kinds[] = { 0, 1, 2 };
    Range *range;
    switch (told->cap) {
    case 0x1002: return has_feeder() ? (now ? one(told, 6, feeder) : some(told, 6, both, 2, feeder)) : fail(13);
    case 0x1003: return has_feeder() && !is("TW_LOADED", "unknown") ? one(told, 6, loaded > 0) : fail(13);
    case 0x1012: return one(told, 4, is("TW_SIDES", "both") ? 1 : 0);
    case 0x1013: return is("TW_SIDES", "both") ? one(told, 6, duplex) : fail(13);
    case 0x0101: return now ? one(told, 4, pixels) : some(told, 4, kinds, is("TW_KINDS", "gray") ? 2 : 3, 0);
    case 0x0103: return one(told, 4, mechanism);
    case 0x1111: return one(told, 7, fixed(8.5));
    case 0x1112: return one(told, 7, fixed(14));
    case 0x1118:
        if (now)
            return one(told, 7, fixed(dots));
        range = calloc(1, sizeof *range);
        range->kind = 7; range->low = fixed(50); range->high = fixed(600); range->step = fixed(1); range->now = fixed(dots);
        told->container_kind = 6;
        told->container = range;
        return 0;
    default: return fail(13);
    }
}

static uint16_t set(Capability *told)
{
    OneValue *value = told->container;
    if (told->container_kind != 5)
        return fail(10);
    switch (told->cap) {
    case 0x0001: limit = (int16_t)value->item; return 0;
    case 0x1002:
        if (!has_feeder()) return fail(13);
        if (!value->item && is("TW_PAPER", "sheets")) return fail(10);
        if (!is("TW_LIES", "feeder")) feeder = value->item;
        return 0;
    case 0x1013: if (!is("TW_SIDES", "both")) return fail(13); duplex = value->item; return 0;
    case 0x0101: if (value->item > (is("TW_KINDS", "gray") ? 1u : 2u)) return fail(10); pixels = value->item; return 0;
    case 0x0103: if (is("TW_WAY", "whole") && value->item != 0) return fail(10); mechanism = value->item; return 0;
    case 0x1118: dots = unfixed(value->item); return 0;
    case 0x1119: case 0x0102: case 0x1007: case 0x100b: case 0x1120: case 0x0100: case 0x112b: return 0;
    default: return fail(13);
    }
}

static int width(void) { return (int)(right * dots + 0.5); }
static int height(void) { return (int)(bottom * dots + 0.5); }
static int bits(void) { return number("TW_BITS", pixels == 2 ? 24 : 8); }
/* What a page shows, so that turned, mixed or lost rows are seen: across red, down green, the page's number in blue. */
static void pixel(uint8_t *at, int x, int y, int reversed)
{
    uint8_t colour[3] = { x * 255 / width(), y * 255 / height(), 40 * (taken + 1) };
    if (bits() == 8) { *at = colour[1]; return; }
    for (int channel = 0; channel < 3; channel++)
        at[channel] = colour[reversed ? 2 - channel : channel];
}
static void line(uint8_t *at, int y, int reversed)
{
    if (bits() == 1) {  /* the left half black */
        for (int x = 0; x < width(); x++)
            if (x >= width() / 2) at[x / 8] |= 0x80 >> (x % 8);
        return;
    }
    for (int x = 0; x < width(); x++)
        pixel(at + x * bits() / 8, x, y, reversed);
}

static uint16_t trouble(void)
{
    int page = taken + 1;
    if (page == number("TW_CRASH", 0)) raise(SIGSEGV);
    if (page == number("TW_HANG", 0)) sleep(60);
    if (page == number("TW_FAIL_AT", 0)) return number("TW_FAIL", 20);
    if (loaded == 0) return 29;
    return 0;
}

static uint16_t info(ImageInfo *told)
{
    memset(told, 0, sizeof *told);
    told->x_resolution.whole = told->y_resolution.whole = (int16_t)dots;
    told->width = width();
    told->length = is("TW_LENGTH", "unknown") && state != 7 ? -1 : height();
    if (is("TW_LIES", "rows")) told->length += 400;
    told->bits = bits();
    told->pixel_type = bits() == 1 ? 0 : pixels;
    return 0;
}

static uint16_t strip(ImageMemory *told)
{
    int stride = (width() * bits() + 7) / 8 + number("TW_PADDING", 0), count, why = row == 0 ? trouble() : 0;
    if (why) return fail(why);
    if (row >= height() / 2 && taken + 1 == number("TW_BREAK_AT", 0)) return fail(number("TW_FAIL", 23));
    if (number("TW_STRIP_MS", 0)) usleep(1000 * number("TW_STRIP_MS", 0));
    state = 7;
    count = told->memory.length / stride;
    if (count > height() - row) count = height() - row;
    memset(told->memory.at, 0, told->memory.length);
    for (int one = 0; one < count; one++)
        line((uint8_t *)told->memory.at + one * stride, row + one, 0);
    told->compression = 0;
    told->bytes_per_row = is("TW_LIES", "stride") ? (uint32_t)stride / 2 : (uint32_t)stride;
    told->columns = is("TW_LIES", "columns") ? width() - 8 : width();
    told->rows = is("TW_LIES", "more rows") ? (uint32_t)count + 5000 : (uint32_t)count;
    told->x = 0; told->y = row; told->written = count * stride;
    row += count;
    return row >= height() ? 6 : 0;
}

static uint16_t whole(void **handle)
{
    int stride = (width() * bits() + 31) / 32 * 4, colours = bits() == 8 ? 256 : bits() == 1 ? 2 : 0, why = trouble();
    uint8_t *made;
    Bitmap header = { 40, width(), height(), 1, bits(), 0, 0, (int)(dots / 0.0254), (int)(dots / 0.0254), 0, 0 };
    if (why) return fail(why);
    made = calloc(1, 40 + 4 * colours + (size_t)stride * height());
    memcpy(made, &header, 40);
    for (int one = 0; one < colours; one++)
        memset(made + 40 + 4 * one, bits() == 1 ? 255 * one : one, 3);
    for (int y = 0; y < height(); y++)
        line(made + 40 + 4 * colours + (size_t)stride * (height() - 1 - y), y, 1);
    if (is("TW_LIES", "bitmap")) made[0] = 7;
    state = 7;
    *handle = made;
    return 6;
}

static uint16_t ended(Pending *told)
{
    if (state != 6 && state != 7) return out_of_turn("end");
    if (state == 7) {
        if (row >= height() || mechanism == 0) taken++, side++;
        if (!duplex || side % 2 == 0) loaded--;
    }
    row = 0;
    if (limit > 0 && taken >= limit) loaded = 0;
    told->count = loaded > 0 || (is("TW_LOADED", "unknown") && taken < number("TW_SHEETS", 1) + 1) ? 0xffff : 0;
    if (!feeder) told->count = 0;
    state = told->count ? 6 : 5;
    note(state == 6 ? "next" : "last");
    return 0;
}

static uint16_t of_manager(uint16_t what, uint16_t message, void *data)
{
    if (what == 4 && message == 0x301) { if (state != 1) return out_of_turn("open manager"); state = 3; return 0; }
    if (what == 4 && message == 0x302) { if (state != 3) return out_of_turn("close manager"); state = 1; note("closed"); return 0; }
    if (what == 3 && (message == 4 || message == 5)) {
        const char *names[] = { "WIA-Other", word("TW_NAME"), "Second" };
        static int at = 0;
        Identity *told = data;
        at = message == 4 ? 0 : at + 1;
        if (at > 2 || is("TW_SOURCES", "none")) return 7;
        memset(told, 0, sizeof *told);
        told->id = at + 1;
        strncpy(told->product, *names[at] ? names[at] : "Fake TWAIN", 33);
        return 0;
    }
    if (what == 3 && message == 0x401) {
        if (state != 3) return out_of_turn("open source");
        if (number("TW_OPEN", 0)) return fail(number("TW_OPEN", 0));
        loaded = number("TW_SHEETS", 1);
        state = 4;
        return 0;
    }
    if (what == 3 && message == 0x402) { if (state != 4) return out_of_turn("close source"); state = 3; note("source closed"); return 0; }
    if (what == 0x403) {
        EntryPoint *told = data;
        told->allocate = allocate; told->free = release; told->lock = locked; told->unlock = unlocked;
        return 0;
    }
    return fail(9);
}

static uint16_t of_source(uint32_t group, uint16_t what, uint16_t message, void *data)
{
    if (group == 1 && what == 1) {
        if (state != 4) return out_of_turn("capability");
        return message == 6 ? set(data) : get(data, message == 2);
    }
    if (group == 2 && what == 0x102) {
        Layout *told = data;
        right = told->right.whole + told->right.fraction / 65536.0;
        bottom = told->bottom.whole + told->bottom.fraction / 65536.0;
        return 0;
    }
    if (what == 0x10) { heard = (Heard)((Callback *)data)->function; return 0; }
    if (what == 9 && message == 0x502) {
        if (state != 4) return out_of_turn("enable");
        if (((UserInterface *)data)->show) note("shown");
        if (number("TW_ENABLE", 0)) return number("TW_ENABLE", 0) == 99 ? 3 : fail(number("TW_ENABLE", 0));
        state = 5;
        if (is("TW_READY", "never")) return 0;
        if (is("TW_READY", "closed")) { heard(&ours, NULL, 1, 0, 0x102, NULL); return 0; }
        state = 6;
        heard(&ours, NULL, 1, 0, 0x101, NULL);
        return 0;
    }
    if (what == 9 && message == 0x501) { if (state != 5) return out_of_turn("disable"); state = 4; note("disabled"); return 0; }
    if (what == 5 && message == 0x701) return ended(data);
    if (what == 5 && message == 7) {
        if (state != 6) return out_of_turn("reset");
        ((Pending *)data)->count = 0;
        state = 5;
        note("reset");
        return 0;
    }
    if (what == 6) {
        SetupMemory *told = data;
        told->least = 1000; told->most = 1 << 20; told->preferred = number("TW_STRIP", 65536);
        if (is("TW_LIES", "strip")) told->least = 0x7fffffff;
        return 0;
    }
    if (group == 2 && what == 0x101) return state < 6 ? out_of_turn("info") : info(data);
    if (group == 2 && what == 0x103) return state < 6 ? out_of_turn("strip") : strip(data);
    if (group == 2 && what == 0x104) return state != 6 ? out_of_turn("whole") : whole(data);
    return fail(9);
}

uint16_t DSM_Entry(Identity *origin, Identity *source, uint32_t group, uint16_t what, uint16_t message, void *data)
{
    if (is("TW_CHATTER", "yes")) printf("driver: call %x\n", what), fflush(stdout);
    if (what == 8) { ((Status *)data)->condition = condition; condition = 0; return 0; }
    if (source == NULL) {
        uint16_t went = of_manager(what, message, data);
        if (what == 4 && message == 0x301) origin->groups |= 0x10000000;
        return went;
    }
    return of_source(group, what, message, data);
}
