/* For the trial under Wine, which has no printer of its own: adds one whose paper is a file. Never shipped.

       add_printer NAME PPD    the port is LPT1:, and where that leads is said in Wine's registry */
#define UNICODE
#include <windows.h>
#include <winspool.h>
#include <stdio.h>

int wmain(int count, wchar_t **words)
{
    DRIVER_INFO_3W driver = {3};
    PRINTER_INFO_2W printer = {0};
    HANDLE made;

    if (count != 3) return 2;
    driver.pName = words[1];
    driver.pEnvironment = L"Windows x64";
    driver.pDriverPath = L"wineps.drv";
    driver.pDataFile = words[2];
    driver.pConfigFile = L"wineps.drv";
    driver.pDefaultDataType = L"RAW";
    if (!AddPrinterDriverExW(NULL, 3, (BYTE *)&driver, APD_COPY_NEW_FILES | APD_COPY_FROM_DIRECTORY)) {
        printf("driver: %lu\n", GetLastError());
        return 1;
    }
    printer.pPrinterName = words[1];
    printer.pPortName = L"LPT1:";
    printer.pDriverName = words[1];
    printer.pPrintProcessor = L"WinPrint";
    printer.pDatatype = L"RAW";
    printer.Attributes = PRINTER_ATTRIBUTE_LOCAL;
    made = AddPrinterW(NULL, 2, (BYTE *)&printer);
    if (!made) {
        printf("printer: %lu\n", GetLastError());
        return 1;
    }
    ClosePrinter(made);
    SetDefaultPrinterW(words[1]);
    return 0;
}
