'use strict';

/** The results, and who the competitors are. */
const Data = (() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const order = ['java', 'ffm', 'jni', 'opencl', 'cuda'];
  const kernels = ['primes', 'factor', 'vector', 'article', 'bridge', 'first'];
  const rank = (list, x) => (list.includes(x) ? list.indexOf(x) : list.length);
  const LABEL = 18; // a longer title would be cut beside a bar, and two of one library look alike then: their ids differ
  const unique = (list) => [...new Set(list)];

  /** One colour and shape for each competitor, over all charts and machines: ours by name, peers in the order in which they appear. */
  const competitors = new Map();
  let peers = 0;
  for (const kernel of unique([...kernels, ...data.rows.map((r) => r.kernel)])) {
    for (const row of data.rows.filter((r) => r.kernel === kernel)) {
      if (competitors.has(row.competitor)) continue;
      const titles = data.machines.map((m) => entry(m, row.competitor)).filter(Boolean);
      const ours = order.includes(row.competitor);
      const peer = !ours && titles.some((t) => t.peer);
      const same = unique(titles.map((t) => t.title).filter(Boolean));
      competitors.set(row.competitor, {
        id: row.competitor,
        label: ours ? row.competitor.toUpperCase() : same.length === 1 && same[0].length <= LABEL ? same[0] : Format.cut(row.competitor, 28),
        peer,
        ours,
        index: ours ? order.indexOf(row.competitor) : kernel === 'bridge' || kernel === 'first' ? 0 : peers++,
      });
    }
  }

  function entry(machine, id) {
    return Object.prototype.hasOwnProperty.call(machine.competitors, id) ? machine.competitors[id] : null;
  }

  return {
    ...data,
    /** The machines that the charts show: all, or the first four of many. */
    shown: new Set(data.machines.map((m, i) => i).slice(0, 4)),
    kernels: unique(data.rows.map((r) => r.kernel)).sort((a, b) => rank(kernels, a) - rank(kernels, b)),
    unique,
    competitor: (id) => competitors.get(id),
    what: (run, id) => entry(data.machines[run], id),

    /** Ours in their order, then the peers as they come. */
    byRank: (a, b) => rank(order, a) - rank(order, b),

    /** Rows of the machines that are shown. */
    visible: (rows = data.rows) => rows.filter((r) => Data.shown.has(r.run)),

    /** The sizes of some rows, from small to large, each once. */
    sizes(rows) {
      const amounts = new Map(rows.map((r) => [r.size, r.amount]));
      return [...amounts.keys()].sort((a, b) => amounts.get(a) - amounts.get(b));
    },

    /** The variant that most people would ask for first. */
    usual(variants) {
      return ['all threads', 'heap'].find((v) => variants.includes(v)) || variants[0];
    },
  };
})();
