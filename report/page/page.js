// Controls, and what happens when they are used.

const timeChartIds = ['fan', 'load', 'backlog', 'staff'];

function drawTimeCharts() {
  const c = colours();
  drawHeat(c);
  drawMetric('fan', c, state.metric);
  drawMetric('load', c, 'offered', ['answered']);
  drawBacklog(c);
  drawStaff(c);
  showFigures();
}

let tablesForPrint = false;

function drawCharts() {
  if (tablesForPrint !== printing) {  // on paper tables have the rows of every queue
    tablesForPrint = printing;
    showTables();
  }
  drawTimeCharts();
  drawReasons(colours());
}

// Metrics that a heat map and a fan can show of the chosen queue.
const chartMetrics = () => ['service_level', 'abandonment', 'asa', 'offered', 'backlog'].filter(name => planNames.some(p => data.queues.some((q, i) => columnOf('intervals', name, p, i).some(known))));

function refresh() {
  $('plan').value = state.plan;
  $('queue').value = state.queue;
  $('view').value = state.view;
  $('against-control').hidden = state.view === 'one';
  if (state.against === state.plan) state.against = planNames.find(name => name !== state.plan) || state.plan;
  options('against', planNames.filter(name => name !== state.plan).map(name => [name, name]));
  $('against').value = state.against;
  showTables();
  showZoom();
  drawCharts();
}

function choose(id, change) {
  $(id).addEventListener('change', event => { change(event.target.value); refresh(); });
}

function fillControls() {
  options('plan', planNames.map(name => [name, name]));
  options('queue', data.queues.map((q, i) => [i, q.name]));
  options('group', data.groups.map((name, i) => [i, name]));
  options('metric', chartMetrics().map(name => [name, info(name).label]));
  if (!chartMetrics().includes(state.metric)) state.metric = chartMetrics()[0] || 'offered';
  options('day', [['season', 'whole season'], ['worst', 'week around the worst day'], ['other', 'as dragged'], ...dates.map((date, i) => [i, day(date, true)])]);
  for (const id of ['plan-control', 'view-control', 'against-control']) $(id).hidden = !several;
  $('queue-control').hidden = data.queues.length < 2;
  $('group-control').hidden = data.groups.length < 2;
  for (const title of document.querySelectorAll('.plan-title')) title.hidden = !several;
  for (const title of document.querySelectorAll('.single-title')) title.hidden = several;
}

function chooseDay(value) {
  if (value === 'season') state.zoom = [];
  else if (value === 'worst') state.zoom = [worstWeek()];
  else if (value !== 'other') state.zoom = [{ from: +value, to: +value }];
}

// Names of plans above tables are buttons that choose the plan.
function choosePlan(event) {
  const button = event.target.closest('[data-plan]'), box = event.currentTarget;
  if (!button) return;
  const name = button.dataset.plan;
  state.plan = name;
  refresh();
  const again = box.querySelector(`[data-plan="${CSS.escape(name)}"]`);
  if (again) again.focus();
}

function setUpControls() {
  fillControls();
  choose('plan', value => { state.plan = value; });
  choose('view', value => { state.view = value; });
  choose('against', value => { state.against = value; });
  choose('queue', value => { state.queue = +value; });
  choose('group', value => { state.group = +value; });
  choose('metric', value => { state.metric = value; });
  choose('day', chooseDay);
  choose('lever-metric', value => { state.lever = value; });
  choose('sensitivity-metric', value => { state.sensitivity = value; });
  for (const id of ['plans', 'comparison', 'targets', 'robustness']) $(id).addEventListener('click', choosePlan);
  $('worst').addEventListener('click', event => {
    const button = event.target.closest('[data-day]');
    if (!button) return;
    zoomTo({ from: +button.dataset.day, to: +button.dataset.day });
    $('heat-title').scrollIntoView();
    $('crumbs').querySelector('button').focus();
  });
  $('crumbs').addEventListener('click', goBackOrForth);
  timeChartIds.filter(id => id !== 'staff').forEach(setUpBrush);
}

start();
if (several) state.plan = best && data.plans[best.plan] ? best.plan : leader();
setUpControls();
showFixedTexts();
refresh();
