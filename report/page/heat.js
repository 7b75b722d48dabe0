// Heat maps: a queue's intervals by day and time of day, and every queue by day.

function pieces(name, values, target) {
  if (state.view === 'difference' && several) return differenceSteps(name, values);
  if (name === 'service_level') {
    const t = known(target) && target > 0 && target < 1 ? target : 0.8, edges = [0, 0.5 * t, 0.75 * t, 0.9 * t, t, (1 + t) / 2, 1.0001];
    return steps(edges, [...ladder.bad, ...ladder.good], 'share');
  }
  if (name === 'abandonment') {
    const t = known(target) && target > 0 && target < 0.12 ? target : 0.05;
    return steps([0, t / 2, t, 2 * t, 4 * t, Math.min(8 * t, 0.99), 1.0001], [...ladder.good].reverse().concat([...ladder.bad].reverse()), 'share');
  }
  return plainSteps(values, info(name).unit);
}

// Better in blue, worse in red, the same in between; fewer in purple, more in brown where neither is better.
function differenceSteps(name, values) {
  const { unit, better } = info(name), sizes = values.filter(known).map(Math.abs).sort((a, b) => a - b), top = sizes[Math.floor(0.98 * (sizes.length - 1))] || 1;
  const colours = ['#8c2a1c', '#d0704a', '#f3c9a5', '#eceff2', '#b5d3e4', '#5d9cc4', '#1f5f91'], cuts = [-0.66, -0.33, -0.05, 0.05, 0.33, 0.66].map(share => share * top);
  if (better === 'lower') colours.reverse();
  if (better === 'neither') colours.splice(0, 7, '#59338f', '#9272bd', '#cfc0e4', '#eceff2', '#d9d2b8', '#a8996a', '#6b5e2f');
  return colours.map((color, i) => {
    const low = i === 0 ? -Infinity : cuts[i - 1], high = i === 6 ? Infinity : cuts[i], text = v => showDifference(v, unit);
    return { ...(i > 0 ? { gte: low } : {}), ...(i < 6 ? { lt: high } : {}), color, label: i === 0 ? `below ${text(high)}` : i === 6 ? `above ${text(low)}` : i === 3 ? 'about the same' : `${text(low)} to ${text(high)}` };
  });
}

// Clock times that have contacts, so that closed hours take no room.
function openClocks(planName) {
  const offered = columnOf('intervals', 'offered', planName), open = new Set();
  data.timestamps.forEach((t, i) => { if (offered[i] > 0) open.add(clock(t)); });
  const all = [...new Set(data.timestamps.map(clock))].sort(), used = all.filter(c => open.has(c));
  return used.length ? all.slice(all.indexOf(used[0]), all.indexOf(used[used.length - 1]) + 1) : [];
}

const compared = (kind, name, planName, index) => state.view === 'difference' && several ? minus(columnOf(kind, name, state.plan, index), columnOf(kind, name, state.against, index)) : columnOf(kind, name, planName, index);
const signedOr = value => state.view === 'difference' && several ? showDifference(value, info(state.metric).unit) : show(value, info(state.metric).unit);

function heatOption(c, xNames, yNames, cells, colourSteps, tell, label) {
  return { ...base(c), legend: undefined, grid: { left: 8, right: narrow() ? 30 : 36, top: 8, bottom: 8, containLabel: true },
    xAxis: { type: 'category', data: xNames, axisLabel: { color: c.quiet, hideOverlap: true, ...(narrow() ? { alignMaxLabel: 'right' } : {}), formatter: v => day(v) }, splitLine: { show: false } },
    yAxis: { type: 'category', data: yNames, inverse: true, axisLabel: { color: c.quiet, ...label } },
    visualMap: { type: 'piecewise', show: false, pieces: colourSteps, dimension: 2 },
    tooltip: { ...base(c).tooltip, trigger: 'item', formatter: p => tell(p.value) },
    series: [{ type: 'heatmap', data: cells, progressive: false, progressiveThreshold: 1e9, itemStyle: { borderColor: c.paper, borderWidth: xNames.length > 70 || narrow() ? 0 : 0.5 }, emphasis: { itemStyle: { borderColor: c.ink, borderWidth: 2 } } }] };
}

// Days of the season, or those of a chosen stretch of at least two.
const heatDays = () => zoomed().to > zoomed().from ? zoomed() : wholeSeason();

function heatCells(planName) {
  const { from, to } = heatDays(), values = compared('intervals', state.metric, planName), offered = columnOf('intervals', 'offered', planName);
  const clocks = openClocks(planName), row = new Map(clocks.map((text, i) => [text, i])), cells = [];
  data.timestamps.forEach((t, i) => {
    const d = dayOfDate.get(t.slice(0, 10));
    if (d >= from && d <= to && known(values[i]) && row.has(clock(t)) && offered[i] > 0) cells.push([d - from, row.get(clock(t)), values[i], i]);
  });
  return { clocks, cells };
}

function drawHeat(c) {
  const beside = state.view === 'beside' && several && state.against !== state.plan, own = heatCells(state.plan), other = beside ? heatCells(state.against) : { cells: [] };
  const colourSteps = pieces(state.metric, [...own.cells, ...other.cells].map(cell => cell[2]), targetOf(queueMetrics(), state.metric));
  fill('heat-steps');
  $('heat-against-part').hidden = !beside;
  drawOneHeat(c, 'heat', state.plan, own, colourSteps);
  if (beside) drawOneHeat(c, 'heat-against', state.against, other, colourSteps);
  if (own.cells.length) showColourSteps('heat-steps', colourSteps, targetOf(queueMetrics(), state.metric));
  drawQueuesHeat(c);
}

function showColourSteps(id, list, target) {
  fill(id, ...swatches(list), known(target) && state.view !== 'difference' ? make('span', {}, `target ${targetSign(state.metric)}${show(target, info(state.metric).unit)}`) : '');
}

function drawOneHeat(c, id, planName, { clocks, cells }, colourSteps) {
  const label = info(state.metric).label, { from, to } = heatDays();
  if (!cells.length) return draw(id, null, `${label} by day and time of day`, nothingToDraw(state.metric));
  const told = ['offered', 'service_level', 'abandonment', 'asa', 'backlog'].filter(name => columnOf('intervals', name, planName).length);
  const tell = value => [intervalName(data.timestamps[value[3]]), ...(state.view === 'difference' && several ? [`Difference: <b>${signedOr(value[2])}</b>`] : []),
    ...told.map(name => `${info(name).label}: <b>${show(columnOf('intervals', name, planName)[value[3]], info(name).unit)}</b>`)].join('<br>');
  draw(id, heatOption(c, dates.slice(from, to + 1), clocks, cells, colourSteps, tell, clocks.length > 16 ? { interval: (i, text) => text.endsWith(':00') } : {}), `${label} of ${queue().name} in ${planName} by day and time of day`);
}

// Queues that have the metric at all, as their numbers: the rows of the heat map of every queue.
const queuesWithMetric = () => data.queues.map((q, i) => i).filter(i => compared('days', state.metric, state.plan, i).some(known));

function drawQueuesHeat(c) {
  const rows = queuesWithMetric(), names = rows.map(i => data.queues[i].name), { from, to } = heatDays(), cells = [];
  $('heat-queues-part').hidden = rows.length < 2;
  if (rows.length < 2) return;
  rows.forEach((i, row) => compared('days', state.metric, state.plan, i).slice(from, to + 1).forEach((v, d) => { if (known(v)) cells.push([d, row, v]); }));
  const targets = rows.map(i => targetOf(metricsOf(state.plan, data.queues[i].name), state.metric)), common = targets.every(t => t === targets[0]) ? targets[0] : null;
  $('heat-queues').style.height = 60 + 30 * rows.length + 'px';
  fill('heat-queues-steps');
  if (!cells.length) return draw('heat-queues', null, 'Every queue by day', 'This metric has no value in the time shown.');
  const colourSteps = pieces(state.metric, cells.map(cell => cell[2]), common), without = data.queues.filter(q => !names.includes(q.name)).map(q => q.name);
  showColourSteps('heat-queues-steps', colourSteps, common);
  if (without.length) $('heat-queues-steps').append(make('span', {}, `without a value: ${without.join(', ')}`));
  if (charts['heat-queues']) resizeChart('heat-queues');
  const room = Math.min(narrow() ? 100 : 260, 24 + 7 * Math.max(...names.map(name => name.length)));
  const option = heatOption(c, dates.slice(from, to + 1), names, cells, colourSteps,
    value => `${day(dates[from + value[0]], true)}<br>${escaped(names[value[1]])}: <b>${signedOr(value[2])}</b>`, { width: room - 12, overflow: 'truncate' });
  option.grid = { left: room, right: narrow() ? 30 : 36, top: 8, bottom: 28, containLabel: false };
  draw('heat-queues', option, `${info(state.metric).label} of every queue by day`);
}

// A cell of the times of day shows its day; one of all queues its queue, too.
function chooseCell(event, id) {
  const d = heatDays().from + event.value[0];
  const chosen = id === 'heat-queues' ? queuesWithMetric()[event.value[1]] : state.queue;
  if (chosen !== state.queue) {
    state.queue = chosen;
    zoomTo({ from: d, to: d });
    return refresh();
  }
  zoomTo({ from: d, to: d });
}
