// What holds of every page whatever it shows: axe finds nothing serious, the page as a whole never scrolls sideways, and
// whatever can be pressed can be reached by keyboard.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const wide = { width: 1280, height: 860 };
const narrow = { width: 390, height: 844 };

// Each language, each scheme and each width once with each of the others.
const dresses = [
  { language: 'zh', scheme: 'light', size: wide },
  { language: 'zh', scheme: 'dark', size: narrow },
  { language: 'en', scheme: 'dark', size: wide },
  { language: 'en', scheme: 'light', size: narrow },
];

// Until nothing is loading and nothing moves: a colour that is still changing is none that anybody reads.
async function still(page) {
  await page.waitForTimeout(120);
  await page
    .locator('.ant-spin-spinning, .ant-skeleton-active')
    .first()
    .waitFor({ state: 'detached', timeout: 10_000 })
    .catch(() => undefined);
  await page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    for (let quiet = 0; quiet < 2; quiet++) {
      await frame();
      for (const one of document.getAnimations()) {
        if (one.effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY) continue;
        one.finish();
        quiet = 0;
      }
    }
  });
}

// By the page's own switches, also where a drawer or a window lies over them.
async function dressed(page, { language, scheme, size }) {
  await page.setViewportSize(size);
  await page.evaluate(
    async ([wantedLanguage, wantedScheme]) => {
      const root = document.documentElement;
      const press = (name) => document.querySelector(`[data-testid=${name}]`)?.click();
      if (root.lang.slice(0, 2) !== wantedLanguage) press('language');
      if (root.style.colorScheme !== wantedScheme) press('scheme');
    },
    [language, scheme],
  );
  await still(page);
}

async function presentDress(page) {
  const [language, scheme] = await page.evaluate(() => {
    const root = document.documentElement;
    return [root.lang.slice(0, 2), root.style.colorScheme];
  });
  return { language, scheme, size: page.viewportSize() };
}

// Lines of what axe holds against the page.
async function violations(page) {
  await page.evaluate(`window.axe || (() => { ${axe} })()`);
  return page.evaluate(async () => {
    // The rows of a table are alike; a dozen of them stand for all.
    const looked = { include: [document], exclude: ['tr.ant-table-row:nth-child(n+14)'] };
    const { violations } = await window.axe.run(looked, { resultTypes: ['violations'], preload: false });
    return violations
      .filter((one) => one.impact === 'serious' || one.impact === 'critical')
      .map((one) => {
        const nodes = one.nodes.slice(0, 4).map((node) => {
          const said = node.any[0]?.data;
          const colours = said?.contrastRatio ? ` ${said.fgColor} on ${said.bgColor} ${said.contrastRatio}` : '';
          return `${node.target.join(' ')}${colours} ${node.html.slice(0, 140)}`;
        });
        return `${one.impact} ${one.id} (${one.nodes.length}): ${nodes.join(' | ')}`;
      });
  });
}

// What shows a hand but cannot be come to by Tab, neither itself nor what it stands in or holds.
async function unreachable(page) {
  return page.evaluate(() => {
    const kReached = 'a[href], button, input, select, textarea, summary, iframe, [tabindex]:not([tabindex="-1"])';
    const kRoving = '[role=tab], [role=menuitem], [role=option], [role=radio]'; // arrows lead to these
    const hand = (node) => getComputedStyle(node).cursor === 'pointer';
    return [...document.querySelectorAll('body *')]
      .filter((node) => hand(node) && !(node.parentElement && hand(node.parentElement)) && node.getClientRects().length > 0)
      .filter(
        (node) =>
          !node.closest(`${kReached}, ${kRoving}, [aria-disabled=true]`) &&
          !node.querySelector(`${kReached}, ${kRoving}`) &&
          !node.closest('label')?.control &&
          // Their own keys do what these do: the arrows step a number, open and close a list.
          !node.closest('.ant-input-number-actions, .ant-select, .ant-picker, [aria-hidden=true]'),
      )
      .map((node) => node.outerHTML.slice(0, 160));
  });
}

// A drawer or a window over the page stops the page's own scrolling, so both are measured.
async function sideways(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const within = [...document.querySelectorAll('.ant-drawer-body, .ant-modal-body')].find(
      (one) => one.scrollWidth > one.clientWidth,
    );
    if (within) return `${within.className} ${within.scrollWidth} > ${within.clientWidth}`;
    if (scrollWidth <= clientWidth) return '';
    const far = [...document.querySelectorAll('.hb-page *')].find((one) => one.getBoundingClientRect().right > clientWidth);
    return `${scrollWidth} > ${clientWidth} ${far?.outerHTML.slice(0, 160) ?? ''}`;
  });
}

// The page that is shown, left as it was found. `only`: the one width at which it can be seen.
export async function sound(page, name, checks, { only } = {}) {
  const before = await presentDress(page);
  const found = { axe: [], wide: [], keyboard: [] };
  for (const dress of dresses.filter(({ size }) => !only || size.width === only)) {
    await dressed(page, dress);
    const worn = `${dress.language} ${dress.scheme} ${dress.size.width}`;
    const note = (list, lines) => list.push(...[lines].flat().filter(Boolean).map((line) => `${worn}: ${line}`));
    note(found.axe, await violations(page));
    note(found.wide, await sideways(page));
    note(found.keyboard, await unreachable(page));
  }
  await dressed(page, before);
  checks.that(`${name}: axe finds nothing serious`, found.axe.length === 0, found.axe.join('\n'));
  checks.that(`${name}: no sideways scroll`, found.wide.length === 0, found.wide.join('\n'));
  checks.that(`${name}: the keyboard reaches all that can be pressed`, found.keyboard.length === 0, found.keyboard.join('\n'));
}
