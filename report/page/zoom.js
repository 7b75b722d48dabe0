// Which days or intervals the charts show: a path from the whole season to an hour, by clicks, drags or the list of days.

const firstOfDay = [];
data.timestamps.forEach((t, i) => { const d = dayOfDate.get(t.slice(0, 10)); if (firstOfDay[d] === undefined) firstOfDay[d] = i; });
const lastOfDay = d => { for (let next = d + 1; next < dates.length; ++next) if (firstOfDay[next] !== undefined) return firstOfDay[next] - 1; return data.timestamps.length - 1; };
const longestByInterval = 8;  // days

// A step of the path: days from..to, and within one day the intervals first..last.
const wholeSeason = () => ({ from: 0, to: dates.length - 1 });
const zoomed = () => state.zoom[state.zoom.length - 1] || wholeSeason();

const numbers = (from, to) => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);

// Clock times at which the queue has contacts, and one more where there are several days, so that they stay apart.
function openHours({ from, to }) {
  const all = [...new Set(data.timestamps.map(clock))].sort(), open = openClocks(state.plan);
  return new Set(open.length ? [...open, ...(from < to ? [all[all.indexOf(open[open.length - 1]) + 1]] : [])] : all);
}

// What is in sight, as indices of days or of intervals.
function shown() {
  const z = zoomed(), byDay = z.first === undefined && (z.to - z.from >= longestByInterval || !data.timestamps.length);
  if (byDay) return { step: 'day', kind: 'days', indices: numbers(z.from, z.to), names: dates.slice(z.from, z.to + 1) };
  const first = z.first ?? firstOfDay[z.from] ?? 0, last = z.last ?? lastOfDay(z.to), open = openHours(z);
  const indices = numbers(first, last).filter(i => open.has(clock(data.timestamps[i])));
  return { step: 'interval', kind: 'intervals', indices, names: indices.map(i => data.timestamps[i]) };
}

function nameOf(z) {
  if (z.first !== undefined) return `${clock(data.timestamps[z.first])}–${endOfInterval(data.timestamps[z.last])}`;
  return z.from === z.to ? day(dates[z.from], true) : `${day(dates[z.from])} – ${day(dates[z.to])}`;
}

const inside = (a, b) => a.from >= b.from && a.to <= b.to && (b.first === undefined || (a.first !== undefined && a.first >= b.first && a.last <= b.last));
const same = (a, b) => a.from === b.from && a.to === b.to && a.first === b.first && a.last === b.last;

// Steps of the path that hold the new one stay; the others go.
function zoomTo(z) {
  state.zoom = same(z, wholeSeason()) ? [] : [...state.zoom.filter(step => inside(z, step) && !same(z, step)), z];
  if (z.first !== undefined && !state.zoom.some(step => step.from === z.from && step.to === z.to && step.first === undefined)) state.zoom.splice(-1, 0, { from: z.from, to: z.to });
  showZoom();
  drawTimeCharts();
}

function worstDay() {
  const listed = (plan().worst_days || []).find(p => p.queue === queue().name);
  if (listed && dayOfDate.has(listed.date)) return dayOfDate.get(listed.date);
  const offered = columnOf('days', 'offered');
  return offered.reduce((top, value, i) => value > (offered[top] || 0) ? i : top, 0);
}

function worstWeek() {
  const centre = worstDay(), from = Math.max(0, Math.min(centre - 3, dates.length - 7));
  return { from, to: Math.min(dates.length - 1, from + 6) };
}

function showZoom() {
  const path = [{ ...wholeSeason(), name: 'Whole season' }, ...state.zoom.map(z => ({ ...z, name: nameOf(z) }))];
  fill('crumbs', ...path.flatMap((z, i) => {
    const last = i + 1 === path.length;
    const step = last ? make('span', { 'aria-current': 'location' }, z.name) : make('button', { type: 'button', class: 'link', 'data-crumb': i }, z.name);
    return last ? [step] : [step, make('span', { 'aria-hidden': 'true', class: 'arrow' }, '›')];
  }), ...neighbours());
  const z = zoomed(), { step } = shown();
  $('shown').textContent = `Charts show ${path[path.length - 1].name} by ${step}.`;
  $('day').value = !state.zoom.length ? 'season' : z.from === z.to ? String(z.from) : same(z, worstWeek()) ? 'worst' : 'other';
  $('day').querySelector('[value=other]').hidden = $('day').value !== 'other';
}

// Back and forth by the length of what is shown.
function neighbours() {
  const z = zoomed(), length = z.to - z.from + 1;
  if (!state.zoom.length || z.first !== undefined) return [];
  const moved = by => ({ from: Math.max(0, Math.min(dates.length - length, z.from + by * length)), to: Math.max(0, Math.min(dates.length - length, z.from + by * length)) + length - 1 });
  return [[-1, 'Earlier', '‹'], [1, 'Later', '›']].filter(([by]) => !same(moved(by), { from: z.from, to: z.to })).map(([by, text, sign]) => {
    const button = make('button', { type: 'button', class: 'step', 'data-move': by, 'aria-label': text }, sign);
    button.moved = moved(by);
    return button;
  });
}

function goBackOrForth(event) {
  const button = event.target.closest('button');
  if (!button) return;
  const move = button.dataset.move;
  if (button.dataset.crumb !== undefined) {
    state.zoom = state.zoom.slice(0, +button.dataset.crumb);
    showZoom();
    drawTimeCharts();
  } else if (move) {
    state.zoom = [button.moved];
    showZoom();
    drawTimeCharts();
  }
  ((move && $('crumbs').querySelector(`[data-move="${move}"]`)) || $('crumbs').querySelector('button') || $('day')).focus();
}

// A click on a day looks into it, a drag zooms to what it covers.
function chooseRange(first, last) {
  const { step, indices } = shown(), from = indices[Math.min(first, last)], to = indices[Math.max(first, last)];
  if (step === 'day') return zoomTo({ from, to });
  const [a, b] = [from, to].map(i => dayOfDate.get(data.timestamps[i].slice(0, 10)));
  if (a !== b || (from === to && zoomed().from !== zoomed().to)) return zoomTo({ from: a, to: b });
  if (from !== to) zoomTo({ from: a, to: a, first: from, last: to });
}

function setUpBrush(id) {
  const box = $(id), cover = make('div', { class: 'brush', hidden: '' });
  let start = null;
  const indexAt = x => {
    const { names } = shown(), [i] = charts[id].convertFromPixel({ gridIndex: 0 }, [x, 10]);
    return Math.max(0, Math.min(names.length - 1, Math.round(i)));
  };
  const xOf = event => event.clientX - box.getBoundingClientRect().left;
  const end = event => {
    if (start === null || !charts[id]) return;
    const x = xOf(event), from = start;
    start = null;
    cover.hidden = true;
    if (event.type !== 'pointerup') return;
    chooseRange(indexAt(from), Math.abs(x - from) < 6 ? indexAt(from) : indexAt(x));
  };
  box.parentNode.classList.add('brushed');
  box.addEventListener('pointerdown', event => {
    const y = event.clientY - box.getBoundingClientRect().top;
    if (event.button !== 0 || !charts[id] || !charts[id].containPixel({ gridIndex: 0 }, [xOf(event), y])) return;
    start = xOf(event);
    box.append(cover);
    box.setPointerCapture(event.pointerId);
  });
  box.addEventListener('pointermove', event => {
    if (start === null || Math.abs(xOf(event) - start) < 6) return;
    cover.hidden = false;
    cover.style.left = Math.min(start, xOf(event)) + 'px';
    cover.style.width = Math.abs(xOf(event) - start) + 'px';
  });
  for (const kind of ['pointerup', 'pointercancel']) box.addEventListener(kind, end);
}
