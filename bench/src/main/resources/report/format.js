'use strict';

/** Numbers and names as people read them. */
const Format = {
  /** Three digits without a tail of zeros; no exponent below a million. */
  digits(x) {
    if (x >= 1000) return Math.round(x).toLocaleString('en-US');
    return String(Number(x.toPrecision(3)));
  },

  time(seconds) {
    if (seconds === null || seconds === undefined) return '–';
    const units = [
      [1, 's'],
      [1e-3, 'ms'],
      [1e-6, 'µs'],
      [1e-9, 'ns'],
    ];
    const [scale, unit] = units.find(([s]) => seconds >= s * 0.9995) || units[3];
    return `${Format.digits(seconds / scale)} ${unit}`;
  },

  ratio(x) {
    if (x > 0 && x < 1e-3) return `1/${Format.digits(Number((1 / x).toPrecision(3)))}`;
    return x >= 9999.5 ? `${Number(x.toPrecision(3)).toLocaleString('en-US')}×` : `${x >= 10 ? Format.digits(x) : Number(x.toPrecision(x < 1 ? 2 : 3))}×`;
  },

  /** The spread of three figures, lowest to highest; a unit that both have is said once. */
  spread([, low, high], one) {
    const [from, to] = [one(low), one(high)];
    const unit = /\s*[^\d.,]+$/;
    return from === to ? to : `${from.match(unit)[0] === to.match(unit)[0] ? from.replace(unit, '') : from} – ${to}`;
  },

  /** A size on an axis or in a choice: 1e9 and 1000000 as powers of ten, all else as it was written. */
  size(text) {
    const power = /^1(?:e(\d+)|(0{3,}))$/.exec(text);
    if (!power) return text;
    const n = Number(power[1] || power[2].length);
    return n <= 3 ? (10 ** n).toLocaleString('en-US') : `10${[...String(n)].map((d) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[d]).join('')}`;
  },

  /** Numbers and numbers with a unit grow along an axis; other sizes, such as '1e9 at 1e15', stand for themselves. */
  plain(size) {
    return /^[\d.,_]+(e\d+)?( [a-z]+)?$/.test(size);
  },

  /** Bits and digits are logarithms of what is computed with. */
  logarithmic(size) {
    return /\b(bits?|digits?)\b/.test(size);
  },

  kernel(name) {
    const known = new Map([
      ['primes', 'Prime counting'],
      ['factor', 'Factorization'],
      ['vector', 'Vector math'],
      ['bridge', 'Bridge'],
      ['first', 'First call'],
      ['article', 'The article’s programs'],
    ]);
    return known.get(name) || name;
  },

  status(name) {
    const known = new Map([
      ['MEASURED', 'measured'],
      ['MISSING', 'missing'],
      ['REFUSED', 'refused'],
      ['TOO_LONG', 'too long'],
      ['PENDING', 'pending'],
    ]);
    return known.get(name) || name.toLowerCase();
  },

  cut(text, length) {
    return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;
  },
};
