// Instants of the API in the reader's own zone and language.
import type { Language } from '../language/words';

const locales: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' };

export function absolute(instant: string, language: Language): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  return new Intl.DateTimeFormat(locales[language], {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
    timeZoneName: 'short',
  }).format(date);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

// Near moments by distance, others by date: "8 minutes ago", "2026-03-01 14:05".
export function brief(instant: string, now: number, language: Language): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  const seconds = Math.round((date.getTime() - now) / 1000);
  const words = new Intl.RelativeTimeFormat(locales[language], { numeric: 'auto' });
  if (Math.abs(seconds) < 60) return words.format(0, 'second');
  if (Math.abs(seconds) < 3600) return words.format(Math.trunc(seconds / 60), 'minute');
  if (Math.abs(seconds) < 86_400) return words.format(Math.trunc(seconds / 3600), 'hour');
  const day = `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
  return `${day} ${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
}

// Beside an axis whose steps are so long: the time of day, the day, or the month of a year.
export function tick(instant: string, stepSeconds: number): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  const day = `${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
  if (stepSeconds >= 86_400) return `${date.getFullYear()}-${day}`;
  if (stepSeconds >= 3600) return day;
  return `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
}

export function span(seconds: number, language: Language): string {
  const whole = Math.max(0, Math.round(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = whole % 60;
  const [h, m, s] = language === 'zh' ? [' 时', ' 分', ' 秒'] : [' h', ' min', ' s'];
  if (hours > 0) return `${hours}${h} ${minutes}${m}`;
  if (minutes > 0) return `${minutes}${m} ${rest}${s}`;
  return `${rest}${s}`;
}

export function byteSize(bytes: number, language: Language): string {
  const units = language === 'zh' ? ['字节', 'KiB', 'MiB', 'GiB'] : ['bytes', 'KiB', 'MiB', 'GiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
