// What a person does, from the first sign-in to the exported findings. Every part leaves the page where the next begins.
import { readFileSync } from 'node:fs';
import { sound } from './sound.mjs';

export const password = 'Huabiao-2015-console';
const kRoundLimit = 300_000;

export async function settled(page) {
  await page.locator('.hb-title').first().waitFor();
  await page
    .locator('.ant-spin-spinning, .ant-skeleton-active')
    .first()
    .waitFor({ state: 'detached' })
    .catch(() => undefined);
  await page.waitForTimeout(250); // the last transition
}

export async function visit(page, path) {
  await page.goto(new URL(path, page.url()).href);
  await settled(page);
}

export async function bodyText(page) {
  return (await page.locator('body').innerText()).replace(/\s+/g, ' ');
}

export async function firstSignIn({ page, checks, estate, shot }) {
  await page.goto(estate.address);
  await page.locator('#name').waitFor();
  checks.contains('the door speaks the browser’s language', await bodyText(page), '登录');
  await shot('sign-in');
  await sound(page, 'the door', checks);
  await page.getByTestId('language').click();
  await checks.shows('the door speaks English when asked', () => bodyText(page), 'Sign in');
  checks.equal('the page says its language', await page.locator('html').getAttribute('lang'), 'en');
  await page.getByTestId('language').click();
  await page.fill('#name', estate.account);
  await page.fill('#password', 'not-the-password');
  await page.locator('button[type=submit]').click();
  await checks.shows('a wrong password is told, with its code', () => page.getByRole('alert').innerText(), 'access.');
  await page.waitForTimeout(2500); // the server makes a guesser wait
  await page.fill('#password', estate.secret);
  await page.locator('button[type=submit]').click();
  await page.locator('#fresh').waitFor();
  checks.contains('a first sign-in must change the password', await bodyText(page), '请先修改密码');
  await sound(page, 'the first password', checks);
  await page.goto(new URL('/sites', page.url()).href);
  await page.locator('#fresh').waitFor();
  checks.that('no page opens before that', (await page.locator('.hb-sider').count()) === 0);
  await page.fill('#current', estate.secret);
  await page.fill('#fresh', password);
  await page.fill('#again', `${password}x`);
  await page.locator('button[type=submit]').click();
  await checks.shows('two different new passwords are refused', () => bodyText(page), '两次输入不一致');
  await page.fill('#again', password);
  await page.locator('button[type=submit]').click();
  await page.locator('.hb-sider').waitFor();
  await visit(page, '/overview');
  checks.contains('an empty estate tells what to do first', await bodyText(page), '导入普查表');
  checks.that('lab mode is shown', await page.getByTestId('lab-banner').isVisible());
}

export async function upload(page, file) {
  await visit(page, '/imports');
  await page.locator('input[type=file]').setInputFiles(file);
  await page.waitForURL(/\/imports\/\d+/);
  await page.getByTestId('commit').waitFor({ timeout: 60_000 });
}

// Answers a question with its main button. A click while the question still unfolds is lost now and then.
export async function agree(page) {
  const button = page.locator('.ant-modal-confirm-btns .ant-btn-primary');
  await button.waitFor();
  await page.waitForTimeout(400);
  await button.click();
}

async function commit(page) {
  await page.getByTestId('commit').click();
  await agree(page);
  await page.locator('.ant-result-success').waitFor({ timeout: 120_000 });
}

export async function importWithErrors({ page, checks, estate, shot }) {
  await upload(page, estate.messy);
  await settled(page);
  const cells = page.getByTestId('problem-cells');
  const text = await cells.innerText();
  checks.contains('a missing unit is told with its cell', text, 'A3');
  checks.contains('a bad domain is told with its cell', text, 'C4');
  checks.contains('what was read stands beside it', text, 'sfj qingshi..gov.cn');
  checks.contains('an answer that is neither yes nor no is told', text, '已申请');
  checks.that('all or nothing refuses a sheet with errors', await page.getByTestId('commit').isDisabled());
  await shot('import-errors');
  const before = await cells.locator('tbody tr.ant-table-row').count();
  await cells.getByRole('checkbox').check();
  await checks.becomes(
    'only errors can be shown',
    async () => (await cells.locator('tbody tr.ant-table-row').count()) < before,
    true,
  );
  await page.getByRole('tab', { name: /全部行/ }).click();
  await page.locator('.ant-segmented-item', { hasText: '有错误' }).click();
  await page.locator('tr.hb-row-bad').first().waitFor();
  await checks.becomes('the rows can be filtered by their verdict', () => page.locator('tr.hb-row-good').count(), 0);
  checks.contains('the filter stands in the address', page.url(), 'rows=bad');
  await page.getByTestId('accept-good').check();
  await commit(page);
  checks.contains('the good rows are taken', await page.locator('.ant-result').innerText(), '写入');
}

export async function importEstate({ page, checks, estate }) {
  await upload(page, estate.workbook);
  await page.getByTestId('accept-good').check();
  await commit(page);
  await visit(page, '/sites');
  const range = await page.locator('.hb-pager').innerText();
  const total = Number((/共 ([\d,]+) 条/.exec(range)?.[1] ?? '0').replaceAll(',', ''));
  const drawn = new Set(estate.truth.map((row) => row.site)).size;
  checks.that(`every drawn site is in the register (${drawn})`, total >= drawn, range);
}

export async function roundToItsEnd({ page, checks, shot }) {
  await visit(page, '/rounds');
  await page.getByTestId('start-round').click();
  checks.contains(
    'starting a round is asked once more',
    await page.locator('.ant-modal-confirm').innerText(),
    '检查全部网站',
  );
  await agree(page);
  await page.waitForURL(/\/rounds\/\d+/);
  const round = page.getByTestId('round');
  await page.locator('[data-testid=round][data-state=running]').waitFor();
  await page.locator('.hb-newest tbody tr.ant-table-row').nth(9).waitFor({ timeout: 60_000 });
  checks.equal('rows arrive while the round runs', await round.getAttribute('data-state'), 'running');
  await shot('round-live');
  await page.locator('[data-testid=round]:not([data-state=running])').waitFor({ timeout: kRoundLimit });
  await settled(page);
  checks.equal('the round ends by itself', await round.getAttribute('data-state'), 'finished');
  const [done, total] = (await page.locator('.hb-figure-value').first().innerText()).split('/').map((n) => n.trim());
  checks.equal('every target has its row', done, total);
  await visit(page, `${new URL(page.url()).pathname}?outcome=ok`);
  checks.that('rows can be filtered by outcome', (await page.locator('tbody tr.ant-table-row').count()) > 0);
}

export async function overview({ page, checks, shot }) {
  await visit(page, '/overview');
  const first = page.getByTestId('attention').getByRole('link').first();
  const line = await first.innerText();
  checks.contains('an attack is named first', line, '攻击类问题');
  await page.waitForTimeout(500);
  await shot('overview');
  const counted = Number(/(\d[\d,]*)\s*$/.exec(line)?.[1] ?? '0');
  await first.click();
  await page.waitForURL(/\/findings\?category=/);
  await settled(page);
  const rows = await page.locator('tbody tr.ant-table-row').count();
  checks.equal('a count leads to exactly what it counts', rows, counted);
}

export async function sites({ page, checks, estate, shot }) {
  const wanted = estate.truth.find((row) => row.condition.startsWith('dark-') && row.host);
  await visit(page, '/sites');
  await shot('sites');
  await page.locator('.hb-search input').fill(wanted.site);
  await page.locator('.hb-search input').press('Enter');
  await page.waitForURL(/[?&]q=/);
  await settled(page);
  await page.waitForTimeout(600);
  const rows = await page.locator('tbody tr.ant-table-row').allInnerTexts();
  checks.that(
    'search finds the site by its name',
    rows.length > 0 && rows.some((row) => row.includes(wanted.site)),
    rows.join(' | '),
  );
  await page.reload();
  await settled(page);
  checks.equal('the search stays in the address', await page.locator('.hb-search input').inputValue(), wanted.site);
  await visit(page, '/sites?state=down');
  const states = await page.locator('tbody tr.ant-table-row').allInnerTexts();
  checks.that(
    'a filter shows only its rows',
    states.length > 0 && states.every((row) => row.includes('无法访问')),
    states[0],
  );
  await visit(page, '/sites?q=no-such-site-anywhere');
  checks.contains('an empty list says so', await bodyText(page), '没有符合条件的网站');
}

export async function sitePage({ page, checks, estate, shot }) {
  const wanted = estate.truth.find((row) => row.condition.startsWith('dark-') && row.host);
  await visit(page, `/sites?q=${encodeURIComponent(wanted.site)}`);
  await page.locator('tbody tr.ant-table-row').first().getByRole('link').first().click();
  await page.waitForURL(/\/sites\/\d+/);
  await settled(page);
  const facts = await bodyText(page);
  checks.contains('declared and observed stand side by side', facts, '登记与实测对照');
  checks.contains('the findings stand on the page', facts, '暗链');
  await shot('site');
  await page.getByRole('tab', { name: /访问/ }).click();
  await page.waitForTimeout(400);
  const visits = await bodyText(page);
  checks.contains('the visit tells its certificate', visits, 'TLS 与证书');
  checks.contains('the visit tells its attempts', visits, '访问经过');
  await shot('site-visits');
  await page.getByRole('tab', { name: /可用性/ }).click();
  await page.locator('.hb-strip').first().waitFor();
  const kept = await bodyText(page);
  checks.contains('one round proves nothing of a week', kept, '访问次数不足');
  checks.contains('the rule is named', kept, '国办秘函〔2019〕19 号');
  await page.getByText('逐次记录').first().click();
  await page.locator('.hb-strip ~ .ant-collapse tbody tr.ant-table-row').first().waitFor();
  checks.equal('every check is told', (await page.locator('.ant-collapse tbody tr.ant-table-row').count()) >= 1, true);
  await page.waitForTimeout(400);
  await shot('site-availability');
  await page.getByRole('tab', { name: /历史/ }).click();
  await page.getByText('历轮访问').waitFor();
  checks.contains('the history tells past visits', await bodyText(page), '#1');
}

// The gang of the truth that hit the most sites.
function largestGang(estate) {
  const gangs = new Map();
  for (const row of estate.truth) if (row.gang) gangs.set(row.gang, (gangs.get(row.gang) ?? new Set()).add(row.site));
  return [...gangs].sort((one, other) => other[1].size - one[1].size)[0];
}

export async function attackWaves({ page, checks, estate, shot }) {
  const [gang, hit] = largestGang(estate);
  await visit(page, '/overview');
  await page.locator('.hb-menu').getByRole('link', { name: '同源攻击' }).click();
  await page.waitForURL(/\/waves$/);
  await settled(page);
  checks.contains('a host several sites lead to is told', await bodyText(page), gang);
  await shot('waves');
  await visit(page, `/waves?q=${gang}`);
  const rows = page.locator('tbody tr.ant-table-row');
  await checks.becomes('a wave is found by its trait', () => rows.count(), 1);
  checks.contains('it counts its sites', await rows.first().innerText(), `${hit.size} / ${hit.size}`);
  await rows.first().getByRole('link').first().click();
  await page.waitForURL(/\/waves\/[0-9a-f]{16}$/);
  await settled(page);
  const sites = page.getByTestId('wave-sites').locator('tbody tr.ant-table-row');
  await sites.first().waitFor();
  const shown = await sites.allInnerTexts();
  checks.that(
    'the wave has exactly the sites the gang hit',
    shown.length === hit.size && [...hit].every((site) => shown.some((row) => row.includes(site))),
    shown.join(' | '),
  );
  checks.contains('its traits are told', await page.getByTestId('wave-traits').innerText(), gang);
  await shot('wave');
  await sites.first().locator('a.hb-explanation').first().click();
  await page.waitForURL(/\/findings\/\d+/);
  await settled(page);
  checks.contains(
    'the finding says what it is part of',
    await page.getByTestId('wave-note').innerText(),
    `另外 ${hit.size - 1} 个网站`,
  );
  await page.getByTestId('wave-note').getByRole('link').click();
  await page.waitForURL(/\/waves\//);
  await sites.first().getByRole('link').first().click();
  await page.waitForURL(/\/sites\/\d+/);
  await page.getByTestId('wave-note').waitFor();
  checks.contains('the site says so too', await page.getByTestId('wave-note').innerText(), '同一来源');
  await visit(page, '/waves?state=over');
  checks.contains('an empty list says so', await bodyText(page), '没有符合条件的同源攻击');
}

export async function findingAndDecision({ page, checks, shot }) {
  await visit(page, '/findings?category=dark-link');
  await page.locator('tbody tr.ant-table-row .hb-explanation').first().click();
  await page.waitForURL(/\/findings\/\d+/);
  await settled(page);
  checks.that('the evidence has its place', /第 [\d,]+ 字节起/.test(await bodyText(page)));
  checks.that('the evidence is shown as text', (await page.locator('pre.hb-snippet').first().innerText()).length > 0);
  checks.equal('no link is made of hostile bytes', await page.locator('pre.hb-snippet a').count(), 0);
  checks.that('why is told', (await page.locator('.hb-evidence-why').count()) > 0);
  await shot('finding');
  await page.getByRole('button', { name: '误报' }).click();
  await page.locator('.ant-modal-footer .ant-btn-primary').click();
  await checks.shows('a decision wants a reason', () => page.locator('.ant-modal').innerText(), '请写明理由');
  await page.locator('.ant-modal textarea').fill('已向主办单位核实，链接属于改版期间的测试内容');
  await page.locator('.ant-modal-footer .ant-btn-primary').click();
  await page.getByText('撤销处置').waitFor();
  checks.contains('the decision is kept with its reason', await bodyText(page), '已向主办单位核实');
  await page.getByRole('button', { name: '撤销处置' }).click();
  await page.getByRole('button', { name: '误报' }).waitFor();
  await checks.becomes('a decision can be taken back', () => page.getByRole('button', { name: '撤销处置' }).count(), 0);
}

async function download(page, format) {
  await page.getByTestId('findings-export').click();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId(`export-${format}`).click()]);
  return readFileSync(await file.path());
}

export async function findingsExport({ page, checks }) {
  await visit(page, '/findings?category=dark-link');
  const shown = await page.locator('tbody tr.ant-table-row').count();
  const lines = (await download(page, 'jsonl'))
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  checks.equal('the JSON Lines hold what the filters name', lines.length, shown);
  checks.that(
    'every line is a dark link',
    lines.every((line) => line.category === 'dark-link'),
    JSON.stringify(lines[0]),
  );
  const sarif = JSON.parse((await download(page, 'sarif')).toString('utf8'));
  checks.equal('the SARIF names its version', sarif.version, '2.1.0');
  checks.equal('the SARIF holds as many results', sarif.runs?.[0]?.results?.length, shown);
  checks.equal('the workbook is one', (await download(page, 'xlsx')).subarray(0, 2).toString('latin1'), 'PK');
}

export async function editByHand({ page, checks }) {
  await visit(page, '/organisations');
  await page.getByRole('button', { name: '登记单位' }).click();
  await page.locator('.ant-drawer #name').fill('青石县图书馆');
  await page.locator('.ant-drawer-footer .ant-btn-primary').click();
  await page.waitForURL(/\/organisations\/\d+/);
  await settled(page);
  checks.contains('an organisation is entered by hand', await page.locator('.hb-title').innerText(), '青石县图书馆');
  await visit(page, '/sites');
  await page.getByRole('button', { name: '登记网站' }).click();
  await page.locator('.ant-drawer #name').fill('青石县图书馆网站');
  await page.locator('.ant-drawer-footer .ant-btn-primary').click();
  await page.waitForURL(/\/sites\/\d+/);
  await settled(page);
  checks.contains('a site is entered by hand', await page.locator('.hb-title').innerText(), '青石县图书馆网站');
  await page.getByRole('button', { name: '修改' }).first().click();
  await page.locator('.ant-drawer #name').fill('青石县公共图书馆');
  await page.locator('.ant-drawer-footer .ant-btn-primary').click();
  await page.locator('.hb-title', { hasText: '青石县公共图书馆' }).waitFor();
  await page.getByRole('tab', { name: /历史/ }).click();
  await page.locator('del').first().waitFor();
  checks.contains(
    'the history keeps what it was called before',
    await page.locator('del').first().innerText(),
    '青石县图书馆网站',
  );
}

// On the site entered by hand, which the page still shows.
export async function ordersToTheWatch({ page, checks, shot }) {
  await page.getByRole('tab', { name: '监测安排' }).click();
  await page.getByText('未作单独安排').waitFor();
  await page.getByRole('button', { name: '更改安排' }).click();
  const drawer = page.locator('.ant-drawer');
  await drawer.getByText('标准检查').click();
  const save = page.locator('.ant-drawer-footer .ant-btn-primary');
  await save.click();
  const missing = drawer.locator('.ant-form-item-explain-error').first();
  checks.contains('more than an ordinary visit needs to say who consented', await missing.innerText(), '请填写');
  await drawer.locator('#consent_by').fill('冀网信函〔2026〕3号');
  await drawer.getByText('暂停', { exact: true }).click();
  await drawer.locator('#pause_reason').fill('机房搬迁');
  await drawer.getByRole('button', { name: '添加时段' }).click();
  await drawer.getByPlaceholder('22:00').fill('22:00');
  await drawer.getByPlaceholder('06:00').fill('06:00');
  await shot('watch-order-form');
  await save.click();
  await page.getByText('历次安排').waitFor();
  const told = await bodyText(page);
  checks.contains('the order says who consented', told, '冀网信函〔2026〕3号');
  checks.contains('and why it is paused', told, '机房搬迁');
  checks.contains('and when it is quiet', told, '周一至五 22:00–次日 06:00');
  await shot('watch-orders');
  await page.getByTestId('language').click();
  await page.getByText('All orders given').waitFor();
  await shot('watch-orders-en');
  await page.getByTestId('language').click();
  await settled(page);
}

export async function wrongWays({ page, checks }) {
  await page.goto(new URL('/no-such-page', page.url()).href);
  await page.getByText('没有这个页面').waitFor({ timeout: 15_000 });
  checks.contains('an unknown page says so', await bodyText(page), '没有这个页面');
  await page.goto(new URL('/sites/99999999', page.url()).href);
  await page.getByRole('alert').waitFor();
  checks.contains('an unknown site is a problem with a next step', await page.getByRole('alert').innerText(), '下一步');
}

export async function inEnglish({ page, checks, shot }) {
  await visit(page, '/overview');
  await page.getByTestId('language').click();
  await settled(page);
  checks.contains('the overview speaks English', await bodyText(page), 'Needs attention first');
  await page.waitForTimeout(500);
  await shot('overview-en');
  await visit(page, '/findings?category=dark-link');
  await page.locator('tbody tr.ant-table-row .hb-explanation').first().click();
  await page.waitForURL(/\/findings\/\d+/);
  await settled(page);
  checks.that(
    'a finding is explained in English',
    /^[A-Z][a-z]+ [a-z]+ [a-z]+/.test(await page.locator('.hb-title').innerText()),
    await page.locator('.hb-title').innerText(),
  );
  await shot('finding-en');
  await visit(page, '/waves');
  checks.contains('waves speak English', await bodyText(page), 'What they share');
  await shot('waves-en');
  await visit(page, '/imports/1');
  checks.contains('an import speaks English', await bodyText(page), 'Entered in the register');
  for (const [path, words] of [
    ['/sites', 'Enter a site'],
    ['/rounds', 'Start a round'],
    ['/organisations', 'Enter an organisation'],
    ['/settings', 'Appearance'],
  ]) {
    await visit(page, path);
    checks.contains(`${path} speaks English`, await bodyText(page), words);
  }
  await page.reload();
  await settled(page);
  checks.contains('the language is remembered', await bodyText(page), 'Appearance');
  await page.getByTestId('language').click();
}

export async function keyboard({ page, checks }) {
  await visit(page, '/sites');
  await page.keyboard.press('Tab');
  const focused = await page.evaluate(() => document.activeElement?.getAttribute('href'));
  checks.equal('the first stop skips to the content', focused, '#content');
  const nameless = await page.evaluate(() =>
    [...document.querySelectorAll('button, a[href], input')]
      .filter((node) => node.offsetParent !== null && getComputedStyle(node).visibility !== 'hidden')
      .filter(
        (node) =>
          !(
            node.getAttribute('aria-label') ||
            node.querySelector('[role=img][aria-label]') ||
            node.getAttribute('title') ||
            node.textContent?.trim() ||
            node.getAttribute('placeholder') ||
            node.labels?.length ||
            node.closest('label') ||
            node.closest('[role=columnheader]')
          ),
      )
      .map((node) => node.outerHTML.slice(0, 160)),
  );
  checks.that('every control has a name', nameless.length === 0, nameless.join('\n'));
}

export async function onAPhone({ page, checks, shot }) {
  for (const path of ['/overview', '/sites', '/findings', '/sites/1', '/rounds', '/imports']) {
    await visit(page, path);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    checks.that(`${path} fits a phone`, width <= 390, width);
  }
  await visit(page, '/overview');
  await shot('phone');
  await page.getByRole('button', { name: '打开菜单' }).click();
  await page.locator('.ant-drawer').getByRole('link', { name: '网站' }).click();
  await page.waitForURL(/\/sites/);
  await settled(page);
  checks.contains('the menu leads on, on a phone', await page.locator('.hb-title').innerText(), '网站');
}

export async function signIn(page, estate) {
  await page.goto(estate.address);
  await page.fill('#name', estate.account);
  await page.fill('#password', password);
  await page.locator('button[type=submit]').click();
  await page.locator('.hb-title').first().waitFor();
}

export async function theWatch({ page, checks, estate, shot }) {
  await page.goto('about:blank'); // nobody asks while the server is away
  await estate.watched('10s');
  await page.goto(`${estate.address}watch?tab=coverage`);
  await settled(page);
  const english = (await bodyText(page)).includes('Live wall');
  if (english) await page.getByTestId('language').click();
  await page.getByText('最近一个完整周期').waitFor({ timeout: 60_000 });
  const told = await bodyText(page);
  checks.contains('the watch runs', told, '持续监测 运行中');
  checks.contains('it tells its period', told, '每个网站每 10 秒一次');
  checks.contains('it tells how late it was', told, '99% 不超过');
  await shot('watch');
  await page.getByTestId('language').click();
  await settled(page);
  checks.contains('the watch speaks English', await bodyText(page), 'The latest whole period');
  await shot('watch-en');
  await page.getByRole('tab', { name: 'Live wall' }).click();
  await page.getByTestId('wall-tile').first().waitFor();
  checks.contains('the wall speaks English', await bodyText(page), 'The last 24 hours');
  await shot('wall-en');
  await page.getByTestId('language').click();
  await settled(page);
  checks.contains('the wall tells what happened', await bodyText(page), '最近 24 小时');
  await shot('wall');
  await page.locator('.hb-wall-square').first().waitFor();
  await page.locator('.hb-wall-square').first().click();
  await page.getByRole('tab', { name: '时间线' }).click();
  await page.getByText('发生了什么').waitFor();
  await shot('timeline');
  await page.getByTestId('language').click();
  await page.getByText('What happened').waitFor();
  await shot('timeline-en');
  await page.getByTestId('language').click();
  if (english) await page.getByTestId('language').click();
}

export async function innerPagesAndMetrics({ page, checks, shot }) {
  await visit(page, '/sites?state=up');
  await page.locator('.ant-table-row a').first().click();
  await page.getByRole('tab', { name: '内页' }).click();
  const walked = page.getByText('首页链接的内页').first();
  for (let i = 0; i < 30 && !(await walked.isVisible()); i++) {
    await page.waitForTimeout(2_000);
    await page.reload();
    await settled(page);
  }
  checks.contains('inner pages are listed', await bodyText(page), '返回 404');
  await shot('walks');
  await page.getByTestId('language').click();
  await settled(page);
  checks.contains('inner pages in English', await bodyText(page), 'answered with 404');
  await shot('walks-en');
  await page.getByTestId('language').click();
  await page.getByRole('tab', { name: '域名解析' }).click();
  await settled(page);
  checks.contains('names are shown, or said not to be asked yet', await bodyText(page), '解析');
  await shot('names');
  await visit(page, '/inspection');
  await page.locator('.ant-table-row').first().waitFor();
  checks.contains('the metrics say what they rest on', await bodyText(page), '国办秘函〔2019〕19');
  checks.contains('the metrics count', await bodyText(page), '首页不更新');
  await shot('inspection');
  await page.getByRole('tab', { name: '按单位' }).click();
  await page.getByRole('tabpanel', { name: '按单位' }).locator('.ant-table-row').first().waitFor();
  await page.getByRole('tab', { name: '按网站' }).click();
  await page.getByRole('tabpanel', { name: '按网站' }).locator('.ant-table-row').first().waitFor();
  checks.contains('a site without proof is said to lack it', await bodyText(page), '依据不足');
  await page.getByTestId('language').click();
  await settled(page);
  checks.contains('the metrics in English', await bodyText(page), 'Not proven');
  await shot('inspection-en');
  await page.getByTestId('language').click();
}

export async function tellingPeople({ page, checks, shot }) {
  await visit(page, '/notice');
  await page.getByTestId('channel-duty').getByText('发送失败').waitFor({ timeout: 60_000 });
  await page.getByText('连接不上接收方').first().waitFor();
  await page.getByTestId('test-log').click();
  await page.getByText('测试消息已送达“log”').waitFor();
  await page.locator('.ant-table-row').first().waitFor();
  checks.contains('what was told is listed', await bodyText(page), '已送达');
  await page.locator('.ant-notification-notice-close').click();
  await page.getByTestId('channel-log').getByText('正常').waitFor();
  await settled(page);
  await shot('telling');
  await page.getByTestId('language').click();
  await settled(page);
  checks.contains('telling speaks English', await bodyText(page), 'The receiver cannot be reached');
  await shot('telling-en');
  await page.getByTestId('language').click();
  await visit(page, '/notice?state=waiting&channel=duty');
  await page.locator('.ant-table-row').first().waitFor();
  await checks.becomes('the filter holds', () => page.locator('.ant-table-row').filter({ hasText: '已送达' }).count(), 0);
  await page.locator('[data-testid^=replay-]').first().click();
  await page.locator('.ant-modal-confirm').getByRole('button', { name: '重发' }).click();
  await page.getByText('已重新排入发送').waitFor();
}

export async function signOut({ page, checks }) {
  await visit(page, '/overview');
  await page.getByTestId('account').click();
  await page.getByText('退出登录').click();
  await page.locator('#name').waitFor();
  const status = await page.evaluate(async () => (await fetch('/api/v1/sites')).status);
  checks.equal('after signing out nothing is answered', status, 401);
}
