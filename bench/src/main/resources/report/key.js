'use strict';

/** How competitors and machines look in the charts, for legends. */
const Key = (() => {
  /** A line or bar as the legend shows it. */
  function swatch(paint, width = 30) {
    const canvas = Dom.el('canvas', { class: 'swatch', 'aria-hidden': 'true', width: width * 2, height: 28 });
    const pen = canvas.getContext('2d');
    pen.scale(2, 2);
    paint(pen, width);
    return canvas;
  }

  function competitor(who) {
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
  function machine(run) {
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
      pen.fillStyle = Bars.fill(pen, Theme.name() === 'dark' ? '#e6e8ea' : '#1d2126', false, run);
      pen.fillRect(width - 15, 1, 14, 12);
      pen.lineWidth = 1;
      pen.strokeRect(width - 14.5, 1.5, 13, 11);
    }, 56);
  }

  /** The machines that are shown, where there is more than one. */
  function machines() {
    if (Data.machines.length < 2) return null;
    return Dom.el(
      'ul',
      { class: 'key', 'aria-label': 'Machines' },
      [...Data.shown].sort((a, b) => a - b).map((run) => Dom.el('li', {}, machine(run), Frame.machine(run))),
    );
  }

  return { competitor, machine, machines };
})();
