// Everything that is text: summary, tables, definitions.

// A figure with its uncertainty; data-value holds it in full.
function figure(estimate, name, options) {
  const unit = info(name).unit, kept = keeps(name, estimate);
  const cell = make('td', { 'data-metric': name, 'data-value': estimate && known(estimate.mean) ? estimate.mean : '' });
  const half = halfWidth(estimate, unit), seasons = range(estimate, unit);
  cell.append(make('span', { class: kept === null ? '' : kept ? 'good' : 'bad' }, show(estimate ? estimate.mean : null, unit)));
  if (half && !(options && options.plain)) cell.append(make('small', {}, '± ' + half));
  if (seasons && !(options && options.plain)) cell.append(make('small', {}, seasons));
  return cell;
}

const withinText = q => known(q.within) ? `within ${duration(q.within)}` : '';

function targetList() {
  const list = [];
  for (const q of data.queues)
    for (const [name, e] of Object.entries(plan().queues[q.name] || {}))
      if (known(e.target)) list.push({ owner: q.name, name, e, more: name === 'service_level' ? withinText(q) : '' });
  for (const [group, metrics] of Object.entries(plan().groups))
    for (const [name, e] of Object.entries(metrics)) if (known(e.target)) list.push({ owner: group, name, e, more: '' });
  for (const [name, e] of Object.entries(plan().total)) if (known(e.target)) list.push({ owner: 'total', name, e, more: '' });
  return list;
}

function showVerdict(list) {
  if (!list.length) return fill('verdict', 'The scenario sets no targets.');
  const missed = list.filter(t => keeps(t.name, t.e) === false).length;
  const together = plan().all_targets;
  let text = missed === 0 ? (list.length === 1 ? 'The target is met on average.' : `All ${list.length} targets are met on average.`)
    : list.length === 1 ? 'The target is missed on average.' : missed === list.length ? `All ${list.length} targets are missed on average.`
      : `${missed} of ${list.length} targets ${missed === 1 ? 'is' : 'are'} missed on average.`;
  if (together) text += ` All of them together are met in ${chance(together.met)} of seasons` + (together.met_ci95 ? ` (95${gap}% interval ${chanceInterval(together.met_ci95)}).` : '.');
  fill('verdict', text);
}

function showTargets(list) {
  if (!list.length) return fill('targets');
  const rows = list.map(({ owner, name, e, more }) => {
    const met = make('td', { class: 'text', 'data-met': known(e.met) ? e.met : '' });
    if (known(e.met)) {
      const fillBar = make('i');
      fillBar.style.width = 100 * e.met + '%';
      met.append(make('span', { class: 'chance', 'aria-hidden': 'true' }, fillBar), `${chance(e.met)} of seasons`);
      if (e.met_ci95) met.append(make('small', {}, `95${gap}% interval ${chanceInterval(e.met_ci95)}`));
    } else met.append('–');
    const label = make('td', { class: 'text' }, term(name));
    if (more) label.append(make('small', {}, more));
    return [nameText(owner), label, make('td', {}, (info(name).better === 'higher' ? '≥ ' : '≤ ') + show(e.target, info(name).unit)), figure(e, name), met];
  });
  fill('targets', table('Targets', ['Queue', 'Metric', 'Target', 'Mean', 'Met in'], rows, { text: [1, 4] }));
}

const headlineMetrics = ['contact_rate', 'cost', 'fcr', 'attempts_per_case', 'unreached', 'attempts_of_unreached', 'units_per_paid_hour', 'paid_hours'];

function showHeadlines() {
  const total = plan().total;
  fill('headlines', ...headlineMetrics.filter(name => total[name] && known(total[name].mean)).slice(0, 6).map(name => {
    const unit = info(name).unit, e = total[name], kept = keeps(name, e), half = halfWidth(e, unit), seasons = range(e, unit);
    const money = unit === 'money' && data.currency ? gap + data.currency : '';
    return make('div', { class: 'tile', 'data-metric': name, 'data-value': e.mean }, term(name),
      make('b', { class: kept === null ? '' : kept ? 'good' : 'bad' }, show(e.mean, unit) + money),
      make('span', { class: 'quiet' }, (half ? '± ' + half : '') + (seasons ? (half ? ', ' : '') + seasons : '')));
  }));
}

function showPlans() {
  if (planNames.length < 2) return fill('plans');
  const rows = planNames.map(name => {
    const p = data.plans[name];
    const choose = make('button', { type: 'button', class: 'link', 'data-plan': name }, nameText(name));
    const cells = data.queues.map(q => figure((p.queues[q.name] || {}).service_level, 'service_level', { plain: true }));
    const row = [choose, make('td', {}, p.all_targets ? chance(p.all_targets.met) : '–'), figure(p.total.cost, 'cost', { plain: true }), ...cells];
    row.chosen = name === state.plan;
    return row;
  });
  fill('plans', table('Plans: all targets met, cost, service level by queue',
    ['Plan', 'All targets met', 'Cost' + (data.currency ? ', ' + data.currency : ''), ...data.queues.map(q => nameText(q.name))], rows));
}

function showQueues() {
  const names = ['offered', 'answered', 'abandoned', 'abandonment', 'service_level', 'asa', 'wait_p90', 'backlog', 'occupancy'];
  const shown = names.filter(name => data.queues.some(q => (plan().queues[q.name] || {})[name]));
  const rows = data.queues.map(q => {
    const label = make('span', { 'data-queue': q.name }, nameText(q.name));
    if (known(q.within)) label.append(make('small', { class: 'quiet' }, ` ${withinText(q)}`));
    const row = [label, ...shown.map(name => figure((plan().queues[q.name] || {})[name], name))];
    row.chosen = data.queues.length > 1 && q === queue();
    return row;
  });
  fill('queues', table('', ['Queue', ...shown.map(name => term(name))], rows, { label: 'Figures by queue' }));
}

function showGroups() {
  const names = ['occupancy', 'paid_hours', 'overtime', 'cost', 'answered_per_paid_hour'];
  const groups = Object.entries(plan().groups);
  const shown = names.filter(name => groups.some(([, metrics]) => metrics[name]));
  if (!groups.length || !shown.length) return fill('groups');
  const heads = shown.map(name => term(name, info(name).unit === 'money' && data.currency ? `${info(name).label}, ${data.currency}` : ''));
  fill('groups', table('', ['Group', ...heads], groups.map(([name, metrics]) => [nameText(name), ...shown.map(m => figure(metrics[m], m))]), { label: 'Figures by group' }));
}

function showWorst() {
  const columns = ['Offered', 'Abandonment', 'Service level', 'Speed of answer', 'Worst in'];
  const rows = (list, label) => list.filter(p => p.queue === queue().name).map(p => [label(p), show(p.offered, 'count'), show(p.abandonment, 'share'),
    show(p.service_level, 'share'), show(p.asa, 'seconds'), chance(p.worst_share)]);
  const days = rows(plan().worst_days || [], p => day(p.date, true)), hours = rows(plan().worst_intervals || [], p => withDay(p.interval));
  $('worst-section').hidden = !(plan().worst_days || []).length && !(plan().worst_intervals || []).length;
  fill('worst', days.length ? table('Days', ['Day', ...columns], days) : empty('No day stands out for this queue.'),
    hours.length ? table('Hours', ['Interval', ...columns], hours) : empty('No interval stands out for this queue.'));
  if (days.length || hours.length) $('worst').append(make('p', { class: 'quiet' }, 'Worst in: share of seasons in which this day or interval was the worst of all.'));
}

const reasonParts = ['needs', 'prevented', 'contained', 'resolved', 'lost', 'open'];

function showReasons() {
  const reasons = Object.entries(plan().reasons);
  $('reasons-section').hidden = !reasons.length;
  const shown = reasonParts.filter(name => reasons.some(([, metrics]) => metrics[name]));
  fill('reasons', table('', ['Reason', ...shown.map(name => term(name))], reasons.map(([name, metrics]) => [nameText(name), ...shown.map(m => figure(metrics[m], m))]), { label: 'Figures by reason' }));
}

function showComparison() {
  const c = data.comparison;
  $('comparison-section').hidden = !c;
  if (!c) return;
  fill('comparison', ...Object.entries(c.plans).map(([name, metrics]) => table(`${name} against ${c.baseline}, with the same customers`,
    ['Metric', 'Difference', '95' + gap + '% interval', 'Better in'],
    Object.entries(metrics).map(([key, d]) => {
      const dot = key.indexOf('.'), metric = key.slice(dot + 1), { unit, better } = info(metric);
      const sure = d.ci95 && (d.ci95[0] > 0 || d.ci95[1] < 0) && better !== 'neither';
      const good = (better === 'higher') === (d.difference > 0);
      return [make('span', {}, nameText(key.slice(0, dot)), ' ', term(metric)), make('td', { 'data-value': d.difference }, make('span', { class: sure ? good ? 'good' : 'bad' : '' }, showDifference(d.difference, unit))),
        d.ci95 ? `${showDifference(d.ci95[0], unit)} to ${showDifference(d.ci95[1], unit)}` : '–', chance(d.better) + ' of seasons'];
    }))));
}

function showVariance() {
  const entries = Object.entries(plan().variance || {});
  $('variance-section').hidden = !entries.length;
  const words = { forecast: 'forecast', events: 'events and assumptions', queueing: 'chance in the queues' };
  fill('variance', table('', ['Metric', ...Object.values(words)], entries.map(([key, shares]) => [key.replace('.', ' '), ...Object.keys(words).map(source => {
    const [share, error] = shares[source] || [];
    const cell = make('td', {}, known(share) ? (100 * share).toFixed(0) + gap + '%' : '–');
    if (known(error)) cell.append(make('small', {}, `± ${(100 * error).toFixed(0)}${gap}pt`));
    return cell;
  })]), { label: 'Shares of the uncertainty' }));
}

function showDays() {
  const names = ['offered', 'answered', 'abandoned', 'abandonment', 'service_level', 'asa', 'backlog'];
  const shown = names.filter(name => columnOf('days', name).some(known));
  fill('days', table('', ['Day', ...shown.map(name => term(name))],
    dates.map((date, i) => [day(date, true), ...shown.map(name => show(columnOf('days', name)[i], info(name).unit))]), { label: 'Figures by day' }));
}

function showFixedTexts() {
  fill('scenario', data.scenario);
  fill('description', data.description || '');
  const first = dates[0], last = dates[dates.length - 1];
  const span = first ? `${dates.length} ${dates.length === 1 ? 'day' : 'days'}, ${day(first, true)} to ${day(last, true)}, ${data.interval.replace(/(\d)(\D)/, '$1' + gap + '$2')} intervals, ${data.zone}; ` : '';
  fill('simulated', `${span}${grouped(data.replications, 0)} simulated ${data.replications === 1 ? 'season' : 'seasons'}`);
  fill('text', data.scenario_text || '');
  const used = new Set([].concat(...planNames.map(name => [data.plans[name].total, ...Object.values(data.plans[name].queues), ...Object.values(data.plans[name].groups),
    ...Object.values(data.plans[name].reasons)].map(Object.keys)).flat()));
  fill('words', ...Object.entries(data.metrics).filter(([name, m]) => used.has(name) && m.definition)
    .flatMap(([, m]) => [make('dt', {}, m.label), make('dd', {}, m.definition)]));
  const notes = (data.notes || []).map(note => make('p', {}, note));
  fill('repeat', ...notes, make('p', {}, `To repeat: Peakline ${data.version}, seed ${data.seed}, ${data.replications} replications of the scenario above.`));
}

function showTables() {
  const list = targetList();
  showVerdict(list);
  showHeadlines();
  showPlans();
  showTargets(list);
  showQueues();
  showGroups();
  showWorst();
  showReasons();
  showComparison();
  showVariance();
  showDays();
  for (const span of document.querySelectorAll('.queue-name')) span.textContent = queue() ? queue().name : '';
}
