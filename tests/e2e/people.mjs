// Who may do what: one person makes an account, another gives it a role over a province, a third sees that province; a fourth
// reads in the audit what they did.
import { createHmac } from 'node:crypto';
import { bodyText, password, settled, visit } from './journeys.mjs';
import { sound } from './sound.mjs';

// The first sign-in of an account, in a window of its own.
async function enter(open, estate, account, secret) {
  const page = await open({ width: 1280, height: 860 });
  await page.goto(estate.address);
  await page.fill('#name', account);
  await page.fill('#password', secret);
  await page.locator('button[type=submit]').click();
  await page.fill('#current', secret);
  await page.fill('#fresh', password);
  await page.fill('#again', password);
  await page.locator('button[type=submit]').click();
  await page.locator('.hb-sider').waitFor();
  await settled(page);
  return page;
}

async function makeAccount(page, checks) {
  await visit(page, '/accounts');
  await page.getByTestId('new-account').click();
  await page.fill('#name', 'hebei.wxb');
  await page.fill('#display_name', '李某');
  await page.locator('.ant-drawer-footer .ant-btn-primary').click();
  const secret = (await page.getByTestId('secret').innerText()).trim();
  checks.that('a new account’s secret is shown, once', /^[a-zA-Z0-9-]{20,}$/.test(secret), secret);
  await page.locator('.ant-modal-confirm-btns .ant-btn-primary').click();
  await page.getByText('hebei.wxb').first().waitFor();
  return secret;
}

async function grantProvince(page, checks, shot) {
  checks.contains('the security administrator begins with the accounts', await bodyText(page), '三者不得由同一人兼任');
  checks.that('and has no room of the register', (await page.getByRole('link', { name: '网站', exact: true }).count()) === 0);
  await page.getByRole('button', { name: 'hebei.wxb' }).click();
  await page.getByTestId('grant-role').click();
  await page.locator('#role').click();
  await page.locator('.ant-select-item-option').filter({ hasText: '网信部门' }).click();
  await page.locator('.ant-drawer').last().getByText('地区', { exact: true }).click();
  await page.locator('#region').fill('河北');
  await page.locator('.ant-select-item-option').filter({ hasText: '河北省' }).first().click();
  await shot('grant');
  await sound(page, 'granting a role', checks);
  await page.locator('.ant-drawer-footer .ant-btn-primary').click();
  await page.getByText('河北省及所辖').first().waitFor();
  await page.waitForTimeout(400);
  await page.locator('.ant-drawer-close').first().click();
  await settled(page);
  await shot('accounts');
  await sound(page, '/accounts with its grants', checks);
}

// A site of the province, beside those of no region that the forms brought.
async function registerSite(page) {
  return page.evaluate(async () => {
    const { csrf } = await (await fetch('/api/v1/session')).json();
    const headers = { 'Content-Type': 'application/json', 'X-Huabiao-Csrf': csrf };
    const body = JSON.stringify({ name: '河北省示例网', region: '130000' });
    return (await fetch('/api/v1/sites', { method: 'POST', headers, body })).status;
  });
}

async function provinceOnly(page, checks) {
  await visit(page, '/sites');
  const names = await page.locator('.ant-table-row').allInnerTexts();
  checks.equal('the province’s office sees its own site and no other', names.length, 1);
  checks.contains('by its name', names.join(), '河北省示例网');
  await visit(page, '/overview');
  checks.that('it has no room that needs the whole estate', (await page.getByRole('link', { name: '通知' }).count()) === 0);
  await visit(page, '/settings');
  const told = await bodyText(page);
  checks.contains('settings say what it may do', told, '网信部门');
  checks.contains('and where', told, '河北省及所辖');
  checks.contains('and where it is signed in', told, '登录会话');
  for (const path of ['/overview', '/watch', '/findings', '/sites', '/organisations', '/inspection', '/rounds', '/waves']) {
    await visit(page, path);
    checks.that(`${path} opens for it`, (await page.getByText('http.beyond_reach').count()) === 0);
  }
}

// What an authenticator app does (RFC 6238), a step later each time: none is taken twice.
function authenticator(secret) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  let last = 0;
  return async () => {
    const present = () => Math.floor(Date.now() / 30_000);
    const step = Math.max(present(), last + 1);
    while (step > present() + 1) await new Promise((resolve) => setTimeout(resolve, 200));
    last = step;
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const digest = createHmac('sha1', key).update(counter).digest();
    const number = digest.readUInt32BE(digest[19] & 15) & 0x7fffffff;
    return String(number % 1_000_000).padStart(6, '0');
  };
}

async function setUpFactor(page, checks, shot) {
  await visit(page, '/settings');
  await page.getByTestId('set-up-factor').click();
  await page.getByTestId('factor-secret').waitFor();
  await sound(page, 'a second factor set up', checks);
  const secret = (await page.getByTestId('factor-secret').innerText()).trim();
  checks.that('the secret is shown beside its picture', /^[A-Z2-7]{32}$/.test(secret), secret);
  await page.waitForTimeout(400); // until the window has come in
  await shot('second-factor');
  const code = authenticator(secret);
  await page.fill('#code', await code());
  await page.getByTestId('confirm-factor').click();
  const codes = (await page.getByTestId('recovery-codes').innerText()).match(/[a-z2-7]{4}(-[a-z2-7]{4}){3}/g) ?? [];
  checks.equal('ten recovery codes are shown', codes.length, 10);
  await sound(page, 'recovery codes', checks);
  await page.getByTestId('codes-kept').click();
  await page.getByText('剩余恢复码').waitFor();
  return code;
}

async function makeToken(page, checks, shot) {
  await visit(page, '/settings');
  await page.getByTestId('make-token').click();
  await page.fill('#name', '夜间导出');
  await page.locator('.ant-drawer .ant-checkbox-wrapper').first().click();
  await page.waitForTimeout(400);
  await shot('api-token');
  await page.locator('.ant-drawer-footer .ant-btn-primary').click();
  const token = (await page.getByTestId('token').innerText()).trim();
  checks.that('a token is shown, once', /^hb_[A-Za-z0-9_-]{43}$/.test(token), token);
  await page.locator('.ant-modal-confirm-btns .ant-btn-primary').click();
  await page.getByText('夜间导出').first().waitFor();
  const status = await page.evaluate(
    async (bearer) =>
      (await fetch('/api/v1/accounts', { credentials: 'omit', headers: { Authorization: `Bearer ${bearer}` } })).status,
    token,
  );
  checks.equal('a program gets in by it', status, 200);
}

// The security administrator sets up a second factor, comes back with it, and makes a token.
export async function secondFactorAndToken({ checks, estate, shot, open }) {
  const page = await open({ width: 1280, height: 860 });
  const shots = (name) => page.screenshot({ path: shot.path(name) });
  await page.goto(estate.address);
  await page.fill('#name', estate.security.account);
  await page.fill('#password', password);
  await page.locator('button[type=submit]').click();
  await page.locator('.hb-sider').waitFor();
  const code = await setUpFactor(page, checks, shots);
  await page.context().clearCookies();
  await page.goto(estate.address);
  await page.fill('#name', estate.security.account);
  await page.fill('#password', password);
  await page.locator('button[type=submit]').click();
  await page.locator('#code').waitFor();
  checks.contains('the second step asks for a code', await bodyText(page), '请输入验证码');
  await shots('second-step');
  await sound(page, 'the second step', checks);
  await page.getByTestId('language').click();
  await checks.shows('in English as well', () => bodyText(page), 'Enter the code');
  await page.getByTestId('language').click();
  await page.fill('#code', '000000');
  await page.locator('button[type=submit]').click();
  await checks.shows('a wrong code is told', () => page.getByRole('alert').innerText(), 'access.wrong_code');
  await page.fill('#code', await code());
  await page.locator('button[type=submit]').click();
  await page.locator('.hb-sider').waitFor();
  await makeToken(page, checks, shots);
  await visit(page, '/settings');
  await page.getByTestId('language').click();
  await settled(page);
  checks.contains('settings tell it in English', await bodyText(page), 'Recovery codes left');
  await page.context().close();
}

export async function accountsAndGrants({ page, checks, estate, shot, open }) {
  checks.equal('a site of the province is registered', await registerSite(page), 201);
  const secret = await makeAccount(page, checks);
  const security = await enter(open, estate, estate.security.account, estate.security.secret);
  const shots = (name) => security.screenshot({ path: shot.path(name) });
  await grantProvince(security, checks, shots);
  await security.getByTestId('language').click();
  await settled(security);
  checks.contains('the same in English', await bodyText(security), 'Cyberspace office');
  const office = await enter(open, estate, 'hebei.wxb', secret);
  await provinceOnly(office, checks);
  await security.context().close();
  await office.context().close();
}

export async function theAudit({ checks, estate, shot, open }) {
  const page = await enter(open, estate, estate.auditor.account, estate.auditor.secret);
  const told = await bodyText(page);
  checks.contains('the audit administrator begins with the audit', told, '每条记录与前一条以摘要相连');
  checks.contains('what was granted stands in it', told, '授予角色');
  checks.contains('what was refused, too', told, '被拒绝');
  checks.that('and no room of the register is there', (await page.getByRole('link', { name: '网站', exact: true }).count()) === 0);
  await page.getByLabel('账号（完整输入）').fill('secadmin');
  await page.getByLabel('账号（完整输入）').press('Enter');
  await settled(page);
  const names = await page.locator('.ant-table-row td:nth-child(2)').allInnerTexts();
  checks.that('a filter by account shows that account alone', names.length > 1 && names.every((one) => one === 'secadmin'), names.join());
  await page.screenshot({ path: shot.path('audit') });
  await sound(page, '/audit', checks);
  await page.getByRole('button', { name: '授予角色' }).first().click();
  await page.locator('.ant-drawer .ant-descriptions').waitFor();
  await settled(page);
  const entry = await page.locator('.ant-drawer').innerText();
  checks.contains('an entry says what was sent', entry, 'cyberspace_office');
  checks.contains('and what it changed', entry, '改为');
  await page.screenshot({ path: shot.path('audit-entry') });
  await sound(page, 'an entry of the audit', checks);
  await page.locator('.ant-drawer-close').first().click();
  await page.getByTestId('language').click();
  await settled(page);
  checks.contains('the same in English', await bodyText(page), 'Grant a role');
  await page.screenshot({ path: shot.path('audit-en') });
  await page.context().close();
}
