/* Only for trying the setup, never shipped: it stands where OneWindow.exe and deskapp.exe stand. It writes down how it was
   called, in UTF-8, and ends as the file _internal\<command>.txt says; a doctor that finds a fault spoils the cache;
   "OneWindow.exe wait" runs until it is ended. Without a word it is the window that a setup with /UPDATE opens: it says
   that it came, and stays for a moment, unless none.txt holds a code. */
#include <stdio.h>
#include <string.h>
#include <windows.h>

int wmain(int count, wchar_t **words)
{
    wchar_t folder[MAX_PATH], name[MAX_PATH + 64];
    char word[4 * MAX_PATH];
    int code = 0;
    GetModuleFileNameW(NULL, folder, MAX_PATH);
    *wcsrchr(folder, L'\\') = 0;
    _snwprintf(name, MAX_PATH + 64, L"%ls\\_internal\\%ls.txt", folder, count > 1 ? words[1] : L"none");
    FILE *said = _wfopen(name, L"r");
    if (said) {
        fscanf(said, "%d", &code);
        fclose(said);
    }
    _snwprintf(name, MAX_PATH + 64, L"%ls\\calls.txt", _wgetenv(L"ONEWINDOW_CALLS"));
    FILE *calls = _wfopen(name, L"a");
    if (calls) {
        for (int n = 1; n < count; n++) {
            WideCharToMultiByte(CP_UTF8, 0, words[n], -1, word, sizeof word, NULL, NULL);
            fprintf(calls, n > 1 ? " %s" : "%s", word);
        }
        if (getenv("DESKAPP_CODE"))
            fprintf(calls, " with %s", getenv("DESKAPP_CODE"));
        fputs("\n", calls);
        fclose(calls);
    }
    _snwprintf(name, MAX_PATH + 64, L"%ls\\OneWindow\\cache.db", _wgetenv(L"LOCALAPPDATA"));
    FILE *cache = count > 1 && code && !wcscmp(words[1], L"doctor") ? _wfopen(name, L"r+") : NULL;
    if (cache) { /* a newer program has changed the cache before it found that it does not run */
        fputs("newer", cache);
        fclose(cache);
    }
    if (count == 1 && !code) {
        _snwprintf(name, MAX_PATH + 64, L"%ls\\updates\\came.txt", _wgetenv(L"ONEWINDOW_CALLS"));
        FILE *came = _wfopen(name, L"w");
        if (came)
            fclose(came);
        Sleep(2000);
    }
    if (count > 1 && !wcscmp(words[1], L"wait"))
        Sleep(INFINITE);
    puts("said");
    return code;
}
