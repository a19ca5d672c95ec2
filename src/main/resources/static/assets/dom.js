// Elements are made of texts and elements, never of markup: whatever a name holds, it stays a text.

const SVG = 'http://www.w3.org/2000/svg';

/** Attributes are set as they are; those that begin with "on" are listeners; null and false are left out. */
function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      node.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? '' : value);
    }
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

export function element(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

export function byId(id) {
  return document.getElementById(id);
}

export function show(node, visible) {
  node.hidden = !visible;
}

/** Four significant digits. */
export function number(value) {
  return value === null || value === undefined ? '–' : String(Number(value.toPrecision(4)));
}

export function percent(fraction) {
  return fraction === null || fraction === undefined ? '–' : `${(100 * fraction).toFixed(1)} %`;
}

/** One row an array; the first cell of each is its heading. */
export function table(caption, headings, rows) {
  return element('div', { class: 'wide', tabindex: 0, role: 'group', 'aria-label': caption },
    element('table', {},
      element('caption', { class: 'unseen' }, caption),
      element('thead', {}, element('tr', {}, headings.map((text) => element('th', { scope: 'col' }, text)))),
      element('tbody', {}, rows.map(([first, ...rest]) => element('tr', {},
        element('th', { scope: 'row' }, first), rest.map((cell) => element('td', {}, cell)))))));
}
