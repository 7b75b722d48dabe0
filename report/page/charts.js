// Charts by ECharts: options only, from columns to pictures.

// What the horizontal axis shows: days, or intervals around the worst day.
function timeAxis(c, step) {
  const byDay = step === 'day';
  const names = byDay ? dates : data.timestamps;
  const roundHours = (index, value) => (state.day === null ? /T(00|06|12|18):00/ : /T\d[02468]:00/).test(value);
  const axis = {
    type: 'category', data: names, axisLine: { lineStyle: { color: c.quiet } }, axisTick: { show: byDay, alignWithLabel: true },
    axisLabel: { color: c.quiet, hideOverlap: true, lineHeight: 15, alignMaxLabel: 'right', ...(byDay ? {} : { interval: roundHours }),
      formatter: byDay ? v => day(v) : v => `${clock(v)}\n${day(v.slice(0, 10))}` },
  };
  const zoom = names.length > 10 && !printing ? [{ type: 'slider', height: 18, bottom: 4, moveHandleSize: 4, showDetail: false, borderColor: c.line, fillerColor: c.band + '55', textStyle: { color: c.quiet }, ...windowOf(byDay) },
    { type: 'inside', zoomOnMouseWheel: 'ctrl', moveOnMouseMove: true, moveOnMouseWheel: false, ...windowOf(byDay) }]
    : printing && !byDay ? [{ type: 'inside', ...windowOf(byDay) }] : [];
  return { axis, zoom, grid: { left: 8, right: 16, top: 60, bottom: zoom.length > 1 ? 34 : 8, containLabel: true } };
}

function worstDay() {
  const listed = (plan().worst_days || []).find(p => p.queue === queue().name);
  if (listed && dayOfDate.has(listed.date)) return dayOfDate.get(listed.date);
  const offered = columnOf('days', 'offered');
  return offered.reduce((best, value, i) => value > (offered[best] || 0) ? i : best, 0);
}

// By interval: the chosen day, else the week around the worst one. By day: everything.
function windowOf(byDay) {
  if (byDay || !data.timestamps.length) return { start: 0, end: 100 };
  const centre = state.day === null ? worstDay() : state.day, reach = state.day === null ? 3 : 0;
  const first = data.timestamps.findIndex(t => t.slice(0, 10) >= dates[Math.max(0, centre - reach)]);
  const after = centre + reach + 1 < dates.length ? data.timestamps.findIndex(t => t.slice(0, 10) >= dates[centre + reach + 1]) : data.timestamps.length;
  return { startValue: first, endValue: after - 1 };
}

// rows: [label, column, unit, low column, high column]
function tooltipOf(step, rows) {
  return parameters => {
    const i = (Array.isArray(parameters) ? parameters[0] : parameters).dataIndex;
    const head = step === 'day' ? day(dates[i], true) : intervalName(data.timestamps[i]);
    return [head, ...rows.map(([label, values, unit, low, high]) => `${label}: <b>${show(values[i], unit)}</b>` +
      (low && known(low[i]) && known(high[i]) ? ` (${show(low[i], unit)} – ${show(high[i], unit)})` : ''))].join('<br>');
  };
}

function drawQuality(c) {
  const kind = state.step === 'day' ? 'days' : 'intervals', level = columnOf(kind, 'service_level'), lost = columnOf(kind, 'abandonment');
  const name = narrow() ? 'Service level' : `Service level ${withinText(queue())}`.trim();
  if (!level.some(known) && !lost.some(known)) return draw('quality', null, 'Service level and abandonment');
  const low = columnOf(kind, 'service_level_p05'), high = columnOf(kind, 'service_level_p95');
  const { axis, zoom, grid } = timeAxis(c, state.step);
  const target = targetOf(queueMetrics(), 'service_level');
  const mark = known(target) ? { markLine: { symbol: 'none', silent: true, lineStyle: { color: c.good, type: 'dashed' }, data: [{ yAxis: target }],
    label: { formatter: 'target ' + show(target, 'share'), position: 'insideEndTop', color: c.good } } } : {};
  const series = [...(low.some(known) ? band('90 % of seasons', low, high, c.band) : []), line(name, level, c.accent, mark),
    ...(lost.some(known) ? [line('Abandonment', lost, c.bad, { lineStyle: { color: c.bad, width: 2, type: 'dashed' } })] : [])];
  draw('quality', { ...base(c), grid, xAxis: axis, yAxis: valueAxis(c, 'share', 'share of contacts', { min: 0, max: 1 }), dataZoom: zoom, series,
    legend: { ...base(c).legend, data: [name, ...(lost.some(known) ? ['Abandonment'] : []), ...(low.some(known) ? ['90 % of seasons'] : [])] },
    tooltip: { ...base(c).tooltip, formatter: tooltipOf(state.step, [[name, level, 'share', low, high], ['Abandonment', lost, 'share']]) } },
  `Service level and abandonment of ${queue().name} by ${state.step}`);
}

function drawLoad(c) {
  const kind = state.step === 'day' ? 'days' : 'intervals', offered = columnOf(kind, 'offered'), answered = columnOf(kind, 'answered');
  if (!offered.some(known)) return draw('load', null, 'Offered against answered');
  const low = columnOf(kind, 'offered_p05'), high = columnOf(kind, 'offered_p95');
  const { axis, zoom, grid } = timeAxis(c, state.step);
  const banded = low.some(known);
  draw('load', { ...base(c), grid, xAxis: axis, yAxis: valueAxis(c, 'count', `contacts per ${state.step}`), dataZoom: zoom,
    series: [...(banded ? band('90 % of seasons', low, high, c.band) : []), line('Offered', offered, c.accent), line('Answered', answered, c.good, { lineStyle: { color: c.good, width: 2, type: 'dashed' } })],
    legend: { ...base(c).legend, data: ['Offered', 'Answered', ...(banded ? ['90 % of seasons'] : [])] },
    tooltip: { ...base(c).tooltip, formatter: tooltipOf(state.step, [['Offered', offered, 'count', low, high], ['Answered', answered, 'count']]) } },
  `Contacts offered to and answered in ${queue().name} by ${state.step}`);
}

function drawBacklog(c) {
  const kind = state.step === 'day' ? 'days' : 'intervals', backlog = columnOf(kind, 'backlog');
  if (!backlog.some(known)) return draw('backlog', null, 'Backlog');
  const low = columnOf(kind, 'backlog_p05'), high = columnOf(kind, 'backlog_p95'), banded = low.some(known);
  if (!backlog.some(v => v > 0) && !high.some(v => v > 0))
    return draw('backlog', null, 'Backlog', state.step === 'day' ? 'Nobody waits at the end of any day. Charts by interval show how the queue grows within a day.' : 'Nobody waits at the end of any interval.');
  const { axis, zoom, grid } = timeAxis(c, state.step);
  const target = targetOf(queueMetrics(), 'backlog');
  const mark = known(target) ? { markLine: { symbol: 'none', silent: true, lineStyle: { color: c.good, type: 'dashed' }, data: [{ yAxis: target }], label: { formatter: 'target ' + show(target, 'count'), position: 'insideEndTop', color: c.good } } } : {};
  draw('backlog', { ...base(c), grid, xAxis: axis, yAxis: valueAxis(c, 'count', 'contacts waiting'), dataZoom: zoom,
    series: [...(banded ? band('90 % of seasons', low, high, c.band) : []), line('Backlog', backlog, c.accent, mark)],
    legend: { ...base(c).legend, data: ['Backlog', ...(banded ? ['90 % of seasons'] : [])] },
    tooltip: { ...base(c).tooltip, formatter: tooltipOf(state.step, [['Backlog', backlog, 'count', low, high]]) } },
  `Contacts waiting in ${queue().name} at the end of each ${state.step}`);
}

function drawStaff(c) {
  const agents = columnOf('groups', 'agents'), busy = columnOf('groups', 'busy');
  if (!agents.some(known)) return draw('staff', null, 'Agents');
  const { axis, zoom, grid } = timeAxis(c, 'interval');
  draw('staff', { ...base(c), grid, xAxis: axis, yAxis: valueAxis(c, 'count', 'agents'), dataZoom: zoom,
    series: [line('On shift', agents, c.quiet, { step: 'middle' }), line('Busy', busy, c.accent, { step: 'middle', areaStyle: { color: c.band, opacity: 0.55 } })],
    legend: { ...base(c).legend, data: ['On shift', 'Busy'] },
    tooltip: { ...base(c).tooltip, formatter: tooltipOf('interval', [['On shift', agents, 'count'], ['Busy', busy, 'count']]) } },
  `Agents of ${data.groups[state.group]} on shift and busy by interval`);
}

function drawReasons(c) {
  const names = Object.keys(plan().reasons), parts = ['prevented', 'contained', 'resolved', 'lost', 'open'];
  const palette = [c.good, c.band, c.accent, c.bad, c.quiet];
  if (!names.length) return;
  const room = Math.min(narrow() ? 110 : 240, 24 + 8 * Math.max(...names.map(name => name.length)));
  $('reasons-chart').style.height = 70 + 34 * names.length + 'px';
  if (charts['reasons-chart']) charts['reasons-chart'].resize();
  draw('reasons-chart', { ...base(c), xAxis: valueAxis(c, 'count', ''), grid: { left: room, right: 24, top: 40, bottom: 28, containLabel: false },
    yAxis: { type: 'category', inverse: true, data: names, axisLabel: { color: c.ink, width: room - 12, overflow: 'truncate' } },
    series: parts.map((part, i) => ({ type: 'bar', stack: 'needs', name: info(part).label, itemStyle: { color: palette[i] }, barMaxWidth: 22,
      data: names.map(name => (plan().reasons[name][part] || {}).mean ?? null) })),
    tooltip: { ...base(c).tooltip, axisPointer: { type: 'shadow' }, valueFormatter: v => show(v, 'count') } },
  'What became of the needs, by reason');
}
