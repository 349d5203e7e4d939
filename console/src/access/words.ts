import { defineWords } from '../language/words';

export const accessWords = defineWords({
  signIn: ['登录', 'Sign in'],
  name: ['账号', 'Account'],
  password: ['密码', 'Password'],
  nameNeeded: ['请输入账号', 'Enter the account'],
  passwordNeeded: ['请输入密码', 'Enter the password'],
  firstTime: [
    '首次启动时，服务器在终端里给出管理员账号和一次性密码。',
    'At its first start the server prints the administrators’ accounts and first-login secrets in the terminal.',
  ],
  or: ['或', 'or'],
  provider: ['统一身份认证登录', 'Sign in at the provider'],
  changeFirst: ['请先修改密码', 'Change your password first'],
  changeWhy: [
    '首次登录的口令只用一次，到期的密码须更换。修改后才能继续。',
    'A first-login secret works once, and a password has to be changed when it has grown old. Choose a new one to go on.',
  ],
  change: ['修改密码', 'Change password'],
  current: ['当前密码', 'Current password'],
  fresh: ['新密码', 'New password'],
  again: ['再输一次新密码', 'New password again'],
  tooShort: ['至少 {least} 个字符', 'At least {least} characters'],
  rules: [
    '至少 {least} 个字符；大写、小写、数字、符号四类中至少 {classes} 类；不含账号名和常用词；不与最近 {history} 个密码相同',
    'At least {least} characters; {classes} of the four kinds upper case, lower case, digits, signs; neither the account name nor what everybody takes; none of the last {history}',
  ],
  different: ['两次输入不一致', 'The two do not match'],
  same: ['新密码不能与当前密码相同', 'The new password must differ from the current one'],
  changed: ['密码已修改，其他登录已失效', 'Password changed; other sessions have ended'],
  pillar: ['有诽谤之木，故天下尽言', 'A post where anyone could write what was wrong'],
});
