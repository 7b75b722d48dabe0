// The first sentence: which plan, by how much, how surely. Without several plans: whether the targets are met.

function targetList(planName = state.plan) {
  const list = [], p = data.plans[planName];
  const look = (owner, metrics, more) => {
    for (const [name, e] of Object.entries(metrics || {})) if (known(e.target)) list.push({ owner, name, e, more: name === 'service_level' ? more : '' });
  };
  for (const q of data.queues) look(q.name, p.queues[q.name], withinText(q));
  for (const [group, metrics] of Object.entries(p.groups)) look(group, metrics, '');
  look('total', p.total, '');
  return list;
}

const ownerWords = owner => owner === 'total' ? '' : ` of ${owner}`;

// What a metric of everything is over, where queues have it, too: mail is no part of the service level of all (docs/results.md).
const togetherOf = name => name.startsWith('service_level') ? 'live queues together' : data.queues.some(q => planNames.some(p => metricsOf(p, q.name)[name])) ? 'all queues together' : '';

// "Service level of voice"
function keyWords(key) {
  const [owner, name] = splitKey(key), together = owner === 'total' ? togetherOf(name) : '';
  return info(name).label + (together ? ` of ${together}` : ownerWords(owner));
}

const lower = text => text.charAt(0).toLowerCase() + text.slice(1);

// Of money it is said who is cheaper: a plan that costs more is "better in 0 % of seasons" as nobody would say it.
const oftenWords = (d, unit) => unit === 'money' ? (d.difference > 0 ? `dearer in ${chance(1 - d.better)}` : `cheaper in ${chance(d.better)}`) : `better in ${chance(d.better)}`;

// "7.3 pt above before (95 % interval 7.0 to 7.6 pt), better in 97 % of seasons"
function advantage(planName, key) {
  const d = differenceOf(planName, key), [, name] = splitKey(key), { unit, better } = info(name);
  if (!d || !known(d.difference)) return '';
  const size = withUnit(sizeOf(d.difference, unit), unit);
  const ends = d.ci95 && known(d.ci95[0]) ? [d.ci95[0], d.ci95[1]].map(v => d.difference < 0 ? -v : v).sort((a, b) => a - b) : null;
  const sure = ends ? ` (95${gap}% interval ${ends.map(v => withUnit(showDifference(v, unit).replace(/^\+/, ''), unit)).join(' to ')})` : '';
  return `${size} ${d.difference < 0 ? 'below' : 'above'} ${baseline}${sure}` + (better === 'neither' || (unit === 'money' && !d.difference) || (best && best.subject_to_targets) ? '' : `, ${oftenWords(d, unit)} of seasons`);
}

const valueText = (planName, key) => {
  const [owner, name] = splitKey(key), e = estimateOf(planName, key), { unit, label } = info(name);
  return `${lower(label)}${ownerWords(owner)} ${withUnit(show(e ? e.mean : null, unit), unit)}`;
};

// Without a decision: the plan that meets all targets most often, then the one with the best service level, then the cheapest.
function leader() {
  const key = leadingKey(), sign = info(splitKey(key)[1]).better === 'lower' ? -1 : 1;
  const merit = name => [(data.plans[name].all_targets || {}).met || 0, sign * ((estimateOf(name, key) || {}).mean ?? -Infinity * sign)];
  return planNames.reduce((top, name) => { const [a, b] = [merit(name), merit(top)]; return a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]) ? name : top; }, planNames[0]);
}

function leadingKey() {
  if (best && best.metric) return best.metric;
  const q = data.queues.find(one => targetOf(metricsOf(planNames[0], one.name), 'service_level') !== null) || data.queues.find(one => known(one.within));
  return q ? q.name + '.service_level' : 'total.cost';
}

// Plans that may be as good as the leading one: by the decision, else those whose interval reaches into its own.
function closePlans(name) {
  if (best) return best.not_separated || [];
  const all = p => data.plans[p].all_targets, others = planNames.filter(p => p !== name);
  if (all(name) && all(name).met > 0) return others.filter(p => !all(p) || !all(p).met_ci95 || !all(name).met_ci95 || all(p).met_ci95[1] >= all(name).met_ci95[0]);
  const key = leadingKey(), sign = info(splitKey(key)[1]).better === 'lower' ? -1 : 1;
  const ends = p => p === baseline ? [0, 0] : ((differenceOf(p, key) || {}).ci95 || []).map(v => sign * v).sort((a, b) => a - b);
  return others.filter(p => !(ends(p)[1] < ends(name)[0]));
}

const listed = names => names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;

// "is best" is said of a decision only, and with its tolerance; what is close is said to be close.
function bestSentence() {
  if (best && !best.plan) return ['No plan meets the targets on average.'];
  const name = best ? best.plan : leader(), key = leadingKey(), all = data.plans[name].all_targets, often = all && all.met > 0, close = closePlans(name), metric = `${lower(info(splitKey(key)[1]).label)}${ownerWords(splitKey(key)[0])}`;
  const start = best ? (close.length ? ` leads, but is not told apart from ${listed(close)}: ` : `${best.subject_to_targets ? ', of the plans that meet the targets on average,' : ''} is best${best.tolerance_in_words ? ` to within ${best.tolerance_in_words}` : ''}: `)
    : often ? (close.length ? ' is among those that meet all targets most often: ' : ' meets all targets most often: ') : close.length ? ' leads: ' : ` has the best ${metric}: `;
  const value = best || often || close.length ? valueText(name, key) : withUnit(show((estimateOf(name, key) || {}).mean, info(splitKey(key)[1]).unit), info(splitKey(key)[1]).unit);
  const by = name === baseline ? 'the plan that others are compared with' : advantage(name, key);
  const cost = best || name === baseline || key === 'total.cost' || !(differenceOf(name, 'total.cost') || {}).difference ? '' : advantage(name, 'total.cost');
  return [make('strong', {}, nameText(name)), start + value + (by ? ', ' + by : '') + '.' + (cost ? ` Its cost is ${cost}.` : '') + (all ? ` All targets are met in ${chance(all.met)} of its seasons.` : '') + (!best && close.length ? ` Close to it by ${often ? 'how often all targets are met' : metric}: ${listed(close)} (--plan with their names compares them with each other).` : '')];
}

function guaranteeSentence() {
  if (!best) return 'No plan was asked to be chosen: run.until: {decide: ...} in the scenario adds replications until one is surely the best.';
  const often = best.subject_to_targets ? ' On average is over all seasons: a single one may still miss a target, as often as stands in the row of all targets met.' : '';
  if (best.verdict) return best.verdict + often;
  const words = best.tolerance_in_words || (known(best.tolerance) ? `within ${show(best.tolerance, info(splitKey(leadingKey())[1]).unit)} of the best` : '');
  return (best.not_separated || []).length ? `Not separated from ${best.not_separated.join(', ')} after ${best.replications} replications.`
    : `${chance(best.confidence)} sure${words ? ': ' + words : ''}, after ${grouped(best.replications, 0)} replications.`;
}

function targetSentence(list) {
  if (!list.length) return 'The scenario sets no targets.';
  const missed = list.filter(t => keeps(t.name, t.e) === false).length, together = plan().all_targets;
  let text = missed === 0 ? (list.length === 1 ? 'The target is met on average.' : `All ${list.length} targets are met on average.`)
    : list.length === 1 ? 'The target is missed on average.' : missed === list.length ? `All ${list.length} targets are missed on average.`
      : `${missed} of ${list.length} targets ${missed === 1 ? 'is' : 'are'} missed on average.`;
  if (together) text += ` All of them together are met in ${chance(together.met)} of seasons` + (together.met_ci95 ? ` (95${gap}% interval ${chanceInterval(together.met_ci95)}).` : '.');
  return text;
}

function showVerdict() {
  if (several && comparison) {
    fill('verdict', ...bestSentence());
    fill('guarantee', guaranteeSentence());
  } else fill('verdict', targetSentence(targetList()));
  $('guarantee').hidden = !$('guarantee').textContent;
}
