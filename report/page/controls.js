// What every page does when its buttons are used, its words pointed at, its window resized or printed. A page brings `state` and `drawCharts()`.

function setTheme(dark) {
  state.dark = dark;
  document.documentElement.dataset.theme = dark && !printing ? 'dark' : 'light';
  $('theme').textContent = dark ? 'Light' : 'Dark';
  $('theme').setAttribute('aria-pressed', String(dark));
}

function options(id, names) {
  $(id).replaceChildren(...names.map(([value, text]) => make('option', { value }, text)));
}

// A definition shows while its word is pointed at or has the keyboard's focus.
function setUpDefinitions() {
  document.querySelector('main').append($('tip'));  // part of a landmark, for those who hear the page
  const tip = $('tip'), wordOf = event => event.target.closest ? event.target.closest('.term') : null;
  const close = () => {
    for (const word of document.querySelectorAll('[aria-describedby=tip]')) word.removeAttribute('aria-describedby');
    tip.hidden = true;
  };
  const open = word => {
    close();
    tip.textContent = info(word.dataset.metric).definition + (word.dataset.more || '');
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
  for (const fold of document.querySelectorAll('details[data-print]')) fold.open = on;
  drawCharts();
  for (const id of Object.keys(charts)) resizeChart(id, on ? { width: Math.min(680, $(id).clientWidth || 680) } : { width: 'auto' });
}

// Heads of tables stay below the controls, where those stay at the top of the screen.
function setUpTop() {
  const bar = document.querySelector('.controls');
  const measure = () => document.documentElement.style.setProperty('--top', (getComputedStyle(bar).position === 'sticky' ? bar.offsetHeight - 1 : 0) + 'px');
  new ResizeObserver(measure).observe(bar);
  window.addEventListener('resize', measure);
}

// Theme, printing, definitions and resizing, once the page's own controls stand.
function start() {
  setTheme(window.matchMedia('(prefers-color-scheme: dark)').matches);
  $('theme').addEventListener('click', () => { setTheme(!state.dark); drawCharts(); });
  $('print').addEventListener('click', () => window.print());
  setUpDefinitions();
  setUpTop();
  window.matchMedia('print').addEventListener('change', event => setPrinting(event.matches));
  let pending = 0;
  window.addEventListener('resize', () => {
    cancelAnimationFrame(pending);
    pending = requestAnimationFrame(() => { if (!printing) Object.keys(charts).forEach(id => resizeChart(id)); });
  });
}
