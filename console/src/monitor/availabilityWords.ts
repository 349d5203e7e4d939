import { defineWords } from '../language/words';

export const availabilityWords = defineWords({
  tab: ['可用性', 'Availability'],
  none: ['还没有访问记录', 'No check has been kept yet'],
  strip: ['{host} 最近 {n} 天', '{host}, the last {n} days'],
  vantage: ['观测点 {vantage}', 'seen from {vantage}'],
  dayTip: [
    '{day}：访问 {samples} 次，打开 {opened} 次，失败 {failed} 次，中位耗时 {median}',
    '{day}: {samples} checks, {opened} opened, {failed} failed, {median} in the middle',
  ],
  dayNone: ['{day}：没有访问', '{day}: not checked'],
  ms: ['{n} 毫秒', '{n} ms'],
  share: ['失败 {failed} / {visits} 次（{percent}%）', '{failed} of {visits} visits failed ({percent} %)'],
  passed: ['达标', 'Holds'],
  veto: ['单项否决', 'Veto'],
  tooFew: ['访问次数不足，不能作为依据', 'Too few visits to prove anything'],
  window: ['{days} 天，截至 {until}', '{days} days up to {until}'],
  basis: ['依据：{basis}', 'Basis: {basis}'],
  legendGood: ['全部打开', 'always opened'],
  legendFault: ['有失败', 'some failed'],
  legendBad: ['失败率达到否决线', 'failures at the veto line or above'],
  legendNone: ['没有访问', 'not checked'],
  proof: ['逐次记录', 'Every check'],
  at: ['时间', 'Time'],
  outcome: ['结果', 'Outcome'],
  took: ['耗时', 'Took'],
});
