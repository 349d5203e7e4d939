// What a person does with the watch beyond the wall: orders for groups, a page before and after an attack, the picture of
// a finding, what registries and handshakes said. Every part leaves the page where the next begins, in Chinese.
import { changingHost } from './changing.mjs';
import { agree, bodyText, settled, visit } from './journeys.mjs';

const kPatience = 120_000;

// As the console asks.
async function call(page, method, path, body) {
  return page.evaluate(
    async ([how, where, what]) => {
      const session = await (await fetch('/api/v1/session')).json();
      const answer = await fetch(`/api/v1${where}`, {
        method: how,
        headers: { 'Content-Type': 'application/json', 'X-Huabiao-Csrf': session.csrf },
        body: what === null ? undefined : JSON.stringify(what),
      });
      return { status: answer.status, body: await answer.json() };
    },
    [method, path, body ?? null],
  );
}

async function until(page, what, holds) {
  const deadline = Date.now() + kPatience;
  while (Date.now() < deadline) {
    const found = await holds();
    if (found) return found;
    await page.waitForTimeout(500);
  }
  throw new Error(`waited for ${what}`);
}

export async function registrationAndTls({ page, checks, shot }) {
  const sites = (await call(page, 'GET', '/sites?state=up&limit=50')).body.items;
  const tried = await until(page, 'a site whose versions of TLS were tried', async () => {
    for (const site of sites) {
      const tls = await call(page, 'GET', `/sites/${site.id}/tls`);
      const registration = await call(page, 'GET', `/sites/${site.id}/registration`);
      if (tls.body.hosts.length > 0 && registration.body.domains.some((one) => one.said)) return site;
    }
    return null;
  });
  await visit(page, `/sites/${tried.id}?tab=registration`);
  const text = await bodyText(page);
  checks.contains('the registrar is told', text, '首选注册商有限公司');
  checks.contains('how long the domain is good is told', text, '剩余');
  checks.contains('the versions of TLS are told', text, 'TLS 1.3');
  checks.contains('whose certificate it is is told', text, '签发者');
  await shot('registration');
  await page.getByTestId('language').click();
  await settled(page);
  checks.contains('registrations speak English', await bodyText(page), 'days left');
  await shot('registration-en');
  await page.getByTestId('language').click();
  await settled(page);
}

// Of the unit and site entered by hand, which from now on is a site that changes.
export async function groupOrders({ page, checks, estate, shot }) {
  const unit = (await call(page, 'GET', `/organisations?q=${encodeURIComponent('青石县图书馆')}`)).body.items[0];
  const site = (await call(page, 'GET', `/sites?q=${encodeURIComponent('青石县公共图书馆')}`)).body.items[0];
  const declared = await call(page, 'POST', `/sites/${site.id}/declarations`, {
    organisation: unit.id,
    ascii_domains: [changingHost],
  });
  checks.equal('the site has a host', declared.status, 201);
  // The order of its own given before would hold first.
  await call(page, 'POST', `/sites/${site.id}/orders`, { withdrawn: true });
  await page.goto('about:blank');
  await estate.changing('3s');
  await page.goto(`${estate.address}watch?tab=orders`);
  await settled(page);
  await page.getByTestId('group-order').click();
  const drawer = page.locator('.ant-drawer');
  await drawer.locator('#unit').fill('青石县图书馆');
  await page.locator('.ant-select-item-option', { hasText: '青石县图书馆' }).first().click();
  await checks.becomes('a unit or a region, not both', () => drawer.locator('#region').count(), 0);
  await drawer.getByText('标准检查').click();
  await drawer.locator('#consent_by').fill('青文旅函〔2026〕7号');
  await shot('group-order-form');
  await page.locator('.ant-drawer-footer .ant-btn-primary').click();
  const row = page.locator('tbody tr.ant-table-row', { hasText: '青石县图书馆' });
  await row.waitFor();
  checks.contains('the order for a unit says who consented', await row.innerText(), '青文旅函〔2026〕7号');
  await settled(page);
  await shot('group-orders');
  await page.getByTestId('language').click();
  await settled(page);
  checks.contains('orders for groups speak English', await bodyText(page), 'Standard checks');
  await shot('group-orders-en');
  await page.getByTestId('language').click();
  await visit(page, `/sites/${site.id}?tab=orders`);
  checks.contains('the site says whose order holds', await bodyText(page), '来自单位安排：青石县图书馆');
}

export async function beforeAndAfter({ page, checks, estate, shot }) {
  const site = (await call(page, 'GET', `/sites?q=${encodeURIComponent('青石县公共图书馆')}`)).body.items[0];
  const changes = async () => (await call(page, 'GET', `/sites/${site.id}/timeline`)).body.page_changes;
  if (estate.draws) await until(page, 'a browser to draw the page', async () => estate.drawn() > 0);
  else
    await until(page, 'the site to be up', async () => (await call(page, 'GET', `/sites/${site.id}`)).body.verdict.state === 'up');
  await page.waitForTimeout(8_000); // the picture is on its way to disk
  estate.hack();
  const change = await until(page, 'the change', async () => {
    const found = (await changes())[0];
    return found && (!estate.draws || found.after.picture) ? found : null;
  });
  await visit(page, `/sites/${site.id}?tab=timeline`);
  await page.getByRole('link', { name: '对比前后' }).first().click();
  await page.waitForURL(/\/changes\/\d+$/);
  await page.getByText('变化之处').waitFor();
  await settled(page);
  const told = await bodyText(page);
  checks.contains('the change is judged', told, '疑似篡改');
  checks.contains('what stood there before is told', told, '开放时间：每周二至周日');
  checks.contains('hostile text is text', told, '<script>alert(1)</script> 注册送彩金');
  checks.contains('a new script is told', told, 'http://203.0.113.9:81/x.js');
  checks.equal('no link is made of hostile bytes', await page.locator('.hb-changes a, .hb-lines a').count(), 0);
  if (estate.draws) {
    const loaded = async () =>
      page.locator('.hb-picture img').evaluateAll((all) => all.filter((one) => one.complete && one.naturalWidth > 0).length);
    await page.locator('.hb-picture').first().scrollIntoViewIfNeeded();
    await until(page, 'both pictures', async () => (await loaded()) === 2);
    checks.that('the picture before was taken before', change.before.picture.taken_at < change.at);
  } else {
    checks.contains('that no picture is kept is said', told, '没有留存截图');
  }
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.setViewportSize({ width: 1280, height: 1500 });
  await shot('page-change');
  await page.getByTestId('language').click();
  await settled(page);
  checks.contains('a change speaks English', await bodyText(page), 'What changed');
  await shot('page-change-en');
  await page.getByTestId('language').click();
  await page.setViewportSize({ width: 390, height: 844 });
  await settled(page);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  checks.that('a change fits a phone', width <= 390, width);
  const sides = await page.locator('.hb-sides').first().locator('section').evaluateAll((all) => all.map((one) => one.offsetLeft));
  checks.equal('on a phone after stands below before', sides[0], sides[1]);
  await shot('page-change-phone');
  await page.setViewportSize({ width: 1280, height: 860 });
  await page.goto(new URL(`/sites/${site.id}/changes/999999`, page.url()).href);
  await page.getByRole('alert').waitFor();
  await page.goto(new URL('/watch?tab=orders', page.url()).href);
  await settled(page);
}

export async function pictureOfAFinding({ page, checks, estate, shot }) {
  if (!estate.draws) return console.log('skip  no account for the browser that draws, so findings have no pictures');
  const site = (await call(page, 'GET', `/sites?q=${encodeURIComponent('青石县公共图书馆')}`)).body.items[0];
  const finding = await until(page, 'a finding with its picture', async () => {
    for (const one of (await call(page, 'GET', `/findings?site=${site.id}&severity=medium`)).body.items) {
      const whole = (await call(page, 'GET', `/findings/${one.id}`)).body;
      if (whole.picture) return whole;
    }
    return null;
  });
  await visit(page, `/findings/${finding.id}`);
  const picture = page.locator('.hb-picture img');
  await picture.scrollIntoViewIfNeeded();
  await until(page, 'the picture', async () => picture.evaluate((one) => one.complete && one.naturalWidth > 0));
  checks.equal('it is the picture that was kept', await picture.evaluate((one) => one.naturalWidth), finding.picture.width);
  await shot('finding-picture');
  await page.getByTestId('language').click();
  await settled(page);
  await picture.scrollIntoViewIfNeeded();
  await shot('finding-picture-en');
  await page.getByTestId('language').click();
}

export async function groupOrderWithdrawn({ page, checks }) {
  await visit(page, '/watch?tab=orders');
  const row = page.locator('tbody tr.ant-table-row', { hasText: '青石县图书馆' });
  await row.getByRole('button', { name: '撤回' }).click();
  await agree(page);
  await row.waitFor({ state: 'detached' });
  checks.contains('a withdrawn order is gone, the general one stays', await bodyText(page), '普通访问');
}
