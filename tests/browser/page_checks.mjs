// Every figure on the report page against results.json, written as the page must write it, worked out apart from the page.
import { check } from './browser.mjs';

export const tidy = text => text.replace(/[\u00a0\u202f]/g, ' ').trim();
const grouped = v => Math.round(v).toString().replace(/\B(?=(\d{3})+$)/g, ' ');
const signed = text => !/[1-9]/.test(text) ? text.replace('-', '') : text.startsWith('-') ? text : '+' + text;
const written = {
  service_level: v => (100 * v).toFixed(1) + ' %', abandonment: v => (100 * v).toFixed(1) + ' %', fcr: v => (100 * v).toFixed(1) + ' %', contact_rate: v => (100 * v).toFixed(2) + ' %',
  offered: v => Math.abs(v) >= 10 ? grouped(v) : null, cost: v => Math.abs(v) >= 100 ? grouped(v) : null, asa: v => v >= 10 && v < 59 ? v.toFixed(0) + ' s' : null,
};
const writtenDifference = {
  service_level: v => signed((100 * v).toFixed(1) + ' pt'), abandonment: v => signed((100 * v).toFixed(1) + ' pt'), contact_rate: v => signed((100 * v).toFixed(2) + ' pt'),
  cost: v => Math.abs(v) >= 100 ? signed(grouped(v)) : null, offered: v => Math.abs(v) >= 10 ? signed(grouped(v)) : null,
};

const metricOf = key => key.slice(key.indexOf('.') + 1);
const ownerOf = (plan, key) => { const owner = key.slice(0, key.indexOf('.')); return owner === 'total' ? plan.total : plan.queues[owner] || plan.groups[owner]; };
const expectedMean = (plan, key) => ((ownerOf(plan, key) || {})[metricOf(key)] || { mean: null }).mean;

// A cell with its full value in data-value and the rounded one as its text.
function compare(where, cell, expected, writer) {
  const text = tidy(cell.text);
  check(expected === null ? cell.value === '' && text.startsWith('–') && cell.why : Number(cell.value) === expected, `${where} reads ${cell.value} (${text}), results.json says ${expected}`);
  const wanted = expected !== null && writer ? writer(expected) : null;
  if (wanted) check(text === wanted || (expected === 0 && text === 'the same'), `${where} is written "${text}", ${expected} should read "${wanted}"`);
}

// Cells as plain objects; `why`: a missing value says why.
const cellsOf = (page, selector) => page.$$eval(selector, list => list.map(cell => ({
  metric: cell.dataset.metric, key: cell.dataset.key, plan: cell.dataset.planOf, value: cell.dataset.value, time: cell.dataset.time, lever: cell.dataset.lever, step: cell.dataset.step,
  queue: cell.closest('tr').querySelector('[data-queue]') ? cell.closest('tr').querySelector('[data-queue]').dataset.queue : null,
  text: cell.querySelector(':scope > span:not(.strip)') ? cell.querySelector(':scope > span:not(.strip)').textContent : cell.firstChild ? cell.firstChild.textContent : '',
  why: Boolean(cell.querySelector('small')), column: cell.cellIndex })));

export async function checkQueues(page, report, planName) {
  const plan = report.results.plans[planName], cells = await cellsOf(page, '#queues tbody td');
  check(new Set(cells.map(c => c.queue)).size === Object.keys(plan.queues).length, `${report.name}, ${planName}: the page does not show all ${Object.keys(plan.queues).length} queues`);
  for (const cell of cells) compare(`${report.name}, ${planName}: ${cell.queue}.${cell.metric}`, cell, (plan.queues[cell.queue][cell.metric] || { mean: null }).mean, written[cell.metric]);
  const tiles = await page.$$eval('.tile', list => list.map(tile => [tile.dataset.metric, Number(tile.dataset.value)]));
  for (const [metric, value] of tiles) check(value === plan.total[metric].mean, `${report.name}, ${planName}: ${metric} reads ${value}, results.json says ${plan.total[metric].mean}`);
  check(cells.length >= 5 * Object.keys(plan.queues).length, `${report.name}: only ${cells.length} figures of queues found`);
}

export async function checkPlans(page, report) {
  const names = Object.keys(report.results.plans), { comparison } = report.results;
  const values = (await cellsOf(page, '#plans tbody td')).filter(c => c.key);
  check(names.length < 2 || values.length >= 4 * names.length, `${report.name}: only ${values.length} figures of plans found`);
  for (const cell of values) compare(`${report.name}: ${names[cell.column - 1]} ${cell.key}`, cell, expectedMean(report.results.plans[names[cell.column - 1]], cell.key), written[metricOf(cell.key)]);
  if (!comparison) return;
  const differences = await cellsOf(page, '#comparison tbody td, #all tbody td');
  check(differences.length > 4, `${report.name}: only ${differences.length} differences found`);
  for (const cell of differences) if (cell.value !== '') compare(`${report.name}: difference of ${cell.plan} in ${cell.key}`, cell, comparison.plans[cell.plan][cell.key].difference, writtenDifference[metricOf(cell.key)]);
  const loud = await page.$$eval('#comparison td[data-plan-of] > span:first-child', list => list.filter(span => !/[1-9]/.test(span.textContent) && /good|bad/.test(span.className)).map(span => span.textContent));
  check(loud.length === 0, `${report.name}: differences that read as nothing are coloured: ${loud}`);
  const costs = await cellsOf(page, '#point-costs td[data-value]'), determined = Object.values(comparison.cost_of_a_point || {}).flatMap(Object.values).filter(c => c.cost !== null).length;
  check(costs.length === determined, `${report.name}: ${costs.length} costs of a point on the page, ${determined} in results.json`);
  for (const cell of costs) compare(`${report.name}: cost of a point of ${cell.key} by ${cell.plan}`, cell, comparison.cost_of_a_point[cell.plan][cell.key].cost);
  const seasons = comparison.robustness ? Object.values(comparison.robustness.seasons) : [];
  const robust = await cellsOf(page, '#robustness td[data-value]'), told = seasons.length ? names.flatMap(name => seasons.map(s => s.plans[name].value)) : [];
  check(JSON.stringify(robust.map(c => Number(c.value))) === JSON.stringify(told), `${report.name}: kinds of seasons read ${robust.map(c => c.value)}, results.json says ${told}`);
}

// Chances of meeting targets: rows are targets and, where there are several, all of them together; columns are plans.
export async function checkTargets(page, report) {
  const plans = Object.values(report.results.plans), shown = await page.$$eval('#targets td[data-met]', list => list.map(cell => cell.dataset.met === '' ? null : Number(cell.dataset.met)));
  const keys = [...new Set(plans.flatMap(p => [...Object.entries(p.queues).concat(Object.entries(p.groups)), ['total', p.total]].flatMap(([owner, metrics]) => Object.entries(metrics).filter(([, e]) => 'target' in e).map(([name]) => `${owner}.${name}`))))];
  const expected = keys.flatMap(key => plans.map(p => (ownerOf(p, key)[metricOf(key)] || {}).met ?? null));
  if (keys.length > 1) expected.push(...plans.map(p => p.all_targets ? p.all_targets.met : null));
  check(JSON.stringify(shown) === JSON.stringify(expected), `${report.name}: chances of the targets read ${shown}, results.json says ${expected}`);
}

// Shares of the levers as in results.json, and they add up to the whole.
export async function checkLevers(page, report, planName) {
  const levers = (report.results.comparison || {}).levers || {}, plan = levers[planName] || Object.values(levers)[0];
  check(await page.isVisible('#levers-section') === Boolean(plan), `${report.name}: the waterfall of levers is not there exactly when there are levers`);
  if (!plan) return;
  const owner = Object.keys(levers).find(name => levers[name] === plan), key = await page.inputValue('#lever-metric').then(value => value);
  const cells = await cellsOf(page, '#levers td[data-value]'), shares = cells.filter(c => c.lever).map(c => Number(c.value));
  check(JSON.stringify(shares) === JSON.stringify(Object.values(plan).filter(e => e[key]).map(e => e[key].share[0])), `${report.name}: shares of ${key} read ${shares}`);
  const lost = await page.$$eval('#levers td[data-removed]', list => list.map(cell => [Number(cell.dataset.removed), cell.textContent]));
  check(JSON.stringify(lost.map(l => l[0])) === JSON.stringify(Object.values(plan).filter(e => e[key]).map(e => e[key].removed)), `${report.name}: what ${key} loses without each lever reads ${lost}`);
  for (const [value, text] of lost) check(value === 0 || text.startsWith('-') === value < 0 || !/[1-9]/.test(text), `${report.name}: ${value} is written "${text}"`);
  const [first, last] = [cells[0], cells.at(-1)].map(c => Number(c.value)), sum = shares.reduce((s, v) => s + v, 0);
  check(Math.abs(last - first - sum) < 1e-9 * Math.max(1, Math.abs(last)), `${report.name}: the levers' shares of ${key} add up to ${sum}, from ${first} to ${last}`);
  const { from, to } = report.results.comparison.levers_about[owner].whole[key];
  check(Math.abs(first - from) + Math.abs(last - to) < 1e-9 * Math.max(1, Math.abs(last)), `${report.name}: the waterfall of ${key} goes from ${first} to ${last}, in the seasons of its shares it is ${from} to ${to}`);
}

// The tornado as results.json has it: where it starts, every end's change, what each input explains; what the whole plan loses without it.
export async function checkSensitivity(page, report) {
  const told = report.results.sensitivity, several = Object.keys(report.results.plans).length > 1;
  check(await page.isVisible('#sensitivity-section') === Boolean(told), `${report.name}: the tornado is not there exactly when the run told what matters`);
  if (!told) return;
  const keys = Object.keys(told.metrics);
  for (const key of keys) {
    if (keys.length > 1) await page.selectOption('#sensitivity-metric', key);
    const { inputs, paired_mean } = told.metrics[key], start = await page.$eval('#sensitivity-start', e => [Number(e.dataset.value), e.textContent]);
    check(start[0] === paired_mean && start[1].includes(`${told.paired_replications} seasons`) && (!several || start[1].includes(told.plan)), `${report.name}: the tornado of ${key} starts from ${start}, results.json says ${paired_mean} in ${told.plan}`);
    const rows = await page.$$eval('#sensitivity tbody tr', list => list.map(row => [row.querySelector('th').textContent, ...[...row.querySelectorAll('td[data-value]')].map(cell => cell.dataset.value === '' ? null : Number(cell.dataset.value))]));
    const ends = await page.$$eval('#sensitivity td[data-value] small:last-child', list => list.map(small => small.textContent.replace(/[\u00a0]/g, ' ')));
    for (const at of inputs.flatMap(input => [input.low.at, input.high.at])) check(ends.some(text => text.endsWith(at)), `${report.name}: the tornado of ${key} does not say "${at}"`);
    const indexed = inputs.some(input => input.first_order && input.first_order.index !== null);
    const wanted = inputs.map(input => [input.input, input.low.difference, input.high.difference, ...(indexed && input.first_order ? [input.first_order.index] : [])]);
    check(rows.length > 0 && JSON.stringify(rows) === JSON.stringify(wanted), `${report.name}: the tornado of ${key} reads ${JSON.stringify(rows)}, results.json says ${JSON.stringify(wanted)}`);
  }
}

export async function checkContacts(page, report) {
  if (!await page.isVisible('#contacts-section')) return;
  const cells = await cellsOf(page, '#contacts td[data-value]'), steps = cells.filter(c => c.step).reduce((s, c) => s + Number(c.value), 0);
  const [first, last] = [cells[0], cells.at(-1)].map(c => Number(c.value)), { plans, comparison } = report.results;
  const chosen = await page.inputValue('#plan'), compared = comparison.plans[chosen] || Object.values(comparison.plans)[0], base = plans[comparison.baseline], plan = plans[chosen];
  check(Math.abs(last - first - steps) < 1 + 1e-6 * last, `${report.name}: the contacts go from ${first} to ${last} by ${steps}`);
  if (!comparison.plans[chosen]) return;
  // Both ends are of the same seasons: who played fewer has its mean, and the paired difference leads to the other end.
  const near = (a, b) => Math.abs(a - b) < 1e-6 * Math.max(1, Math.abs(b)), { difference } = compared['total.offered'];
  check(near(last - first, difference), `${report.name}: contacts of ${chosen} change by ${last - first}, season by season by ${difference}`);
  check(plan.replications < base.replications ? near(last, plan.total.offered.mean) : near(first, base.total.offered.mean), `${report.name}: contacts of ${chosen} go from ${first} to ${last}`);
  for (const cell of cells.filter(c => c.step && compared[`total.${c.step}`])) {
    const told = compared[`total.${cell.step}`].difference * (['prevented', 'contained'].includes(cell.step) ? -1 : 1);
    check(near(Number(cell.value), told), `${report.name}: ${cell.step} of ${chosen} change by ${cell.value}, season by season by ${told}`);
  }
  // A message's questions are needs of their own reason: nobody may read them as demand that a plan makes.
  const needs = cells.some(c => c.step === 'needs') ? tidy(await page.textContent('#contacts tr:has([data-step="needs"])')) : '';
  check(!needs || needs.includes('questions that messages cause'), `${report.name}: the needs that differ are called "${needs}"`);
  const turned = cells.find(c => c.step === 'turned'), parts = ['closed', 'blocked', 'balked', 'gave_up'].map(part => compared[`total.lost.${part}`]);
  if (!parts.every(Boolean)) return;
  const away = -parts.reduce((sum, part) => sum + part.difference, 0);
  check(turned ? near(Number(turned.value), away) : Math.abs(away) < 0.5, `${report.name}: turned away of ${chosen} change by ${turned && turned.value}, season by season by ${away}`);
}

// The table of days against results.json, to the last digit.
export async function checkDays(page, report, planName, queueName) {
  const days = new Map(report.results.plans[planName].days.map(d => [d.date, d.queues[queueName] || {}])), cells = await cellsOf(page, '#days td[data-time]');
  check(cells.length > 0, `${report.name}: the table of days is empty`);
  for (const cell of cells) compare(`${report.name}, ${planName}: ${queueName} ${cell.time} ${cell.metric}`, { ...cell, why: true }, (days.get(cell.time)[cell.metric] || { mean: null }).mean, written[cell.metric]);
  return cells.length;
}

// The first sentence names the best plan, its value, by how much and how surely.
export async function checkVerdict(page, report) {
  const { comparison, plans } = report.results, text = tidy(await page.textContent('#verdict'));
  if (!comparison || !comparison.best) {
    const leads = comparison && Object.keys(comparison.plans).find(name => text.startsWith(`${name} `)), cost = leads && comparison.plans[leads]['total.cost'];
    if (cost && cost.difference) check(text.includes(`Its cost is ${writtenDifference.cost(Math.abs(cost.difference)).slice(1)}`), `${report.name}: the first sentence does not tell the cost: ${text}`);
    if (cost && cost.difference) check(!/cost is [^.]*better in/.test(text), `${report.name}: the first sentence has a cost better in a share of seasons: ${text}`);
    return check(text.length > 20, `${report.name}: the first sentence says "${text}"`);
  }
  const { plan, metric } = comparison.best, d = comparison.plans[plan][metric], name = metricOf(metric), often = name !== 'cost' ? 'better' : d.difference > 0 ? 'dearer' : 'cheaper';
  for (const part of [plan, written[name](expectedMean(plans[plan], metric)), writtenDifference[name](Math.abs(d.difference)).slice(1), `${often} in ${(100 * (often === 'dearer' ? 1 - d.better : d.better)).toFixed(0)} % of seasons`])
    check(text.includes(part), `${report.name}: the first sentence does not say "${part}": ${text}`);
}

export async function checkCharts(page, report) {
  const empty = await page.$$eval('.chart', list => list.filter(chart => chart.checkVisibility() && !chart.querySelector('canvas, svg, .empty')).map(chart => chart.id));
  check(empty.length === 0, `${report.name}: charts not drawn: ${empty}`);
}

// Bars of a waterfall are as long as what they stand for, or the cut is said in words and drawn through every bar that stands on 0.
export async function checkWaterfall(page, report, box) {
  if (!await page.isVisible(`#${box} .axis`)) return null;
  const { cut, bars } = await page.$eval(`#${box} table`, table => ({ cut: table.querySelector('.axis').textContent.includes('cut, not from 0'),
    bars: [...table.querySelectorAll('tbody tr')].filter(row => row.querySelector('.total')).map(row => ({ value: Number(row.querySelector('td[data-value]').dataset.value), width: parseFloat(row.querySelector('.total').style.width), broken: Boolean(row.querySelector('.break')) })) }));
  check(bars.length === 2, `${report.name}: ${box} has ${bars.length} whole bars`);
  check(bars.every(bar => bar.broken === cut), `${report.name}: ${box} is ${cut ? '' : 'not '}cut in words, its bars ${bars.map(bar => bar.broken)}`);
  const [a, b] = bars;
  check(cut || Math.abs(a.value * b.width - b.value * a.width) <= 1e-3 * Math.abs(a.value * b.width), `${report.name}: bars of ${box} are ${a.width} and ${b.width} long for ${a.value} and ${b.value}`);
  return cut;
}

// In a week by interval every day's name stands below its own day, from edge to edge.
export async function checkDayNames(page, name) {
  const good = await page.evaluate(() => {
    const left = document.getElementById('fan').getBoundingClientRect().left, times = shown().names;
    const dayAt = x => day(times[Math.round(charts.fan.convertFromPixel({ gridIndex: 0 }, [x - left, 10])[0])].slice(0, 10));
    const labels = [...document.querySelectorAll('#fan svg text')].filter(text => /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b/.test(text.textContent));
    return labels.map(label => { const box = label.getBoundingClientRect(); return dayAt(box.left + 2) === label.textContent && dayAt(box.right - 2) === label.textContent; });
  });
  check(good.length === 7 && good.every(Boolean), `${name}: names of the days of a week stand below their days: ${good}`);
}

// Ticks of a chart's upright axis can be told apart; the highest one.
export async function checkTicks(page, name) {
  const ticks = (await page.$$eval('#fan svg text', list => list.map(text => text.textContent))).map(tidy).filter(text => /^-?[\d.]+ (%|pt)$/.test(text));
  check(ticks.length > 2 && new Set(ticks).size === ticks.length, `${name}: the axis reads ${ticks}`);
  return Math.max(...ticks.map(parseFloat));
}

// Cells that ECharts may paint in later frames would be missing on paper, which does not wait for them.
export async function checkHeatIsWhole(page, name) {
  const late = await page.evaluate(() => charts.heat.getZr().storage.getDisplayList(true).filter(cell => cell.incremental).length);
  check(late === 0, `${name}: ${late} cells of the heat map may be painted late`);
}

// Tables that are wider than the page scroll in their own box, and their first column stays in sight.
export async function checkTablesFit(page, name, { scroll, paper }) {
  await page.waitForTimeout(200);  // for the browser to tell of the new widths
  await noSidewaysScroll(page, name);
  const boxes = await page.$$eval('.scroll', list => list.filter(box => box.checkVisibility()).map(box => {
    const wide = box.scrollWidth > box.clientWidth + 1;
    box.scrollLeft = 1e6;
    const stop = box.tabIndex === 0;
    const left = Math.min(...[...box.querySelectorAll('tbody th')].map(head => head.getBoundingClientRect().left)) - box.getBoundingClientRect().left;
    const over = [...box.querySelectorAll('th, td')].filter(cell => cell.scrollWidth > cell.clientWidth + 1 && !cell.closest('details')).map(cell => cell.textContent.slice(0, 40));
    const glued = [...box.querySelectorAll('td small + small')].filter(small => { const [a, b] = [small.previousElementSibling.getBoundingClientRect(), small.getBoundingClientRect()]; return a.bottom > b.top + 2 && b.left - a.right < 4; }).map(small => small.parentNode.textContent);
    box.scrollLeft = 0;
    return { what: box.getAttribute('aria-label'), wide, stop, left, over, glued };
  }));
  for (const { what, wide, stop, left, over, glued } of boxes) {
    check(paper || stop === wide, `${name}: ${what} is ${stop ? '' : 'not '}a stop of the Tab key`);
    check(scroll || !wide, `${name}: ${what} does not fit`);
    check(left >= -1, `${name}: the first column of ${what} leaves the screen by ${-left} pixels`);
    check(glued.length === 0, `${name}: figures of ${what} stand without a gap: ${glued.slice(0, 3)}`);
    check(over.length === 0, `${name}: cells of ${what} run over their edge: ${over.slice(0, 3)}`);
  }
}

// At the last row and the last column of a long table, the plan's name above it and the row's name beside it are still in sight.
export async function checkHeadsStay(page, name, selector) {
  const hidden = await page.$eval(`${selector} .scroll`, box => {
    box.querySelector('tbody tr:last-child').scrollIntoView({ block: 'end' });
    box.scrollLeft = 1e6;
    const heads = { 'the name above': box.querySelector('thead th:last-child'), 'the name beside': box.querySelector('tbody tr:last-child th') };
    return Object.entries(heads).filter(([, head]) => {
      const { left, top, width, height } = head.getBoundingClientRect(), seen = document.elementFromPoint(left + 0.3 * width, top + 0.5 * height);
      return top < 0 || !head.contains(seen);
    }).map(([what]) => what);
  });
  check(hidden.length === 0, `${name}: at the end of the table in ${selector} ${hidden.join(' and ')} cannot be seen`);
  await page.evaluate(() => window.scrollTo(0, 0));
}

export async function noSidewaysScroll(page, name) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(over <= 0, `${name}: the page is ${over} pixels wider than the screen`);
}
