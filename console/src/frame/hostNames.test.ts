import { describe, expect, it } from 'vitest';
import { decodeLabel, readableHost } from './hostNames';

describe('host names', () => {
  it('are told in Chinese where they are', () => {
    expect(readableHost('xn--fiqs8s.xn--55qw42g')).toBe('中国.公益');
    expect(readableHost('xn--zfr164b')).toBe('政务');
    expect(readableHost('www.qingshi.gov.cn')).toBe('www.qingshi.gov.cn');
  });
  it('stay as they are where they could pass for others', () => {
    expect(decodeLabel('80ak6aa92e')).toBe('аррӏе');
    expect(readableHost('xn--80ak6aa92e.com')).toBe('xn--80ak6aa92e.com');
  });
  it('stay as they are where they are none', () => {
    for (const bad of ['xn--', 'xn--!', 'xn--99999999999', `xn--${'a'.repeat(80)}`])
      expect(readableHost(bad)).toBe(bad);
  });
});
