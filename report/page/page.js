// Heat map, controls, and what happens when they are used.

// Steps of colour around the target: blue keeps it, yellow to red miss it by more and more.
const ladder = { bad: ['#7f1020', '#c2402f', '#e88a4f', '#f5d583'], good: ['#a9d3de', '#3d8fb5'], plain: ['#e6eef5', '#b9d3e8', '#86b2d8', '#4f8cc0', '#21609a', '#0c3a66'] };

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
  const sorted = values.filter(known).sort((a, b) => a - b), top = sorted.length ? sorted[Math.floor(0.995 * (sorted.length - 1))] : 1;
  const edges = [0, 1, 2, 3, 4, 5].map(i => i * top / 6);
  return steps([...edges, Infinity], ladder.plain, info(name).unit);
}

function steps(edges, palette, unit) {
  const text = v => unit === 'share' ? String(+(100 * v).toFixed(1)) : show(v, unit), sign = unit === 'share' ? gap + '%' : '';
  return palette.map((color, i) => {
    const [low, high] = [edges[i], edges[i + 1]];
    const label = high > 1e15 ? `over ${text(low)}` : `${text(low)}–${unit === 'share' && high > 1 ? 100 : text(high)}${sign}`;
    return { gte: low, ...(high > 1e15 ? {} : { lt: high }), color, label };
  });
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
  fill('heat-steps', ...list.map(step => {
    const swatch = make('i', { 'aria-hidden': 'true' });
    swatch.style.background = step.color;
    return make('span', {}, swatch, step.label);
  }), known(target) ? make('span', {}, `target ${info(state.heat).better === 'higher' ? '≥' : '≤'} ${show(target, unit)}`) : '');
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

function setTheme(dark) {
  state.dark = dark;
  document.documentElement.dataset.theme = dark && !printing ? 'dark' : 'light';
  $('theme').textContent = dark ? 'Light' : 'Dark';
  $('theme').setAttribute('aria-pressed', String(dark));
}

function options(id, names) {
  $(id).replaceChildren(...names.map(([value, text]) => make('option', { value }, text)));
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
  $('theme').addEventListener('click', () => { setTheme(!state.dark); drawCharts(); });
  $('print').addEventListener('click', () => window.print());
}

// A definition shows while its word is pointed at or has the keyboard's focus.
function setUpDefinitions() {
  const tip = $('tip'), wordOf = event => event.target.closest ? event.target.closest('.term') : null;
  const close = () => {
    for (const word of document.querySelectorAll('[aria-describedby=tip]')) word.removeAttribute('aria-describedby');
    tip.hidden = true;
  };
  const open = word => {
    close();
    tip.textContent = info(word.dataset.metric).definition;
    tip.hidden = false;
    word.setAttribute('aria-describedby', 'tip');
    const box = word.getBoundingClientRect(), width = tip.offsetWidth;
    tip.style.left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - width - 8)) + window.scrollX + 'px';
    tip.style.top = box.bottom + 6 + window.scrollY + 'px';
  };
  for (const kind of ['mouseover', 'focusin', 'click']) document.addEventListener(kind, event => { if (wordOf(event)) open(wordOf(event)); });
  document.addEventListener('mouseout', event => { if (wordOf(event) && wordOf(event) !== document.activeElement) close(); });
  document.addEventListener('focusout', event => { if (wordOf(event)) close(); });
  document.addEventListener('keydown', event => { if (event.key === 'Escape') close(); });
}

// On paper: light colours, the texts unfolded, charts as wide as the sheet.
function setPrinting(on) {
  printing = on;
  setTheme(state.dark);
  for (const id of ['text-details', 'words-details']) $(id).open = on;
  drawCharts();
  for (const [id, chart] of Object.entries(charts)) chart.resize(on ? { width: Math.min(680, $(id).clientWidth || 680) } : { width: 'auto' });
}

setTheme(window.matchMedia('(prefers-color-scheme: dark)').matches);
setUpControls();
setUpDefinitions();
showFixedTexts();
refresh();
window.matchMedia('print').addEventListener('change', event => setPrinting(event.matches));
let pending = 0;
window.addEventListener('resize', () => {
  cancelAnimationFrame(pending);
  pending = requestAnimationFrame(() => { if (!printing) Object.values(charts).forEach(chart => chart.resize()); });
});
