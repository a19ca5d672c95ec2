// Calls of the API. Whoever is signed in is known by a cookie that no script reads; changes carry the token beside it.

/** What the service refused: problem+json, or that it could not be reached at all. */
export class Problem extends Error {
  constructor(status, body, retryAfter) {
    super(body.detail || body.title || `The service answered ${status}.`);
    this.status = status;
    this.title = body.title || '';
    this.code = body.code || '';
    this.errors = Array.isArray(body.errors) ? body.errors : [];
    this.retryAfter = retryAfter; // seconds; 0 where the service did not say
  }
}

let csrfToken = null;
let onSessionLost = () => {};

/** Calls a listener when the service knows this page's session no longer, or when another tab has begun another. */
export function whenSessionLost(listener) {
  onSessionLost = listener;
}

async function refusal(answer) {
  const body = await answer.json().catch(() => ({}));
  return new Problem(answer.status, body, Number(answer.headers.get('Retry-After')) || 0);
}

async function send(method, path, options) {
  const headers = new Headers(options.headers);
  if (method !== 'GET' && csrfToken) {
    headers.set('X-CSRF-Token', csrfToken);
  }
  let answer;
  try {
    answer = await fetch(path, { method, body: options.body, headers, cache: 'no-store' });
  } catch {
    throw new Problem(0, { title: 'Not reached', detail: 'The service cannot be reached.' }, 0);
  }
  if (!answer.ok) {
    throw await refusal(answer);
  }
  return answer;
}

/** The answer to a request. */
export async function call(method, path, options = {}) {
  try {
    return await send(method, path, options);
  } catch (problem) {
    if (problem.status === 401 || problem.code === 'csrf_token_invalid') {
      onSessionLost();
    }
    throw problem;
  }
}

export async function get(path) {
  return (await call('GET', path)).json();
}

/** All items of a list. */
export async function all(path) {
  const items = [];
  let cursor = null;
  do {
    const page = await get(`${path}?limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return items;
}

function remember(view) {
  csrfToken = view.csrfToken || null;
  return view;
}

/** Who is signed in. */
export async function session() {
  return remember(await (await send('GET', '/v1/session', {})).json());
}

export async function signIn(key) {
  const answer = await send('POST', '/v1/session', {
    body: JSON.stringify({ key }),
    headers: { 'Content-Type': 'application/json' },
  });
  return remember(await answer.json());
}

export async function signOut() {
  await call('DELETE', '/v1/session');
  csrfToken = null;
}
