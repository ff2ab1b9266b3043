'use strict';

/** Light or dark: what the system says until the button is used. Chart colours come from here, so that both themes stay legible. */
const Theme = (() => {
  const ours = {
    light: ['#c97800', '#0067a8', '#3f97cf', '#b0518d', '#00845f'],
    dark: ['#f2a43a', '#4da3ea', '#a3d8f7', '#dd94c3', '#2fc59b'],
  };
  const others = {
    light: ['#4a5160', '#a6453d', '#7a7320', '#5b4a9c', '#8a6249', '#2f7d86', '#7f8794'],
    dark: ['#c3c9d3', '#e88a80', '#cfc65e', '#a99bea', '#cfa488', '#6cc3cd', '#8d95a3'],
  };
  const shapes = ['triangle', 'rect', 'rectRot', 'cross', 'star', 'crossRot', 'circle', 'rectRounded'];
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const listeners = [];
  let chosen = remembered();
  let printing = false;

  function remembered() {
    try {
      return localStorage.getItem('kernelbridge-theme');
    } catch (e) {
      return null; // a browser may deny storage to files; the choice then lasts as long as the page
    }
  }

  function name() {
    if (printing) return 'light';
    return chosen === 'dark' || chosen === 'light' ? chosen : system.matches ? 'dark' : 'light';
  }

  function apply() {
    document.documentElement.dataset.theme = name();
    document.getElementById('theme').setAttribute('aria-pressed', String(name() === 'dark'));
    listeners.forEach((f) => f());
  }

  function start() {
    document.getElementById('theme').addEventListener('click', () => {
      chosen = name() === 'dark' ? 'light' : 'dark';
      try {
        localStorage.setItem('kernelbridge-theme', chosen);
      } catch (e) {
        /* as above */
      }
      apply();
    });
    system.addEventListener('change', apply);
    window.addEventListener('beforeprint', () => {
      printing = true;
      apply();
    });
    window.addEventListener('afterprint', () => {
      printing = false;
      apply();
    });
    document.documentElement.dataset.theme = name();
    document.getElementById('theme').setAttribute('aria-pressed', String(name() === 'dark'));
  }

  return {
    start,
    name,
    onChange: (f) => listeners.push(f),
    /** A colour of the style sheet. */
    ink: (variable) => getComputedStyle(document.documentElement).getPropertyValue(`--${variable}`).trim(),
    colour(competitor) {
      const list = competitor.ours ? ours[name()] : others[name()];
      return list[competitor.index % list.length];
    },
    shape: (competitor) => (competitor.ours ? 'circle' : shapes[competitor.index % shapes.length]),
    /** Machines differ by line style, the first is solid. */
    dash: (run) => [[], [7, 4], [2, 3], [10, 3, 2, 3], [14, 4], [4, 2]][run % 6],
  };
})();
