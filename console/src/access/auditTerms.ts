// What the audit's entries are called. auditTerms.test.ts holds the actions against the contract.
import type { Schemas } from '../api/client';
import type { Pair } from '../language/words';

export const stageTerms: Record<Schemas['AuditStage'], Pair> = {
  intended: ['已申明', 'Announced'],
  done: ['已执行', 'Done'],
  refused: ['被拒绝', 'Refused'],
  failed: ['未成功', 'Failed'],
};

export const wayTerms: Record<Schemas['AuditEntry']['way'], Pair> = {
  session: ['界面', 'Console'],
  token: ['接口令牌', 'API token'],
  vantage_point: ['监测点', 'Vantage point'],
  command_line: ['命令行', 'Command line'],
  server: ['服务器', 'Server'],
};

// Method and pattern of a route, or a command. A read has an entry only where it was refused or takes data away; what has
// no words here is shown as it is.
export const actionTerms: Record<string, Pair> = {
  'POST /session': ['登录', 'Sign in'],
  'DELETE /session': ['退出登录', 'Sign out'],
  'POST /session/password': ['修改密码', 'Change the password'],
  'POST /session/code': ['输入验证码', 'Give a code'],
  'POST /session/oidc': ['转往统一认证', 'Go to the provider'],
  'GET /session/oidc/return': ['经统一认证登录', 'Sign in at the provider'],
  'POST /session/factor': ['申请绑定验证器', 'Begin a second factor'],
  'POST /session/factor/confirmation': ['绑定验证器', 'Confirm a second factor'],
  'POST /session/factor/recovery-codes': ['更换恢复码', 'New recovery codes'],
  'POST /session/factor/removal': ['解除自己的验证器', 'Remove an own second factor'],
  'POST /session/tokens': ['新建接口令牌', 'Make an API token'],
  'DELETE /session/tokens/{}': ['吊销自己的令牌', 'Revoke an own token'],
  'DELETE /accounts/{}/factor': ['解除账号的验证器', 'Remove an account’s second factor'],
  'DELETE /accounts/{}/tokens/{}': ['吊销账号的令牌', 'Revoke an account’s token'],
  'DELETE /session/sessions/{}': ['结束自己的会话', 'End an own session'],
  'POST /session/grants/{}/loans': ['转授权限', 'Lend a grant'],
  'DELETE /session/loans/{}': ['收回转授', 'Take back a loan'],
  'POST /accounts': ['新建账号', 'Make an account'],
  'PATCH /accounts/{}': ['变更账号', 'Change an account'],
  'POST /accounts/{}/secret': ['重置口令', 'Renew a secret'],
  'DELETE /accounts/{}/sessions': ['强制退出', 'Sign an account out'],
  'POST /accounts/{}/grants': ['授予角色', 'Grant a role'],
  'POST /accounts/{}/hand-over': ['移交权限', 'Hand over'],
  'DELETE /grants/{}': ['收回授权', 'Withdraw a grant'],
  'POST /sites': ['登记网站', 'Enter a site'],
  'PATCH /sites/{}': ['变更网站', 'Change a site'],
  'DELETE /sites/{}': ['注销网站', 'End a site'],
  'POST /sites/{}/declarations': ['登记填报', 'Enter a declaration'],
  'PATCH /declarations/{}': ['变更填报', 'Change a declaration'],
  'DELETE /declarations/{}': ['注销填报', 'End a declaration'],
  'POST /sites/{}/contacts': ['登记联系人', 'Enter a contact'],
  'PATCH /contacts/{}': ['变更联系人', 'Change a contact'],
  'DELETE /contacts/{}': ['注销联系人', 'End a contact'],
  'POST /organisations': ['登记单位', 'Enter a unit'],
  'PATCH /organisations/{}': ['变更单位', 'Change a unit'],
  'DELETE /organisations/{}': ['注销单位', 'End a unit'],
  'PATCH /findings/{}': ['处置问题', 'Decide about a finding'],
  'POST /imports': ['上传普查表', 'Upload a form'],
  'POST /imports/{}/sheet': ['选择工作表', 'Choose a sheet'],
  'POST /imports/{}/commit': ['导入普查表', 'Import a form'],
  'DELETE /imports/{}': ['放弃导入', 'Discard an upload'],
  'POST /sites/{}/names': ['设定应有解析', 'Set expected names'],
  'POST /sites/{}/orders': ['监测安排', 'Order the watch of a site'],
  'POST /orders': ['成组监测安排', 'Order the watch of a group'],
  'POST /rounds': ['立即检查', 'Check now'],
  'POST /rounds/{}/cancel': ['取消检查', 'Cancel a round'],
  'POST /channels/{}/test': ['试发通知', 'Try a channel'],
  'POST /deliveries/{}/replay': ['重发通知', 'Send again'],
  'POST /vantages': ['添加监测点', 'Add a vantage point'],
  'DELETE /vantages/{}': ['移除监测点', 'Remove a vantage point'],
  'GET /exports/census': ['导出普查表', 'Export a form'],
  'GET /findings/export': ['导出问题', 'Export findings'],
  'GET /audit': ['查阅审计', 'Read the audit'],
  'GET /audit/{}': ['查阅审计记录', 'Read an entry'],
  'GET /audit/head': ['查看审计链首', 'Look at the head'],
  'GET /audit/export': ['导出审计', 'Export the audit'],
  serve: ['服务器启停', 'Server started or stopped'],
  'account secret': ['命令行重置口令', 'Renew a secret by command'],
  'account factor': ['命令行解除验证器', 'Remove a second factor by command'],
  'account token make': ['命令行新建令牌', 'Make a token by command'],
  'account token revoke': ['命令行吊销令牌', 'Revoke a token by command'],
  'census import': ['命令行导入普查表', 'Import a form by command'],
  'vantage add': ['命令行添加监测点', 'Add a vantage point by command'],
  'vantage remove': ['命令行移除监测点', 'Remove a vantage point by command'],
  'audit export': ['命令行导出审计', 'Export the audit by command'],
};

const kRoot = '/api/v1';

export function actionKey(action: string): string {
  return action.replace(` ${kRoot}/`, ' /');
}

export function recordName(object: string): string {
  return object.startsWith(`${kRoot}/`) ? object.slice(kRoot.length + 1) : object;
}

export interface Difference {
  place: string; // "scope.region"
  before: string | null; // null: not there
  after: string | null;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// The leaves of two records' differing members, in the order they are met.
export function differencesOf(before: unknown, after: unknown, place = ''): Difference[] {
  const was = isObject(before) ? before : {};
  const is = isObject(after) ? after : {};
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((key) => {
    const here = place ? `${place}.${key}` : key;
    if (isObject(was[key]) || isObject(is[key])) return differencesOf(was[key], is[key], here);
    return [
      {
        place: here,
        before: Object.hasOwn(was, key) ? shown(was[key]) : null,
        after: Object.hasOwn(is, key) ? shown(is[key]) : null,
      },
    ];
  });
}
