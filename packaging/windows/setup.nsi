; The setup program of 一窗 · OneWindow. The same file on Windows and on Linux; build.py says the rest:
;   -DVERSION=0.1.0 -DNUMBERS=0.1.0.0 -DFILES=list.nsh -DSETUP=file.exe -DKILOBYTES=… [-DTARGET=amd64-unicode] [-DSIGN=command] [-DQUICK=1]
;
;   OneWindow-…-setup.exe [/S] [/ALLUSERS=1] [/SERVER=https://…] [/WINDOW=3] [/CODE=…] [/CAFILE=hall.pem]
;                         [/AUTOSTART=1] [/DESKTOP=0] [/UPDATE=folder] [/D=folder]
;
; Exit codes: 0 done; 1 the user went back; 2 could not be done, and what was there before is there still;
;             3 installed, but the window could not be enrolled (the program asks at its first start).
;
; What is laid down: $INSTDIR\OneWindow.exe, deskapp.exe, _internal. An upgrade first puts these aside as $INSTDIR\previous, and a
; copy of the cache with them, and lets go of them only when the new program has passed `deskapp doctor --installation`.
; The clerk's data lie in %LOCALAPPDATA%\OneWindow, and no setup and no upgrade touches them.
;
; With /UPDATE=folder the program itself has begun this, between two shifts (deskapp/updates/installing.py). Then the new
; program is opened too, and has to say that it came, by came.txt in that folder; otherwise what was there comes back.
; How it ended stands in result.txt there, and a program is open again afterwards, the new one or the old.

!ifdef TARGET
  Target ${TARGET}
!endif
Unicode true
ManifestDPIAware true
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif

!define APP "OneWindow"
!define TITLE "一窗 · OneWindow"
!define UNKEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${APP}"
!define RUNKEY "Software\Microsoft\Windows\CurrentVersion\Run"
!define LOGKEY "SYSTEM\CurrentControlSet\Services\EventLog\Application\${APP}"

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include nsDialogs.nsh
!include x64.nsh
!include WinVer.nsh

Name "${TITLE} ${VERSION}"
OutFile "${SETUP}"
BrandingText "${TITLE} ${VERSION}"
RequestExecutionLevel user
ShowInstDetails nevershow
ShowUninstDetails nevershow
SetDateSave off
AllowSkipFiles off

VIProductVersion "${NUMBERS}"
VIFileVersion "${NUMBERS}"
VIAddVersionKey /LANG=0 ProductName "${TITLE}"
VIAddVersionKey /LANG=0 FileDescription "${TITLE} Setup"
VIAddVersionKey /LANG=0 FileVersion "${VERSION}"
VIAddVersionKey /LANG=0 ProductVersion "${VERSION}"
VIAddVersionKey /LANG=0 CompanyName "${APP}"
VIAddVersionKey /LANG=0 LegalCopyright "Apache-2.0"

!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"' = 0
  !finalize '${SIGN} "%1"' = 0
!endif

Var AllUsers    ; 1: for everybody on this computer
Var Server
Var HallWindow
Var EnrolCode   ; the window's enrolment code: it goes on in the environment of one child, and is written nowhere
Var CaFile
Var Autostart   ; 1: the program starts when somebody signs in to Windows
Var DesktopIcon     ; 1: a shortcut on the desktop
Var Code        ; the exit code so far
Var Work        ; where this user's data lie
Var Checked
Var Allowed
Var Result
Var Found
Var Aside       ; 1: the program that was there lies in $INSTDIR\previous
Var Copied      ; 1: so does a copy of the cache, in $Work\before-upgrade
Var Update      ; the folder in which the program that began this looks for how it went; "" when a person began it
Var Answer
Var Field1
Var Field2
Var Field3
Var Field4
Var Field5

!define MUI_ICON "${__FILEDIR__}\..\..\resources\icons\window.ico"
!define MUI_UNICON "${__FILEDIR__}\..\..\resources\icons\window.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${__FILEDIR__}\side.bmp"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${APP}.exe"
!define MUI_FINISHPAGE_NOREBOOTSUPPORT
!define MUI_COMPONENTSPAGE_NODESC

Page custom ForWhomPage ForWhomLeft
!define MUI_PAGE_CUSTOMFUNCTION_PRE FolderPre
!insertmacro MUI_PAGE_DIRECTORY
Page custom WindowPage WindowLeft
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
UninstPage custom un.DataPage un.DataLeft
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"
; NSIS' own choices are 宋体, and on English pages one without Chinese letters; every Windows 10 and 11 has this one
SetFont /LANG=${LANG_SIMPCHINESE} "Microsoft YaHei UI" 9
SetFont /LANG=${LANG_ENGLISH} "Microsoft YaHei UI" 9
!include "${__FILEDIR__}\setup_words.nsh"

; ---------------------------------------------------------------------------------------------------- for whom, and where

; What was there before is there still: whoever began this is told so, and finds a program open.
Function GoneBack
  StrCpy $Code 2
  SetErrorLevel 2
  Call TellHow
  ${If} $Update != ""
  ${AndIf} ${FileExists} "$INSTDIR\${APP}.exe"
    SetOutPath "$INSTDIR"
    Exec '"$INSTDIR\${APP}.exe"'
  ${EndIf}
FunctionEnd

; $Code, for the program that began this. Under another name first: a file that is there is whole.
Function TellHow
  ${If} $Update == ""
    Return
  ${EndIf}
  ClearErrors
  FileOpen $9 "$Update\result.part" w
  ${IfNot} ${Errors}
    FileWrite $9 "$Code"
    FileClose $9
    Delete "$Update\result.txt"
    Rename "$Update\result.part" "$Update\result.txt"
  ${EndIf}
  ClearErrors
FunctionEnd

Function .onInit
  StrCpy $Code 0
  StrCpy $Work "$LOCALAPPDATA\${APP}"
  StrCpy $Checked "/UPDATE="
  Call Option
  StrCpy $Update $Result
  ${If} $Update != ""
    Delete "$Update\came.txt"
    Delete "$Update\result.txt"
  ${EndIf}
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    MessageBox MB_ICONSTOP|MB_OK "$(TooOld)" /SD IDOK
    Call GoneBack
    Quit
  ${EndIf}
  SetRegView 64
  StrCpy $AllUsers 0
  ReadRegStr $1 HKLM "${UNKEY}" "InstallLocation"
  ${If} $1 != ""
    StrCpy $AllUsers 1   ; an upgrade goes where the program is
  ${EndIf}
  StrCpy $Checked "/ALLUSERS="
  Call Option
  ${If} $Found == 1
    StrCpy $AllUsers $Result
  ${EndIf}
  StrCpy $Checked "/SERVER="
  Call Option
  StrCpy $Server $Result
  StrCpy $Checked "/WINDOW="
  Call Option
  StrCpy $HallWindow $Result
  StrCpy $Checked "/CODE="
  Call Option
  StrCpy $EnrolCode $Result
  StrCpy $Checked "/CAFILE="
  Call Option
  StrCpy $CaFile $Result
  StrCpy $Checked "/AUTOSTART="
  Call Option
  StrCpy $Autostart $Result   ; not said: as it is
  StrCpy $DesktopIcon 1
  StrCpy $Checked "/DESKTOP="
  Call Option
  ${If} $Found == 1
    StrCpy $DesktopIcon $Result
  ${EndIf}
  Call WordsArePlain
  ${If} $Result != 1
    MessageBox MB_ICONSTOP|MB_OK "$(OddWords)" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  ${If} $AllUsers == 1
  ${AndIf} $EnrolCode != ""   ; it is good for one computer's one user, and would have to lie about until they come
    MessageBox MB_ICONSTOP|MB_OK "$(NoCodeForAll)" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  Call TakePlace
FunctionEnd

; The value of the option that $Checked names, in $Result; $Found is 1 when it was said. FileFunc's own GetOptions ends a
; value at the next slash, and an address has two.
!macro OptionOf UN
Function ${UN}Option
  ${GetParameters} $0
  StrLen $1 $0
  StrLen $2 $Checked
  StrCpy $Result ""
  StrCpy $Found 0
  StrCpy $3 " $0"   ; an option begins after a blank, or after the quote of a whole word
  ${For} $5 1 $1
    IntOp $6 $5 - 1
    StrCpy $7 $3 1 $6
    StrCpy $6 $3 $2 $5
    ${If} $6 == $Checked
    ${AndIf} $7 != "="
      StrCpy $Found 1
      IntOp $5 $5 + $2
      StrCpy $6 $3 1 $5
      ${If} $6 == '"'
        StrCpy $7 '"'
        IntOp $5 $5 + 1
      ${ElseIf} $7 != '"'
        StrCpy $7 " "
      ${EndIf}
      ${Do}
        StrCpy $6 $3 1 $5
        ${If} $6 == ""
        ${OrIf} $6 == $7
          ${Break}
        ${EndIf}
        StrCpy $Result "$Result$6"
        IntOp $5 $5 + 1
      ${Loop}
      ${Break}
    ${EndIf}
  ${Next}
FunctionEnd
!macroend
!insertmacro OptionOf ""
!insertmacro OptionOf "un."

; The context of shell folders and registry, and the folder, unless /D= named one.
Function TakePlace
  ${If} $AllUsers == 1
    SetShellVarContext all
    ReadRegStr $1 HKLM "${UNKEY}" "InstallLocation"
    StrCpy $2 "$PROGRAMFILES64\${APP}"
  ${Else}
    SetShellVarContext current
    ReadRegStr $1 HKCU "${UNKEY}" "InstallLocation"
    StrCpy $2 "$LOCALAPPDATA\Programs\${APP}"
  ${EndIf}
  ${If} $1 != ""
    StrCpy $2 $1
  ${EndIf}
  ${If} $INSTDIR == ""
    StrCpy $INSTDIR $2
  ${EndIf}
FunctionEnd

; Whether $Checked holds only characters of $Allowed, or none of $Forbidden when that is set; $Result is 1 or 0.
Function IsPlain
  StrCpy $Result 1
  StrLen $1 $Checked
  ${For} $2 1 $1
    IntOp $3 $2 - 1
    StrCpy $4 $Checked 1 $3
    StrLen $5 $Allowed
    StrCpy $6 0
    ${For} $7 1 $5
      IntOp $8 $7 - 1
      StrCpy $9 $Allowed 1 $8
      ${If} $9 S== $4
        StrCpy $6 1
        ${Break}
      ${EndIf}
    ${Next}
    ${If} $6 != 1
      StrCpy $Result 0
      ${Break}
    ${EndIf}
  ${Next}
FunctionEnd

; An address and a window's name go on a command line later: they hold what such things can hold, and nothing else.
Function WordsArePlain
  StrCpy $Allowed "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:/[]"
  StrCpy $Checked "$Server$HallWindow"
  Call IsPlain
  StrCpy $0 $HallWindow 1
  ${If} $0 == "-"   ; it would be taken for an option
    StrCpy $Result 0
  ${EndIf}
FunctionEnd

Function ForWhomPage
  !insertmacro MUI_HEADER_TEXT "$(ForWhom)" "$(ForWhomMore)"
  nsDialogs::Create 1018
  Pop $Answer
  ${NSD_CreateRadioButton} 0 10u 100% 12u "$(ForMe)"
  Pop $Field1
  ${NSD_CreateRadioButton} 0 30u 100% 12u "$(ForAll)"
  Pop $Field2
  ${If} $AllUsers == 1
    ${NSD_Check} $Field2
  ${Else}
    ${NSD_Check} $Field1
  ${EndIf}
  nsDialogs::Show
FunctionEnd

Function ForWhomLeft
  ${NSD_GetState} $Field2 $0
  ${If} $0 == ${BST_CHECKED}
    UserInfo::GetAccountType
    Pop $1
    ${If} $1 != "Admin"
      ; begin anew, as an administrator, who is asked for their password by Windows
      ClearErrors
      ExecShell "runas" "$EXEPATH" '/ALLUSERS=1 /SERVER=$Server /WINDOW=$HallWindow'
      ${If} ${Errors}
        Abort
      ${EndIf}
      Quit
    ${EndIf}
    StrCpy $AllUsers 1
    StrCpy $EnrolCode ""
  ${Else}
    StrCpy $AllUsers 0
  ${EndIf}
  StrCpy $INSTDIR ""
  Call TakePlace
FunctionEnd

Function FolderPre
  ${If} ${FileExists} "$INSTDIR\${APP}.exe"
    Abort   ; an upgrade or a repair stays where the program is
  ${EndIf}
FunctionEnd

Function WindowPage
  !insertmacro MUI_HEADER_TEXT "$(WhichWindow)" "$(WhichWindowMore)"
  nsDialogs::Create 1018
  Pop $Answer
  ${NSD_CreateLabel} 0 6u 100% 10u "$(ServerLabel)"
  Pop $Answer
  ${NSD_CreateText} 0 17u 100% 13u "$Server"
  Pop $Field1
  ${NSD_CreateLabel} 0 38u 100% 10u "$(WindowLabel)"
  Pop $Answer
  ${NSD_CreateText} 0 49u 30% 13u "$HallWindow"
  Pop $Field2
  ${NSD_CreateLabel} 36% 38u 64% 10u "$(CodeLabel)"
  Pop $Answer
  ${NSD_CreateText} 36% 49u 64% 13u "$EnrolCode"
  Pop $Field5
  ${If} $AllUsers == 1
    EnableWindow $Field5 0
  ${EndIf}
  ${NSD_CreateCheckbox} 0 76u 100% 12u "$(AutostartLabel)"
  Pop $Field3
  ${NSD_CreateCheckbox} 0 92u 100% 12u "$(DesktopLabel)"
  Pop $Field4
  ${If} $Autostart == 1
    ${NSD_Check} $Field3
  ${EndIf}
  ${If} $DesktopIcon == 1
    ${NSD_Check} $Field4
  ${EndIf}
  nsDialogs::Show
FunctionEnd

Function WindowLeft
  ${NSD_GetText} $Field1 $Server
  ${NSD_GetText} $Field2 $HallWindow
  ${NSD_GetText} $Field5 $EnrolCode
  Call WordsArePlain
  ${If} $Result != 1
    MessageBox MB_ICONEXCLAMATION|MB_OK "$(OddWords)"
    Abort
  ${EndIf}
  ${NSD_GetState} $Field3 $Autostart
  ${NSD_GetState} $Field4 $DesktopIcon
FunctionEnd

; ------------------------------------------------------------------------------------------------------------- laying down

; Whether one of our programs runs from this folder: Windows lets nobody write to a program that runs. $Result is 1 or 0.
!macro Running UN
Function ${UN}IsRunning
  StrCpy $Result 0
  ${For} $1 1 2
    ${If} $1 == 1
      StrCpy $2 "$INSTDIR\${APP}.exe"
    ${Else}
      StrCpy $2 "$INSTDIR\deskapp.exe"
    ${EndIf}
    ${If} ${FileExists} "$2"
      ClearErrors
      FileOpen $3 "$2" a
      ${If} ${Errors}
        StrCpy $Result 1
      ${Else}
        FileClose $3
      ${EndIf}
    ${EndIf}
  ${Next}
  ClearErrors
FunctionEnd

; The program is asked to close, as by its own button: what was done is on the disk. Whoever sits there is asked first.
; Ends the setup with 2, and nothing has been touched, when it goes on running.
Function ${UN}WaitUntilClosed
  Call ${UN}IsRunning
  ${DoWhile} $Result == 1
    MessageBox MB_ICONEXCLAMATION|MB_RETRYCANCEL "$(StillRuns)" /SD IDRETRY IDRETRY retry
    SetErrorLevel 2
    Quit
    retry:
    nsExec::Exec '"$SYSDIR\taskkill.exe" /im ${APP}.exe'
    Pop $0
    ${For} $4 1 40
      Sleep 250
      Call ${UN}IsRunning
      ${If} $Result != 1
        ${Break}
      ${EndIf}
    ${Next}
    ${If} $Result == 1
    ${AndIf} ${Silent}
      !if "${UN}" == ""
        StrCpy $Code 2
        Call TellHow   ; the program is open still, and nothing has been touched
      !endif
      SetErrorLevel 2
      Quit
    ${EndIf}
  ${Loop}
FunctionEnd
!macroend
!insertmacro Running ""
!insertmacro Running "un."

; What was there goes aside. A setup that was cut off (the power went) has left a whole program aside and half of one here.
Function PutAside
  ${If} ${FileExists} "$INSTDIR\previous\${APP}.exe"
    Delete "$INSTDIR\${APP}.exe"
    Delete "$INSTDIR\deskapp.exe"
    RMDir /r "$INSTDIR\_internal"
    StrCpy $Aside 1
  ${ElseIf} ${FileExists} "$INSTDIR\${APP}.exe"
    CreateDirectory "$INSTDIR\previous"
    StrCpy $Aside 1
    ClearErrors
    Rename "$INSTDIR\_internal" "$INSTDIR\previous\_internal"
    Rename "$INSTDIR\deskapp.exe" "$INSTDIR\previous\deskapp.exe"
    Rename "$INSTDIR\${APP}.exe" "$INSTDIR\previous\${APP}.exe"   ; the last one: with it what lies there is whole
    ${If} ${Errors}
      Abort "$(CannotReplace)"
    ${EndIf}
  ${EndIf}
  ${If} $Aside == 1
  ${AndIf} ${FileExists} "$Work\cache.db"
    RMDir /r "$Work\before-upgrade"
    CreateDirectory "$Work\before-upgrade"
    ClearErrors
    CopyFiles /SILENT "$Work\cache.db*" "$Work\before-upgrade"
    ${If} ${Errors}
      Abort "$(CannotReplace)"
    ${EndIf}
    StrCpy $Copied 1
  ${EndIf}
FunctionEnd

; The program that was there comes back, and the cache as it was: nothing has been done in it since.
Function BringBack
  ${If} $Aside == 1
    ${If} ${FileExists} "$INSTDIR\previous\_internal\*.*"
      RMDir /r "$INSTDIR\_internal"
      Rename "$INSTDIR\previous\_internal" "$INSTDIR\_internal"
    ${EndIf}
    ${If} ${FileExists} "$INSTDIR\previous\deskapp.exe"
      Delete "$INSTDIR\deskapp.exe"
      Rename "$INSTDIR\previous\deskapp.exe" "$INSTDIR\deskapp.exe"
    ${EndIf}
    ${If} ${FileExists} "$INSTDIR\previous\${APP}.exe"
      Delete "$INSTDIR\${APP}.exe"
      Rename "$INSTDIR\previous\${APP}.exe" "$INSTDIR\${APP}.exe"
    ${EndIf}
    RMDir "$INSTDIR\previous"
    StrCpy $Aside 0
  ${Else}
    Delete "$INSTDIR\${APP}.exe"
    Delete "$INSTDIR\deskapp.exe"
    RMDir /r "$INSTDIR\_internal"
    RMDir "$INSTDIR"
  ${EndIf}
  ${If} $Copied == 1
    Delete "$Work\cache.db-wal"
    Delete "$Work\cache.db-shm"
    CopyFiles /SILENT "$Work\before-upgrade\cache.db*" "$Work"
    RMDir /r "$Work\before-upgrade"
    StrCpy $Copied 0
  ${EndIf}
FunctionEnd

Function .onInstFailed
  Call BringBack
  Call GoneBack
FunctionEnd

; Begun by the program itself, nobody sits there: the new one is opened, and has three minutes to say that it came, which it
; does once it could open what it needs and before anybody can sign in. One that dies or hangs is no better than one that
; fails its check.
Function TryOut
  ${If} $Update == ""
    Return
  ${EndIf}
  Delete "$Update\came.txt"
  ClearErrors
  Exec '"$INSTDIR\${APP}.exe"'
  ${IfNot} ${Errors}
    ${For} $4 1 360
      Sleep 500
      ${If} ${FileExists} "$Update\came.txt"
        Return
      ${EndIf}
      Call IsRunning
      ${If} $Result != 1
        ${Break}   ; it has ended, and did not say why
      ${EndIf}
    ${Next}
  ${EndIf}
  nsExec::Exec '"$SYSDIR\taskkill.exe" /f /im ${APP}.exe'
  Pop $0
  ${For} $4 1 40
    Sleep 250
    Call IsRunning
    ${If} $Result != 1
      ${Break}
    ${EndIf}
  ${Next}
  Abort "$(DoctorSaysNo)"
FunctionEnd

Section
  Call WaitUntilClosed
  SetOutPath "$INSTDIR"
  ${If} ${Errors}
    Abort "$(CannotReplace)"
  ${EndIf}
  Call PutAside
  SetOverwrite on
  !include "${FILES}"   ; in one order: of a folder makensis takes what the disk says first
  ClearErrors
  FileOpen $0 "$INSTDIR\_internal\version.txt" w   ; what the program says it is (deskapp/version.py)
  ${If} ${Errors}
    Abort "$(CannotReplace)"
  ${EndIf}
  FileWrite $0 "${VERSION}"
  FileClose $0
  SetOutPath "$INSTDIR"
  DetailPrint "$(Looking)"
  nsExec::ExecToStack '"$INSTDIR\deskapp.exe" doctor --installation'
  Pop $0
  Pop $1
  ${If} $0 != 0
    MessageBox MB_ICONSTOP|MB_OK "$(DoctorSaysNo)$\r$\n$\r$\n$1" /SD IDOK
    Abort "$(DoctorSaysNo)"
  ${EndIf}
  Call TryOut
  RMDir /r "$INSTDIR\previous"
  RMDir /r "$Work\before-upgrade"
  StrCpy $Aside 0
  StrCpy $Copied 0
  WriteUninstaller "$INSTDIR\uninstall.exe"
  Call TellWindows
  Call Enrol
SectionEnd

; Start menu, autostart, links, packages, and the list of programs. SHCTX is this user or this computer.
Function TellWindows
  CreateShortcut "$SMPROGRAMS\${APP}.lnk" "$INSTDIR\${APP}.exe" "" "$INSTDIR\${APP}.exe" 0 SW_SHOWNORMAL "" "${TITLE}"
  ${If} $DesktopIcon == 1
    CreateShortcut "$DESKTOP\${APP}.lnk" "$INSTDIR\${APP}.exe" "" "$INSTDIR\${APP}.exe" 0 SW_SHOWNORMAL "" "${TITLE}"
  ${Else}
    Delete "$DESKTOP\${APP}.lnk"
  ${EndIf}
  ${If} $Autostart == 1
    WriteRegStr SHCTX "${RUNKEY}" "${APP}" '"$INSTDIR\${APP}.exe"'
  ${ElseIf} $Autostart != ""
    DeleteRegValue SHCTX "${RUNKEY}" "${APP}"
  ${EndIf}
  WriteRegStr SHCTX "Software\Classes\deskapp" "" "URL:${TITLE}"
  WriteRegStr SHCTX "Software\Classes\deskapp" "URL Protocol" ""
  WriteRegStr SHCTX "Software\Classes\deskapp\shell\open\command" "" '"$INSTDIR\${APP}.exe" --link "%1"'
  WriteRegStr SHCTX "Software\Classes\.deskapp" "" "${APP}.Package"
  WriteRegStr SHCTX "Software\Classes\${APP}.Package" "" "$(PackageKind)"
  WriteRegStr SHCTX "Software\Classes\${APP}.Package\DefaultIcon" "" "$INSTDIR\${APP}.exe,0"
  WriteRegStr SHCTX "Software\Classes\${APP}.Package\shell\open\command" "" '"$INSTDIR\${APP}.exe" --package "%1"'
  WriteRegStr SHCTX "${UNKEY}" "DisplayName" "${TITLE}"
  WriteRegStr SHCTX "${UNKEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNKEY}" "DisplayIcon" "$INSTDIR\${APP}.exe"
  WriteRegStr SHCTX "${UNKEY}" "Publisher" "${APP}"
  WriteRegStr SHCTX "${UNKEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNKEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr SHCTX "${UNKEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD SHCTX "${UNKEY}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD SHCTX "${UNKEY}" "NoModify" 1
  ${If} $AllUsers == 1   ; only an administrator may say where the words of an entry in Windows' event log stand
    WriteRegExpandStr HKLM "${LOGKEY}" "EventMessageFile" "%SystemRoot%\Microsoft.NET\Framework64\v4.0.30319\EventLogMessages.dll"
    WriteRegDWORD HKLM "${LOGKEY}" "TypesSupported" 7
  ${EndIf}
  System::Call 'shell32::SHChangeNotify(i 0x8000000, i 0, p 0, p 0)'
FunctionEnd

; This computer becomes the desk of a window: of this user now, or of each user when they next sign in to Windows, because a
; desk's key lies in its user's own store of passwords. A computer that is a desk of that centre already stays what it is.
Function Enrol
  ${If} $Server == ""
  ${OrIf} $HallWindow == ""
    Return
  ${EndIf}
  StrCpy $1 ""
  ${If} $CaFile != ""
    ClearErrors
    CopyFiles /SILENT "$CaFile" "$INSTDIR\hall-ca.pem"
    ${If} ${Errors}
      StrCpy $Code 3
    ${EndIf}
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\hall-ca.pem"
    StrCpy $1 ' --ca-file "$INSTDIR\hall-ca.pem"'
  ${EndIf}
  StrCpy $2 'enroll $HallWindow --server $Server --once$1'
  ${If} $AllUsers == 1
    WriteRegStr HKLM "${RUNKEY}" "${APP} enrolment" '"$INSTDIR\${APP}.exe" $2'
  ${Else}
    StrCpy $3 $EnrolCode
    ${If} $3 != ""
      System::Call 'kernel32::SetEnvironmentVariable(t "DESKAPP_CODE", t r3)'
    ${EndIf}
    nsExec::ExecToStack '"$INSTDIR\deskapp.exe" $2'
    Pop $0
    Pop $3
    System::Call 'kernel32::SetEnvironmentVariable(t "DESKAPP_CODE", p 0)'   ; not to the program that is opened at the end
    StrCpy $EnrolCode ""
    ${If} $0 != 0
      StrCpy $Code 3
      MessageBox MB_ICONEXCLAMATION|MB_OK "$(NotEnrolled)$\r$\n$\r$\n$3" /SD IDOK
    ${EndIf}
  ${EndIf}
FunctionEnd

Function .onInstSuccess
  SetErrorLevel $Code
  Call TellHow
FunctionEnd

; ------------------------------------------------------------------------------------------------------------ taking away
;
;   uninstall.exe [/S] [/DATA=delete]
;
; Exit codes as above, and 4: data were to be deleted, and there is work that was not sent; nothing has been touched.

Var Erase      ; 1: this user's data go too
Var Unsent      ; 1: there is work that the centre does not have, or nobody can tell
Var UnsentWords

Function un.onInit
  SetRegView 64
  StrCpy $Work "$LOCALAPPDATA\${APP}"
  StrCpy $AllUsers 0
  SetShellVarContext current
  ReadRegStr $0 HKLM "${UNKEY}" "InstallLocation"
  ${If} $0 == $INSTDIR
    StrCpy $AllUsers 1
    SetShellVarContext all
    UserInfo::GetAccountType
    Pop $0
    ${If} $0 != "Admin"
      ${IfNot} ${Silent}
        ExecShell "runas" "$INSTDIR\uninstall.exe"   ; begin anew, as an administrator
      ${EndIf}
      SetErrorLevel 2
      Quit
    ${EndIf}
  ${EndIf}
  StrCpy $Erase 0
  StrCpy $Unsent 0
  Call un.LookForUnsent
  StrCpy $Checked "/DATA="
  Call un.Option
  ${If} ${Silent}
  ${AndIf} $Result == "delete"
    ${If} $Unsent == 1
      SetErrorLevel 4
      Quit
    ${EndIf}
    StrCpy $Erase 1
  ${EndIf}
FunctionEnd

Function un.LookForUnsent
  ${If} ${FileExists} "$Work\cache.db"
    nsExec::ExecToStack '"$INSTDIR\deskapp.exe" unsent'
    Pop $0
    Pop $UnsentWords
    ${If} $0 != 0
      StrCpy $Unsent 1
    ${EndIf}
  ${EndIf}
FunctionEnd

Function un.DataPage
  ${IfNot} ${FileExists} "$Work\*.*"
    Abort
  ${EndIf}
  !insertmacro MUI_HEADER_TEXT "$(WhatOfData)" "$(WhatOfDataMore)"
  nsDialogs::Create 1018
  Pop $Answer
  ${NSD_CreateRadioButton} 0 6u 100% 12u "$(KeepData)"
  Pop $Field1
  ${NSD_Check} $Field1
  ${NSD_CreateRadioButton} 0 22u 100% 12u "$(DeleteData)"
  Pop $Field2
  ${If} $Unsent == 1
    ${NSD_CreateLabel} 0 44u 100% 40u "$UnsentWords"
    Pop $Answer
    ${NSD_CreateCheckbox} 0 88u 100% 12u "$(LoseWork)"
    Pop $Field3
  ${EndIf}
  nsDialogs::Show
FunctionEnd

Function un.DataLeft
  ${NSD_GetState} $Field2 $0
  StrCpy $Erase 0
  ${If} $0 == ${BST_CHECKED}
    StrCpy $Erase 1
    ${If} $Unsent == 1
      ${NSD_GetState} $Field3 $1
      ${If} $1 != ${BST_CHECKED}
        MessageBox MB_ICONEXCLAMATION|MB_OK "$(TickToLose)"
        Abort
      ${EndIf}
    ${EndIf}
  ${EndIf}
FunctionEnd

Section "Uninstall"
  Call un.WaitUntilClosed
  Delete "$SMPROGRAMS\${APP}.lnk"
  Delete "$DESKTOP\${APP}.lnk"
  DeleteRegValue SHCTX "${RUNKEY}" "${APP}"
  DeleteRegValue SHCTX "${RUNKEY}" "${APP} enrolment"
  DeleteRegKey SHCTX "Software\Classes\deskapp"
  ReadRegStr $0 SHCTX "Software\Classes\.deskapp" ""
  ${If} $0 == "${APP}.Package"
    DeleteRegKey SHCTX "Software\Classes\.deskapp"
  ${EndIf}
  DeleteRegKey SHCTX "Software\Classes\${APP}.Package"
  DeleteRegKey SHCTX "${UNKEY}"
  ${If} $AllUsers == 1
    DeleteRegKey HKLM "${LOGKEY}"
  ${EndIf}
  ; our own names alone: a folder that was chosen by hand may hold what is not ours
  Delete "$INSTDIR\${APP}.exe"
  Delete "$INSTDIR\deskapp.exe"
  Delete "$INSTDIR\hall-ca.pem"
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\previous"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  ${If} $Erase == 1
    RMDir /r "$Work"
    nsExec::Exec '"$SYSDIR\cmdkey.exe" /delete:${APP}'   ; the key to what is gone
    Pop $0
  ${EndIf}
  System::Call 'shell32::SHChangeNotify(i 0x8000000, i 0, p 0, p 0)'
SectionEnd
