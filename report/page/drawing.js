// Charts by ECharts as every page draws them. A page that has heat maps (ids heat...) brings `chooseCell(event, id)`.
const charts = {};
let printing = false;

function colours() {
  const style = getComputedStyle(document.documentElement), of = name => style.getPropertyValue(name).trim();
  return { paper: of('--paper'), ink: of('--ink'), quiet: of('--quiet'), line: of('--line'), accent: of('--accent'), good: of('--good'), bad: of('--bad'), band: of('--band'), track: of('--track'), other: of('--other'), otherBand: of('--other-band') };
}

function draw(id, option, label, nothing) {
  const box = $(id);
  if (!option) {
    if (charts[id]) charts[id].dispose();
    delete charts[id];
    box.replaceChildren(empty(nothing || 'There is nothing to draw here.'));
    box.style.height = 'auto';
    box.setAttribute('aria-label', label + ': nothing to draw');
    return;
  }
  if (!charts[id]) {
    box.replaceChildren();
    if (box.style.height === 'auto') box.style.height = '';
    const heat = id.startsWith('heat');
    charts[id] = echarts.init(box, null, { renderer: heat ? 'canvas' : 'svg' });
    if (heat) charts[id].on('click', event => chooseCell(event, id));
  }
  box.setAttribute('aria-label', label);
  charts[id].setOption(option, true);
  if (id.startsWith('heat')) paintAtOnce(charts[id]);
}

// ECharts 6.1 paints the cells of every heat map in slices of 15 ms a frame, whatever `progressive` says: paper would get the first slice.
function paintAtOnce(chart) {
  for (const cell of chart.getZr().storage.getDisplayList(true)) cell.incremental = 0;
}

// A new size paints every cell anew.
function resizeChart(id, size) {
  charts[id].resize(size);
  if (id.startsWith('heat')) paintAtOnce(charts[id]);
}

function base(c) {
  return {
    animation: false,
    textStyle: { fontFamily: 'system-ui, "Liberation Sans", sans-serif', color: c.ink },
    legend: { type: 'scroll', top: 0, left: 0, right: 0, itemGap: narrow() ? 8 : 14, itemWidth: narrow() ? 16 : 25, textStyle: { color: c.ink, fontSize: narrow() ? 11 : 12 }, pageTextStyle: { color: c.quiet }, pageIconColor: c.accent },
    tooltip: { trigger: 'axis', confine: true, backgroundColor: c.paper, borderColor: c.line, textStyle: { color: c.ink, fontSize: 13 } },
  };
}

const narrow = () => document.querySelector('main').clientWidth < 600;

const valueAxis = (c, unit, name, more) => ({ type: 'value', name, nameGap: 10, nameTextStyle: { color: c.quiet, align: 'left', padding: [0, 0, 0, -8] }, splitLine: { lineStyle: { color: c.line } },
  axisLabel: { color: c.quiet, formatter: v => unit === 'share' ? +(100 * v).toFixed(2) + ' %' : unit === 'seconds' ? duration(v) : Math.abs(v) < 10 ? String(+v.toFixed(2)) : grouped(v, 0) }, ...more });

// A band between two columns: an unseen line below, the distance stacked upon it.
function band(name, low, high, colour, opacity = 0.55) {
  const line = { type: 'line', stack: name, symbol: 'none', lineStyle: { opacity: 0 }, silent: true, tooltip: { show: false } };
  return [{ ...line, name: name + ' low', data: low, itemStyle: { color: colour } },
    { ...line, name, data: high.map((v, i) => known(v) && known(low[i]) ? v - low[i] : null), areaStyle: { color: colour, opacity }, itemStyle: { color: colour, opacity: Math.min(1, opacity + 0.15) } }];  // the latter in the legend
}

// A value without neighbours would not show as a line.
const lonely = values => values.some((v, i) => known(v) && !known(values[i - 1]) && !known(values[i + 1]));

const line = (name, values, colour, more) => ({ type: 'line', name, data: values, symbol: lonely(values) ? 'circle' : 'none', connectNulls: false, lineStyle: { color: colour, width: 2 }, itemStyle: { color: colour }, ...more });

// Steps of colour of a heat map, around a target: blue keeps it, yellow to red miss it by more and more.
const ladder = { bad: ['#7f1020', '#c2402f', '#e88a4f', '#f5d583'], good: ['#a9d3de', '#3d8fb5'], plain: ['#e6eef5', '#b9d3e8', '#86b2d8', '#4f8cc0', '#21609a', '#0c3a66'] };

function steps(edges, palette, unit) {
  const text = v => unit === 'share' ? String(+(100 * v).toFixed(1)) : show(v, unit), sign = unit === 'share' ? gap + '%' : '';
  return palette.map((color, i) => {
    const [low, high] = [edges[i], edges[i + 1]];
    const label = high > 1e15 ? `over ${text(low)}` : `${text(low)}–${unit === 'share' && high > 1 ? 100 : text(high)}${sign}`;
    return { gte: low, ...(high > 1e15 ? {} : { lt: high }), color, label };
  });
}

// Six steps from nothing to nearly the largest value.
function plainSteps(values, unit) {
  const sorted = values.filter(known).sort((a, b) => a - b), top = sorted.length ? sorted[Math.floor(0.995 * (sorted.length - 1))] : 1;
  const edges = [0, 1, 2, 3, 4, 5].map(i => i * top / 6);
  return steps([...edges, Infinity], ladder.plain, unit);
}

// What the colours of a heat map stand for.
const swatches = list => list.map(step => {
  const swatch = make('i', { 'aria-hidden': 'true' });
  swatch.style.background = step.color;
  return make('span', {}, swatch, step.label);
});
