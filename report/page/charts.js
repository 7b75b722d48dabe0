// Charts over time by ECharts: fans of the 5-95 % band, plans beside each other, differences.

// Columns of what is shown, cut to the days or intervals in sight.
function cut(kind, name, planName = state.plan) {
  const column = columnOf(kind, name, planName);
  return shown().indices.map(i => column[i] ?? null);
}

function timeAxis(c, { step, names }) {
  const byDay = step === 'day', firsts = new Set(names.map((t, i) => i).filter(i => i === 0 || names[i].slice(0, 10) !== names[i - 1].slice(0, 10)));
  const oneDay = !byDay && firsts.size === 1, manyDays = !byDay && firsts.size > 3, starts = [...firsts];  // of many days only their names, in the middle of each
  const middles = new Set(starts.map((first, i) => Math.floor((first + (starts[i + 1] ?? names.length) - 1) / 2)));
  const roundHours = (index, value) => manyDays ? middles.has(index) : oneDay ? names.length < 16 || /T\d[02468]:00/.test(value) : firsts.has(index) || /T(12|18):00/.test(value);
  const axis = {
    type: 'category', data: names, axisLine: { lineStyle: { color: c.quiet } }, axisTick: { show: byDay || manyDays, alignWithLabel: byDay, ...(byDay ? {} : { interval: index => firsts.has(index) }) },
    axisLabel: { color: c.quiet, hideOverlap: true, lineHeight: 15, ...(byDay && !narrow() ? {} : { alignMaxLabel: 'right' }), ...(byDay ? {} : { interval: roundHours, alignMinLabel: 'left' }),
      formatter: byDay ? v => day(v) : oneDay ? clock : (v, i) => manyDays || firsts.has(i) ? day(v.slice(0, 10)) : clock(v) },
  };
  return { axis, grid: { left: 8, right: byDay && !narrow() ? 36 : 16, top: 48, bottom: 8, containLabel: true } };
}

// rows: [label, values, unit, low, high, as a difference]
function tooltipOf({ step, names }, rows) {
  return parameters => {
    const i = (Array.isArray(parameters) ? parameters[0] : parameters).dataIndex;
    const head = step === 'day' ? day(names[i], true) : intervalName(names[i]);
    return [head, ...rows.map(([label, values, unit, low, high, signed]) => `${escaped(label)}: <b>${(signed ? showDifference : show)(values[i], unit)}</b>` +
      (low && known(low[i]) && known(high[i]) ? ` (${show(low[i], unit)} – ${show(high[i], unit)})` : ''))].join('<br>');
  };
}

const escaped = text => text.replace(/[&<>"]/g, c => `&#${c.charCodeAt(0)};`);
const minus = (a, b) => a.map((v, i) => known(v) && known(b[i]) ? v - b[i] : null);

// A fan: the band of nine seasons in ten, the half of all seasons inside it where it is known, the mean.
function fan(kind, name, planName, colour, bandColour, label) {
  const parts = ['_p05', '_p95', '_p25', '_p75'].map(suffix => cut(kind, name + suffix, planName)), mean = cut(kind, name, planName);
  const outer = parts[0].some(known), half = parts[2].some(known), most = label.band ? [...(outer ? [label.band] : []), ...(half && !narrow() ? [label.half] : [])] : [];
  return { mean, low: parts[0], high: parts[1], names: [label.mean, ...most],
    series: [...(outer ? band(label.band || label.mean + ' band', parts[0], parts[1], bandColour, 0.45) : []), ...(half && label.half ? band(label.half, parts[2], parts[3], bandColour, 0.6) : []), line(label.mean, mean, colour)] };
}

function markTarget(c, target, name, unit) {
  return { markLine: { symbol: 'none', silent: true, lineStyle: { color: c.good, type: 'dashed' }, data: [{ yAxis: target }], label: { formatter: `target ${targetSign(name)}${show(target, unit)}`, position: info(name).floor ? 'insideEndBottom' : 'insideEndTop', color: c.good, backgroundColor: c.paper + 'd0', padding: [1, 3] } } };
}

// A share that is small where things go well has its axis to itself, up to its target.
const topOf = target => known(target) ? ({ max }) => { const top = Math.max(max, target), step = 10 ** Math.floor(Math.log10(top)) / 2; return Math.min(1, step * Math.ceil(top / step - 1e-9)); } : undefined;

// One metric over time, by the way of looking at plans that is chosen. also: [name, ...] more lines when the plan stands alone.
function drawMetric(id, c, name, also = []) {
  const time = shown(), { unit, label } = info(name), { axis, grid } = timeAxis(c, time), target = targetOf(queueMetrics(), name);
  const yAxis = valueAxis(c, unit, unit === 'share' ? 'share of contacts' : unit === 'seconds' ? '' : name === 'backlog' ? 'contacts waiting' : `contacts per ${time.step}`, unit === 'share' && state.view !== 'difference' ? { min: 0, max: name === 'abandonment' ? topOf(target) : 1 } : {});
  if (unit === 'share' && state.view === 'difference' && several) {
    yAxis.name = 'points';
    yAxis.axisLabel.formatter = v => `${+(100 * v).toFixed(2)} pt`;
  }
  const about = `${label} of ${queue().name} by ${time.step}`, shell = { ...base(c), grid, xAxis: axis, yAxis };
  const show_ = (series, names, rows, text) => draw(id, { ...shell, series, legend: { ...base(c).legend, data: names }, tooltip: { ...base(c).tooltip, formatter: tooltipOf(time, rows) } }, text);
  if (!cut(time.kind, name).some(known)) return draw(id, null, about, nothingToDraw(name));
  if (state.view === 'difference' && several) {
    const difference = minus(cut(time.kind, name), cut(time.kind, name, state.against));
    const title = `${state.plan} less ${state.against}`;
    return show_([line(title, difference, c.accent, { areaStyle: { color: c.band, opacity: 0.55 }, markLine: { symbol: 'none', silent: true, lineStyle: { color: c.quiet }, label: { show: false }, data: [{ yAxis: 0 }] } })],
      [title], [[title, difference, unit, null, null, true], [state.plan, cut(time.kind, name), unit], [state.against, cut(time.kind, name, state.against), unit]], `${about}, ${title}`);
  }
  const own = fan(time.kind, name, state.plan, c.accent, c.band, several && state.view === 'beside' ? { mean: state.plan } : { mean: label, band: '90 % of seasons', half: time.step === 'day' ? 'half of seasons' : null });
  if (state.view === 'beside' && several && state.against !== state.plan) {
    const other = fan(time.kind, name, state.against, c.other, c.otherBand, { mean: state.against });
    return show_([...other.series, ...own.series].map((s, i) => s.name === state.against ? { ...s, lineStyle: { ...s.lineStyle, type: 'dashed' } } : s), [state.plan, state.against],
      [[state.plan, own.mean, unit, own.low, own.high], [state.against, other.mean, unit, other.low, other.high]], `${about}, ${state.plan} beside ${state.against}`);
  }
  const more = also.map(extra => [info(extra).label, cut(time.kind, extra), info(extra).unit]).filter(([, values]) => values.some(known));
  const marks = known(target) ? own.series.map(s => s.name === label ? { ...s, ...markTarget(c, target, name, unit) } : s) : own.series;
  show_([...marks, ...more.map(([text, values]) => line(text, values, c.other, { lineStyle: { color: c.other, width: 2, type: 'dashed' } }))],
    [own.names[0], ...more.map(([text]) => text), ...own.names.slice(1)], [[label, own.mean, unit, own.low, own.high], ...more], about);
}

const nothingToDraw = name => !known(queue().within) && name === 'service_level' ? `${queue().name} has no service level: the scenario sets no time (within) for it.`
  : `${info(name).label} has no value for ${queue().name} in the time shown.`;

function drawBacklog(c) {
  const { kind, step } = shown(), waits = [cut(kind, 'backlog'), cut(kind, 'backlog_p95'), ...(several ? [cut(kind, 'backlog', state.against)] : [])].some(values => values.some(v => v > 0));
  $('backlog-part').hidden = state.metric === 'backlog' || (!waits && step === 'day' && !columnOf('days', 'backlog_p95').some(v => v > 0));
  if ($('backlog-part').hidden) return;
  if (waits) return drawMetric('backlog', c, 'backlog');
  draw('backlog', null, `Backlog of ${queue().name}`, `Nobody waits at the end of any ${step} in sight.`);
}

function drawStaff(c) {
  $('staff-section').hidden = !data.groups.length;
  const z = zoomed(), byInterval = shown().step === 'interval', days = byInterval ? z : worstWeek();
  const first = days.first ?? firstOfDay[days.from] ?? 0, last = days.last ?? lastOfDay(days.to);
  const time = { step: 'interval', names: data.timestamps.slice(first, last + 1) }, agents = columnOf('groups', 'agents').slice(first, last + 1), busy = columnOf('groups', 'busy').slice(first, last + 1);
  const name = data.groups[state.group], { axis, grid } = timeAxis(c, time);
  if (!agents.some(v => v > 0)) return draw('staff', null, 'Agents', `Nobody of ${name} is on shift in ${byInterval ? nameOf(z) : 'the week around the worst day'}.`);
  draw('staff', { ...base(c), grid, xAxis: axis, yAxis: valueAxis(c, 'count', `agents of ${name}${byInterval ? '' : ', in the week around the worst day'}`),
    series: [line('On shift', agents, c.quiet, { step: 'middle' }), line('Busy', busy, c.accent, { step: 'middle', areaStyle: { color: c.band, opacity: 0.55 } })],
    legend: { ...base(c).legend, data: ['On shift', 'Busy'] }, tooltip: { ...base(c).tooltip, formatter: tooltipOf(time, [['On shift', agents, 'count'], ['Busy', busy, 'count']]) } },
  `Agents of ${name} on shift and busy by interval`);
}

function drawReasons(c) {
  const names = Object.keys(plan().reasons), parts = ['prevented', 'contained', 'resolved', 'lost', 'open'];
  const palette = [c.good, c.band, c.accent, c.bad, c.quiet];
  if (!names.length) return;
  const room = Math.min(narrow() ? 110 : 240, 24 + 8 * Math.max(...names.map(name => name.length)));
  $('reasons-chart').style.height = 70 + 34 * names.length + 'px';
  if (charts['reasons-chart']) charts['reasons-chart'].resize();
  draw('reasons-chart', { ...base(c), xAxis: valueAxis(c, 'count', '', { splitNumber: narrow() ? 3 : 6 }), grid: { left: room, right: 24, top: 40, bottom: 28, containLabel: false },
    yAxis: { type: 'category', inverse: true, data: names, axisLabel: { color: c.ink, width: room - 12, overflow: 'truncate' } },
    series: parts.map((part, i) => ({ type: 'bar', stack: 'needs', name: info(part).label, itemStyle: { color: palette[i] }, barMaxWidth: 22,
      data: names.map(name => (plan().reasons[name][part] || {}).mean ?? null) })),
    tooltip: { ...base(c).tooltip, axisPointer: { type: 'shadow' }, valueFormatter: v => show(v, 'count') } },
  'What became of the needs, by reason');
}
