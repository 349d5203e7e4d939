import { theme } from 'antd';
import { describe, expect, it } from 'vitest';
import { contrast } from './contrast';
import { antdTheme } from './theme';
import { type Scheme, tokens } from './tokens';

const kinds = ['Primary', 'Info', 'Success', 'Warning', 'Error'] as const;
const forms = ['', 'Hover', 'Active', 'Text', 'TextHover', 'TextActive'] as const;
const names = [
  ...kinds.flatMap((kind) => forms.map((form) => `color${kind}${form}` as const)),
  ...(['', 'Hover', 'Active'] as const).map((form) => `colorLink${form}` as const),
];

describe.each(['light', 'dark'] as Scheme[])('what antd makes of the tokens, %s', (scheme) => {
  const derived = theme.getDesignToken(antdTheme(scheme));
  it.each(names)('%s can be read', (name) => {
    for (const ground of [tokens[scheme].ground, tokens[scheme].paper])
      expect(contrast(derived[name], ground)).toBeGreaterThanOrEqual(4.5);
  });
});
