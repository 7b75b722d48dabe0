// The run's figures: tables in full precision, chart columns packed by packed_column.cpp.
const data = JSON.parse(document.getElementById('data').textContent);

const info = name => data.metrics[name] || { label: name, ...(data.metrics[name.split('.')[0]] || { unit: 'count', better: 'neither' }), ...(name.includes('.') ? { label: name } : {}) };
const planNames = Object.keys(data.plans), several = planNames.length > 1;
const comparison = data.comparison || null, baseline = comparison ? comparison.baseline : planNames[0];
const best = comparison && comparison.best ? comparison.best : null;
const state = { plan: planNames[0], view: 'one', against: baseline, queue: 0, group: 0, metric: 'service_level', lever: null, sensitivity: null, zoom: [], dark: false };
const plan = () => data.plans[state.plan];
const queue = () => data.queues[state.queue];
const metricsOf = (planName, queueName) => data.plans[planName].queues[queueName] || {};
const queueMetrics = () => metricsOf(state.plan, queue().name);
const dates = data.dates;
const dayOfDate = new Map(dates.map((date, index) => [date, index]));

// The characters of packed_column.cpp: ! to ~ without the quotation mark, the opening angle bracket and the backslash.
const digitOf = new Map([...Array(94).keys()].map(i => String.fromCharCode(33 + i)).filter(c => !'"<\\'.includes(c)).map((c, i) => [c, i]));

function unpacked(text) {
  const colon = text.indexOf(':'), scale = +text.slice(0, colon), out = [], unfolded = z => z % 2 ? -(z + 1) / 2 : z / 2;
  let at = colon + 1, before = 0;
  const next = () => digitOf.get(text[at++]);
  while (at < text.length) {
    const first = next();
    if (first === 90) {
      const last = out[out.length - 1];
      for (let n = next() + 1; n > 0; --n) out.push(last);
      continue;
    }
    if (first === 89) { out.push(null); continue; }
    if (first === 88) before = unfolded([next(), next(), next(), next(), next()].reduce((sum, digit) => sum * 91 + digit, 0));
    else if (first >= 85) before += unfolded(((first - 85) * 91 + next()) * 91 + next() + 67 + 18 * 91);
    else if (first >= 67) before += unfolded((first - 67) * 91 + next() + 67);
    else before += unfolded(first);
    out.push(before / scale);
  }
  return out;
}

const columns = new Map();
function columnOf(kind, name, planName = state.plan, index = kind === 'groups' ? state.group : state.queue) {
  const key = [planName, kind, index, name].join('|');
  if (!columns.has(key)) {
    const source = ((data.columns[planName][kind] || [])[index] || {})[name];
    columns.set(key, source === undefined ? [] : typeof source === 'string' ? unpacked(source) : source);
  }
  return columns.get(key);
}

// A metric's target for a queue or the total, null where the scenario names none.
function targetOf(metrics, name) {
  const estimate = metrics[name];
  return estimate && known(estimate.target) ? estimate.target : null;
}

const targetSign = name => info(name).floor ? '≥ ' : '≤ ';

// Whether the mean keeps its target; null where either is missing.
function keeps(name, estimate) {
  if (!estimate || !known(estimate.target) || !known(estimate.mean)) return null;
  return info(name).floor ? estimate.mean >= estimate.target : estimate.mean <= estimate.target;
}

// "voice.cost.wages" -> ["voice", "cost.wages"]; names of queues hold no dot.
const splitKey = key => [key.slice(0, key.indexOf('.')), key.slice(key.indexOf('.') + 1)];
const ownerMetrics = (planName, owner) => owner === 'total' ? data.plans[planName].total : data.plans[planName].queues[owner] || data.plans[planName].groups[owner] || {};
const estimateOf = (planName, key) => ownerMetrics(planName, splitKey(key)[0])[splitKey(key)[1]];
const differenceOf = (planName, key) => comparison && (comparison.plans[planName] || {})[key];
const withUnit = (text, unit) => unit === 'money' && data.currency && text !== '–' ? text + gap + data.currency : text;

// Good, bad, or neither: a difference whose interval leaves no doubt about its sign.
function judged(name, difference) {
  const { better } = info(name), ci = difference && difference.ci95;
  if (!ci || better === 'neither' || !known(ci[0]) || !known(ci[1]) || (ci[0] <= 0 && ci[1] >= 0)) return '';
  return (better === 'higher') === (difference.difference > 0) ? 'good' : 'bad';
}

// A share of so few intervals that one more or less moves it far is told with their number; the same bound as in the terminal.
const ofFewIntervals = estimate => estimate && estimate.intervals < 20 ? `of ${show(estimate.intervals, 'count')}${gap}interval${show(estimate.intervals, 'count') === '1' ? '' : 's'}` : '';

// The same for the definition of a word.
function fewIntervalsNote(key) {
  const few = planNames.map(name => estimateOf(name, key)).filter(ofFewIntervals).sort((a, b) => a.intervals - b.intervals)[0];
  return few ? ` Here it is ${ofFewIntervals(few).replace('of', 'of as few as')} a season: one more or less moves it far.` : '';
}

// Why a figure is missing, in a few words.
function missing(name, q, estimate) {
  if (name.startsWith('service_level') || name === 'on_target' || name === 'worst_interval') {
    if (q && !known(q.within)) return 'no time set';
    return name === 'service_level' ? 'no contacts' : 'too few contacts';
  }
  if (!estimate) return q ? 'not for ' + ({ deferred: 'deferred work', outbound: 'outbound calls' }[q.medium] || q.medium) : 'not measured';
  if (name === 'days_to_clear') return 'not cleared';
  return ['occupancy', 'work_share', 'answered_per_paid_hour', 'units_per_paid_hour'].includes(name) ? 'nobody on shift' : 'no contacts';
}
