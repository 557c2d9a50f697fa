/* A card reader's library as its makers deliver it: the same names, the same order of calls. It is compiled by the tests.
   What lies on the reader stands in the file that CARD_FILE names, once for each time its inode changes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int opened = 0;
static ino_t seen = 0;
static unsigned char card[256];

static int laid(void)
{
    struct stat state;
    const char *path = getenv("CARD_FILE");
    FILE *file;
    int whole;
    if (path == NULL || stat(path, &state) != 0 || state.st_ino == seen)
        return 0;
    file = fopen(path, "rb");
    if (file == NULL)
        return 0;
    whole = fread(card, 1, sizeof card, file) == sizeof card;
    fclose(file);
    if (!whole) {
        int *nowhere = NULL;
        *nowhere = 1; /* a file that is too short makes it crash, as real ones do */
    }
    seen = state.st_ino;
    return 1;
}

int SDT_OpenPort(int port)
{
    const char *wanted = getenv("CARD_PORT");
    if (wanted != NULL && atoi(wanted) == port)
        opened = port;
    return opened == port ? 0x90 : 0x01;
}

int SDT_ClosePort(int port)
{
    const char *path = getenv("CARD_CLOSED");
    if (path != NULL) {
        FILE *file = fopen(path, "w");
        if (file != NULL) {
            fprintf(file, "%d", port);
            fclose(file);
        }
    }
    opened = 0;
    return 0x90;
}

int SDT_StartFindIDCard(int port, unsigned char *told, int open_itself)
{
    if (getenv("CARD_HANGS") != NULL)
        for (;;)
            pause();
    if (port != opened || open_itself != 0)
        return 0x01;
    memset(told, 0, 4);
    return laid() ? 0x9f : 0x80;
}

int SDT_SelectIDCard(int port, unsigned char *told, int open_itself)
{
    memset(told, 0, 8);
    return port == opened && open_itself == 0 ? 0x90 : 0x81;
}

int SDT_ReadBaseMsg(int port, unsigned char *text, unsigned int *text_long, unsigned char *photo,
                    unsigned int *photo_long, int open_itself)
{
    if (port != opened || open_itself != 0)
        return 0x41;
    memcpy(text, card, sizeof card);
    memset(photo, 0x55, 1024);
    *text_long = sizeof card;
    *photo_long = 1024;
    return 0x90;
}
