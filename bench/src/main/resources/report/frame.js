'use strict';

/** What all charts share: Chart.js's settings, the figure around a canvas, the ticks of an axis. */
const Frame = (() => {
  Chart.defaults.animation = false;
  Chart.defaults.maintainAspectRatio = false;
  Chart.defaults.plugins.legend.display = false;

  const alone = () => Data.shown.size === 1;
  const machine = (run) => Data.machines[run].label;

  function base() {
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    Chart.defaults.color = Theme.ink('muted');
    Chart.defaults.borderColor = Theme.ink('line');
    Object.assign(Chart.defaults.plugins.tooltip, {
      backgroundColor: Theme.ink('ink'),
      titleColor: Theme.ink('panel'),
      bodyColor: Theme.ink('panel'),
      padding: 10,
      boxPadding: 4,
      cornerRadius: 6,
      usePointStyle: true,
    });
  }

  /** Round numbers on an axis, as many as there is room for; on a logarithmic one 1, 2, 5, 10 or powers of ten alone. */
  function ticks(scale, room) {
    const [from, to] = [Math.floor(Math.log10(scale.min || 0.1)), Math.ceil(Math.log10(scale.max))];
    const inside = (values) => values.filter((v) => v >= scale.min * 0.999 && v <= scale.max * 1.001);
    const powers = (steps, skip) => {
      const values = [];
      for (let e = from; e <= to; e++) if (e % skip === 0) values.push(...steps.map((step) => Number(`${step}e${e}`)));
      return inside(values);
    };
    const multiples = (step) => inside(Array.from({ length: Math.floor(scale.max / step) + 1 }, (_, i) => i * step));
    const choices =
      scale.type === 'linear'
        ? [0.2, 0.5, 1, 2, 5, 10].map(multiples)
        : [powers([1, 2, 5], 1), powers([1, 3], 1), ...[1, 2, 3, 4, 5, 6, 8, 10].map((skip) => powers([1], skip))];
    const values = choices.find((c) => c.length <= room && c.length > 1) || choices[0].slice(0, room);
    scale.ticks = values.map((value) => ({ value }));
  }

  /** The figure around a canvas, and the same figures as a table for those who cannot see it. */
  function figure(title, subtitle, alternative, height, extra) {
    const canvas = Dom.el('canvas', {
      role: 'img',
      'aria-label': `${title}${subtitle ? `, ${subtitle}` : ''}. The figures are in the table below.`,
    });
    const box = Dom.el('div', { class: 'canvas' }, canvas);
    box.style.height = `${height}px`;
    const [head, ...rows] = alternative;
    const table = Dom.el(
      'table',
      {},
      Dom.el(
        'thead',
        {},
        Dom.el(
          'tr',
          {},
          head.map((t) => Dom.el('th', { scope: 'col' }, t)),
        ),
      ),
      Dom.el(
        'tbody',
        {},
        rows.map((row) =>
          Dom.el(
            'tr',
            {},
            row.map((t, i) => Dom.el(i ? 'td' : 'th', i ? {} : { scope: 'row' }, t)),
          ),
        ),
      ),
    );
    const element = Dom.el(
      'figure',
      { class: 'card' },
      Dom.el('figcaption', {}, Dom.el('h4', {}, title), subtitle && Dom.el('p', {}, subtitle)),
      extra,
      box,
      Dom.el(
        'details',
        {},
        Dom.el('summary', {}, 'Figures'),
        Dom.el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `Figures of ${title}` }, table),
      ),
    );
    return { element, canvas, box };
  }

  /** Ends the charts in an element and empties it. */
  function clear(element) {
    for (const canvas of element.querySelectorAll('canvas')) {
      const chart = Chart.getChart(canvas);
      if (chart) chart.destroy();
    }
    element.replaceChildren();
  }

  return { alone, machine, base, ticks, figure, clear };
})();
