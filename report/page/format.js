'use strict';
// Numbers as a planner reads them; the same rules as the terminal report.
const gap = '\u00a0';

function grouped(value, decimals) {
  const [whole, rest] = Math.abs(value).toFixed(decimals).split('.');
  const text = whole.replace(/\B(?=(\d{3})+$)/g, gap) + (rest ? '.' + rest : '');
  return value < 0 && /[1-9]/.test(text) ? '-' + text : text;
}

function duration(seconds) {
  const size = Math.abs(seconds), sign = seconds < 0 ? '-' : '';
  const two = (whole, rest, big, small) => `${sign}${whole}${gap}${big}` + (rest ? `${gap}${rest}${gap}${small}` : '');
  if (size < 9.95) return `${sign}${size.toFixed(1)}${gap}s`;
  if (size < 59.5) return `${sign}${size.toFixed(0)}${gap}s`;
  if (size < 599.5) return two(Math.floor(Math.round(size) / 60), Math.round(size) % 60, 'min', 's');
  const minutes = Math.round(size / 60);
  if (minutes < 60) return `${sign}${minutes}${gap}min`;
  if (minutes < 2880) return two(Math.floor(minutes / 60), minutes % 60, 'h', 'min');
  return `${sign}${(size / 86400).toFixed(1)}${gap}d`;
}

function countDecimals(value) {
  const size = Math.abs(value);
  if (size >= 10 || Math.abs(value - Math.round(value)) < 1e-9) return 0;
  return size >= 1 ? 1 : 2;
}

const writers = {
  count: v => grouped(v, countDecimals(v)),
  share: v => (100 * v).toFixed(1) + gap + '%',
  rate: v => (100 * v).toFixed(2) + gap + '%',
  seconds: duration,
  hours: v => grouped(v, Math.abs(v) < 10 ? 1 : 0) + gap + 'h',
  money: v => grouped(v, Math.abs(v) < 100 ? 2 : 0),
  ratio: v => grouped(v, Math.abs(v) < 100 ? 2 : 0),
};

// Long numbers inside a text, in groups of three like all others.
const groupedIn = text => text.replace(/\d{4,}/g, digits => grouped(+digits, 0));

const known = value => typeof value === 'number' && isFinite(value);
const show = (value, unit) => known(value) ? writers[unit](value) : '–';

function showDifference(value, unit) {
  if (!known(value)) return '–';
  const share = unit === 'share' || unit === 'rate';
  const text = share ? (100 * value).toFixed(unit === 'rate' ? 2 : 1) + gap + 'pt' : writers[unit](value);
  if (!/[1-9]/.test(text)) return text.replace('-', '');  // what rounds to nothing has no sign
  return text.startsWith('-') ? text : (value < 0 ? '-' : '+') + text;
}

// A difference without its sign.
const sizeOf = (value, unit) => showDifference(Math.abs(value), unit).replace('+', '');

function halfWidth(estimate, unit) {
  if (!estimate || !estimate.ci95 || !known(estimate.ci95[0]) || !known(estimate.ci95[1])) return '';
  const half = (estimate.ci95[1] - estimate.ci95[0]) / 2;
  if (unit !== 'share' && unit !== 'rate') return writers[unit](half);
  const decimals = unit === 'rate' ? 2 : 1, smallest = unit === 'rate' ? 0.01 : 0.1;
  return (half > 0 && 100 * half < smallest / 2 ? '<' + smallest.toFixed(decimals) : (100 * half).toFixed(decimals)) + gap + 'pt';
}

function range(estimate, unit) {
  if (!estimate || !known(estimate.p05) || !known(estimate.p95)) return '';
  return show(estimate.p05, unit) + gap + '– ' + show(estimate.p95, unit);
}

// A share of seasons; what is not certain never reads as 0 or 100.
function chance(share) {
  if (!known(share)) return '–';
  if (share > 0 && share < 0.01) return '<1' + gap + '%';
  if (share > 0.99 && share < 1) return '>99' + gap + '%';
  return (100 * share).toFixed(0) + gap + '%';
}

function chanceInterval(interval) {
  return interval ? `${(100 * interval[0]).toFixed(0)}–${(100 * interval[1]).toFixed(0)}${gap}%` : '';
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

// "Fri 2026-11-27 10:00-10:30" as people write it, its date without the year: date and time, neither of which may break.
function dateAndTime(text) {
  const [, iso, time] = /^(?:(?:[A-Z][a-z]{2} )?(\d{4}-\d{2}-\d{2}) )?(.*)$/.exec(text);
  return [iso ? day(iso) : '', time.replace('-', '–')].filter(Boolean);
}

function day(iso, year) {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  if (!found) return iso;
  const date = new Date(Date.UTC(+found[1], found[2] - 1, +found[3]));
  return [weekdays[date.getUTCDay()], +found[3], months[found[2] - 1], ...(year ? [found[1]] : [])].join(gap);
}
