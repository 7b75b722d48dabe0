// Tables of the chosen plan, figures in sight, definitions, how to repeat the run.

// A figure with its uncertainty; data-value holds it in full. options: plain, key ("voice.offered"), queue (to say why a value is missing).
function figure(estimate, name, options) {
  const unit = info(name).unit, kept = keeps(name, estimate), there = estimate && known(estimate.mean), { plain, key, queue: q } = options || {};
  const cell = make('td', { 'data-metric': name, 'data-key': key || null, 'data-value': there ? estimate.mean : '' });
  const half = halfWidth(estimate, unit), seasons = range(estimate, unit);
  cell.append(make('span', { class: kept === null ? '' : kept ? 'good' : 'bad' }, show(estimate ? estimate.mean : null, unit)));
  if (!there) cell.append(make('small', {}, missing(name, q, estimate)));
  if (half && !plain) cell.append(make('small', {}, '±' + gap + half));
  if (seasons && !plain) cell.append(make('small', {}, seasons));
  if (ofFewIntervals(estimate)) cell.append(make('small', {}, ofFewIntervals(estimate)));
  return cell;
}

const withinText = q => known(q.within) ? `within ${duration(q.within)}` : '';

const headlineMetrics = ['contact_rate', 'cost', 'fcr', 'attempts_per_case', 'unreached', 'attempts_of_unreached', 'units_per_paid_hour', 'paid_hours'];

function showHeadlines() {
  const total = plan().total;
  fill('headlines', ...headlineMetrics.filter(name => total[name] && known(total[name].mean)).slice(0, 6).map(name => {
    const unit = info(name).unit, e = total[name], kept = keeps(name, e), half = halfWidth(e, unit), seasons = range(e, unit);
    const money = unit === 'money' && data.currency ? gap + data.currency : '';
    return make('div', { class: 'tile', 'data-metric': name, 'data-value': e.mean }, term(name),
      make('b', { class: kept === null ? '' : kept ? 'good' : 'bad' }, show(e.mean, unit) + money),
      make('span', { class: 'quiet parts' }, half ? make('span', {}, '± ' + half) : '', seasons ? make('span', {}, seasons) : ''));
  }));
}

const queueFigure = (q, name) => (plan().queues[q.name] || {})[name];

function showQueues() {
  const names = ['offered', 'answered', 'abandoned', 'abandonment', 'service_level', 'asa', 'wait_p90', 'backlog', 'redials', 'chases', 'days_to_clear', 'occupancy'];
  const usual = name => !['redials', 'chases', 'days_to_clear'].includes(name);
  const shown = names.filter(name => data.queues.some(q => { const e = queueFigure(q, name); return e && (usual(name) || e.mean > 0); }));
  const rows = data.queues.map(q => {
    const label = make('span', { 'data-queue': q.name }, nameText(q.name));
    if (known(q.within)) label.append(make('small', { class: 'quiet' }, ` ${withinText(q)}`));
    const row = [label, ...shown.map(name => figure(queueFigure(q, name), name, { queue: q }))];
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
  const deferred = queue().medium === 'deferred';  // ranked by what waits; live queues by how few were answered in time
  const columns = deferred ? ['Highest backlog', 'Offered', 'Most in'] : ['Offered', 'Abandonment', 'Service level', 'Speed of answer', 'Worst in'];
  const figures = p => deferred ? [show(p.backlog_max, 'count'), show(p.offered, 'count')] : [show(p.offered, 'count'), show(p.abandonment, 'share'), show(p.service_level, 'share'), show(p.asa, 'seconds')];
  const rows = (list, label) => list.filter(p => p.queue === queue().name).map(p => [label(p), ...figures(p), chance(p.worst_share)]);
  const days = rows(plan().worst_days || [], p => dayOfDate.has(p.date) ? make('button', { type: 'button', class: 'link when', 'data-day': dayOfDate.get(p.date) }, day(p.date)) : day(p.date)), hours = rows(plan().worst_intervals || [], p => make('span', {}, ...dateAndTime(p.interval).flatMap(part => [make('span', { class: 'when' }, part), ' '])));
  $('worst-section').hidden = !(plan().worst_days || []).length && !(plan().worst_intervals || []).length;
  fill('worst', days.length ? table('Days', ['Day', ...columns], days) : empty('No day stands out for this queue.'),
    hours.length ? table('Hours', ['Interval', ...columns], hours) : empty('No interval stands out for this queue.'));
  if (days.length || hours.length) $('worst').append(make('p', { class: 'quiet' }, deferred ? 'By how much work waited; most in: share of seasons in which this day or interval had the most of all.' : 'By how few were answered in time, then by how many were lost; worst in: share of seasons in which this day or interval was the worst of all.'));
}

const reasonParts = ['needs', 'prevented', 'contained', 'resolved', 'lost', 'open'];

function showReasons() {
  const reasons = Object.entries(plan().reasons);
  $('reasons-section').hidden = !reasons.length;
  const shown = reasonParts.filter(name => reasons.some(([, metrics]) => metrics[name]));
  fill('reasons', table('', ['Reason', ...shown.map(name => term(name))], reasons.map(([name, metrics]) => [nameText(name), ...shown.map(m => figure(metrics[m], m))]), { label: 'Figures by reason' }));
}

// The days or intervals in sight, of the chosen plan and queue.
function showFigures() {
  const names = ['offered', 'answered', 'abandoned', 'abandonment', 'service_level', 'asa', 'backlog'], { kind, step, names: times, indices } = shown();
  const shownNames = names.filter(name => columnOf(kind, name).some(known));
  const open = times.map((time, i) => [time, indices[i]]).filter(([, i]) => step === 'day' || known(columnOf(kind, 'service_level')[i]) || columnOf(kind, 'offered')[i] > 0);
  fill('days-summary', `Every ${step} of ${queue().name}${several ? ` in ${state.plan}` : ''}${state.zoom.length ? `, ${nameOf(zoomed())}` : ''}`);
  fill('days', open.length ? table('', [step === 'day' ? 'Day' : 'Interval', ...shownNames.map(name => term(name))],
    open.map(([time, i]) => [step === 'day' ? day(time, true) : intervalName(time), ...shownNames.map(name => {
      const value = columnOf(kind, name)[i];
      return make('td', { 'data-time': time, 'data-metric': name, 'data-value': known(value) ? value : '' }, show(value, info(name).unit));
    })]), { label: 'Figures by ' + step }) : empty('The queue is closed in the time shown.'),
  step === 'day' ? '' : make('p', { class: 'quiet' }, 'Intervals are rounded as charts need them; intervals.csv has them in full.'));
}

function usedMetrics() {
  const owners = planNames.flatMap(name => [data.plans[name].total, ...Object.values(data.plans[name].queues), ...Object.values(data.plans[name].groups), ...Object.values(data.plans[name].reasons)]);
  return new Set(owners.flatMap(metrics => Object.keys(metrics)));
}

function repeatLines() {
  const until = best ? ' run.until in the scenario decides how many replications it takes.' : '';
  return [make('p', {}, `To repeat: Peakline ${data.version}, seed ${data.seed}, ${grouped(data.replications, 0)} replications of the scenario above.${until} The same version gives the same figures.`),
    make('p', {}, make('code', { id: 'command' }, ...data.command.split(' ').flatMap((word, i) => [i ? ' ' : '', make('span', { class: 'when' }, word)])))];
}

// What the run has to say of itself, by plan: "before: 38 % of the needs ..." and what is said of all.
function showNotes() {
  const notes = data.notes || [], byPlan = new Map();
  for (const note of notes) {
    const name = planNames.find(one => note.startsWith(one + ': ')) || '', said = name ? note.slice(name.length + 2) : note;
    byPlan.set(name, [...(byPlan.get(name) || []), said]);
  }
  $('notes-section').hidden = $('noted').hidden = !notes.length;
  fill('notes', ...[...byPlan].flatMap(([name, texts]) => [...(several ? [make('dt', {}, name ? nameText(name) : 'All plans')] : [make('dt', { class: 'unseen' }, 'The run')]), ...texts.map(text => make('dd', {}, ...text.split('`').map((part, i) => i % 2 ? make('code', {}, part) : part)))]));
  fill('noted', make('a', { id: 'to-notes', href: '#notes-title' }, notes.length === 1 ? 'One note on this run' : `${notes.length} notes on this run`), ' stand' + (notes.length === 1 ? 's' : '') + ' below.');
}

// A decision plays the plans that are out no further.
function outEarly() {
  const fewer = planNames.filter(name => data.plans[name].replications < data.replications);
  return fewer.length ? `, but ${fewer.map(name => `${grouped(data.plans[name].replications, 0)} of ${name}`).join(', ')}` : '';
}

function showFixedTexts() {
  fill('title', data.scenario);
  fill('description', data.description || '');
  const first = dates[0], last = dates[dates.length - 1];
  const span = first ? `${dates.length} ${dates.length === 1 ? 'day' : 'days'}, ${day(first, true)} to ${day(last, true)}, ${data.interval.replace(/(\d)(\D)/, '$1' + gap + '$2')} intervals, ${data.zone}; ` : '';
  fill('made', `${span}${grouped(data.replications, 0)} simulated ${data.replications === 1 ? 'season' : 'seasons'}${several ? ` of each of ${planNames.length} plans${outEarly()}` : ''}`);
  fill('text', data.scenario_text || '');
  fill('text-name', data.scenario_file ? `: ${data.scenario_file}` : '');
  $('text-details').hidden = !data.scenario_text;
  const used = usedMetrics();
  fill('words', ...Object.entries(data.metrics).filter(([name, m]) => used.has(name) && m.definition)
    .flatMap(([, m]) => [make('dt', {}, m.label), make('dd', {}, m.definition)]));
  showNotes();
  fill('repeat', ...repeatLines());
}

function showTables() {
  showVerdict();
  showHeadlines();
  showPlans();
  showComparison();
  showRobustness();
  showTargets();
  showLevers();
  showContacts();
  showQueues();
  showGroups();
  showWorst();
  showReasons();
  showSensitivity();
  showVariance();
  const words = { 'queue-name': queue() ? queue().name : '', 'plan-name': state.plan, 'against-name': state.against, 'metric-name': info(state.metric).label, 'baseline-name': baseline, 'compared-name': comparison ? comparedPlan() : '',
    'load-name': several && state.view !== 'one' ? 'Offered to' : 'Offered and answered in', 'one-view-name': !several ? '' : state.view === 'difference' ? `: ${state.plan} less ${state.against}` : ` in ${state.plan}`,
    'view-name': !several ? '' : state.view === 'difference' ? `: ${state.plan} less ${state.against}` : state.view === 'beside' && state.against !== state.plan ? `: ${state.plan} beside ${state.against}` : ` in ${state.plan}` };
  for (const [name, text] of Object.entries(words)) for (const span of document.querySelectorAll('.' + name)) if (!span.closest('#contacts-title')) span.textContent = text;
}
