import { defineWords } from '../language/words';

export const watchWords = defineWords({
  watch: ['持续监测', 'The watch'],
  every: ['每个网站每 {time}一次', 'every site every {time}'],
  running: ['运行中', 'Running'],
  stopped: ['未运行', 'Not running'],
  again: ['稍后会自动重试', 'It is tried again by itself'],
  notDrawn: ['页面暂不能由浏览器渲染：', 'No page is drawn by a browser: '],
  line: ['疑似本机线路或解析故障，始于', 'Our own line or resolver is suspected, since'],
  lineMore: [
    '大量网站同时没有应答，暂不判为中断，记为“未访问”。请检查本机网络和域名解析。',
    'Many sites fell silent at once; they are recorded as not visited, not as down. Check this machine’s network and resolver.',
  ],
  resolvers: ['本机使用的域名解析服务器全部没有应答，始于', 'Our own resolvers answer for no name, since'],
  resolversMore: [
    '需要解析的主机暂未访问，记为“未访问”，不判为中断。请检查 huabiao.toml 的 resolver 或系统解析设置。',
    'Hosts that need one are recorded as not visited, not as down. Check resolver in huabiao.toml, or the system’s.',
  ],
  before: ['最近一个完整周期', 'The latest whole period'],
  first: ['第一个周期尚未完成', 'The first period is not complete yet'],
  began: ['开始', 'Began'],
  rows: ['结果', 'Rows'],
  notVisited: ['未访问', 'Not visited'],
  leftAlone: ['按安排未访问', 'Left alone by order'],
  late: ['访问延迟', 'Visits began late by'],
  lateOf: ['99% 不超过 {p99}，最多 {most}', '{p99} at most for 99 %, {most} for the latest'],
  underASecond: ['1 秒', '1 s'],
});
