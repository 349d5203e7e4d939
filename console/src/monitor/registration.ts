const day = 86_400_000;

/** Whole days until a registration ends; below 0 once it has. */
export function daysLeft(expires: string, now: number): number {
  return Math.floor((Date.parse(expires) - now) / day);
}
