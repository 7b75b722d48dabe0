// Everything that is text: summary, parts of days, week, holidays, findings.

const cell = (value, text, more) => make('td', { 'data-value': known(value) ? value : '', ...more }, text === undefined ? show(value, 'count') : text);
const words = text => make('td', { class: 'words' }, text);

const lower = text => text.charAt(0).toLowerCase() + text.slice(1);

// Only so many rows at once; the rest folds away.
const rowsAtOnce = 28;
function longTable(id, label, columns, rows, more) {
  fill(id, table('', columns, rows.slice(0, rowsAtOnce), { ...more, label }));
  if (rows.length > rowsAtOnce)
    $(id).append(make('details', {}, make('summary', {}, `${rows.length - rowsAtOnce} days more`), table('', columns.map(head => head.cloneNode ? head.cloneNode(true) : head), rows.slice(rowsAtOnce), { ...more, label: label + ', continued' })));  // a node stands in one place
}

function tile(name, value, text, below) {
  return make('div', { class: 'tile', 'data-metric': name, 'data-value': known(value) ? value : '' }, name in definitions ? term(name) : name, make('b', {}, text), make('span', { class: 'quiet' }, below));
}

function showSummary() {
  const s = series(), open = openDays().map(i => s.days[i]);
  const busiest = open.reduce((best, d) => !best || d.mean > best.mean ? d : best, null);
  const span = `${day(s.days[0].date, true)} to ${day(s.days[s.days.length - 1].date, true)}`;
  fill('verdict', busiest ? `${show(s.total, 'count')} contacts are expected from ${span}.` : `The calendar closes every day from ${span}.`);
  const tiles = [tile('usual_day', s.usual_day, show(s.usual_day, 'count'), 'contacts')];
  if (s.days.length > 7) tiles.push(tile('First seven days', s.first_week, show(s.first_week, 'count'), 'contacts'));
  if (busiest) tiles.push(tile('Busiest day', busiest.mean, show(busiest.mean, 'count'), `${day(busiest.date, true)}, 8 in 10: ${rangeOf(busiest)}`));
  if (!daily && busiest) {
    const means = intervalColumn('mean'), at = means.reduce((best, v, i) => v > means[best] ? i : best, 0);
    tiles.push(tile('Busiest interval', means[at], show(means[at], 'count'), `${intervalName(data.timestamps[at])}, 8 in 10: ${spanOf(intervalColumn('p10')[at], intervalColumn('p90')[at])}`));
  }
  if (known(s.handle_time)) tiles.push(tile('handle_time', s.handle_time, duration(s.handle_time), 'each contact'));
  fill('headlines', ...tiles);
}

function showAllSeries() {
  if (data.series.length < 2) return fill('all-series');
  const rows = data.series.map((s, i) => {
    const row = [make('button', { type: 'button', class: 'link', 'data-series': i }, nameText(s.name)), cell(s.usual_day), cell(s.first_week), cell(s.total), String(s.outliers.length), s.shift ? percent(s.shift.factor) : '–'];
    row.chosen = i === state.series;
    return row;
  });
  const left = data.series_in_all - data.series.length;
  fill('all-series', table('All series', ['Series', term('usual_day'), 'First seven days', `All ${data.days} days`, 'Days out of the ordinary', 'Shift of level'], rows),
    left > 0 ? make('p', { class: 'quiet' }, `The page shows the ${data.series.length} largest of ${data.series_in_all} series; the CSV files hold all.`) : '');
}

const factorOf = (d, kind) => d.parts.filter(p => p.kind === kind).reduce((product, p) => product * p.factor, 1);
// The rest, mostly less than a per cent, is shown where it is worth a word.
const shownKinds = () => partKinds.filter(kind => series().days.some(d => d.parts.some(p => p.kind === kind && (kind !== 'rest' || Math.abs(p.factor - 1) >= 0.015))));

function showParts() {
  const kinds = shownKinds();
  fill('parts-words', ['recent', 'rest'].filter(kind => kinds.includes(kind)).map(kind => ` ${definitions[kind][0]}: ${lower(definitions[kind][1])}`).join(''));
  const rows = series().days.filter(d => d.works || d.names).map(d => [make('span', {}, day(d.date, true), d.names ? make('small', {}, ` ${d.names}`) : ''), cell(d.mean), rangeOf(d),
    ...kinds.map(kind => d.works ? cell(factorOf(d, kind), percent(factorOf(d, kind)), { 'data-kind': kind }) : '–'), words((d.words + (d.override ? `; set by the planner: ${d.override}; statistical ${show(d.statistical, 'count')}` : '')).replaceAll(' %', gap + '%'))]);
  if (!rows.length) return fill('parts', empty('No day ahead is worked.'));
  longTable('parts', 'Parts of each day', ['Day', term('mean'), term('range'), ...kinds.map(kind => term(kind)), 'In words'], rows, { text: [3 + kinds.length] });
}

function showWeekdays() {
  const worked = weekdayNames.map((name, i) => i).filter(i => known(series().weekdays[i]));
  fill('weekdays', table('', ['', ...worked.map(i => weekdayNames[i])],
    [['Against the usual day', ...worked.map(i => cell(series().weekdays[i], percent(series().weekdays[i])))],
      ['Contacts', ...worked.map(i => cell(series().usual_day * series().weekdays[i]))]], { label: 'Weekdays' }));
  $('heat-part').hidden = daily;
}

function showHolidays() {
  const list = series().holidays;
  if (!list.length) return fill('holidays', empty('The calendar names no holiday or event.'));
  const rows = list.map(h => [nameText(h.name), cell(h.factor, percent(h.factor)), `${percent(h.low)} to ${percent(h.high)}`,
    h.seen.length === 0 ? 'never' : h.seen.length === 1 ? 'once' : h.seen.length === 2 ? 'twice' : `${h.seen.length} times`,
    words(h.seen.length ? h.seen.slice(-4).map(s => `${day(s.date, true)} ${percent(s.factor)}`).join(', ') : 'the effect of other holidays is taken'),
    words(h.ahead.length ? h.ahead.map(date => day(date, true)).join(', ') : '–')]);
  fill('holidays', table('', ['Name', 'Effect', `95${gap}% interval`, 'Seen', 'Against the same weekdays around it', 'Ahead'], rows, { text: [4, 5], label: 'Holidays and events' }));
}

function showStrange() {
  const { outliers, shift } = series();
  const nodes = [];
  if (shift) nodes.push(make('p', { id: 'shift', 'data-value': shift.factor }, `From ${day(shift.date, true)} on the level is ${percent(shift.factor)} against before.`));
  if (outliers.length) nodes.push(table('Days unlike the days around them', ['Day', 'Came', 'Expected', 'Difference'],
    [...outliers].reverse().map(o => [day(o.date, true), cell(o.contacts), cell(o.expected), o.expected > 0 ? percent(o.contacts / o.expected) : '–'])));
  fill('strange', ...(nodes.length ? nodes : [empty('No past day stands out and the level did not jump.')]));
}

function showRepairs() {
  const nodes = data.read.map(text => make('p', { class: 'quiet' }, text));
  if (data.repairs.length) nodes.push(table('', ['Series', 'Found', 'Done', 'Where'], data.repairs.map(r => [r.series || 'all', ...[r.found, r.done, r.where].map(words)]), { text: [1, 2, 3], label: 'Found and repaired' }));
  else nodes.push(empty('Nothing had to be repaired.'));
  fill('repairs', ...nodes);
}

function showFolds() {
  const names = ['mean', 'p025', 'p10', 'p25', 'p50', 'p75', 'p90', 'p975'];
  fill('days', table('', ['Day', 'Mean', '2.5', '10', '25', '50', '75', '90', '97.5'].map((text, i) => i > 1 ? text + gap + '%' : text),
    series().days.map(d => [day(d.date, true), ...names.map(name => cell(d[name], undefined, { 'data-date': d.date, 'data-metric': name }))]), { label: 'Days ahead' }));
  const past = pastDays();
  fill('history', table('', ['Day', 'Contacts', 'Calendar'], past.dates.map((date, i) => [day(date, true), cell(past.contacts[i]), past.names[i] || '']).reverse(), { label: 'History' }));
  showIntervals();
}

function showIntervals() {
  $('intervals-details').hidden = daily;
  if (daily || !series().days[shownDay()]) return;
  const date = series().days[shownDay()].date, [from, to] = placesOfDay.get(date) || [0, 0], names = ['mean', 'p025', 'p10', 'p90', 'p975'];
  fill('intervals-day', day(date, true));
  const rows = [];
  for (let i = from; i < to; ++i) rows.push([clock(data.timestamps[i]), ...names.map(name => cell(intervalColumn(name)[i], undefined, { 'data-metric': name, 'data-time': data.timestamps[i] }))]);
  fill('intervals', table('', ['From', 'Mean', `2.5${gap}%`, `10${gap}%`, `90${gap}%`, `97.5${gap}%`], rows, { label: 'Intervals of the day' }));
}

function showFixedTexts() {
  fill('title', data.title);
  const step = daily ? 'by day' : `by ${data.interval_seconds / 60}-minute interval`;
  fill('description', `${data.days} ${data.days === 1 ? 'day' : 'days'} from ${day(data.first, true)} on, ${step}${data.zone ? ', ' + data.zone : ''}`);
  fill('made', `${grouped(data.paths, 0)} sample paths; means and ranges are read off them.`);
  fill('words', ...Object.values(definitions).flatMap(([label, meaning]) => [make('dt', {}, label), make('dd', {}, meaning)]));
  fill('repeat', make('p', {}, `To repeat: Peakline ${data.version}, seed ${data.seed}, ${grouped(data.paths, 0)} paths, ${data.days} days.`));
}

function showTables() {
  showSummary();
  showAllSeries();
  showParts();
  showWeekdays();
  showHolidays();
  showStrange();
  showRepairs();
  showFolds();
  for (const span of document.querySelectorAll('.series-name')) span.textContent = series().name;
}
