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
