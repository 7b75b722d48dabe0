// Chromium as root, without sandbox, shared memory or network; every console error and every request outward is kept.
import { createRequire } from 'node:module';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const [npmFolder, chromium, madeReport, out] = process.argv.slice(2);
const require = createRequire(join(npmFolder, 'package.json'));
const playwright = require('playwright-core');
const axeSource = require('axe-core').source;

export const problems = [];
export const check = (good, sentence) => { if (!good) problems.push(sentence); };
export const screenshots = join(out, 'screenshots');
mkdirSync(screenshots, { recursive: true });

export const launch = () => playwright.chromium.launch({
  executablePath: chromium,
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync',
    '--no-first-run', '--disable-crash-reporter', '--disable-breakpad', '--font-render-hinting=none'],
});

// A report folder of made-up results, as results.json and the page's address.
export function made(name, ...shape) {
  const folder = join(out, 'reports', name);
  mkdirSync(folder, { recursive: true });
  execFileSync(madeReport, [folder, ...shape.map(String)], { stdio: ['ignore', 'ignore', 'inherit'] });
  return { name, results: JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')), address: pathToFileURL(join(folder, 'report.html')).href };
}

export const open = (browser, report, options) => visit(browser, report, '#queues table', options);

// The page of a report once it shows `sign`.
export async function visit(browser, report, sign, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: 'light', ...options });
  context.setDefaultTimeout(240000);  // a busy machine is slow, not wrong
  const page = await context.newPage();
  page.on('console', message => { if (message.type() === 'error') problems.push(`${report.name}: console error: ${message.text()}`); });
  page.on('pageerror', error => problems.push(`${report.name}: script error: ${error.message}`));
  page.on('request', request => { if (!/^(file|data|blob|about):/.test(request.url())) problems.push(`${report.name}: the page asks the network for ${request.url()}`); });
  page.on('dialog', dialog => { problems.push(`${report.name}: a dialog opened`); dialog.dismiss(); });
  await page.addInitScript(() => { window.print = () => { window.printed = (window.printed || 0) + 1; }; });
  await page.goto(report.address);
  await page.waitForFunction(wanted => document.querySelector(wanted), sign);
  return page;
}

export const picture = (page, name) => page.screenshot({ path: join(screenshots, name + '.png'), fullPage: true, timeout: 240000 });

// No violation at all, or with `grave` none that is serious or critical.
export async function checkAccess(page, name, { grave = false } = {}) {
  await page.evaluate(axeSource);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  for (const violation of found.violations) {
    const where = violation.nodes.slice(0, 3).map(node => node.target.join(' ')).join('; ');
    const sentence = `${name}: accessibility (${violation.impact}): ${violation.help} at ${where}`;
    if (!grave || ['serious', 'critical'].includes(violation.impact)) problems.push(sentence);
    else console.log('note: ' + sentence);
  }
}
