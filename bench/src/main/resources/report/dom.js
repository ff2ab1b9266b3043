'use strict';

/** Builds elements. Text goes in as text, never as markup: results files are foreign input. */
const Dom = {
  /** Dom.el('td', {class: 'number', 'aria-label': '…', onclick: f}, 'text', element, …); null and false are left out. */
  el(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? '' : value);
    }
    element.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
    return element;
  },

  /** The part of a section that scripts fill. */
  body(section) {
    return document.querySelector(`#${section} > .body`);
  },

  /** A labelled choice: options are [value, text] pairs. */
  select(label, options, value, onchange) {
    const select = Dom.el(
      'select',
      { onchange: () => onchange(select.value) },
      options.map(([v, text]) => Dom.el('option', { value: v, selected: v === value }, text)),
    );
    return Dom.el('label', { class: 'choice' }, Dom.el('span', {}, label), select);
  },

  /** A choice only where there is one; plain text otherwise. */
  choice(label, options, value, onchange) {
    return options.length > 1 ? Dom.select(label, options, value, onchange) : null;
  },

  empty(text) {
    return Dom.el('p', { class: 'empty' }, text);
  },
};
