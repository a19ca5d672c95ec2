import { element, number, percent, svg, table } from './dom.js';

const WIDTH = 340; // about as wide as it is shown, so that its texts are as large as others
const HEIGHT = 220;
const PLOT = { left: 42, top: 10, right: 6, bottom: 44 };
const CHARACTER = 6.2; // width of one on the axes

const STATISTICS = [
  ['Mean', 'mean', 'Mean size'],
  ['D10', 'd10', 'Size below which 10 % lies'],
  ['D50', 'd50', 'The median'],
  ['D90', 'd90', 'Size below which 90 % lies'],
  ['D32', 'd32', 'Sauter mean diameter'],
  ['Span', 'span', '(D90 - D10) / D50'],
];

function label(bin) {
  return bin.upper === null ? `${bin.lower}+` : `${bin.lower}–${bin.upper}`;
}

/** A round number not below the highest bar or end of an interval, and at most 1. */
function top(bins) {
  const highest = Math.max(0.05, ...bins.map((bin) => Math.max(bin.fraction ?? 0, bin.interval?.[1] ?? 0)));
  return [0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1].find((limit) => highest <= limit * 1.0001) ?? 1;
}

function whisker(x, half, low, high) {
  return svg('path', {
    class: 'interval',
    d: `M${x} ${low}V${high}M${x - half} ${low}h${2 * half}M${x - half} ${high}h${2 * half}`,
  });
}

function axes(limit, y) {
  return [0, 0.25, 0.5, 0.75, 1].map((part) => [
    svg('line', { class: 'grid', x1: PLOT.left, x2: WIDTH - PLOT.right, y1: y(part * limit), y2: y(part * limit) }),
    svg('text', { class: 'tick', x: PLOT.left - 6, y: y(part * limit) + 4, 'text-anchor': 'end' },
      `${number(100 * part * limit)} %`),
  ]).flat();
}

function title(bin, unit) {
  const interval = bin.interval ? ` (${percent(bin.interval[0])} to ${percent(bin.interval[1])})` : '';
  return `${label(bin)} ${unit}: ${percent(bin.fraction)}${interval}`;
}

/** Below the bars, slanted where they would touch, and some left out where even those would. */
function labels(bins, step, bottom, slanted) {
  const every = slanted ? Math.ceil(12 / step) : 1;
  return bins.filter((bin, index) => index % every === 0).map((bin, index) => {
    const x = PLOT.left + (index * every + 0.5) * step;
    const y = bottom + 15;
    return svg('text', slanted
      ? { class: 'tick', x: x + 4, y, 'text-anchor': 'end', transform: `rotate(-40 ${x + 4} ${y})` }
      : { class: 'tick', x, y, 'text-anchor': 'middle' }, label(bin));
  });
}

function bar(bin, unit, left, width, y) {
  const height = y(0) - y(bin.fraction ?? 0);
  return svg('g', {},
    svg('title', {}, title(bin, unit)),
    svg('rect', { class: 'bar', x: left + 0.1 * width, width: 0.8 * width, y: y(0) - height, height }),
    bin.interval
      ? whisker(left + width / 2, Math.min(6, 0.2 * width), y(bin.interval[0]), y(bin.interval[1]))
      : null);
}

/** A bar a bin, all equally wide, with whiskers where the model gives intervals. */
export function chart(histogram, name) {
  const { bins, unit, basis } = histogram;
  const limit = top(bins);
  const step = (WIDTH - PLOT.left - PLOT.right) / bins.length;
  const bottom = HEIGHT - PLOT.bottom;
  const y = (fraction) => bottom - (fraction / limit) * (bottom - PLOT.top);
  const widest = CHARACTER * Math.max(...bins.map((bin) => label(bin).length));
  const slanted = widest + CHARACTER > step;
  const height = HEIGHT + (slanted ? 0.6 * widest : 0);
  return svg('svg', { class: 'chart', viewBox: `0 0 ${WIDTH} ${height}`, role: 'img', 'aria-label': `Histogram of ${name}` },
    axes(limit, y),
    bins.map((bin, index) => bar(bin, unit, PLOT.left + index * step, step, y)),
    labels(bins, step, bottom, slanted),
    svg('text', { class: 'axis', x: (PLOT.left + WIDTH) / 2, y: height - 6, 'text-anchor': 'middle' },
      `size in ${unit}, share by ${basis}`));
}

/** What the chart shows, for those who want the numbers or cannot see it. */
export function fractions(histogram, name) {
  const headings = [`Size in ${histogram.unit}`, 'Share'];
  const intervals = histogram.bins.some((bin) => bin.interval);
  return element('details', {}, element('summary', {}, 'Share of each bin'),
    table(`Bins of ${name}`, intervals ? [...headings, '90 % interval'] : headings,
      histogram.bins.map((bin) => [label(bin), percent(bin.fraction),
        ...(intervals ? [bin.interval ? `${percent(bin.interval[0])} to ${percent(bin.interval[1])}` : '–'] : [])])));
}

/** Mean, quantiles and span, in the histogram's unit. */
export function statistics(values, unit) {
  return element('dl', { class: 'statistics' }, STATISTICS.map(([name, key, meaning]) => {
    const interval = values.interval?.[key];
    const known = values[key] !== null && values[key] !== undefined;
    return element('div', {}, element('dt', { title: meaning }, name),
      element('dd', {}, element('strong', {}, number(values[key])), known && key !== 'span' ? ` ${unit}` : '',
        interval ? element('span', { class: 'quiet' }, ` ${number(interval[0])} to ${number(interval[1])}`) : null));
  }));
}
