'use strict';

/** From which size on a GPU is worth it: every size as a cell, filled where the GPU wins. */
const Crossovers = (() => {
  function render(body) {
    const runs = [...Data.shown].sort((a, b) => a - b);
    if (!runs.length) body.append(Dom.empty('No machine is chosen.'));
    for (const run of runs) {
      const machine = Data.machines[run];
      const list = Data.crossovers.filter((c) => c.run === run);
      const title = Dom.el('h3', {}, machine.label);
      if (list.length) {
        body.append(Dom.el('div', { class: 'card crossover' }, title, Dom.el('ul', {}, list.map(item))));
      } else {
        const reason = machine.noGpu || 'no task has a time both from the GPU and from a CPU backend';
        body.append(
          Dom.el('div', { class: 'card crossover none' }, title, Dom.el('p', {}, Dom.el('strong', {}, 'None measured: '), reason)),
        );
      }
    }
  }

  function item(c) {
    return Dom.el(
      'li',
      {},
      Dom.el('div', { class: 'what' }, Dom.el('strong', {}, c.question), Dom.el('span', {}, c.variant)),
      Dom.el(
        'ol',
        { class: 'cells' },
        c.steps.map((s) =>
          Dom.el(
            'li',
            { class: s.speed > 1 ? 'wins' : '', title: `${Format.size(s.size)}: ${label(s.gpu)} is ${beside(s)}` },
            Dom.el('b', {}, Format.ratio(s.speed)),
            Dom.el('small', {}, Format.size(s.size)),
          ),
        ),
      ),
      Dom.el('p', { class: 'verdict' }, verdict(c)),
    );
  }

  function verdict(c) {
    const last = c.steps.at(-1);
    if (c.from < c.steps.length) {
      const step = c.steps[c.from];
      const all = c.steps.length === 1 ? 'at the one size measured, ' : c.from === 0 ? 'at every size, from ' : 'from ';
      return [
        Dom.el('strong', {}, `${all}${Format.size(step.size)}`),
        ` on ${label(step.gpu)}; ${beside(last)}${c.steps.length > 1 ? ` at ${Format.size(last.size)}` : ''}`,
      ];
    }
    const wins = c.steps.some((s) => s.speed > 1);
    return [Dom.el('strong', {}, wins ? 'only in between' : `not up to ${Format.size(last.size)}`), `; ${beside(last)} there`];
  }

  const beside = (step) => `${Format.ratio(step.speed)} as fast as ${label(step.cpu)}`;

  const label = (id) => Data.competitor(id).label;

  return { render };
})();
