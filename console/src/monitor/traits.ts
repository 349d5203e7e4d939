// Traits as people read them.
import type { Schemas } from '../api/client';

const kDigits = 12;

export function shortTrait(kind: Schemas['TraitKind'], value: string): string {
  if (kind === 'script' || kind === 'shape') return value.slice(0, kDigits);
  // The digest behind a masked number only tells equal numbers apart.
  if (kind === 'contact' && value.startsWith('phone:')) return value.replace(/#.*$/, '');
  return value;
}
