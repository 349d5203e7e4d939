// Tokens in antd's words, and as CSS variables for the few rules of our own.
import { type ThemeConfig, theme } from 'antd';
import { type Scheme, shape, tokens, type } from './tokens';

// antd derives its palette from a colour and in the dark dims it below what can be read; these stay as they are given.
function asGiven(scheme: Scheme): NonNullable<ThemeConfig['algorithm']> {
  const { primary, state } = tokens[scheme];
  const derive = scheme === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm;
  return (seed) => ({
    ...derive(seed),
    colorPrimary: primary,
    colorPrimaryText: primary,
    colorInfo: primary,
    colorLink: primary,
    colorSuccess: state.good,
    colorSuccessText: state.good,
    colorWarning: state.fault,
    colorWarningText: state.fault,
    colorError: state.bad,
    colorErrorText: state.bad,
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
      Table: { cellPaddingBlockSM: 6, cellPaddingInlineSM: 10, headerBg: scheme === 'dark' ? t.raised : '#f8f9f7' },
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
