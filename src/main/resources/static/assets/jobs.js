import { call, get } from './api.js';
import { byId, element, number, show } from './dom.js';
import { showProblem } from './problem.js';

const INTERVAL = 4000; // ms between looks
const PAGE = 20;
const MOST = 1000; // of one answer of the service

const PAUSABLE = ['queued', 'preparing', 'running'];
const ENDED = ['succeeded', 'failed', 'cancelled'];

let wanted = PAGE;
let timer = null;
let watching = false;

/** Rows by job, so that a look changes what has changed and the keyboard stays where it is. */
const rows = new Map();

function when(instant) {
  return new Date(instant).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
}

function left(end) {
  const minutes = Math.round((new Date(end) - Date.now()) / 60_000);
  if (minutes < 1) {
    return 'less than a minute left';
  }
  return minutes < 90 ? `about ${minutes} min left` : `about ${number(minutes / 60)} h left, until ${when(end)}`;
}

function summary(job) {
  if (job.state === 'succeeded') {
    return `${job.model}@${job.version}, ${when(job.finishedAt)}`;
  }
  if (ENDED.includes(job.state)) {
    return when(job.finishedAt);
  }
  return job.estimatedEnd ? left(job.estimatedEnd) : `since ${when(job.createdAt)}`;
}

function act(job, verb) {
  return async (event) => {
    if (verb === 'cancel' && !window.confirm(`Cancel the training of ${job.model}? It cannot go on afterwards.`)) {
      return;
    }
    const button = event.currentTarget;
    button.disabled = true;
    showProblem(byId('jobs-problem'), null);
    try {
      update(await (await call('POST', `/v1/training-jobs/${job.id}/${verb}`)).json());
    } catch (problem) {
      showProblem(byId('jobs-problem'), problem);
    } finally {
      button.disabled = false;
    }
  };
}

function row(job) {
  const parts = {
    state: element('span', { class: 'state' }),
    progress: element('progress', { max: 1, 'aria-label': `Progress of ${job.model}` }),
    summary: element('span', { class: 'quiet' }),
    error: element('p', { class: 'problem', hidden: true }),
    pause: element('button', { type: 'button', class: 'plain', onclick: act(job, 'pause') }, 'Pause'),
    resume: element('button', { type: 'button', class: 'plain', onclick: act(job, 'resume') }, 'Resume'),
    cancel: element('button', { type: 'button', class: 'plain', onclick: act(job, 'cancel') }, 'Cancel'),
  };
  parts.node = element('li', { class: 'card job', 'data-job': job.id },
    element('h3', {}, job.model, element('span', { class: 'quiet' }, ` from ${job.dataset}`), ' ', parts.state),
    element('div', { class: 'pace' }, parts.progress, parts.summary), parts.error,
    element('div', { class: 'actions' }, parts.pause, parts.resume, parts.cancel,
      element('a', { href: `/v1/training-jobs/${job.id}` }, 'Details'),
      element('a', { href: `/v1/training-jobs/${job.id}/events` }, 'Events')));
  return parts;
}

function update(job) {
  const parts = rows.get(job.id);
  if (!parts) {
    return;
  }
  if (job.state === 'succeeded' && parts.state.textContent && parts.state.textContent !== job.state) {
    document.dispatchEvent(new Event('published'));
  }
  parts.state.textContent = job.state;
  parts.state.dataset.state = job.state;
  parts.progress.value = job.progress;
  parts.summary.textContent = `${Math.floor(100 * job.progress)} %, ${summary(job)}`;
  show(parts.error, Boolean(job.error));
  parts.error.replaceChildren(...(job.error ? [job.error.message, ' ', element('code', {}, job.error.code)] : []));
  show(parts.pause, PAUSABLE.includes(job.state));
  show(parts.resume, job.state === 'paused');
  show(parts.cancel, !ENDED.includes(job.state) && job.state !== 'cancelling');
}

function present({ items, nextCursor }) {
  const list = byId('jobs-list');
  const ids = new Set(items.map((job) => job.id));
  [...rows.keys()].filter((id) => !ids.has(id)).forEach((id) => {
    rows.get(id).node.remove();
    rows.delete(id);
  });
  items.forEach((job, index) => {
    if (!rows.has(job.id)) {
      rows.set(job.id, row(job));
      list.insertBefore(rows.get(job.id).node, list.children[index] ?? null);
    }
    update(job);
  });
  byId('jobs-status').textContent = items.length ? '' : 'No training job yet.';
  show(byId('jobs-more'), Boolean(nextCursor) && wanted < MOST);
}

async function look() {
  clearTimeout(timer);
  let wait = INTERVAL;
  try {
    present(await get(`/v1/training-jobs?limit=${wanted}`));
  } catch (problem) {
    byId('jobs-status').textContent = `Not up to date: ${problem.message}`;
    wait = Math.max(wait, 1000 * (problem.retryAfter ?? 0));
  }
  clearTimeout(timer);
  if (watching && document.visibilityState === 'visible') {
    timer = setTimeout(look, wait);
  }
}

export function watchJobs() {
  watching = true;
  return look();
}

export function stopWatching() {
  watching = false;
  clearTimeout(timer);
}

document.addEventListener('visibilitychange', () => {
  if (watching && document.visibilityState === 'visible') {
    look();
  }
});
byId('jobs-more').addEventListener('click', () => {
  wanted = Math.min(MOST, wanted + 4 * PAGE);
  look();
});
