import { get } from './api.js';
import { byId, element, number, table } from './dom.js';
import { showProblem } from './problem.js';

const PAGE = 20;

/** Three bins are named; of more, the ends. */
function bins(labels) {
  return labels.length <= 3 ? labels.join(', ') : `${labels.length}: ${labels[0]} … ${labels[labels.length - 1]}`;
}

function aliases(model) {
  return Object.entries(model.aliases).map(([alias, version]) => `${alias} ${version}`).join(', ') || '–';
}

async function modelRow(model) {
  const served = model.aliases.production ?? model.versions[model.versions.length - 1];
  const known = [`${model.name}@${served}`, String(model.versions.length), aliases(model)];
  try {
    const { card } = await get(`/v1/models/${model.name}/versions/${served}`);
    const emd = card.evaluation.test?.metrics.emd;
    return [...known, bins(card.bins), card.dataset.name, number(emd?.model), number(emd?.constantAnswer)];
  } catch (problem) { // one that is damaged does not hide the others
    return [...known, problem.message, '–', '–', '–'];
  }
}

function datasetRow(dataset) {
  const floor = dataset.report.constantAnswer;
  return [dataset.name, String(dataset.samples), String(dataset.report.groups), bins(dataset.bins), dataset.basis,
    floor ? number(floor.emd) : '–', String(dataset.report.findings.length)];
}

const LISTS = {
  models: {
    path: '/v1/models', row: modelRow, none: 'No model yet: a training job publishes one.',
    headings: ['Model', 'Versions', 'Aliases', 'Bins', 'Learned from', 'Test EMD', 'Constant answer'],
  },
  datasets: {
    path: '/v1/datasets', row: datasetRow, none: 'No data set yet.',
    headings: ['Data set', 'Samples', 'Groups', 'Bins', 'Basis', 'Constant answer, EMD', 'Findings'],
  },
};

async function page({ path, row }, cursor) {
  const { items, nextCursor } = await get(`${path}?limit=${PAGE}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
  const rows = [];
  for (const item of items.filter((each) => !each.versions || each.versions.length)) {
    rows.push(await row(item)); // one after another: a glance must not use up what the caller may ask in a minute
  }
  return { rows, nextCursor };
}

/** Fills a list, `models` or `datasets`, and goes on from a cursor when asked for more. */
async function list(name, rows = [], cursor = null) {
  const place = byId(`${name}-list`);
  try {
    const next = await page(LISTS[name], cursor);
    const found = [...rows, ...next.rows];
    place.replaceChildren(found.length
      ? table(name === 'models' ? 'Models' : 'Data sets', LISTS[name].headings, found)
      : element('p', { class: 'quiet' }, LISTS[name].none));
    if (next.nextCursor) {
      place.append(element('button', {
        type: 'button', class: 'plain', onclick: () => list(name, found, next.nextCursor),
      }, 'Show more'));
    }
  } catch (problem) {
    showProblem(place, problem);
  }
}

export const listCards = () => list('models');
export const listDatasets = () => list('datasets');
