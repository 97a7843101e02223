/**
 * The page's only script: folds, moves, searches and fills the detail panel from the page's own data. All texts become text nodes; there is
 * no request, no storage and no markup made from data.
 */
export const htmlScript = `
'use strict';
(() => {
  const rows = [...document.querySelectorAll('.row')];
  const data = JSON.parse(document.getElementById('data').textContent);
  const tree = document.getElementById('tree');
  const panel = document.getElementById('detail');
  const search = document.getElementById('search');
  const count = document.getElementById('count');
  const depth = rows.map((row) => Number(row.dataset.depth));
  const bad = rows.map((row) => row.dataset.bad === '1');
  const folded = new Set();
  let at = -1;
  let hits = [];

  const parentOf = (index) => {
    for (let up = index - 1; up >= 0; up--) if (depth[up] < depth[index]) return up;
    return -1;
  };
  const hasChildren = (index) => index + 1 < rows.length && depth[index + 1] > depth[index];
  const draw = () => {
    let hiddenBelow = Infinity;
    rows.forEach((row, index) => {
      if (depth[index] <= hiddenBelow) hiddenBelow = Infinity;
      row.hidden = hiddenBelow !== Infinity;
      if (hasChildren(index)) row.setAttribute('aria-expanded', String(!folded.has(index)));
      if (hiddenBelow === Infinity && folded.has(index)) hiddenBelow = depth[index];
    });
  };
  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const show = (index) => {
    const told = data[index];
    panel.replaceChildren();
    panel.hidden = false;
    panel.append(element('h2', told.title));
    for (const { title, rows: pairs, text } of told.sections) {
      panel.append(element('h3', title));
      if (text !== undefined) panel.append(element('pre', text));
      if (pairs === undefined) continue;
      const list = element('dl');
      for (const [name, value] of pairs) list.append(element('dt', name), element('dd', value, 'mono'));
      panel.append(list);
    }
    panel.scrollTop = 0;
  };
  const go = (index, open) => {
    if (index < 0 || index >= rows.length) return;
    for (let up = parentOf(index); up >= 0; up = parentOf(up)) folded.delete(up);
    draw();
    if (at >= 0) rows[at].removeAttribute('aria-selected');
    at = index;
    rows[at].setAttribute('aria-selected', 'true');
    rows[at].scrollIntoView({ block: 'nearest' });
    tree.setAttribute('aria-activedescendant', rows[at].id);
    if (open || !panel.hidden) show(at);
  };
  const step = (by) => {
    for (let to = at + by; to >= 0 && to < rows.length; to += by) if (!rows[to].hidden) return go(to);
  };
  const fold = (index, on) => {
    if (!hasChildren(index)) return;
    if (on) folded.add(index);
    else folded.delete(index);
    draw();
  };
  const foldAll = (on) => {
    folded.clear();
    if (on) rows.forEach((_, index) => hasChildren(index) && depth[index] > 0 && folded.add(index));
    draw();
    let shown = at;
    while (shown >= 0 && rows[shown].hidden) shown = parentOf(shown);
    if (shown !== at) go(shown);
  };
  const cycle = (list, by) => {
    if (list.length === 0) return;
    const next = by > 0 ? list.find((one) => one > at) : list.findLast((one) => one < at);
    go(next ?? list.at(by > 0 ? 0 : -1), true);
  };
  const errors = rows.flatMap((_, index) => (bad[index] ? [index] : []));
  const find = () => {
    const words = search.value.trim().toLowerCase();
    const body = (index) => rows[index].textContent + JSON.stringify(data[index]);
    hits = words === '' ? [] : rows.flatMap((_, index) => (body(index).toLowerCase().includes(words) ? [index] : []));
    rows.forEach((row) => row.classList.remove('hit'));
    for (const index of hits) rows[index].classList.add('hit');
    count.textContent = words === '' ? '' : hits.length + (hits.length === 1 ? ' span' : ' spans');
  };
  const close = () => {
    panel.hidden = true;
  };

  tree.addEventListener('click', (event) => {
    const row = event.target.closest('.row');
    if (row === null) return;
    const index = Number(row.dataset.at);
    if (event.target.classList.contains('tw')) {
      fold(index, !folded.has(index));
      go(index);
    } else go(index, true);
  });
  search.addEventListener('input', find);
  search.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') cycle(hits, event.shiftKey ? -1 : 1);
    if (event.key === 'Escape') search.blur();
  });
  const theme = () => {
    const root = document.documentElement;
    const isDark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = isDark ? 'light' : 'dark';
  };
  const keys = {
    j: () => step(1),
    ArrowDown: () => step(1),
    k: () => step(-1),
    ArrowUp: () => step(-1),
    g: () => go(0),
    Home: () => go(0),
    G: () => go(rows.length - 1),
    End: () => go(rows.length - 1),
    ArrowRight: () => (at >= 0 && folded.has(at) ? fold(at, false) : step(1)),
    l: () => (at >= 0 && folded.has(at) ? fold(at, false) : step(1)),
    ArrowLeft: () => (at >= 0 && hasChildren(at) && !folded.has(at) ? fold(at, true) : go(parentOf(at))),
    h: () => (at >= 0 && hasChildren(at) && !folded.has(at) ? fold(at, true) : go(parentOf(at))),
    ' ': () => at >= 0 && fold(at, !folded.has(at)),
    Enter: () => at >= 0 && go(at, true),
    '[': () => foldAll(true),
    ']': () => foldAll(false),
    e: () => cycle(errors, 1),
    E: () => cycle(errors, -1),
    n: () => cycle(hits, 1),
    N: () => cycle(hits, -1),
    '/': () => search.focus(),
    Escape: close,
  };
  addEventListener('keydown', (event) => {
    if (event.target === search || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (action === undefined || event.target.tagName === 'BUTTON') return;
    event.preventDefault();
    action();
  });
  const press = (id, action) => document.getElementById(id).addEventListener('click', action);
  press('fold', () => foldAll(true));
  press('unfold', () => foldAll(false));
  press('next', () => cycle(errors, 1));
  press('theme', theme);
  document.getElementById('next').disabled = errors.length === 0;
  document.querySelector('.tools').hidden = false;
  draw();
})();
`
