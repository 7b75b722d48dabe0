// Heat map, controls, and what happens when they are used.

function pieces(name, values) {
  const target = targetOf(queueMetrics(), name);
  if (name === 'service_level') {
    const t = known(target) ? target : 0.8, edges = [0, 0.5 * t, 0.75 * t, 0.9 * t, t, (1 + t) / 2, 1.0001];
    return steps(edges, [...ladder.bad, ...ladder.good], 'share');
  }
  if (name === 'abandonment') {
    const t = known(target) ? target : 0.05;
    return steps([0, t / 2, t, 2 * t, 4 * t, Math.min(8 * t, 0.99), 1.0001], [...ladder.good].reverse().concat([...ladder.bad].reverse()), 'share');
  }
  return plainSteps(values, info(name).unit);
}

// Clock times that have contacts, so that closed hours take no room.
function openClocks() {
  const offered = columnOf('intervals', 'offered'), open = new Set();
  data.timestamps.forEach((t, i) => { if (offered[i] > 0) open.add(clock(t)); });
  const all = [...new Set(data.timestamps.map(clock))].sort(), used = all.filter(c => open.has(c));
  return all.slice(all.indexOf(used[0]), all.indexOf(used[used.length - 1]) + 1);
}

function showColourSteps(list) {
  const target = targetOf(queueMetrics(), state.heat), unit = info(state.heat).unit;
  fill('heat-steps', ...swatches(list), known(target) ? make('span', {}, `target ${info(state.heat).better === 'higher' ? '≥' : '≤'} ${show(target, unit)}`) : '');
}

function drawHeat(c) {
  const values = columnOf('intervals', state.heat), clocks = openClocks(), row = new Map(clocks.map((text, i) => [text, i]));
  const cells = [];
  data.timestamps.forEach((t, i) => {
    if (known(values[i]) && row.has(clock(t)) && columnOf('intervals', 'offered')[i] > 0) cells.push([dayOfDate.get(t.slice(0, 10)), row.get(clock(t)), values[i], i]);
  });
  fill('heat-steps');
  if (!cells.length) return draw('heat', null, 'Heat map');
  const label = info(state.heat).label, colourSteps = pieces(state.heat, cells.map(cell => cell[2]));
  showColourSteps(colourSteps);
  const told = ['offered', 'service_level', 'abandonment', 'asa', 'backlog'].filter(name => columnOf('intervals', name).length);
  draw('heat', { ...base(c), legend: undefined, grid: { left: 8, right: 12, top: 8, bottom: 8, containLabel: true },
    xAxis: { type: 'category', data: dates, axisLabel: { color: c.quiet, hideOverlap: true, alignMaxLabel: 'right', formatter: v => day(v) }, splitLine: { show: false } },
    yAxis: { type: 'category', data: clocks, inverse: true, axisLabel: { color: c.quiet, ...(clocks.length > 16 ? { interval: (i, text) => text.endsWith(':00') } : {}) } },
    visualMap: { type: 'piecewise', show: false, pieces: colourSteps, dimension: 2 },
    tooltip: { ...base(c).tooltip, trigger: 'item', formatter: p => [intervalName(data.timestamps[p.value[3]]),
      ...told.map(name => `${info(name).label}: <b>${show(columnOf('intervals', name)[p.value[3]], info(name).unit)}</b>`)].join('<br>') },
    series: [{ type: 'heatmap', data: cells, progressive: false, progressiveThreshold: 1e9, itemStyle: { borderColor: c.paper, borderWidth: dates.length > 70 || narrow() ? 0 : 0.5 }, emphasis: { itemStyle: { borderColor: c.ink, borderWidth: 2 } } }] },
  `${label} of ${queue().name} by day and time of day`);
}

function chooseCell(event) {
  state.day = event.value[0];
  $('day').value = state.day;
  setStep('interval');
  drawCharts();
  $('load').scrollIntoView({ block: 'center' });
}

function setStep(step) {
  state.step = step;
  if (step === 'day') state.day = null;
  if (state.day === null) $('day').value = '';
  for (const radio of document.querySelectorAll('input[name=step]')) radio.checked = radio.value === step;
}

function drawCharts() {
  const c = colours();
  drawHeat(c);
  drawQuality(c);
  drawLoad(c);
  drawBacklog(c);
  drawStaff(c);
  drawReasons(c);
  joinZooms();
}

// Charts of the same step zoom together.
function joinZooms() {
  for (const id of ['quality', 'load', 'backlog', 'staff'])
    if (charts[id]) charts[id].group = id === 'staff' || state.step === 'interval' ? 'intervals' : 'days';
  echarts.connect('intervals');
  echarts.connect('days');
}

function refresh() {
  $('plan').value = state.plan;
  showTables();
  drawCharts();
}

function choose(id, change) {
  $(id).addEventListener('change', event => { change(event.target.value); refresh(); });
}

function setUpControls() {
  options('plan', planNames.map(name => [name, name]));
  options('queue', data.queues.map((q, i) => [i, q.name]));
  options('group', data.groups.map((name, i) => [i, name]));
  options('heat-metric', ['service_level', 'abandonment', 'asa', 'offered', 'backlog'].filter(name => data.queues.some((q, i) => (data.columns[planNames[0]].intervals[i] || {})[name])).map(name => [name, info(name).label]));
  $('plan-control').hidden = planNames.length < 2;
  $('group-control').hidden = data.groups.length < 2;
  choose('plan', value => { state.plan = value; });
  choose('queue', value => { state.queue = +value; });
  choose('group', value => { state.group = +value; });
  choose('heat-metric', value => { state.heat = value; });
  for (const radio of document.querySelectorAll('input[name=step]'))
    radio.addEventListener('change', event => { setStep(event.target.value); drawCharts(); });
  $('day').replaceChildren(make('option', { value: '' }, 'week around the worst day'), ...dates.map((date, i) => make('option', { value: i }, day(date, true))));
  $('day').addEventListener('change', event => {
    state.day = event.target.value === '' ? null : +event.target.value;
    setStep('interval');
    drawCharts();
  });
  $('plans').addEventListener('click', event => {
    const button = event.target.closest('[data-plan]');
    if (!button) return;
    const name = button.dataset.plan;
    state.plan = name;
    refresh();
    $('plans').querySelector(`[data-plan="${CSS.escape(name)}"]`).focus();
  });
}

start();
setUpControls();
showFixedTexts();
refresh();
