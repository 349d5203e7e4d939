// Every page of the console, and most of what opens over one, held to sound.mjs by somebody who may see everything of the register.
import { settled, signIn, upload, visit } from './journeys.mjs';
import { sound } from './sound.mjs';

async function first(page, path) {
  return page.evaluate(async (where) => (await (await fetch(`/api/v1${where}`)).json()).items[0]?.id, path);
}

// Of two sites: the first of the estate, and the one entered by hand, to which most things happened.
async function addresses(page) {
  const [site, hit, finding, wave, organisation] = await Promise.all(
    ['/sites?q=青石县公共图书馆', '/sites?state=up', '/findings?category=dark-link', '/waves', '/organisations'].map((path) => first(page, path)),
  );
  const change = await page.evaluate(
    async (id) => (await (await fetch(`/api/v1/sites/${id}/timeline`)).json()).page_changes[0]?.id,
    site,
  );
  const tabs = ['availability', 'timeline', 'findings', 'walks', 'names', 'registration'];
  return [
    '/overview',
    '/watch',
    '/watch?tab=coverage',
    '/watch?tab=orders',
    '/findings',
    '/findings?q=nothing-has-this-name',
    `/findings/${finding}`,
    '/waves',
    `/waves/${wave}`,
    '/sites',
    '/sites/1',
    '/sites/1?tab=visits',
    ...tabs.map((tab) => `/sites/${hit}?tab=${tab}`),
    `/sites/${site}?tab=timeline`,
    `/sites/${site}?tab=orders`,
    `/sites/${site}?tab=history`,
    `/sites/${site}/changes/${change}`,
    '/organisations',
    `/organisations/${organisation}`,
    '/imports',
    '/inspection',
    '/inspection?tab=unit',
    '/inspection?tab=site',
    '/rounds',
    '/rounds/1',
    '/notice',
    '/accounts',
    '/settings',
  ];
}

async function walk(page, checks, all) {
  for (const path of all) {
    await visit(page, path);
    await sound(page, path, checks);
  }
}

// A sheet that was read, and ways that lead nowhere.
async function others(page, checks, estate) {
  await upload(page, estate.messy); // one that was read before a restart is gone
  await settled(page);
  await sound(page, 'an import', checks);
  for (const path of ['/no-such-page', '/sites/99999999']) {
    await page.goto(new URL(path, page.url()).href);
    await page.locator('.ant-result, [role=alert]').first().waitFor();
    await sound(page, path, checks);
  }
}

// What a button of a page opens, and how it is closed again.
async function opened(page, checks, path, name, open) {
  await visit(page, path);
  await open();
  await page.locator('.ant-drawer-body, .ant-modal-body, .ant-dropdown-menu').last().waitFor();
  await sound(page, `${path}, ${name}`, checks);
}

async function drawers(page, checks) {
  const site = await first(page, '/sites?q=青石县公共图书馆');
  const button = (name) => () => page.getByRole('button', { name }).first().click();
  const finding = await first(page, '/findings?category=dark-link');
  await opened(page, checks, '/sites', 'enter a site', button('登记网站'));
  await opened(page, checks, '/organisations', 'enter an organisation', button('登记单位'));
  await opened(page, checks, `/sites/${site}?tab=orders`, 'change the order', button('更改安排'));
  await opened(page, checks, '/watch?tab=orders', 'an order for a group', () => page.getByTestId('group-order').click());
  await opened(page, checks, `/findings/${finding}`, 'a decision', button('误报'));
  await opened(page, checks, '/rounds', 'the question before a round', () => page.getByTestId('start-round').click());
  await opened(page, checks, '/accounts', 'a new account', () => page.getByTestId('new-account').click());
  await opened(page, checks, '/settings', 'a token', () => page.getByTestId('make-token').click());
  await opened(page, checks, '/settings', 'the menu of the account', () => page.getByTestId('account').click());
  await visit(page, '/overview');
  await page.setViewportSize({ width: 390, height: 844 });
  await settled(page);
  await page.getByRole('button', { name: '打开菜单' }).click();
  await page.locator('.ant-drawer-body').waitFor();
  await sound(page, 'the menu on a phone', checks, { only: 390 });
  await page.setViewportSize({ width: 1280, height: 860 });
}

// In two windows at once, since a page mostly waits.
export async function everyPage({ page, checks, estate, open }) {
  const other = await open({ width: 1280, height: 860 });
  await signIn(other, estate);
  const all = await addresses(page);
  checks.that('there is one of everything to look at', !all.some((path) => path.includes('undefined')), all.join(' '));
  const half = Math.ceil(all.length * 0.8);
  await Promise.all([
    walk(other, checks, all.slice(0, half)),
    (async () => {
      await walk(page, checks, all.slice(half));
      await others(page, checks, estate);
      await drawers(page, checks);
    })(),
  ]);
  await other.context().close();
  await visit(page, '/overview');
}
