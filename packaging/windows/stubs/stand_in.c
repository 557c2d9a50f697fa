/* Only for trying the setup, never shipped: it stands where OneWindow.exe and deskapp.exe stand. It writes down how it was
   called, and ends as the file _internal\<command>.txt says; a doctor that finds a fault spoils the cache; "OneWindow.exe wait" runs until it is ended. Without a word
   it is the window that a setup with /UPDATE opens: it says that it came, and stays for a moment, unless none.txt holds a code. */
#include <stdio.h>
#include <string.h>
#include <windows.h>

int main(int count, char **words)
{
    char folder[MAX_PATH], name[MAX_PATH + 64];
    int code = 0;
    GetModuleFileNameA(NULL, folder, MAX_PATH);
    *strrchr(folder, '\\') = 0;
    snprintf(name, sizeof name, "%s\\_internal\\%s.txt", folder, count > 1 ? words[1] : "none");
    FILE *said = fopen(name, "r");
    if (said) {
        fscanf(said, "%d", &code);
        fclose(said);
    }
    snprintf(name, sizeof name, "%s\\calls.txt", getenv("ONEWINDOW_CALLS"));
    FILE *calls = fopen(name, "a");
    if (calls) {
        for (int n = 1; n < count; n++)
            fprintf(calls, n > 1 ? " %s" : "%s", words[n]);
        if (getenv("DESKAPP_CODE"))
            fprintf(calls, " with %s", getenv("DESKAPP_CODE"));
        fputs("\n", calls);
        fclose(calls);
    }
    snprintf(name, sizeof name, "%s\\OneWindow\\cache.db", getenv("LOCALAPPDATA"));
    FILE *cache = count > 1 && code && !strcmp(words[1], "doctor") ? fopen(name, "r+") : NULL;
    if (cache) { /* a newer program has changed the cache before it found that it does not run */
        fputs("newer", cache);
        fclose(cache);
    }
    if (count == 1 && !code) {
        snprintf(name, sizeof name, "%s\\updates\\came.txt", getenv("ONEWINDOW_CALLS"));
        FILE *came = fopen(name, "w");
        if (came)
            fclose(came);
        Sleep(2000);
    }
    if (count > 1 && !strcmp(words[1], "wait"))
        Sleep(INFINITE);
    puts("said");
    return code;
}
