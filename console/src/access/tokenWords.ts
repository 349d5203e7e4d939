import { defineWords } from '../language/words';

export const tokenWords = defineWords({
  title: ['接口令牌', 'API tokens'],
  more: [
    '供程序调用接口。令牌的权限不超过您使用时的权限：您的角色被收回或账号停用，令牌随即失效。',
    'For programs that use the API. A token allows no more than you may do when it is used: it ends with your role or account.',
  ],
  none: ['没有令牌', 'None'],
  make: ['新建令牌', 'New token'],
  name: ['用途', 'What for'],
  abilities: ['权限', 'Allows'],
  scope: ['范围', 'Over'],
  asGrants: ['与本人授权相同', 'As far as my grants'],
  ends: ['截止', 'Until'],
  ended: ['已到期', 'Ended'],
  lastUsed: ['最近使用', 'Last used'],
  revoke: ['吊销', 'Revoke'],
  revokeAsk: ['吊销令牌“{name}”？', 'Revoke “{name}”?'],
  revokeMore: ['使用它的程序立即不能再访问。', 'Programs that use it are refused at once.'],
  needed: ['此项必填', 'This is needed'],
  made: ['接口令牌', 'API token'],
  madeMore: [
    '令牌只显示这一次，请立即放到使用它的程序中。请求时写在头部：Authorization: Bearer 令牌',
    'It is shown this once. The program sends it in the header: Authorization: Bearer TOKEN',
  ],
});
