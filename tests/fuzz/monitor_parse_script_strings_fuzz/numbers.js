document.write(String.fromCharCode(61, (0 - 61 - 1) | 0, 99999999));
var a = (0 - 61) & 255, b = 7..toString(1e300), c = parseInt("7", 1e300), d = -5 >> 1, e = -1 >>> 31, f = -1 << 33;
document.write("abc".substr(0 - 1e300, 1e300) + "abc".charAt(1e300) + (0 - 195 & 255) + (1e300 | 0));
