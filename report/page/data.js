// The run's figures: tables in full precision, chart columns rounded and with repeated values folded.
const data = JSON.parse(document.getElementById('data').textContent);

const info = name => data.metrics[name] || { label: name, unit: 'count', better: 'neither', definition: '' };
const isShare = name => ['share', 'rate'].includes(info(name).unit);
const planNames = Object.keys(data.plans);
const state = { plan: planNames[0], queue: 0, group: 0, step: 'day', heat: 'service_level', dark: false, day: null };
const plan = () => data.plans[state.plan];
const queue = () => data.queues[state.queue];
const queueMetrics = () => plan().queues[queue().name] || {};

const unfolded = new Map();
function columnOf(kind, name) {
  const index = kind === 'groups' ? state.group : state.queue;
  const key = [state.plan, kind, index, name].join('|');
  if (!unfolded.has(key)) {
    const source = (data.columns[state.plan][kind] || [])[index] || {};
    unfolded.set(key, unfold(source[name], isShare(name.replace(/_p\d\d$/, '')) ? 1000 : 1));
  }
  return unfolded.get(key);
}

const dates = data.dates;
const dayOfDate = new Map(dates.map((date, index) => [date, index]));
// A metric's target for a queue or the total, null where the scenario names none.
function targetOf(metrics, name) {
  const estimate = metrics[name];
  return estimate && known(estimate.target) ? estimate.target : null;
}

// Whether the mean keeps its target; null where either is missing.
function keeps(name, estimate) {
  if (!estimate || !known(estimate.target) || !known(estimate.mean)) return null;
  return info(name).better === 'higher' ? estimate.mean >= estimate.target : estimate.mean <= estimate.target;
}
