// What made the difference: levers, contacts that did not come, uncertain inputs, kinds of chance.

// A waterfall's scale begins at 0, so that lengths compare, unless its steps would be slivers there: then it begins near them,
// and says so above the bars and by a break in the bars that would reach down to 0.
const sliver = 0.15;  // of the longest bar
function waterfallScale(rows) {
  const ends = rows.flatMap(r => [r.from, r.to]), low = Math.min(...ends), high = Math.max(...ends), span = high - low || Math.abs(high) || 1;
  const cut = low > 0 && low > (1 - sliver) * high, step = 10 ** Math.floor(Math.log10((cut ? span : Math.max(high, span)) / 4));
  const down = v => step * Math.floor(v / step), up = v => step * Math.ceil(v / step);
  return { from: cut ? Math.max(0, down(low - 0.1 * span)) : low < 0 ? down(low) : 0, to: Math.max(0, up(high)), cut };
}

// Rows of a waterfall: {label, from, to, kind, whole, cells}; steps hang where the row before ended, whole bars stand on 0.
function waterfall(heads, rows, unit, label, text) {
  const { from, to, cut } = waterfallScale(rows), start = cut ? from : 0;
  const marks = r => r.whole ? [{ kind: 'fill ' + r.kind, from: Math.min(start, r.to), to: Math.max(start, r.to) }, ...(cut ? [{ kind: 'break', from: from + 0.02 * (to - from), to: from + 0.02 * (to - from) }] : [])]
    : [{ kind: 'fill ' + r.kind, from: r.from, to: r.to }];
  const out = rows.map(r => [r.label, make('td', { class: 'wide' }, strip([from, to], from < 0 ? [{ kind: 'zero', from: 0, to: 0 }, ...marks(r)] : marks(r))), ...r.cells]);
  return table('', [heads[0], axisHead(from, to, cut, unit), ...heads.slice(2)], out, { label, text });
}

// What the two ends of the bars stand for.
const axisHead = (from, to, cut, unit) => make('span', { class: 'axis' }, make('span', {}, withUnit(show(from, unit), unit), cut ? make('span', { class: 'cut' }, ' cut, not from 0') : null), make('span', {}, withUnit(show(to, unit), unit)));

const colourOf = (name, change) => { const { better } = info(name); return !change || better === 'neither' ? 'unsure' : (better === 'higher') === (change > 0) ? 'good' : 'bad'; };

function leverPlans() {
  const levers = comparison && comparison.levers || {};
  return Object.keys(levers).filter(name => Object.keys(levers[name]).length);
}

const leversOf = name => comparison.levers[name];
const leverPlan = () => leverPlans().includes(state.plan) ? state.plan : best && leverPlans().includes(best.plan) ? best.plan : leverPlans()[0];

function leverMetrics(planName) {
  const valued = effects => Object.keys(effects).filter(key => known(effects[key].share[0]));
  const all = new Set(Object.values(leversOf(planName)).flatMap(valued)), order = headlineKeys();
  return [...order.filter(key => all.has(key)), ...[...all].filter(key => !order.includes(key))];
}

function showLevers() {
  $('levers-section').hidden = !leverPlans().length;
  if (!leverPlans().length) return;
  const name = leverPlan(), metrics = leverMetrics(name);
  if (!metrics.includes(state.lever)) state.lever = metrics.includes(leadingKey()) ? leadingKey() : metrics[0];
  options('lever-metric', metrics.map(key => [key, keyWords(key)]));
  $('lever-metric').value = state.lever;
  fill('levers-plan', name);
  fill('levers', ...leverWaterfall(name, state.lever));
}

function leverWaterfall(planName, key) {
  const about = (comparison.levers_about || {})[planName] || {}, whole = (about.whole || {})[key] || {};
  const metric = splitKey(key)[1], { unit } = info(metric), shares = Object.entries(leversOf(planName)).map(([lever, effects]) => [lever, effects[key]]).filter(([, e]) => e && known(e.share[0]));
  const start = known(whole.from) ? whole.from : 0, change = known(whole.difference) ? whole.difference : 0;  // of the seasons of the shares
  const unitText = v => show(v, unit), diff = v => known(v) ? showDifference(v, unit) : '–';
  let at = start;
  const rows = [{ label: make('span', {}, nameText(about.from || baseline)), from: start, to: start, whole: true, kind: 'total', cells: [make('td', { 'data-value': start }, make('b', {}, unitText(start))), '', ''] }];
  for (const [lever, e] of shares) {
    rows.push({ label: lever === planName ? make('span', {}, 'everything else in ', nameText(lever)) : nameText(lever), from: at, to: at + e.share[0], kind: colourOf(metric, e.share[0]), cells: [
      make('td', { 'data-lever': lever, 'data-value': e.share[0] }, diff(e.share[0]), known(e.share[1]) ? make('small', {}, '± ' + halfText(1.96 * e.share[1], unit)) : null), diff(e.alone), make('td', { 'data-removed': known(e.removed) ? e.removed : '' }, diff(e.removed))] });
    at += e.share[0];
  }
  rows.push({ label: nameText(planName), from: start + change, to: start + change, whole: true, kind: 'total', cells: [make('td', { 'data-value': start + change }, make('b', {}, unitText(start + change)), make('small', {}, diff(change))), '', ''] });
  const words = `Each lever's share of the change of ${lower(keyWords(key))}, ${about.exact === false ? 'estimated over orders of taking them' : 'averaged over all orders of taking them'}: they add up to the whole, ${diff(change)}. ` +
    'Alone: what it changes by itself. On top of the others: what it changes where all other levers are at work already. Where the two differ, levers help or hinder each other.' + (about.replications ? ` All of it in the same ${grouped(about.replications, 0)} seasons${data.plans[planName].replications > about.replications ? `, the tables above have all ${grouped(data.plans[planName].replications, 0)} of ${planName}` : ''}.` : '');
  return [waterfall([keyWords(key), '', 'Share', 'Alone', 'On top of the others'], rows, unit, 'What did it', [1]), make('p', { class: 'quiet' }, words)];
}

const halfText = (half, unit) => unit === 'share' || unit === 'rate' ? (100 * half).toFixed(unit === 'rate' ? 2 : 1) + gap + 'pt' : show(half, unit);

// Of everything, in the baseline and in the plan, over the seasons that both have played: the one that has played fewer has no others in its
// mean, and from there the paired difference leads to the other one.
function inSameSeasons(planName, name) {
  const mean = one => name === 'turned' ? turnedAway(one) : reasonSums.includes(name) ? ofReasons(one, name) : (data.plans[one].total[name] || {}).mean || 0;
  const paired = key => (differenceOf(planName, 'total.' + key) || {}).difference, change = name === 'turned' ? turnedParts.reduce((sum, part) => sum + paired(part), 0) : paired(name);
  const [before, after] = [baseline, planName].map(one => data.plans[one].replications);
  if (before === after) return [mean(baseline), mean(planName)];
  if (!known(change)) return [0, 0];
  return after < before ? [mean(planName) - change, mean(planName)] : [mean(baseline), mean(baseline) + change];
}

const reasonSums = ['needs', 'prevented', 'contained'];
const ofReasons = (planName, name) => Object.values(data.plans[planName].reasons).reduce((sum, metrics) => sum + ((metrics[name] || {}).mean || 0), 0);
const turnedParts = ['lost.closed', 'lost.blocked', 'lost.balked', 'lost.gave_up'], turnedAway = planName => turnedParts.reduce((sum, name) => sum + ofReasons(planName, name), 0);

// From the needs to the contacts that queues were offered: [in the baseline, in the plan].
function contactSteps(planName) {
  const signs = { needs: 1, prevented: -1, contained: -1, turned: -1, redials: 1, repeats: 1, chases: 1 }, steps = {};
  for (const [name, sign] of Object.entries(signs)) steps[name] = inSameSeasons(planName, name).map(value => sign * value);
  const offered = inSameSeasons(planName, 'offered');
  return { ...steps, rest: offered.map((value, i) => value - Object.values(steps).reduce((sum, step) => sum + step[i], 0)), offered };
}

// What a step is called where it makes contacts fewer, and where it makes them more.
const contactWords = { needs: ['fewer needs or questions that messages cause', 'more needs or questions that messages cause'], prevented: ['prevented by messages', 'fewer prevented by messages'], contained: ['contained by self-service', 'fewer contained by self-service'],
  turned: ['more turned away before a queue', 'fewer turned away before a queue'], redials: ['redials avoided', 'more redials'], repeats: ['repeats avoided', 'more repeats'], chases: ['chasing avoided', 'more chasing'], rest: ['everything else', 'everything else'] };

function showContacts() {
  const name = comparedPlan(), there = comparison && name && Object.keys(data.plans[name].reasons).length > 0;
  $('contacts-section').hidden = !there;
  if (!there) return;
  for (const span of $('contacts-title').querySelectorAll('.plan-name')) span.textContent = name;
  const steps = contactSteps(name), words = contactWords, fewest = Math.min(...[baseline, name].map(one => data.plans[one].replications));
  let at = steps.offered[0];
  const cell = (v, step) => make('td', {}, v ? show(step === 'rest' ? v : Math.abs(v), 'count') : '0');
  const whole = (label, value) => ({ label, from: value, to: value, whole: true, kind: 'total', cells: [make('td', { 'data-value': value }, make('b', {}, show(value, 'count'))), '', ''] });
  const rows = [whole(make('span', {}, 'Offered in ', nameText(baseline)), steps.offered[0])];
  for (const [step, label] of Object.entries(words)) {
    const [before, after] = steps[step], change = after - before;
    if (Math.abs(change) < 0.5 && (['needs', 'rest', 'turned'].includes(step) || !after)) continue;
    rows.push({ label: label[change < 0 ? 0 : 1], from: at, to: at + change, kind: ['needs', 'rest', 'turned'].includes(step) ? 'unsure' : change < 0 ? 'good' : 'bad',
      cells: [make('td', { 'data-step': step, 'data-value': change }, showDifference(change, 'count')), cell(before, step), cell(after, step)] });
    at += change;
  }
  rows.push(whole(make('span', {}, 'Offered in ', nameText(name)), steps.offered[1]));
  fill('contacts', waterfall(['Contacts', '', 'Change', nameText(baseline), nameText(name)], rows, 'count', 'Where the contacts went', [1]),
    make('p', { class: 'quiet' }, `Means of the ${grouped(fewest, 0)} seasons that both plans have played, beside each change how many there were in either plan; the changes add up to the difference of offered contacts. Turned away: the queue was closed, full or too long, or self-service was left. Needs: also the questions that messages cause, each a need of its own reason. Everything else: contacts put off to another day, transfers, cases open at the end.`));
}

// Tornado: each input at its low and its high point, the widest first, as results.json has them.
function showSensitivity() {
  const all = (data.sensitivity || {}).metrics || {}, metrics = Object.keys(all);
  $('sensitivity-section').hidden = !metrics.length;
  if (!metrics.length) return;
  if (!metrics.includes(state.sensitivity)) state.sensitivity = metrics[0];
  options('sensitivity-metric', metrics.map(key => [key, keyWords(key)]));
  $('sensitivity-metric').value = state.sensitivity;
  $('sensitivity-control').hidden = metrics.length < 2;
  const { inputs, mean, paired_mean: start } = all[state.sensitivity], { unit } = info(splitKey(state.sensitivity)[1]), { plan: name, paired_replications: paired, replications } = data.sensitivity;
  const scale = scaleAround(inputs.flatMap(input => [input.low, input.high].filter(Boolean).map(end => end.difference)));
  const end = side => make('td', { 'data-value': side && known(side.difference) ? side.difference : '' }, side && known(side.difference) ? showDifference(side.difference, unit) : '–', side && side.ci95 && known(side.ci95[0]) ? make('small', {}, `${showDifference(side.ci95[0], unit)} to ${showDifference(side.ci95[1], unit)}`) : null, side && side.at ? make('small', {}, endWords(side.at)) : null);
  const indexed = inputs.some(input => input.first_order && known(input.first_order.index));
  const rows = inputs.map(input => [nameText(input.input), make('td', { class: 'wide' }, strip(scale, [{ kind: 'zero', from: 0, to: 0 },
    ...[['low', 'low'], ['high', 'high']].filter(([side]) => input[side] && known(input[side].difference)).map(([side, kind]) => ({ kind: 'fill ' + kind, from: 0, to: input[side].difference }))])),
  end(input.low), end(input.high), ...(indexed ? [explained(input.first_order)] : [])]);
  const words = `Each uncertain input at its 10 and 90 % point, chosen settings at their ends, everything else as drawn: the change with its 95${gap}% interval.` + (indexed ? ` Explains: the share of the spread between ${grouped(replications, 0)} seasons that would be gone if this input were known.` : '');
  const from = make('p', { id: 'sensitivity-start', 'data-value': known(start) ? start : '' }, `${keyWords(state.sensitivity)}${several ? ` in ${name}` : ''}: `, make('b', {}, withUnit(show(start, unit), unit)), ` in the ${paired} seasons that each input is tried in; ${withUnit(show(mean, unit), unit)} in all ${grouped(replications, 0)}.`);
  if (!inputs.length) return fill('sensitivity', from, empty('Nothing in this plan is uncertain once a season.'));
  fill('sensitivity', from, make('p', { class: 'quiet' }, words),
    table('', ['Input', '', make('span', {}, make('i', { class: 'key low', 'aria-hidden': 'true' }), 'At its low point'), make('span', {}, make('i', { class: 'key high', 'aria-hidden': 'true' }), 'At its high point'), ...(indexed ? ['Explains of the spread'] : [])], rows, { text: [1], label: 'What matters' }));
}

// Where an input stands at its end: "at 31 %", "at its 10 % point", "0 times".
const endWords = at => (/point$/.test(at) ? `at its ${at}` : /^[+-]?[\d.]+( %)?$/.test(at) ? `at ${at}` : at).replaceAll(' %', gap + '%');

const explained = index => index && known(index.index) ? make('td', { 'data-value': index.index }, percent(index.index), known(index.error) ? make('small', {}, aboutShare(index.error)) : null)
  : make('td', index ? { 'data-value': '' } : {}, '–', make('small', {}, index ? 'not determined' : 'a choice'));

// How unsure a share of the whole is; beyond the whole its size says nothing.
const aboutShare = error => 196 * error > 100 ? `± over 100${gap}pt` : `± ${(196 * error).toFixed(0)}${gap}pt`;

const percent = share => (100 * share).toFixed(0) + gap + '%';

// Metrics with a target, and what decides; of the chosen plan, else of the best or the first one told.
function toldVariance() {
  const told = planNames.filter(name => Object.keys(data.plans[name].variance || {}).length), name = [state.plan, best && best.plan, ...told].find(one => told.includes(one));
  if (!name) return [];
  const all = data.plans[name].variance, wanted = new Set([leadingKey(), 'total.cost', ...targetList(name).map(t => `${t.owner}.${t.name}`)]), keys = Object.keys(all).filter(key => wanted.has(key));
  const order = headlineKeys(), place = key => key === leadingKey() ? -1 : order.includes(key) ? order.indexOf(key) : order.length;
  return (keys.length ? keys : Object.keys(all)).sort((a, b) => place(a) - place(b)).map(key => [name, key, all[key]]);
}

function showVariance() {
  const words = { forecast: 'forecast', events: 'events and assumptions', queueing: 'chance in the queues' };
  const told = toldVariance(), whose = several && told.length ? ` of ${told[0][0]}` : '';
  $('variance-section').hidden = !told.length;
  const rows = told.map(([name, key, shares]) => {
    let at = 0;
    const marks = Object.keys(words).map(source => { const share = (shares[source] || [])[0] || 0; at += share; return { kind: 'source ' + source, from: at - share, to: at }; });
    return [nameText(keyWords(key)), make('td', { class: 'wide' }, strip([0, 1], marks)),
      ...Object.keys(words).map(source => {
        const [share, error] = shares[source] || [];
        return make('td', { 'data-value': known(share) ? share : '' }, known(share) ? percent(share) : '–', known(error) ? make('small', {}, aboutShare(error)) : null);
      })];
  });
  fill('variance', make('p', { class: 'quiet' }, `What the difference between seasons${whose} comes from. More replications do not narrow it: a better forecast, fewer surprises or more slack in the queues do.`),
    table('', ['Metric', '', ...Object.entries(words).map(([source, text]) => make('span', {}, make('i', { class: 'key ' + source, 'aria-hidden': 'true' }), text))], rows, { label: 'Shares of the uncertainty', text: [1] }));
}
