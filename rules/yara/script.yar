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

rule heap_spray
{
    meta:
        id = "script.heap-spray"
        category = "injected-script"
        severity = "high"
        confidence = 90
        date = "2026-11-22"
        target = "script"
        anchor = "%u9090"
        anchor = "%u0c0c"
        anchor = "%u0d0d"
        anchor = "\\u9090\\u9090"
        anchor = "\\u0c0c\\u0c0c"
        anchor = "unescape(\"%u"
        anchor = "unescape('%u"
        zh = "脚本在内存中铺设攻击代码（堆喷射）"
        en = "A script fills memory with attack code (heap spray)"
    strings:
        $u1 = /unescape\s*\(\s*["'](%u[0-9a-f]{4}){8,}/ nocase
        $sled1 = /(%u9090){2,}|(%u0c0c){2,}|(%u0d0d){2,}/ nocase
        $sled2 = /(\\u9090){2,}|(\\u0c0c){2,}/ nocase
        $grow = /while\s*\(\s*[A-Za-z_$.]{1,40}\.length\s*<\s*(0x[0-9a-f]{4,}|\d{5,}|[A-Za-z_$])/ nocase
    condition:
        ($u1 and $grow) or any of ($sled*)
}

rule activex_program
{
    meta:
        id = "script.runs-program"
        category = "injected-script"
        severity = "critical"
        confidence = 90
        date = "2026-11-22"
        target = "script"
        anchor = "WScript.Shell"
        anchor = "Shell.Application"
        anchor = "ADODB.Stream"
        zh = "脚本在访问者电脑上写入或运行程序"
        en = "A script writes or runs a program on the visitor's machine"
    strings:
        $make = /(ActiveXObject|CreateObject)\s*\(/ nocase
        $shell1 = "WScript.Shell" nocase
        $shell2 = "Shell.Application" nocase
        $stream = "ADODB.Stream" nocase
        $do1 = /\.\s*Run\s*\(/ nocase
        $do2 = "ShellExecute" nocase
        $do3 = "SaveToFile" nocase
        $do4 = /\.\s*Exec\s*\(/ nocase
        $prog = /\.(exe|scr|vbs|bat|ps1|hta|dll)["'\s]|powershell|cmd(\.exe)?\s*\/c/ nocase
    condition:
        $make and any of ($shell*, $stream) and any of ($do*) and $prog
}

rule local_files_probed
{
    meta:
        id = "script.probes-files"
        category = "injected-script"
        severity = "high"
        confidence = 85
        date = "2026-11-22"
        target = "script"
        anchor = "res://"
        anchor = "System32"
        zh = "脚本探查访问者电脑上有哪些文件，以避开安全软件"
        en = "A script probes which files the visitor has, to stay clear of security software"
    strings:
        $drivers = /system32\\{1,4}drivers/ nocase
        $res = "res://" nocase
        $make = "ActiveXObject"
        $load = /load\s*XML|loa["' +]{0,6}d["' +]{0,6}X["' +]{0,6}ML|\.src\b/
    condition:
        all of them
}

rule coin_miner
{
    meta:
        id = "script.coin-miner"
        category = "injected-script"
        severity = "high"
        confidence = 90
        date = "2026-11-22"
        target = "script"
        anchor = "CoinHive"
        anchor = "coinhive"
        anchor = "coin-hive"
        anchor = "cryptonight"
        anchor = "deepMiner"
        anchor = "CoinImp"
        anchor = "cryptoloot"
        anchor = "stratum+tcp"
        anchor = "startMining"
        anchor = "minero.cc"
        anchor = "webmine"
        zh = "脚本占用访问者的电脑挖掘加密货币"
        en = "A script mines cryptocurrency on the visitor's machine"
    strings:
        $make1 = /CoinHive\s*\.\s*(Anonymous|User|Token)\s*\(/ nocase
        $make2 = /deepMiner\s*\.\s*(Anonymous|Init)\s*\(/ nocase
        $make3 = /Client\s*\.\s*Anonymous\s*\(\s*["'][0-9a-f]{32,64}/ nocase
        $make4 = /CRLT\s*\.\s*Anonymous\s*\(/ nocase
        $algo = "cryptonight" nocase
        $wasm = "WebAssembly"
        $socket = /wss?:\/\//
        $pool = "stratum+tcp" nocase
        $start = "startMining" nocase
    condition:
        any of ($make*) or ($algo and ($wasm or $socket)) or ($pool and $socket) or ($start and $socket)
}

rule card_skimmer
{
    meta:
        id = "script.card-skimmer"
        category = "injected-script"
        severity = "high"
        confidence = 80
        date = "2026-11-22"
        target = "script"
        anchor = "cardnumber"
        anchor = "card_number"
        anchor = "card-number"
        anchor = "cc_number"
        anchor = "cc-number"
        anchor = "cvv2"
        anchor = "card_cvv"
        anchor = "cc_cid"
        zh = "脚本读取银行卡信息并编码后发往别处"
        en = "A script reads card numbers, encodes them and sends them elsewhere"
    strings:
        $card1 = /(card|cc)[_-]?num(ber)?/ nocase
        $card2 = /(cvv2?|cvc|cc_cid|card_?code)/ nocase
        $card3 = /exp(iry|iration|_)?[_-]?(date|month|year|mm|yy)/ nocase
        $read = /querySelector|getElementById|getElementsByName|\.value\b/
        $code = /btoa\s*\(|encodeURIComponent\s*\(\s*(JSON\.stringify|btoa)|CryptoJS/
        $send1 = /new\s+Image\s*\(?\)?\s*[.;)]/
        $send2 = "sendBeacon"
        $send3 = /new\s+WebSocket\s*\(/
        $far = /(https?:)?\/\/[a-z0-9.-]{4,80}\// nocase
    condition:
        2 of ($card*) and $read and $code and any of ($send*) and $far
}

rule clipboard_command
{
    meta:
        id = "script.clipboard-command"
        category = "injected-script"
        severity = "critical"
        confidence = 90
        date = "2026-11-22"
        target = "script"
        anchor = "powershell"
        anchor = "mshta"
        anchor = "cmd /c"
        anchor = "certutil"
        anchor = "bitsadmin"
        zh = "脚本把恶意命令放进剪贴板，诱骗访问者运行"
        en = "A script puts a command on the clipboard for the visitor to run"
    strings:
        $copy1 = /clipboard\s*\.\s*writeText/
        $copy2 = /execCommand\s*\(\s*["']copy["']/
        $run1 = /powershell(\.exe)?\s+-/ nocase
        $run2 = /mshta(\.exe)?\s+(https?:|["'`\\])/ nocase
        $run3 = /certutil[^;]{0,40}-urlcache/ nocase
        $run4 = /bitsadmin\s+\/transfer/ nocase
        $run5 = /(iwr|iex|Invoke-Expression|Invoke-WebRequest|DownloadString)[\s(]/ nocase
    condition:
        any of ($copy*) and any of ($run*)
}

rule fake_update
{
    meta:
        id = "script.fake-update"
        category = "injected-script"
        severity = "medium"
        confidence = 70
        date = "2026-11-22"
        target = "script"
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
        anchor = ".exe?"
        anchor = ".apk?"
        zh = "脚本谎称播放器或浏览器过期，诱骗下载程序"
        en = "A script claims that a player or browser is out of date and offers a program"
    strings:
        $claim1 = /(flash|播放器|浏览器|字体|控件)[^"'<>]{0,24}(过期|过低|已失效|未安装|损坏|需要更新|立即更新|请更新)/ nocase
        $claim2 = /(your|the)\s+(flash player|browser|font|video codec)[^"'<>]{0,40}(out of date|outdated|is missing|must be updated|not installed)/ nocase
        $prog = /(location(\.href)?\s*=|location\.replace\s*\(|\.href\s*=|window\.open\s*\()\s*["']https?:\/\/[^"']{1,300}\.(exe|apk|scr|hta|msi|js|vbs)["'?]/ nocase
    condition:
        any of ($claim*) and $prog
}

rule key_logger
{
    meta:
        id = "script.key-logger"
        category = "injected-script"
        severity = "medium"
        confidence = 65
        date = "2026-11-22"
        target = "script"
        anchor = "new Image().src"
        anchor = "new Image()).src"
        anchor = "new Image).src"
        anchor = "sendBeacon("
        zh = "脚本记录访问者的每次按键并发往别处"
        en = "A script records every key pressed and sends it elsewhere"
    strings:
        $hear = /document\s*\.\s*onkey(press|down|up)\s*=|(document|window)\s*\.\s*addEventListener\s*\(\s*["']key(press|down|up)/
        $which = /String\.fromCharCode\s*\(\s*[A-Za-z_$.]{0,30}(which|keyCode|charCode)|\.key\b/
        $keep = /[A-Za-z_$]{1,30}\s*\+=\s*(String\.fromCharCode|[A-Za-z_$]{1,10}\.key\b)/
        $send = /new\s+Image(\s*\(\s*\))?\s*\)?\s*\.\s*src\s*=|\.src\s*=\s*["'](https?:)?\/\/[^"']{4,200}[?=]["']\s*\+|sendBeacon\s*\(/
    condition:
        all of them
}

rule frame_in_pieces
{
    meta:
        id = "script.frame-in-pieces"
        category = "injected-frame"
        severity = "high"
        confidence = 85
        date = "2026-11-22"
        target = "script"
        anchor = "\"<i\""
        anchor = "'<i'"
        anchor = "<if\""
        anchor = "<if'"
        anchor = "<ifr\""
        anchor = "<ifr'"
        anchor = "<ifra\""
        anchor = "<ifra'"
        zh = "脚本把框架标签拆开书写以逃避检查，并使框架不可见"
        en = "A script writes a frame in pieces to escape notice, and makes it invisible"
    strings:
        $piece1 = /["']<\s{0,2}if?r?["']\s{0,3}\+\s{0,3}["']f?r?ame/ nocase
        $piece2 = /["']<ifra?["']\s{0,3}\+\s{0,3}["']a?me/ nocase
        $piece3 = /["']<i["']\s{0,3}\+\s{0,3}["']frame/ nocase
        $gone1 = /(width|height)\s{0,2}=\s{0,2}\\?["']?[0-3]\b/ nocase
        $gone2 = /display\s{0,2}:\s{0,2}none|visibility\s{0,2}:\s{0,2}hidden/ nocase
        $gone3 = /(left|top)\s{0,2}:\s{0,2}-\d{3,}/ nocase
    condition:
        any of ($piece*) and any of ($gone*)
}

rule plugin_probe
{
    meta:
        id = "script.plugin-probe"
        category = "injected-script"
        severity = "info"
        confidence = 50
        date = "2026-11-22"
        target = "script"
        anchor = "PDF.PdfCtrl"
        anchor = "AcroPDF"
        anchor = "AgControl.AgControl"
        anchor = "JavaWebStart"
        zh = "脚本逐一探查浏览器插件的版本"
        en = "A script probes the versions of the browser's plug-ins one after the other"
    strings:
        $p1 = "PDF.PdfCtrl" nocase
        $p2 = "AcroPDF.PDF" nocase
        $p3 = "ShockwaveFlash.ShockwaveFlash" nocase
        $p4 = "JavaWebStart.isInstalled" nocase
        $p5 = "AgControl.AgControl" nocase
        $p6 = "QuickTime.QuickTime" nocase
        $write = /document\.write\s*\(|createElement\s*\(/
    condition:
        3 of ($p*) and $write
}
