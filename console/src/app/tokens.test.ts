import { describe, expect, it } from 'vitest';
import { type Scheme, tokens } from './tokens';

// WCAG 2.2, relative luminance and contrast ratio.
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(['light', 'dark'] as Scheme[])('%s', (scheme) => {
  const t = tokens[scheme];
  const grounds = { ground: t.ground, paper: t.paper, raised: t.raised };
  const inks = { ink: t.ink, inkSoft: t.inkSoft, inkFaint: t.inkFaint, primary: t.primary, ...t.severity, ...t.state };
  const pairs = [
    ...Object.entries(inks).flatMap(([ink, colour]) =>
      Object.entries(grounds).map(([ground, under]) => [`${ink} on ${ground}`, colour, under] as const),
    ),
    ...(['good', 'fault', 'bad'] as const).map((name) => [`${name} on its tint`, t.state[name], t.tint[name]] as const),
    ['primary on its tint', t.primary, t.tint.primary] as const,
    ['ink on evidence', t.ink, t.evidence] as const,
    ['ink on the accused bytes', t.ink, t.evidenceMark] as const,
    ['ink of the lab banner', t.labInk, t.lab] as const,
  ];
  it.each(pairs)('%s can be read', (_pair, ink, ground) => {
    expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5);
  });
});
