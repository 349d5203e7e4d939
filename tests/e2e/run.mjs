// Drives the console in a real browser against the real server and an estate of sick sites.
//   node run.mjs            checks; the last line counts them
//   node run.mjs --guide    the same, and writes the guide's pictures to docs/guide/images
// HUABIAO_BIN and BADWEB_BIN name the programs, CHROMIUM_BIN the browser.
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBrowser, present, program } from './browser.mjs';
import { Checks } from './checks.mjs';
import { openEstate } from './estate.mjs';
import { everyPage } from './every_page.mjs';
import * as journeys from './journeys.mjs';
import { accountsAndGrants, secondFactorAndToken, theAudit } from './people.mjs';
import * as watch from './watch_journeys.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const guide = process.argv.includes('--guide');
const pictures = guide ? resolve(here, '../../docs/guide/images') : join(here, 'artifacts');

if (!present()) {
  console.log(`skip: no browser at ${program}`);
  console.log('0 passed, 0 failed, 1 skipped');
  process.exit(0);
}
mkdirSync(pictures, { recursive: true });

const checks = new Checks();

async function drive(estate, browser) {
  const page = await browser.open({ width: 1280, height: 860 });
  const shot = (name) => page.screenshot({ path: shot.path(name) });
  shot.path = (name) => join(pictures, `${name}.png`);
  const walk = async (name, journey, other) => {
    await checks.part(name, () => journey({ page, checks, estate, shot, ...other }));
    if (checks.failed > 0 && !guide) await shot(`after-${name.replaceAll(' ', '-')}`).catch(() => undefined);
  };
  await walk('first sign-in', journeys.firstSignIn);
  await walk('import with errors', journeys.importWithErrors);
  await walk('import of the estate', journeys.importEstate);
  await walk('a round to its end', journeys.roundToItsEnd);
  await walk('overview', journeys.overview);
  await walk('sites', journeys.sites);
  await walk('site page', journeys.sitePage);
  await walk('attack waves', journeys.attackWaves);
  await walk('finding and decision', journeys.findingAndDecision);
  await walk('findings export', journeys.findingsExport);
  await walk('editing by hand', journeys.editByHand);
  await walk('orders to the watch', journeys.ordersToTheWatch);
  await walk('wrong ways', journeys.wrongWays);
  await walk('in English', journeys.inEnglish);
  await walk('keyboard', journeys.keyboard);
  await walk('the watch', journeys.theWatch);
  await walk('inner pages and official metrics', journeys.innerPagesAndMetrics);
  await walk('registration and TLS', watch.registrationAndTls);
  await walk('telling people', journeys.tellingPeople);
  await walk('orders for groups', watch.groupOrders);
  await walk('a page before and after', watch.beforeAndAfter);
  await walk('the picture of a finding', watch.pictureOfAFinding);
  await walk('an order for a group withdrawn', watch.groupOrderWithdrawn);
  await walk('every page', everyPage, { open: browser.open });
  await walk('accounts and grants', accountsAndGrants, { open: browser.open });
  await walk('a second factor and a token', secondFactorAndToken, { open: browser.open });
  await walk('the audit', theAudit, { open: browser.open });
  const phone = await browser.open({ width: 390, height: 844 });
  await checks.part('sign-in on a phone', () => journeys.signIn(phone, estate));
  await walk('on a phone', journeys.onAPhone, {
    page: phone,
    shot: (name) => phone.screenshot({ path: join(pictures, `${name}.png`) }),
  });
  await walk('sign-out', journeys.signOut);
  checks.that(
    'no error in the console, nothing thrown, nothing refused by the content policy',
    browser.faults.length === 0,
    browser.faults.join('\n'),
  );
}

await checks.part('the programs start', async () => {
  const estate = await openEstate({ seed: 2015, sites: 80 });
  try {
    const browser = await openBrowser();
    try {
      await drive(estate, browser);
    } finally {
      await browser.close();
    }
  } finally {
    if (checks.failed > 0) console.log(estate.errors());
    await estate.close();
  }
});
process.exitCode = checks.close();
