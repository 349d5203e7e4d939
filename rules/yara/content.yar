// What intruders leave in a page's source.

rule web_shell_shown
{
    meta:
        id = "exposure.web-shell"
        category = "exposure"
        severity = "high"
        confidence = 85
        date = "2026-11-22"
        target = "source"
        anchor = "c99shell"
        anchor = "r57shell"
        anchor = "WSO 2."
        anchor = "b374k"
        anchor = "phpspy"
        anchor = "eval($_POST"
        anchor = "eval($_GET"
        anchor = "eval($_REQUEST"
        anchor = "eval(request("
        anchor = "assert($_POST"
        zh = "网页源码中有网页后门（webshell）的代码或界面"
        en = "The source holds the code or the face of a web shell"
    strings:
        $name1 = "c99shell" nocase
        $name2 = "r57shell" nocase
        $name3 = "b374k" nocase
        $name4 = "phpspy" nocase
        $name5 = /WSO 2\.\d/
        $face1 = "Uname:" nocase
        $face2 = "Safe mode:" nocase
        $face3 = "disable_functions" nocase
        $face4 = "[ Upload ]" nocase
        $line1 = /<\?php[^?]{0,80}(eval|assert)\(\s*\$_(POST|GET|REQUEST)\[/ nocase
        $line2 = /<%\s*eval\s*\(?\s*request\s*\(/ nocase
    condition:
        any of ($line*) or (any of ($name*) and any of ($face*))
}

rule shell_named
{
    meta:
        id = "exposure.web-shell-named"
        category = "exposure"
        severity = "high"
        confidence = 80
        date = "2026-11-22"
        target = "source"
        anchor = "FilesMan"
        anchor = "IndoXploit"
        anchor = "Mini Shell"
        anchor = "AnonymousFox"
        anchor = "Alfa Team"
        anchor = "Gecko Shell"
        anchor = "Tiny Shell"
        anchor = "PHP File Manager"
        zh = "网页是网页后门（webshell）的操作界面"
        en = "The page is the control panel of a web shell"
    strings:
        $name1 = "FilesMan"
        $name2 = "IndoXploit" nocase
        $name3 = /(Mini|Gecko|Tiny) Shell/ nocase
        $name4 = "AnonymousFox" nocase
        $name5 = "Alfa Team" nocase
        $name6 = "PHP File Manager" nocase
        $form = /<input[^>]{1,200}type\s*=\s*["']?file/ nocase
        $act1 = "chmod" nocase
        $act2 = "rename" nocase
        $act3 = "unlink" nocase
        $act4 = "Current dir" nocase
        $act5 = "Permission" nocase
        $act6 = "execute" nocase
    condition:
        any of ($name*) and $form and 2 of ($act*)
}

rule command_output
{
    meta:
        id = "exposure.command-output"
        category = "exposure"
        severity = "high"
        confidence = 80
        date = "2026-11-22"
        target = "source"
        anchor = ") gid="
        anchor = "Volume Serial Number"
        anchor = "卷的序列号是"
        zh = "网页显示了服务器上执行命令的结果"
        en = "The page shows what a command run on the server said"
    strings:
        $id = /uid=\d{1,6}\([a-z_][a-z0-9_.-]{0,31}\) gid=\d{1,6}\([a-z_][a-z0-9_.-]{0,31}\)/
        $dir1 = /Volume Serial Number is [0-9A-F]{4}-[0-9A-F]{4}/
        $dir2 = /卷的序列号是 [0-9A-F]{4}-[0-9A-F]{4}/
        $row = /<DIR>|&lt;DIR&gt;/
    condition:
        $id or (any of ($dir*) and #row > 1)
}

rule private_key
{
    meta:
        id = "exposure.private-key"
        category = "exposure"
        severity = "critical"
        confidence = 95
        date = "2026-11-22"
        target = "source"
        anchor = "PRIVATE KEY-----"
        zh = "网页公开了私钥"
        en = "The page hands out a private key"
    strings:
        $key = /-----BEGIN (RSA |EC |DSA |OPENSSH |ENCRYPTED )?PRIVATE KEY-----\s{1,4}[A-Za-z0-9+\/=]{40,}/
    condition:
        $key
}

rule access_key
{
    meta:
        id = "exposure.access-key"
        category = "exposure"
        severity = "high"
        confidence = 80
        date = "2026-11-22"
        target = "source"
        anchor = "AccessKeySecret"
        anchor = "accessKeySecret"
        anchor = "access_key_secret"
        anchor = "aws_secret_access_key"
        anchor = "SecretKey"
        zh = "网页源码中写有云服务的访问密钥"
        en = "The source holds the access key of a cloud service"
    strings:
        $pair1 = /access_?key_?(secret|_?value)["']?\s*[:=]\s*["'][A-Za-z0-9]{30}["']/ nocase
        $id1 = /["'](LTAI[A-Za-z0-9]{12,26}|AKID[A-Za-z0-9]{13,40}|AKIA[A-Z0-9]{16})["']/
        $pair2 = /secret_?(access_)?key["']?\s*[:=]\s*["'][A-Za-z0-9\/+]{32,40}["']/ nocase
    condition:
        $id1 and any of ($pair*)
}

rule database_dump
{
    meta:
        id = "exposure.database-dump"
        category = "exposure"
        severity = "high"
        confidence = 90
        date = "2026-11-22"
        target = "source"
        anchor = "-- MySQL dump"
        anchor = "-- phpMyAdmin SQL Dump"
        anchor = "-- PostgreSQL database dump"
        anchor = "-- Navicat"
        anchor = "Navicat Premium Data Transfer"
        zh = "可以下载数据库的导出文件"
        en = "An export of a database may be fetched"
    strings:
        $head1 = "-- MySQL dump"
        $head2 = "-- phpMyAdmin SQL Dump"
        $head3 = "-- PostgreSQL database dump"
        $head4 = "Navicat"
        $make = /CREATE TABLE [`"]?[A-Za-z_]/ nocase
        $row1 = "INSERT INTO" nocase
        $row2 = /COPY [a-z_.]{1,80} \(/
    condition:
        for any of ($head*) : (@ < 4096) and $make and any of ($row*)
}

rule environment_file
{
    meta:
        id = "exposure.configuration"
        category = "exposure"
        severity = "high"
        confidence = 85
        date = "2026-11-22"
        target = "source"
        anchor = "DB_PASSWORD="
        anchor = "APP_KEY=base64"
        anchor = "spring.datasource.password"
        anchor = "connectionStrings"
        zh = "可以下载带口令的配置文件"
        en = "A configuration with passwords in it may be fetched"
    strings:
        $env1 = /(^|\n)DB_PASSWORD=[^\s<]{3,}/
        $env2 = /(^|\n)(DB_HOST|DB_USERNAME|APP_KEY)=[^\s<]{3,}/
        $spring1 = /(^|\n)spring\.datasource\.password\s*[=:]\s*[^\s<$]{3,}/
        $spring2 = /(^|\n)spring\.datasource\.(url|username)\s*[=:]/
        $net1 = /<add [^>]{0,200}connectionString="[^"]{0,300}(Password|Pwd)=[^";]{3,}/ nocase
    condition:
        all of ($env*) or all of ($spring*) or $net1
}

rule php_information
{
    meta:
        id = "exposure.php-information"
        category = "exposure"
        severity = "medium"
        confidence = 90
        date = "2026-11-22"
        target = "source"
        anchor = "<title>phpinfo()"
        zh = "页面公开了 phpinfo() 的全部环境信息"
        en = "The page shows everything phpinfo() knows of the server"
    strings:
        $title = "<title>phpinfo()" nocase
        $a = "DOCUMENT_ROOT"
        $b = "Loaded Configuration File"
        $c = "PHP Extension"
    condition:
        $title and any of ($a, $b, $c)
}

rule dropper_written
{
    meta:
        id = "page.dropper"
        category = "injected-script"
        severity = "critical"
        confidence = 95
        date = "2026-11-22"
        target = "source"
        anchor = "DropFileName"
        anchor = "WriteData = "
        anchor = "Scripting.FileSystemObject"
        zh = "网页中的脚本把可执行程序写入访问者的电脑并运行（感染型病毒的痕迹）"
        en = "A script writes a program to the visitor and runs it: the mark of a file infector"
    strings:
        $exe1 = /WriteData\s*=\s*"4D5A[0-9A-F]{40,}/ nocase
        $exe2 = /["']4D5A90000[0-9A-F]{60,}/ nocase
        $drop = "DropFileName" nocase
        $fso = "Scripting.FileSystemObject" nocase
        $run = "WScript.Shell" nocase
    condition:
        any of ($exe*) and 2 of ($drop, $fso, $run)
}

rule applet_in_disguise
{
    meta:
        id = "page.applet-in-disguise"
        category = "injected-script"
        severity = "high"
        confidence = 90
        date = "2026-11-22"
        target = "source"
        anchor = "<applet"
        zh = "网页载入参数经过伪装的 Java 小程序（漏洞利用工具包的手法）"
        en = "The page loads a Java applet whose parameters are disguised, as exploit kits do"
    strings:
        $applet = /<applet[^>]{1,300}archive\s*=\s*["'][^"']{1,200}\?[^"']{3,}/ nocase
        $name = /<param[^>]{0,1200}name\s*=\s*["'](&#0*\d{2,3};){3,}/ nocase
    condition:
        $applet and $name
}

rule meta_to_program
{
    meta:
        id = "page.offers-program"
        category = "injected-script"
        severity = "medium"
        confidence = 60
        date = "2026-11-22"
        target = "source"
        anchor = ".exe\""
        anchor = ".exe'"
        anchor = ".scr\""
        anchor = ".scr'"
        anchor = ".hta\""
        anchor = ".hta'"
        anchor = ".apk\""
        anchor = ".apk'"
        anchor = ".msi\""
        anchor = ".msi'"
        anchor = ".vbs\""
        anchor = ".vbs'"
        zh = "网页一打开就转去下载程序"
        en = "The page leads every visitor straight to a program"
    strings:
        $refresh = /<meta[^>]{0,100}http-equiv\s*=\s*["']?refresh[^>]{0,100}url\s*=\s*["']?[^"'>\s]{1,300}\.(exe|scr|apk|msi|hta|vbs)["']/ nocase
    condition:
        $refresh
}
