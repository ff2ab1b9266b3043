'use strict';

/** Puts the page together, and again when the theme or the choice of machines changes. */
(() => {
  const sections = [
    ['machines', (body) => Machines.render(body, redraw), true],
    ['speedup', Speedup.render],
    ['curves', Curves.render],
    ['crossover', Crossovers.render],
    ['peers', Peers.render],
    ['bridge', (body) => Calls.render(body, 'bridge', 'No call was timed; ./kernels bench --kernel bridge does that.')],
    ['first', (body) => Calls.render(body, 'first', 'No first call was timed.')],
    ['table', Table.render, true],
  ];

  /** The machines and the table do not depend on which machines the charts show. */
  function redraw(everything) {
    const [x, y] = [window.scrollX, window.scrollY];
    for (const [id, render, fixed] of sections) {
      if (fixed && !everything) continue;
      const body = Dom.body(id);
      Frame.clear(body);
      render(body);
    }
    window.scrollTo({ left: x, top: y, behavior: 'instant' });
  }

  document.getElementById('summary').textContent = Machines.summary();
  document
    .getElementById('nav')
    .append(
      ...sections.map(([id]) => Dom.el('li', {}, Dom.el('a', { href: `#${id}` }, document.getElementById(`${id}-title`).textContent))),
    );
  Theme.start();
  redraw(true);
  Theme.onChange(() => redraw(true));
  document.documentElement.dataset.ready = 'true';
})();
