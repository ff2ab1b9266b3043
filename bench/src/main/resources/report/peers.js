'use strict';

/** Ours against each peer: the ratio of the pairs as a dot with its spread, on one scale. */
const Peers = (() => {
  const state = { kernel: null, ours: 'best', sizes: 'largest' };

  function render(body) {
    const visible = Data.visible(Data.duels);
    if (!visible.length) {
      body.append(Dom.empty('No peer was timed beside one of our backends; ./kernels bench --peers does that.'));
      return;
    }
    const kernels = Data.kernels.filter((k) => visible.some((d) => d.kernel === k));
    if (!kernels.includes(state.kernel) && state.kernel !== 'all') [state.kernel] = kernels;
    const list = Dom.el('div', { class: 'duels' });
    const draw = () => show(list, visible);
    const set = (name) => (value) => {
      state[name] = value;
      draw();
    };
    const ours = Data.unique(visible.map((d) => d.ours)).sort(Data.byRank);
    body.append(
      Dom.el(
        'div',
        { class: 'controls' },
        Dom.select('kernel', [...kernels.map((k) => [k, Format.kernel(k)]), ['all', 'all']], state.kernel, set('kernel')),
        Dom.select('ours', [['best', 'our fastest'], ...ours.map((id) => [id, Data.competitor(id).label])], state.ours, set('ours')),
        Dom.select(
          'sizes',
          [
            ['largest', 'largest'],
            ['all', 'all'],
          ],
          state.sizes,
          set('sizes'),
        ),
      ),
      list,
    );
    draw();
  }

  function show(list, visible) {
    const duels = visible.filter(
      (d) => (state.kernel === 'all' || d.kernel === state.kernel) && (state.ours === 'best' ? d.best : d.ours === state.ours),
    );
    const series = (d) => JSON.stringify([d.kernel, d.question, d.variant]);
    const largest = new Map();
    for (const d of duels) largest.set(series(d), Math.max(d.amount, largest.get(series(d)) || 0));
    const tasks = new Map();
    for (const d of duels) {
      if (state.sizes === 'largest' && Format.plain(d.size) && d.amount !== largest.get(series(d))) continue;
      const key = JSON.stringify([series(d), d.size]);
      tasks.set(key, [...(tasks.get(key) || []), d]);
    }
    for (const task of tasks.values())
      task.sort((a, b) => a.theirs.localeCompare(b.theirs) || a.run - b.run || Data.byRank(a.ours, b.ours));
    const shown = [...tasks.values()].flat();
    if (!shown.length) {
      list.replaceChildren(Dom.empty('Nothing to compare in this choice.'));
      return;
    }
    const reach =
      Math.max(0.31, ...shown.map((d) => Math.max(Math.abs(Math.log10(d.faster[1])), Math.abs(Math.log10(d.faster[2]))))) * 1.08;
    const at = (x) => 50 + (Math.log10(x) / reach) * 50;
    list.replaceChildren(scale(reach, at), ...[...tasks.values()].map((task) => group(task, at)));
  }

  /** The axis over the tracks. */
  function scale(reach, at) {
    const power = Math.floor(reach);
    const far = power >= 1 ? 10 ** power : reach >= 0.7 ? 5 : 2;
    const axis = Dom.el('div', { class: 'track axis', 'aria-hidden': 'true' });
    for (const x of [1 / far, 1, far]) {
      const tick = Dom.el('span', {}, Format.ratio(x));
      tick.style.left = `${at(x)}%`;
      axis.append(tick);
    }
    return Dom.el(
      'div',
      { class: 'duel scale' },
      Dom.el('span', { class: 'pair' }),
      axis,
      Dom.el('span', { class: 'figures' }),
      Dom.el('span', { class: 'say' }),
    );
  }

  function group(task, at) {
    const [first] = task;
    return Dom.el(
      'section',
      {},
      Dom.el('h3', {}, `${first.question} `, Dom.el('small', {}, `${first.variant}, ${Format.size(first.size)}`)),
      Dom.el(
        'ul',
        {},
        task.map((d) => line(d, at)),
      ),
    );
  }

  function line(d, at) {
    const [median, low, high] = d.faster;
    const kind = d.verdict.startsWith('faster') ? 'faster' : d.verdict.startsWith('slower') ? 'slower' : 'unclear';
    const range = Dom.el('i', { class: 'range' });
    range.style.left = `${at(low)}%`;
    range.style.width = `${Math.max(at(high) - at(low), 0.4)}%`;
    const dot = Dom.el('i', { class: 'dot' });
    dot.style.left = `${at(median)}%`;
    const pair = `${Data.competitor(d.ours).label} vs ${Data.competitor(d.theirs).label}`;
    return Dom.el(
      'li',
      { class: `duel ${kind}` },
      Dom.el('span', { class: 'pair' }, Dom.el('b', {}, pair), Data.shown.size > 1 && Dom.el('small', {}, Data.machines[d.run].label)),
      Dom.el('span', { class: 'track', 'aria-hidden': 'true' }, range, dot),
      Dom.el('span', { class: 'figures' }, Dom.el('b', {}, Format.ratio(median)), ` ${Format.spread(d.faster, Format.ratio)}`),
      Dom.el(
        'span',
        { class: 'say' },
        Dom.el('span', { 'aria-hidden': 'true' }, { faster: '▲ ', slower: '▼ ', unclear: '◆ ' }[kind]),
        d.verdict,
      ),
    );
  }

  return { render };
})();
