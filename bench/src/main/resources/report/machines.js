'use strict';

/** One card for each run: what a reader must know before believing its figures. */
const Machines = {
  render(body, redraw) {
    const many = Data.machines.length > 1;
    body.append(
      Dom.el(
        'div',
        { class: 'cards' },
        Data.machines.map((machine, run) => {
          const box =
            many &&
            Dom.el('input', {
              type: 'checkbox',
              checked: Data.shown.has(run),
              onchange: () => {
                if (box.checked) Data.shown.add(run);
                else Data.shown.delete(run);
                redraw();
              },
            });
          return Dom.el(
            'article',
            { class: 'card machine' },
            Dom.el(
              'header',
              {},
              Dom.el('h3', {}, machine.label),
              Dom.el(
                'span',
                { class: machine.complete ? 'badge good' : 'badge warn' },
                machine.complete ? 'complete run' : 'incomplete run',
              ),
            ),
            many && Dom.el('label', { class: 'show' }, box, Key.machine(run), 'in the charts'),
            Dom.el(
              'dl',
              {},
              Object.entries(machine.facts).map(([name, text]) => Dom.el('div', {}, Dom.el('dt', {}, name), Dom.el('dd', {}, text))),
            ),
          );
        }),
      ),
    );
  },

  summary() {
    const measured = Data.rows.filter((r) => r.time).length;
    const n = Data.machines.length;
    const made = Data.generated.replace('T', ' ').replace(/:\d\dZ$/, ' UTC');
    return `${n} ${n === 1 ? 'run' : 'runs'} · ${measured} of ${Data.rows.length} rows with times · made ${made}`;
  },
};
