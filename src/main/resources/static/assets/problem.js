import { element } from './dom.js';

function ended(text, mark) {
  return !text || text.endsWith('.') ? text : `${text}${mark}`;
}

function wait(seconds) {
  return seconds > 0 ? ` Try again in ${seconds} s.` : '';
}

/**
 * Shows a problem in a place, or nothing where there is none.
 *
 * @param names turns the field of an error into what the reader calls it
 */
export function showProblem(place, problem, names = (field) => field) {
  if (!problem) {
    place.replaceChildren();
    return;
  }
  if (!('status' in problem)) {
    console.error(problem); // a flaw of this page
  }
  const title = problem.title || 'Something went wrong on this page';
  place.replaceChildren(element('div', { class: 'problem' },
    element('p', {}, element('strong', {}, ended(title, ':')), ` ${ended(problem.message, '.')}${wait(problem.retryAfter)}`),
    problem.errors?.length ? element('ul', {}, problem.errors.map((error) =>
      element('li', {}, element('strong', {}, names(error.field)), `: ${error.message}`))) : null,
    problem.code ? element('p', { class: 'quiet' }, 'Code ', element('code', {}, problem.code)) : null));
}
