import { defineWords } from '../language/words';

export const vantageWords = defineWords({
  vantages: ['监测点', 'Vantage points'],
  why: [
    '放在别处的机器：一个网站从这里打不开时，由监测点再看一次，两处都打不开才算中断。',
    'Machines elsewhere: what does not open from here is looked at from there before it counts as down.',
  ],
  name: ['名称', 'Name'],
  present: ['在线', 'Connected'],
  absent: ['离线', 'Not heard'],
  heard: ['最近联系', 'Last heard'],
  never: ['从未', 'Never'],
  version: ['版本', 'Version'],
  out: ['进行中', 'Under way'],
  done: ['已完成', 'Done'],
  lapsed: ['未按时答复', 'Not answered in time'],
  refused: ['结果被拒', 'Results refused'],
  add: ['添加监测点', 'Add a vantage point'],
  addHint: ['1 到 40 个小写字母、数字或“-”', '1 to 40 lower-case letters, digits or "-"'],
  token: ['监测点 {name} 的令牌', 'The token of {name}'],
  tokenHint: [
    '只显示这一次。存入监测点的令牌文件，用 huabiao worker --server --token-file 启动。',
    'Shown this once. Put it into a file on the other machine and start huabiao worker --server --token-file there.',
  ],
  remove: ['移除', 'Remove'],
  removeAsk: ['移除监测点 {name}？', 'Remove the vantage point {name}?'],
  removeHint: ['它的令牌立即失效。', 'Its token is worth nothing at once.'],
});
