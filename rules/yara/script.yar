// Scripts that say what they are by how they are made. Each rule names the texts (anchor) that must stand in a script
// before YARA looks at it.

rule char_codes_load
{
    meta:
        id = "script.char-codes-load"
        category = "injected-script"
        severity = "info"
        confidence = 50
        date = "2026-11-22"
        target = "script"
        anchor = "fromCharCode"
        zh = "脚本用字符编号拼出脚本地址再载入"
        en = "A script spells the address of another script in character codes and loads it"
    strings:
        $codes = /fromCharCode\((\s*\d{2,3}\s*,){12,20}/
        $load1 = "createElement" nocase
        $load2 = "document.write" nocase
        $load3 = "appendChild" nocase
    condition:
        $codes and any of ($load*)
}

rule spider_gate
{
    meta:
        id = "script.spider-gate"
        category = "conditional-content"
        severity = "info"
        confidence = 60
        date = "2026-11-22"
        target = "script"
        anchor = "Baiduspider"
        anchor = "Sogou web spider"
        zh = "脚本区分搜索引擎蜘蛛与访客"
        en = "A script tells search engines' spiders from visitors"
    strings:
        $agent = "userAgent" nocase
        $spider1 = "Baiduspider" nocase
        $spider2 = "Sogou" nocase
        $spider3 = "Googlebot" nocase
        $spider4 = "YisouSpider" nocase
        $spider5 = "360Spider" nocase
        $act1 = "document.write" nocase
        $act2 = "location" nocase
    condition:
        $agent and 2 of ($spider*) and any of ($act*)
}
