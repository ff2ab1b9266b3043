'use strict';

/** Time against size: small charts of one kernel share a legend, whose buttons switch a competitor off and on. */
const Curves = (() => {
  /** Up to so many charts of a kernel stand side by side; of more, one variant at a time. */
  const FEW = 4;
  /** Of more lines than this in one chart, only the two peers that win most often are drawn until others are asked for. */
  const CROWD = 20;
  const hidden = new Set();
  const thinned = new Set();
  const variants = new Map();

  function render(body) {
    const rows = Data.visible().filter((r) => r.time && r.kernel !== 'bridge' && r.kernel !== 'first');
    if (!rows.length) body.append(Dom.empty('No row has a time yet.'));
    else body.append(...[Key.machines()].filter(Boolean));
    for (const kernel of Data.kernels) {
      const ofKernel = rows.filter((r) => r.kernel === kernel);
      if (ofKernel.length) group(body, kernel, ofKernel);
    }
  }

  function group(body, kernel, rows) {
    const place = Dom.el('div', { class: 'group' });
    body.append(place);
    const draw = () => {
      Frame.clear(place);
      const all = Data.unique(rows.map((r) => r.variant));
      const tasks = Data.unique(rows.map((r) => JSON.stringify([r.question, r.variant]))).map((t) => JSON.parse(t));
      const few = tasks.length <= FEW;
      if (!all.includes(variants.get(kernel))) variants.set(kernel, Data.usual(all));
      const charts = [];
      thin(kernel, rows);
      const choice = few
        ? null
        : Dom.choice(
            'variant',
            all.map((v) => [v, v]),
            variants.get(kernel),
            (v) => {
              variants.set(kernel, v);
              draw();
            },
          );
      const grid = Dom.el('div', { class: 'grid wide' });
      const legend = Dom.el('div', { class: 'legend', role: 'group', 'aria-label': `Competitors in ${Format.kernel(kernel)}` });
      place.append(Dom.el('div', { class: 'grouphead' }, Dom.el('h3', {}, Format.kernel(kernel)), choice), legend, grid);
      const drawn = new Set();
      for (const [question, variant] of few ? tasks : chosen(tasks, variants.get(kernel))) {
        const shown = rows.filter((r) => r.question === question && r.variant === variant);
        shown.forEach((r) => drawn.add(r.competitor));
        const sizes = Data.sizes(shown);
        const line = sizes.filter(Format.plain);
        const singles = line.length > 1 ? sizes.filter((size) => !Format.plain(size)) : sizes;
        const along = shown.filter((r) => !singles.includes(r.size));
        if (along.length) charts.push(Lines.draw(grid, { title: question, subtitle: variant, rows: along, hidden }).chart);
        for (const size of singles) {
          single(
            grid,
            question,
            variant,
            shown.filter((r) => r.size === size),
          );
        }
      }
      legend.append(...[...drawn].sort(Data.byRank).map((id) => entry(id, charts)));
      if ([...drawn].some((id) => hidden.has(id)))
        legend.append(Dom.el('small', {}, 'struck through: not drawn, to keep the lines apart; press to draw'));
    };
    draw();
  }

  /** Switches peers off where there would be too many lines; once, so that what the reader switches on stays on. */
  function thin(kernel, rows) {
    const ids = Data.unique(rows.map((r) => r.competitor));
    const peers = ids.filter((id) => Data.competitor(id).peer);
    if (thinned.has(kernel) || ids.length * Data.shown.size <= CROWD) return;
    thinned.add(kernel);
    const wins = new Map(peers.map((id) => [id, 0]));
    const tasks = new Map();
    for (const r of rows.filter((row) => wins.has(row.competitor))) {
      const task = JSON.stringify([r.run, r.question, r.variant, r.size]);
      if (!tasks.has(task) || r.time[0] < tasks.get(task).time[0]) tasks.set(task, r);
    }
    for (const r of tasks.values()) wins.set(r.competitor, wins.get(r.competitor) + 1);
    peers
      .sort((a, b) => wins.get(b) - wins.get(a))
      .slice(2)
      .forEach((id) => hidden.add(id));
  }

  /** One variant of each question: the wanted one, or the usual one of a question that lacks it. */
  function chosen(tasks, wanted) {
    return Data.unique(tasks.map(([question]) => question)).map((question) => {
      const own = tasks.filter(([q]) => q === question).map(([, variant]) => variant);
      return [question, own.includes(wanted) ? wanted : Data.usual(own)];
    });
  }

  /** One size makes no line, nor do sizes that are no numbers. */
  function single(grid, question, variant, rows) {
    const ids = Data.unique(rows.map((r) => r.competitor)).sort(Data.byRank);
    Bars.draw(grid, {
      title: question,
      subtitle: `${variant}, ${Format.size(rows[0].size)}`,
      bars: ids.map((id) => {
        const who = Data.competitor(id);
        const values = new Map(rows.filter((r) => r.competitor === id).map((r) => [r.run, r.time]));
        return { label: who.label, colour: Theme.colour(who), pale: who.peer, strong: !who.peer, values };
      }),
    });
  }

  function entry(id, charts) {
    const who = Data.competitor(id);
    const button = Dom.el(
      'button',
      {
        type: 'button',
        class: who.peer ? 'peer' : 'ours',
        'aria-pressed': String(!hidden.has(id)),
        title: 'Show or hide',
        onclick: () => {
          if (!hidden.delete(id)) hidden.add(id);
          button.setAttribute('aria-pressed', String(!hidden.has(id)));
          for (const chart of charts) {
            chart.data.datasets
              .filter((d) => d.competitor === id)
              .forEach((d) => {
                d.hidden = hidden.has(id);
              });
            chart.update();
          }
        },
      },
      Key.competitor(who),
      who.label,
    );
    return button;
  }

  return { render };
})();
