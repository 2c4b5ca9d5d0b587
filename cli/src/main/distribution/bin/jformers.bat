@echo off
rem Starts jformers with the Java of JAVA_HOME, or else of the PATH.
rem   JFORMERS_OPTS, JAVA_OPTS   options for Java, as in set JFORMERS_OPTS=-Xmx8g
setlocal

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
if defined JAVA_HOME if not exist "%JAVA%" (
    echo jformers: JAVA_HOME is %JAVA_HOME%, but there is no bin\java.exe; set it to a JDK or JRE of version 17 or newer 1>&2
    exit /b 1
)
set "VERSION="
for /f "tokens=3" %%v in ('""%JAVA%" -version 2^>^&1" ^| findstr /i "version"') do if not defined VERSION set "VERSION=%%~v"
if not defined VERSION (
    echo jformers: there is no java on the PATH; install Java 17 or newer, or set JAVA_HOME 1>&2
    exit /b 1
)
for /f "delims=.-" %%m in ("%VERSION%") do set "MAJOR=%%m"
if %MAJOR% LSS 17 (
    echo jformers: this is Java %VERSION%, but Java 17 or newer is needed; set JAVA_HOME 1>&2
    exit /b 1
)
set "FLAGS=-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Djdk.console=java.base"
if %MAJOR% GEQ 22 set "FLAGS=%FLAGS% --enable-native-access=ALL-UNNAMED"

"%JAVA%" %FLAGS% %JAVA_OPTS% %JFORMERS_OPTS% -cp "%~dp0..\lib\*" dev.jformers.cli.Main %*
exit /b %ERRORLEVEL%
