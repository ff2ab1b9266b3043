'use strict';

/** Horizontal bars with their figures and spreads, drawn by Chart.js. */
const Bars = (() => {
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
    if (position % 3 === 1)
      for (const d of [-8, 0, 8]) {
        pen.moveTo(d - 2, 10);
        pen.lineTo(d + 10, -2);
      }
    if (position % 3 === 2) {
      pen.moveTo(0, 4);
      pen.lineTo(8, 4);
    }
    if (position % 3 === 0) {
      pen.moveTo(4, 0);
      pen.lineTo(4, 8);
    }
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
      const {
        ctx,
        scales: { x },
      } = chart;
      ctx.save();
      ctx.font = bold();
      ctx.textBaseline = 'middle';
      chart.data.datasets.forEach((set, i) =>
        chart.getDatasetMeta(i).data.forEach((bar, j) => {
          const figures = set.figures[j];
          if (!figures) return;
          const [value, low, high] = figures;
          const [from, to] = [x.getPixelForValue(low), x.getPixelForValue(high)];
          ctx.strokeStyle = Theme.ink('ink');
          ctx.lineWidth = 1;
          ctx.beginPath();
          ctx.moveTo(from, bar.y);
          ctx.lineTo(to, bar.y);
          for (const at of [from, to]) {
            ctx.moveTo(at, bar.y - 2.5);
            ctx.lineTo(at, bar.y + 2.5);
          }
          if (to - from > 2) ctx.stroke();
          const left = set.base === 1 && value < 1;
          ctx.textAlign = left ? 'right' : 'left';
          ctx.fillStyle = Theme.ink('ink');
          const text = set.text(value);
          ctx.fillText(text, left ? from - 6 : to + 6, bar.y);
        }),
      );
      ctx.restore();
    },
  };

  const bold = () => `600 11px ${Chart.defaults.font.family}`;

  /**
   * Fits the axis of bars to the width that the chart has, so that every figure has room beside its bar. Chart.js asks anew whenever
   * the width changes.
   */
  function fit(scale, list, ratio, text) {
    const {
      chart: {
        ctx,
        width,
        data: { labels },
      },
    } = scale;
    const widest = (texts) => {
      ctx.font = bold();
      return Math.max(...texts.map((t) => ctx.measureText(t).width));
    };
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
  function draw(parent, { title, subtitle, bars: list, ratio, extra }) {
    Frame.base();
    const runs = [...Data.shown].sort((a, b) => a - b).filter((run) => list.some((b) => b.values.has(run)));
    const text = ratio ? Format.ratio : Format.time;
    const alternative = [
      ['', ...runs.map(Frame.machine)],
      ...list.map((b) => [
        b.label,
        ...runs.map((r) => (b.values.has(r) ? `${text(b.values.get(r)[0])} (${Format.spread(b.values.get(r), text)})` : '–')),
      ]),
    ];
    const { element, canvas, box } = Frame.figure(
      title,
      subtitle,
      alternative,
      34 + list.length * (8 + runs.length * (runs.length > 2 ? 13 : 15)),
      extra,
    );
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
          label: Frame.machine(run),
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
            afterBuildTicks: (scale) => Frame.ticks(scale, Math.max(2, Math.floor((scale.chart.width - 90) / 62))),
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
              label: (item) =>
                (Frame.alone() ? '' : `${item.dataset.label}: `) +
                  `${text(item.raw)} (${Format.spread(item.dataset.figures[item.dataIndex], text)})`,
            },
          },
        },
      },
    });
    return element;
  }

  return { draw, fill };
})();
