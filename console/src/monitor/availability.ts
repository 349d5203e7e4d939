// Days of a strip: what each is coloured by.
import type { Schemas } from '../api/client';

export type Availability = Schemas['Availability'];
export type HostAvailability = Availability['hosts'][number];
export type DayKept = HostAvailability['days'][number];
export type DayTone = 'good' | 'fault' | 'bad' | 'none';

// Days are text, "2026-11-22", and are counted as such: no zone comes into it.
export function daysBetween(from: string, count: number): string[] {
  const first = Date.parse(`${from}T00:00:00Z`);
  return Array.from({ length: count }, (_, i) => new Date(first + i * 86_400_000).toISOString().slice(0, 10));
}

export function toneOf(day: DayKept | undefined, vetoPercent: number): DayTone {
  if (!day || day.opened + day.failed === 0) return 'none';
  if (day.failed === 0) return 'good';
  return (100 * day.failed) / (day.opened + day.failed) >= vetoPercent ? 'bad' : 'fault';
}
