// The closed lists of the contract in the reader's words. Keyed by the generated types, so a new value does not compile
// until it has a name.
import type { Schemas } from '../api/client';
import type { Pair } from './words';

export const outcomeTerms: Record<Schemas['Outcome'], Pair> = {
  ok: ['正常', 'OK'],
  ok_with_faults: ['可读但有缺陷', 'Read, with faults'],
  http_error: ['HTTP 错误', 'HTTP error'],
  empty: ['空页面', 'Empty page'],
  soft_not_found: ['伪正常（实为 404）', 'Not-found page sent as 200'],
  blocked: ['被防护设备拦截', 'Blocked by a firewall'],
  dns_no_such_name: ['域名不存在', 'No such name'],
  dns_no_address: ['域名无地址', 'Name has no address'],
  dns_failure: ['域名解析失败', 'DNS failure'],
  connect_refused: ['拒绝连接', 'Connection refused'],
  connect_timeout: ['连接超时', 'Connection timed out'],
  tls_failure: ['TLS 握手失败', 'TLS handshake failed'],
  timeout: ['读取超时', 'Timed out'],
  reset: ['连接被重置', 'Connection reset'],
  redirect_loop: ['重定向循环', 'Redirect loop'],
  too_many_redirects: ['重定向过多', 'Too many redirects'],
  refused_address: ['内网地址，未访问', 'Private address, not visited'],
  bad_url: ['网址有误', 'Bad URL'],
  not_visited: ['未访问', 'Not visited'],
  no_address: ['未填报域名', 'No address declared'],
};

export const stateTerms: Record<Schemas['SiteState'], Pair> = {
  up: ['可访问', 'Up'],
  faulty: ['部分异常', 'Faulty'],
  down: ['无法访问', 'Down'],
  unknown: ['未核实', 'Unknown'],
  no_address: ['无域名', 'No address'],
};

export const markTerms: Record<Schemas['MarkState'], Pair> = {
  script: ['脚本挂标', 'Script'],
  link: ['链接挂标', 'Link'],
  picture: ['仅图片', 'Picture only'],
  'error-image': ['标识图片出错', 'Error image'],
  malformed: ['标识代码有误', 'Malformed'],
  'not-seen': ['静态页未见', 'Not seen statically'],
  absent: ['未挂标', 'Absent'],
};

export const severityTerms: Record<Schemas['Severity'], Pair> = {
  critical: ['严重', 'Critical'],
  high: ['高', 'High'],
  medium: ['中', 'Medium'],
  low: ['低', 'Low'],
  info: ['提示', 'Info'],
};
export const severities: Schemas['Severity'][] = ['critical', 'high', 'medium', 'low', 'info'];

export const categoryTerms: Record<Schemas['Category'], Pair> = {
  'dark-link': ['暗链', 'Dark links'],
  'title-hijack': ['标题劫持', 'Title hijack'],
  'conditional-content': ['条件跳转内容', 'Conditional content'],
  'injected-script': ['注入脚本', 'Injected script'],
  'injected-frame': ['注入框架', 'Injected frame'],
  defacement: ['页面篡改', 'Defacement'],
  counterfeit: ['仿冒', 'Counterfeit'],
  'personal-data': ['个人信息', 'Personal data'],
  exposure: ['信息暴露', 'Exposure'],
  'foreign-resource': ['外域资源', 'Foreign resource'],
  technology: ['技术组件', 'Technology'],
  mark: ['网站标识', 'Official mark'],
  footer: ['页脚信息', 'Footer'],
  availability: ['可用性', 'Availability'],
  certificate: ['证书', 'Certificate'],
  dns: ['域名解析', 'DNS'],
  'content-freshness': ['内容更新', 'Content freshness'],
  'broken-link': ['失效链接', 'Broken link'],
  change: ['变更', 'Change'],
};

export const attackCategories: ReadonlySet<Schemas['Category']> = new Set<Schemas['Category']>([
  'dark-link',
  'title-hijack',
  'conditional-content',
  'injected-script',
  'injected-frame',
  'defacement',
  'counterfeit',
]);

export const findingStateTerms: Record<Schemas['FindingState'], Pair> = {
  open: ['待确认', 'Open'],
  confirmed: ['已确认', 'Confirmed'],
  resolved: ['已消除', 'Resolved'],
};

export const decisionTerms: Record<Schemas['DecisionKind'], Pair> = {
  none: ['未处置', 'No decision'],
  accepted: ['已认可', 'Accepted'],
  false_alarm: ['误报', 'False alarm'],
};

export const waveStateTerms: Record<Schemas['WaveState'], Pair> = {
  open: ['未消除', 'Open'],
  over: ['已平息', 'Over'],
};

export const traitKindTerms: Record<Schemas['TraitKind'], Pair> = {
  script: ['脚本', 'Script'],
  host: ['主机', 'Host'],
  contact: ['联系方式', 'Contact'],
  shape: ['页面结构', 'Page build'],
};

export const traitRoleTerms: Record<Schemas['Wave']['traits'][number]['role'], Pair> = {
  accused: ['问题所指', 'Accused'],
  beside: ['同页所见', 'On the same page'],
};

export const roundStateTerms: Record<Schemas['RoundState'], Pair> = {
  running: ['进行中', 'Running'],
  finished: ['已完成', 'Finished'],
  stopped: ['已停止', 'Stopped'],
};

export const roundKindTerms: Record<Schemas['RoundKind'], Pair> = {
  watch: ['持续监测', 'Watch'],
  estate: ['全部网站', 'Whole estate'],
  selection: ['选定网站', 'Chosen sites'],
  addresses: ['指定网址', 'Given addresses'],
};

export const channelKindTerms: Record<Schemas['ChannelKind'], Pair> = {
  mail: ['邮件', 'Mail'],
  webhook: ['签名回调', 'Signed webhook'],
  alertmanager: ['Alertmanager', 'Alertmanager'],
  chat: ['群机器人', 'Chat robot'],
  syslog: ['Syslog', 'Syslog'],
};

export const happeningTerms: Record<Schemas['Happening'], Pair> = {
  opened: ['新发现', 'Newly found'],
  confirmed: ['已确认', 'Confirmed'],
  resolved: ['已消除', 'Resolved'],
  reopened: ['再次出现', 'Back again'],
  set_aside: ['已处置', 'Set aside'],
};

export const deliveryStateTerms: Record<Schemas['DeliveryState'], Pair> = {
  waiting: ['待发送', 'Waiting'],
  sent: ['已送达', 'Sent'],
  given_up: ['已放弃', 'Given up'],
};

export const lifeTerms: Record<Schemas['SiteLife'], Pair> = {
  declared: ['已申报', 'Declared'],
  planned: ['筹建', 'Planned'],
  open: ['已开通', 'Open'],
  suspended: ['暂停', 'Suspended'],
  closed: ['已关停', 'Closed'],
};

export const organisationKindTerms: Record<Schemas['OrganisationKind'], Pair> = {
  unknown: ['未定', 'Not stated'],
  party_or_government: ['党政机关', 'Party or government organ'],
  public_institution: ['事业单位', 'Public institution'],
  state_owned_enterprise: ['国有企业', 'State-owned enterprise'],
  other: ['其他', 'Other'],
};

export const vetoItemTerms: Record<Schemas['VetoItem'], Pair> = {
  access: ['站点无法访问', 'Cannot be opened'],
  home: ['首页不更新', 'Home page not kept up'],
  columns: ['栏目不更新', 'Columns not kept up'],
};

export const heldTerms: Record<Schemas['HeldItem'], Pair> = {
  passed: ['合格', 'Holds'],
  failed: ['不合格', 'Fails'],
  not_proven: ['依据不足', 'Not proven'],
};

type Walk = Schemas['SiteWalks']['hosts'][number];

export const missingTerms: Record<Walk['missing'], Pair> = {
  not_asked: ['未测试', 'not tried'],
  not_found: ['返回 404', 'answered with 404'],
  page: ['仍返回页面（应为 404）', 'answered with a page (404 is due)'],
  redirect: ['跳转到别处（应为 404）', 'redirected (404 is due)'],
  other: ['没有得到答复', 'no answer'],
};

export const columnTerms: Record<Walk['pages'][number]['column'], Pair> = {
  none: ['文章', 'Article'],
  news: ['动态要闻', 'News'],
  notices: ['公告政策', 'Notices'],
  other: ['栏目', 'Column'],
};
