// The fan, the parts of days and the usual week.

const safe = text => echarts.format.encodeHTML(text);
const slider = (c, window) => printing ? [{ type: 'inside', ...window }]
  : [{ type: 'slider', height: 18, bottom: 4, moveHandleSize: 4, showDetail: false, borderColor: c.line, fillerColor: c.band + '55', textStyle: { color: c.quiet }, ...window },
    { type: 'inside', zoomOnMouseWheel: 'ctrl', moveOnMouseMove: true, moveOnMouseWheel: false, ...window }];
const gridOf = { left: 8, right: 16, top: 60, bottom: 34, containLabel: true };

// Ranges one inside the other, the widest first.
const fanBands = (c, columns) => [
  ...(columns.p025 ? band('95 in 100', columns.p025, columns.p975, c.band, 0.3) : []),
  ...band('8 in 10', columns.p10, columns.p90, c.band, 0.5),
  ...(columns.p25 ? band('Half', columns.p25, columns.p75, c.band, 0.75) : []),
];

// Worked days: the past ones, then those ahead.
function fanDays() {
  const past = pastDays(), ahead = series().days.filter(d => d.works || known(series().weekdays[weekdayOf(d.date)]));
  return { past, ahead, dates: [...past.dates, ...ahead.map(d => d.date)] };
}

function fanTooltip(days) {
  return parameters => {
    const i = (Array.isArray(parameters) ? parameters[0] : parameters).dataIndex, past = days.past.dates.length;
    const lines = [day(days.dates[i], true)];
    if (i < past) {
      lines.push(`Came: <b>${show(days.past.contacts[i], 'count')}</b>`);
      if (days.past.names[i]) lines.push(safe(days.past.names[i]));
      const strange = series().outliers.find(o => o.date === days.dates[i]);
      if (strange) lines.push(`Out of the ordinary: ${show(strange.expected, 'count')} were expected`);
    } else {
      const d = days.ahead[i - past];
      lines.push(...(d.works ? [`Expected: <b>${show(d.mean, 'count')}</b>`, `8 in 10: ${rangeOf(d)}`, `95 in 100: ${spanOf(d.p025, d.p975)}`] : ['Closed']));
      if (d.names) lines.push(safe(d.names));
      if (d.override) lines.push(`Set by the planner: ${safe(d.override)}`, `Statistical: <b>${show(d.statistical, 'count')}</b>`);
    }
    return lines.join('<br>');
  };
}

// Vertical lines where the forecast begins and where the level jumped.
function fanMarks(c, days) {
  const marks = [{ xAxis: days.past.dates.length, label: { formatter: 'forecast', color: c.quiet }, lineStyle: { color: c.quiet } }];
  const at = series().shift ? days.dates.findIndex(date => date >= series().shift.date) : -1;
  if (at >= 0) marks.push({ xAxis: at, label: { formatter: `level ${percent(series().shift.factor)}`, color: c.bad }, lineStyle: { color: c.bad } });
  return { symbol: 'none', silent: true, lineStyle: { type: 'dashed' }, label: { position: 'insideEndTop', rotate: 0, distance: 4 }, data: marks };
}

function drawFanByDay(c) {
  const days = fanDays(), past = days.past.dates.length, none = Array(past).fill(null);
  const ahead = name => [...none, ...days.ahead.map(d => d.works ? d[name] : null)];
  const columns = Object.fromEntries(['p025', 'p10', 'p25', 'p75', 'p90', 'p975'].map(name => [name, ahead(name)]));
  const place = new Map(days.dates.map((date, i) => [date, i]));
  const value = i => i < past ? days.past.contacts[i] : ahead('mean')[i];
  const named = days.dates.map((date, i) => i).filter(i => known(value(i)) && (i < past ? days.past.names[i] : days.ahead[i - past].names));
  const points = (name, list, colour, symbol) => list.length ? [{ type: 'scatter', name, data: list, symbol, symbolSize: 10, itemStyle: { color: colour, borderColor: c.paper, borderWidth: 1 }, z: 5 }] : [];
  const all = [...days.past.contacts, ...columns.p025, ...columns.p975].filter(known), from = Math.max(0, past - (state.past === 'all' ? past : +state.past));
  draw('fan', { ...base(c), grid: gridOf, dataZoom: slider(c, { startValue: from, endValue: days.dates.length - 1 }),
    xAxis: { type: 'category', data: days.dates, axisLine: { lineStyle: { color: c.quiet } }, axisLabel: { color: c.quiet, hideOverlap: true, alignMaxLabel: 'right', formatter: v => day(v, days.dates.length > 370) } },
    yAxis: valueAxis(c, 'count', 'contacts per day', Math.min(...all) > 0.6 * Math.max(...all) ? { scale: true } : { min: 0 }),
    series: [...fanBands(c, columns), line('Came', [...days.past.contacts, ...days.ahead.map(() => null)], c.quiet, { markLine: fanMarks(c, days) }), line('Expected', ahead('mean'), c.accent),
      ...points('Statistical', days.ahead.flatMap((d, i) => d.override ? [[past + i, d.statistical]] : []), c.quiet, 'emptyCircle'),
      ...points('Holiday or event', named.map(i => [i, value(i)]), c.good, 'diamond'),
      ...points('Out of the ordinary', series().outliers.filter(o => place.has(o.date)).map(o => [place.get(o.date), o.contacts]), c.bad, 'circle')],
    legend: { ...base(c).legend, data: ['Came', 'Expected', 'Half', '8 in 10', '95 in 100', ...(days.ahead.some(d => d.override) ? ['Statistical'] : []), 'Holiday or event', 'Out of the ordinary'] },
    tooltip: { ...base(c).tooltip, formatter: fanTooltip(days) } },
  `Contacts of ${series().name} by day: history and forecast with its ranges`);
  fill('fan-words', series().outliers.length ? `${series().outliers.length} past ${series().outliers.length === 1 ? 'day is' : 'days are'} marked as out of the ordinary; see below.` : '');
}

// Intervals of the chosen day, or of the first seven days.
function intervalWindow() {
  const dates = series().days.map(d => d.date).filter(date => placesOfDay.has(date));
  if (state.day !== null) {
    const [from, to] = placesOfDay.get(series().days[state.day].date) || [0, data.timestamps.length];
    return { startValue: from, endValue: to - 1 };
  }
  return { startValue: 0, endValue: placesOfDay.get(dates[Math.min(6, dates.length - 1)])[1] - 1 };
}

function drawFanByInterval(c) {
  const columns = Object.fromEntries(['mean', 'p025', 'p10', 'p90', 'p975'].map(name => [name, intervalColumn(name)]));
  const before = series().intervals.statistical ? intervalColumn('statistical') : null;  // the planner set some of these days
  const round = (index, value) => (state.day === null ? /[T ](00|12):00/ : /[T ]\d[02468]:00/).test(value);
  draw('fan', { ...base(c), grid: gridOf, dataZoom: slider(c, intervalWindow()),
    xAxis: { type: 'category', data: data.timestamps, axisTick: { show: false }, axisLine: { lineStyle: { color: c.quiet } }, axisLabel: { color: c.quiet, hideOverlap: true, lineHeight: 15, alignMaxLabel: 'right', interval: round, formatter: v => `${clock(v)}\n${day(v.slice(0, 10))}` } },
    yAxis: valueAxis(c, 'count', `contacts per ${data.interval_seconds / 60} minutes`, { min: 0 }),
    series: [...fanBands(c, columns), ...(before ? [line('Statistical', before, c.quiet, { lineStyle: { color: c.quiet, width: 1, type: 'dashed' } })] : []), line('Expected', columns.mean, c.accent)],
    legend: { ...base(c).legend, data: ['Expected', '8 in 10', '95 in 100', ...(before ? ['Statistical'] : [])] },
    tooltip: { ...base(c).tooltip, formatter: parameters => {
      const i = parameters[0].dataIndex;
      return [intervalName(data.timestamps[i]), `Expected: <b>${show(columns.mean[i], 'count')}</b>`, `8 in 10: ${spanOf(columns.p10[i], columns.p90[i])}`, `95 in 100: ${spanOf(columns.p025[i], columns.p975[i])}`,
        ...(before ? [`Statistical: <b>${show(before[i], 'count')}</b>`] : [])].join('<br>');
    } } },
  `Contacts of ${series().name} by interval: forecast with its ranges`);
  const last = plusDays(data.first, placesOfDay.size - 1);
  fill('fan-words', placesOfDay.size < data.days ? `By interval the page holds the days to ${day(last, true)}; intervals.csv holds all.` : '');
}

// Logarithms add up as factors multiply; the axis is marked with factors.
function drawParts(c) {
  const open = openDays().map(i => series().days[i]), kinds = shownKinds();
  if (!open.length || !kinds.length) return draw('parts-chart', null, 'Parts of each day');
  const palette = { weekday: c.accent, time_of_year: c.band, holiday: c.good, calendar: '#c77d1e', driver: c.ink, recent: c.quiet, rest: c.track, planner: c.bad };
  const whole = open.map(d => Math.log(d.parts.reduce((product, part) => product * part.factor, 1)));
  draw('parts-chart', { ...base(c), grid: { ...gridOf, bottom: open.length > 28 && !printing ? 34 : 8 }, dataZoom: open.length > 28 ? slider(c, { startValue: 0, endValue: 27 }) : [],
    xAxis: { type: 'category', data: open.map(d => d.date), axisLine: { onZero: true, lineStyle: { color: c.quiet } }, axisTick: { show: false }, axisLabel: { color: c.quiet, hideOverlap: true, alignMaxLabel: 'right', formatter: v => day(v) } },
    yAxis: valueAxis(c, 'count', 'against the usual day', { axisLabel: { color: c.quiet, formatter: v => percent(Math.exp(v)) } }),
    series: [...kinds.map(kind => ({ type: 'bar', stack: 'parts', name: info(kind).label, itemStyle: { color: palette[kind] }, barMaxWidth: 26, data: open.map(d => Math.log(factorOf(d, kind))) })),
      { ...line('Expected day', whole, c.ink), symbol: 'circle', symbolSize: 5 }],
    legend: { ...base(c).legend, data: [...kinds.map(kind => info(kind).label), 'Expected day'] },
    tooltip: { ...base(c).tooltip, axisPointer: { type: 'shadow' }, formatter: parameters => {
      const d = open[parameters[0].dataIndex];
      return [day(d.date, true) + (d.names ? ` (${safe(d.names)})` : ''), `Usual day: <b>${show(series().usual_day, 'count')}</b>`,
        ...d.parts.map(p => `${safe(p.name)}: <b>${percent(p.factor)}</b>`), `Expected: <b>${show(d.mean, 'count')}</b>`].join('<br>');
    } } },
  `What each day ahead of ${series().name} adds to or takes from the usual day`);
}

function drawHeat(c) {
  if (daily) return;
  const worked = weekdayNames.map((name, i) => i).filter(i => series().week[i].length), open = [];
  for (let slot = 0; slot < 86400 / data.interval_seconds; ++slot) if (worked.some(i => weekColumn(i)[slot] > 0)) open.push(slot);
  fill('heat-steps');
  if (!open.length) return draw('heat', null, 'Heat map of the week');
  const slots = [];
  for (let slot = open[0]; slot <= open[open.length - 1]; ++slot) slots.push(slot);
  const cells = worked.flatMap((weekday, y) => slots.map((slot, x) => [x, y, weekColumn(weekday)[slot]])).filter(cell => cell[2] > 0);
  const colourSteps = plainSteps(cells.map(cell => cell[2]), 'count');
  fill('heat-steps', ...swatches(colourSteps));
  draw('heat', { ...base(c), legend: undefined, grid: { left: 8, right: 12, top: 8, bottom: 8, containLabel: true },
    xAxis: { type: 'category', data: slots.map(slotClock), splitLine: { show: false }, axisLabel: { color: c.quiet, hideOverlap: true, interval: (i, text) => text.endsWith(':00') } },
    yAxis: { type: 'category', data: worked.map(i => narrow() ? weekdayNames[i].slice(0, 3) : weekdayNames[i]), inverse: true, axisLabel: { color: c.quiet } },
    visualMap: { type: 'piecewise', show: false, pieces: colourSteps, dimension: 2 },
    tooltip: { ...base(c).tooltip, trigger: 'item', formatter: p => `${weekdayNames[worked[p.value[1]]]} ${slotClock(slots[p.value[0]])}<br>Usually: <b>${show(p.value[2], 'count')}</b>` },
    series: [{ type: 'heatmap', data: cells, progressive: false, progressiveThreshold: 1e9, itemStyle: { borderColor: c.paper, borderWidth: slots.length > 60 || narrow() ? 0 : 0.5 }, emphasis: { itemStyle: { borderColor: c.ink, borderWidth: 2 } } }] },
  `Usual contacts of ${series().name} by weekday and time of day`);
}

function drawCharts() {
  const c = colours();
  if (state.step === 'day') drawFanByDay(c);
  else drawFanByInterval(c);
  drawParts(c);
  drawHeat(c);
}
