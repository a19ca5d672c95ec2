// Who is signed in, and what of the page that lets them see.

import { session, signIn, signOut, whenSessionLost } from './api.js';
import { listCards, listDatasets } from './catalog.js';
import { byId, show } from './dom.js';
import { stopWatching, watchJobs } from './jobs.js';
import { listModels } from './predict.js';
import { showProblem } from './problem.js';

let caller = null; // whose page this is, also while the session has to be renewed

function showParts(roles) {
  document.querySelectorAll('[data-role]').forEach((part) => show(part, roles.includes(part.dataset.role)));
}

/** Nothing of one caller stays for the next, not even answers that are still on their way. */
function beginAnew() {
  location.replace('/');
}

async function fillModels() {
  try {
    await listModels();
  } catch (problem) {
    showProblem(byId('page-problem'), problem);
  }
  await listCards();
}

async function fill(roles) {
  if (roles.includes('predict')) {
    await fillModels();
  }
  if (roles.includes('train')) {
    await Promise.all([watchJobs(), listDatasets()]);
  }
}

function enter(view) {
  if (caller && caller.id !== view.caller.id) {
    beginAnew();
    return null;
  }
  caller = view.caller;
  byId('caller').textContent = `${caller.name} (${caller.roles.join(', ') || 'no role'})`;
  show(byId('who'), view.secured);
  show(byId('sign-in'), false);
  show(byId('signed-in'), true);
  showProblem(byId('page-problem'), null);
  showParts(caller.roles);
  return fill(caller.roles);
}

/** What is on the page stays, unseen, for when the same caller signs in again. */
function leave(words) {
  stopWatching();
  show(byId('who'), false);
  show(byId('signed-in'), false);
  show(byId('sign-in'), true);
  showProblem(byId('sign-in-problem'), words ? { status: 401, title: words, message: '' } : null);
  byId('key').focus();
}

/** Who is signed in now: nobody, the same or another. */
async function start() {
  try {
    await enter(await session());
  } catch (problem) {
    if (problem.status === 401) {
      leave(caller ? 'The session has ended. Sign in again to go on.' : null);
    } else {
      showProblem(byId('page-problem'), problem);
    }
  }
}

byId('sign-in').querySelector('form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const button = event.target.querySelector('button');
  button.disabled = true;
  showProblem(byId('sign-in-problem'), null);
  try {
    const view = await signIn(byId('key').value.trim());
    byId('key').value = '';
    await enter(view);
  } catch (problem) {
    showProblem(byId('sign-in-problem'), problem.status === 401
      ? { ...problem, title: 'This key does not open.', message: 'It is unknown, has expired or was revoked.' }
      : problem);
    byId('key').select();
  } finally {
    button.disabled = false;
  }
});

byId('sign-out').addEventListener('click', async () => {
  try {
    await signOut();
  } catch (problem) {
    if (problem.status !== 401) { // then nobody was signed in any more
      showProblem(byId('page-problem'), problem);
      return;
    }
  }
  beginAnew();
});

document.addEventListener('published', fillModels);
whenSessionLost(start);
start();
