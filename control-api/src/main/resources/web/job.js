// How far the processing of a video is: its steps, those of one kind together.
import { about, element } from './dom.js';

const FINISHED = ['succeeded', 'failed', 'cancelled'];
const KINDS = new Map([
  ['probe', 'Look into the file'],
  ['plan', 'Plan'],
  ['piece', 'Encode the picture'],
  ['pictures', 'Make preview pictures'],
  ['audio', 'Encode the sound'],
  ['subtitles', 'Make subtitles'],
  ['package', 'Package'],
  ['publish', 'Publish'],
]);

export const isFinished = (job) => FINISHED.includes(job.status);

function kindOf(step) {
  const name = step.name.replace(/-.*$/, '');
  return KINDS.get(name) ?? name;
}

/** [{ name, state, progress, count, done }] in the order of the steps; state is succeeded, running or waiting. */
export function stages(job) {
  const kinds = new Map();
  for (const step of job.steps) {
    const kind = kindOf(step);
    kinds.set(kind, [...(kinds.get(kind) ?? []), step]);
  }
  return [...kinds].map(([name, steps]) => {
    const done = steps.filter(({ status }) => status === 'succeeded').length;
    const begun = steps.some(({ status }) => status !== 'waiting');
    return {
      name,
      count: steps.length,
      done,
      progress: steps.reduce((sum, { progress }) => sum + progress, 0) / steps.length,
      state: done === steps.length ? 'succeeded' : begun ? 'running' : 'waiting',
    };
  });
}

const WORDS = { succeeded: 'done', running: 'under way', waiting: 'waiting', failed: 'failed' };

function stageLine(stage) {
  const count = stage.count > 1 ? ` (${stage.done} of ${stage.count})` : '';
  const share = stage.state === 'running' ? ` ${Math.floor(stage.progress)} %` : '';
  return element('li', { class: stage.state },
    `${stage.name}${count}`, element('span', { class: 'word' }, `${WORDS[stage.state]}${share}`));
}

/** Draws a job into an element, from the upload on. Null before it has begun. */
export function drawJob(node, job) {
  if (!node.firstChild) {
    node.append(
      element('p', { class: 'how-far', role: 'status' }),
      element('progress', { max: '100', 'aria-label': 'Processing' }),
      element('ol', { class: 'steps' }));
  }
  const [line, bar, list] = node.children;
  const percent = job ? job.progress : 0;
  const left = job?.eta_seconds ? ` · about ${about(job.eta_seconds)} left` : '';
  line.textContent = job && isFinished(job) ? '' : `Being processed: ${Math.floor(percent)} %${left}`;
  bar.value = percent;
  const upload = { name: 'Upload', state: 'succeeded', count: 1, done: 1, progress: 100 };
  list.replaceChildren(...[upload, ...(job ? stages(job) : [])].map(stageLine));
}
