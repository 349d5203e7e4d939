import { describe, expect, it } from 'vitest';
import { contrast } from './contrast';
import { type Scheme, tokens } from './tokens';

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
