/* For the trial: makes native code of another program fail, as a driver might. Never shipped.

       break_it NAME.exe    every program of that name jumps to where nothing is */
#define UNICODE
#include <windows.h>
#include <tlhelp32.h>

int wmain(int count, wchar_t **words)
{
    PROCESSENTRY32W one = {sizeof one};
    HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    int found = 0;

    if (count == 2 && Process32FirstW(all, &one)) do {
        if (lstrcmpiW(one.szExeFile, words[1])) continue;
        HANDLE process = OpenProcess(PROCESS_ALL_ACCESS, FALSE, one.th32ProcessID);
        HANDLE thread = CreateRemoteThread(process, NULL, 0, (LPTHREAD_START_ROUTINE)16, NULL, 0, NULL);
        if (!thread) continue;
        found++;
        WaitForSingleObject(process, 20000);
    } while (Process32NextW(all, &one));
    return found ? 0 : 1;
}
