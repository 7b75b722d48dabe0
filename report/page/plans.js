// Plans beside each other and against the baseline; chances of the targets; what a point costs; other seasons.

// Decoration inside a table cell: bars, whiskers and dots on one scale; the figures stand beside it.
function strip(scale, marks) {
  const box = make('span', { class: 'strip', 'aria-hidden': 'true' }), span = scale[1] - scale[0] || 1;
  const at = v => Math.max(0, Math.min(100, 100 * (v - scale[0]) / span));
  for (const { kind, from, to } of marks) {
    const mark = make('i', { class: kind });
    mark.style.left = at(Math.min(from, to)) + '%';
    mark.style.width = Math.abs(at(to) - at(from)) + '%';
    box.append(mark);
  }
  return box;
}

function scaleAround(values) {
  const list = [0, ...values.filter(known)], low = Math.min(...list), high = Math.max(...list), room = 0.04 * (high - low || 1);
  return [low - room, high + room];
}

// What plans are compared by: "voice.service_level" and the like, as far as a plan has them; of queues other than the chosen one
// only what decides, except on paper.
function headlineKeys() {
  const totals = ['cost', 'contact_rate', 'fcr', 'attempts_per_case', 'unreached', 'paid_hours'].map(name => 'total.' + name);
  const full = q => printing || data.queues.length < 3 || q === queue();
  const ofQueue = q => (full(q) ? ['offered', 'service_level', 'abandonment', 'asa', 'backlog_max', 'days_to_clear'] : ['service_level', 'abandonment']).map(name => `${q.name}.${name}`);
  const usual = [...totals, ...data.queues.flatMap(ofQueue)], targeted = planNames.flatMap(name => targetList(name).map(t => `${t.owner}.${t.name}`));
  const all = [leadingKey(), ...usual, ...targeted];  // first what decides
  const nothing = key => ['backlog_max', 'days_to_clear', 'abandonment', 'unreached'].includes(splitKey(key)[1]) && planNames.every(name => !(estimateOf(name, key) || {}).mean);
  return [...new Set(all)].filter(key => planNames.some(name => known((estimateOf(name, key) || {}).mean)) && !nothing(key));
}

function keyLabel(key) {
  const [owner, name] = splitKey(key), q = data.queues.find(one => one.name === owner), money = info(name).unit === 'money' && data.currency;
  const label = make('span', {}, term(name, money ? `${info(name).label}, ${data.currency}` : '', fewIntervalsNote(key)));
  const more = [owner === 'total' ? togetherOf(name) : owner, q && name === 'service_level' ? withinText(q) : ''].filter(Boolean).join(', ');
  if (more) label.append(make('small', { class: 'owner' }, more));
  return label;
}

function planButton(name) {
  const button = make('button', { type: 'button', class: 'link', 'data-plan': name, 'aria-pressed': String(name === state.plan) }, nameText(name));
  return make('span', {}, button, best && best.plan === name ? make('small', { class: 'good' }, closePlans(name).length ? 'leads' : 'chosen') : name === baseline ? make('small', {}, 'baseline') : null);
}

// On paper no more plans stand beside each other than can be read there, the others in tables below.
const besideOnPaper = 5;
function sheets(names) {
  const count = printing ? Math.ceil(names.length / besideOnPaper) : 1, size = Math.ceil(names.length / count);
  return Array.from({ length: count }, (_, i) => names.slice(i * size, (i + 1) * size));
}

function chanceCell(share, interval, more) {
  if (!known(share)) return make('td', { class: 'text', 'data-met': '' }, '–', make('small', {}, 'no value'));
  const cell = make('td', { class: 'text', 'data-met': share }, strip([0, 1], [{ kind: 'fill', from: 0, to: share }, ...(interval ? [{ kind: 'whisker', from: interval[0], to: interval[1] }] : [])]),
    chance(share));
  if (interval) cell.append(make('small', {}, chanceInterval(interval)));
  if (more) cell.append(more);
  return cell;
}

function showPlans() {
  $('plans-section').hidden = !several;
  if (!several) return;
  const keys = headlineKeys(), anyTarget = planNames.some(name => data.plans[name].all_targets);
  const tables = sheets(planNames).map(names => {
    const rows = keys.map(key => [keyLabel(key), ...names.map(name => figure(estimateOf(name, key), splitKey(key)[1], { key, queue: data.queues.find(q => q.name === splitKey(key)[0]) }))]);
    if (anyTarget) rows.unshift([make('span', {}, 'All targets met', make('small', { class: 'owner' }, 'share of seasons')), ...names.map(name => { const all = data.plans[name].all_targets || {}; return chanceCell(all.met, all.met_ci95); })]);
    return table('', ['', ...names.map(planButton)], rows, { label: 'Plans side by side', chosen: 1 + names.indexOf(state.plan) });
  });
  fill('more-rows', data.queues.length > 2 && !printing ? ` More rows for the chosen queue, ${queue().name}.` : '');
  fill('plans', ...tables);
}

function differenceCell(key, planName, scale) {
  const d = differenceOf(planName, key), name = splitKey(key)[1], { unit, better } = info(name);
  if (!d || !known(d.difference)) return make('td', { 'data-key': key, 'data-value': '' }, '–', make('small', {}, 'no value in one of them'));
  const sense = /[1-9]/.test(showDifference(d.difference, unit)) ? judged(name, d) : '', ci = d.ci95 && known(d.ci95[0]) && known(d.ci95[1]) ? d.ci95 : null;
  const cell = make('td', { 'data-key': key, 'data-plan-of': planName, 'data-value': d.difference }, make('span', { class: sense || 'unsure' }, showDifference(d.difference, unit)));
  if (d.difference === 0 && ci && ci[0] === 0 && ci[1] === 0) return make('td', { 'data-key': key, 'data-plan-of': planName, 'data-value': 0 }, make('span', { class: 'unsure' }, 'the same'));
  if (ci) cell.append(make('small', {}, `${showDifference(ci[0], unit)} to ${showDifference(ci[1], unit)}`));
  if (better !== 'neither' && known(d.better)) cell.append(make('small', {}, `better in ${chance(d.better)}`));
  if (scale) cell.append(strip(scale, [{ kind: 'zero', from: 0, to: 0 }, { kind: 'fill ' + (sense || 'unsure'), from: 0, to: d.difference }, ...(ci ? [{ kind: 'whisker', from: ci[0], to: ci[1] }] : [])]));
  return cell;
}

function showComparison() {
  $('comparison-section').hidden = !comparison;
  $('all-details').hidden = !comparison;
  if (!comparison) return;
  const others = Object.keys(comparison.plans), keys = headlineKeys().filter(key => others.some(name => known((differenceOf(name, key) || {}).difference)));
  const scales = new Map(keys.map(key => [key, scaleAround(others.flatMap(name => { const d = differenceOf(name, key); return d ? [d.difference, ...(d.ci95 || [])] : []; }))]));
  fill('comparison', ...sheets(others).map(names => table('', ['', ...names.map(planButton)], keys.map(key => [keyLabel(key), ...names.map(name => differenceCell(key, name, scales.get(key)))]),
    { label: 'Differences from ' + baseline, chosen: 1 + names.indexOf(state.plan) })));
  showPointCosts();
  const compared = comparedPlan();
  fill('all', table('', ['Metric', 'Difference'], Object.keys(comparison.plans[compared]).map(key => [make('span', {}, nameText(splitKey(key)[0]), ' ', term(splitKey(key)[1])), differenceCell(key, compared)]), { label: `Every difference of ${compared}` }));
}

// The plan whose difference from the baseline is told: the chosen one, or the best, where that is the baseline itself.
function comparedPlan() {
  const others = comparison ? Object.keys(comparison.plans) : [];
  return others.includes(state.plan) ? state.plan : others.includes(state.against) ? state.against : others[0];
}

function showPointCosts() {
  const costs = Object.entries(comparison.cost_of_a_point || {});
  if (!costs.length) return fill('point-costs');
  const step = { share: 'One point of', rate: 'One point of', seconds: 'One second of' }, keys = [...new Set(costs.flatMap(([, metrics]) => Object.keys(metrics)))];
  const cell = (planName, c, key) => {
    const ci = c && c.ci95 && known(c.ci95[0]) && known(c.ci95[1]) ? c.ci95 : null;
    return c && known(c.cost) ? make('td', { 'data-plan-of': planName, 'data-key': key, 'data-value': c.cost }, make('span', {}, show(c.cost, 'money')), ci ? make('small', {}, `${show(ci[0], 'money')} to ${show(ci[1], 'money')}`) : null)
      : make('td', {}, '–', make('small', {}, 'not determined'));
  };
  const determined = keys.filter(key => costs.some(([, metrics]) => metrics[key] && known(metrics[key].cost))), rowsOf = names => determined.map(key => {
    const [owner, name] = splitKey(key);
    return [make('span', {}, `${step[info(name).unit] || 'One unit of'} ${lower(info(name).label)}`, make('small', { class: 'owner' }, owner === 'total' ? togetherOf(name) : owner)), ...names.map(planName => cell(planName, comparison.cost_of_a_point[planName][key], key))];
  });
  if (!determined.length) return fill('point-costs', make('p', { class: 'quiet' }, 'What a point costs is not determined: no gain is beyond doubt.'));
  fill('point-costs', ...sheets(costs.map(([planName]) => planName)).map(names => table(`What a point costs${data.currency ? `, ${data.currency}` : ''}`, ['', ...names.map(nameText)], rowsOf(names), { chosen: 1 + names.indexOf(state.plan) })),
    make('p', { class: 'quiet' }, 'Difference of cost over difference of the metric, with its 95\u00a0% interval. Below 0: better and cheaper, or worse and dearer. Not determined: the gain may be nothing.'));
}

function showRobustness() {
  const r = comparison && comparison.robustness;
  $('robustness-section').hidden = !r;
  if (!r) return;
  const seasons = Object.entries(r.seasons), { unit } = info(splitKey(r.metric)[1]);
  const names = Object.keys(r.largest_regret || {});
  const heads = seasons.map(([season, s]) => make('span', {}, season, make('small', {}, `${groupedIn(s.meaning)}; ${grouped(s.replications, 0)} seasons`)));
  const rows = names.map(planName => {
    const row = [planButton(planName), ...seasons.map(([, s]) => {
      const c = s.plans[planName] || {};
      return make('td', { 'data-value': known(c.value) ? c.value : '' }, show(c.value, unit), known(c.regret) ? make('small', { class: c.regret > 0 ? '' : 'good' }, c.regret > 0 ? `${withUnit(sizeOf(c.regret, unit), unit)} behind the best` : 'the best here') : make('small', {}, known(c.value) ? 'misses a target' : 'no such season'));
    }), known(r.largest_regret[planName]) ? withUnit(sizeOf(r.largest_regret[planName], unit), unit) : '–'];
    return row;
  });
  fill('robustness', make('p', { class: 'quiet' }, `${keyWords(r.metric)}${info(splitKey(r.metric)[1]).unit === 'money' && data.currency ? ', ' + data.currency : ''}, in kinds of seasons, and how far the plan is behind the one that is best there.`),
    table('', ['Plan', ...heads, 'Most behind'], rows, { label: 'Plans under kinds of seasons' }));
}

function showTargets() {
  const lists = planNames.map(name => targetList(name)), keyed = new Map(lists.flat().map(t => [`${t.owner}.${t.name}`, t]));
  $('targets-section').hidden = !keyed.size;
  if (!keyed.size) return;
  const meanOf = (e, name) => make('small', {}, 'mean ', make('span', { class: keeps(name, e) === null ? '' : keeps(name, e) ? 'good' : 'bad' }, withUnit(show(e.mean, info(name).unit), info(name).unit)), ofFewIntervals(e) ? ' ' + ofFewIntervals(e) : '');
  const rowsOf = names => [...keyed.values()].map(({ owner, name, e, more }) => {
    const label = make('span', {}, term(name, '', fewIntervalsNote(`${owner}.${name}`)), make('b', { class: 'goal' }, ' ' + (targetSign(name) + withUnit(show(e.target, info(name).unit), info(name).unit)).replace(' ', gap)),
      make('small', { class: 'owner' }, [owner === 'total' ? togetherOf(name) : owner, more].filter(Boolean).join(', ')));
    return [label, ...names.map(planName => {
      const own = estimateOf(planName, `${owner}.${name}`);
      return own && known(own.target) ? chanceCell(own.met, own.met_ci95, meanOf(own, name)) : make('td', { class: 'text' }, '–', make('small', {}, 'no target here'));
    })];
  });
  const together = names => keyed.size > 1 ? [['All of them together', ...names.map(planName => { const all = data.plans[planName].all_targets || {}; return chanceCell(all.met, all.met_ci95); })]] : [];
  const tables = sheets(planNames).map(names => {
    const heads = several ? names.map(planButton) : ['Met in'];
    return table('', ['Target', ...heads], [...rowsOf(names), ...together(names)], { text: heads.map((h, i) => i + 1), label: 'Probability of meeting each target', chosen: several ? 1 + names.indexOf(state.plan) : 0 });
  });
  fill('targets', make('p', { class: 'quiet' }, `Share of seasons that meet the target, with its 95${gap}% interval, and the mean of all seasons.`), ...tables);
}
