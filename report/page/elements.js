// Pieces of every page: elements, tables, words with a definition, folded columns. A page brings `info(name)` with labels and definitions.
const $ = id => document.getElementById(id);

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === 'class') element.className = value;
    else if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter(child => child !== null && child !== ''));
  return element;
}

// A word with its definition, by hover, focus or touch.
function term(name, label, more) {
  const text = label || info(name).label;
  return info(name).definition ? make('button', { type: 'button', class: 'term', 'data-metric': name, 'data-more': more || null }, text) : document.createTextNode(text);
}

// A name that may break after its underscores and points.
const nameText = name => make('span', {}, ...name.split(/(?<=[_.])/).flatMap((part, i) => i ? [make('wbr'), part] : [part]));

// Where a table scrolls sideways its chosen column is never out of sight.
function keepChosenInSight(box) {
  const head = box.querySelector('thead .chosen');
  if (!head) return;
  const left = head.offsetLeft - box.offsetLeft, beside = head.parentNode.firstChild.offsetWidth;
  box.scrollLeft = Math.min(left - beside, Math.max(left + head.offsetWidth - box.clientWidth, box.scrollLeft));
}

// A table that is too wide scrolls in a box, which is then a stop of the Tab key, no higher than the screen, so that its head stays in sight;
// the head of every other table stays at the top of the screen, below the controls.
const widths = new ResizeObserver(boxes => {
  for (const { target } of boxes) {
    const wide = target.scrollWidth > target.clientWidth + 1;
    target.classList.toggle('wide', wide);
    if (wide) {
      target.setAttribute('tabindex', 0);
      keepChosenInSight(target);
    } else target.removeAttribute('tabindex');
  }
});

// columns: nodes or texts; rows: arrays of cells, the first a heading. options: label, columns of text, number of a chosen column.
function table(caption, columns, rows, options) {
  const head = make('tr', {}, ...columns.map((c, i) => (c.textContent ?? c) === '' ? make('td', {}) : make('th', { scope: 'col', class: options && options.text && options.text.includes(i) ? 'text' : '' }, c)));
  const body = rows.map(row => make('tr', { class: row.chosen ? 'chosen' : '' },
    ...row.map((cell, i) => i === 0 ? make('th', { scope: 'row' }, cell) : cell instanceof HTMLTableCellElement ? cell : make('td', {}, cell))));
  const chosen = options && options.chosen;
  if (chosen) for (const row of [head, ...body]) if (row.children[chosen]) row.children[chosen].classList.add('chosen');
  const element = make('table', {}, caption ? make('caption', {}, caption) : null, make('thead', {}, head), make('tbody', {}, ...body));
  element.style.setProperty('--columns', columns.length - 1);
  const box = make('div', { class: 'scroll', role: 'region', 'aria-label': `${caption || (options && options.label) || 'Figures'}, table` }, element);
  widths.observe(box);
  return box;
}

const empty = text => make('p', { class: 'empty' }, text);
const fill = (id, ...nodes) => $(id).replaceChildren(...nodes);

// A text "n" in a column repeats the value before it n times; shares come in thousandths.
function unfold(column, scale) {
  const out = [];
  for (const value of column || []) {
    if (typeof value === 'string') for (let n = +value; n > 0; --n) out.push(out[out.length - 1]);
    else out.push(value === null ? null : value / scale);
  }
  return out;
}

const clock = timestamp => timestamp.slice(11, 16);

function endOfInterval(timestamp) {
  const minutes = (+timestamp.slice(11, 13) * 60 + +timestamp.slice(14, 16) + data.interval_seconds / 60) % 1440;
  return String(Math.floor(minutes / 60)).padStart(2, '0') + ':' + String(minutes % 60).padStart(2, '0');
}

const intervalName = timestamp => `${day(timestamp.slice(0, 10), true)} ${clock(timestamp)}–${endOfInterval(timestamp)}`;
