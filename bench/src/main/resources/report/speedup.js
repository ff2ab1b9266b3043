'use strict';

/** Speed-up against JAVA: one chart for each kernel, of one task at a time. */
const Speedup = (() => {
  const chosen = new Map();

  function render(body) {
    const rows = Data.visible().filter((r) => r.faster);
    const kernels = Data.kernels.filter((k) => k !== 'first' && rows.some((r) => r.kernel === k));
    if (!kernels.length) {
      body.append(Dom.empty('No task was timed on JAVA and on another backend or peer.'));
      return;
    }
    body.append(...[Key.machines()].filter(Boolean), note());
    const grid = Dom.el('div', { class: 'grid' });
    body.append(grid);
    for (const kernel of kernels)
      card(
        grid,
        kernel,
        rows.filter((r) => r.kernel === kernel),
      );
  }

  function note() {
    return Dom.el(
      'p',
      { class: 'note' },
      Dom.el('span', { class: 'mark solid', 'aria-hidden': 'true' }),
      'our backends',
      Dom.el('span', { class: 'mark pale', 'aria-hidden': 'true' }),
      'peers',
    );
  }

  /** The size that most competitors on most machines have a time for; of several, the largest. */
  function commonest(rows) {
    let best = null;
    let most = 0;
    for (const size of Data.sizes(rows)) {
      const count = rows.filter((r) => r.size === size).length;
      if (count >= most && count > 0) [best, most] = [size, count];
    }
    return best;
  }

  function card(grid, kernel, rows) {
    const place = Dom.el('div', { class: 'cell' });
    grid.append(place);
    const draw = () => {
      Frame.clear(place);
      const state = chosen.get(kernel) || {};
      chosen.set(kernel, state);
      const pick = (name, values, usual) => {
        if (!values.includes(state[name])) state[name] = usual(values);
        return Dom.choice(
          name,
          values.map((v) => [v, name === 'size' ? Format.size(v) : v]),
          state[name],
          (v) => {
            state[name] = v;
            draw();
          },
        );
      };
      const questions = pick('question', Data.unique(rows.map((r) => r.question)), (v) => v[0]);
      const ofQuestion = rows.filter((r) => r.question === state.question);
      const variants = pick('variant', Data.unique(ofQuestion.map((r) => r.variant)), Data.usual);
      const ofVariant = ofQuestion.filter((r) => r.variant === state.variant);
      const sizes = pick('size', Data.sizes(ofVariant), () => commonest(ofVariant));
      const task = ofVariant.filter((r) => r.size === state.size);
      Bars.draw(place, {
        title: Format.kernel(kernel),
        subtitle: `${state.question}, ${state.variant}, ${Format.size(state.size)}`,
        bars: bars(task),
        ratio: true,
        extra: Dom.el('div', { class: 'controls' }, questions, variants, sizes),
      });
    };
    draw();
  }

  /** Ours in their order, then the peers from fast to slow. */
  function bars(task) {
    const best = (id) => Math.max(...task.filter((r) => r.competitor === id).map((r) => r.faster[0]));
    return Data.unique(task.map((r) => r.competitor))
      .sort((a, b) => Data.byRank(a, b) || best(b) - best(a))
      .map((id) => {
        const who = Data.competitor(id);
        return {
          label: who.label,
          colour: Theme.colour(who),
          pale: who.peer,
          strong: !who.peer,
          values: new Map(task.filter((r) => r.competitor === id).map((r) => [r.run, r.faster])),
        };
      });
  }

  return { render };
})();
