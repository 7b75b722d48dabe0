// The page with more plans than stand beside each other, and with names as long as they get: what is chosen stays in sight, paper holds
// every plan, no cell runs into the next.   many_plans_test.mjs NPM_FOLDER CHROMIUM PEAKLINE OUT
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { check, checkAccess, launch, madeReport as peakline, open, out, picture, problems } from './browser.mjs';
import { checkHeadsStay, checkPlans, checkTablesFit } from './page_checks.mjs';

const longQueue = 'billing_and_payment_questions_of_customers_in_all_of_the_countries', longBase = 'the_plan_as_it_stands_today_before_anything_has_been_changed', longPlan = 'pushes_for_every_order_that_is_late_by_more_than_one_working_day';

const scenario = (queue, plans) => `peakline: 1
name: Many plans
currency: EUR
baseline: ${plans[0]}
time: {zone: Europe/Berlin, start: 2026-11-16, days: 2, interval: 30min}
run: {seed: 3}
drivers: {orders: {expected: 90000/d}}
reasons:
  status: {per: orders, rate: 3%, profile: {by_hour: {"08:00-20:00": 1, "00:00-08:00": 0, "20:00-24:00": 0}}, queues: {${queue}: 100%}}
queues:
  ${queue}: {medium: voice, hours: {mon-sun: "08:00-20:00"}, handle_time: 4min, patience: {exponential: {mean: 3min}}, target: {service_level: 80%, within: 20s, abandonment: 8%}}
staff: {groups: {core: {agents: 10, serves: [${queue}], cost: 2000/h}}}
plans:
${plans.map((name, i) => `  ${name}: {set: {staff.groups.core.agents: ${10 + i}}}`).join('\n')}
`;

function run(name, queue, plans) {
  const folder = join(out, 'reports', name), file = join(folder, 'scenario.yaml');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, scenario(queue, plans));
  execFileSync(peakline, ['run', file, '--replications', '8', '--out', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  return { name, results: JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')), address: pathToFileURL(join(folder, 'report.html')).href };
}

// The head of the chosen plan lies between the names of the rows and the edge of the box.
async function checkChosenInSight(page, name) {
  await page.waitForTimeout(200);  // for the browser to tell of the new widths
  for (const box of ['#plans', '#comparison', '#targets']) {
    const [left, right, from, to] = await page.$eval(`${box} .scroll`, scroll => {
      const head = scroll.querySelector('thead .chosen').getBoundingClientRect(), row = scroll.querySelector('thead tr').firstChild.getBoundingClientRect(), all = scroll.getBoundingClientRect();
      return [head.left, head.right, row.right, all.right];
    });
    check(left >= from - 1 && right <= to + 1, `${name}: the chosen plan of ${box} is from ${left} to ${right}, seen is ${from} to ${to}`);
  }
}

async function checkAll(browser, report) {
  const names = Object.keys(report.results.plans), page = await open(browser, report), long = names.length < 5;
  await checkPlans(page, report);
  const first = await page.$eval('#plans tbody td[data-key]', cell => cell.dataset.key);
  check(first.endsWith('.service_level'), `${report.name}: the first row of the plans is ${first}, not what decides`);
  for (const width of [1400, 1024, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await checkTablesFit(page, `${report.name} at ${width} pixels`, { scroll: !long || width < 1000 });
    for (const chosen of [names[1], names.at(-1)]) {
      await page.selectOption('#plan', chosen);
      await checkChosenInSight(page, `${report.name} at ${width} pixels, ${chosen}`);
    }
    await checkHeadsStay(page, `${report.name} at ${width} pixels`, '#comparison');
    await picture(page, `${report.name}_${width}`);
  }
  await checkAccess(page, report.name);
  await page.setViewportSize({ width: 700, height: 990 });
  await page.emulateMedia({ media: 'print' });
  await page.waitForFunction(() => document.getElementById('text-details').open);
  await checkTablesFit(page, `${report.name} on paper`, { scroll: false, paper: true });
  for (const [box, wanted] of [['#plans', names], ['#comparison', names.slice(1)], ['#targets', names]]) {
    const heads = await page.$$eval(`${box} thead`, list => list.map(head => [...head.querySelectorAll('[data-plan]')].map(button => button.dataset.plan)));
    check(heads.flat().join() === wanted.join() && Math.max(...heads.map(list => list.length)) <= 5, `${report.name}: on paper the plans of ${box} are ${JSON.stringify(heads)}`);
  }
  await picture(page, `${report.name}_paper`);
  await page.context().close();
  const phone = await open(browser, report, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, colorScheme: 'dark' });
  await checkChosenInSight(phone, `${report.name} on a phone`);
  await checkTablesFit(phone, `${report.name} on a phone`, { scroll: true });
  await picture(phone, `${report.name}_phone`);
  await phone.context().close();
}

const browser = await launch();
try {
  await checkAll(browser, run('many_plans', 'voice', ['before', ...Array.from({ length: 13 }, (_, i) => `another_${i + 1}_more`)]));
  await checkAll(browser, run('long_names', longQueue, [longBase, longPlan, 'short']));
} finally {
  await browser.close();
}
for (const problem of problems) console.error('FAILED: ' + problem);
console.log(problems.length ? `${problems.length} problems` : 'many plans and long names can be read');
process.exitCode = problems.length ? 1 : 0;
