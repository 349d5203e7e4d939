// Chinese host names as people write them. Only labels of Han characters are told that way: letters of other scripts can
// pass for Latin ones, and stay as the DNS has them.
const kBase = 36;
const kTMin = 1;
const kTMax = 26;
const kSkew = 38;
const kDamp = 700;
const kInitialBias = 72;
const kInitial = 0x80;
const kMostLabel = 63;

function adapt(delta: number, points: number, first: boolean): number {
  let left = first ? Math.floor(delta / kDamp) : delta >> 1;
  left += Math.floor(left / points);
  let k = 0;
  for (; left > ((kBase - kTMin) * kTMax) >> 1; k += kBase) left = Math.floor(left / (kBase - kTMin));
  return k + Math.floor(((kBase - kTMin + 1) * left) / (left + kSkew));
}

function digitOf(code: number): number {
  if (code >= 0x61 && code <= 0x7a) return code - 0x61;
  if (code >= 0x30 && code <= 0x39) return code - 0x30 + 26;
  return -1;
}

// RFC 3492, of what stands behind "xn--"; null: it is none.
export function decodeLabel(text: string): string | null {
  if (text.length > kMostLabel) return null;
  const cut = text.lastIndexOf('-');
  const points = [...text.slice(0, Math.max(cut, 0))].map((letter) => letter.codePointAt(0) ?? 0);
  let n = kInitial;
  let bias = kInitialBias;
  let i = 0;
  for (let at = cut > 0 ? cut + 1 : 0; at < text.length; ) {
    const before = i;
    let weight = 1;
    for (let k = kBase; ; k += kBase) {
      const digit = digitOf(text.charCodeAt(at++));
      if (digit < 0 || Number.isNaN(digit)) return null;
      i += digit * weight;
      const least = k <= bias ? kTMin : k >= bias + kTMax ? kTMax : k - bias;
      if (digit < least) break;
      weight *= kBase - least;
      if (at >= text.length || weight > 0x7fffffff) return null;
    }
    bias = adapt(i - before, points.length + 1, before === 0);
    n += Math.floor(i / (points.length + 1));
    i %= points.length + 1;
    if (n > 0x10ffff) return null;
    points.splice(i++, 0, n);
  }
  return String.fromCodePoint(...points);
}

const kHan = /^[\p{Script=Han}a-z0-9-]+$/u;

export function readableHost(host: string): string {
  return host
    .split('.')
    .map((label) => {
      if (!label.startsWith('xn--')) return label;
      const decoded = decodeLabel(label.slice(4));
      return decoded !== null && kHan.test(decoded) ? decoded : label;
    })
    .join('.');
}
