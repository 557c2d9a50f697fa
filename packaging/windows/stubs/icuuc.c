/* Only for trying the program under Wine, never shipped. Windows 10 and later have icuuc.dll; Wine 8 has none, and Qt asks
   it for old text encodings. Every converter "cannot be opened", so Qt goes on as with an encoding it does not know. */
#include <stddef.h>

#define API __declspec(dllexport)
enum { FILE_ACCESS_ERROR = 4 };

static void refuse(int *error)
{
    if (error && *error <= 0)
        *error = FILE_ACCESS_ERROR;
}

API void *ucnv_open(const char *name, int *error) { refuse(error); return NULL; }
API void ucnv_close(void *converter) {}
API void ucnv_reset(void *converter) {}
API signed char ucnv_getMaxCharSize(const void *converter) { return 1; }
API const char *ucnv_getName(const void *converter, int *error) { refuse(error); return NULL; }
API const char *ucnv_getStandardName(const char *name, const char *standard, int *error) { refuse(error); return NULL; }
API const char *ucnv_getAvailableName(int which) { return NULL; }
API int ucnv_countAvailable(void) { return 0; }
API void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) {}
API void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) {}
API void ucnv_cbToUWriteUChars(void *args, const void *source, int length, int offset, int *error) { refuse(error); }
API void ucnv_cbFromUWriteUChars(void *args, const void **source, const void *limit, int offset, int *error) { refuse(error); }
API int ucnv_toUCountPending(const void *converter, int *error) { return 0; }
API int ucnv_fromUCountPending(const void *converter, int *error) { return 0; }

API void ucnv_getToUCallBack(const void *converter, void **action, const void **context)
{
    if (action) *action = NULL;
    if (context) *context = NULL;
}

API void ucnv_setToUCallBack(void *converter, void *action, const void *context, void **old, const void **oldContext, int *error)
{
    refuse(error);
}

API void ucnv_setFromUCallBack(void *converter, void *action, const void *context, void **old, const void **oldContext, int *error)
{
    refuse(error);
}

API void ucnv_toUnicode(void *converter, void **to, const void *toEnd, const char **from, const char *fromEnd, int *offsets, signed char flush, int *error)
{
    refuse(error);
}

API void ucnv_fromUnicode(void *converter, char **to, const char *toEnd, const void **from, const void *fromEnd, int *offsets, signed char flush, int *error)
{
    refuse(error);
}
