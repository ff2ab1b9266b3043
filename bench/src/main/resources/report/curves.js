'use strict';

/** Time against size: small charts of one kernel share a legend, whose buttons switch a competitor off and on. */
const Curves = (() => {
  const hidden = new Set();
  const variants = new Map();

  function render(body) {
    const rows = Data.visible().filter((r) => r.time && r.kernel !== 'bridge' && r.kernel !== 'first');
    if (!rows.length) body.append(Dom.empty('No row has a time yet.'));
    for (const kernel of Data.kernels) {
      const ofKernel = rows.filter((r) => r.kernel === kernel);
      if (ofKernel.length) group(body, kernel, ofKernel);
    }
  }

  function group(body, kernel, rows) {
    const place = Dom.el('div', { class: 'group' });
    body.append(place);
    const draw = () => {
      Charts.clear(place);
      const all = Data.unique(rows.map((r) => r.variant));
      if (!all.includes(variants.get(kernel))) variants.set(kernel, Data.usual(all));
      const charts = [];
      const choice = Dom.choice('variant', all.map((v) => [v, v]), variants.get(kernel), (v) => { variants.set(kernel, v); draw(); });
      const grid = Dom.el('div', { class: 'grid' });
      const legend = Dom.el('div', { class: 'legend', role: 'group', 'aria-label': `Competitors in ${Format.kernel(kernel)}` });
      place.append(Dom.el('div', { class: 'grouphead' }, Dom.el('h3', {}, Format.kernel(kernel)), choice),
        legend, ...[Charts.machineKey()].filter(Boolean), grid);
      const drawn = new Set();
      for (const question of Data.unique(rows.map((r) => r.question))) {
        const ofQuestion = rows.filter((r) => r.question === question);
        const own = Data.unique(ofQuestion.map((r) => r.variant));
        const variant = own.includes(variants.get(kernel)) ? variants.get(kernel) : Data.usual(own);
        const shown = ofQuestion.filter((r) => r.variant === variant);
        shown.forEach((r) => drawn.add(r.competitor));
        if (Data.sizes(shown).length > 1) charts.push(Charts.lines(grid, { title: question, subtitle: variant, rows: shown, hidden }).chart);
        else single(grid, question, variant, shown);
      }
      legend.append(...[...drawn].sort(Data.byRank).map((id) => entry(id, charts)));
    };
    draw();
  }

  /** One size makes no line. */
  function single(grid, question, variant, rows) {
    const ids = Data.unique(rows.map((r) => r.competitor)).sort(Data.byRank);
    Charts.bars(grid, {
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
    const button = Dom.el('button', {
      type: 'button',
      class: who.peer ? 'peer' : 'ours',
      'aria-pressed': String(!hidden.has(id)),
      title: 'Show or hide',
      onclick: () => {
        if (!hidden.delete(id)) hidden.add(id);
        button.setAttribute('aria-pressed', String(!hidden.has(id)));
        for (const chart of charts) {
          chart.data.datasets.filter((d) => d.competitor === id).forEach((d) => { d.hidden = hidden.has(id); });
          chart.update();
        }
      },
    }, Charts.competitorSwatch(who), who.label);
    return button;
  }

  return { render };
})();
