import { defineWords } from '../language/words';

export const factorWords = defineWords({
  title: ['双因素登录', 'Second factor'],
  enterCode: ['请输入验证码', 'Enter the code'],
  enterWhy: [
    '打开手机上的验证器，输入“huabiao”下的六位数字。手机不在身边时，可输入一个恢复码。',
    'Open the authenticator app and enter the six digits under “huabiao”. Without the phone, a recovery code will do.',
  ],
  code: ['验证码', 'Code'],
  codeNeeded: ['请输入验证码', 'Enter the code'],
  goOn: ['继续', 'Go on'],
  back: ['返回登录', 'Back to sign-in'],
  setUpFirst: ['请先绑定验证器', 'Set up a second factor first'],
  setUpWhy: [
    '您的账号必须使用双因素登录。绑定后，每次登录除密码外还要输入手机验证器上的六位数字。',
    'Your account must have one. From then on each sign-in takes the password and six digits shown by an app on your phone.',
  ],
  setUp: ['绑定验证器', 'Set up'],
  scan: [
    '用手机上的验证器（支持 TOTP 的任何一款）扫描二维码，再输入它显示的六位数字。',
    'Scan this with an authenticator app on your phone (any that knows TOTP), then enter the six digits it shows.',
  ],
  picture: ['供身份验证器扫描的二维码', 'QR code for the authenticator app'],
  byHand: ['无法扫描时手工输入', 'To be typed where it cannot be scanned'],
  confirm: ['确认绑定', 'Confirm'],
  codesTitle: ['恢复码', 'Recovery codes'],
  codesMore: [
    '手机丢失时，每个恢复码可以代替验证码使用一次。它们只显示这一次，请打印或抄录后妥善保管。',
    'Without the phone each of these works once instead of the code. They are shown this once: print them or write them down.',
  ],
  kept: ['我已保存', 'I have kept them'],
  isOff: ['未启用', 'Not set up'],
  isOn: ['已启用，自', 'Set up since'],
  left: ['剩余恢复码', 'Recovery codes left'],
  renew: ['更换恢复码', 'New recovery codes'],
  renewMore: ['原有的恢复码立即作废。', 'The old ones are worth nothing from then on.'],
  remove: ['解除绑定', 'Remove'],
  removeMore: ['以后登录只需要密码。', 'Signing in takes the password alone from then on.'],
  removed: ['已解除', 'Removed'],
});
