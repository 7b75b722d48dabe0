// The forecast's figures, as precise as the CSV files beside the page.
const data = JSON.parse(document.getElementById('data').textContent);

const definitions = {
  mean: ['Expected', 'The mean over all sample paths: on average so many contacts come.'],
  range: ['8 in 10', 'Eight paths in ten lie inside, one in ten below and one in ten above. Each day and interval stands for itself.'],
  range95: ['95 in 100', 'Ninety-five paths in a hundred lie inside.'],
  usual_day: ['Usual day', 'The level after the last known day, free of weekday, holidays and time of year.'],
  weekday: ['Weekday', 'What the weekday adds to or takes from the usual day.'],
  time_of_year: ['Time of year', 'The yearly rise and fall, learned from more than a year of history.'],
  holiday: ['Holidays and events', 'Effects of the calendar\'s names, learned from the days on which each was seen.'],
  calendar: ['Calendar', 'Days around closures and holidays, first, middle and last days of the month.'],
  driver: ['Drivers', 'What follows from the drivers\' figures for the day.'],
  recent: ['Recent days', 'How far the last known days ran above or below the usual; it fades with every day ahead.'],
  rest: ['Rest', 'What brings the middle to the mean: busy days exceed it by more than quiet ones fall short. Also what the other models of the mix say, and pushes within the day.'],
  planner: ['Planner', 'What the planner put in the place of the statistical forecast.'],
  statistical: ['Statistical', 'The forecast as it was before the planner\'s values.'],
  handle_time: ['Handle time', 'Mean handle time as the history\'s last days and the week\'s pattern have it.'],
};
const info = name => ({ label: (definitions[name] || [name])[0], definition: (definitions[name] || ['', ''])[1], unit: 'count' });
const partKinds = ['weekday', 'time_of_year', 'holiday', 'calendar', 'driver', 'recent', 'rest', 'planner'];
const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

const state = { series: 0, step: 'day', day: null, past: '56', dark: false };
const series = () => data.series[state.series];
const daily = data.interval_seconds >= 86400 || !data.timestamps.length;

// The day a number of days after another; from Monday on a weekday is 0 to 6.
const plusDays = (iso, days) => new Date(Date.parse(iso + 'T00:00:00Z') + 86400000 * days).toISOString().slice(0, 10);
const weekdayOf = iso => (new Date(iso + 'T00:00:00Z').getUTCDay() + 6) % 7;

const unfolded = new Map();
function remembered(key, make) {
  const whole = state.series + '|' + key;
  if (!unfolded.has(whole)) unfolded.set(whole, make());
  return unfolded.get(whole);
}

// Past days: dates, contacts and the calendar's names.
function pastDays() {
  return remembered('history', () => {
    const source = series().history;
    if (!source) return { dates: [], contacts: [], names: [] };
    const contacts = unfold(source.contacts, 1), dates = [source.first];
    for (const step of unfold(source.steps, 1)) dates.push(plusDays(dates[dates.length - 1], step));
    return { dates, contacts, names: dates.map((date, i) => source.names[i] || '') };
  });
}

const intervalColumn = name => remembered(name, () => unfold(series().intervals[name], 1));
const weekColumn = weekday => remembered('week ' + weekday, () => unfold(series().week[weekday], 1));
const minutesClock = minutes => String(Math.floor(minutes / 60)).padStart(2, '0') + ':' + String(minutes % 60).padStart(2, '0');
const slotClock = slot => minutesClock(slot * data.interval_seconds / 60);

// Where a day's intervals stand: [first, after the last]; null where they are not on the page.
const placesOfDay = new Map();
data.timestamps.forEach((t, i) => {
  const date = t.slice(0, 10);
  placesOfDay.set(date, [placesOfDay.has(date) ? placesOfDay.get(date)[0] : i, i + 1]);
});
const openDays = () => series().days.map((d, i) => i).filter(i => series().days[i].works);
const shownDay = () => state.day ?? (openDays().find(i => placesOfDay.has(series().days[i].date)) ?? 0);

// A factor as people say it: "+12 %".
function percent(factor) {
  if (!known(factor)) return '–';
  const text = (100 * (factor - 1)).toFixed(0);
  return (factor > 1 && text !== '0' ? '+' : text === '-0' ? '' : '') + text.replace(/^-0$/, '0').replace('-', '−') + gap + '%';
}
const spanOf = (low, high) => known(low) && known(high) ? `${show(low, 'count')} – ${show(high, 'count')}` : '–';
const rangeOf = d => spanOf(d.p10, d.p90);
