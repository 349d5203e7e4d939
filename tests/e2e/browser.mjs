// A browser that is watched: what a page writes to its console, throws, or is refused by the content policy is kept.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

export const program = process.env.CHROMIUM_BIN ?? '/usr/bin/chromium';
export const present = () => existsSync(program);

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

// The browser itself reports every answer of 400 and above; those are part of the journey and checked there.
const expected = /Failed to load resource: the server responded with a status of (401|403|404|409|412|422)/;

export async function openBrowser() {
  const browser = await chromium.launch({ executablePath: program, args: flags });
  const faults = [];
  const open = async (viewport) => {
    const context = await browser.newContext({
      viewport,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      acceptDownloads: true,
    });
    context.setDefaultTimeout(90_000); // a busy machine is slow, not wrong
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(
          `content policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`,
        );
      });
    });
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error' && !expected.test(message.text())) faults.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => faults.push(`thrown: ${error.message}`));
    page.on('dialog', (dialog) => {
      faults.push(`dialog: ${dialog.message()}`); // a page of ours never opens one: this is hostile text come to life
      void dialog.dismiss();
    });
    return page;
  };
  return { open, faults, close: () => browser.close() };
}
