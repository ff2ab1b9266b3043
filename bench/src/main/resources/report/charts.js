'use strict';

/** The two kinds of charts of this page, drawn by Chart.js: horizontal bars, and lines on logarithmic axes. */
const Charts = (() => {
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
      backgroundColor: Theme.ink('ink'), titleColor: Theme.ink('panel'), bodyColor: Theme.ink('panel'), padding: 10, boxPadding: 4,
      cornerRadius: 6, usePointStyle: true,
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
    const choices = scale.type === 'linear' ? [0.2, 0.5, 1, 2, 5, 10].map(multiples)
      : [powers([1, 2, 5], 1), powers([1, 3], 1), ...[1, 2, 3, 4, 5, 6, 8, 10].map((skip) => powers([1], skip))];
    const values = choices.find((c) => c.length <= room && c.length > 1) || choices[0].slice(0, room);
    scale.ticks = values.map((value) => ({ value }));
  }

  /** The figure around a canvas, and the same figures as a table for those who cannot see it. */
  function figure(title, subtitle, alternative, height, extra) {
    const canvas = Dom.el('canvas', { role: 'img', 'aria-label': `${title}${subtitle ? `, ${subtitle}` : ''}. The figures are in the table below.` });
    const box = Dom.el('div', { class: 'canvas' }, canvas);
    box.style.height = `${height}px`;
    const [head, ...rows] = alternative;
    const table = Dom.el('table', {},
      Dom.el('thead', {}, Dom.el('tr', {}, head.map((t) => Dom.el('th', { scope: 'col' }, t)))),
      Dom.el('tbody', {}, rows.map((row) => Dom.el('tr', {}, row.map((t, i) => Dom.el(i ? 'td' : 'th', i ? {} : { scope: 'row' }, t))))));
    const element = Dom.el('figure', { class: 'card' },
      Dom.el('figcaption', {}, Dom.el('h4', {}, title), subtitle && Dom.el('p', {}, subtitle)), extra, box,
      Dom.el('details', {}, Dom.el('summary', {}, 'Figures'),
        Dom.el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `Figures of ${title}` }, table)));
    return { element, canvas, box };
  }

  /** How a bar is filled: ours solid, peers pale with an edge; the second machine and those after it are hatched. */
  function fill(context, colour, pale, position) {
    if (position === 0) return pale ? `${colour}40` : colour;
    const tile = document.createElement('canvas');
    tile.width = tile.height = 8;
    const pen = tile.getContext('2d');
    pen.fillStyle = `${colour}${pale ? '18' : '55'}`;
    pen.fillRect(0, 0, 8, 8);
    pen.strokeStyle = pale ? `${colour}88` : colour;
    pen.lineWidth = 2;
    pen.beginPath();
    if (position % 3 === 1) for (const d of [-8, 0, 8]) { pen.moveTo(d - 2, 10); pen.lineTo(d + 10, -2); }
    if (position % 3 === 2) { pen.moveTo(0, 4); pen.lineTo(8, 4); }
    if (position % 3 === 0) { pen.moveTo(4, 0); pen.lineTo(4, 8); }
    pen.stroke();
    return context.createPattern(tile, 'repeat');
  }

  /** Whiskers and figures at the bars' ends, and a line at what they are compared with. */
  const ends = {
    id: 'ends',
    beforeDatasetsDraw({ ctx, chartArea, scales: { x } }, _, { reference }) {
      if (!reference) return;
      ctx.save();
      ctx.strokeStyle = Theme.ink('muted');
      ctx.setLineDash([3, 3]);
      ctx.beginPath();
      ctx.moveTo(x.getPixelForValue(reference), chartArea.top);
      ctx.lineTo(x.getPixelForValue(reference), chartArea.bottom);
      ctx.stroke();
      ctx.restore();
    },
    afterDatasetsDraw(chart) {
      const { ctx, scales: { x } } = chart;
      ctx.save();
      ctx.font = bold();
      ctx.textBaseline = 'middle';
      chart.data.datasets.forEach((set, i) => chart.getDatasetMeta(i).data.forEach((bar, j) => {
        const figures = set.figures[j];
        if (!figures) return;
        const [value, low, high] = figures;
        const [from, to] = [x.getPixelForValue(low), x.getPixelForValue(high)];
        ctx.strokeStyle = Theme.ink('ink');
        ctx.lineWidth = 1;
        ctx.beginPath();
        ctx.moveTo(from, bar.y);
        ctx.lineTo(to, bar.y);
        for (const at of [from, to]) { ctx.moveTo(at, bar.y - 2.5); ctx.lineTo(at, bar.y + 2.5); }
        if (to - from > 2) ctx.stroke();
        const left = set.base === 1 && value < 1;
        ctx.textAlign = left ? 'right' : 'left';
        ctx.fillStyle = Theme.ink('ink');
        const text = set.text(value);
        ctx.fillText(text, left ? from - 6 : to + 6, bar.y);
      }));
      ctx.restore();
    },
  };

  const bold = () => `600 11px ${Chart.defaults.font.family}`;

  /**
   * Fits the axis of bars to the width that the chart has, so that every figure has room beside its bar. Chart.js asks anew whenever
   * the width changes.
   */
  function fit(scale, list, ratio, text) {
    const { chart: { ctx, width, data: { labels } } } = scale;
    const widest = (texts) => { ctx.font = bold(); return Math.max(...texts.map((t) => ctx.measureText(t).width)); };
    const all = list.flatMap((b) => [...b.values.values()]);
    const [least, most] = extent(list, ratio);
    const plot = Math.max(110, width - widest(labels) * 1.1 - 16);
    const label = widest(all.map((f) => text(f[0]))) + 12;
    if (scale.type === 'linear') {
      scale.min = 0;
      scale.max = most * (plot / Math.max(plot - label, 60));
      return;
    }
    const left = ratio && least < 1 ? label : plot * 0.06;
    const decades = Math.max(Math.log10(most / least), 0.4) / Math.max(plot - label - left, 60);
    scale.min = least / 10 ** (left * decades);
    scale.max = Math.max(most, least * 10 ** 0.4) * 10 ** (label * decades);
  }

  /** The lowest and the highest figure of some bars, and 1 with ratios. */
  function extent(list, ratio) {
    const all = list.flatMap((b) => [...b.values.values()]);
    const one = ratio ? [1] : [];
    return [Math.min(...all.map((f) => f[1]), ...one), Math.max(...all.map((f) => f[2]), ...one)];
  }

  /**
   * Horizontal bars. bars: [{label, colour, pale, strong, values: Map run -> [median, low, high]}]; ratio: against 1, else seconds.
   */
  function bars(parent, { title, subtitle, bars: list, ratio, extra }) {
    base();
    const runs = [...Data.shown].sort((a, b) => a - b).filter((run) => list.some((b) => b.values.has(run)));
    const text = ratio ? Format.ratio : Format.time;
    const alternative = [['', ...runs.map(machine)],
      ...list.map((b) => [b.label, ...runs.map((r) => (b.values.has(r) ? `${text(b.values.get(r)[0])} (${Format.spread(b.values.get(r), text)})` : '–'))])];
    const { element, canvas, box } = figure(title, subtitle, alternative, 34 + list.length * (8 + runs.length * (runs.length > 2 ? 13 : 15)), extra);
    parent.append(element);
    const context = canvas.getContext('2d');
    const [least, most] = extent(list, ratio);
    const log = !ratio || most / least > 12;
    new Chart(context, {
      type: 'bar',
      plugins: [ends],
      data: {
        labels: list.map((b) => Format.cut(b.label, box.clientWidth < 420 ? 16 : 20)),
        datasets: runs.map((run) => ({
          label: machine(run),
          data: list.map((b) => (b.values.has(run) ? b.values.get(run)[0] : null)),
          figures: list.map((b) => b.values.get(run)),
          text,
          base: log && ratio ? 1 : undefined,
          backgroundColor: list.map((b) => fill(context, b.colour, b.pale, Data.machines.length > 1 ? run : 0)),
          borderColor: list.map((b) => b.colour),
          borderWidth: list.map((b) => (b.pale || run > 0 ? 1 : 0)),
          borderSkipped: false,
          maxBarThickness: 13,
          categoryPercentage: 0.86,
        })),
      },
      options: {
        indexAxis: 'y',
        interaction: { mode: 'nearest', axis: 'y', intersect: false },
        scales: {
          x: {
            type: log ? 'logarithmic' : 'linear',
            afterDataLimits: (scale) => fit(scale, list, ratio, text),
            afterBuildTicks: (scale) => ticks(scale, Math.max(2, Math.floor((scale.chart.width - 90) / 62))),
            ticks: { autoSkip: false, maxRotation: 0, callback: (v) => text(v) },
            border: { display: false },
          },
          y: {
            grid: { display: false },
            border: { color: Theme.ink('muted'), display: !ratio || !log },
            ticks: {
              autoSkip: false,
              crossAlign: 'far',
              color: (c) => Theme.ink(list[c.index] && list[c.index].strong ? 'ink' : 'muted'),
              font: (c) => ({ size: 12, weight: list[c.index] && list[c.index].strong ? 600 : 400 }),
            },
          },
        },
        plugins: {
          ends: { reference: ratio ? 1 : 0 },
          tooltip: {
            callbacks: {
              label: (item) => `${alone() ? '' : `${item.dataset.label}: `}${text(item.raw)} (${Format.spread(item.dataset.figures[item.dataIndex], text)})`,
            },
          },
        },
      },
    });
    return element;
  }

  /** Lines: rows with times of one question and variant, on the machines that are shown; hidden: ids that the legend has switched off. */
  function lines(parent, { title, subtitle, rows, hidden }) {
    base();
    const sizes = Data.sizes(rows);
    const logarithmic = sizes.every(Format.logarithmic);
    const usable = rows.filter((r) => logarithmic || r.amount > 0);
    const ids = Data.unique(rows.map((r) => r.competitor)).sort(Data.byRank);
    const runs = Data.unique(rows.map((r) => r.run)).sort((a, b) => a - b);
    const pairs = ids.flatMap((id) => runs.map((run) => [id, run])).filter(([id, run]) => rows.some((r) => r.competitor === id && r.run === run));
    const name = ([id, run]) => `${Data.competitor(id).label}${alone() ? '' : `, ${machine(run)}`}`;
    const find = ([id, run], size) => rows.find((r) => r.competitor === id && r.run === run && r.size === size);
    const alternative = [['', ...sizes.map(Format.size)],
      ...pairs.map((pair) => [name(pair), ...sizes.map((size) => { const r = find(pair, size); return r ? Format.time(r.time[0]) : '–'; })])];
    const { element, canvas } = figure(title, subtitle, alternative, 300);
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
            afterBuildTicks: (scale) => { scale.ticks = [...amounts.keys()].sort((a, b) => a - b).map((value) => ({ value })); },
            ticks: { maxRotation: 0, autoSkip: true, callback: (v) => (logarithmic ? String(v) : Format.size(amounts.get(v) || '')) },
            title: { display: logarithmic, text: logarithmic ? sizes[0].replace(/^[\d.,]+\s*/, '') : '', padding: 0 },
            grid: { display: false },
            border: { color: Theme.ink('muted') },
          },
          y: {
            type: 'logarithmic',
            min: Math.min(...times) / 1.4,
            max: Math.max(...times) * 1.4,
            afterBuildTicks: (scale) => ticks(scale, 8),
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

  /** A line or bar as the legend shows it. */
  function swatch(paint, width = 30) {
    const canvas = Dom.el('canvas', { class: 'swatch', 'aria-hidden': 'true', width: width * 2, height: 28 });
    const pen = canvas.getContext('2d');
    pen.scale(2, 2);
    paint(pen, width);
    return canvas;
  }

  function competitorSwatch(who) {
    return swatch((pen, width) => {
      pen.strokeStyle = Theme.colour(who);
      pen.lineWidth = who.ours ? 2.25 : 1.25;
      pen.beginPath();
      pen.moveTo(0, 7);
      pen.lineTo(width, 7);
      pen.stroke();
      pen.fillStyle = who.ours ? Theme.colour(who) : Theme.ink('panel');
      pen.lineWidth = 1.5;
      Chart.helpers.drawPoint(pen, { pointStyle: Theme.shape(who), radius: 4, rotation: 0, borderWidth: who.ours ? 0 : 1.5 }, width / 2, 7);
    });
  }

  /** Which line style and which filling a machine has. */
  function machineSwatch(run) {
    return swatch((pen, width) => {
      const colour = Theme.ink('ink');
      pen.strokeStyle = colour;
      pen.lineWidth = 2;
      pen.setLineDash(Theme.dash(run));
      pen.beginPath();
      pen.moveTo(0, 7);
      pen.lineTo(width - 20, 7);
      pen.stroke();
      pen.setLineDash([]);
      pen.fillStyle = fill(pen, Theme.name() === 'dark' ? '#e6e8ea' : '#1d2126', false, run);
      pen.fillRect(width - 15, 1, 14, 12);
      pen.lineWidth = 1;
      pen.strokeRect(width - 14.5, 1.5, 13, 11);
    }, 56);
  }

  /** The machines that are shown, where there is more than one. */
  function machineKey() {
    if (Data.machines.length < 2) return null;
    return Dom.el('ul', { class: 'key', 'aria-label': 'Machines' }, [...Data.shown].sort((a, b) => a - b)
      .map((run) => Dom.el('li', {}, machineSwatch(run), machine(run))));
  }

  /** Ends the charts in an element and empties it. */
  function clear(element) {
    for (const canvas of element.querySelectorAll('canvas')) {
      const chart = Chart.getChart(canvas);
      if (chart) chart.destroy();
    }
    element.replaceChildren();
  }

  return { bars, lines, clear, competitorSwatch, machineSwatch, machineKey };
})();
