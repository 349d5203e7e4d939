// Quiet hours as people read them. Pure.
import type { Schemas } from '../api/client';

export type QuietHours = Schemas['QuietHours'];

const kDayNames = {
  zh: ['一', '二', '三', '四', '五', '六', '日'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
} as const;

export function dayName(day: number, language: 'zh' | 'en'): string {
  return kDayNames[language][day - 1] ?? String(day);
}

// [1, 2, 3, 5] -> "一至三、五"
export function daysText(days: readonly number[], language: 'zh' | 'en'): string {
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  const runs: string[] = [];
  for (let i = 0; i < sorted.length; ) {
    let end = i;
    while (end + 1 < sorted.length && sorted[end + 1] === (sorted[end] ?? 0) + 1) end += 1;
    const first = dayName(sorted[i] ?? 0, language);
    const last = dayName(sorted[end] ?? 0, language);
    const joint = language === 'zh' ? '至' : '–';
    if (end - i >= 2) runs.push(`${first}${joint}${last}`);
    else for (let at = i; at <= end; at += 1) runs.push(dayName(sorted[at] ?? 0, language));
    i = end + 1;
  }
  return language === 'zh' ? `周${runs.join('、')}` : runs.join(', ');
}

export function endsNextDay(hours: QuietHours): boolean {
  return hours.to <= hours.from;
}
