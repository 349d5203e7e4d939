import { defineWords } from '../language/words';

export const settingsWords = defineWords({
  title: ['设置', 'Settings'],
  appearance: ['显示', 'Appearance'],
  language: ['语言', 'Language'],
  scheme: ['配色', 'Colours'],
  light: ['浅色', 'Light'],
  dark: ['深色', 'Dark'],
  about: ['关于', 'About'],
  version: ['版本', 'Version'],
  api: ['接口', 'API'],
  started: ['服务启动于', 'Server started'],
  vantage: ['观测点', 'Vantage'],
  lab: ['实验模式', 'Lab mode'],
  labOff: ['未开启', 'Off'],
  uploadLimit: ['上传上限', 'Largest upload'],
  bodyLimit: ['单页读取上限', 'Most read of a page'],
  pageLimit: ['列表每页上限', 'Most rows a page'],
  account: ['账号', 'Account'],
  name: ['账号名', 'Name'],
  until: ['登录有效至', 'Signed in until'],
  password: ['修改密码', 'Change password'],
});
