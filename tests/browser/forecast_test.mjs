// Forecasts made-up histories with the program, opens chart.html from a file, compares its numbers with forecast.json, days.csv and
// intervals.csv and uses every control.   forecast_test.mjs NPM_FOLDER CHROMIUM PEAKLINE OUT
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { check, checkAccess, launch, madeReport as peakline, out, picture, problems, visit } from './browser.mjs';

const dateOf = days => new Date(Date.UTC(2026, 0, 5) + 86400000 * days).toISOString().slice(0, 10);  // 0 is a Monday
// Whole numbers that look like chance and are the same everywhere.
const wobble = i => ((i * 7919 + 13) % 101) / 101 - 0.5;

// rows of a history: weekly and daily shape, one day doubled; `step` in minutes, 0 for one row a day.
function history({ days, step, week, open, names, special = {} }) {
  const rows = [`timestamp,${names.length > 1 ? 'series,' : ''}value`];
  const [from, to] = open;
  names.forEach((name, s) => {
    for (let d = 0; d < days; ++d) {
      if (!week.includes(d % 7)) continue;
      const size = (s + 1) * (1 + 0.2 * Math.sin(d % 7)) * (1 + 0.1 * wobble(d + 50 * s)) * (special[d] ?? 1);
      const label = names.length > 1 ? `"${name.replaceAll('"', '""')}",` : '';
      if (!step) rows.push(`${dateOf(d)},${label}${Math.round(900 * size)}`);
      else for (let minute = from; minute < to; minute += step)
        rows.push(`${dateOf(d)} ${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')},${label}${Math.round(step * size * (2 + Math.sin(minute / 200) + 0.3 * wobble(minute + d)))}`);
    }
  });
  return rows.join('\n') + '\n';
}

const hostile = '</script><img src=x onerror="window.hacked=1">';
const cases = [
  { name: 'forecast_queues', days: 180, step: 30, week: [0, 1, 2, 3, 4], open: [420, 1200], names: ['calls & "chats"', hostile], special: { 44: 2.2, 88: 0.5, 130: 0.5 }, calendar: [[88, 'harvest <b>day</b>'], [130, 'harvest <b>day</b>'], [186, 'harvest <b>day</b>'], [190, 'closed']] },
  { name: 'forecast_daily', days: 800, step: 0, week: [0, 1, 2, 3, 4, 5, 6], open: [0, 0], names: ['births'], special: { 300: 2 } },
  { name: 'forecast_around_the_clock', days: 60, step: 15, week: [0, 1, 2, 3, 4, 5, 6], open: [0, 1440], names: ['hotline'], more: ['--zone', 'Europe/Berlin', '--days', '40'] },
  { name: 'forecast_three_weeks', days: 21, step: 60, week: [0, 1, 2, 3, 4, 5], open: [540, 780], names: ['desk'], more: ['--days', '7'] },
  { name: 'forecast_set_by_planner', days: 120, step: 60, week: [0, 1, 2, 3, 4], open: [480, 1080], names: ['shop'], override: [[122, '5000'], [123, '20']], more: ['--days', '14'] },
];

function forecast(shape) {
  const folder = join(out, 'reports', shape.name);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'history.csv'), calendar = join(folder, 'calendar.csv');
  writeFileSync(file, history(shape));
  writeFileSync(calendar, 'date,name\n' + (shape.calendar || []).map(([d, name]) => `${dateOf(d)},${name}\n`).join(''));
  const override = join(folder, 'override.csv');
  writeFileSync(override, 'date,value\n' + (shape.override || []).map(([d, value]) => `${dateOf(d)},${value}\n`).join(''));
  execFileSync(peakline, ['forecast', file, ...(shape.override ? ['--override', override] : []), ...(shape.calendar ? ['--calendar', calendar] : []), '--paths', '200', '--no-paths', '--out', folder, ...(shape.more || [])], { stdio: ['ignore', 'ignore', 'inherit'] });
  const read = name => readFileSync(join(folder, name), 'utf8');
  // Each row as its cells from the right: names may hold commas, the 22 figures after them do not.
  const table = name => read(name).trim().split('\n').map(row => row.split(','));
  return { name: shape.name, document: JSON.parse(read('forecast.json')), days: table('days.csv'), intervals: table('intervals.csv'), address: pathToFileURL(join(folder, 'chart.html')).href };
}

const near = (a, b) => Math.abs(a - b) <= 2e-5 * Math.max(1, Math.abs(b)) + 0.006;
const close = (a, b) => Math.abs(a - b) <= 2e-5 * Math.max(1, Math.abs(b));

// Every figure of the table of days against days.csv, its ends against forecast.json.
async function checkDays(page, report, index) {
  const series = report.document.series[index], ahead = report.document.days;
  const cells = await page.$$eval('#days td', list => list.map(c => [c.dataset.date, c.dataset.metric, Number(c.dataset.value)]));
  check(cells.length === 8 * ahead, `${report.name}: ${cells.length} figures of days, expected ${8 * ahead}`);
  const header = report.days[0], rows = report.days.slice(1 + index * ahead, 1 + (index + 1) * ahead);
  for (const [date, metric, value] of cells) {
    const row = rows.find(r => r[0] === date), expected = Number(row[row.length - header.length + header.indexOf(metric)]);
    check(close(value, expected), `${report.name}: ${date} ${metric} reads ${value}, days.csv says ${expected}`);
    const told = series.days.find(d => d.date === date)[metric];
    if (told !== undefined) check(near(value, told), `${report.name}: ${date} ${metric} reads ${value}, forecast.json says ${told}`);
  }
  const effects = series.effects.filter(e => e.name.startsWith('holiday '));
  const holidays = await page.$$eval('#holidays tbody tr', list => list.map(row => [row.querySelector('th').textContent, Number(row.querySelector('td').dataset.value)]));
  check(holidays.length === effects.length, `${report.name}: ${holidays.length} holidays on the page, ${effects.length} in forecast.json`);
  effects.forEach((e, i) => check(holidays[i] && holidays[i][0] === e.name.slice(8) && close(holidays[i][1], Math.exp(e.effect)), `${report.name}: holiday ${holidays[i]} is not ${e.name} with ${Math.exp(e.effect)}`));
  const strange = await page.$$eval('#strange tbody tr', list => list.map(row => Number(row.querySelector('td').dataset.value)).reverse());
  check(JSON.stringify(strange) === JSON.stringify(series.outliers.map(o => o.value)), `${report.name}: days out of the ordinary read ${strange}`);
  check(await page.locator('#shift').count() === (series.level_shift ? 1 : 0), `${report.name}: the shift of level is not told as in forecast.json`);
  const words = await page.$$eval('#parts td.words', list => list.map(c => c.textContent.replaceAll('\u00a0%', ' %')));
  for (const text of words) check(series.days.some(d => d.override ? text.startsWith(`${d.in_words}; set by the planner: ${d.override}`) : d.in_words === text), `${report.name}: "${text}" is not in forecast.json`);
}

// The usual day times the parts is the mean, on every worked day.
async function checkParts(page, report) {
  const wrong = await page.evaluate(() => series().days.filter(d => d.works && Math.abs(d.parts.reduce((p, part) => p * part.factor, series().usual_day) / d.mean - 1) > 2e-3).map(d => d.date));
  check(wrong.length === 0, `${report.name}: the parts do not multiply to the mean on ${wrong}`);
  // "Recent days" is what the words say of them, and nothing else.
  const told = await page.evaluate(() => series().days.filter(d => d.works).map(d => [d.words, d.parts.filter(p => p.kind === 'recent').reduce((p, part) => p * part.factor, 1)]));
  for (const [text, factor] of told) check(Math.abs(Number((/recent days ([+-]\d+) %/.exec(text) || ['', 0])[1]) - 100 * (factor - 1)) <= 0.52, `${report.name}: recent days are ${factor}, in words: ${text}`);
}

async function checkIntervals(page, report, index) {
  const header = report.intervals[0], places = await page.$$eval('#intervals td', list => list.map(c => [c.dataset.time, c.dataset.metric, Number(c.dataset.value)]));
  check(places.length > 0, `${report.name}: no intervals are shown`);
  const all = (report.intervals.length - 1) / report.document.series.length, rows = new Map(report.intervals.slice(1 + index * all, 1 + (index + 1) * all).map(r => [r[0], r]));
  for (const [time, metric, value] of places) {
    const row = rows.get(time), expected = row ? Number(row[row.length - header.length + header.indexOf(metric)]) : NaN;
    check(close(value, expected), `${report.name}: ${time} ${metric} reads ${value}, intervals.csv says ${expected}`);
  }
}

// The statistical forecast stays beside what a planner set, interval by interval.
async function checkStatistical(page, report) {
  const at = report.intervals[0].indexOf('statistical_mean');
  const drawn = await page.evaluate(() => ({ shown: echarts.getInstanceByDom(document.getElementById('fan')).getOption().series.find(s => s.name === 'Statistical')?.data }));
  check(Boolean(drawn.shown) === at >= 0, `${report.name}: the statistical forecast is ${drawn.shown ? '' : 'not '}shown by interval`);
  if (at < 0 || !drawn.shown) return;
  const told = report.intervals.slice(1).map(row => Number(row[at])), off = told.filter((value, i) => !close(drawn.shown[i], value));
  check(off.length === 0, `${report.name}: ${off.length} intervals of the statistical forecast are not those of intervals.csv`);
  check(told.some((value, i) => value < 0.5 * Number(report.intervals[i + 1][report.intervals[0].indexOf('mean')])), `${report.name}: nothing was set`);
}

async function checkCharts(page, report) {
  const drawn = await page.$$eval('.chart', list => list.filter(chart => chart.checkVisibility() && !chart.querySelector('canvas, svg')).map(chart => chart.id));
  check(drawn.length === 0, `${report.name}: charts not drawn: ${drawn}`);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(over <= 0, `${report.name}: the page is ${over} pixels wider than the screen`);
  check(await page.evaluate(() => window.hacked === undefined), `${report.name}: a name ran as a script`);
}

async function useEveryControl(page, report) {
  const daily = report.document.interval_seconds === 86400;
  for (let i = 0; i < report.document.series.length; ++i) {
    if (report.document.series.length > 1) {
      if (i % 2) await page.click(`#all-series [data-series="${i}"]`);
      else await page.selectOption('#series', String(i));
    }
    check((await page.textContent('.series-name')) === report.document.series[i].name, `${report.name}: series ${i} is not shown`);
    await checkDays(page, report, i);
    await checkParts(page, report);
    if (!daily) await checkIntervals(page, report, i);
  }
  check(await page.isVisible('#day') === !daily, `${report.name}: the choice of a day by interval does not fit the series`);
  if (!daily) {
    await page.check('input[name=step][value=interval]');
    check((await page.getAttribute('#fan', 'aria-label')).includes('by interval'), `${report.name}: the chart does not go by interval`);
    await checkStatistical(page, report);
    await page.selectOption('#day', { index: 2 });
    await checkIntervals(page, report, report.document.series.length - 1);
    await page.waitForTimeout(200);
    await picture(page, report.name + '_interval');
    await page.selectOption('#day', { index: 0 });
    await page.check('input[name=step][value=day]');
    const box = await page.locator('#heat canvas').first().boundingBox();
    await page.locator('#heat').click({ position: { x: 0.5 * box.width, y: 0.3 * box.height } });
    check(await page.isChecked('input[name=step][value=interval]'), `${report.name}: a cell of the week does not show its day`);
  }
  for (const value of ['all', '182', '56']) await page.selectOption('#past', value);
  check((await page.getAttribute('#fan', 'aria-label')).includes('by day'), `${report.name}: choosing the history does not show it`);
  await page.click('#print');
  check(await page.evaluate(() => window.printed === 1), `${report.name}: Print does not print`);
  await page.click('#theme');
  check(await page.evaluate(() => document.documentElement.dataset.theme === 'dark'), `${report.name}: Dark does not darken`);
  await page.click('#theme');
  for (const summary of await page.$$('summary')) if (await summary.isVisible()) await summary.click();
  for (const word of (await page.$$('.term')).slice(0, 4)) {
    await word.focus();
    check(await page.isVisible('#tip'), `${report.name}: "${await word.textContent()}" does not show its definition`);
  }
  await page.keyboard.press('Escape');
  // From the top: the browser goes on from what was focused last, so that the page itself is focused first.
  await page.evaluate(() => { document.body.tabIndex = -1; document.body.focus(); window.scrollTo(0, 0); });
  const reached = [];
  for (let i = 0; i < 8; ++i) {
    await page.keyboard.press('Tab');
    reached.push(await page.evaluate(() => document.activeElement.id || document.activeElement.name || document.activeElement.className));
  }
  const order = ['skip', 'theme', 'print', ...(report.document.series.length > 1 ? ['series'] : []), ...(daily ? [] : ['step', 'day']), 'past'];
  check(order.every((id, i) => reached[i] === id), `${report.name}: the Tab key goes ${reached.slice(0, order.length)}, expected ${order}`);
}

async function everyMedium(browser, report) {
  const dark = await visit(browser, report, '#days td', { colorScheme: 'dark' });
  await picture(dark, report.name + '_dark');
  await checkAccess(dark, report.name + ', dark', { grave: true });
  await dark.emulateMedia({ media: 'print' });
  await picture(dark, report.name + '_print');
  await dark.context().close();
  const phone = await visit(browser, report, '#days td', { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
  await checkCharts(phone, { name: report.name + ', phone' });
  await picture(phone, report.name + '_phone');
  await phone.context().close();
}

const browser = await launch();
try {
  for (const shape of cases) {
    const report = forecast(shape), page = await visit(browser, report, '#days td');
    await checkCharts(page, report);
    await picture(page, report.name);
    await checkAccess(page, report.name, { grave: true });
    const nameless = await page.$$eval('th', heads => heads.filter(head => !head.textContent.trim()).map(head => head.closest('.scroll').getAttribute('aria-label')));
    check(nameless.length === 0, `${report.name}: heads without a word in ${[...new Set(nameless)]}`);
    await useEveryControl(page, report);
    await checkAccess(page, report.name + ', everything unfolded', { grave: true });
    await page.context().close();
    if (shape === cases[0]) await everyMedium(browser, report);
  }
} finally {
  await browser.close();
}
for (const problem of problems) console.error('FAILED: ' + problem);
console.log(problems.length ? `${problems.length} problems` : 'the page of a forecast behaves');
process.exitCode = problems.length ? 1 : 0;
