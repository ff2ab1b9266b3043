'use strict';

/** Every row, with a filter and columns to sort by. */
const Table = (() => {
  const PAGE = 250;
  const state = { text: '', kernel: '', run: '', competitor: '', status: '', sort: null, down: false, all: false };
  const none = (x) => (x === null || x === undefined ? Infinity : x);
  const columns = [
    { title: 'machine', text: (r) => Data.machines[r.run].label, only: () => Data.machines.length > 1 },
    { title: 'kernel', text: (r) => r.kernel },
    { title: 'question', text: (r) => r.question },
    { title: 'variant', text: (r) => r.variant },
    { title: 'size', text: (r) => r.size, order: (r) => r.amount, number: true },
    { title: 'competitor', text: (r) => Data.competitor(r.competitor).label },
    {
      title: 'median',
      timed: true,
      text: (r) => (r.time ? Format.time(r.time[0]) : ''),
      order: (r) => none(r.time && r.time[0]),
      number: true,
    },
    {
      title: 'lowest – highest',
      timed: true,
      text: (r) => (r.time ? Format.spread(r.time, Format.time) : ''),
      order: (r) => none(r.time && r.time[1]),
      number: true,
    },
    {
      title: 'against JAVA',
      timed: true,
      text: (r) => (r.faster ? Format.ratio(r.faster[0]) : ''),
      order: (r) => none(r.faster && r.faster[0]),
      number: true,
    },
    { title: 'rounds', timed: true, text: (r) => (r.time ? String(r.rounds) : ''), order: (r) => none(r.time && r.rounds), number: true },
  ];
  let shown;

  function render(body) {
    shown = columns.filter((c) => !c.only || c.only());
    const search = Dom.el('input', {
      type: 'search',
      id: 'filter',
      value: state.text,
      placeholder: 'every word must occur',
      autocomplete: 'off',
    });
    const count = Dom.el('output', { id: 'count', for: 'filter' });
    const head = Dom.el('tr', {});
    const rows = Dom.el('tbody', {});
    const more = Dom.el('button', { type: 'button', class: 'more' });
    const draw = () => fill(head, rows, count, more);
    const set = (name) => (value) => {
      state[name] = value;
      state.all = false;
      draw();
    };
    search.addEventListener('input', () => set('text')(search.value));
    more.addEventListener('click', () => {
      state.all = true;
      draw();
    });
    const many = Data.machines.length > 1;
    const options = (values, text) => [['', 'all'], ...values.map((v) => [v, text(v)])];
    const of = (field) => Data.unique(Data.rows.map((r) => r[field]));
    body.append(
      Dom.el(
        'div',
        { class: 'controls' },
        Dom.el('label', { class: 'choice wide' }, Dom.el('span', {}, 'filter'), search),
        many &&
          Dom.select(
            'machine',
            options(
              Data.machines.map((m, i) => String(i)),
              (i) => Data.machines[i].label,
            ),
            state.run,
            set('run'),
          ),
        Dom.select('kernel', options(Data.kernels, Format.kernel), state.kernel, set('kernel')),
        Dom.select(
          'competitor',
          options(of('competitor').sort(Data.byRank), (id) => Data.competitor(id).label),
          state.competitor,
          set('competitor'),
        ),
        Dom.select('status', options(of('status'), Format.status), state.status, set('status')),
        count,
      ),
      Dom.el(
        'div',
        { class: 'card scroll rows', tabindex: '0', role: 'region', 'aria-label': 'All rows' },
        Dom.el('table', {}, Dom.el('thead', {}, head), rows),
      ),
      more,
    );
    for (const column of shown) {
      head.append(
        Dom.el(
          'th',
          { scope: 'col', class: column.number ? 'number' : null },
          Dom.el(
            'button',
            {
              type: 'button',
              onclick: () => {
                state.down = state.sort === column && !state.down;
                state.sort = column;
                draw();
              },
            },
            column.title,
          ),
        ),
      );
    }
    draw();
  }

  function matching() {
    const words = state.text.toLowerCase().split(/\s+/).filter(Boolean);
    return Data.rows.filter(
      (r) =>
        (!state.kernel || r.kernel === state.kernel) &&
        (!state.status || r.status === state.status) &&
        (!state.competitor || r.competitor === state.competitor) &&
        (!state.run || String(r.run) === state.run) &&
        words.every((word) => haystack(r).includes(word)),
    );
  }

  function haystack(r) {
    r.words = r.words || [...columns.map((c) => c.text(r)), r.competitor, reason(r)].join(' ').toLowerCase();
    return r.words;
  }

  function sorted(list) {
    if (!state.sort) return list;
    const key = state.sort.order || state.sort.text;
    const compare = (a, b) => (typeof a === 'number' ? (a === b ? 0 : a - b) : a.localeCompare(b));
    const direction = state.down ? -1 : 1;
    return [...list].sort((a, b) => {
      const [x, y] = [key(a), key(b)];
      if (x === Infinity || y === Infinity) return x === y ? 0 : x === Infinity ? 1 : -1; // rows without a time stay last
      return direction * compare(x, y);
    });
  }

  function fill(head, body, count, more) {
    const list = sorted(matching());
    const part = state.all ? list : list.slice(0, PAGE);
    [...head.children].forEach((th, i) => {
      const way = shown[i] !== state.sort ? null : state.down ? 'descending' : 'ascending';
      if (way) th.setAttribute('aria-sort', way);
      else th.removeAttribute('aria-sort');
    });
    body.replaceChildren(
      ...part.map((r) =>
        Dom.el(
          'tr',
          { class: r.time ? null : 'untimed' },
          shown.filter((c) => r.time || !c.timed).map((c) => cell(c, r)),
          !r.time && Dom.el('td', { class: 'reason', colspan: columns.filter((c) => c.timed).length }, reason(r)),
        ),
      ),
    );
    count.textContent = `${list.length} of ${Data.rows.length} rows`;
    more.hidden = part.length === list.length;
    more.textContent = `Show all ${list.length} rows`;
  }

  function cell(column, row) {
    const peer = column.title === 'competitor' && Data.competitor(row.competitor).peer;
    return Dom.el('td', { class: column.number ? 'number' : null }, column.text(row), peer && Dom.el('small', {}, ' peer'));
  }

  /** What a row without a time has in the place of its figures. */
  function reason(row) {
    return Format.status(row.status) + (row.reason ? `: ${row.reason}` : '');
  }

  return { render };
})();
