import { all, call } from './api.js';
import { chart, fractions, statistics } from './chart.js';
import { byId, element, number, show } from './dom.js';
import { showProblem } from './problem.js';

const MOST = 256;

let photographs = [];
let answered = null; // {model, files} that the results are of
let previews = [];

function option(value, text) {
  return element('option', { value }, text);
}

/** What plain `name` means, then aliases, then versions with the newest first. */
function options({ name, versions, aliases }) {
  const newest = versions[versions.length - 1];
  const others = Object.entries(aliases).filter(([alias]) => alias !== 'production');
  return element('optgroup', { label: name },
    option(name, `${name} (${'production' in aliases ? 'production' : 'newest'}: version ${aliases.production ?? newest})`),
    others.map(([alias, version]) => option(`${name}@${alias}`, `${name}@${alias} (version ${version})`)),
    [...versions].reverse().map((version) => option(`${name}@${version}`, `${name}@${version}`)));
}

export async function listModels() {
  const models = (await all('/v1/models')).filter((model) => model.versions.length);
  const select = byId('model');
  const chosen = select.value;
  select.replaceChildren(...models.map(options));
  if (chosen && select.querySelector(`option[value="${CSS.escape(chosen)}"]`)) {
    select.value = chosen;
  }
  select.disabled = models.length === 0;
  if (models.length === 0) {
    select.replaceChildren(option('', 'no model yet: train one first'));
  }
}

function choose(files) {
  photographs = [...files];
  byId('chosen').textContent = photographs.length > MOST
    ? `${photographs.length} files; ${MOST} are the most.`
    : photographs.map((file) => file.name).join(', ');
}

function parts(files) {
  const form = new FormData();
  files.forEach((file) => form.append('image', file));
  return form;
}

function post(model, files, type) {
  return call('POST', `/v1/models/${encodeURIComponent(model)}/predictions`, {
    body: parts(files), headers: { Accept: type },
  });
}

function preview(file) {
  const url = URL.createObjectURL(file);
  previews.push(url);
  const picture = element('img', { src: url, alt: `Photograph ${file.name}`, loading: 'lazy', decoding: 'async' });
  // the service reads TIFF, most browsers do not
  picture.addEventListener('error', () => picture.replaceWith(
    element('p', { class: 'quiet no-preview' }, 'This browser cannot show the picture.')));
  return picture;
}

/** `code: sentence`, or a code alone. */
function sentence(warning) {
  const colon = warning.indexOf(':');
  return colon < 0 ? warning.replaceAll('_', ' ') : warning.slice(colon + 1).trim();
}

function warnings(prediction) {
  const { novelty } = prediction;
  const texts = prediction.image.warnings.map(sentence);
  if (novelty?.outOfDistribution) {
    texts.unshift('This picture is unlike the training pictures (novelty '
      + `${number(novelty.score)}, usual up to ${number(novelty.threshold)}): do not rely on the answer.`);
  }
  return texts.length
    ? element('ul', { class: 'warnings', 'aria-label': 'Warnings' }, texts.map((text) => element('li', {}, text)))
    : null;
}

function card(title, histogram, values, ...more) {
  return element('article', { class: 'card' }, element('h3', {}, title), ...more,
    chart(histogram, title), statistics(values, histogram.unit), fractions(histogram, title));
}

function result(prediction, file) {
  return card(file.name, prediction.histogram, prediction.statistics,
    preview(file), warnings(prediction));
}

function pooled({ images, histogram, statistics: values }) {
  return card(`All ${images} photographs together`, histogram, values,
    element('p', { class: 'quiet' }, 'The mean of the histograms; each photograph counts the same.'));
}

function clear() {
  previews.forEach((url) => URL.revokeObjectURL(url));
  previews = [];
  showProblem(byId('predict-problem'), null);
}

function present(answer, files) {
  clear();
  const { predictions } = answer;
  const { model } = predictions[0];
  answered = { model, files };
  byId('results').replaceChildren(
    ...(predictions.length > 1 ? [pooled(answer.pooled)] : []),
    ...predictions.map((prediction, index) => result(prediction, files[index])));
  const count = predictions.length === 1 ? 'One photograph' : `${predictions.length} photographs`;
  byId('predict-status').textContent = `${count} read by ${model}.`;
  show(byId('csv'), true);
}

/** `image[2]` is the third file. */
function fileOf(files) {
  return (field) => {
    const index = /^image\[(\d+)]$/.exec(field)?.[1];
    return files[index]?.name ?? field;
  };
}

async function predict(event) {
  event.preventDefault();
  const files = photographs;
  const button = event.submitter ?? byId('predict-form').querySelector('[type=submit]');
  if (files.length === 0) {
    byId('predict-status').textContent = 'Choose a photograph first.';
    byId('photographs').focus();
    return;
  }
  button.disabled = true;
  byId('predict-status').textContent = 'Reading …';
  showProblem(byId('predict-problem'), null);
  try {
    present(await (await post(byId('model').value, files, 'application/json')).json(), files);
  } catch (problem) {
    byId('predict-status').textContent = '';
    showProblem(byId('predict-problem'), problem, fileOf(files));
  } finally {
    button.disabled = false;
  }
}

/** The service writes the table itself, from the version that gave the answers on the page. */
async function download() {
  try {
    const table = await (await post(answered.model, answered.files, 'text/csv')).blob();
    const url = URL.createObjectURL(table);
    element('a', { href: url, download: `${answered.model.replace('@', '-')}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  } catch (problem) {
    showProblem(byId('predict-problem'), problem, fileOf(answered.files));
  }
}

function acceptDrops() {
  const drop = byId('drop');
  const over = (event) => {
    event.preventDefault();
    drop.classList.toggle('over', event.type === 'dragover');
  };
  drop.addEventListener('dragover', over);
  drop.addEventListener('dragleave', over);
  drop.addEventListener('drop', (event) => {
    over(event);
    byId('photographs').files = event.dataTransfer.files;
    choose(event.dataTransfer.files);
  });
}

byId('photographs').addEventListener('change', (event) => choose(event.target.files));
byId('predict-form').addEventListener('submit', predict);
byId('csv').addEventListener('click', download);
acceptDrops();
