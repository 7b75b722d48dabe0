// Opens the report page from a file, compares its numbers with results.json, uses every control, looks at it on a desktop,
// a phone, in the dark and on paper.   page_test.mjs NPM_FOLDER CHROMIUM MADE_REPORT OUT
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { check, checkAccess, launch, made, open, picture, problems, screenshots } from './browser.mjs';
import { checkCharts, checkContacts, checkDays, checkHeatIsWhole, checkLevers, checkPlans, checkQueues, checkTargets, checkVerdict, noSidewaysScroll, tidy } from './page_checks.mjs';

const known = ['theme', 'print', 'plan', 'view', 'against', 'queue', 'metric', 'day', 'group', 'lever-metric', 'sensitivity-metric'];

async function checkFigures(page, report, planName) {
  await checkQueues(page, report, planName);
  await checkPlans(page, report);
  await checkTargets(page, report);
  await checkLevers(page, report, planName);
  await checkContacts(page, report);
}

async function useEverySelect(page, report) {
  for (const id of known.slice(2)) {
    if (!await page.isVisible('#' + id)) continue;
    const values = await page.$$eval(`#${id} option:not([hidden])`, list => list.map(option => option.value)), before = await page.inputValue('#' + id);
    for (const value of id === 'day' ? [values.at(-1), values[1], values[2]] : values) {
      await page.selectOption('#' + id, value);
      check(await page.inputValue('#' + id) === value, `${report.name}: ${id} does not keep ${value}`);
      if (id === 'plan') await checkFigures(page, report, value);
      if (id === 'lever-metric') await checkLevers(page, report, await page.inputValue('#plan'));
      await checkCharts(page, report);
    }
    await page.selectOption('#' + id, before);
  }
}

// One plan alone, two side by side and their difference: what the charts say they show.
async function useEveryView(page, report) {
  for (const view of ['beside', 'difference', 'one']) {
    await page.selectOption('#view', view);
    const plan = await page.inputValue('#plan'), label = await page.getAttribute('#fan', 'aria-label');
    check(await page.isVisible('#against') === (view !== 'one'), `${report.name}: the other plan's list does not fit the view ${view}`);
    check(await page.isVisible('#heat-against-part') === (view === 'beside'), `${report.name}: the second heat map does not fit the view ${view}`);
    if (view === 'one') continue;
    const against = await page.inputValue('#against');
    check(label.includes(view === 'beside' ? `${plan} beside ${against}` : `${plan} less ${against}`), `${report.name}: the chart says "${label}" in the view ${view}`);
    await checkCharts(page, report);
    await picture(page, view);
  }
}

const crumbs = page => page.$$eval('#crumbs [data-crumb], #crumbs [aria-current]', list => list.map(c => c.textContent.replace(/\u00a0/g, ' ')));
const byStep = async page => (await page.textContent('#shown')).match(/by (\w+)\./)[1];

async function drag(page, from, to) {
  await page.locator('#fan').scrollIntoViewIfNeeded();
  const box = await page.locator('#fan').boundingBox(), y = box.y + 0.6 * box.height;
  await page.mouse.move(box.x + from * box.width, y);
  await page.mouse.down();
  await page.mouse.move(box.x + to * box.width, y, { steps: 4 });
  await page.mouse.up();
}

// From the season by a drag to some days, by a click to one, by a drag to some hours, and back by the path.
async function drillDown(page, report) {
  const wanted = async (steps, step, how) => {
    const path = await crumbs(page);
    check(path.length === steps && await byStep(page) === step, `${report.name}: ${how} shows ${path.join(' > ')} by ${await byStep(page)}`);
  };
  await wanted(1, 'day', 'at first the page');
  await drag(page, 0.2, 0.6);
  await wanted(2, 'day', 'a drag over weeks');
  await drag(page, 0.3, 0.3);
  await wanted(3, 'interval', 'a click on a day');
  await picture(page, 'one_day');
  await drag(page, 0.45, 0.6);
  await wanted(4, 'interval', 'a drag over hours');
  const few = await page.$$eval('#days tbody tr', list => list.length);
  check(few > 1 && few < 16, `${report.name}: a stretch of hours lists ${few} intervals`);
  await page.click('#crumbs [data-crumb="2"]');
  await wanted(3, 'interval', 'going back once');
  const earlier = (await crumbs(page)).at(-1);
  await page.click('#crumbs [data-move="1"]');
  check((await crumbs(page)).at(-1) !== earlier, `${report.name}: Later does not show the next day`);
  await page.click('#crumbs [data-move="-1"]');
  check((await crumbs(page)).at(-1) === earlier, `${report.name}: Earlier does not go back by a day`);
  await page.click('#crumbs [data-crumb="0"]');
  await wanted(1, 'day', 'going back to the start');
  for (const id of ['heat', 'heat-queues']) {
    await page.locator('#' + id).scrollIntoViewIfNeeded();
    const box = await page.locator(`#${id} canvas`).first().boundingBox();
    await page.mouse.click(box.x + 0.4 * box.width, box.y + 0.4 * box.height);
    await page.waitForFunction(() => document.querySelectorAll('#crumbs [data-crumb]').length > 0, null, { timeout: 60000 }).catch(() => {});
    await wanted(2, 'interval', `a cell of ${id}`);
    await page.click('#crumbs [data-crumb="0"]');
  }
  await page.selectOption('#queue', '0');
}

async function useEveryButton(page, report) {
  for (const box of ['#plans', '#comparison', '#targets', '#robustness'])
    for (const name of await page.$$eval(`${box} [data-plan]`, list => list.map(button => button.dataset.plan))) {
      await page.click(`${box} [data-plan="${name}"]`);
      check(await page.inputValue('#plan') === name, `${report.name}: the button of plan ${name} in ${box} does not show it`);
      check(await page.evaluate(wanted => document.activeElement.dataset.plan === wanted, name), `${report.name}: choosing plan ${name} in ${box} loses the keyboard's place`);
    }
  const worst = await page.$$('#worst [data-day]');
  if (worst.length) {
    await worst[0].click();
    check((await crumbs(page)).length === 2, `${report.name}: a worst day does not show itself`);
    await page.click('#crumbs [data-crumb="0"]');
  }
  await page.click('#to-notes');
  check(await page.evaluate(() => document.activeElement.id === 'notes-title'), `${report.name}: the way to the notes does not lead there`);
  await page.click('#print');
  check(await page.evaluate(() => window.printed === 1), `${report.name}: Print does not print`);
  await page.click('#theme');
  check(await page.evaluate(() => document.documentElement.dataset.theme === 'dark'), `${report.name}: Dark does not darken`);
  await page.click('#theme');
  for (const summary of await page.$$('summary')) if (await summary.isVisible()) await summary.click();
  check(await page.$$eval('details', list => list.every(details => details.open || !details.checkVisibility())), `${report.name}: a fold does not open`);
  const cells = await checkDays(page, report, await page.inputValue('#plan'), Object.keys(report.results.plans[await page.inputValue('#plan')].queues)[0]);
  check(cells >= 5 * report.results.plans[await page.inputValue('#plan')].days.length, `${report.name}: the table of days has ${cells} figures`);
  for (const word of await page.$$('.term')) {
    if (!await word.isVisible()) continue;
    await word.focus();
    check(await page.isVisible('#tip'), `${report.name}: "${await word.textContent()}" does not show its definition`);
  }
  await page.keyboard.press('Escape');
  check(await page.isHidden('#tip'), `${report.name}: Escape does not close a definition`);
  const unknown = await page.$$eval('button, input, select, summary', (list, names) => list.filter(e => !e.closest('#plans, #comparison, #targets, #robustness, #crumbs, #worst') && !names.includes(e.id)
    && !e.matches('.term, summary')).map(e => e.outerHTML), known);
  check(unknown.length === 0, `${report.name}: controls that this test does not use: ${unknown}`);
}

// Tab from the top reaches every control in the order of the page, arrow keys choose, Enter goes back.
async function walkByKeyboard(page, report) {
  await page.evaluate(() => { document.activeElement.blur(); window.scrollTo(0, 0); });
  const reached = [];
  for (let i = 0; i < 9; ++i) {
    await page.keyboard.press('Tab');
    reached.push(await page.evaluate(() => document.activeElement.id || document.activeElement.className));
  }
  const order = ['skip', 'theme', 'print', 'to-notes', 'plan', 'view', 'queue', 'metric', 'day'];
  check(JSON.stringify(reached) === JSON.stringify(order), `${report.name}: the Tab key goes ${reached}, expected ${order}`);
  await page.keyboard.press('ArrowDown');
  check((await crumbs(page)).length === 2, `${report.name}: the arrow keys do not choose days`);
  await page.focus('#crumbs [data-crumb="0"]');
  await page.keyboard.press('Enter');
  check((await crumbs(page)).length === 1, `${report.name}: Enter does not go back to the season`);
  const unseen = [];
  for (let i = 0; i < 40; ++i) {
    await page.keyboard.press('Tab');
    const hidden = await page.evaluate(() => { const e = document.activeElement, box = e.getBoundingClientRect(); return box.width < 2 || getComputedStyle(e).outlineStyle === 'none' ? e.outerHTML.slice(0, 80) : ''; });
    if (hidden) unseen.push(hidden);
  }
  check(unseen.length === 0, `${report.name}: the keyboard's place cannot be seen at ${unseen}`);
}

async function onPaper(page) {
  await page.setViewportSize({ width: 700, height: 990 });  // an A4 sheet's width
  await page.emulateMedia({ media: 'print' });
  await page.waitForFunction(() => document.getElementById('text-details').open && document.querySelectorAll('#plans tbody tr').length > 10);
  const controls = await page.$$eval('select, .buttons button, #tip', list => list.filter(e => e.checkVisibility()).map(e => e.id));
  check(controls.length === 0, `paper: controls are printed: ${controls}`);
  check(await page.isVisible('#text') && await page.isVisible('#words') && await page.isVisible('#command'), 'paper: the scenario, the words or the way to repeat the run is missing');
  await noSidewaysScroll(page, 'paper');
  await picture(page, 'print');
  await page.pdf({ path: join(screenshots, 'print.pdf'), format: 'A4' });
}

async function season(browser) {
  const report = made('season', 55, 3, 3);
  const page = await open(browser, report);
  check(await page.textContent('h1') === report.results.scenario, 'season: the title is not the scenario\'s name as it was written');
  check((await page.textContent('#text')).includes('</script><img'), 'season: the scenario\'s text is not shown as it was written');
  check(await page.evaluate(() => window.hacked === undefined), 'season: a name ran as a script');
  const repeat = tidy(await page.textContent('#repeat'));
  for (const part of [report.results.version, `seed ${report.results.seed}`, `${report.results.replications} replications`, 'peakline run ']) check(repeat.includes(part), `season: how to repeat the run does not say "${part}"`);
  await checkVerdict(page, report);
  await checkFigures(page, report, report.results.comparison.best.plan);
  await checkCharts(page, report);
  await picture(page, 'desktop');
  await checkAccess(page, 'desktop');
  await walkByKeyboard(page, report);
  await useEveryView(page, report);
  await useEverySelect(page, report);
  await drillDown(page, report);
  await useEveryButton(page, report);
  await checkAccess(page, 'desktop, everything unfolded');
  await onPaper(page);
  await page.context().close();
  for (const [name, options] of [['dark', { colorScheme: 'dark' }], ['phone', { viewport: { width: 360, height: 780 }, isMobile: true, hasTouch: true }]]) {
    const other = await open(browser, report, options);
    await picture(other, name);
    await noSidewaysScroll(other, name);
    await checkAccess(other, name);
    await other.selectOption('#view', 'difference');
    await noSidewaysScroll(other, name + ', difference');
    await other.context().close();
  }
}

async function otherSizes(browser) {
  for (const [name, plan, ...shape] of [['small', 'baseline', 'small'], ['one_queue', 'before', 7, 1, 1], ['ten_queues', 'before', 30, 10, 2]]) {
    const report = made(name, ...shape);
    const page = await open(browser, report);
    if (await page.isVisible('#plan')) await page.selectOption('#plan', plan);
    await checkFigures(page, report, plan);
    await checkVerdict(page, report);
    await useEverySelect(page, report);
    await noSidewaysScroll(page, name);
    await picture(page, name);
    await checkAccess(page, name);
    await page.setViewportSize({ width: 360, height: 780 });
    await noSidewaysScroll(page, name + ' on a phone');
    await page.context().close();
  }
  const largest = made('largest', 90, 6, 5, '24h');
  const size = statSync(fileURLToPath(largest.address)).size / 1e6;
  check(size < 6, `90 days, 6 queues and 5 plans around the clock make a page of ${size.toFixed(1)} MB, more than 6`);
  const page = await open(browser, largest);
  await checkFigures(page, largest, largest.results.comparison.best.plan);
  await checkHeatIsWhole(page, 'largest page');
  await page.setViewportSize({ width: 1100, height: 800 });
  await page.waitForFunction(() => charts.heat.getWidth() < 1100);
  await checkHeatIsWhole(page, 'largest page in a smaller window');
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
