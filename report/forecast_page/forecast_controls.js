// What is shown, and how it is chosen.

function setStep(step) {
  state.step = step;
  if (step === 'day') state.day = null;
  $('day').value = state.day === null ? '' : state.day;
  for (const radio of document.querySelectorAll('input[name=step]')) radio.checked = radio.value === step;
}

// The days that the series works and the page holds by interval.
function offerDays() {
  const open = openDays().filter(i => placesOfDay.has(series().days[i].date));
  if (state.day !== null && !open.includes(state.day)) state.day = null;
  options('day', [['', 'the first seven days'], ...open.map(i => [i, day(series().days[i].date, true)])]);
  $('day').value = state.day === null ? '' : state.day;
}

function chooseDay(index) {
  state.day = index;
  setStep('interval');
  drawCharts();
  showIntervals();
}

function chooseCell(event) {
  const worked = weekdayNames.map((name, i) => i).filter(i => series().week[i].length), weekday = worked[event.value[1]];
  const next = openDays().find(i => weekdayOf(series().days[i].date) === weekday && placesOfDay.has(series().days[i].date));
  if (next === undefined) return;
  chooseDay(next);
  $('fan').scrollIntoView({ block: 'center' });
}

function refresh() {
  offerDays();
  $('series').value = state.series;
  showTables();
  drawCharts();
}

function setUpControls() {
  options('series', data.series.map((s, i) => [i, s.name]));
  options('past', [['56', 'last 8 weeks'], ['182', 'last half year'], ['all', 'everything']]);
  $('series-control').hidden = data.series.length < 2;
  $('step-control').hidden = $('day-control').hidden = daily;
  $('series').addEventListener('change', event => { state.series = +event.target.value; refresh(); });
  $('past').addEventListener('change', event => { state.past = event.target.value; setStep('day'); drawCharts(); showIntervals(); });
  for (const radio of document.querySelectorAll('input[name=step]'))
    radio.addEventListener('change', event => { setStep(event.target.value); drawCharts(); showIntervals(); });
  $('day').addEventListener('change', event => chooseDay(event.target.value === '' ? null : +event.target.value));
  $('all-series').addEventListener('click', event => {
    const button = event.target.closest('[data-series]');
    if (!button) return;
    state.series = +button.dataset.series;
    refresh();
    $('all-series').querySelector(`[data-series="${state.series}"]`).focus();
  });
}

start();
setUpControls();
showFixedTexts();
refresh();
