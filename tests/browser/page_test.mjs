// Opens the report page from a file, compares its numbers with results.json, uses every control, looks at it on a desktop,
// a phone, in the dark and on paper.   page_test.mjs NPM_FOLDER CHROMIUM MADE_REPORT OUT
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { check, checkAccess, launch, made, open, picture, problems, screenshots } from './browser.mjs';

const tidy = text => text.replace(/[\u00a0\u202f]/g, ' ').trim();
const written = {  // what the page must print, worked out apart from the page
  service_level: v => (100 * v).toFixed(1) + ' %',
  abandonment: v => (100 * v).toFixed(1) + ' %',
  offered: v => Math.round(v).toString().replace(/\B(?=(\d{3})+$)/g, ' '),
};

// Every figure of the queue table, and its text where the test knows how it must read.
async function checkNumbers(page, report, planName) {
  const plan = report.results.plans[planName];
  const rows = await page.$$eval('#queues tbody tr', list => list.map(row => ({
    queue: row.querySelector('[data-queue]').dataset.queue,
    cells: [...row.querySelectorAll('td')].map(cell => ({ metric: cell.dataset.metric, value: cell.dataset.value, text: cell.querySelector('span').textContent })),
  })));
  check(rows.length === Object.keys(plan.queues).length, `${report.name}, ${planName}: the page shows ${rows.length} queues, results.json has ${Object.keys(plan.queues).length}`);
  let compared = 0;
  for (const { queue, cells } of rows) {
    for (const { metric, value, text } of cells) {
      const expected = (plan.queues[queue][metric] || { mean: null }).mean;
      const same = expected === null ? value === '' && text === '–' : Number(value) === expected;
      check(same, `${report.name}, ${planName}: ${queue}.${metric} reads ${value} (${text}), results.json says ${expected}`);
      if (expected !== null && written[metric]) check(tidy(text) === written[metric](expected), `${report.name}: ${queue}.${metric} is written "${text}", ${expected} should read "${written[metric](expected)}"`);
      ++compared;
    }
  }
  const tiles = await page.$$eval('.tile', list => list.map(tile => [tile.dataset.metric, Number(tile.dataset.value)]));
  for (const [metric, value] of tiles) check(value === plan.total[metric].mean, `${report.name}, ${planName}: ${metric} reads ${value}, results.json says ${plan.total[metric].mean}`);
  check(compared >= rows.length * 5, `${report.name}: only ${compared} figures found on the page`);
}

async function checkTargets(page, report, planName) {
  const expected = Object.values(report.results.plans[planName].queues).flatMap(queue => Object.values(queue)).filter(e => 'target' in e).map(e => e.met);
  const shown = await page.$$eval('#targets [data-met]', list => list.map(cell => Number(cell.dataset.met)));
  check(JSON.stringify(shown.slice(0, expected.length)) === JSON.stringify(expected), `${report.name}, ${planName}: chances of the targets read ${shown}, results.json says ${expected}`);
}

async function useEverySelect(page, report) {
  for (const id of ['plan', 'queue', 'group', 'heat-metric', 'day']) {
    if (!await page.isVisible('#' + id)) continue;
    const values = await page.$$eval(`#${id} option`, list => list.map(option => option.value));
    for (const value of id === 'day' ? [values.at(-1), values[1]] : values) {
      await page.selectOption('#' + id, value);
      if (id === 'plan') {
        await checkNumbers(page, report, value);
        await checkTargets(page, report, value);
      }
    }
    await page.selectOption('#' + id, { index: 0 });
    if (id === 'day') await page.check('input[name=step][value=day]');
  }
}

async function useEveryButton(page, report) {
  for (const name of await page.$$eval('#plans [data-plan]', list => list.map(button => button.dataset.plan))) {
    await page.click(`#plans [data-plan="${name}"]`);
    check(await page.inputValue('#plan') === name, `${report.name}: the button of plan ${name} does not show it`);
    check(await page.evaluate(wanted => document.activeElement.dataset.plan === wanted, name), `${report.name}: choosing plan ${name} loses the keyboard's place`);
  }
  for (const step of ['interval', 'day']) {
    await page.check(`input[name=step][value=${step}]`);
    check((await page.getAttribute('#load', 'aria-label')).endsWith(`by ${step}`), `${report.name}: the charts do not follow "by ${step}"`);
  }
  await page.click('#print');
  check(await page.evaluate(() => window.printed === 1), `${report.name}: Print does not print`);
  await page.click('#theme');
  check(await page.evaluate(() => document.documentElement.dataset.theme === 'dark'), `${report.name}: Dark does not darken`);
  await page.click('#theme');
  for (const summary of await page.$$('summary')) await summary.click();
  check(await page.$$eval('details', list => list.every(details => details.open)), `${report.name}: a fold does not open`);
  const days = await page.$$eval('#days tbody tr', list => list.length);
  check(days === new Set(report.results.plans[await page.inputValue('#plan')].days.map(d => d.date)).size, `${report.name}: the table of days has ${days} rows`);
  for (const word of await page.$$('.term')) {
    await word.focus();
    check(await page.isVisible('#tip'), `${report.name}: "${await word.textContent()}" does not show its definition`);
  }
  await page.keyboard.press('Escape');
  check(await page.isHidden('#tip'), `${report.name}: Escape does not close a definition`);
  const unknown = await page.$$eval('button, input, select, summary', list => list.filter(e => !e.closest('#plans') && !['theme', 'print', 'plan', 'queue', 'group', 'heat-metric', 'day'].includes(e.id)
    && !e.matches('.term, summary, input[name=step]')).map(e => e.outerHTML));
  check(unknown.length === 0, `${report.name}: controls that this test does not use: ${unknown}`);
}

async function chooseCell(page, report) {
  await page.locator('#heat').scrollIntoViewIfNeeded();
  const box = await page.locator('#heat canvas').first().boundingBox();
  await page.mouse.click(box.x + 0.4 * box.width, box.y + 0.5 * box.height);
  await page.waitForFunction(() => document.querySelector('input[name=step][value=interval]').checked, null, { timeout: 5000 })
    .catch(() => problems.push(`${report.name}: choosing a cell of the heat map does not show its day`));
  await page.waitForTimeout(200);
  await picture(page, 'desktop_interval');
  await page.check('input[name=step][value=day]');
}

// Tab from the top reaches every control of the bar, in the order of the page.
async function walkByKeyboard(page, report) {
  await page.evaluate(() => { document.activeElement.blur(); window.scrollTo(0, 0); });
  const reached = [];
  for (let i = 0; i < 12; ++i) {
    await page.keyboard.press('Tab');
    reached.push(await page.evaluate(() => document.activeElement.id || document.activeElement.name || document.activeElement.className));
  }
  const order = ['skip', 'theme', 'print', 'plan', 'queue', 'step', 'day'];
  check(order.every((id, i) => reached[i] === id), `${report.name}: the Tab key goes ${reached.slice(0, order.length)}, expected ${order}`);
}

async function checkCharts(page, report) {
  const empty = await page.$$eval('.chart', list => list.filter(chart => !chart.querySelector('canvas, svg')).map(chart => chart.id));
  check(empty.length === 0, `${report.name}: charts not drawn: ${empty}`);
}

async function noSidewaysScroll(page, name) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(over <= 0, `${name}: the page is ${over} pixels wider than the screen`);
}

async function season(browser) {
  const report = made('season', 55, 3, 2);
  const page = await open(browser, report);
  check(await page.textContent('h1') === report.results.scenario, 'season: the title is not the scenario\'s name as it was written');
  check((await page.textContent('#text')).includes('</script><img'), 'season: the scenario\'s text is not shown as it was written');
  check(await page.evaluate(() => window.hacked === undefined), 'season: a name ran as a script');
  await checkNumbers(page, report, 'before');
  await checkCharts(page, report);
  await picture(page, 'desktop');
  await checkAccess(page, 'desktop');
  await walkByKeyboard(page, report);
  await useEverySelect(page, report);
  await chooseCell(page, report);
  await useEveryButton(page, report);
  await checkAccess(page, 'desktop, everything unfolded');
  await page.setViewportSize({ width: 700, height: 990 });  // an A4 sheet's width
  await page.emulateMedia({ media: 'print' });
  await page.waitForTimeout(200);
  await picture(page, 'print');
  await page.pdf({ path: join(screenshots, 'print.pdf'), format: 'A4' });
  await page.context().close();
  const dark = await open(browser, report, { colorScheme: 'dark' });
  await picture(dark, 'dark');
  await checkAccess(dark, 'dark');
  await dark.context().close();
  const phone = await open(browser, report, { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
  await picture(phone, 'phone');
  await noSidewaysScroll(phone, 'phone');
  await checkAccess(phone, 'phone');
  await phone.context().close();
}

async function otherSizes(browser) {
  for (const [name, plan, ...shape] of [['small', 'baseline', 'small'], ['one_queue', 'before', 7, 1, 1], ['ten_queues', 'before', 30, 10, 3]]) {
    const report = made(name, ...shape);
    const page = await open(browser, report);
    await checkNumbers(page, report, plan);
    await useEverySelect(page, report);
    await noSidewaysScroll(page, name);
    await picture(page, name);
    await checkAccess(page, name);
    await page.context().close();
  }
  const largest = made('largest', 90, 6, 5, '24h');
  const size = statSync(fileURLToPath(largest.address)).size / 1e6;
  check(size < 6, `90 days, 6 queues and 5 plans around the clock make a page of ${size.toFixed(1)} MB, more than 6`);
  const page = await open(browser, largest);
  await checkNumbers(page, largest, 'before');
  await page.context().close();
  console.log(`largest page: ${size.toFixed(2)} MB`);
}

const browser = await launch();
try {
  await season(browser);
  await otherSizes(browser);
} finally {
  await browser.close();
}
for (const problem of problems) console.error('FAILED: ' + problem);
console.log(problems.length ? `${problems.length} problems` : 'the page behaves');
process.exitCode = problems.length ? 1 : 0;
