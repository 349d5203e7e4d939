// Tokens in antd's words, and as CSS variables for the few rules of our own.
import { type ThemeConfig, theme } from 'antd';
import { type Scheme, shape, tokens, type } from './tokens';

type Names = 'Primary' | 'Info' | 'Success' | 'Warning' | 'Error' | 'Link';

// Part of the way from one colour to another.
function towards(from: string, to: string, part: number): string {
  const channel = (at: number) => {
    const [a, b] = [from, to].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16)) as [number, number];
    return Math.round(a + (b - a) * part)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}

// A colour under the pointer or the finger goes towards the ink, which both keeps it readable and tells it apart.
function family(name: Names, colour: string, ink: string): Record<string, string> {
  const [hover, active] = [towards(colour, ink, 0.25), towards(colour, ink, 0.4)];
  return {
    [`color${name}`]: colour,
    [`color${name}Hover`]: hover,
    [`color${name}Active`]: active,
    ...(name === 'Link'
      ? {}
      : { [`color${name}Text`]: colour, [`color${name}TextHover`]: hover, [`color${name}TextActive`]: active }),
  };
}

// antd derives its palette from a colour and dims it below what can be read, all of it in the dark and what is pointed at in
// the light; these stay as they are given.
function asGiven(scheme: Scheme): NonNullable<ThemeConfig['algorithm']> {
  const { primary, state, ink } = tokens[scheme];
  const derive = scheme === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm;
  return (seed) => ({
    ...derive(seed),
    ...family('Primary', primary, ink),
    ...family('Info', primary, ink),
    ...family('Link', primary, ink),
    ...family('Success', state.good, ink),
    ...family('Warning', state.fault, ink),
    ...family('Error', state.bad, ink),
  });
}

export function antdTheme(scheme: Scheme): ThemeConfig {
  const t = tokens[scheme];
  const onInk = scheme === 'dark' ? t.ground : t.paper; // written on the primary colour itself
  return {
    algorithm: asGiven(scheme),
    token: {
      colorPrimary: t.primary,
      colorInfo: t.primary,
      colorLink: t.primary,
      colorSuccess: t.state.good,
      colorWarning: t.state.fault,
      colorError: t.state.bad,
      colorPrimaryBg: t.tint.primary,
      colorInfoBg: t.tint.primary,
      colorSuccessBg: t.tint.good,
      colorWarningBg: t.tint.fault,
      colorErrorBg: t.tint.bad,
      controlItemBgActive: t.tint.primary,
      colorBgLayout: t.ground,
      colorBgContainer: t.paper,
      colorBgElevated: t.raised,
      colorTextBase: t.ink,
      colorTextTertiary: t.inkSoft,
      colorTextDescription: t.inkSoft,
      colorTextPlaceholder: t.inkFaint,
      colorBorderSecondary: t.line,
      borderRadius: shape.radius,
      fontSize: type.size,
      fontFamily: type.family,
      fontFamilyCode: type.mono,
      wireframe: false,
    },
    components: {
      Layout: {
        headerBg: t.paper,
        siderBg: t.paper,
        bodyBg: t.ground,
        headerHeight: shape.header,
        headerPadding: '0 16px',
      },
      Button: {
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
        primaryColor: onInk,
        dangerColor: onInk,
        solidTextColor: onInk,
      },
      Menu: { itemSelectedBg: t.tint.primary, itemBorderRadius: shape.radius, itemHeight: 36, activeBarBorderWidth: 0 },
      Table: {
        colorTextDisabled: t.inkFaint, // what stands in an empty table is to be read
        cellPaddingBlockSM: 6,
        cellPaddingInlineSM: 10,
        headerBg: scheme === 'dark' ? t.raised : '#f8f9f7',
      },
      Card: { headerFontSize: 14, headerHeightSM: 40 },
      Descriptions: { itemPaddingBottom: 8 },
    },
  };
}

export function applyVariables(scheme: Scheme, root: HTMLElement): void {
  const t = tokens[scheme];
  const set = (name: string, value: string) => root.style.setProperty(`--hb-${name}`, value);
  set('ground', t.ground);
  set('paper', t.paper);
  set('ink', t.ink);
  set('ink-soft', t.inkSoft);
  set('ink-faint', t.inkFaint);
  set('line', t.line);
  set('primary', t.primary);
  set('evidence', t.evidence);
  set('evidence-mark', t.evidenceMark);
  set('lab', t.lab);
  set('lab-ink', t.labInk);
  for (const [name, value] of Object.entries(t.severity)) set(`severity-${name}`, value);
  for (const [name, value] of Object.entries(t.state)) set(`state-${name}`, value);
  set('font', type.family);
  set('mono', type.mono);
  root.style.colorScheme = scheme;
  root.style.background = t.ground;
}
