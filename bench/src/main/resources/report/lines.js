'use strict';

/** Time against size on logarithmic axes, drawn by Chart.js. */
const Lines = (() => {
  /** Lines: rows with times of one question and variant, on the machines that are shown; hidden: ids that the legend has switched off. */
  function draw(parent, { title, subtitle, rows, hidden }) {
    Frame.base();
    const sizes = Data.sizes(rows);
    const logarithmic = sizes.every(Format.logarithmic);
    const usable = rows.filter((r) => logarithmic || r.amount > 0);
    const ids = Data.unique(rows.map((r) => r.competitor)).sort(Data.byRank);
    const runs = Data.unique(rows.map((r) => r.run)).sort((a, b) => a - b);
    const pairs = ids
      .flatMap((id) => runs.map((run) => [id, run]))
      .filter(([id, run]) => rows.some((r) => r.competitor === id && r.run === run));
    const name = ([id, run]) => `${Data.competitor(id).label}${Frame.alone() ? '' : `, ${Frame.machine(run)}`}`;
    const find = ([id, run], size) => rows.find((r) => r.competitor === id && r.run === run && r.size === size);
    const alternative = [
      ['', ...sizes.map(Format.size)],
      ...pairs.map((pair) => [
        name(pair),
        ...sizes.map((size) => {
          const r = find(pair, size);
          return r ? Format.time(r.time[0]) : '–';
        }),
      ]),
    ];
    const { element, canvas } = Frame.figure(title, subtitle, alternative, 300);
    parent.append(element);
    const amounts = new Map(usable.map((r) => [r.amount, r.size]));
    const [left, right] = [Math.min(...amounts.keys()), Math.max(...amounts.keys())];
    const times = usable.map((r) => r.time[0]);
    const colour = (pair) => Theme.colour(Data.competitor(pair[0]));
    const chart = new Chart(canvas.getContext('2d'), {
      type: 'line',
      data: {
        datasets: pairs.map((pair) => {
          const who = Data.competitor(pair[0]);
          const points = usable.filter((r) => r.competitor === pair[0] && r.run === pair[1]).sort((a, b) => a.amount - b.amount);
          return {
            label: name(pair),
            competitor: pair[0],
            hidden: hidden.has(pair[0]),
            data: points.map((r) => ({ x: r.amount, y: r.time[0], time: r.time })),
            borderColor: colour(pair),
            backgroundColor: who.ours ? colour(pair) : Theme.ink('panel'),
            borderWidth: who.ours ? 2.25 : 1.25,
            borderDash: Theme.dash(Data.machines.length > 1 ? pair[1] : 0),
            pointStyle: Theme.shape(who),
            pointRadius: who.ours ? 3 : 4,
            pointBorderWidth: who.ours ? 0 : 1.5,
            pointHoverRadius: 6,
            order: who.ours ? 0 : 1,
          };
        }),
      },
      options: {
        interaction: { mode: 'nearest', axis: 'xy', intersect: false },
        scales: {
          x: {
            type: logarithmic ? 'linear' : 'logarithmic',
            min: logarithmic ? left - (right - left) * 0.03 : left / (right / left) ** 0.03,
            max: logarithmic ? right + (right - left) * 0.03 : right * (right / left) ** 0.03,
            afterBuildTicks: (scale) => {
              scale.ticks = [...amounts.keys()].sort((a, b) => a - b).map((value) => ({ value }));
            },
            ticks: { maxRotation: 0, autoSkip: true, callback: (v) => (logarithmic ? String(v) : Format.size(amounts.get(v) || '')) },
            title: { display: logarithmic, text: logarithmic ? sizes[0].replace(/^[\d.,]+\s*/, '') : '', padding: 0 },
            grid: { display: false },
            border: { color: Theme.ink('muted') },
          },
          y: {
            type: 'logarithmic',
            min: Math.min(...times) / 1.4,
            max: Math.max(...times) * 1.4,
            afterBuildTicks: (scale) => Frame.ticks(scale, 8),
            ticks: { autoSkip: false, callback: (v) => Format.time(v) },
            border: { display: false },
          },
        },
        plugins: {
          tooltip: {
            callbacks: {
              title: (items) => (items.length ? `${Format.size(amounts.get(items[0].raw.x))}` : ''),
              label: (item) => `${item.dataset.label}: ${Format.time(item.raw.y)} (${Format.spread(item.raw.time, Format.time)})`,
            },
          },
        },
      },
    });
    return { element, chart };
  }

  return { draw };
})();
