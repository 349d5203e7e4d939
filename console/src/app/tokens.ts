// The console's only list of colours, sizes and type, light and dark. Pages name a token, never a value.
// Indigo carries the product, vermilion is kept for what is wrong, so that red on a page always means something. Each ink
// stands 4.5 to 1 against ground, paper and raised (tokens.test.ts), what antd derives of them against ground and paper
// (theme.test.ts).

export type Scheme = 'light' | 'dark';

export interface Tokens {
  primary: string;
  ground: string; // behind everything
  paper: string; // cards and tables
  raised: string; // menus, drawers
  ink: string;
  inkSoft: string;
  inkFaint: string;
  line: string;
  severity: { critical: string; high: string; medium: string; low: string; info: string };
  state: { good: string; fault: string; bad: string; unknown: string };
  tint: { primary: string; good: string; fault: string; bad: string }; // grounds of tags and notes
  series: string[]; // charts without a meaning of their own
  evidence: string; // ground of a snippet
  evidenceMark: string; // the accused bytes in it
  lab: string; // ground of the lab banner
  labInk: string;
}

export const tokens: Record<Scheme, Tokens> = {
  light: {
    primary: '#1f4e79',
    ground: '#f3f4f2',
    paper: '#ffffff',
    raised: '#ffffff',
    ink: '#1d2429',
    inkSoft: '#56626b',
    inkFaint: '#5f696f',
    line: '#dfe2e0',
    severity: { critical: '#b3261e', high: '#b5441a', medium: '#8a5f00', low: '#34698a', info: '#5e686f' },
    state: { good: '#336f4b', fault: '#855b00', bad: '#b3261e', unknown: '#5f696f' },
    tint: { primary: '#e6eef5', good: '#e5f1e9', fault: '#fbf1d9', bad: '#fbe8e4' },
    series: ['#1f4e79', '#5c8fb3', '#336f4b', '#8a5f00', '#8a6d9b', '#7a858c', '#b5441a'],
    evidence: '#f6f4ee',
    evidenceMark: '#ffe3d6',
    lab: '#fff3d1',
    labInk: '#6b4a00',
  },
  dark: {
    primary: '#7db2db',
    ground: '#14181b',
    paper: '#1c2226',
    raised: '#232a2f',
    ink: '#e4e8ea',
    inkSoft: '#a5b0b7',
    inkFaint: '#98a3aa',
    line: '#313a40',
    severity: { critical: '#f28a82', high: '#eb8a5c', medium: '#d9ae4f', low: '#79b2cf', info: '#98a3aa' },
    state: { good: '#74bb8f', fault: '#d9ae4f', bad: '#f28a82', unknown: '#98a3aa' },
    tint: { primary: '#22394b', good: '#1f3529', fault: '#3a3018', bad: '#42231f' },
    series: ['#7db2db', '#9cc3df', '#74bb8f', '#d9ae4f', '#b79ac8', '#93a0a8', '#eb8a5c'],
    evidence: '#22262a',
    evidenceMark: '#5a3526',
    lab: '#3b3014',
    labInk: '#f0d48a',
  },
};

export const shape = { radius: 4, gap: 16, gapSmall: 8, sider: 196, header: 48, phone: 768 };

export const type = {
  size: 14,
  family:
    '"PingFang SC","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","Microsoft YaHei","WenQuanYi Zen Hei","Hiragino Sans GB",system-ui,sans-serif',
  mono: '"JetBrains Mono","DejaVu Sans Mono",ui-monospace,Menlo,Consolas,"Noto Sans Mono CJK SC",monospace',
};
