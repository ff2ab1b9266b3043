'use strict';

/** The bridge and the first call: a bar for each competitor, a chart for each task. */
const Calls = {
  render(body, kernel, missing) {
    const rows = Data.visible().filter((r) => r.kernel === kernel && r.time);
    if (!rows.length) {
      body.append(Dom.empty(missing));
      return;
    }
    body.append(...[Key.machines()].filter(Boolean));
    const grid = Dom.el('div', { class: 'grid' });
    body.append(grid);
    const tasks = Data.unique(rows.map((r) => JSON.stringify([r.question, r.variant, r.size])));
    for (const task of tasks) {
      const [question, variant, size] = JSON.parse(task);
      const ofTask = rows.filter((r) => r.question === question && r.variant === variant && r.size === size);
      const sizes = Data.unique(rows.filter((r) => r.question === question && r.variant === variant).map((r) => r.size));
      Bars.draw(grid, {
        title: question,
        subtitle: sizes.length > 1 ? `${variant}, ${Format.size(size)}` : variant,
        bars: Calls.bars(kernel, ofTask),
      });
    }
  },

  /** First calls by backend; ways to call from fast to slow, in one colour: what matters is the length. */
  bars(kernel, rows) {
    const fastest = (id) => Math.min(...rows.filter((r) => r.competitor === id).map((r) => r.time[0]));
    const ids = Data.unique(rows.map((r) => r.competitor));
    ids.sort((a, b) => (kernel === 'first' ? Data.byRank(a, b) : fastest(a) - fastest(b)));
    return ids.map((id) => {
      const who = Data.competitor(id);
      const colour = kernel === 'first' ? Theme.colour(who) : Theme.ink('accent');
      return {
        label: who.label,
        colour,
        pale: who.peer,
        strong: !who.peer,
        values: new Map(rows.filter((r) => r.competitor === id).map((r) => [r.run, r.time])),
      };
    });
  },
};
