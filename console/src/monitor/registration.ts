const day = 86_400_000;

/** Versions of TLS that must not be used any more (RFC 8996). */
export function isOld(version: string): boolean {
  return version === 'TLSv1' || version === 'TLSv1.1';
}

/** As people say it: OpenSSL calls the oldest TLSv1. */
export function versionName(version: string): string {
  return version === 'TLSv1' ? 'TLS 1.0' : version.replace('TLSv', 'TLS ');
}

/** Whole days until a registration ends; below 0 once it has. */
export function daysLeft(expires: string, now: number): number {
  return Math.floor((Date.parse(expires) - now) / day);
}
